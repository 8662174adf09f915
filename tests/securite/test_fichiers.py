"""A folder that someone else prepared: links, pipes and names where the program is about to read or write."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.verrou import Verrou
from evaluator.errors import FaultyInput, Unreadable
from evaluator.fichiers import lire_borne
from evaluator.questionnaire.load import ANNEXE_1, Referentiel, charger, lire_questionnaire
from evaluator.questionnaire.reader import TAILLE_MAX, lire_fichier
from evaluator.resources import MODELES, QUESTIONNAIRES, dossier_livre, trouver
from evaluator.ui.fiches import entrevoir
from evaluator.ui.pieces.fichier import nom_sur
from evaluator.ui.preferences import Preferences, chemin_preferences, garder_preferences

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="liens, canaux et droits d’Unix")


@pytest.fixture
def precieux(tmp_path: Path) -> Path:
    """A file of the user's that has nothing to do with the program."""
    chemin = tmp_path / "precieux.txt"
    chemin.write_text("À GARDER", encoding="utf-8")
    return chemin


def test_the_card_of_a_lock_follows_no_link(tmp_path: Path, precieux: Path) -> None:
    (tmp_path / ".a.agls.verrou.json").symlink_to(precieux)
    verrou = Verrou(tmp_path / "a.agls", "Anne")
    assert "Anne" in (tmp_path / ".a.agls.verrou.json").read_text(encoding="utf-8")
    verrou.liberer()
    assert precieux.read_text(encoding="utf-8") == "À GARDER"


def test_the_lock_itself_follows_no_link(tmp_path: Path, precieux: Path) -> None:
    (tmp_path / ".a.agls.verrou").symlink_to(precieux)
    with pytest.raises(Unreadable, match="écriture impossible"):
        Verrou(tmp_path / "a.agls", "")
    assert precieux.read_text(encoding="utf-8") == "À GARDER"


def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    """Each of these waited for ever."""
    for nom in ("a.yaml", "b.agls", ".c.agls.verrou.json"):
        os.mkfifo(tmp_path / nom)
    with pytest.raises(Unreadable, match="ce n’est pas un fichier"):
        lire_fichier(tmp_path / "a.yaml")
    assert entrevoir(tmp_path / "b.agls") is None
    Verrou(tmp_path / "c.agls", "").liberer()


def test_a_file_is_never_read_whole_before_its_size_is_known(tmp_path: Path) -> None:
    grand = tmp_path / "g.yaml"
    with grand.open("wb") as flux:
        flux.truncate(1 << 40)  # a hole: it takes no room, and no memory could hold it
    with pytest.raises(FaultyInput, match="plus de 4 Mo"):
        lire_fichier(grand)
    assert len(lire_borne(Path("/dev/zero"), TAILLE_MAX)) == TAILLE_MAX + 1


@pytest.mark.parametrize("relatif", ["../pyproject.toml", "/etc/hostname", "a/../../x", "grilles/lien.yaml"])
def test_a_resource_stays_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relatif: str) -> None:
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path))
    local = tmp_path / QUESTIONNAIRES / "grilles"
    local.mkdir(parents=True)
    (local / "lien.yaml").symlink_to("/etc/hostname")
    with pytest.raises(Unreadable):
        trouver(QUESTIONNAIRES, relatif)


@pytest.mark.parametrize(
    "nom", ["../x", "/etc/x", "a/b", "a\\b", "C:x", "\\\\poste\\partage\\x", "a\0b", ".", "", "lien", "x.yaml", None, ["a"]]
)
def test_a_questionnaire_names_no_file_outside_its_folder(tmp_path: Path, nom: object) -> None:
    (tmp_path / "x.yaml").write_text("id: x\n")
    dossier = tmp_path / "q"
    (dossier / "a").mkdir(parents=True)
    (dossier / "a" / "b.yaml").write_text("id: x\n")
    (dossier / "lien.yaml").symlink_to(tmp_path / "x.yaml")
    import json

    (dossier / "questionnaire.yaml").write_text(json.dumps({"id": "q", "sections": [nom]}))
    with pytest.raises(FaultyInput):
        lire_questionnaire(dossier)
    with pytest.raises((FaultyInput, Unreadable)):
        charger(str(nom))
    assert ANNEXE_1


def test_what_is_written_is_for_whom_the_mask_says(
    tmp_path: Path, referentiel: Referentiel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path / "neuf"))
    avant = os.umask(0o027)
    try:
        Dossier.creer(tmp_path / "d.agls", referentiel).fermer()
    finally:
        os.umask(avant)
    assert garder_preferences(Preferences(auteur="Anne"))
    etat = chemin_preferences()
    assert stat.S_IMODE((tmp_path / "d.agls").stat().st_mode) == 0o640
    assert [stat.S_IMODE(p.stat().st_mode) for p in (etat.parent, etat)] == [0o700, 0o600]  # whatever the mask


@pytest.mark.parametrize("nom", ["../x", "a/b", "a\\b", "C:x", "NUL", "con.pdf", "a\x1b[m", "a\u202eb", "..", "x" * 300])
def test_a_piece_is_copied_under_a_name_of_its_folder(nom: str) -> None:
    assert nom_sur(nom) is None


def test_the_shipped_folders_hold_no_link() -> None:
    for racine in (dossier_livre(QUESTIONNAIRES), dossier_livre(MODELES)):
        assert not [p for p in racine.rglob("*") if p.is_symlink()]
