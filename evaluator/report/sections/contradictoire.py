"""The page that goes with the letter to the gestionnaire: what it is for, how to answer, both results side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from evaluator import french
from evaluator.evaluation.comparaison import bouts, ecart
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.pourquoi.chiffres import PARTS, POINT, TAUX, chiffre
from evaluator.evaluation.pourquoi.enonce import courbe_en_mots
from evaluator.evaluation.result import Evaluation
from evaluator.evaluation.words import LIBELLES_TERME
from evaluator.report import mots
from evaluator.report.sections import ecarts, synthese
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

OBJET = (
    "Ce document montre au gestionnaire, avant la décision, les réponses sur lesquelles le constat du service s’écarte de "
    "l’auto-évaluation, et ce que chacune change au score et au montant proposés.",
    "Le gestionnaire peut y répondre par des observations ou par des pièces, dans le délai qu’indique la lettre jointe ; "
    "elles sont versées au dossier avant qu’une personne nommée décide.",
)  # fmt: skip


def objet(sujet: Sujet) -> tuple[str, ...]:
    """What the document is for: to answer before the decision; once it is taken, to recall."""
    prise = sujet.dossier.decision
    if prise is None:
        return OBJET
    return (
        f"Ce document rappelle les écarts relevés avant la décision du {french.jour_long(prise.date)} : les réponses sur "
        "lesquelles le constat du service s’écarte de l’auto-évaluation, et ce que chacune change au score et au montant "
        "proposés." + (" Une réponse a changé depuis cette décision." if sujet.dossier.decision_perimee else ""),
        "Les observations que le gestionnaire a versées au dossier sont à la fin.",
    )


def contradictoire(sujet: Sujet) -> Bloc:
    declaree, constatee = _deux(sujet)
    absent = ""
    if constatee is None:
        absent = ecarts.SANS_CONSTAT
    elif declaree is None:
        absent = ecarts.SANS_AUTO
    return {
        "objet": [] if absent else [typo(p) for p in objet(sujet)],
        "absent": typo(absent),
        "lignes": _lignes(sujet, declaree, constatee),
        "regles": typo(regles(sujet)),
        "indicatif": typo("Les montants indicatifs suivent le barème de 2013 ; aucun n’est celui d’une convention.")
        if any(e and e.modulation.indicatif for e in (declaree, constatee))
        else "",
    }


def _deux(sujet: Sujet) -> tuple[Evaluation | None, Evaluation | None]:
    """Both results; None for a volet that holds no answer."""
    if sujet.comparaison is not None:
        return sujet.comparaison.declaree, sujet.comparaison.constatee
    dossier = sujet.dossier
    declaree, constatee = (
        evaluer(sujet.referentiel, dossier.reponses(volet)) if dossier.a_des_reponses(volet) else None
        for volet in ("auto_evaluation", "constat")
    )
    return declaree, constatee


def _lignes(sujet: Sujet, a: Evaluation | None, c: Evaluation | None) -> list[Affichable]:
    """Both results, figure by figure; the gap only where it is one that the comparison gives."""
    total = ecart(bouts(c), bouts(a)) if a and c else None
    euros = ecarts.montant(total) if total else "–"

    def ligne(nom: str, lire: Callable[[Evaluation], str], gap: str = "") -> Affichable:
        declare, constate = (lire(e) if e else "–" for e in (a, c))
        return {"nom": typo(nom), "declare": declare, "constate": constate, "ecart": gap}

    lignes = [
        ligne("Avis proposé", lambda e: sujet.mot_avis(e.modulation.avis)),
        ligne("Montant proposé", _montant, euros if _chiffre(a) and _chiffre(c) else "–"),
    ]
    if any(e and e.modulation.indicatif for e in (a, c)):
        lignes.append(ligne("Montant indicatif", _indicatif, euros))
    lignes.append(ligne("Score global", lambda e: mots.score(e.globale), ecarts.score(total) if total else "–"))
    lignes += [ligne(f"Axe {axe.id} – {axe.titre}", partial(_axe, axe=axe.id)) for axe in (a or c or sujet.evaluation).axes]
    return [
        *lignes,
        ligne("Besoin", lambda e: mots.score(e.dimensions["besoin"])),
        ligne("Réponse", lambda e: mots.score(e.dimensions["reponse"])),
        ligne("Plafond", lambda e: synthese.plafond_en_mots(sujet, e)),
        ligne("Plafond × taux", partial(_terme, nom="plafond_module")),
        ligne("Coût net de la GLS", partial(_terme, nom="cout_net")),
        ligne("Montant demandé", partial(_terme, nom="montant_demande")),
        ligne("Ce qui borne le montant", _borne),
        ligne("Taux du plafond", lambda e: mots.taux(e.modulation.taux)),
        ligne("Complétude", lambda e: french.pourcent(e.completude)),
    ]


def _chiffre(e: Evaluation | None) -> bool:
    return e is not None and e.modulation.montants.montant_min is not None


def _terme(e: Evaluation, nom: str) -> str:
    """One term of the amount, in euros."""
    etape = e.etape(nom)
    return mots.euros(etape.valeur) if etape is not None else "–"


def regles(sujet: Sujet) -> str:
    """From the scores of the axes to the amount, in one sentence: what the figures of the table obey."""
    grille = sujet.referentiel.grille
    poids = ", ".join(
        f"{axe.id} {chiffre(grille.poids_axe(axe.id), PARTS)}" for axe in sujet.referentiel.questionnaire.lu.axes
    )
    courbe = courbe_en_mots(grille.lue.modulation.courbe, POINT, TAUX)
    return (
        f"Le score global est la moyenne des axes à leur poids ({poids}) ; le taux va selon lui : {courbe} ; une vigilance "
        "peut le plafonner. Le montant est le plus petit de ces trois termes : plafond × taux, coût net, montant demandé. "
        "Le plafond vient de la circulaire ; les poids, le taux et le coût net sont des paramètres de la grille."
    )


def _axe(e: Evaluation, axe: str) -> str:
    return next(mots.score(a.score) for a in e.axes if a.id == axe)


def _montant(e: Evaluation) -> str:
    m = e.modulation.montants
    return mots.montant(m) + (f" ({mots.intervalle(m)})" if mots.intervalle(m) else "")


def _borne(e: Evaluation) -> str:
    terme = e.modulation.montants.terme_limitant
    return typo(LIBELLES_TERME[terme]) if terme else "–"


def _indicatif(e: Evaluation) -> str:
    if e.modulation.indicatif is None:
        return "–"
    m = e.modulation.indicatif.montants
    return french.euros(m.montant) if m.montant is not None else mots.entre(m.montant_min, m.montant_max)
