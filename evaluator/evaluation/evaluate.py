"""`evaluate`: the only place where anything is computed. No file, no clock, no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation import derogation, indicateurs, messages, modulation, plafond, scores, vigilances
from evaluator.evaluation.contexte import Contexte, LectureValeur
from evaluator.evaluation.result import (
    Evaluation,
    ResultatAxe,
    ResultatControle,
    ResultatNotation,
    ResultatQuestion,
)
from evaluator.questionnaire.bareme import Baremes
from evaluator.questionnaire.compile import COMPLETUDE, PLAFOND, Questionnaire
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.textes import Textes


def evaluate(
    questionnaire: Questionnaire, grille: Grille, textes: Textes, baremes: Baremes, reponses: Reponses
) -> Evaluation:
    """What the answers of one volet are worth, with the trace of every figure. Never fails on answers that were read."""
    del textes  # quoted by the fronts; no figure depends on them
    contexte = Contexte(questionnaire, grille, reponses)
    tous = scores.noter(contexte)
    completude = scores.completude(contexte, tous.poids, scores.toutes)
    annee = plafond.exercice(contexte)
    bareme = baremes.pour(annee) if annee is not None else None
    noms: Mapping[str, d.Valeur] = {
        **tous.noms(),
        PLAFOND: plafond.plafond_bareme(contexte, bareme) if annee is not None else plafond.INCONNU,
        COMPLETUDE: d.nombre(completude),
    }
    relevees = vigilances.releve(contexte, tous, noms)
    recevabilite = vigilances.recevabilite(relevees)
    controles = _controles(contexte)
    regle = baremes.dernier_plafond.derogation
    acte = derogation.etablir(contexte, noms, regle.taux_max if regle else Fraction(0))
    module = modulation.moduler(contexte, baremes, tous.globale, relevees, recevabilite, acte, completude, controles)
    part_so, _ = scores.part_sans_objet(contexte, tous.poids)
    questions = _questions(contexte, controles)
    return Evaluation(
        volet=reponses.volet,
        exercice=annee,
        bareme=bareme.id if bareme else None,
        recevabilite=recevabilite,
        completude=completude,
        part_sans_objet=part_so,
        plafonnees=tuple(q.id for q in questions.values() if q.plafonnee),
        globale=scores.encadrement(tous.globale.score),
        axes=tuple(_axe(contexte, tous, axe.id, axe.titre) for axe in questionnaire.lu.axes),
        dimensions={dim: scores.encadrement(noeud.score) for dim, noeud in tous.dimensions.items()},
        indicateurs=indicateurs.relever(contexte, tous),
        questions=questions,
        notations=_notations(contexte, tous),
        vigilances=relevees,
        controles=controles,
        modulation=module,
        trace=module.trace,
        traces_dimensions={dim: noeud.trace for dim, noeud in tous.dimensions.items()},
    )


def evaluer(referentiel: Referentiel, reponses: Reponses) -> Evaluation:
    """`evaluate` on what a dossier froze."""
    r = referentiel
    return evaluate(r.questionnaire, r.grille, r.textes, r.baremes, reponses)


def _controles(contexte: Contexte) -> tuple[ResultatControle, ...]:
    """The contradictions that stand, under the value reading, among questions that are asked."""
    lecture = LectureValeur(contexte)
    trouves = []
    for nom, controles in contexte.questionnaire.controles.items():
        if contexte.etats[nom] == "masquee":
            continue
        for controle in controles:
            if bounds.truth(controle.si, lecture) == d.VRAI:
                message = messages.rediger(controle.message, lecture, contexte.questionnaire)
                trouves.append(ResultatControle(nom, controle.lu.gravite, message))
    return tuple(trouves)


def _questions(contexte: Contexte, controles: tuple[ResultatControle, ...]) -> dict[str, ResultatQuestion]:
    resultats: dict[str, ResultatQuestion] = {}
    for nom, question in contexte.questionnaire.questions.items():
        if not contexte.existe(question):
            continue
        reponse, etat = contexte.reponses[nom], contexte.etats[nom]
        retenue = contexte.retenue(question, reponse) if reponse.valeur is not None else None
        plafonnee = etat != "masquee" and contexte.plafonnee(question, reponse)
        siens = tuple(c for c in controles if c.question == nom)
        resultats[nom] = ResultatQuestion(
            nom, etat, reponse.valeur, reponse.source, reponse.motif, retenue, plafonnee, siens
        )
    return resultats


def _axe(contexte: Contexte, tous: scores.Scores, nom: str, titre: str) -> ResultatAxe:
    q = contexte.questionnaire
    part = scores.completude(contexte, tous.poids, lambda n: q.indicateurs[n.indicateur].lu.axe == nom)
    return ResultatAxe(nom, titre, scores.encadrement(tous.axes[nom].score), part, contexte.grille.poids_axe(nom))


def _notations(contexte: Contexte, tous: scores.Scores) -> tuple[ResultatNotation, ...]:
    return tuple(
        ResultatNotation(
            n.id, n.question, n.libelle, n.indicateur, n.dimension, scores.encadrement(tous.notations[n.id].score),
            tous.poids[n.id], contexte.etats[n.question], tous.notations[n.id].trace,
        )
        for n in contexte.questionnaire.notations
    )  # fmt: skip
