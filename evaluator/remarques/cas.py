"""Can this condition ever be true, ever be false? Every combination of the pieces of what it reads is tried.

Sound: « never » and « always » hold whatever the answers. Not complete: beyond `CAS_MAX` combinations, or where two names
move together through an operation, nothing is said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import Noeud
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.models import QuestionTableau
from evaluator.remarques.domaines import Domaines, Usages, Valeurs, cellules, manque, relever, retenus

CAS_MAX = 3000  # of one formula
NOMS_MAX = 12  # in one formula and the conditions behind it; further conditions are left out, which only says less
TOTAL_MAX = 30_000  # of all of them: beyond, nothing more is said, and the time is bounded
_TOUTES = d.VRAI | d.FAUX | d.SANS_OBJET


class Issues(Struct, frozen=True):
    """What a condition may come to: a union of the bits of `domain`, over every combination, and over those in which all
    that it reads has a value."""

    toutes: d.Verite
    presentes: d.Verite

    @property
    def jamais(self) -> bool:
        """As a whole, never true."""
        return not self.toutes & d.VRAI

    @property
    def toujours(self) -> bool:
        """As a whole, always true."""
        return self.toutes == d.VRAI

    @property
    def toujours_renseignee(self) -> bool:
        """True whatever the answers, where there are answers."""
        return self.presentes == d.VRAI


class Cas(Struct, frozen=True):
    """One combination, as an environment of formulas."""

    domaines: Domaines
    valeurs: Mapping[str, d.Valeur]
    libres: dict[str, d.Valeur]  # made once, shared by all

    def lire(self, nom: str) -> d.Valeur:
        if nom in self.valeurs:
            return self.valeurs[nom]
        if nom not in self.libres:
            self.libres[nom] = self.domaines.libre(nom)
        return self.libres[nom]

    def renseigne(self, nom: str) -> d.Verite:
        return d.VRAI | d.FAUX

    @property
    def cellule_vide_renseignee(self) -> d.Verite:
        return d.VRAI | d.FAUX


class Essais(Struct):
    """Tries conditions on every combination."""

    domaines: Domaines
    libres: dict[str, d.Valeur] = field(default_factory=dict)
    essayes: int = 0

    def issues(self, expression: Expression, noeud: Noeud, posee: str | None = None) -> Issues:
        """Of the boolean `noeud` of a formula; `posee`: a question that is asked and answered."""
        code = expression.lire(noeud)
        toutes = presentes = 0
        for cas in self.cas(noeud, posee):
            issue = code(cas, None)
            assert isinstance(issue, int)
            toutes |= issue
            if not any(map(manque, cas.valeurs.values())):
                presentes |= issue
            if presentes == _TOUTES:
                break
        return self._conclure(toutes, presentes)

    def _conclure(self, toutes: d.Verite, presentes: d.Verite) -> Issues:
        """What was found, or that all may be where not all was tried."""
        return Issues(_TOUTES, _TOUTES) if self.epuise else Issues(toutes, presentes)

    @property
    def epuise(self) -> bool:
        """Too many combinations were tried: the last ones were left out."""
        return self.essayes > TOTAL_MAX

    def _compter(self) -> bool:
        """Count one combination; False once there have been too many."""
        self.essayes += 1
        return not self.epuise

    def dans_une_ligne(self, expression: Expression, noeud: Noeud, table: QuestionTableau) -> Issues:
        """Of a boolean node that is read on the rows of a table."""
        code = expression.lire(noeud)
        issues = 0
        for cas, ligne in self.lignes(noeud, table):
            issue = code(cas, ligne)
            assert isinstance(issue, int)
            issues |= issue
        return self._conclure(issues, issues)

    def lignes(self, noeud: Noeud, table: QuestionTableau) -> Iterator[tuple[Cas, dict[str, d.Valeur]]]:
        """Every combination of a row and of the other names that `noeud` reads there."""
        usages: dict[str, Usages] = {}
        relever(noeud, usages, self.domaines.reference)
        colonnes = {f"[{c.id}]": c for c in table.colonnes}
        decoupes: list[tuple[str, Valeurs]] = [
            (nom, cellules(colonnes[nom], u) if nom in colonnes else self.domaines.pieces(nom, u))
            for nom, u in usages.items()
        ]
        decoupes = retenus(decoupes, CAS_MAX)
        entieres = {c.id: c for c in table.colonnes}
        libre = {nom: _reunir(cellules(c, Usages(ailleurs=True))) for nom, c in entieres.items()}
        for choix in itertools.product(*(morceaux for _, morceaux in decoupes)):
            if not self._compter():
                return
            valeurs = dict(zip((nom for nom, _ in decoupes), choix, strict=True))
            ligne = {nom: valeurs.get(f"[{nom}]", libre[nom]) for nom in entieres}
            hors = {nom: v for nom, v in valeurs.items() if nom not in colonnes}
            yield Cas(self.domaines, hors, self.libres), ligne

    def cas(self, noeud: Noeud, posee: str | None = None) -> Iterator[Cas]:
        """The combinations that agree with the conditions of the questions read."""
        usages: dict[str, Usages] = {}
        relever(noeud, usages, self.domaines.reference)
        if posee is not None:
            usages.setdefault(posee, Usages(ailleurs=True))
        conditions = self.domaines.referentiel.questionnaire.conditions
        a_suivre, suivies = list(usages), set[str]()
        while a_suivre:
            nom = a_suivre.pop()
            if len(usages) <= NOMS_MAX and nom in conditions and nom not in suivies:
                suivies.add(nom)
                avant = set(usages)
                relever(conditions[nom].arbre, usages, self.domaines.reference)
                a_suivre += sorted(set(usages) - avant)
        decoupes = retenus([(nom, self.domaines.pieces(nom, u)) for nom, u in usages.items()], CAS_MAX)
        noms = [nom for nom, _ in decoupes]
        for choix in itertools.product(*(morceaux for _, morceaux in decoupes)):
            if not self._compter():
                return
            cas = Cas(self.domaines, dict(zip(noms, choix, strict=True)), self.libres)
            if self._demandee(posee, cas) and all(self._coherente(nom, cas) for nom in suivies & set(noms)):
                yield cas

    def _demandee(self, nom: str | None, cas: Cas) -> bool:
        """The question may be asked."""
        conditions = self.domaines.referentiel.questionnaire.conditions
        if nom is None or nom not in conditions:
            return True
        issue = conditions[nom].code(cas, None)
        assert isinstance(issue, int)
        return bool(issue & d.VRAI)

    def _coherente(self, nom: str, cas: Cas) -> bool:
        """A masked question has no value; one that is asked has one, unless it may be said *sans objet*."""
        questionnaire = self.domaines.referentiel.questionnaire
        issue = questionnaire.conditions[nom].code(cas, None)
        assert isinstance(issue, int)
        racine = d.a_la_racine(issue)
        if manque(cas.valeurs[nom]):
            return bool(racine & d.FAUX) or questionnaire.questions[nom].sans_objet != "refuse"
        return bool(racine & d.VRAI)


def _reunir(morceaux: Valeurs) -> d.Valeur:
    """One value that holds all the pieces of a cell."""
    premiere = morceaux[0]
    if isinstance(premiere, int):
        return d.VRAI | d.FAUX
    if isinstance(premiere, d.Nombre):
        resultat = premiere
        for autre in morceaux[1:]:
            assert isinstance(autre, d.Nombre)
            resultat = d.enveloppe(resultat, autre)
        return resultat
    textes = [m.possibles for m in morceaux if isinstance(m, d.Texte)]
    return d.Texte(None if None in textes else frozenset().union(*(t for t in textes if t is not None)))
