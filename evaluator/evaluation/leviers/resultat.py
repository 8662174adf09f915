"""A lever as it is shown and applied: the changes of a set, and what the set is worth."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from evaluator.dossier.reponses import Ligne, Reponse, Reponses, Valeur
from evaluator.evaluation.result import AvisRendu

Effet = Literal["avis", "euros"]


class Changement(Struct, frozen=True):
    """One change of one answer, from the present one (`avant`): `objectif` is a possible objective of the convention."""

    question: str
    objectif: str
    avant: Reponse
    apres: Reponse
    clauses: tuple[str, ...]


class Levier(Struct, frozen=True):
    """A set of changes, all needed. Figures are those of the lower end of each interval: what is certain to be reached."""

    effet: Effet  # reaches the next opinion, or is the largest gain for its number of changes
    changements: tuple[Changement, ...]
    avis: AvisRendu
    score: Fraction  # lower end of the global score
    montant: int | None  # euros, lower end; the indicative figure where `Leviers.indicatif`
    gain: int | None  # euros more than now, lower ends
    gain_score: Fraction


class Leviers(Struct, frozen=True):
    """`complet` false: the search stopped early, after `evaluations`. `pourquoi_aucun`: in words, or empty.

    `egaux`: sets as large as one of `euros`, that bring as many euros and no higher score; one of them is enough.
    """

    avis: tuple[Levier, ...] = ()  # smallest sets reaching `avis_vise`, all of the same size
    euros: tuple[Levier, ...] = ()  # the largest gain for one, two and three changes (at most one each)
    avis_vise: AvisRendu | None = None
    indicatif: bool = False
    complet: bool = True
    evaluations: int = 0
    pourquoi_aucun: str = ""
    egaux: tuple[Levier, ...] = ()

    def voisins(self, levier: Levier) -> tuple[Levier, ...]:
        """The other sets that are worth as many euros as `levier`, one of `euros`, with as many changes."""
        if levier not in self.euros:
            return ()
        return tuple(x for x in self.egaux if len(x.changements) == len(levier.changements))

    @property
    def pour_euros(self) -> tuple[Levier, ...]:
        """`euros`, each followed by its equals."""
        return tuple(x for levier in self.euros for x in (levier, *self.voisins(levier)))


def appliquer(reponses: Reponses, changements: tuple[Changement, ...]) -> Reponses:
    """The answers after these changes, in their order (two rows added to one table are two changes).

    Where a change before it has moved the same answer, a change brings what leads from its `avant` to its `apres`: any part
    of a set may be applied.
    """
    nouvelles = dict(reponses.par_question)
    for c in changements:
        actuelle = nouvelles.get(c.question, c.avant)
        if actuelle == c.avant or actuelle.valeur is None:
            nouvelles[c.question] = c.apres
        else:
            nouvelles[c.question] = replace(c.apres, valeur=_reporter(actuelle.valeur, c.avant.valeur, c.apres.valeur))
    return Reponses(reponses.volet, nouvelles)


def _reporter(actuelle: Valeur, avant: Valeur | None, apres: Valeur | None) -> Valeur | None:
    """`actuelle` with what leads from `avant` to `apres`: rows added or completed, options taken up or given up."""
    if not (isinstance(actuelle, tuple) and isinstance(avant, tuple) and isinstance(apres, tuple)):
        return apres
    lignes: list[Ligne] = [x for x in actuelle if isinstance(x, Mapping)]
    if not lignes and not any(isinstance(x, Mapping) for x in (*avant, *apres)):
        return tuple(str(x) for x in actuelle if x not in avant or x in apres) + tuple(
            str(x) for x in apres if x not in avant and x not in actuelle
        )
    for rang, (vieille, neuve) in enumerate(zip(avant, apres, strict=False)):
        assert isinstance(vieille, Mapping)
        assert isinstance(neuve, Mapping)
        lignes[rang] = {**lignes[rang], **{nom: v for nom, v in neuve.items() if vieille.get(nom) != v}}
    lignes += [x for x in apres[len(avant) :] if isinstance(x, Mapping)]
    return tuple(lignes)
