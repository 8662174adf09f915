"""Why: each figure in plain French, from the amount down to the answers, and as numbered steps to recompute by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from evaluator.evaluation.pourquoi import cout, montant, plafond, scores, vigilance
from evaluator.evaluation.pourquoi.chiffres import habiller
from evaluator.evaluation.pourquoi.faits import Lecture
from evaluator.evaluation.pourquoi.notation import notation
from evaluator.evaluation.pourquoi.pas import EtapeNumerotee, Pas, annexe
from evaluator.evaluation.pourquoi.taux import taux
from evaluator.evaluation.result import Etape, Evaluation
from evaluator.questionnaire.load import Referentiel


def expliquer(referentiel: Referentiel, evaluation: Evaluation, etape: Etape | None = None) -> Pas:
    """The tree of reasons of `etape` (the amount unless said)."""
    pas = element(referentiel, evaluation, etape.id) if etape is not None else None
    return pas or montant.montant(Lecture(referentiel, evaluation))


def element(referentiel: Referentiel, evaluation: Evaluation, ident: str) -> Pas | None:
    """The tree of reasons of any element that `elements` names, or None."""
    connus = _elements(Lecture(referentiel, evaluation))
    return connus[ident][1]() if ident in connus else None


def elements(referentiel: Referentiel, evaluation: Evaluation) -> Mapping[str, str]:
    """What can be explained: ids with their labels, the amount first, plain questions last."""
    return {ident: habiller(libelle) for ident, (libelle, _) in _elements(Lecture(referentiel, evaluation)).items()}


def _elements(lecture: Lecture) -> dict[str, tuple[str, Callable[[], Pas]]]:
    q, evaluation = lecture.referentiel.questionnaire, lecture.evaluation
    connus: dict[str, tuple[str, Callable[[], Pas]]] = {
        "montant": ("Montant proposé", partial(montant.montant, lecture)),
        "recevabilite": ("Recevabilité", partial(montant.recevabilite, lecture)),
        "completude": ("Part du questionnaire qui a une réponse", partial(montant.completude, lecture)),
        "taux": ("Taux du plafond", partial(taux, lecture)),
        "global": ("Score global", partial(scores.globale, lecture)),
        "besoin": ("Score du besoin", partial(scores.dimension, lecture, "besoin")),
        "reponse": ("Score de la réponse", partial(scores.dimension, lecture, "reponse")),
        "cout_net": ("Coût net de la GLS", partial(cout.cout_net, lecture)),
        "cofinancements": ("Cofinancements", partial(cout.cofinancements, lecture)),
    }
    bareme, indicatif = lecture.bareme, evaluation.modulation.indicatif
    if bareme is not None and evaluation.modulation.montants.montant_min is not None:
        connus["plafond"] = ("Plafond" if bareme.mode == "plafond" else "Forfait",
                             partial(plafond.plafond, lecture, bareme))  # fmt: skip
    elif indicatif is not None:
        dernier = lecture.referentiel.baremes.dernier_plafond
        connus["plafond"] = (
            "Plafond du barème de 2013",
            partial(plafond.plafond, lecture, dernier, "plafond_2013"),
        )
        connus["indicatif"] = ("Chiffre indicatif", partial(montant.indicatif, lecture, indicatif.montants))
    connus |= {a.id: (a.titre, partial(scores.axe, lecture, a.id)) for a in q.lu.axes}
    for i in evaluation.indicateurs:
        note = i.id in lecture.scores.indicateurs
        faire = partial(scores.indicateur, lecture, i.id) if note else partial(vigilance.montre, lecture, i)
        connus[i.id] = (i.libelle, faire)
    connus |= {n.id: (n.libelle, partial(notation, lecture, n.id)) for n in q.notations if n.id not in connus}
    for v in q.vigilances:
        connus[v.lu.id] = (v.lu.titre, partial(vigilance.vigilance, lecture, v.lu.id))
    for nom, regle in vigilance.de_la_grille(lecture).items():
        connus[nom] = (regle.titre, partial(vigilance.vigilance, lecture, nom))
    for nom in evaluation.questions:
        if nom not in connus:
            connus[nom] = (lecture.questions[nom].etiquette, partial(vigilance.question, lecture, nom))
    return connus


__all__ = ["EtapeNumerotee", "Pas", "annexe", "element", "elements", "expliquer"]
