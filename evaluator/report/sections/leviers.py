"""Levers, worded as possible objectives for the convention: each set with what it would change."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation.leviers import FORFAIT_FIXE, Changement, Levier, Leviers
from evaluator.questionnaire.models import Question, QuestionNiveau
from evaluator.report import mots
from evaluator.report.differences import passage
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

ENSEMBLE = "Les changements d’un même ensemble vont ensemble : aucun de moins ne suffit."
BORNES = "Les chiffres sont ceux que ces changements assurent quelles que soient les réponses qui manquent."
SIMULATION = (
    "Simulation, toutes choses égales par ailleurs, pour une demande à venir : un levier n’engage ni le service ni l’État."
)
AU_CHOIX = "À gain égal, le score le plus élevé d’abord ; l’un ou l’autre suffit."
NOMS = {1: "Avec un objectif", 2: "Avec deux objectifs", 3: "Avec trois objectifs"}


def leviers(sujet: Sujet) -> Bloc:
    trouves = sujet.analyse.leviers
    return {
        "groupes": [g for g in (_pour_avis(sujet, trouves), _pour_euros(sujet, trouves)) if g],
        "pourquoi_aucun": typo(trouves.pourquoi_aucun),
        "reserves": [typo(r) for r in reserves(sujet, trouves)],
    }


def reserves(sujet: Sujet, trouves: Leviers) -> list[str]:
    """What must be known to read the figures."""
    lues = []
    if trouves.avis or trouves.euros:
        incertain = sujet.evaluation.globale.min != sujet.evaluation.globale.max
        lues = [SIMULATION, ENSEMBLE, *([BORNES] if incertain else [])]
    if trouves.indicatif and trouves.euros:
        lues.append("Les euros sont ceux du chiffre indicatif (barème de 2013), non d’une convention.")
    if not trouves.complet:
        nombre = french.pluriel(trouves.evaluations, "évaluation")
        lues.append(f"La recherche a été arrêtée après {nombre} : d’autres ensembles, meilleurs, peuvent exister.")
    return lues


def sans_euros(sujet: Sujet) -> str:
    """That no lever moves the amount, a lump sum; or nothing."""
    return FORFAIT_FIXE if FORFAIT_FIXE in sujet.analyse.leviers.pourquoi_aucun else ""


def _pour_avis(sujet: Sujet, trouves: Leviers) -> Bloc:
    if not trouves.avis or trouves.avis_vise is None:
        return {}
    vise = sujet.mot_avis(trouves.avis_vise)
    seul = len(trouves.avis) == 1
    return {
        "titre": typo(f"Pour atteindre l’avis « {vise} »"),
        "chapeau": typo(
            "Le plus petit ensemble d’objectifs qui y suffit." if seul else "Les plus petits ensembles, au choix."
        ),
        "ensembles": [
            ensemble(sujet, levier, NOMS[len(levier.changements)] if seul else f"Choix {rang}")
            for rang, levier in enumerate(trouves.avis, 1)
        ],
    }  # fmt: skip


def _pour_euros(sujet: Sujet, trouves: Leviers) -> Bloc:
    if not trouves.euros:
        return {}
    return {
        "titre": typo("Pour le montant"),
        "chapeau": typo(
            "Le plus fort gain pour un, deux ou trois objectifs ; un de plus n’est montré que s’il rapporte."
            + (f" {AU_CHOIX}" if trouves.egaux else "")
        ),
        "ensembles": [ensemble(sujet, x, nom(trouves, x)) for x in trouves.pour_euros],
    }


def nom(trouves: Leviers, levier: Levier) -> str:
    """`Avec un objectif`, `Ou bien, avec un objectif`."""
    debut = NOMS[len(levier.changements)]
    return f"Ou bien, {debut[:1].lower()}{debut[1:]}" if levier in trouves.egaux else debut


def ensemble(sujet: Sujet, levier: Levier, nom: str) -> Bloc:
    """One set: its effect beside the present result, and its objectives, numbered."""
    return {
        "nom": nom,
        "effet": typo(effet(sujet, levier)),
        "gain": mots.euros_signes(levier.gain) if levier.gain else "",
        "objectifs": [objectif(sujet, c, str(rang)) for rang, c in enumerate(levier.changements, 1)],
    }


def effet(sujet: Sujet, levier: Levier) -> str:
    """`avis « favorable » ; montant 18 000 € (+ 1 274 €) ; score global 0,7512 (+ 0,0322)`."""
    parts = []
    if levier.avis != sujet.evaluation.modulation.avis_min:
        parts.append(f"avis « {sujet.mot_avis(levier.avis)} »")
    if levier.montant is not None and levier.gain:
        nom = "chiffre indicatif" if sujet.analyse.leviers.indicatif else "montant"
        parts.append(f"{nom} de {french.euros(levier.montant)} ({mots.euros_signes(levier.gain)})")
    parts.append(f"score global de {french.score(levier.score)} ({mots.points_signes(levier.gain_score)})")
    return " ; ".join(parts)


def objectif(sujet: Sujet, changement: Changement, rang: str) -> Bloc:
    """One objective, with its starting value, its target, and the clauses it answers."""
    question = sujet.referentiel.questionnaire.questions[changement.question]
    depart, cible = passage(question, changement.avant, changement.apres)
    clauses: list[Affichable] = [sujet.titre_clause(c) for c in changement.clauses if c in sujet.referentiel.textes]
    return {
        "rang": rang,
        "enonce": typo(_enonce(question, changement)),
        "question": typo(question.etiquette),
        "depart": depart,
        "cible": cible,
        "clauses": clauses,
    }


def _enonce(question: Question, changement: Changement) -> str:
    """The objective without the text of the level aimed at, which stands beside it as the target."""
    return question.objectif or changement.objectif if isinstance(question, QuestionNiveau) else changement.objectif


def _en_bref(sujet: Sujet, changement: Changement) -> str:
    question = sujet.referentiel.questionnaire.questions[changement.question]
    niveaux = (
        f" (niveau {changement.avant.valeur} → {changement.apres.valeur})" if isinstance(question, QuestionNiveau) else ""
    )
    return f"{_enonce(question, changement)}{niveaux}"


def meilleurs(sujet: Sujet) -> list[Affichable]:
    """For the first page: what would reach the next opinion, then the largest gain; two lines at most."""
    trouves = sujet.analyse.leviers
    choisis = [*trouves.avis[:1], *trouves.euros[-1:]]
    if len(choisis) == 2 and choisis[0].changements == choisis[1].changements:
        choisis.pop()
    return [
        {
            "objectifs": [typo(_en_bref(sujet, c)) for c in levier.changements],
            "effet": typo(effet(sujet, levier)),
            "voisins": typo(_voisins(sujet, trouves.voisins(levier))),
        }
        for levier in choisis
    ]


def _voisins(sujet: Sujet, egaux: tuple[Levier, ...]) -> str:
    """`autant d’euros avec : « … » ou « … »`, or nothing."""
    autres = [" et ".join(f"« {_en_bref(sujet, c)} »" for c in levier.changements) for levier in egaux]
    return f"autant d’euros avec {' ou avec '.join(autres)} ; l’un ou l’autre suffit" if autres else ""
