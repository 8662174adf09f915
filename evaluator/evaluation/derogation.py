"""Going past the ceiling from 200 dwellings on (C-IV-c-20): two conditions, a request and a reason, never automatic."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from evaluator import french
from evaluator.evaluation.contexte import Contexte, Vue
from evaluator.evaluation.result import ConditionDerogation, ResultatDerogation
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d


class Derogation(Struct, frozen=True):
    """The acts, the conditions and the rate, as they stand. Rates are shares (0.20 for 20 %)."""

    demandee: bool
    motif: str | None
    taux: d.Nombre
    conditions: tuple[ConditionDerogation, ...]
    logements: d.Nombre

    @property
    def actes(self) -> bool:
        """Request and reason are acts, not unknowns: while one is absent neither end takes the derogation."""
        return self.demandee and bool(self.motif)

    def certaine(self, seuil: int) -> bool:
        """Size and conditions hold whatever the unknowns turn out to be."""
        return self.logements.bas >= seuil and all(c.remplie for c in self.conditions)

    def possible(self, seuil: int) -> bool:
        """Size and conditions may still hold."""
        return self.logements.haut >= seuil and all(c.possible for c in self.conditions)

    def porter(self, plafond: d.Nombre, bareme: Bareme) -> d.Nombre:
        """The ceiling with the derogation where it applies: on lower bounds below, on upper bounds above."""
        regle = bareme.derogation
        if regle is None or not self.actes:
            return plafond
        grand = bareme.plafond(regle.a_partir_de)
        bas, haut = plafond.bas, plafond.haut
        if self.certaine(regle.a_partir_de):
            bas = grand * (1 + min(Fraction(self.taux.bas), regle.taux_max))
        if self.possible(regle.a_partir_de):
            haut = max(haut, grand * (1 + min(Fraction(self.taux.haut), regle.taux_max)))
        return d.Nombre(bas, haut)

    def resultat(self, bareme: Bareme | None) -> ResultatDerogation:
        seuil = bareme.derogation.a_partir_de if bareme and bareme.derogation else 200
        possible = self.certaine(seuil)
        au_plafond = bareme is not None and bareme.mode == "plafond"  # a lump sum is never exceeded
        return ResultatDerogation(possible, self.demandee, self.taux.connu if self.demandee else None, self.motif,
                                  self.conditions, prise=possible and self.actes and au_plafond)  # fmt: skip

    def en_mots(self) -> str:
        """For the trace: what the derogation adds, or nothing."""
        if self.actes and self.taux.connu is not None:
            return f" ; dérogation de {french.pourcent(self.taux.connu)} demandée et motivée"
        return ""


def etablir(contexte: Contexte, noms: Mapping[str, d.Valeur], taux_max: Fraction) -> Derogation:
    """Read the request, the reason (constat only) and the conditions of the grid."""
    env = Vue(contexte, noms)
    conditions = []
    for condition in contexte.grille.derogation:
        issue = bounds.truth(condition.si, env)
        conditions.append(ConditionDerogation(condition.libelle, issue == d.VRAI, bool(issue & d.VRAI)))
    motif = contexte.reponses["derogation_motif"].valeur if contexte.reponses.volet == "constat" else None
    demandee = contexte.vrai("derogation_demandee")
    brut = contexte.nombre("derogation_taux")
    taux = d.nombre(0)
    if brut.present:
        bas = d.ZERO if brut.absent else max(Fraction(brut.bas), d.ZERO) / 100
        haut = taux_max if isinstance(brut.haut, float) else min(Fraction(brut.haut) / 100, taux_max)
        taux = d.Nombre(min(bas, haut), haut)
    texte = motif.strip() if isinstance(motif, str) else ""
    return Derogation(demandee, texte or None, taux, tuple(conditions), contexte.nombre("nb_logements"))
