"""The bytes that a report carried, read as what they are: data of unknown origin. Everything is checked, and bounded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from msgspec import Struct

from evaluator.canonical import Json, octets_canoniques
from evaluator.dossier.charges import LECTURES, Reponse
from evaluator.dossier.lignes import LigneIllisible, lire_ligne, sans_textes
from evaluator.dossier.reponses import ETATS, SOURCES, Volet
from evaluator.errors import FaultyInput, Faute
from evaluator.modele import convertir
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.models import VOLETS
from evaluator.questionnaire.scalars import montrer
from evaluator.report.entree.composition import FORMAT, TAILLE_MAX, VERSION

OU = "données jointes"
STRUCTURE_MAX = 512 * 1024  # bytes outside texts; an example has 16 000
GUILLEMETS_MAX = 1_000_000
REPONSES_MAX = 5000
FAUTES_MAX = 20


class Entree(Struct, frozen=True):
    """Of one volet. `reponses` and `gele` have their shape; whether they mean something is for `recalcul`."""

    programme: str
    modele: str
    jour: date
    dossier: str
    nom: str
    volet: Volet
    exercice: int | None
    reponses: Mapping[str, Reponse]
    gele: Mapping[str, Json]
    empreintes: Mapping[str, str | None]
    resultat: Mapping[str, Json]
    evenements: int
    empreinte: str
    arbre: Mapping[str, Json]  # all of it, as it was read


def lire(octets: bytes) -> Entree:
    """Raises `FaultyInput` with what is wrong, where, and what was expected."""
    arbre = _arbre(octets)
    version = arbre.get("version")
    if arbre.get("format") == FORMAT and isinstance(version, int) and version > VERSION:
        raise _refus(f"format v {version} : cette version du programme connaît le format v {VERSION} ;"
                     " il en faut une plus récente")  # fmt: skip
    lecteur = _Lecteur()
    lecteur.groupe("", arbre, FORME)
    if lecteur.fautes:
        raise FaultyInput(lecteur.fautes[:FAUTES_MAX])
    return _entree(arbre)


def _refus(message: str) -> FaultyInput:
    return FaultyInput([Faute(message, OU)])


def _arbre(octets: bytes) -> dict[str, Json]:
    if len(octets) > TAILLE_MAX:
        raise _refus(f"plus de {TAILLE_MAX // 1024 // 1024} Mo : refusé")
    if octets.count(b'"') > GUILLEMETS_MAX or len(sans_textes(octets)) > STRUCTURE_MAX:
        raise _refus("trop de valeurs pour une évaluation : refusé")
    try:
        arbre = lire_ligne(octets)
        canoniques = octets_canoniques(arbre)
    except LigneIllisible as erreur:
        raise _refus(f"{erreur} ; attendu : le JSON que le programme joint à un rapport") from None
    except (ValueError, RecursionError):
        raise _refus("nombre trop long pour être écrit") from None
    if canoniques != octets:
        raise _refus("ce JSON n’est pas sous sa forme canonique (clés triées, sans espace, NFC) : il a été récrit")
    return arbre


# — what each place must hold ———————————————————————————————————————————————————————————————————————————————

Test = Callable[[Json], bool]
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Attendu(Struct, frozen=True):
    """One value: in words, and as a test."""

    mots: str
    convient: Test


def _texte(longueur: int) -> Attendu:
    return Attendu(f"un texte de {longueur} caractères au plus", lambda v: isinstance(v, str) and len(v) <= longueur)


def _entier(minimum: int, maximum: int) -> Attendu:
    return Attendu(f"un entier de {minimum} à {maximum}", lambda v: type(v) is int and minimum <= v <= maximum)


def _parmi(*choix: str) -> Attendu:
    return Attendu(" ou ".join(choix), lambda v: isinstance(v, str) and v in choix)


def _ou_rien(attendu: Attendu) -> Attendu:
    return Attendu(f"{attendu.mots}, ou null", lambda v: v is None or attendu.convient(v))


def _jour(valeur: Json) -> bool:
    try:
        return isinstance(valeur, str) and date.fromisoformat(valeur).isoformat() == valeur
    except ValueError:
        return False


def _de_forme(mots: str, forme: re.Pattern[str]) -> Attendu:
    return Attendu(mots, lambda v: isinstance(v, str) and bool(forme.fullmatch(v)))


_EMPREINTE = _de_forme("une empreinte SHA-256 (64 caractères de 0 à f)", _SHA256)
_ID = _de_forme("un identifiant de dossier (UUID)", _UUID)
_GROUPE = Attendu("un groupe « clé: valeur »", lambda v: isinstance(v, dict))
_VALEUR = Attendu("une valeur", lambda v: True)

Forme = Mapping[str, "Attendu | Forme"]
REPONSE: Forme = {
    "etat": _parmi(*ETATS),
    "valeur": _VALEUR,
    "source": _ou_rien(_parmi(*SOURCES)),
    "motif": _ou_rien(_texte(200_000)),
}
FORME: Forme = {
    "format": _parmi(FORMAT),
    "version": _entier(VERSION, VERSION),
    "programme": _texte(60),
    "rapport": {"modele": _texte(60), "date": Attendu("une date, 2024-12-31", _jour)},
    "dossier": {"id": _ID, "nom": _texte(300), "volet": _parmi(*VOLETS), "exercice": _ou_rien(_entier(0, 9999))},
    "reponses": Attendu(
        f"un groupe « question: réponse » de {REPONSES_MAX} questions au plus",
        lambda v: isinstance(v, dict) and len(v) <= REPONSES_MAX,
    ),
    "gele": {
        "questionnaire": _GROUPE,
        "grille_defaut": _GROUPE,
        "grille_locale": _ou_rien(_GROUPE),
        "textes": _GROUPE,
        "baremes": _GROUPE,
    },
    "empreintes": {
        "questionnaire": _EMPREINTE,
        "grille_defaut": _EMPREINTE,
        "grille_locale": _ou_rien(_EMPREINTE),
        "textes": _EMPREINTE,
        "baremes": _EMPREINTE,
    },
    "resultat": _GROUPE,
    "journal": {"evenements": _entier(1, 10**9), "empreinte": _EMPREINTE},
}


class _Lecteur:
    def __init__(self) -> None:
        self.fautes: list[Faute] = []

    def groupe(self, ou: str, brut: Json, forme: Forme) -> None:
        if not isinstance(brut, dict):
            self.faute(ou, f"un groupe « clé: valeur » est attendu ; trouvé : {montrer(brut)}")
            return
        for cle in brut:
            if cle not in forme and len(self.fautes) < FAUTES_MAX:
                self.faute(_sous(ou, cle), f"clé inconnue ici{proche(cle[:60], forme)} ; attendues : {', '.join(forme)}")
        for cle, attendu in forme.items():
            ici = _sous(ou, cle)
            if cle not in brut:
                self.faute(ici, "manque")
            elif isinstance(attendu, Mapping):
                self.groupe(ici, brut[cle], attendu)
            elif not attendu.convient(brut[cle]):
                self.faute(ici, f"{montrer(brut[cle])} ne convient pas ; attendu : {attendu.mots}")
            elif ici == "reponses":
                self.reponses(ici, cast(dict[str, Json], brut[cle]))

    def reponses(self, ou: str, brut: dict[str, Json]) -> None:
        for nom, reponse in brut.items():
            if not 0 < len(nom) <= 60:
                self.faute(_sous(ou, nom), "identifiant de question trop long, ou vide")
            self.groupe(_sous(ou, nom), reponse, REPONSE)

    def faute(self, ou: str, message: str) -> None:
        self.fautes.append(Faute(f"« {ou} » : {message}" if ou else message, OU))


def _sous(ou: str, cle: str) -> str:
    return f"{ou}.{cle[:60]}" if ou else cle[:60]


def _entree(arbre: dict[str, Json]) -> Entree:
    def groupe(cle: str) -> dict[str, Json]:
        return cast(dict[str, Json], arbre[cle])

    rapport, dossier, journal = groupe("rapport"), groupe("dossier"), groupe("journal")
    brutes = cast(dict[str, dict[str, Json]], arbre["reponses"])
    return Entree(
        programme=cast(str, arbre["programme"]),
        modele=cast(str, rapport["modele"]),
        jour=date.fromisoformat(cast(str, rapport["date"])),
        dossier=cast(str, dossier["id"]),
        nom=cast(str, dossier["nom"]),
        volet=cast(Volet, dossier["volet"]),
        exercice=cast("int | None", dossier["exercice"]),
        reponses={nom: convertir(Reponse, {"question": nom, **brute}, LECTURES) for nom, brute in brutes.items()},
        gele=groupe("gele"),
        empreintes=cast("dict[str, str | None]", groupe("empreintes")),
        resultat=groupe("resultat"),
        evenements=cast(int, journal["evenements"]),
        empreinte=cast(str, journal["empreinte"]),
        arbre=arbre,
    )
