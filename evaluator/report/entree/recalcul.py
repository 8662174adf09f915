"""The result once more, from what a report carried: the frozen texts compiled again, the answers evaluated again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import asdict

from evaluator.canonical import Json
from evaluator.dossier import saisie
from evaluator.dossier.evenements import Creation
from evaluator.dossier.referentiels import degele
from evaluator.dossier.reponses import NON_RENSEIGNEE, Reponse, Reponses
from evaluator.dossier.saisie import ReponseRefusee
from evaluator.errors import FaultyInput, Faute
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel, empreintes_de
from evaluator.report.entree import composition
from evaluator.report.entree.comparaison import Difference, comparer
from evaluator.report.entree.lecture import FAUTES_MAX, OU, Entree

ECARTS_MAX = 1000


class Recalcul(Struct, frozen=True, dict=True):
    """`ecarts`: each place where what the report carried is not what it gives again, up to `ECARTS_MAX`."""

    entree: Entree
    referentiel: Referentiel
    evaluation: Evaluation

    @cached_property
    def ecarts(self) -> list[Difference]:
        e = self.entree
        refait = composition.resultat(self.evaluation, self.referentiel, e.nom, e.dossier, e.evenements, e.empreinte)
        tous = chain(
            comparer(dict(e.empreintes), dict(empreintes_de(e.gele)), "empreintes"),
            comparer(e.exercice, self.evaluation.exercice, "dossier", "exercice"),
            comparer(dict(e.resultat), refait, "resultat"),
        )
        return list(islice(tous, ECARTS_MAX))


def recalculer(entree: Entree) -> list[Difference]:
    """Each difference; none where all is equal. Raises `FaultyInput` where the frozen texts or the answers do not hold."""
    return refaire(entree).ecarts


def refaire(entree: Entree) -> Recalcul:
    """The result again. Raises `FaultyInput` as `recalculer`."""
    calculees = empreintes_de(entree.gele)
    try:
        referentiel = degele(Creation(gele=dict(entree.gele), empreintes=calculees, precedent=None), OU)
    except FaultyInput as erreur:
        changees = [
            Faute(f"la copie figée « {cle} » ne correspond pas à son empreinte", OU)
            for cle, valeur in calculees.items()
            if valeur != entree.empreintes.get(cle)
        ]
        raise FaultyInput([*changees, *erreur.fautes][:FAUTES_MAX]) from None
    reponses = _reponses(entree, referentiel)
    return Recalcul(entree, referentiel, evaluer(referentiel, reponses))


def _reponses(entree: Entree, referentiel: Referentiel) -> Reponses:
    lues: dict[str, Reponse] = {}
    fautes: list[Faute] = []
    for nom, brute in entree.reponses.items():
        try:
            question = saisie.trouver(referentiel.questionnaire, nom, entree.volet)
            lues[nom] = saisie.relire(question, brute)
        except ReponseRefusee as erreur:
            fautes.append(saisie.faute(nom, str(erreur), OU))
            continue
        fautes += [Faute(message, OU) for message in _forme(nom, lues[nom], asdict(brute))]
    if fautes:
        raise FaultyInput(fautes[:FAUTES_MAX])
    return Reponses(entree.volet, lues)


def _forme(nom: str, lue: Reponse, brute: dict[str, Json]) -> Iterator[str]:
    """An answer is written in one way only: a changed writing is a changed file, even if it means the same."""
    if lue == NON_RENSEIGNEE:
        yield f"« {nom} » : une réponse vide n’est pas écrite"
    elif composition.reponse(nom, lue) != {cle: v for cle, v in brute.items() if cle != "question"}:
        yield f"« {nom} » : la réponse n’est pas écrite comme le programme l’écrit"
