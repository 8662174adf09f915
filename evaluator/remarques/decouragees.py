"""A scored question that a *better* answer hides: masked as zero, it makes saying yes cost (`model.md` §3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from evaluator.errors import Faute
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Question, QuestionChoix, QuestionNiveau, QuestionOuiNon
from evaluator.questionnaire.notation import Points
from evaluator.questionnaire.source import Source
from evaluator.remarques.cas import Cas, Essais
from evaluator.remarques.chemins import questions
from evaluator.remarques.domaines import Domaines


def decouragees(r: Referentiel, source: Source) -> Iterator[Faute]:
    """One remark for each (question, scored answer that its condition reads) where improving the second hides the first.

    Only answers of a few values are tried; a number or a table that a condition reads is left to its author.
    """
    q, essais = r.questionnaire, Essais(Domaines(r))
    points = {n.question: n.points for n in q.notations if n.points is not None}
    for nom, chemin in questions(q):
        condition = q.conditions.get(nom)
        if condition is None or q.questions[nom].masquee_compte is None:
            continue
        for parent in sorted(condition.noms & points.keys()):
            if any(_cache(essais, nom, parent, _valeurs(q.questions[parent]), points[parent], r)):
                message = (
                    f"mieux répondre à « {parent} » cache « {nom} », qui compte alors 0 :"
                    " répondre oui coûterait ; inversez la condition, ou ôtez-lui sa note"
                )
                yield source.faute((*chemin, "si"), message)


def _cache(
    essais: Essais, nom: str, parent: str, valeurs: dict[str, d.Valeur], points: Points, r: Referentiel
) -> Iterator[bool]:
    """For each combination of the other answers, and two answers to `parent`: the better one hides what the other shows."""
    condition = r.questionnaire.conditions[nom]
    for cas in essais.cas(condition.arbre):
        vus = {
            cle: condition.code(Cas(cas.domaines, {**cas.valeurs, parent: v}, cas.libres), None)
            for cle, v in valeurs.items()
        }
        for une, autre in combinations(vus, 2):
            moins, mieux = (une, autre) if points[une] < points[autre] else (autre, une)
            yield points[moins] < points[mieux] and vus[moins] == d.VRAI and vus[mieux] == d.FAUX


def _valeurs(question: Question) -> dict[str, d.Valeur]:
    """Each answer that is one value, by the key of its points."""
    match question:
        case QuestionOuiNon():
            return {"non": d.FAUX, "oui": d.VRAI}
        case QuestionNiveau():
            return {str(rang): d.nombre(rang) for rang in range(len(question.niveaux))}
        case QuestionChoix():
            return {o.id: d.Texte(frozenset((o.id,))) for o in question.options}
    return {}
