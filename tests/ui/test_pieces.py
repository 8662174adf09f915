"""The files of the pieces: the path that is typed, what completes it, the hash, where a file is and what became of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from evaluator.dossier.reponses import Piece
from evaluator.ui.pieces import Abandon, Casier, FichierRefuse, Vu, copier, empreinte, examiner, lire_chemin, lire_chemins
from evaluator.ui.pieces import fichier as fichiers
from evaluator.ui.pieces.casier import dossier_des_pieces
from evaluator.ui.pieces.chemins import en_une_ligne
from evaluator.ui.pieces.completion import Explorateur, completer
from evaluator.ui.pieces.fichier import autre_nom, nom_de, nom_sur, piece_de
from evaluator.ui.texte.lignes import tout
from evaluator.ui.texte.pieces import bilan_en_mots, piece_en_lignes, taille_en_mots

POSIX = pytest.mark.skipif(os.name == "nt", reason="a backslash separates folders there")
SHA_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of « abc », FIPS 180-2


@pytest.fixture
def base(tmp_path: Path) -> Path:
    dossier = tmp_path / "dossiers"
    for nom in ("pv d'avril.pdf", "pv de mai.pdf", "État des lieux.pdf", ".cache"):
        (dossier / nom).parent.mkdir(exist_ok=True)
        (dossier / nom).write_bytes(b"abc")
    (dossier / "Pièces 2024").mkdir()
    return dossier


# — the path ————————————————————————————————————————————————————————————————————————————————————————————————


@POSIX
@pytest.mark.parametrize(
    ("tape", "lu"),
    [
        ("pv.pdf", "/d/pv.pdf"),
        ("  sous dossier/pv de mai.pdf ", "/d/sous dossier/pv de mai.pdf"),
        ("/ailleurs/pv.pdf", "/ailleurs/pv.pdf"),
        ("'/x/pv de mai.pdf'", "/x/pv de mai.pdf"),
        ('"/x/pv de mai.pdf"', "/x/pv de mai.pdf"),
        (r"'/x/pv d'\''avril.pdf'", "/x/pv d'avril.pdf"),
        (r"/x/pv\ d\'avril.pdf", "/x/pv d'avril.pdf"),
        ("file:///x/R%C3%A8glement%20int%C3%A9rieur.pdf", "/x/Règlement intérieur.pdf"),
        ("l'état d'avril.pdf", "/d/l'état d'avril.pdf"),
        ("l'état.pdf", "/d/l'état.pdf"),
        ("~personne-de-ce-nom/pv.pdf", "/d/~personne-de-ce-nom/pv.pdf"),
        ("nul\x00.pdf", "/d/nul\x00.pdf"),
    ],
)
def test_a_path_is_read_as_terminals_give_it(tape: str, lu: str) -> None:
    assert lire_chemin(tape, Path("/d")) == Path(lu)


@POSIX
def test_home_and_names_that_hold_quotes_of_their_own(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(base))
    assert lire_chemin("~/pv de mai.pdf", Path("/d")) == base / "pv de mai.pdf"
    (base / "'cité'.pdf").write_bytes(b"abc")
    assert lire_chemin("'cité'.pdf", base) == base / "'cité'.pdf"
    assert lire_chemin("'pv de mai.pdf'", base) == base / "pv de mai.pdf"


@POSIX
def test_several_paths_pasted_are_several_files_and_spaces_of_one_name_are_not(base: Path) -> None:
    deux = (base / "pv d'avril.pdf", base / "pv de mai.pdf")
    colle = f"{deux[0]}\nfile://{str(deux[1]).replace(' ', '%20')}\n"
    assert lire_chemins(en_une_ligne(colle), Path("/d")) == deux
    assert lire_chemins("/x/a.pdf /x/b.pdf", base) == (Path("/x/a.pdf"), Path("/x/b.pdf"))
    assert lire_chemins("pv de mai.pdf", base) == (deux[1],)
    assert lire_chemins("pv de juin.pdf", base) == (base / "pv de juin.pdf",)
    assert en_une_ligne("pv de mai.pdf\n") == "pv de mai.pdf"


# — completion ——————————————————————————————————————————————————————————————————————————————————————————————


def proposes(base: Path, texte: str) -> list[str]:
    return [e.texte for e in Explorateur(base).proposer(texte).entrees]


def test_folders_come_first_and_hidden_files_only_when_asked(base: Path) -> None:
    assert proposes(base, "") == ["Pièces 2024/", "État des lieux.pdf", "pv d'avril.pdf", "pv de mai.pdf"]
    assert proposes(base, ".c") == [".cache"]


def test_a_hurried_hand_types_no_accent_and_the_straight_apostrophe(base: Path) -> None:
    (base / "pv d’août.pdf").write_bytes(b"abc")
    assert proposes(base, "etat") == ["État des lieux.pdf"]
    assert proposes(base, "PV D'AO") == ["pv d’août.pdf"]
    assert proposes(base / "Pièces 2024", "../pv de") == ["../pv de mai.pdf"]


def test_tab_adds_what_all_have_in_common_and_never_takes_away(base: Path) -> None:
    def tab(texte: str) -> str:
        return completer(texte, Explorateur(base).proposer(texte).entrees)

    assert tab("pv") == "pv d"
    assert tab("pv d") == "pv d"
    assert tab("pv de") == "pv de mai.pdf"
    assert tab("pie") == "Pièces 2024/"
    assert tab("p") == "p"  # « Pièces » and « pv » share no letter as they are written
    assert tab("rien") == "rien"


def test_a_folder_that_is_not_there_is_said_not_raised(base: Path) -> None:
    assert "n’existe pas" in Explorateur(base).proposer("absent/pv").refus
    assert Explorateur(base).proposer("nul\x00/pv").refus


def test_the_disk_is_read_once_for_as_long_as_one_stays_in_a_folder(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    explorateur = Explorateur(base)
    explorateur.proposer("p")
    monkeypatch.setattr(os, "scandir", lambda _: pytest.fail("read again"))
    monkeypatch.setattr(Path, "stat", lambda *_: pytest.fail("looked at again"))
    (trouvee,) = explorateur.proposer("pv de").entrees
    assert trouvee.chemin.name == "pv de mai.pdf"
    assert trouvee.details is not None
    assert trouvee.details[0] == 3


# — one file ————————————————————————————————————————————————————————————————————————————————————————————————


def test_hash_and_size_of_a_file(base: Path) -> None:
    assert empreinte(base / "pv de mai.pdf") == (SHA_ABC, 3)


@pytest.mark.parametrize(
    ("nom", "dit"),
    [
        ("absent.pdf", "n’existe pas dans"),
        ("nulle part/absent.pdf", "le dossier"),
        ("Pièces 2024", "est un dossier"),
        ("vide.pdf", "est vide"),
        ("nul\x00.pdf", "n’est pas un chemin"),
        ("pv de mai.pdf/dedans", "passe par un fichier"),
        pytest.param("rompu.pdf", "est un lien rompu", marks=POSIX),
        pytest.param("tube", "n’est pas un fichier ordinaire", marks=POSIX),
        pytest.param("/dev/zero", "n’est pas un fichier ordinaire", marks=POSIX),
    ],
)
def test_what_can_be_no_piece_is_refused_in_words(base: Path, nom: str, dit: str) -> None:
    (base / "vide.pdf").touch()
    if os.name != "nt":
        (base / "rompu.pdf").symlink_to("rien")
        os.mkfifo(base / "tube")
    with pytest.raises(FichierRefuse, match=dit):
        empreinte(base / nom)


def test_a_file_that_may_not_be_read_is_refused_in_words(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(fichiers.os, "open", refuser)  # the tests may run as somebody whom nothing refuses
    with pytest.raises(FichierRefuse, match=r"pv de mai\.pdf » ne peut pas être lu : l’accès est refusé"):
        empreinte(base / "pv de mai.pdf")


def test_a_reading_can_be_followed_and_given_up(base: Path) -> None:
    gros = base / "gros.bin"
    gros.write_bytes(b"\0" * (2 * fichiers.BLOC + 5))
    suivi: list[tuple[int, int]] = []
    empreinte(gros, lambda lus, total: suivi.append((lus, total)) is None)
    assert suivi == [(n, 2097157) for n in (1048576, 2097152, 2097157)]
    with pytest.raises(Abandon):
        empreinte(gros, lambda lus, total: False)


def test_a_file_that_grows_while_it_is_read_is_refused(base: Path) -> None:
    def grandir(lus: int, total: int) -> bool:
        with (base / "pv de mai.pdf").open("ab") as flux:
            flux.write(b"d" if lus == 3 else b"")
        return True

    with pytest.raises(FichierRefuse, match="change pendant"):
        empreinte(base / "pv de mai.pdf", grandir)


def test_the_name_of_a_piece_is_what_a_dossier_can_hold() -> None:
    assert nom_de(Path("/x/e\u0301te\u0301.pdf")) == "été.pdf"
    assert nom_de(Path("/x/abc\udce9.pdf")) == "abc?.pdf"
    long = nom_de(Path("/x") / ("é" * 400 + ".pdf"))
    assert (len(long), long[-5:]) == (300, "….pdf")
    assert autre_nom("pv.pdf", {"pv.pdf", "pv (2).pdf"}.__contains__) == "pv (3).pdf"


def test_a_name_from_a_foreign_dossier_never_leaves_its_folder() -> None:
    for nom in ("../../secret", "/etc/passwd", "..", "", "a\\b", "CON.pdf", "a\nb", "C:x", "x" * 300):
        assert nom_sur(nom) is None, nom
    assert nom_sur("pv d’avril (2).pdf") == "pv d’avril (2).pdf"


# — a copy ——————————————————————————————————————————————————————————————————————————————————————————————————


def test_a_copy_overwrites_nothing_and_is_made_once(base: Path) -> None:
    source, ou = base / "pv de mai.pdf", base / "residence.pieces"
    piece = piece_de(source, SHA_ABC, "interne")
    assert copier(source, piece, ou) == (ou / "pv de mai.pdf", True)
    assert copier(source, piece, ou) == (ou / "pv de mai.pdf", False)
    (ou / "pv de mai.pdf").write_bytes(b"autre contenu")
    assert copier(source, piece, ou) == (ou / "pv de mai (2).pdf", True)
    assert (ou / "pv de mai.pdf").read_bytes() == b"autre contenu"
    assert (ou / "pv de mai (2).pdf").read_bytes() == b"abc"
    assert len(list(ou.iterdir())) == 2


def test_a_copy_that_fails_leaves_nothing(base: Path) -> None:
    source, ou = base / "pv de mai.pdf", base / "residence.pieces"
    with pytest.raises(FichierRefuse, match="n’a plus le contenu de la pièce"):
        copier(source, Piece("pv.pdf", "0" * 64), ou)
    with pytest.raises(Abandon):
        copier(source, Piece("pv.pdf", SHA_ABC), ou, lambda lus, total: False)
    assert list(ou.iterdir()) == []


def test_a_copy_of_a_piece_with_a_dangerous_name_stays_in_its_folder(base: Path) -> None:
    ou = base / "residence.pieces"
    copie, _ = copier(base / "pv de mai.pdf", Piece("../../secret.pdf", SHA_ABC), ou)
    assert copie == ou / "piece-ba7816bf.pdf"


# — where it is, what became of it ——————————————————————————————————————————————————————————————————————————


PIECE = Piece("pv.pdf", SHA_ABC, "partagee")


@pytest.fixture
def dossier_agls(tmp_path: Path) -> Path:
    (tmp_path / "visite").mkdir()
    return tmp_path / "visite" / "residence.agls"


def test_each_state_of_a_piece(tmp_path: Path, dossier_agls: Path) -> None:
    ici = tmp_path / "pv.pdf"
    ici.write_bytes(b"abc")
    assert examiner(PIECE, ici, dossier_agls, {}) == Vu("presente", ici, 3)
    ici.write_bytes(b"abcd")
    assert examiner(PIECE, ici, dossier_agls, {}) == Vu("modifiee", ici, 4)
    ici.write_bytes(b"")
    assert examiner(PIECE, ici, dossier_agls, {}).etat == "modifiee"
    ici.unlink()
    assert examiner(PIECE, ici, dossier_agls, {}) == Vu("introuvable", ici)
    assert examiner(PIECE, None, dossier_agls, {}) == Vu("ailleurs")
    ici.mkdir()
    vu = examiner(PIECE, ici, dossier_agls, {})
    assert (vu.etat, "est un dossier" in vu.pourquoi) == ("introuvable", True)
    shutil.rmtree(ici)
    if os.name != "nt":
        ici.symlink_to("rien")
        assert examiner(PIECE, ici, dossier_agls, {}).etat == "introuvable"


def test_it_is_found_among_the_copies_and_beside_the_dossier(dossier_agls: Path) -> None:
    a_cote = dossier_agls.parent / "pv.pdf"
    a_cote.write_bytes(b"abc")
    assert examiner(PIECE, None, dossier_agls, {}) == Vu("presente", a_cote, 3)
    copies = dossier_des_pieces(dossier_agls)
    assert copies.name == "residence.pieces"
    copies.mkdir()
    (copies / "pv.pdf").write_bytes(b"autre contenu")
    (copies / "pv (2).pdf").write_bytes(b"abc")
    assert examiner(PIECE, None, dossier_agls, {}).chemin == copies / "pv (2).pdf"


def test_a_file_of_the_same_name_accuses_nobody(dossier_agls: Path) -> None:
    autre = dossier_agls.parent / "pv.pdf"
    autre.write_bytes(b"autre")
    assert examiner(PIECE, None, dossier_agls, {}) == Vu("ailleurs", homonyme=autre)


def test_a_file_is_not_read_again_until_it_changes_or_one_asks(tmp_path: Path, dossier_agls: Path) -> None:
    ici = tmp_path / "pv.pdf"
    ici.write_bytes(b"abc")
    memoire: dict[tuple[str, int, int], str] = {}
    lectures: list[int] = []

    def suivre(lus: int, total: int) -> bool:
        lectures.append(lus)
        return True

    for tout_relire in (False, False, True):
        assert examiner(PIECE, ici, dossier_agls, memoire, suivre, tout=tout_relire).etat == "presente"
    assert len(lectures) == 2
    os.utime(ici, ns=(1, 1))
    examiner(PIECE, ici, dossier_agls, memoire, suivre)
    assert len(lectures) == 3


def test_a_large_file_waits_until_one_asks(tmp_path: Path, dossier_agls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluator.ui.pieces.casier.GROS", 2)
    ici = tmp_path / "pv.pdf"
    ici.write_bytes(b"abc")
    vu = examiner(PIECE, ici, dossier_agls, {})
    assert (vu.etat, vu.chemin) == ("non_verifiee", ici)
    assert examiner(PIECE, ici, dossier_agls, {}, tout=True).etat == "presente"


def test_a_file_that_may_not_be_read_is_not_said_to_have_changed(
    tmp_path: Path, dossier_agls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    ici = tmp_path / "pv.pdf"
    ici.write_bytes(b"abc")
    monkeypatch.setattr(fichiers.os, "open", refuser)
    vu = examiner(PIECE, ici, dossier_agls, {})
    assert vu.etat == "non_verifiee"
    assert "l’accès est refusé" in vu.pourquoi


def test_where_a_file_was_seen_is_remembered_by_its_content(tmp_path: Path) -> None:
    chemins: dict[str, str] = {}
    casier = Casier(chemins)
    assert casier.vu(PIECE).etat == "non_verifiee"
    assert casier.retenir([(PIECE, Vu("presente", tmp_path / "pv.pdf", 3))])
    assert chemins == {SHA_ABC: str(tmp_path / "pv.pdf")}
    assert not casier.retenir([(PIECE, Vu("presente", tmp_path / "pv.pdf", 3))])
    # A look that began before the file was located says nothing any more.
    casier.retenir([(PIECE, Vu("ailleurs"))])
    assert casier.vu(PIECE).etat == "presente"
    casier.retenir([(PIECE, Vu("modifiee", tmp_path / "pv.pdf", 4))])
    assert casier.vu(PIECE).etat == "modifiee"


# — in words ————————————————————————————————————————————————————————————————————————————————————————————————


def test_sizes_and_counts_in_french() -> None:
    dits = [taille_en_mots(n) for n in (1, 812, 1536, 1258291, 3221225472)]
    assert [d.replace("\u00a0", " ") for d in dits] == ["1 octet", "812 octets", "1,5 Ko", "1,2 Mo", "3 Go"]
    assert taille_en_mots(None) == ""
    vus = [Vu("presente"), Vu("presente"), Vu("modifiee"), Vu("ailleurs")]
    assert bilan_en_mots(vus)[0].replace("\u00a0", " ") == "4 pièces : 2 présentes, 1 modifiée, 1 absente de ce poste"


def test_a_file_that_never_was_on_this_machine_raises_no_alarm(dossier_agls: Path) -> None:
    lignes = piece_en_lignes(PIECE, Vu("ailleurs"), "auto_evaluation", [], dossier_agls, 78)
    vu = " ".join(tout(lignes).split())
    assert "fichier non présent sur ce poste" in vu
    assert "introuvable" not in vu
    assert not {style for ligne in lignes for _, style in ligne} & {"alerte", "erreur"}
