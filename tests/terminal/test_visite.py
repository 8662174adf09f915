"""A whole visit at 80×24 with the keys that the program shows, from the first answer to the closing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from statistics import median

import pytest
from msgspec.structs import replace

from evaluator import resources
from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Piece
from evaluator.questionnaire.load import Referentiel
from tests.terminal.conftest import Visite
from tests.terminal.hand import Hand, Voulu, parcours
from tests.terminal.pseudo import Pseudo

pytestmark = pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="no pseudo-terminal on this system")

FAUTE, PREUVE = "actions_publics", "diagnostic_entree"
EUROS = re.compile(r"\d[\d\u00a0\u202f ]*(?=[\u00a0\u202f ]€)")


def _sommes(textes: Iterable[str]) -> set[str]:
    return {re.sub(r"\D", "", trouve) for texte in textes for trouve in EUROS.findall(texte)}


def _sans_score(connus: set[str], ecran: list[str]) -> None:
    """No score, no opinion, and no euros but those that were typed or that the questionnaire names."""
    plat = "\n".join(ecran)
    assert not re.search(r"score \d|\d,\d\d à \d,\d\d|avis\s*(?:favorable|réservé|défavorable)|16.726", plat), plat
    additions = ("total", "Total", "de moins que", "de plus que")  # a table adds up what is typed in it, and compares
    dits = _sommes(x for x in ecran if not any(m in x for m in additions))
    debuts = {connu[:n] for connu in connus for n in range(1, len(connu) + 1)}  # a frame may come while an amount is typed
    assert dits <= debuts, (dits - debuts, plat)


def test_a_whole_visit_by_keys_alone(
    tmp_path: Path, visite: Visite, referentiel: Referentiel, capsys: pytest.CaptureFixture[str]
) -> None:
    preuve = tmp_path / "trame diagnostic 2023.pdf"
    preuve.write_bytes(b"quinze trames remplies")
    declare = visite.fichier.read_bytes()
    pseudo = Pseudo(["remplir", "a.agls", "--volet", "constat"], tmp_path)
    hand = Hand(pseudo, referentiel.questionnaire)
    hand.ouvrir()
    pseudo.taper("h")
    pseudo.attendre(lambda e: "score" not in e[0], "scores hidden")
    textes = [f.read_text(encoding="utf-8") for f in resources.dossier_livre(resources.QUESTIONNAIRES).rglob("*.yaml")]
    connus = _sommes(textes) | {re.sub(r"\D", "", n) for texte in textes for n in re.findall(r": (\d+)\b", texte)}
    pseudo.temoin = lambda ecran: _sans_score(connus, ecran)

    # Before the visit: the first part on documents alone, then what the desk knows.
    hand.defaut("document")
    hand.filtrer("1")
    questions = hand.questions
    for question in visite.voulus:
        if questions[question].visite == "avant":
            visite.donner(hand, question)
    # On the spot.
    hand.filtrer(None)
    hand.filtrer("2")
    for question in visite.voulus:
        if questions[question].visite == "sur_place":
            if question == FAUTE:
                _se_tromper(hand)
            visite.donner(hand, question)
            if question == PREUVE:
                _joindre(hand, preuve)
    hand.filtrer(None)
    _chercher(hand)

    # The results, once they are asked for (docs/exemple-calcule.md).
    pseudo.taper("f4")
    pseudo.voir("Résultats", "scores cachés")
    pseudo.temoin = lambda _: None
    pseudo.taper("h")
    pseudo.voir("favorable", "16 726 €", "Plafond : 20 400 €", "Taux : 81,99 %", "0,7190")
    _expliquer(pseudo)
    _rapporter(pseudo)
    _decider(pseudo)
    pseudo.taper("ctrl+q")
    assert pseudo.finir() == 0

    voulus = dict(visite.voulus)
    piece = Piece(preuve.name, hashlib.sha256(preuve.read_bytes()).hexdigest(), "interne")
    voulu = voulus[PREUVE]
    voulus[PREUVE] = Voulu(voulu.reponse, replace(voulu.annotation, pieces=(piece,)))
    assert visite.relire() == voulus
    assert visite.fichier.read_bytes().startswith(declare)  # what the gestionnaire sent, to the last byte
    with Dossier.ouvrir(visite.fichier) as dossier:
        assert dossier.clos
        assert dossier.decision is not None
        assert (dossier.decision.montant, dossier.decision.nom) == (16726, "A. Martin")
        assert dossier.cloture is not None
        assert [o.enonce for o in dossier.cloture.objectifs] == ["Signer un accord avec le SIAO"]
    assert "16 726" in next(tmp_path.glob("a-*.html")).read_text(encoding="utf-8").replace("\u202f", " ")
    capsys.readouterr()
    assert executer(["verifier", str(visite.fichier)]) == 0
    assert capsys.readouterr().out == f"{visite.fichier} : juste (dossier, chaîne entière)\n"
    _compter(hand)


def _se_tromper(hand: Hand) -> None:
    """A wrong level, taken back, given again, taken back."""
    pseudo, numero = hand.pseudo, hand.numeros[FAUTE]
    hand.aller(FAUTE)
    pseudo.taper("3")
    pseudo.attendre(lambda e: hand.accuse(FAUTE, "✓ répondu", e), "a wrong answer")
    for touche, signe, vu in (("u", "↶", "· à répondre"), ("ctrl+y", "↷", "✓ répondu"), ("u", "↶", "· à répondre")):
        pseudo.taper(touche)
        pseudo.attendre(lambda e, s=signe, v=vu: e[-3].startswith(f" {s} {numero} revient à") and v in e[1], touche)


def _joindre(hand: Hand, fichier: Path) -> None:
    """The file by its first letters and Tab."""
    pseudo = hand.pseudo
    hand.aller(PREUVE)
    pseudo.taper("i")
    pseudo.voir("Pièces ·", "n ajouter")
    pseudo.taper("n")
    pseudo.attendre(lambda e: e[1].startswith("Fichier :"), "the line of a path")
    pseudo.taper(fichier.name[:5], "tab")
    pseudo.attendre(lambda e: e[1] == f"Fichier : {fichier.name}", "the name completed")
    pseudo.taper("enter")
    pseudo.voir(f"✓ « {fichier.name} » jointe", "✓ présente")
    pseudo.taper("escape")
    pseudo.attendre(lambda e: parcours(e) and hand.sur(PREUVE, e), "back from the pieces")


def _chercher(hand: Hand) -> None:
    """By words that only a note holds."""
    pseudo = hand.pseudo
    pseudo.taper("/")
    pseudo.attendre(lambda e: e[1].startswith("Chercher :"), "the line of a search")
    pseudo.taper("registre mars 2023")
    pseudo.voir("2.25", "note : Registre tenu")
    pseudo.taper("enter")
    pseudo.attendre(lambda e: hand.sur("incidents_n1", e) and parcours(e), "the question of the note")


def _expliquer(pseudo: Pseudo) -> None:
    """From the results to the reasons of the amount, to the differences, and back (docs/exemple-calcule.md)."""
    pseudo.taper("down")
    pseudo.attendre(lambda e: any(x.startswith("▶Montant") for x in e), "the line of the amount")
    pseudo.taper("enter")
    pseudo.voir("Pourquoi", "Montant proposé", "16 726 €", "Échap retour")
    pseudo.taper("t")
    pseudo.voir("0,718959 point (1012783/1408680)")
    pseudo.taper("escape")
    pseudo.voir("Résultats ·")
    pseudo.taper("f7")
    pseudo.voir("Contradictoire", "19 800 €", "16 726 €", "−3 074 €")
    pseudo.taper("escape")
    pseudo.voir("Résultats ·")
    pseudo.taper("escape")
    pseudo.attendre(parcours, "the question again")


def _rapporter(pseudo: Pseudo) -> None:
    pseudo.taper("f5")
    pseudo.voir("Rapport", "F10 écrire")
    pseudo.taper("f10")
    pseudo.attendre(lambda e: "écrit" in e[-3] and "✓" in e[-3], "the report written")
    pseudo.taper("escape")
    pseudo.attendre(parcours, "back from the report")


def _decider(pseudo: Pseudo) -> None:
    """The form from its first field to its fourth, the recommendation as it stands; one objective; the closing."""
    pseudo.taper("f8")
    pseudo.voir("Décision", "Montant accordé", "16 726 €")
    for champ, texte in (("Nom", "A. Martin"), ("Fonction", "Cheffe de service")):
        pseudo.taper("tab")
        pseudo.attendre(lambda e, c=champ: any(x.startswith(f"{c} :") for x in e), f"the line of {champ}")
        pseudo.taper(texte)
    pseudo.taper("enter")
    pseudo.voir("rien n’empêche d’enregistrer")
    pseudo.taper("f10")
    pseudo.voir("décision enregistrée")
    pseudo.taper("c")
    pseudo.voir("Clôture", "n objectif")
    pseudo.taper("n")
    pseudo.attendre(lambda e: any(x.startswith("Objectif :") for x in e), "the line of an objective")
    pseudo.taper("Signer un accord avec le SIAO", "enter")
    pseudo.voir("objectif retenu")
    pseudo.taper("f10")
    pseudo.voir("F10 de nouveau pour clore", "1 objectif")
    pseudo.taper("f10")
    pseudo.voir("dossier clos")


GENRES = {
    "choix, niveau, oui ou non": ("choix", "niveau", "oui_non"), "nombre": ("entier", "decimal", "montant"),
    "date": ("date",), "texte long": ("texte",), "choix multiple": ("choix_multiple",), "répartition": ("repartition",),
    "tableau": ("tableau",),
}  # fmt: skip


def _compter(hand: Hand) -> None:
    """One key for a choice or a level, one more for its source; two more than its characters for a number."""
    plus: dict[tuple[str, bool], int] = {}
    print("\ntype                       source  réponses  touches (médiane)  de plus que ses caractères (médiane)")
    for nom, genres in GENRES.items():
        for sourcee in (False, True):
            comptes = [c for c in hand.comptes if c.genre in genres and c.sourcee == sourcee]
            if comptes:
                plus[nom, sourcee] = ceil(median(c.touches - c.signes for c in comptes))
                touches = ceil(median(c.touches for c in comptes))
                print(f"{nom:<26} {'oui' if sourcee else 'non':<6} {len(comptes):>9} {touches:>18} {plus[nom, sourcee]:>22}")
    total = sum(c.touches for c in hand.comptes)
    print(
        f"{len(hand.comptes)} réponses tapées : {total} touches, et {hand.deplacements} pour aller de l’une à l’autre ; "
        f"{hand.pseudo.frappes} dans toute la visite"
    )
    assert plus["choix, niveau, oui ou non", False] == 1
    assert plus["choix, niveau, oui ou non", True] == 2
    assert plus["nombre", True] <= 2
    assert plus["date", False] <= 2
    assert len(hand.comptes) >= 70
