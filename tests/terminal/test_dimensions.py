"""Every screen through 200×60, 60×20 and back: it shows the same thing, and what is typed still goes where it went."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.questionnaire.load import Referentiel
from tests.terminal.hand import SOURCES, Hand, parcours, saisie
from tests.terminal.pseudo import Pseudo

pytestmark = pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="no pseudo-terminal on this system")

HORLOGE = re.compile(r"\d\d:\d\d:\d\d")
PETIT, GRAND, EXIGU = (80, 24), (200, 60), (60, 20)


def _fixe(ecran: list[str]) -> list[str]:
    return [HORLOGE.sub("hh:mm:ss", ligne) for ligne in ecran]


def _ligne_en_main(ecran: list[str]) -> list[str]:
    """Title, line in hand, message, keys."""
    listes = [ligne[:110] for ligne in ecran]  # beside the list, where there is room, what is said of the line
    en_main = [re.sub(r"[ ┃│]*$", "", ligne) for ligne in listes if ligne.startswith("▶")]
    return _fixe([ecran[0], *en_main, *ecran[-3:]])


class Tour:
    """A program whose terminal changes size at each screen it comes to; between two, it has the size `base`."""

    def __init__(self, arguments: list[str], dossier: Path, base: tuple[int, int] = PETIT) -> None:
        self.pseudo = Pseudo(arguments, dossier, *base)
        self.base = base

    def aller(self, *touches: str) -> None:
        for touche in touches:
            avant = self.pseudo.reposer()
            self.pseudo.taper(touche)
            self.pseudo.attendre(lambda e, avant=avant: e != avant, f"something after {touche}")

    def tourner(self, quoi: str, *mots: str, tape: str = "", defile: bool = False) -> list[str]:
        """From 200×60 to 60×20 and back, and at 80×24: the same as before. `tape`: characters typed before, and one more
        after, that the screen shows. `defile`: a list longer than the screen, which may come back scrolled otherwise, the
        same line in hand. Gives the screen at 200×60."""
        pseudo, lu = self.pseudo, _ligne_en_main if defile else _fixe
        pseudo.voir(*mots)
        if tape:
            pseudo.taper(tape[:-1])
            pseudo.voir(tape[:-1])
        depart = pseudo.reposer()
        if self.base != GRAND:
            pseudo.redimensionner(*GRAND)
        grand = pseudo.reposer()
        pseudo.redimensionner(*EXIGU)
        pseudo.attendre(lambda e: "fenêtre de 60×20" in e[0] and "80×24" in e[0], f"{quoi}: room asked for")
        self._retrouver(GRAND, grand, quoi, lu)
        if self.base != GRAND:
            self._retrouver(PETIT, depart, quoi, lu)
        elif tape:
            pseudo.redimensionner(*PETIT)
            pseudo.voir(tape[:-1])
        if tape:
            pseudo.taper(tape[-1])
            pseudo.voir(tape)
        if self.base == GRAND and tape:
            pseudo.redimensionner(*GRAND)
        return grand

    def _retrouver(self, taille: tuple[int, int], avant: list[str], quoi: str, lu: Callable[[list[str]], list[str]]) -> None:
        self.pseudo.redimensionner(*taille)
        try:
            self.pseudo.attendre(lambda e: lu(e) == lu(avant), f"{quoi} as before", 5)
        except AssertionError:
            apres = self.pseudo.ecran
            differe = [f"{i}: {a[:60]!r} → {b[:60]!r}" for i, (a, b) in enumerate(zip(avant, apres, strict=True)) if a != b]
            raise AssertionError(f"{quoi} at {taille}:\n" + "\n".join(differe)) from None

    def finir(self) -> None:
        self.pseudo.taper("ctrl+q")
        self.pseudo.lire(0.2)
        self.pseudo.tuer()


def test_the_first_screens(tmp_path: Path, dossiers_exemples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vide = tmp_path / "vide"
    vide.mkdir()
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path / "neuve"))
    tour = Tour([], vide)
    tour.tourner("first screen", "Dix lignes pour commencer")
    tour.aller("enter")
    tour.tourner("empty folder", "AGLS Évaluateur", "exemples")
    tour.aller("n")
    tour.tourner("name of a dossier", "Nom du fichier :", tape="les-tilleuls")
    tour.finir()
    tour = Tour([], dossiers_exemples)
    tour.aller("down")
    tour.tourner("list of dossiers", "pre-sorbier")
    tour.aller("/")
    tour.tourner("search of a dossier", "Chercher :", tape="sorb")
    tour.finir()


@pytest.fixture
def tour(tmp_path: Path, dossiers_exemples: Path) -> Tour:
    (tmp_path / "a.agls").write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())
    return _ouvrir(tmp_path)


def _ouvrir(dossier: Path, base: tuple[int, int] = PETIT) -> Tour:
    tour = Tour(["remplir", "a.agls", "--volet", "constat"], dossier, base)
    tour.pseudo.attendre(parcours, "the evaluation screen")
    return tour


QUESTIONS = {
    "suivi_temps": "", "publics_prioritaires": "", "articulation_gls": "", "suivi_apres_sortie": "", "sorties": "",
    "equipe": "", "necessite_agls": "", "entrees_n1": "1234", "taux_occupation": "87,52", "cout_gls": "24301",
    "ouverture_date": "05/06/2013", "residence_nom": "Les Tilleuls",
}  # fmt: skip


def test_questions_of_each_type(tmp_path: Path, dossiers_exemples: Path, referentiel: Referentiel) -> None:
    (tmp_path / "a.agls").write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())
    tour = _ouvrir(tmp_path, GRAND)
    pseudo, hand = tour.pseudo, Hand(tour.pseudo, referentiel.questionnaire)
    types = {q.type for q in referentiel.questionnaire.questions.values()}  # type: ignore[attr-defined]  # each has one
    assert {referentiel.questionnaire.questions[q].type for q in QUESTIONS} == types  # type: ignore[attr-defined]
    for question, texte in QUESTIONS.items():
        hand.aller(question)
        if not texte:
            tour.tourner(question, hand.numeros[question])
            continue
        pseudo.taper("enter")
        pseudo.attendre(saisie, "the input line")
        tour.tourner(f"input of {question}", "Réponse :", tape=texte)
        tour.aller("escape")
    tour.finir()


def test_what_is_typed_elsewhere(tour: Tour, referentiel: Referentiel, tmp_path: Path) -> None:
    (tmp_path / "bail.pdf").write_bytes(b"bail")
    pseudo, hand = tour.pseudo, Hand(tour.pseudo, referentiel.questionnaire)
    hand.aller("besoins")
    tour.aller("enter", "down", "down")
    tour.tourner("distribution", "2.17", tape="125")
    tour.aller("escape")
    hand.aller("partenaires")
    tour.aller("enter", "end", "down")
    tour.tourner("table", "TABLEAU", "Ligne 7/7")
    tour.aller("l")
    tour.tourner("cell of a table", "SAISIE", "Ligne 8/8", tape="Mission locale")
    tour.aller("escape")
    pseudo.coller("Mission locale\t1\nMaison des aînés\t3\n")
    tour.tourner("paste", "Coller", "Ce qui serait collé")
    tour.aller("escape", "escape")
    hand.aller("necessite_agls")
    tour.aller("enter")
    tour.tourner("text", "SAISIE", "Ctrl+S", tape=" Suite du texte")
    tour.aller("escape", "c")
    tour.tourner("note", "Note", "SAISIE", tape="Vu le registre")
    tour.aller("escape", "i")
    tour.tourner("pieces", "Pièces ·")
    tour.aller("n")
    tour.tourner("file", "Fichier :", tape="bai")
    tour.aller("escape")
    pseudo.attendre(lambda e: not any("Fichier :" in ligne for ligne in e), "the file left")  # its names may come late
    tour.aller("escape", "/")
    tour.tourner("search", "Chercher :", tape="registre")
    tour.aller("escape", "g")
    tour.tourner("number", "Numéro :", tape="4.1")
    tour.aller("escape", "ctrl+p")
    tour.tourner("commands", "Commandes", tape="copie")
    tour.aller("enter")
    tour.tourner("copy", "opie", tape="2")
    tour.aller("escape")
    hand.aller("menages_vulnerables")
    pseudo.voir("−1 037 €")  # the price of the difference, once the hand rests (docs/exemple-calcule.md)
    tour.aller("t")
    tour.tourner("reason", "Motif de l’écart :", "Échap garder en brouillon", tape=" Vu sur pièces.")
    tour.finir()


# What leads there, what leads back, and whether it is a list longer than the screen.
ECRANS: tuple[tuple[str, tuple[str, ...], str, bool], ...] = (
    ("plan", ("f2",), "f2", True), ("help", ("f1",), "escape", False), ("what is missing", ("f3", "down"), "escape", True),
    ("results", ("f4", "down", "down", "down"), "escape", True), ("why", ("w",), "escape", True),
    ("levers", ("l",), "escape", True), ("overview", ("q",), "escape", False),
    ("report", ("f5", "down"), "escape", False), ("differences", ("f7", "down"), "escape", True),
    ("filters of the visit", ("y",), "escape", False), ("source by default", ("f",), "escape", False),
)  # fmt: skip


def test_what_explains_and_what_decides(tour: Tour, referentiel: Referentiel) -> None:
    Hand(tour.pseudo, referentiel.questionnaire).aller("menages_vulnerables")
    tour.pseudo.voir("−1 037 €")
    for quoi, touches, retour, defile in ECRANS:
        tour.aller(*touches)
        vu = tour.tourner(quoi, defile=defile)
        if quoi == "help":  # the keys of the hand are those that a person is told
            assert {"o", "n", "x", "s", "g", "Entrée", *SOURCES.values()} <= {x.split()[0] for x in vu if x.strip()}
        tour.aller(retour)
        tour.pseudo.attendre(parcours, f"back from: {quoi}")
    tour.aller("f7", "o")
    tour.tourner("observations", "Observations")
    tour.aller("escape", "escape", "f8")
    tour.tourner("decision", "Décision", "Montant accordé")
    tour.aller("tab")
    tour.tourner("field of the decision", "Nom :", tape="A. Martin")
    tour.aller("enter", "c", "n")
    tour.tourner("objective", "Clôture", "Objectif :", tape="Signer un accord")
    tour.aller("enter")
    tour.tourner("closing", "Clôture", "Signer un accord")
    tour.finir()
