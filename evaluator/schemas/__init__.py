"""The JSON Schema of every kind of file that is edited, for editors: `agls questionnaire --schema`, `make schemas`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from evaluator.errors import WrongUse
from evaluator.modele import Modele
from evaluator.questionnaire.bareme import BaremesLus
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionnaireLu, Section, Vigilance
from evaluator.questionnaire.scalars import Liste
from evaluator.questionnaire.textes import TextesLus
from evaluator.report.modeles import ModelesLus
from evaluator.schemas import parametres, reponses
from evaluator.schemas.formes import (
    DEF_NOMBRE,
    DIALECTE,
    NOMBRE,
    decrire,
    definitions,
    est_noeud,
    par_type,
)
from evaluator.schemas.mots import Noeud, mot


class VigilancesLues(Modele, frozen=True):
    """`vigilances.yaml`."""

    vigilances: Liste[Vigilance]


class Sorte(Struct, frozen=True):
    """A kind of file. `racine`: the definition that the whole file is."""

    titre: str
    racine: str
    definitions: Callable[[Referentiel], dict[str, Noeud]]


def _tete(_: Referentiel) -> dict[str, Noeud]:
    """`questionnaire.yaml`: its sections and vigilances are names of files."""
    tout = definitions(QuestionnaireLu)
    tete = tout["QuestionnaireLu"]
    proprietes = tete["properties"]
    assert est_noeud(proprietes)
    nom: Noeud = {
        "type": "string",
        "pattern": "^[A-Za-z0-9_]+$",
        "patternErrorMessage": "nom d’un fichier de ce dossier, sans « .yaml » : lettres, chiffres et « _ »",
    }
    noms: Noeud = {"type": "array", "minItems": 1, "items": nom}
    proprietes |= {
        cle: decrire(forme, mot(QuestionnaireLu, cle)) for cle, forme in (("sections", noms), ("vigilances", nom))
    }
    return {nom: tout[nom] for nom in ("QuestionnaireLu", "Axe", "Indicateur")}


def _seul(modele: type[Modele]) -> Callable[[Referentiel], dict[str, Noeud]]:
    """A kind whose keys are all known in advance."""
    return lambda _: definitions(modele)


SORTES: dict[str, Sorte] = {
    "questionnaire": Sorte("Tête d’un questionnaire", "QuestionnaireLu", _tete),
    "section": Sorte("Section d’un questionnaire", "Section", lambda _: par_type(definitions(Section))),
    "vigilances": Sorte("Points de vigilance", "VigilancesLues", _seul(VigilancesLues)),
    "grille": Sorte("Grille entière", "GrilleLue", parametres.grille),
    "surcouche": Sorte("Grille d’un service, posée sur la grille par défaut", "GrilleLue", parametres.surcouche),
    "bareme": Sorte("Barèmes", "BaremesLus", _seul(BaremesLus)),
    "clauses": Sorte("Registre des clauses", "TextesLus", _seul(TextesLus)),
    "reponses": Sorte("Fichier de réponses", "Reponses", reponses.reponses),
    "exemple": Sorte("Exemple", "Exemple", reponses.exemple),
    "modeles": Sorte("Modèles de rapport", "ModelesLus", _seul(ModelesLus)),
}


def choisir(nom: str) -> Sorte:
    """The kind of this name. Raises `WrongUse`, which names those that exist."""
    if (sorte := SORTES.get(nom)) is None:
        trouve = f"« {nom} » n’est pas un schéma{proche(nom, SORTES)}" if nom else "dites lequel"
        raise WrongUse(f"--schema : {trouve} ; schémas : {', '.join(SORTES)}")
    return sorte


def schema(nom: str, referentiel: Referentiel) -> Noeud:
    """The schema of a kind of file, with the names of `referentiel` where the file uses some."""
    sorte = choisir(nom)
    defs = sorte.definitions(referentiel)
    racine = defs.pop(sorte.racine)
    noeud: Noeud = {"$schema": DIALECTE, "title": sorte.titre, **racine}
    tout: Noeud = {**defs, NOMBRE: dict(DEF_NOMBRE)}
    noeud["definitions"] = {cle: tout[cle] for cle in sorted(tout)}
    return noeud


def en_texte(noeud: Noeud) -> str:
    return json.dumps(noeud, ensure_ascii=False, indent=1) + "\n"


def ecrire(dossier: Path, referentiel: Referentiel) -> None:
    """One file per kind in `dossier`."""
    dossier.mkdir(exist_ok=True)
    for nom in SORTES:
        (dossier / f"{nom}.json").write_text(en_texte(schema(nom, referentiel)), encoding="utf-8", newline="\n")


__all__ = ["SORTES", "Sorte", "choisir", "ecrire", "en_texte", "schema"]
