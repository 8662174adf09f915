"""Small questionnaires made for one purpose each, on the fixed questions that the amount is computed from.

`mini()` has one scored question whose value *is* the global score, so that the figures of the model can be set exactly.
`build()` makes any other one from plain trees.
"""

from __future__ import annotations

import copy
from fractions import Fraction as F
from functools import cache

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.dossier.valeurs import lire
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.checks import FIXES
from evaluator.questionnaire.load import Referentiel, Sources, assembler, charger, sources_livrees
from evaluator.questionnaire.source import Source

NSP = Reponse("ne_sait_pas")
NR = Reponse()
SO = Reponse("sans_objet", motif="sans rapport avec la résidence")

BANDS = [
    {"avis": "defavorable", "libelle": "défavorable", "de": 0, "a": "0,35"},
    {"avis": "reserve", "libelle": "réservé", "de": "0,35", "a": "0,50"},
    {"avis": "favorable_avec_reserves", "libelle": "favorable avec réserves", "de": "0,50", "a": "0,65"},
    {"avis": "favorable", "libelle": "favorable", "de": "0,65", "a": 1},
]


@cache
def shipped() -> Referentiel:
    return charger()


@cache
def _shipped_sources() -> Sources:
    return sources_livrees()


def shipped_question(name: str) -> dict:
    """A question of annex I as it is shipped, without its controls (they read questions that may be absent here)."""
    for section in _shipped_sources().questionnaire.arbre["sections"]:
        for question in section["questions"]:
            if question["id"] == name:
                return {k: copy.deepcopy(v) for k, v in question.items() if k != "controles"}
    raise KeyError(name)


def shipped_vigilances(*names: str) -> list[dict]:
    lues = _shipped_sources().questionnaire.arbre["vigilances"]
    return [copy.deepcopy(v) for v in lues if v["id"] in names]


INELIGIBLE = ("V01", "V01-RA", "V02")


def vigilance(name: str, si: str, gravite: str) -> dict:
    return {"id": name, "titre": name, "si": si, "gravite": gravite, "clauses": ["A0"], "message": f"Message {name}."}


def grid(**changes: object) -> dict:
    """A whole grid with the parameters of the model and no floor; `changes` replace top-level keys."""
    rule = {"titre": "Règle", "maximum": "0,20", "clauses": ["A0"], "message": "Plus de {maximum}."}
    tree = {
        "id": "essai",
        "version": "1.0.0",
        "titre": "Grille d’essai",
        "questionnaire": "essai",
        "poids_axes": {"A1": 1},
        "modulation": {"courbe": [["0,35", 0], ["0,80", 1]]},
        "avis": BANDS,
        "plafonnements": {"imperatif": "reserve", "majeure": "favorable_avec_reserves"},
        "completude_min": "0,80",
        "sans_objet": {"id": "V-SANS-OBJET", "gravite": "majeure", **rule},
        "declaratif": {"id": "V-DECLARATIF", "gravite": "mineure", **rule},
        "derogation": {
            "conditions": [
                {"libelle": "publics", "si": "score_besoin ≥ 0,50"},
                {"libelle": "actions", "si": "score_reponse ≥ 0,50"},
            ]
        },
    }
    tree.update(changes)
    return tree


def floor(name: str, element: str, minimum: str, gravite: str) -> dict:
    return {"id": name, "element": element, "minimum": minimum, "gravite": gravite, "titre": name,
            "clauses": ["A0"], "message": f"Message {name}."}  # fmt: skip


