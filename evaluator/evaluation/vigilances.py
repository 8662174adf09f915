"""Points de vigilance: those of the questionnaire, and the rules of the grid (floors, sans objet, declaration)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator import french
from evaluator.evaluation import messages
from evaluator.evaluation.comptes import Comptes
from evaluator.evaluation.contexte import Contexte, LectureValeur, Vue, autre_inconnue
from evaluator.evaluation.reprise import Changes, refaire
from evaluator.evaluation.result import Motif, Recevabilite, ResultatVigilance, Statut
from evaluator.evaluation.scores import Noeud, Scores
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.grille import AVIS, Avis, Plancher, Regle


def du_questionnaire(
    contexte: Contexte, noms: Mapping[str, d.Valeur], changes: Changes, avant: Sequence[ResultatVigilance | None] | None
) -> list[ResultatVigilance | None]:
    """Each vigilance of the questionnaire that stands, certain or possible, None for the others.

    `noms` are the values of `score_…`, `plafond` and `completude`; `changes` all names that differ since `avant`.
    """
    env = Vue(contexte, noms)
    recevabilite = Vue(autre_inconnue(contexte), noms)
    vigilances = contexte.questionnaire.vigilances

    def juger(rang: int) -> ResultatVigilance | None:
        v = vigilances[rang]
        issue = bounds.truth(v.si, recevabilite if v.lu.gravite == "ineligible" else env)
        if not issue & d.VRAI:
            return None
        message = messages.rediger(v.message, LectureValeur(contexte, noms), contexte.questionnaire)
        lu = v.lu
        return ResultatVigilance(lu.id, lu.titre, lu.gravite, _statut(issue), message, lu.clauses, lu.portee)

    return refaire(avant, contexte.plan.trame.lectures_vigilances, changes, juger)


def de_la_grille(contexte: Contexte, scores: Scores, comptes: Comptes) -> list[ResultatVigilance]:
    """The floors of the grid and its rules on shares of weight."""
    return [*_planchers(contexte, scores), *_regles(contexte, comptes)]


def _statut(issue: d.Verite) -> Statut:
    return "certaine" if issue == d.VRAI else "possible"


def _planchers(contexte: Contexte, scores: Scores) -> list[ResultatVigilance]:
    trouvees = []
    elements: dict[str, Noeud] = {**scores.axes, **{str(nom): noeud for nom, noeud in scores.dimensions.items()}}
    for plancher in contexte.grille.lue.planchers:
        noeud = elements[plancher.element]
        issue = d.a_la_racine(d.compare("<", noeud.score, d.nombre(plancher.minimum)))
        if issue & d.VRAI:
            trouvees.append(_trouvee(plancher, _statut(issue), "{minimum}", french.nombre(plancher.minimum)))
    return trouvees


def _regles(contexte: Contexte, comptes: Comptes) -> list[ResultatVigilance]:
    trouvees = []
    regle = contexte.grille.lue.sans_objet
    issue = d.compare(">", comptes.bornes_sans_objet(), d.nombre(regle.maximum))
    if issue & d.VRAI:
        trouvees.append(_trouvee(regle, _statut(d.a_la_racine(issue)), "{maximum}", french.pourcent(regle.maximum)))
    regle = contexte.grille.lue.declaratif
    if contexte.reponses.volet == "constat":
        issue = d.a_la_racine(d.compare(">", comptes.part_declarative(), d.nombre(regle.maximum)))
        if issue & d.VRAI:
            trouvees.append(_trouvee(regle, _statut(issue), "{maximum}", french.pourcent(regle.maximum)))
    return trouvees


def _trouvee(regle: Plancher | Regle, statut: Statut, marque: str, valeur: str) -> ResultatVigilance:
    message = regle.message.replace(marque, valeur)
    return ResultatVigilance(regle.id, regle.titre, regle.gravite, statut, message, regle.clauses, "lecture")


def recevabilite(vigilances: tuple[ResultatVigilance, ...]) -> Recevabilite:
    """Read off the `ineligible` vigilances: certain, irrecevable; possible, indeterminate (C-IV-b-excl, C-IV-b-pf)."""
    exclusions = [v for v in vigilances if v.gravite == "ineligible"]
    certaines = [v for v in exclusions if v.statut == "certaine"]
    motifs = tuple(Motif(clause, v.message) for v in certaines or exclusions for clause in v.clauses[:1])
    if certaines:
        return Recevabilite("irrecevable", motifs)
    return Recevabilite("indeterminee" if exclusions else "recevable", motifs)


def plafond_avis(vigilances: tuple[ResultatVigilance, ...], contexte: Contexte, *, possibles: bool) -> Avis | None:
    """The lowest word at which a vigilance caps the opinion; with `possibles`, those that may turn out true too."""
    plafonds = contexte.grille.lue.plafonnements
    mots = [
        plafonds[v.gravite]
        for v in vigilances
        if v.gravite in ("imperatif", "majeure") and v.gravite in plafonds and (possibles or v.statut == "certaine")
    ]
    return min(mots, key=AVIS.index) if mots else None
