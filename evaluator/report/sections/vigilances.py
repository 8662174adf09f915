"""Points de vigilance by severity, with the clause quoted; then the contradictions that the controls found."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation.result import ResultatVigilance
from evaluator.evaluation.words import LIBELLES_CONTROLE, LIBELLES_GRAVITE, LIBELLES_STATUT
from evaluator.questionnaire.models import GRAVITES, Gravite, GraviteControle
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

GLYPHES: dict[Gravite, str] = {
    "ineligible": "⊘", "imperatif": "■", "majeure": "▲", "mineure": "△", "information": "○", "opportunite": "◆",
}  # fmt: skip
EFFETS: dict[Gravite, str] = {
    "ineligible": "Conduit à proposer l’irrecevabilité et un montant de 0 €.",
    "imperatif": "Plafonne l’avis proposé à « {avis} ».",
    "majeure": "Plafonne l’avis proposé à « {avis} » ; appelle un plan d’action.",
    "mineure": "Sans effet sur l’avis ; à traiter dans le dialogue de gestion.",
    "information": "Sans effet sur l’avis ; portée à la connaissance du lecteur.",
    "opportunite": "Signale un motif d’attribuer l’aide.",
}
GLYPHES_CONTROLE: dict[GraviteControle, str] = {"bloquant": "■", "alerte": "▲", "info": "○"}


def vigilances(sujet: Sujet) -> Bloc:
    toutes = sujet.evaluation.vigilances
    groupes: list[Affichable] = []
    citees: set[str] = set()
    for gravite in GRAVITES:
        if siennes := [v for v in toutes if v.gravite == gravite]:
            groupes.append({
                "id": gravite,
                "glyphe": GLYPHES[gravite],
                "titre": gravite_mot(gravite),
                "effet": effet(sujet, gravite),
                "compte": french.nombre(len(siennes), 0),
                "vigilances": [_vigilance(sujet, v, citees) for v in siennes],
            })  # fmt: skip
    return {"groupes": groupes, "total": french.nombre(len(toutes), 0), "controles": controles(sujet)}


def gravite_mot(gravite: Gravite) -> str:
    """The severity as a title."""
    mot = LIBELLES_GRAVITE[gravite]
    return mot[:1].upper() + mot[1:]


def effet(sujet: Sujet, gravite: Gravite) -> str:
    """What a severity does to the opinion, in the words of the grid."""
    grille = sujet.referentiel.grille
    avis = grille.lue.plafonnements.get(gravite) if gravite in ("imperatif", "majeure") else None
    return typo(EFFETS[gravite].replace("{avis}", grille.libelles_avis[avis] if avis else ""))


def _vigilance(sujet: Sujet, v: ResultatVigilance, citees: set[str]) -> Bloc:
    """One vigilance. What is certain quotes its clauses whole; what is only possible quotes those not quoted above it."""
    clauses = [c for c in v.clauses if c in sujet.referentiel.textes]
    rappels = [c for c in clauses if c in citees and v.statut == "possible"]
    citees.update(clauses)
    return {
        "id": v.id,
        "titre": typo(v.titre),
        "glyphe": GLYPHES[v.gravite],
        "gravite": gravite_mot(v.gravite),
        "certaine": v.statut == "certaine",
        "statut": LIBELLES_STATUT[v.statut],
        "reserve": "" if v.statut == "certaine" else typo("À vérifier, si les réponses qui manquent le confirment :"),
        "message": typo(v.message),
        "portee": (
            typo("Lecture de l’outil : ce point est une interprétation ou un repère, non une règle de la circulaire.")
            if v.portee == "lecture"
            else ""
        ),
        "clauses": [sujet.clause(c) for c in clauses if c not in rappels],
        "rappels": [sujet.clause(c) for c in rappels],
    }


def controles(sujet: Sujet) -> list[Affichable]:
    """Each contradiction found between answers, with the question it was found on."""
    questions = sujet.referentiel.questionnaire.questions
    return [
        {
            "glyphe": GLYPHES_CONTROLE[c.gravite],
            "gravite": LIBELLES_CONTROLE[c.gravite],
            "question": c.question,
            "etiquette": typo(questions[c.question].etiquette),
            "message": typo(c.message),
        }
        for c in sujet.evaluation.controles
    ]