def build(
    questions: list[dict],
    indicators: dict[str, str],
    vigilances: list[dict] = (),  # type: ignore[assignment]
    local: dict | None = None,
    fixed: dict[str, dict] | None = None,
    **grid_changes: object,
) -> Referentiel:
    """`questions` beside the fixed ones; `indicators` maps an indicator to its axis. Axes are those named there."""
    axes = sorted(set(indicators.values()))
    fixed_questions = [{**shipped_question(n), **(fixed or {}).get(n, {})} for n in FIXES]
    tree = {
        "id": "essai",
        "version": "1.0.0",
        "titre": "Questionnaire d’essai",
        "sections": [
            {"id": "fixes", "titre": "Fixes", "questions": fixed_questions},
            {"id": "notees", "titre": "Notées", "questions": questions},
        ],
        "axes": [{"id": a, "titre": a} for a in axes],
        "indicateurs": [{"id": i, "axe": a, "libelle": i} for i, a in indicators.items()],
        "vigilances": [*shipped_vigilances(*INELIGIBLE), *vigilances],
    }
    weights = {"poids_axes": dict.fromkeys(axes, 1)}
    base = _shipped_sources()
    return assembler(
        Sources(
            Source(tree, "essai"),
            Source(grid(**{**weights, **grid_changes}), "grille"),
            base.textes,
            base.baremes,
            Source(local, "locale") if local else None,
        )
    )


def question(name: str, kind: str, **keys: object) -> dict:
    return {"id": name, "libelle": f"Question {name} ?", "type": kind, **keys}


LEVELS = ["Absent.", "Déclaré.", "En partie.", "Suivi."]
LINE = [[0, 0], [1, 1]]


def scored(name: str, dimension: str = "reponse", indicateur: str = "I1", **keys: object) -> dict:
    """A number in [0, 1] that is its own score."""
    notation = {"formule": name, "courbe": LINE}
    return question(name, "decimal", max=1, dimension=dimension, indicateur=indicateur, notation=notation, **keys)


@cache
def mini(**options: object) -> Referentiel:
    """Global score = `note`. `maj` fires a majeure, `imp` an imperatif, `faute` a blocking control."""
    questions = [
        scored("note", sans_objet="refuse"),
        question("maj", "oui_non"),
        question("imp", "oui_non", sans_objet="refuse", imperatif=True),
        question("faute", "oui_non", controles=[{"si": "faute", "gravite": "bloquant", "message": "Contradiction."}]),
    ]
    vigilances = [vigilance("MAJ", "maj", "majeure"), vigilance("IMP", "imp", "imperatif")]
    changes = {k: v if not isinstance(v, tuple) else dict(v) for k, v in options.items()}
    return build(questions, {"I1": "A1"}, vigilances, **changes)


ONE_ROW = {"financeur": "departement", "nature": "subvention", "objet": "gls", "montant": 12000, "statut": "acquis",
           "poste_finance": "aucun"}  # fmt: skip
WORKED = {
    "type_structure": "residence_sociale",
    "nb_logements": 86,
    "nb_menages": 80,
    "exercice": 2024,
    "type_demande": "renouvellement",
    "montant_demande": 20400,
    "agls_n1_accordee": 15000,
    "derogation_demandee": False,
    "cout_gls": 41000,
    "cofinancements": [ONE_ROW],
    "note": "0,7325",
    "maj": False,
    "imp": False,
    "faute": False,
}


def answer(ref: Referentiel, name: str, value: object, source: str | None = "document") -> Reponse:
    if isinstance(value, Reponse):
        return value
    q = ref.questionnaire.questions[name]
    if isinstance(value, F):
        return Reponse("renseignee", value, source)
    return Reponse("renseignee", lire(q, value), source)


def answers(ref: Referentiel, values: dict[str, object], volet: str = "constat") -> Reponses:
    """Values as a person would write them (or whole `Reponse`s), for the questions that `ref` has."""
    kept = {n: answer(ref, n, v) for n, v in values.items() if n in ref.questionnaire.questions}
    return Reponses(volet, kept)


def worked(ref: Referentiel | None = None, volet: str = "constat", **changes: object):
    """The evaluation of the worked example of the model, with some answers changed."""
    ref = ref or mini()
    return evaluer(ref, answers(ref, {**WORKED, **changes}, volet))


def by_status(e, status: str) -> set[str]:
    return {v.id for v in e.vigilances if v.statut == status}


def ends(e) -> tuple:
    m = e.modulation.montants
    return m.montant, m.montant_min, m.montant_max
