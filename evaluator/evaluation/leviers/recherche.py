"""Levers: the smallest sets of changes that a residence can make, and what each would be worth (`model.md` §5)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.leviers import cadre
from evaluator.evaluation.leviers.candidats import Candidat, Place, candidats
from evaluator.evaluation.leviers.promesse import Ensemble, Promesse, Promesses
from evaluator.evaluation.leviers.resultat import Changement, Effet, Levier, Leviers, appliquer
from evaluator.evaluation.memoire import Memoire
from evaluator.evaluation.result import AvisRendu, Evaluation
from evaluator.questionnaire.grille import AVIS
from evaluator.questionnaire.load import Referentiel

__all__ = ["BUDGET", "Changement", "Effet", "Levier", "Leviers", "appliquer", "chercher"]

BUDGET = 600  # whole evaluations; never a time, so that the same dossier has the same levers everywhere
EXAMENS = 20_000  # sets of one size looked at through their bound
TAILLE_MAX = 3  # said in words by `cadre`
MONTRES_MAX = 5
EGAUX_MAX = 3  # sets of one size that bring as many euros
EGAUX_EXAMENS = 12  # sets evaluated past the first that brings most, to find its equals


def chercher(referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation, *, budget: int = BUDGET) -> Leviers:
    """Bounded search, the same result for the same dossier. `budget` counts whole evaluations."""
    if empechement := cadre.irrecevable(evaluation):
        return Leviers(pourquoi_aucun=empechement)
    return _Recherche(referentiel, reponses, evaluation, budget).leviers()


# — search ——————————————————————————————————————————————————————————————————————————————————————————————————


class _Epuise(Exception):
    """The budget of evaluations is spent."""


class _Mesure(Struct, frozen=True):
    """The lower ends of a whole evaluation. `valable`: it adds no blocking contradiction."""

    valable: bool
    rang: int
    montant: int | None
    score: Fraction


class _Recherche:
    """One search: its candidates, its bounds, what it has evaluated so far."""

    def __init__(self, referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation, budget: int) -> None:
        self.referentiel = referentiel
        self.reponses = reponses
        self.evaluation = evaluation
        self.budget = self.permis = budget
        self.memoire = Memoire(referentiel)
        self.complet = True
        self.evaluations = 0
        self._mesures: dict[Ensemble, _Mesure] = {}
        self._promis: dict[int, list[tuple[Promesse, Ensemble]]] = {}
        contexte = Contexte(referentiel.questionnaire, referentiel.grille, reponses)
        self.cadre = cadre.Cadre(referentiel, contexte, evaluation)
        self.promesses = Promesses(contexte, evaluation.vigilances, self.cadre.montant, self.cadre.conditions)
        self.candidats = candidats(contexte, self.promesses.plafonnantes(), self.promesses.lignes)
        self.base = self._lire(evaluation)

    def leviers(self) -> Leviers:
        bloque = cadre.bloque(self.evaluation, self.referentiel)
        vise = AVIS[self.base.rang + 1] if not bloque and self.base.rang + 1 < len(AVIS) else None
        avis: list[Levier] = []
        euros: list[Levier] = []
        egaux: list[Levier] = []
        for permis, utile, chercher_un in (
            (self.budget, True, self._elaguer),
            (self.budget * 2 // 3, vise is not None, lambda: self._avis(avis)),  # leaves some for the euros
            (self.budget, self.cadre.modulable, lambda: self._euros(euros, egaux)),
        ):
            self.permis = permis
            try:
                if utile:
                    chercher_un()
            except _Epuise:
                self.complet = False
        pourquoi = [bloque]
        if vise is None and not bloque:
            pourquoi.append(cadre.deja_au_mieux(self.referentiel))
        if vise is not None and not avis:
            pourquoi.append(self._pas_d_avis(vise))
        if not euros:
            pourquoi.append(self.cadre.pas_d_euros(self.complet))
        return Leviers(
            tuple(avis),
            tuple(euros),
            vise,
            self.cadre.indicatif and self.cadre.modulable,
            self.complet,
            self.evaluations,
            " ".join(p for p in pourquoi if p),
            tuple(egaux),
        )

    def _pas_d_avis(self, vise: AvisRendu) -> str:
        obstacles: tuple[int, ...] = ()
        if self.complet:
            tous = tuple(self.candidats)
            obstacles = tuple(self.promesses.restent(tous)) if tous else tuple(range(len(self.promesses.obstacles)))
        return cadre.pas_d_avis(self.referentiel, self.evaluation, vise, obstacles, complet=self.complet)

    # — evaluations —————————————————————————————————————————————————————————————————————————————————————————

    def _lire(self, e: Evaluation) -> _Mesure:
        valable = not (cadre.contradictions(e) - cadre.contradictions(self.evaluation))
        rang = AVIS.index(e.modulation.avis_min) if e.modulation.avis_min in AVIS else -1
        return _Mesure(valable and rang >= 0, rang, cadre.montant(e), Fraction(e.globale.min))

    def mesurer(self, ensemble: Ensemble) -> _Mesure:
        """The whole evaluation of a set. Raises `_Epuise`."""
        if (connue := self._mesures.get(ensemble)) is None:
            if self.evaluations >= self.permis:
                raise _Epuise
            self.evaluations += 1
            apres = appliquer(self.reponses, self.changements(ensemble))
            self._mesures[ensemble] = connue = self._lire(evaluer(self.referentiel, apres, memoire=self.memoire))
        return connue

    def changements(self, ensemble: Ensemble) -> tuple[Changement, ...]:
        """The changes of a set, each from the answer as it is now."""
        faits: list[Changement] = []
        for c in ensemble:
            question = self.referentiel.questionnaire.questions[c.question]
            avant = self.reponses[c.question]
            assert avant.valeur is not None
            apres = replace(avant, valeur=c.modifier(question, avant.valeur), motif=None)
            if self.reponses.volet == "constat":
                apres = replace(apres, source="document")  # an objective reached is one that was seen to be
            faits.append(Changement(c.question, c.objectif, avant, apres, c.clauses))
        return tuple(faits)

    def _elaguer(self) -> None:
        """Drop what contradicts another answer by itself."""
        self.candidats = [c for c in self.candidats if c.apres is not None or self.mesurer((c,)).valable]

    # — sets ————————————————————————————————————————————————————————————————————————————————————————————————

    def _ensembles(self, taille: int) -> list[tuple[Promesse, Ensemble]]:
        """The sets of one size, each place at its most demanding target, with their bounds."""
        if (connus := self._promis.get(taille)) is None:
            self._promis[taille] = connus = list(self._promettre(taille))
        return connus

    def _promettre(self, taille: int) -> Iterator[tuple[Promesse, Ensemble]]:
        places: dict[Place, Candidat] = {}
        for c in self.candidats:
            if c.place not in places or self._vaut(c, places[c.place]):
                places[c.place] = c
        vus = 0
        for ensemble in itertools.combinations(places.values(), taille):
            if all(c.suit(ensemble) for c in ensemble):
                if (vus := vus + 1) > EXAMENS:
                    self.complet = False
                    return
                yield self.promesses.de(ensemble), ensemble

    def _vaut(self, un: Candidat, autre: Candidat) -> bool:
        """`un` promises at least as much as `autre`, of the same place."""
        a, b = self.promesses.de((un,)), self.promesses.de((autre,))
        return (a.rang, a.score, a.montant or 0) >= (b.rang, b.score, b.montant or 0)

    def _cibles(self, ensemble: Ensemble) -> list[tuple[Promesse, Ensemble]]:
        """The set and its lesser targets, the smallest effort first."""
        choix = [[c for c in self.candidats if c.place == un.place and c.effort <= un.effort] for un in ensemble]
        tous = [(self.promesses.de(e), e) for e in itertools.product(*choix)]
        return sorted(tous, key=lambda x: (_effort(x[1]), -(x[0].montant or 0), _numeros(x[1])))

    # — opinion —————————————————————————————————————————————————————————————————————————————————————————————

    def _avis(self, trouves: list[Levier]) -> None:
        """The smallest sets reaching the next word; of equal size, the largest gain first, then the smallest effort."""
        cible = self.base.rang + 1
        for taille in range(1, TAILLE_MAX + 1):
            promis = [(p, e) for p, e in self._ensembles(taille) if p.rang >= cible]
            promis.sort(key=lambda x: (-(x[0].montant or 0), _effort(x[1]), _numeros(x[1])))
            for _, ensemble in promis:
                if len(trouves) == MONTRES_MAX:
                    break
                for promesse, moindre in self._cibles(ensemble):
                    if promesse.rang >= cible and self._atteint(moindre, cible):
                        if not any(self._atteint(sous, cible) for sous in _parties(moindre)):
                            trouves.append(self._levier("avis", moindre))
                        break
            if trouves:
                trouves.sort(key=lambda levier: (-(levier.gain or 0), -levier.score))
                return

    def _atteint(self, ensemble: Ensemble, cible: int) -> bool:
        mesure = self.mesurer(ensemble)
        return mesure.valable and mesure.rang >= cible

    # — euros ———————————————————————————————————————————————————————————————————————————————————————————————

    def _euros(self, trouves: list[Levier], egaux: list[Levier]) -> None:
        """For each size the largest gain, where it is larger than that of a smaller set: of equal gain, the highest score,
        then the smallest effort; the others of that gain are `egaux`.
        """
        acquis = self.base.montant
        if acquis is None:
            return
        for taille in range(1, TAILLE_MAX + 1):
            if acquis >= (self.cadre.montant(Fraction(1), True) or 0):
                return  # the other terms bind: nothing brings more
            moindres = [m for e in self._meilleurs(taille, acquis) for m in self._moindre(e)]
            moindres.sort(key=lambda e: (-self.mesurer(e).score, _effort(e), _numeros(e)))
            for rang, ensemble in enumerate(moindres[:EGAUX_MAX]):
                acquis = self._gain(ensemble)
                (egaux if rang else trouves).append(self._levier("euros", ensemble))

    def _meilleurs(self, taille: int, acquis: int) -> list[Ensemble]:
        """The sets of this size that bring most, past `acquis` euros: those whose bound promises most score first."""
        promis = [(p.montant or 0, p.score, e) for p, e in self._ensembles(taille) if (p.montant or 0) > acquis]
        promis.sort(key=lambda x: (-x[0], -x[1], _effort(x[2]), _numeros(x[2])))
        egaux: list[Ensemble] = []
        plus, apres = acquis, 0
        for montant, _, ensemble in promis:
            if egaux and (montant < plus or apres == EGAUX_EXAMENS):
                break
            apres += bool(egaux) and montant == plus
            if (obtenu := self._gain(ensemble)) > plus:
                plus = obtenu
                egaux = [ensemble]
            elif egaux and obtenu == plus:
                egaux.append(ensemble)
        return egaux

    def _moindre(self, ensemble: Ensemble) -> Iterator[Ensemble]:
        """The set at its least targets that bring as many euros, if none of its parts does."""
        acquis = self._gain(ensemble)
        for promesse, moindre in self._cibles(ensemble):
            if (promesse.montant or 0) >= acquis and self._gain(moindre) >= acquis:
                if all(self._gain(sous) < acquis for sous in _parties(moindre)):
                    yield moindre
                return

    def _gain(self, ensemble: Ensemble) -> int:
        """Euros of a set at the lower end; -1 where it does not hold."""
        mesure = self.mesurer(ensemble)
        return mesure.montant if mesure.valable and mesure.montant is not None else -1

    def _levier(self, effet: Effet, ensemble: Ensemble) -> Levier:
        mesure = self.mesurer(ensemble)
        euros = gain = None
        if self.cadre.modulable or not self.cadre.indicatif:  # else the figure of 2013, which no change would move
            euros = mesure.montant
        if euros is not None and self.base.montant is not None:
            gain = euros - self.base.montant
        return Levier(effet, self.changements(ensemble), AVIS[mesure.rang], mesure.score, euros, gain,
                      mesure.score - self.base.score)  # fmt: skip


def _effort(ensemble: Ensemble) -> int:
    return sum(c.effort for c in ensemble)


def _numeros(ensemble: Ensemble) -> tuple[int, ...]:
    return tuple(c.numero for c in ensemble)


def _parties(ensemble: Ensemble) -> Iterator[Ensemble]:
    """The strict subsets that change something."""
    for taille in range(1, len(ensemble)):
        yield from itertools.combinations(ensemble, taille)
