"""How the cost of the GLS of the year is paid: the AGLS, each co-financing acquired for it, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import Ligne
from evaluator.evaluation.result import Encadrement
from evaluator.questionnaire.models import QuestionTableau
from evaluator.report import svg
from evaluator.report.cellules import cellule
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo

TABLE = "cofinancements"
HORS = ("agls", "fonds_propres")  # never co-financing, whatever the row says
NOMMES = 5  # co-financings drawn one by one; beyond it, the smallest are one part
RESTE = "Reste à financer autrement"
AUTRES = "Autres cofinancements acquis"


class Part(Struct, frozen=True):
    """One payer of the cost, in euros."""

    libelle: str
    montant: Fraction


class Financement(Struct, frozen=True):
    """`acquis`: the co-financing that reduces the net cost, one part per payer; `agls`: decided, or else proposed."""

    cout: Fraction
    acquis: tuple[Part, ...]
    agls: Part

    @property
    def total_acquis(self) -> Fraction:
        return sum((p.montant for p in self.acquis), Fraction(0))

    @property
    def net(self) -> Fraction:
        return max(Fraction(0), self.cout - self.total_acquis)

    @property
    def reste(self) -> Fraction:
        """What neither the AGLS nor acquired co-financing pays; negative where they pay more than the cost."""
        return self.cout - self.total_acquis - self.agls.montant


def lire(sujet: Sujet) -> Financement | None:
    """None where a figure is not known, or where there is no amount to place."""
    decision, propose = sujet.dossier.decision, sujet.evaluation.modulation.montants.montant
    valable = decision is not None and not sujet.dossier.decision_perimee
    if decision is not None and valable:
        agls = Part("AGLS décidée", Fraction(decision.montant))
    elif propose is not None:
        agls = Part("AGLS proposée", Fraction(propose))
    else:
        return None
    cout, total = _terme(sujet, "cout_gls"), _terme(sujet, TABLE)
    lignes = retenues(sujet)
    if not cout or total is None or lignes is None or sum((p.montant for p in lignes), Fraction(0)) != total:
        return None
    return Financement(cout, tuple(lignes), agls)


def termes(sujet: Sujet) -> dict[str, Encadrement]:
    """The net cost and its two terms, by the name of the step; empty where the grid does not count them."""
    net = next((e for e in sujet.evaluation.modulation.trace.enfants if e.id == "cout_net"), None)
    return {e.id: e.valeur for e in (*net.enfants, net)} if net else {}


def _terme(sujet: Sujet, nom: str) -> Fraction | None:
    """A term of the net cost, where it is known exactly."""
    return _exact(termes(sujet).get(nom))


def _exact(e: Encadrement | None) -> Fraction | None:
    return e.valeur if e is not None else None


def lignes(sujet: Sujet) -> tuple[Ligne, ...] | None:
    """The rows of the table of co-financings as they count; None where it is not answered."""
    lu = sujet.resultat(TABLE)
    return cast("tuple[Ligne, ...]", lu.valeur) if lu and lu.etat == "renseignee" and lu.valeur is not None else None


def est_retenue(ligne: Ligne) -> bool:
    """Whether a row reduces the net cost: for the GLS, acquired, from another payer."""
    return ligne.get("objet") == "gls" and ligne.get("statut") == "acquis" and ligne.get("financeur") not in HORS


def retenues(sujet: Sujet) -> list[Part] | None:
    """The rows that reduce the net cost, largest first, those of one payer together. None where a row is not known."""
    lues = lignes(sujet)
    if lues is None:
        return None
    table = sujet.referentiel.questionnaire.questions[TABLE]
    assert isinstance(table, QuestionTableau)
    qui = next(c for c in table.colonnes if c.id == "financeur")
    parts: dict[str, Fraction] = {}
    for ligne in lues:
        if any(ligne.get(nom) is None for nom in ("objet", "statut", "financeur", "montant")):
            return None
        if est_retenue(ligne):
            nom = cellule(qui, ligne.get("financeur"))
            parts[nom] = parts.get(nom, Fraction(0)) + Fraction(cast(Fraction, ligne["montant"]))
    return sorted((Part(nom, montant) for nom, montant in parts.items()), key=lambda p: (-p.montant, p.libelle))


def dessin(f: Financement | None) -> Bloc:
    """The stacked bar, its parts as text, and the sentence that stands for it. Empty where nothing can be drawn."""
    if f is None:
        return {}
    acquis = _resserrer(f.acquis)
    parts = [f.agls, *acquis, *([Part(RESTE, f.reste)] if f.reste > 0 else [])]
    largeur = max(f.cout, sum((p.montant for p in parts), Fraction(0)))
    tranches = [svg.Tranche(p.libelle, p.montant, _dit(p, f.cout), reste=p.libelle == RESTE) for p in parts if p.montant > 0]
    trop = f"L’AGLS et les cofinancements acquis dépassent le coût prévu de {french.euros(-f.reste)}." if f.reste < 0 else ""
    return {
        "svg": svg.empilement(tranches, largeur, f.cout),
        "titre": typo(f"Comment le coût de la GLS ({french.euros(f.cout)}) est financé"),
        "lecture": typo(f"{' ; '.join(f'{p.libelle} : {_dit(p, f.cout)}' for p in parts)}. {trop}".strip()),
        "trop": typo(trop),
    }


def _resserrer(acquis: Sequence[Part]) -> list[Part]:
    if len(acquis) <= NOMMES:
        return list(acquis)
    autres = sum((p.montant for p in acquis[NOMMES - 1 :]), Fraction(0))
    return [*acquis[: NOMMES - 1], Part(AUTRES, autres)]


def _dit(p: Part, cout: Fraction) -> str:
    """`16 726 € (68,8 %)`: the amount, and its share of the cost."""
    return f"{french.euros(p.montant)} ({french.pourcent(p.montant / cout)})"
