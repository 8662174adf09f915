"""The ceiling of an exercice: from the barème of its year, or the lump sum that the service filled in."""

from __future__ import annotations

from evaluator.evaluation.contexte import Contexte
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.formula import domain as d

FJT = "residence_sociale_fjt"
# The year asked for is not known: any ceiling, or none.
INCONNU = d.Nombre(d.ZERO, d.INF, True, True)


def exercice(contexte: Contexte) -> int | None:
    """The year asked for, where it is known."""
    connu = contexte.nombre("exercice").connu
    return int(connu) if connu is not None else None


def plafond_bareme(contexte: Contexte, bareme: Bareme | None) -> d.Nombre:
    """The ceiling of the regime in euros, derogation apart; *sans objet* where the regime gives none."""
    if bareme is None:
        return d.ABSENT
    logements = contexte.nombre("nb_logements")
    if bareme.mode == "forfait":
        return _forfait(contexte, bareme, logements)
    bas = max(1, int(logements.bas))
    haut = None if isinstance(logements.haut, float) else max(bas, int(logements.haut))
    return d.Nombre(*bareme.plafonds_entre(bas, haut))


def _forfait(contexte: Contexte, bareme: Bareme, logements: d.Nombre) -> d.Nombre:
    par_logement = contexte.grille.lue.forfait.par_logement
    if par_logement is None:
        return d.ABSENT
    total = d.fois(d.nombre(par_logement), d.Nombre(logements.bas, logements.haut))
    if bareme.complement_fjt and contexte.possible("type_structure", FJT):
        pse = contexte.nombre("pse_caf_n1")
        assiette = d.Nombre(pse.bas, pse.haut) if pse.present else d.nombre(0)
        complement = d.fois(d.nombre(bareme.complement_fjt.taux), assiette)
        certain = contexte.est("type_structure", FJT) and not pse.absent
        total = d.plus(total, complement if certain else d.enveloppe(complement, d.nombre(0)))
    return total
