"""The form of the decision: texts typed become a `Decision`, or the faults in words. No terminal, no dossier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from evaluator import french
from evaluator.dossier.actes import Convention, Decision, Recommandation, TypeConvention
from evaluator.dossier.auteur import Auteur

CONVENTIONS: dict[TypeConvention, str] = {"objectifs": "convention d’objectifs", "financiere": "convention financière"}
SANS_CONVENTION = "aucune"


class Champ(Struct, frozen=True):
    """One line of the form; `attendu` says what to write, and when it may stay empty."""

    id: str
    libelle: str
    attendu: str
    genre: Literal["montant", "texte", "date", "convention"] = "texte"
    requis: bool = False


class Faute(NamedTuple):
    """What is wrong, and the field to go to."""

    champ: str
    mots: str


CHAMPS: tuple[Champ, ...] = (
    Champ("montant", "Montant accordé", "euros entiers, par exemple 16 726", "montant", True),
    Champ("nom", "Nom", "la personne qui décide", requis=True),
    Champ("fonction", "Fonction", "sa fonction", requis=True),
    Champ("date", "Date", "par exemple 31/12/2024", "date", True),
    Champ("motif", "Motif", "si le montant n’est pas celui proposé, ou s’il n’y en a pas"),
    Champ("derogation", "Motif de dérogation", "au-delà du plafond de la circulaire seulement"),
    Champ("convention", "Convention", "aucune, d’objectifs ou financière ; Entrée pour changer", "convention"),
    Champ("debut", "Convention, début", "date, facultatif", "date"),
    Champ("fin", "Convention, fin", "date, facultatif", "date"),
    Champ("reference", "Convention, référence", "facultatif"),
    Champ("date_notification", "Décision notifiée le", "date, facultatif", "date"),
)
Textes = dict[str, str]


def prerempli(decision: Decision | None, recommandation: Recommandation, auteur: Auteur, jour: date) -> Textes:
    """What the form starts with: the decision that stands, else the recommendation and who is at work."""
    if decision is None:
        nomme = auteur != Auteur()
        return {
            "montant": "" if recommandation.montant is None else str(recommandation.montant),
            "nom": auteur.nom if nomme else "",
            "fonction": (auteur.fonction or "") if nomme else "",
            "date": french.jour(jour),
        }
    convention = decision.convention
    textes = {
        "montant": str(decision.montant),
        "nom": decision.nom,
        "fonction": decision.fonction,
        "date": french.jour(decision.date),
        "motif": decision.motif or "",
        "derogation": decision.derogation or "",
        "date_notification": _jour(decision.date_notification),
    }
    if convention is not None:
        textes |= {"convention": convention.type, "debut": _jour(convention.debut), "fin": _jour(convention.fin)}
        textes["reference"] = convention.reference or ""
    return textes


def _jour(valeur: date | None) -> str:
    return french.jour(valeur) if valeur else ""


def suivante(convention: str) -> str:
    """The next kind of convention, after the last one none."""
    genres = ["", *CONVENTIONS]
    return genres[(genres.index(convention) + 1) % len(genres)]


def montre(champ: Champ, texte: str) -> str:
    """What the form shows of one field."""
    if champ.genre == "convention":
        return next((mots for genre, mots in CONVENTIONS.items() if genre == texte), SANS_CONVENTION)
    if champ.genre == "montant" and (lu := french.lire_nombre(texte)) is not None:
        return french.euros(lu)
    return texte


def lire(textes: Mapping[str, str], recommandation: Recommandation) -> tuple[Decision | None, list[Faute]]:
    """The decision, or None and why there is none yet, in the order of the fields."""
    fautes: list[Faute] = []
    mots = {champ.id: textes.get(champ.id, "").strip() for champ in CHAMPS}
    dates: dict[str, date | None] = {}
    for champ in CHAMPS:
        if champ.requis and not mots[champ.id]:
            fautes.append(Faute(champ.id, f"{champ.libelle} : à remplir ({champ.attendu})"))
        elif champ.genre == "date":
            dates[champ.id] = french.lire_date(mots[champ.id])
            if mots[champ.id] and dates[champ.id] is None:
                dit = f"{champ.libelle} : « {mots[champ.id]} » n’est pas une date, par exemple 31/12/2024"
                fautes.append(Faute(champ.id, dit))
    montant = french.lire_nombre(mots["montant"])
    if mots["montant"] and (montant is None or montant.denominator != 1):
        dit = f"Montant accordé : « {mots['montant']} » n’est pas un nombre entier d’euros, par exemple 16 726"
        fautes.insert(0, Faute("montant", dit))
    jour = dates.get("date")
    convention = _convention(mots, dates)
    if convention is None and any(mots[nom] for nom in ("debut", "fin", "reference")):
        dit = "Convention : dites d’objectifs ou financière, ou effacez ses dates et sa référence"
        fautes.append(Faute("convention", dit))
    if fautes or montant is None or jour is None:
        return None, fautes
    return Decision(
        montant=montant.numerator,
        nom=mots["nom"],
        fonction=mots["fonction"],
        date=jour,
        motif=mots["motif"] or None,
        derogation=mots["derogation"] or None,
        convention=convention,
        date_notification=dates.get("date_notification"),
        recommandation=recommandation,
    ), []


def _convention(mots: Mapping[str, str], dates: Mapping[str, date | None]) -> Convention | None:
    for genre in CONVENTIONS:
        if mots["convention"] == genre:
            return Convention(genre, dates.get("debut"), dates.get("fin"), mots["reference"] or None)
    return None
