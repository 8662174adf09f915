"""`evaluate`: the only place where anything is computed. No file, no clock, no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation import derogation, indicateurs, messages, modulation, plafond, scores, vigilances
from evaluator.evaluation.comptes import Comptes, compter
from evaluator.evaluation.contexte import NIVEAU_DECLARE, Contexte, LectureValeur
from evaluator.evaluation.differe import Differe
from evaluator.evaluation.memoire import Memoire, Passe
from evaluator.evaluation.reprise import Changes, refaire
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
from evaluator.questionnaire.models import Question
from evaluator.questionnaire.textes import Textes


def evaluate(
    questionnaire: Questionnaire,
    grille: Grille,
    textes: Textes,
    baremes: Baremes,
    reponses: Reponses,
    *,
    memoire: Memoire | None = None,
    sans_objet_zero: bool = False,
) -> Evaluation:
    """What the answers of one volet are worth, with the trace of every figure. Never fails on answers that were read.

    `memoire` spares what did not change since the last evaluation that it served. With `sans_objet_zero`, a scored question
    declared *sans objet* scores 0 with its weight instead of leaving the mean; its share is still counted and judged.
    """
    del textes  # quoted by the fronts; no figure depends on them
    avant = memoire.proche(questionnaire, grille, baremes, reponses, sans_objet_zero) if memoire else None
    passe = _evaluer(questionnaire, grille, baremes, reponses, sans_objet_zero, avant)
    if memoire and passe is not avant:
        memoire.retenir(passe)
    return passe.evaluation


def _evaluer(
    questionnaire: Questionnaire,
    grille: Grille,
    baremes: Baremes,
    reponses: Reponses,
    sans_objet_zero: bool,
    avant: Passe | None,
) -> Passe:
    contexte = Contexte(
        questionnaire, grille, reponses, sans_objet_zero=sans_objet_zero, avant=avant.contexte if avant else None
    )
    if avant and not contexte.changes:
        return avant
    tous = scores.noter(contexte, avant.scores if avant else None)
    comptes = compter(contexte, (avant.contexte, avant.comptes) if avant else None)
    completude = comptes.completude()
    annee = plafond.exercice(contexte)
    bareme = baremes.pour(annee) if annee is not None else None
    ordinaire = plafond.plafond_bareme(contexte, bareme)
    noms: Mapping[str, d.Valeur] = {
        **tous.noms(),
        PLAFOND: ordinaire if annee is not None else plafond.INCONNU,
        COMPLETUDE: d.nombre(completude),
    }
    changes = _tous_changes(contexte.changes, noms, avant)
    vues = vigilances.du_questionnaire(contexte, noms, changes, avant.vigilances if avant else None)
    relevees = (*(v for v in vues if v), *vigilances.de_la_grille(contexte, tous, comptes))
    recevabilite = vigilances.recevabilite(relevees)
    juges = _controles(contexte, avant.controles if avant else None)
    controles = tuple(c for c in juges if c)
    regle = baremes.dernier_plafond.derogation
    acte = derogation.etablir(contexte, noms, regle.taux_max if regle else Fraction(0))
    module = modulation.moduler(
        contexte, baremes, tous.globale, relevees, recevabilite, acte, completude, controles, ordinaire
    )
    questions = _questions(contexte, controles, avant)
    anciennes = avant.evaluation.notations if avant else None
    renoter = partial(_notation, contexte, tous)
    releves = indicateurs.relever(contexte, tous, avant.indicateurs if avant else None)
    evaluation = Evaluation(
        volet=reponses.volet,
        exercice=annee,
        bareme=bareme.id if bareme else None,
        recevabilite=recevabilite,
        completude=completude,
        part_sans_objet=comptes.part_sans_objet(),
        plafonnees=_plafonnees(contexte, questions, avant),
        globale=scores.encadrement(tous.globale.score),
        axes=tuple(_axe(contexte, tous, comptes, axe.id, axe.titre) for axe in questionnaire.lu.axes),
        dimensions={dim: scores.encadrement(noeud.score) for dim, noeud in tous.dimensions.items()},
        indicateurs=tuple(releves),
        questions=questions,
        notations=tuple(refaire(anciennes, contexte.plan.trame.lectures_notations, contexte.changes, renoter)),
        vigilances=relevees,
        controles=controles,
        modulation=module,
        tracer_dimensions=Differe(lambda: {dim: noeud.trace for dim, noeud in tous.dimensions.items()}),
    )
    return Passe(contexte, tous, comptes, noms, juges, vues, releves, questions, evaluation)


def _tous_changes(changes: Changes, noms: Mapping[str, d.Valeur], avant: Passe | None) -> Changes:
    """`changes`, and the scores, ceiling and completeness that are not what they were."""
    if avant is None or changes is None:
        return None
    anciens = avant.noms
    return changes | {nom for nom, valeur in noms.items() if valeur is not anciens[nom] and valeur != anciens[nom]}


def evaluer(
    referentiel: Referentiel, reponses: Reponses, *, memoire: Memoire | None = None, sans_objet_zero: bool = False
) -> Evaluation:
    """`evaluate` on what a dossier froze."""
    r = referentiel
    return evaluate(
        r.questionnaire, r.grille, r.textes, r.baremes, reponses, memoire=memoire, sans_objet_zero=sans_objet_zero
    )


def poursuivre(referentiel: Referentiel, reponses: Reponses, avant: Passe | None) -> Passe:
    """`evaluer`, from the evaluation made before of the same volet; `avant` itself where nothing differs.

    Its `contexte.changes` names what differs. Raises `ValueError` where `avant` is of another volet or referentiel.
    """
    r = referentiel
    if avant and not avant.sert(r.questionnaire, r.grille, reponses.volet):
        raise ValueError("this evaluation is of another volet or referentiel")
    return _evaluer(r.questionnaire, r.grille, r.baremes, reponses, False, avant)


def _controles(contexte: Contexte, avant: Sequence[ResultatControle | None] | None) -> list[ResultatControle | None]:
    """The contradictions that stand, under the value reading, among questions that are asked; None for the others."""
    lecture = LectureValeur(contexte)
    controles = contexte.plan.trame.controles

    def juger(rang: int) -> ResultatControle | None:
        nom, controle = controles[rang]
        if contexte.etats[nom] == "masquee" or bounds.truth(controle.si, lecture) != d.VRAI:
            return None
        message = messages.rediger(controle.message, lecture, contexte.questionnaire)
        return ResultatControle(nom, controle.lu.gravite, message)

    return refaire(avant, contexte.plan.trame.lectures_controles, contexte.changes, juger)


def _questions(
    contexte: Contexte, controles: tuple[ResultatControle, ...], avant: Passe | None
) -> dict[str, ResultatQuestion]:
    """What became of each question of the volet; those of `avant` where neither answer, state nor controls differ."""
    siens: dict[str, tuple[ResultatControle, ...]] = {}
    for c in controles:
        siens[c.question] = (*siens.get(c.question, ()), c)
    questions = contexte.questionnaire.questions
    if avant is None or contexte.changes is None:
        return {
            nom: _question(contexte, question, siens.get(nom, ()))
            for nom, question in questions.items()
            if contexte.existe(question)
        }
    resultats = dict(avant.questions)
    touchees = {nom for nom in contexte.changes if nom in resultats}
    contredites = {*siens, *(c.question for c in avant.evaluation.controles)}
    touchees |= {nom for nom in contredites if resultats[nom].controles != siens.get(nom, ())}
    for nom in touchees:
        resultats[nom] = _question(contexte, questions[nom], siens.get(nom, ()))
    return resultats


def _plafonnees(contexte: Contexte, questions: Mapping[str, ResultatQuestion], avant: Passe | None) -> tuple[str, ...]:
    """The levels that count for 1, in the order of the questionnaire; those of `avant` where nothing that changed is one."""
    if avant and contexte.changes is not None:
        touchees = [nom for nom in contexte.changes if nom in questions]
        if not any(questions[nom].plafonnee or avant.questions[nom].plafonnee for nom in touchees):
            return avant.evaluation.plafonnees
    return tuple(q.id for q in questions.values() if q.plafonnee)


def _question(contexte: Contexte, question: Question, siens: tuple[ResultatControle, ...]) -> ResultatQuestion:
    nom = question.id
    reponse, etat = contexte.reponses[nom], contexte.etats[nom]
    ramenee = contexte.plafonnee(question, reponse)
    retenue = NIVEAU_DECLARE if ramenee else reponse.valeur
    plafonnee = ramenee and etat != "masquee"
    return ResultatQuestion(nom, etat, reponse.valeur, reponse.source, reponse.motif, retenue, plafonnee, siens)


def _axe(contexte: Contexte, tous: scores.Scores, comptes: Comptes, nom: str, titre: str) -> ResultatAxe:
    score = scores.encadrement(tous.axes[nom].score)
    return ResultatAxe(nom, titre, score, comptes.completude(nom), contexte.grille.poids_axe(nom))


def _notation(contexte: Contexte, tous: scores.Scores, rang: int) -> ResultatNotation:
    n = contexte.questionnaire.notations[rang]
    noeud = tous.notations[n.id]
    return ResultatNotation(
        n.id, n.question, n.libelle, n.indicateur, n.dimension, scores.encadrement(noeud.score), tous.poids[n.id],
        contexte.etats[n.question], noeud.tracer,
    )  # fmt: skip
