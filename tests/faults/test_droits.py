"""What may not be read, entered or written, and what is no file: said in words, with the code, and nothing is changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.errors import Unreadable
from evaluator.report import render
from tests.faults.processus import agls, permissions_tenues, propre, sans_privileges

ECRIVENT = ("remplir", "importer", "observer", "decider", "cloturer", "rouvrir")


def ligne(commande: str, chemin: Path, reponses: Path) -> list[object]:
    """The command with what it asks for."""
    suite: dict[str, list[object]] = {
        "remplir": ["--texte"],
        "importer": [reponses],
        "observer": ["--texte", "Vu"],
        "decider": ["--montant", "1", "--nom", "N", "--fonction", "F"],
        "cloturer": ["--motif", "m"],
        "rouvrir": ["--motif", "m"],
        "exporter": ["--format", "json"],
    }
    return [commande, chemin, *suite.get(commande, [])]


@pytest.fixture
def bride(tmp_path: Path) -> Callable[..., None]:
    """Runs a command for which permissions hold, and checks its code and words."""
    if not permissions_tenues(tmp_path):
        pytest.skip("permissions hold for nobody here: root without CAP_SETPCAP")

    def courir(arguments: list[object], code: int, mots: str) -> None:
        fini = agls(*arguments, preparer=sans_privileges)
        propre(fini)
        assert (fini.code, mots in fini.erreurs) == (code, True), (arguments, fini)

    return courir


def test_a_read_only_folder(chemin: Path, reponses: Path, bride: Callable[..., None]) -> None:
    octets = chemin.read_bytes()
    chemin.parent.chmod(0o555)
    for commande in ECRIVENT:
        bride(ligne(commande, chemin, reponses), 3, f"{chemin} : écriture impossible dans ce dossier (l’accès est refusé)")
    for commande in ("evaluer", "exporter"):
        bride(ligne(commande, chemin, reponses), 0, "")
    ici = chemin.parent
    for arguments in (
        ["nouveau", ici / "n.agls"],
        ["exporter", chemin, "--format", "agls", "--sortie", ici / "e.agls"],
        ["fusionner", chemin, chemin, "--sortie", ici / "f.agls"],
        ["demo", "--dossier", ici / "demo"],
    ):
        bride(arguments, 3, "(l’accès est refusé)")
    bride(["rapport", chemin, "--sortie", ici], 3, f"« {ici} » : l’accès est refusé")
    assert [p.name for p in ici.iterdir()] == [chemin.name]
    assert chemin.read_bytes() == octets


def test_a_read_only_file(chemin: Path, reponses: Path, bride: Callable[..., None]) -> None:
    octets = chemin.read_bytes()
    chemin.chmod(0o444)
    for commande in ("remplir", "importer"):
        bride(ligne(commande, chemin, reponses), 3, f"{chemin} : écriture impossible (l’accès est refusé)")
    bride(["evaluer", chemin], 0, "")
    assert [p.name for p in chemin.parent.iterdir()] == [chemin.name]  # no lock is left behind
    assert chemin.read_bytes() == octets


def test_a_file_that_may_not_be_read(chemin: Path, reponses: Path, bride: Callable[..., None]) -> None:
    """In French, and code 3: click's own check says it in English with 2, for the whole of a batch."""
    chemin.chmod(0o000)
    for commande in ("remplir", "importer", "evaluer", "verifier", "rapport"):
        bride(ligne(commande, chemin, reponses), 3, f"{chemin} : lecture impossible (l’accès est refusé)")
    reponses.chmod(0o000)
    chemin.chmod(0o644)
    bride(["importer", chemin, reponses], 3, "l’accès est refusé")


def test_a_folder_that_may_not_be_entered(chemin: Path, reponses: Path, bride: Callable[..., None]) -> None:
    chemin.parent.chmod(0o600)
    try:
        for commande in ("remplir", "importer", "evaluer", "verifier", "rapport"):
            bride(ligne(commande, chemin, reponses), 3, f"{chemin} : lecture impossible (l’accès est refusé)")
        for nom in ("tilleuls.agls", "n.agls"):
            bride(["nouveau", chemin.with_name(nom)], 3, "(l’accès est refusé)")
            bride(["fusionner", chemin, chemin, "--sortie", chemin.with_name(nom)], 3, "(l’accès est refusé)")
    finally:
        chemin.parent.chmod(0o755)


def test_a_configuration_that_may_not_be_read(
    chemin: Path, reponses: Path, tmp_path: Path, bride: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    local = tmp_path / "local"
    local.mkdir(0o600)
    monkeypatch.setenv("AGLS_LOCAL", str(local))
    bride(["importer", chemin, reponses], 3, f"{local / 'config.toml'} : configuration illisible (l’accès est refusé)")
    monkeypatch.delenv("AGLS_LOCAL")  # the folder that nobody chose: as if there were none
    monkeypatch.setenv("XDG_CONFIG_HOME", str(local))
    bride(["importer", chemin, reponses], 0, "")


def test_what_is_no_file(chemin: Path, reponses: Path) -> None:
    ici = chemin.parent
    dossier, tube, boucle, long = ici / "d.agls", ici / "f.agls", ici / "l.agls", ici / f"{'x' * 300}.agls"
    dossier.mkdir()
    os.mkfifo(tube)
    boucle.symlink_to(boucle)
    cas = {
        dossier: "c’est un dossier",
        tube: "ce n’est pas un fichier",
        boucle: "",
        chemin / "x.agls": "ce chemin passe par un fichier",
        long: "le nom est trop long",
        Path("/dev/full"): "ce n’est pas un fichier",
        ici / "absent.agls": "n’existe pas",
    }
    for fautif, mots in cas.items():
        for commande in ("evaluer", "importer", "nouveau"):
            fini = agls(*ligne(commande, fautif, reponses))
            propre(fini)
            if fautif.name == "absent.agls" and commande == "nouveau":
                assert fini.code == 0
                fautif.unlink()
                continue
            attendus = {"/dev/full": {1, 2, 3}}.get(str(fautif), {3})
            assert fini.code in attendus, (commande, fautif, fini)
            dit = "existe déjà" if commande == "nouveau" and fautif in (dossier, tube) else mots
            if (commande, fautif) == ("evaluer", dossier):  # a folder stands for its dossiers
                dit = "ne contient aucun fichier .agls"
            assert fini.code in (1, 2) or dit in fini.erreurs, (commande, fautif, fini)


def test_where_a_report_cannot_go(chemin: Path) -> None:
    with pytest.raises(Unreadable, match="ce n’est pas un dossier"):
        render._ecrire(chemin, "a.html", b"x")
    fini = agls("rapport", chemin, chemin.with_name("b.agls"), "--sortie", chemin)
    assert (fini.code, "ce n’est pas un dossier" in fini.erreurs) == (3, True)


def test_a_batch_goes_on(chemin: Path, copie: Callable[[str], Path], bride: Callable[..., None]) -> None:
    autre = copie("autre.agls")
    chemin.chmod(0)
    fini = agls("evaluer", chemin, autre, preparer=sans_privileges)
    assert (fini.code, "autre.agls — Constat" in fini.sortie) == (3, True)
