"""The terms of the amount and their minimum, at both ends; one rounding, down to the euro (`model.md` §4)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.result import Montants, StatutRecevabilite, Terme
from evaluator.evaluation.taux import Taux
from evaluator.french import Borne
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d

ZERO = Fraction(0)
# On a tie, the first of these names what binds.
ORDRE: tuple[Terme, ...] = ("plafond", "taux", "vigilance", "cout_net", "demande", "forfait", "recevabilite")


class _Bout(Struct, frozen=True):
    """A term at one end of the interval."""

    nom: Terme
    euros: Borne


def cout_net(contexte: Contexte) -> tuple[d.Nombre, d.Nombre]:
    """GLS cost less the co-financing acquired for it, never below 0; and that co-financing. In euros."""
    cout = contexte.nombre("cout_gls")
    acquis = bounds.number(contexte.questionnaire.cofinancements_gls, contexte)
    if not acquis.present:
        acquis = d.nombre(0)
    net = d.moins(cout, d.Nombre(acquis.bas, acquis.haut))
    return d.Nombre(max(ZERO, net.bas), max(ZERO, net.haut), cout.present, cout.absent), acquis


def montants(
    contexte: Contexte, plafond: d.Nombre, taux: Taux, recevabilite: StatutRecevabilite, *, forfait: bool, retenir: bool
) -> Montants:
    """The amount under a known ceiling. `retenir` false: the ends are given, the amount is not."""
    bas, haut = _bouts(contexte, plafond, taux, forfait=forfait)
    if recevabilite == "indeterminee":
        bas.append(_Bout("recevabilite", ZERO))
    lie_bas, lie_haut = _lie(bas), _lie(haut)
    minimum, maximum = _euros(lie_bas.euros), _euros(lie_haut.euros)
    commun = minimum if retenir and minimum == maximum else None
    terme = lie_bas.nom if lie_bas.nom == lie_haut.nom else None
    return Montants(plafond.connu, commun, minimum, maximum, terme, lie_bas.nom, lie_haut.nom)


def _bouts(contexte: Contexte, plafond: d.Nombre, taux: Taux, *, forfait: bool) -> tuple[list[_Bout], list[_Bout]]:
    """The terms at the lower and at the upper end."""
    modulee = not forfait or contexte.grille.lue.moduler_forfait.valeur
    bas = [_principal(plafond.bas, taux.bas, Fraction(taux.brut.min), modulee, forfait)]
    haut = [_principal(plafond.haut, taux.haut, Fraction(taux.brut.max), modulee, forfait)]
    autres: list[tuple[Terme, d.Nombre]] = [("demande", contexte.nombre("montant_demande"))]
    if contexte.grille.lue.terme_cout_net:
        autres.append(("cout_net", cout_net(contexte)[0]))
    for nom, valeur in autres:
        if valeur.present:
            bas.append(_Bout(nom, valeur.bas))
            if not valeur.absent:  # a term that may leave bounds nothing from above
                haut.append(_Bout(nom, valeur.haut))
    return bas, haut


def _principal(plafond: Borne, taux: Fraction, brut: Fraction, modulee: bool, forfait: bool) -> _Bout:
    if not modulee:
        return _Bout("forfait", plafond)
    euros = ZERO if taux == 0 else plafond * taux
    if taux == 1:
        return _Bout("forfait" if forfait else "plafond", euros)
    return _Bout("vigilance" if taux < brut else "taux", euros)


def _lie(bouts: Iterable[_Bout]) -> _Bout:
    """The smallest term; the first of the fixed order on a tie."""
    return min(bouts, key=lambda b: (b.euros, ORDRE.index(b.nom)))


def _euros(borne: Borne) -> int | None:
    return None if isinstance(borne, float) else borne.__floor__()
