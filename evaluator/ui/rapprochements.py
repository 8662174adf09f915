"""What a total has to agree with: read off the controls of the questionnaire that compare it with one fact."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import Reponse
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula.tree import Appel, Binaire, Membre, Noeud, Nom
from evaluator.questionnaire.models import QuestionNombre
from evaluator.ui.sommes import Somme
from evaluator.ui.texte.lignes import Segment, propre

_RENVERSES = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "≠": "≠"}


class Rapprochement(Struct, frozen=True):
    """The control fires when `total operateur fait`; `membre` is the column of a table."""

    membre: str | None
    operateur: str
    fait: str


def rapprochements(questionnaire: Questionnaire, question: str) -> list[Rapprochement]:
    """Every control, of this question or of another, that compares the whole total of this one with a number asked."""
    return list(dict.fromkeys(_trouves(questionnaire, question)))


def _trouves(questionnaire: Questionnaire, question: str) -> Iterator[Rapprochement]:
    for controles in questionnaire.controles.values():
        for controle in controles:
            arbre = controle.si.arbre
            if not isinstance(arbre, Binaire) or arbre.operateur not in _RENVERSES:
                continue
            sens = ((arbre.gauche, arbre.operateur, arbre.droite), (arbre.droite, _RENVERSES[arbre.operateur], arbre.gauche))
            for total, operateur, fait in sens:
                membre = _total_de(total, question)
                if membre is not None and isinstance(fait, Nom) and _nombre_demande(questionnaire, fait.nom):
                    yield Rapprochement(membre or None, operateur, fait.nom)


def _total_de(n: Noeud, question: str) -> str | None:
    """The column summed (empty for a distribution), where `n` is the unconditioned total of `question`."""
    match n:
        case Appel(fonction="total", arguments=(Nom(nom=nom),)) if nom == question:
            return ""
        case Appel(fonction="total", arguments=(Membre(nom=nom, membre=membre),)) if nom == question:
            return membre
    return None


def _nombre_demande(questionnaire: Questionnaire, nom: str) -> bool:
    return isinstance(questionnaire.questions.get(nom), QuestionNombre)


def en_mots(r: Rapprochement, somme: Somme, nom: str, reponse: Reponse, unite: str | None) -> Segment:
    """`! 44 de moins que 1.12 Ménages présents (86)`. `nom`: number and short name of the fact."""
    fait = reponse.valeur
    if not isinstance(fait, int | Fraction) or isinstance(fait, bool):
        return (f"à comparer à {propre(nom)}, encore sans réponse", "attenue")
    ecart = somme.connue - fait
    aupres = f"{propre(nom)} ({french.nombre(fait, 6)})"
    if somme.vides and ecart <= 0:  # what the unknown cells hold may fill the gap
        return (f"au moins {french.nombre(somme.connue, 6)} pour {aupres}", "attenue")
    if _contredit(r.operateur, ecart):
        if not ecart:
            return (f"! égal à {aupres}", "alerte")
        sens = "plus" if ecart > 0 else "moins"
        return (f"! {french.mesure(abs(ecart), unite, 6)} de {sens} que {aupres}", "alerte")
    if not ecart:
        return (f"✓ égal à {aupres}", "bon")
    return (f"✓ {'au moins' if ecart > 0 else 'au plus'} {aupres}", "bon")


def _contredit(operateur: str, ecart: Fraction) -> bool:
    return {
        "≠": ecart != 0, "<": ecart < 0, ">": ecart > 0, "≤": ecart <= 0, "≥": ecart >= 0,
    }[operateur]  # fmt: skip
