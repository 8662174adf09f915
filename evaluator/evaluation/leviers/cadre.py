"""What the levers of a dossier work within: the terms that bind the amount, and the reasons why there may be none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from evaluator import french
from evaluator.evaluation import plafond, termes, words
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.result import AvisRendu, Encadrement, Evaluation, Montants
from evaluator.evaluation.taux import Taux
from evaluator.french import INSECABLE
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.grille import AVIS
from evaluator.questionnaire.load import Referentiel

UN = Fraction(1)
FORFAIT_FIXE = "Sans effet sur le montant tant que le service n’a pas dit moduler le forfait."
_SANS_FIN = d.nombre(10**15)  # a ceiling that never binds


def montants(evaluation: Evaluation) -> Montants | None:
    """The amount of the regime, or the indicative figure where the regime gives none."""
    m = evaluation.modulation
    if m.montants.montant_min is not None:
        return m.montants
    return m.indicatif.montants if m.indicatif else None


def montant(evaluation: Evaluation) -> int | None:
    """Its lower end, in euros."""
    m = montants(evaluation)
    return m.montant_min if m else None


def contradictions(evaluation: Evaluation) -> Counter[str]:
    """The blocking controls that stand, by question."""
    return Counter(c.question for c in evaluation.controles if c.gravite == "bloquant")


class Cadre:
    """The amount as a function of the rate alone, at the lower end: every other term is held."""

    def __init__(self, referentiel: Referentiel, contexte: Contexte, evaluation: Evaluation) -> None:
        self.referentiel = referentiel
        self.evaluation = evaluation
        self.indicatif = evaluation.modulation.montants.montant_min is None and montants(evaluation) is not None
        self.conditions: tuple[Expression, ...] | None = None
        self._bareme: Bareme | None = None
        self._forfaitaire = False
        self._plafond = self._depassement = Fraction(0)
        annee = plafond.exercice(contexte)
        if annee is None or montants(evaluation) is None:
            return
        baremes = referentiel.baremes
        applicable = baremes.pour(annee)
        self._forfaitaire = applicable is not None and applicable.mode == "forfait"
        self._bareme = bareme = baremes.dernier_plafond if self.indicatif else applicable
        assert bareme is not None  # there is an amount
        self._plafond = self._depassement = Fraction(plafond.plafond_bareme(contexte, bareme).bas)
        self._autres = termes.montants(contexte, _SANS_FIN, _PLEIN, "recevable", forfait=False, retenir=False).montant_min
        self._deroger(contexte, bareme)

    def _deroger(self, contexte: Contexte, bareme: Bareme) -> None:
        """What the derogation may add: request, reason and size are facts, its conditions may come to hold."""
        acte, regle = self.evaluation.modulation.derogation, bareme.derogation
        if bareme.mode != "plafond" or regle is None or not acte.demandee or not acte.motif:
            return
        if contexte.nombre("nb_logements").bas >= regle.a_partir_de:
            lu = contexte.nombre("derogation_taux")  # in %; unknown, its lower end
            taux = min(max(Fraction(0), Fraction(lu.bas)) / 100, regle.taux_max) if lu.present and not lu.absent else 0
            self._depassement = max(self._plafond, bareme.plafond(regle.a_partir_de) * (1 + taux))
            conditions = zip(contexte.grille.derogation, acte.conditions, strict=True)
            self.conditions = tuple(c.si for c, vue in conditions if not vue.remplie)

    @property
    def modulable(self) -> bool:
        """The score acts on the amount of the exercice: whatever the indicative figure, that of 2013, would do."""
        return self._bareme is not None and (not self._forfaitaire or self.referentiel.grille.lue.moduler_forfait.valeur)

    def montant(self, taux: Fraction, derogation: bool) -> int | None:
        """Euros at the lower end for a rate; with the derogation where it `may` be taken."""
        if self._bareme is None:
            return None
        principal = self._depassement if derogation else self._plafond
        euros = (principal * taux if self.modulable else principal).__floor__()
        return euros if self._autres is None else min(euros, self._autres)

    def pas_d_euros(self, complet: bool) -> str:
        """Why no set of changes brings a euro."""
        m = montants(self.evaluation)
        if m is None:
            return "Aucun montant n’est calculé pour cet exercice."
        if not self.modulable:
            return FORFAIT_FIXE
        if not complet:
            return ""
        if m.terme_min in ("plafond", "cout_net", "demande"):
            return (
                f"Aucun changement de la résidence n’augmente le montant{INSECABLE}: il est borné par "
                f"{words.LIBELLES_TERME[m.terme_min]} ({french.euros(m.montant_min or 0)})."
            )
        return "Aucun ensemble de trois changements au plus n’augmente le montant."


_PLEIN = Taux(Encadrement(UN, UN), UN, UN, AVIS[-1], AVIS[-1])


# — reasons —————————————————————————————————————————————————————————————————————————————————————————————————


def irrecevable(evaluation: Evaluation) -> str:
    """Why no change can count at all, or nothing."""
    match evaluation.recevabilite.statut:
        case "irrecevable":
            return f"La demande est irrecevable{INSECABLE}: aucun changement de la résidence n’y remédie."
        case "indeterminee":
            return (
                f"La recevabilité n’est pas établie{INSECABLE}: il faut d’abord préciser le type de structure{INSECABLE}; "
                "jusque-là, aucun changement n’assure un montant."
            )
    return ""


def bloque(evaluation: Evaluation, referentiel: Referentiel) -> str:
    """Why there is no opinion that a change could raise, or nothing."""
    questions, minimum = referentiel.questionnaire.questions, referentiel.grille.lue.completude_min
    raisons = []
    if evaluation.completude < minimum:
        raisons.append(
            f"la complétude est de {french.pourcent(evaluation.completude)}, {french.pourcent(minimum)} au moins sont "
            f"demandés{INSECABLE}: il faut d’abord répondre aux questions qui manquent"
        )
    if evaluation.globale.absent:
        raisons.append("aucune question notée ne s’applique")
    for nom in contradictions(evaluation):
        raisons.append(f"une contradiction est à lever à la question «{INSECABLE}{questions[nom].etiquette}{INSECABLE}»")
    return f"Pas d’avis à améliorer pour l’instant{INSECABLE}: {f'{INSECABLE}; '.join(raisons)}." if raisons else ""


def deja_au_mieux(referentiel: Referentiel) -> str:
    return f"L’avis est déjà «{INSECABLE}{words.avis(AVIS[-1], referentiel.grille)}{INSECABLE}», le plus élevé."


def pas_d_avis(
    referentiel: Referentiel,
    evaluation: Evaluation,
    vise: AvisRendu,
    restent: Sequence[int],
    *,
    complet: bool,
) -> str:
    """Why no set reaches the word aimed at. `restent`: the capping vigilances that no change lifts, by their place."""
    mot = f"«{INSECABLE}{words.avis(vise, referentiel.grille)}{INSECABLE}»"
    if not complet:
        return f"Aucun ensemble trouvé n’atteint l’avis {mot}."
    phrase = f"Aucun ensemble de trois changements au plus n’atteint l’avis {mot}"
    lue = referentiel.grille.lue
    plafonnent = [
        v for v in evaluation.vigilances if v.gravite in ("imperatif", "majeure") and v.gravite in lue.plafonnements
    ]
    titres = [
        f"«{INSECABLE}{plafonnent[k].titre}{INSECABLE}»"
        for k in restent
        if AVIS.index(lue.plafonnements[plafonnent[k].gravite]) < AVIS.index(vise)  # type: ignore[index]
    ]
    if titres:
        points = "le point de vigilance" if len(titres) == 1 else "les points de vigilance"
        phrase += f"{INSECABLE}: aucun changement proposé ne lève {points} {', '.join(titres)}"
    return phrase + "."
