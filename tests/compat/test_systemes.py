"""The branches that run on another system: folders, names, files that are open, what an account or a kernel lacks."""

from __future__ import annotations

import errno
import getpass
import json
import ntpath
import os
import shutil
import signal
import sys
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest

from evaluator import ouvriers, resources
from evaluator.cli.francais import executer
from evaluator.dossier import disque, verrou
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Piece
from evaluator.errors import Held, Unreadable, WrongUse, cause
from evaluator.questionnaire.load import Referentiel
from evaluator.report import lot, render
from evaluator.serveur import service
from evaluator.ui.pieces import chemins, copier
from evaluator.ui.pieces.fichier import nom_sur

SHA_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


# — folders ——————————————————————————————————————————————————————————————————————————————————————————————————

SANS = {nom: None for nom in ("AGLS_LOCAL", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}


@pytest.mark.parametrize(
    ("systeme", "variables", "local", "etat"),
    [
        ("win32", {"APPDATA": "{}/R", "LOCALAPPDATA": "{}/L"}, "R/agls", "L/agls/etat"),
        ("win32", {}, "AppData/Roaming/agls", "AppData/Local/agls/etat"),
        ("darwin", {"XDG_CONFIG_HOME": "{}/x"}, "Library/Application Support/agls", "Library/Application Support/agls/etat"),
        ("linux", {"XDG_CONFIG_HOME": "{}/c", "XDG_STATE_HOME": "{}/s"}, "c/agls", "s/agls"),
        ("linux", {}, ".config/agls", ".local/state/agls"),
        ("linux", {"XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "ici"}, ".config/agls", ".local/state/agls"),
        ("win32", {"APPDATA": "ici", "LOCALAPPDATA": ""}, "AppData/Roaming/agls", "AppData/Local/agls/etat"),
        ("linux", {"AGLS_LOCAL": "{}/à moi"}, "à moi", "à moi/etat"),
        ("win32", {"AGLS_LOCAL": "{}/à moi"}, "à moi", "à moi/etat"),
    ],
)
def test_each_system_has_its_folders(
    systeme: str, variables: dict[str, str], local: str, etat: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", systeme)
    for nom, valeur in {**SANS, **variables}.items():
        if valeur is None:
            monkeypatch.delenv(nom, raising=False)
        else:
            monkeypatch.setenv(nom, valeur.format(tmp_path))
    if "AGLS_LOCAL" not in variables:
        assert resources.dossier_local() is None  # it is not made for the user
        (tmp_path / local).mkdir(parents=True)
    assert resources.dossier_local() == tmp_path / local
    assert resources.dossier_etat() == tmp_path / etat


def test_an_account_without_a_home_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A container under any number, a service: Python then says `RuntimeError`."""
    from evaluator.ui.preferences import Preferences, garder_preferences, lire_preferences
    from evaluator.ui.texte.lieux import court

    for nom in SANS:
        monkeypatch.delenv(nom, raising=False)

    def sans_maison() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", staticmethod(sans_maison))
    assert resources.dossier_local() is None
    assert executer(["evaluer", str(dossiers_exemples / "pre-sorbier.agls")]) == 0
    assert garder_preferences(Preferences(theme="clair")) is False
    assert lire_preferences() == Preferences()
    assert court(tmp_path) == str(tmp_path)


# — what an account or a kernel lacks ————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("erreur", [ImportError("No module named 'pwd'"), KeyError("uid"), OSError("No username set")])
def test_whoever_has_no_name_can_write(
    erreur: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, referentiel: Referentiel
) -> None:
    """What `getpass.getuser` raises under Windows without USERNAME (until Python 3.12), in a container, and from 3.13 on."""

    def personne() -> str:
        raise erreur

    monkeypatch.setattr(getpass, "getuser", personne)
    tenu = verrou.Verrou(tmp_path / "a.agls", "Paul")
    with pytest.raises(Held, match="par Paul, sur la machine"):
        verrou.Verrou(tmp_path / "a.agls", "Luce")
    assert json.loads((tmp_path / ".a.agls.verrou.json").read_bytes())["nom"] == "Paul"
    tenu.liberer()
    assert [f.name for f in tmp_path.iterdir() if "verrou" in f.name] == []


def test_windows_syncs_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, referentiel: Referentiel) -> None:
    ouvrir = os.open

    def windows(chemin: str | Path, *reste: int) -> int:
        if os.path.isdir(chemin):
            raise PermissionError(errno.EACCES, "Permission denied", str(chemin))
        return ouvrir(chemin, *reste)

    monkeypatch.setattr(os, "open", windows)
    Dossier.creer(tmp_path / "a.agls", referentiel, auteur=Auteur("Paul")).fermer()
    with Dossier.ouvrir(tmp_path / "a.agls") as dossier:
        assert dossier.evenements == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such call there")
def test_macos_goes_through_the_cache_of_the_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And falls back on `fsync` where a network disk lacks the call."""
    faits: list[object] = []
    monkeypatch.setattr(disque, "_PLEIN", 51)
    monkeypatch.setattr(disque.fcntl, "fcntl", lambda fd, quoi: faits.append(quoi))
    monkeypatch.setattr(os, "fsync", lambda fd: faits.append("fsync"))
    disque.synchroniser(1)
    assert faits == [51]

    def refus(fd: int, quoi: int) -> None:
        raise OSError(errno.ENOTSUP, "")

    monkeypatch.setattr(disque.fcntl, "fcntl", refus)
    disque.synchroniser(1)
    assert faits == [51, "fsync"]


def test_the_number_of_processors_without_affinity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert ouvriers.processeurs() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert ouvriers.processeurs() == 1


async def test_the_server_lives_without_posix_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows: no SIGHUP, and no handler in the loop. It serves, and ends when it is cancelled."""
    import asyncio

    monkeypatch.delattr(signal, "SIGHUP", raising=False)

    def absent(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(asyncio.get_running_loop(), "add_signal_handler", absent)
    dites: list[str] = []
    tache = asyncio.ensure_future(service._servir(service.ecouter(0), ["x"], False, dites.append, dites.append))
    for _ in range(200):
        if dites or tache.done():
            break
        await asyncio.sleep(0.01)
    assert dites[0].startswith("http://127.0.0.1:")
    tache.cancel()
    with pytest.raises(asyncio.CancelledError):
        await tache


# — a file that another program has open —————————————————————————————————————————————————————————————————————


def test_a_report_open_elsewhere_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Word and Acrobat hold their file: `os.replace` is refused under Windows (WinError 5)."""
    rapport = tmp_path / "pre-sorbier-evaluation.md"
    rapport.write_bytes(b"ancien")
    remplacer = os.replace

    def refuser(source: str, cible: Path) -> None:
        if Path(cible) == rapport:
            raise PermissionError(errno.EACCES, "Access is denied", str(source), 5, str(cible))
        remplacer(source, cible)

    monkeypatch.setattr(render.os, "replace", refuser)
    arguments = ["rapport", str(dossiers_exemples / "pre-sorbier.agls"), "--format", "md", "--sortie", str(tmp_path)]
    assert executer(arguments) == 3
    dit = capsys.readouterr().err
    assert "pre-sorbier-evaluation.md » ne peut pas être remplacé : est-il ouvert dans un autre programme" in dit
    assert "Fermez-le et recommencez ; l’ancien rapport est intact" in dit
    assert rapport.read_bytes() == b"ancien"
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == [rapport.name]  # nor a temporary file


def test_a_sharing_violation_is_said_in_words() -> None:
    erreur = PermissionError(errno.EACCES, "The process cannot access the file")
    assert cause(erreur) == "l’accès est refusé"
    for numero in (32, 33):
        erreur.winerror = numero  # type: ignore[attr-defined]  # Windows alone has it
        assert cause(erreur) == "un autre programme tient ce fichier ouvert : fermez-le et recommencez"


# — names ————————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    "nom",
    [
        "CON", "con.pdf", "Nul.tar.gz", "COM1", "lpt9.txt", "COM².pdf", "aux .pdf", "CONIN$", "conout$.txt",  # reserved
        "pv.", "pv ", "pv.pdf.", "pv.pdf . ", "...",  # Windows takes the end away
        "C:pv.pdf", "C:\\pv.pdf", "..\\pv.pdf", "\\\\serveur\\partage\\pv.pdf", "pv.pdf:flux", "a/b",
        "pv?.pdf", "pv*.pdf", 'pv".pdf', "<pv>", "a|b", "a\tb", "a\x00b", "a\u202eb",
    ],
)  # fmt: skip
def test_a_name_that_windows_takes_otherwise_is_never_chosen(nom: str, tmp_path: Path) -> None:
    assert nom_sur(nom) is None
    (tmp_path / "source").write_bytes(b"abc")
    copie, _ = copier(tmp_path / "source", Piece(nom, SHA_ABC), tmp_path / "pieces")
    assert copie.parent == tmp_path / "pieces"
    assert copie.name.startswith("piece-ba7816bf")
    assert PureWindowsPath(copie.name).name == copie.name  # one name there too
    assert not PureWindowsPath(copie.name).is_reserved() if sys.version_info < (3, 13) else not ntpath.isreserved(copie.name)  # type: ignore[attr-defined]


@pytest.mark.parametrize("nom", ["pv d’été (2).pdf", "contrat.pdf", "console.txt", "communes.ods", "com10.txt", ".agls"])
def test_a_usual_name_is_kept(nom: str) -> None:
    assert nom_sur(nom) == nom
    assert nom_sur(unicodedata.normalize("NFD", nom)) == unicodedata.normalize("NFD", nom)


def test_a_copy_keeps_its_extension_without_its_last_dot(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"abc")
    copie, _ = copier(tmp_path / "source", Piece("pv.pdf. ", SHA_ABC), tmp_path / "pieces")
    assert copie.name == "piece-ba7816bf.pdf"


@pytest.mark.parametrize(
    ("un", "autre"),
    [
        ("Tilleuls.agls", "TILLEULS.agls"),
        ("été.agls", unicodedata.normalize("NFD", "été.agls")),
        ("ÉTÉ.agls", unicodedata.normalize("NFD", "été.agls")),
    ],
)
def test_two_reports_never_take_one_name_of_another_disk(un: str, autre: str, tmp_path: Path) -> None:
    fichiers = [tmp_path / "a" / un, tmp_path / "b" / autre]
    with pytest.raises(WrongUse, match="donneraient le même fichier"):
        lot.verifier(fichiers, lot.Demande(sortie=tmp_path / "sortie"))
    assert not (tmp_path / "sortie").exists()
    lot.verifier([fichiers[0], tmp_path / "b" / "autre.agls"], lot.Demande(sortie=tmp_path / "sortie"))


@pytest.mark.parametrize("nom", [unicodedata.normalize("NFD", "résidence d’été"), "[1] {2} ; é & %PATH%"])
def test_folders_and_files_with_spaces_and_accents(
    nom: str, tmp_path: Path, dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = tmp_path / nom / f"{nom}.agls"
    dossier.parent.mkdir()
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", dossier)
    assert executer(["rapport", str(dossier), "--format", "md", "--sortie", str(tmp_path / nom / nom)]) == 0
    (ecrit,) = (tmp_path / nom / nom).iterdir()
    assert unicodedata.normalize("NFC", ecrit.name) == unicodedata.normalize("NFC", f"{nom}-evaluation.md")
    assert capsys.readouterr().out == f"{tmp_path / nom / nom / ecrit.name}\n"
    assert executer(["verifier", str(dossier)]) == 0


def test_extensions_in_capitals_are_known(
    tmp_path: Path, dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As old Windows programs and USB keys write them."""
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "SORBIER.AGLS")
    shutil.copy(resources.dossier_livre("questionnaires") / "grilles" / "defaut.yaml", tmp_path / "GRILLE.YAML")
    assert executer(["verifier", str(tmp_path / "SORBIER.AGLS"), str(tmp_path / "GRILLE.YAML")]) == 0
    assert executer(["evaluer", str(tmp_path / "SORBIER.AGLS")]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (r"C:\Users\Léa\pv de mai.pdf", r"C:\Users\Léa\pv de mai.pdf"),
        (r'"C:\Users\Léa\pv de mai.pdf"', r"C:\Users\Léa\pv de mai.pdf"),
        (r"'C:\a'b.pdf", r"'C:\a'b.pdf"),  # there an apostrophe is a letter
        ("file:///C:/Users/L%C3%A9a/pv%20de%20mai.pdf", "C:/Users/Léa/pv de mai.pdf"),
        ("file://serveur/partage/pv%20de%20mai.pdf", "//serveur/partage/pv de mai.pdf"),
        ("file://localhost/C:/pv.pdf", "C:/pv.pdf"),
        (r"\\serveur\partage\pv.pdf", r"\\serveur\partage\pv.pdf"),
        (r"..\pièces\pv.pdf", r"..\pièces\pv.pdf"),
    ],
)
def test_a_path_dropped_on_a_windows_terminal(texte: str, attendu: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chemins, "WINDOWS", True)
    monkeypatch.setattr(chemins, "situer", lambda lu, base: lu)
    monkeypatch.setattr(os.path, "lexists", lambda chemin: chemin == attendu)
    assert chemins.lire_chemin(texte, Path()) == attendu


def test_several_paths_dropped_on_a_windows_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chemins, "WINDOWS", True)
    monkeypatch.setattr(chemins, "situer", lambda lu, base: lu)
    monkeypatch.setattr(chemins.os.path, "isabs", ntpath.isabs)
    monkeypatch.setattr(os.path, "lexists", lambda chemin: False)
    lus = chemins.lire_chemins(r'"C:\a b\pv.pdf" D:\c.pdf', Path())
    assert list(lus) == [r"C:\a b\pv.pdf", r"D:\c.pdf"]


def test_a_copy_of_a_dossier_for_an_unknown_user_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`~nobody/…`: Python says `RuntimeError`."""
    from evaluator.ui.pieces.chemins import situer

    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unreadable):
        Dossier.ouvrir(situer("~personne-de-ce-nom/a.agls", Path()))
