"""The steps of the scores: each with what it is made of. Built only when somebody reads them (`model.md` §5)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluator import french
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.noeuds import Noeud, encadrement, est_connue, option_retenue, vue
from evaluator.evaluation.preparation import Branche
from evaluator.evaluation.result import INCONNU, Encadrement, Etape
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.notation import NotationCompilee


def notation(n: NotationCompilee, contexte: Contexte, score: d.Nombre) -> Etape:
    """The step of a scored reading."""
    question = contexte.questionnaire.questions[n.question]
    etat = contexte.etats[n.question]
    enfants: tuple[Etape, ...] = ()
    if etat == "masquee":
        detail = "masquée : compte pour 0" if question.masquee_compte == "zero" else "masquée"
    else:
        detail, enfants = _interieur(n, contexte)
    origine = contexte.grille.origine(f"notations.{n.id}")
    return Etape(n.id, n.libelle, "question", encadrement(score), origine=origine, clauses=question.clauses, detail=detail,
                 etat=etat, enfants=enfants)  # fmt: skip


def _interieur(n: NotationCompilee, contexte: Contexte) -> tuple[str, tuple[Etape, ...]]:
    """How the score of an answer was made, in words, and the steps of its formula."""
    reponse = contexte.reponses[n.question]
    if reponse.etat == "sans_objet":
        return f"sans objet : {reponse.motif}" if reponse.motif else "sans objet", ()
    if n.formule is not None:
        assert n.courbe is not None
        env = vue(n, contexte)
        if not bounds.number(n.formule, env).present:
            return "sans objet : rien à rapporter (dénominateur nul ou sans objet)", ()
        points = " ; ".join(f"{french.nombre(p.x, 4)} → {french.nombre(p.y, 4)}" for p in n.courbe)
        suivi = _formule(f"{n.id}.formule", bounds.trace(n.formule, env))
        return f"valeur → score, linéaire entre deux points : {points}", (suivi,)
    if not est_connue(reponse):
        return "inconnue", ()
    if n.cible is not None:
        return "somme des points ÷ cible, 1 au plus", ()
    return f"réponse retenue : {option_retenue(n, contexte)}", ()


def moyenne(branche: Branche, enfants: Sequence[Noeud], contexte: Contexte, score: d.Nombre) -> Etape:
    """The step of an indicator, an axis, a dimension or the global score."""
    suivis = tuple(
        _sous(noeud.trace, poids, chemin, contexte)
        for (poids, chemin, _), noeud in zip(branche.enfants, enfants, strict=True)
    )
    return Etape(branche.id, branche.libelle, "moyenne pondérée", encadrement(score), clauses=branche.clauses,
                 enfants=suivis, detail=branche.detail)  # fmt: skip


def _sous(etape: Etape, poids: Fraction, chemin: str, contexte: Contexte) -> Etape:
    """A step below a mean, with its weight there."""
    origine = etape.origine if etape.operation == "question" else None
    du_poids = contexte.grille.origine(chemin)
    if du_poids == "local" or origine is None:
        origine = du_poids
    return Etape(etape.id, etape.libelle, etape.operation, etape.valeur, etape.unite, poids, origine, etape.clauses,
                 etape.detail, etape.etat, etape.enfants)  # fmt: skip


def _formule(ident: str, trace: bounds.Trace) -> Etape:
    valeur = trace.valeur
    vu = Encadrement(valeur.bas, valeur.haut, absent=not valeur.present) if isinstance(valeur, d.Nombre) else INCONNU
    enfants = tuple(_formule(f"{ident}.{k}", e) for k, e in enumerate(trace.enfants, 1))
    return Etape(
        ident, trace.texte, "formule", vu, unite="nombre", detail=_en_mots(valeur), enfants=enfants, noeud=trace.noeud
    )


def _en_mots(valeur: d.Valeur) -> str:
    if isinstance(valeur, int):
        mots = [mot for bit, mot in ((d.VRAI, "vrai"), (d.FAUX, "faux"), (d.SANS_OBJET, "sans objet")) if valeur & bit]
        return " ou ".join(mots)
    if isinstance(valeur, d.Texte) and valeur.possibles is not None and len(valeur.possibles) == 1:
        return next(iter(valeur.possibles))
    return ""
