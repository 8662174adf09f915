"""The schema of an answers file: the questions of a questionnaire, each with its options and its help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from evaluator.dossier.lecture_reponses import CLES, NOM_PIECE_MAX, NOTE_MAX, VISIBILITES
from evaluator.dossier.reponses import ETATS, NON_CONNU, SOURCES
from evaluator.dossier.valeurs import LIGNES_MAX
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    VOLETS,
    Colonne,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
    QuestionTexte,
)
from evaluator.schemas.formes import DEF_JOUR, REF_NOMBRE, decrire, exiger
from evaluator.schemas.mots import Noeud, Valeur, mots

_OUI_NON: Noeud = {"enum": ["oui", "non", True, False], "errorMessage": "« oui » ou « non » attendu"}
_TEXTE: Noeud = {"type": ["string", "number"]}


def reponses(r: Referentiel) -> dict[str, Noeud]:
    """A mapping from question id to a value, or to `{valeur, etat, source…}`."""
    q = r.questionnaire
    return {
        "Reponses": {
            "type": "object",
            "properties": {nom: _question(question) for nom, question in q.questions.items()},
            "additionalProperties": False,
        },
        "Annotation": _annotation(),
    }


def exemple(r: Referentiel) -> dict[str, Noeud]:
    """An example: the answers of one volet or of both, and the figures that are expected of them."""
    observation = _groupe("Observation", {
        "question": {"enum": list(r.questionnaire.questions)},
        "texte": {"type": "string"},
    })  # fmt: skip
    texte: Noeud = {"type": "string"}
    figures: Noeud = {volet: decrire({"type": "object"}, mots()["Attendu"][volet]) for volet in VOLETS}
    formes: dict[str, Noeud] = {
        "id": texte,
        "titre": texte,
        "presentation": texte,
        **{volet: {"$ref": "#/definitions/Reponses"} for volet in VOLETS},
        "observations": {"type": "array", "items": exiger(observation, ("texte",))},
        "attendu": {"type": "object", "properties": figures, "additionalProperties": False},
    }
    return {**reponses(r), "Exemple": _groupe("Exemple", formes)}


def _groupe(nom: str, formes: Mapping[str, Noeud]) -> Noeud:
    """A mapping with these keys and no other, under the words of `nom`."""
    proprietes: Noeud = {cle: decrire(forme, mots()[nom][cle]) for cle, forme in formes.items()}
    return {"type": "object", "properties": proprietes, "additionalProperties": False}


def _question(question: Question) -> Noeud:
    aide = [question.libelle, question.aide, f"Période : {question.periode}." if question.periode else None]
    return {
        "title": question.etiquette,
        "description": "\n\n".join(a for a in aide if a),
        "anyOf": [_VALEURS[question.type](question), {"$ref": "#/definitions/Annotation"}, {"type": "null"}],  # type: ignore[attr-defined]  # every concrete question has a type
    }


def _annotation() -> Noeud:
    piece = _groupe("Piece", {
        "nom": {"type": "string", "minLength": 1, "maxLength": NOM_PIECE_MAX},
        "sha256": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
        "visibilite": {"enum": list(VISIBILITES)},
    })  # fmt: skip
    texte: Noeud = {"type": ["string", "null"], "maxLength": NOTE_MAX}
    formes: dict[str, Noeud] = {
        "valeur": {},
        "etat": {"enum": list(ETATS)},
        "source": {"enum": list(SOURCES)},
        "note": texte,
        "motif": texte,
        "visibilite": {"enum": list(VISIBILITES)},
        "pieces": {"type": ["array", "null"], "items": exiger(piece, ("nom", "sha256"))},
        "a_revoir": dict(_OUI_NON),
    }
    return {**_groupe("ReponseDetaillee", {cle: formes[cle] for cle in CLES}), "minProperties": 1}


# — values ——————————————————————————————————————————————————————————————————————————————————————————————————


def _options(question: QuestionChoix | QuestionChoixMultiple | Colonne) -> Noeud:
    """An option by its id. The program also reads its exact wording: not here, so that the lists stay short."""
    return {"enum": [o.id for o in question.options], "enumDescriptions": [o.libelle for o in question.options]}


def _multiple(question: QuestionChoixMultiple) -> Noeud:
    return {"type": "array", "items": _options(question)}


def _niveau(question: QuestionNiveau) -> Noeud:
    niveaux: list[Valeur] = list(range(NIVEAU_MAX + 1))
    return {"enum": niveaux, "enumDescriptions": [f"{n} : {texte}" for n, texte in enumerate(question.niveaux)]}


def _nombre(question: QuestionNombre | Colonne) -> Noeud:
    noeud: Noeud = {"allOf": [dict(REF_NOMBRE)]}
    for cle, borne in (("minimum", question.min), ("maximum", question.max)):
        if borne is not None:
            noeud[cle] = _json(borne)
    return noeud


def _json(borne: Fraction) -> Valeur:
    return int(borne) if borne.denominator == 1 else float(borne)


def _texte(question: QuestionTexte) -> Noeud:
    return {**_TEXTE, "maxLength": question.longueur_max}


def _repartition(question: QuestionRepartition) -> Noeud:
    noms = {c.id: c.libelle for c in question.categories} | {NON_CONNU: "Non connu"}
    unite = question.unite or "nombre"
    proprietes: Noeud = {
        nom: {"title": libelle, "description": f"{libelle} : {unite}.", **REF_NOMBRE} for nom, libelle in noms.items()
    }
    return {"type": "object", "properties": proprietes, "additionalProperties": False}


def _tableau(question: QuestionTableau) -> Noeud:
    proprietes: Noeud = {}
    for c in question.colonnes:
        aide = c.aide or f"Colonne « {c.libelle} » ; une cellule vide est inconnue."
        proprietes[c.id] = {"title": c.libelle, "description": aide, "anyOf": [_CELLULES[c.type](c), {"type": "null"}]}
    ligne: Noeud = {"type": "object", "properties": proprietes, "additionalProperties": False}
    return {"type": "array", "maxItems": LIGNES_MAX, "items": ligne}


_CELLULES: dict[str, Callable[[Colonne], Noeud]] = {
    "oui_non": lambda c: dict(_OUI_NON),
    "choix": _options,
    "entier": _nombre,
    "decimal": _nombre,
    "montant": _nombre,
    "date": lambda c: dict(DEF_JOUR),
    "texte": lambda c: dict(_TEXTE),
}
_VALEURS: dict[str, Callable[..., Noeud]] = {
    "oui_non": lambda q: dict(_OUI_NON),
    "choix": _options,
    "choix_multiple": _multiple,
    "niveau": _niveau,
    "entier": _nombre,
    "decimal": _nombre,
    "montant": _nombre,
    "date": lambda q: dict(DEF_JOUR),
    "texte": _texte,
    "repartition": _repartition,
    "tableau": _tableau,
}
