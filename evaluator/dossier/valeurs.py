"""From what a hand or a file wrote to a value of the question's type, and back. One entry per question type.

The journal stores what `ecrire` gives and reads it again with `lire`: the same rules hold for a file that was e-mailed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from evaluator import french
from evaluator.canonical import TROP_DE_MARQUES, Json, en_json, trop_de_marques
from evaluator.dossier.reponses import AUCUN, NON_CONNU, Cellule, Valeur
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Colonne,
    Option,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionDate,
    QuestionNiveau,
    QuestionNombre,
    QuestionOuiNon,
    QuestionRepartition,
    QuestionTableau,
    QuestionTexte,
)
from evaluator.questionnaire.scalars import montrer

LIGNES_MAX = 500
REFUS_MAX = 50  # of one value: each looks for the word that was meant, and a file may hold a hundred thousand
DENOMBREMENT_MAX = 10**9
_GRAND = 10**12
_OUI = {"oui": True, "non": False, "true": True, "false": False, "vrai": True, "faux": False}
_AUCUN = {"aucun", "aucune", "néant", "neant", "non", "-", "sans"}
_ZERO, _HAUT, _TOUS = Fraction(0), Fraction(NIVEAU_MAX), Fraction(DENOMBREMENT_MAX)
_DEMI = re.compile("[\ud800-\udfff]")  # half a character

Chemin = tuple[str | int, ...]


class Refus(Struct, frozen=True):
    """Why a raw value is no value of the question, and where inside it."""

    chemin: Chemin
    message: str


class ValeurRefusee(Exception):
    """Every refusal found in one raw value."""

    def __init__(self, refus: list[Refus]) -> None:
        self.refus = refus
        super().__init__(" ; ".join(r.message for r in refus))


class _Refus(list[Refus]):
    """The refusals of one value; raises `ValeurRefusee` with those found so far where there are enough of them."""

    def noter(self, *refus: Refus) -> None:
        self += refus
        if len(self) >= REFUS_MAX:
            raise ValeurRefusee(self)


def lire(question: Question, brut: object) -> Valeur:
    """The value that `brut` (YAML, JSON or typed text) means for `question`. Raises `ValeurRefusee`."""
    lecteur = LECTEURS[question.type]  # type: ignore[attr-defined]  # every concrete question has a type
    valeur: Valeur = lecteur(question, brut)
    return valeur


def ecrire(valeur: Valeur) -> Json:
    """JSON form of a value: integers as numbers, decimals and dates as text."""
    return en_json(valeur)


def _refuser(message: str, *chemin: str | int) -> ValeurRefusee:
    return ValeurRefusee([Refus(chemin, message)])


def lire_oui_non(brut: object) -> bool:
    if isinstance(brut, bool):
        return brut
    if isinstance(brut, str) and brut.strip().lower() in _OUI:
        return _OUI[brut.strip().lower()]
    raise _refuser(f"« oui » ou « non » attendu ; trouvé : {montrer(brut)}")


def lire_fraction(brut: object) -> Fraction:
    """An exact number. A bare decimal, an integer, or French writing (`20 400,50`, `12 %` as 12, `25 €`)."""
    if isinstance(brut, int | Decimal) and not isinstance(brut, bool):
        return Fraction(brut)
    if isinstance(brut, str) and (lu := french.lire_nombre(brut)) is not None:
        return lu
    raise _refuser(f"nombre attendu, par exemple 20400 ou 20 400,50 ; trouvé : {montrer(brut)}")


def _borner(valeur: Fraction, genre: str, minimum: Fraction, maximum: Fraction | None, unite: str | None) -> Fraction:
    if genre == "entier" and valeur.denominator != 1:
        raise _refuser(f"nombre entier attendu ; trouvé : {french.nombre(valeur, 6)}")
    if genre == "montant" and 100 % valeur.denominator:
        raise _refuser(f"un montant a deux décimales au plus ; trouvé : {french.nombre(valeur, 6)}")
    if abs(valeur.numerator) >= _GRAND * valeur.denominator or valeur.denominator > 10**6:
        raise _refuser("nombre trop grand ou trop précis")
    if _entre(valeur, minimum, maximum):
        return valeur

    def mots(v: Fraction) -> str:
        annee = genre == "entier" and unite is None and minimum >= 1000  # a year is written without a space
        return str(v) if annee else french.mesure(v, unite, 6)

    if maximum is None or valeur < minimum:
        raise _refuser(f"{mots(minimum)} au moins ; trouvé : {mots(valeur)}")
    raise _refuser(f"{mots(maximum)} au plus ; trouvé : {mots(valeur)}")


def _entre(valeur: Fraction | int, minimum: Fraction, maximum: Fraction | None) -> bool:
    """Compared as integers: a tenth of the time of two fractions."""
    n, m = valeur.numerator, valeur.denominator
    return n * minimum.denominator >= minimum.numerator * m and (
        maximum is None or n * maximum.denominator <= maximum.numerator * m
    )


def _entier(brut: object, minimum: Fraction, maximum: Fraction | None, unite: str | None) -> int:
    if type(brut) is int and -_GRAND < brut < _GRAND and _entre(brut, minimum, maximum):
        return brut
    return int(_borner(lire_fraction(brut), "entier", minimum, maximum, unite))


def lire_date(brut: object) -> date:
    if isinstance(brut, date):
        return brut
    if isinstance(brut, str) and (lue := french.lire_date(brut)) is not None:
        return lue
    if isinstance(brut, str) and re.fullmatch(r"\s*\d{1,2}[/.]\d{1,2}[/.]\d{4}\s*", brut):
        raise _refuser(f"{montrer(brut)} n’est pas un jour du calendrier (jour/mois/année)")
    raise _refuser(f"date attendue, par exemple 31/12/2024 ; trouvé : {montrer(brut)}")


def _texte(brut: object) -> str:
    if isinstance(brut, str):
        if _DEMI.search(brut):
            raise _refuser("texte mal codé : un caractère n’est pas de l’UTF-8")
        if trop_de_marques(brut):
            raise _refuser(TROP_DE_MARQUES)
        return unicodedata.normalize("NFC", brut)
    if isinstance(brut, int | Decimal) and not isinstance(brut, bool):
        return str(brut)
    raise _refuser(f"texte attendu (entre guillemets) ; trouvé : {montrer(brut)}")


def lire_option(brut: object, options: tuple[Option, ...]) -> str:
    """An option by its id, or by its exact wording."""
    if isinstance(brut, bool):
        brut = "oui" if brut else "non"
    nu = brut.strip() if isinstance(brut, str) else ""
    ids = [o.id for o in options]
    if nu in ids:
        return nu
    if isinstance(brut, str):
        for option in options:
            if option.libelle.casefold() == nu.casefold():
                return option.id
        raise _refuser(f"« {nu[:60]} » n’est pas une option{proche(nu, ids)} ; options : {', '.join(ids)}")
    raise _refuser(f"une option attendue ({', '.join(ids)}) ; trouvé : {montrer(brut)}")


# — one reader per question type ————————————————————————————————————————————————————————————————————————————


def _niveau(q: QuestionNiveau, brut: object) -> Valeur:
    return _entier(brut, _ZERO, _HAUT, None)


def _nombre(q: QuestionNombre, brut: object) -> Valeur:
    genre = q.type  # type: ignore[attr-defined]  # every concrete question has a type
    if isinstance(brut, str) and "%" in brut and q.unite != "%":
        raise _refuser(f"« % » inattendu : la valeur s’exprime en {q.unite or 'nombre'}")
    if genre == "entier":
        return _entier(brut, q.min, q.max, q.unite)
    return _borner(lire_fraction(brut), genre, q.min, q.max, q.unite)


def _lire_texte(q: QuestionTexte, brut: object) -> Valeur:
    texte = _texte(brut)
    if len(texte) > q.longueur_max:
        raise _refuser(f"texte trop long : {len(texte)} caractères, {q.longueur_max} au plus")
    if q.format:
        return _FORMATS[q.format](texte)
    return texte


def _siret(texte: str) -> str:
    from stdnum.exceptions import ValidationError as NumeroInvalide
    from stdnum.fr import siret

    nu = "".join(texte.split())
    try:
        return str(siret.validate(nu))
    except NumeroInvalide:
        raise _refuser(f"« {texte[:40]} » n’est pas un SIRET : 14 chiffres dont la clé est juste") from None


def _insee(texte: str) -> str:
    nu = texte.strip().upper()
    if re.fullmatch(r"(?:[0-9]{2}|2[AB])[0-9]{3}", nu):
        return nu
    perdu = re.fullmatch(r"[0-9]{4}", nu)  # a file that says 01004 without quotes says the number 1004
    aide = f" ; le 0 du début compte : 0{nu} (dans un fichier, entre guillemets)" if perdu else ""
    raise _refuser(f"« {texte[:40]} » n’est pas un code INSEE de commune : cinq caractères, par exemple 93066{aide}")


def _departement(texte: str) -> str:
    nu = texte.strip().upper().rjust(2, "0")
    metropole = re.fullmatch(r"[0-9]{2}", nu) and 1 <= int(nu) <= 95 and nu != "20"
    outre_mer = re.fullmatch(r"[0-9]{3}", nu) and 971 <= int(nu) <= 989
    if metropole or outre_mer or nu in ("2A", "2B"):
        return nu
    raise _refuser(f"« {texte[:40]} » n’est pas un numéro de département (01 à 95, 2A, 2B, 971…)")


_FORMATS: dict[str, Callable[[str], str]] = {"siret": _siret, "insee": _insee, "departement": _departement}


def _choix_multiple(q: QuestionChoixMultiple, brut: object) -> Valeur:
    if isinstance(brut, str):
        brut = [brut]
    if not isinstance(brut, list | tuple):
        raise _refuser(f"liste d’options attendue, par exemple [{q.options[0].id}] ; trouvé : {montrer(brut)}")
    refus = _Refus()
    choisies: set[str] = set()
    for rang, element in enumerate(brut):
        try:
            choisies.add(lire_option(element, q.options))
        except ValeurRefusee as erreur:
            refus.noter(*(Refus((rang, *r.chemin), r.message) for r in erreur.refus))
    if refus:
        raise ValeurRefusee(refus)
    exclusives = [o.id for o in q.options if o.exclusive and o.id in choisies]
    if exclusives and len(choisies) > 1:
        raise _refuser(f"« {exclusives[0]} » exclut les autres options")
    return tuple(o.id for o in q.options if o.id in choisies)


def _repartition(q: QuestionRepartition, brut: object) -> Valeur:
    ids = [c.id for c in q.categories] + [NON_CONNU]
    if not isinstance(brut, Mapping):
        raise _refuser(f"répartition attendue : {{{ids[0]}: 12, {ids[1]}: 30}} ; trouvé : {montrer(brut)}")
    refus = _Refus()
    valeurs: dict[str, int] = {}
    for cle, element in brut.items():
        if cle not in ids:
            nom = str(cle)[:60]
            message = f"« {nom} » n’est pas une catégorie{proche(nom, ids)} ; catégories : {', '.join(ids)}"
            refus.noter(Refus((cle,), message))
            continue
        if element is None:
            continue
        try:
            valeurs[cle] = _entier(element, _ZERO, _TOUS, None)
        except ValeurRefusee as erreur:
            libelle = next((c.libelle for c in q.categories if c.id == cle), "Non connu")
            refus.noter(*(Refus((cle, *r.chemin), f"« {libelle} » : {r.message}") for r in erreur.refus))
    if refus:
        raise ValeurRefusee(refus)
    return {nom: valeurs.get(nom, 0) for nom in ids}


def _tableau(q: QuestionTableau, brut: object) -> Valeur:
    if isinstance(brut, str) and brut.strip().lower() in _AUCUN:
        brut = []
    if not isinstance(brut, list | tuple):
        raise _refuser(f"liste de lignes attendue ([] s’il n’y a aucune {q.ligne}) ; trouvé : {montrer(brut)}")
    if len(brut) > LIGNES_MAX:
        raise _refuser(f"{len(brut)} lignes : {LIGNES_MAX} au plus")
    if len(brut) < q.lignes_min:
        raise _refuser(f"{q.lignes_min} ligne(s) au moins ; {len(brut)} ici")
    refus = _Refus()
    colonnes = {c.id: c for c in q.colonnes}
    lignes = tuple(_ligne(colonnes, rang, ligne, refus) for rang, ligne in enumerate(brut))
    if refus:
        raise ValeurRefusee(refus)
    return lignes


def _ligne(colonnes: Mapping[str, Colonne], rang: int, brut: object, refus: _Refus) -> dict[str, Cellule]:
    if not isinstance(brut, Mapping):
        refus.noter(Refus((rang,), f"ligne {rang + 1} : {{colonne: valeur}} attendu ; trouvé : {montrer(brut)}"))
        return {}
    ligne: dict[str, Cellule] = {}
    for cle, element in brut.items():
        if cle not in colonnes:
            nom = str(cle)[:60]
            refus.noter(Refus((rang, cle), f"ligne {rang + 1} : « {nom} » n’est pas une colonne"
                              f"{proche(nom, colonnes)} ; colonnes : {', '.join(colonnes)}"))  # fmt: skip
        elif not cellule_vide(element):
            try:
                ligne[cle] = lire_cellule(colonnes[cle], element)
            except ValeurRefusee as erreur:
                refus.noter(*(Refus((rang, cle), f"ligne {rang + 1}, « {cle} » : {r.message}") for r in erreur.refus))
    return {nom: ligne[nom] for nom in colonnes if nom in ligne}


def cellule_vide(brut: object) -> bool:
    """An empty cell is unknown."""
    return brut is None or (isinstance(brut, str) and not brut.strip())


def lire_cellule(colonne: Colonne, brut: object) -> Cellule:
    """The value of one cell. Raises `ValeurRefusee`."""
    match colonne.type:
        case "oui_non":
            return lire_oui_non(brut)
        case "choix":
            return lire_option(brut, colonne.options)
        case "date":
            return lire_date(brut)
        case "texte":
            if colonne.aucun:
                return _texte_ou_aucun(brut)
            return _borne_texte(_texte(brut))
    unite = "€" if colonne.type == "montant" else colonne.unite
    if colonne.type == "entier":
        return _entier(brut, colonne.min, colonne.max, unite)
    return _borner(lire_fraction(brut), colonne.type, colonne.min, colonne.max, unite)


def _texte_ou_aucun(brut: object) -> str:
    if isinstance(brut, bool):
        return "oui" if brut else AUCUN
    texte = _borne_texte(_texte(brut))
    return AUCUN if texte.strip().lower() in _AUCUN else texte


def _borne_texte(texte: str) -> str:
    if len(texte) > 4000:
        raise _refuser(f"texte trop long : {len(texte)} caractères, 4 000 au plus")
    return texte


def _oui_non(q: QuestionOuiNon, brut: object) -> Valeur:
    return lire_oui_non(brut)


def _choix(q: QuestionChoix, brut: object) -> Valeur:
    return lire_option(brut, q.options)


def _date(q: QuestionDate, brut: object) -> Valeur:
    return lire_date(brut)


LECTEURS: dict[str, Callable[..., Valeur]] = {
    "oui_non": _oui_non,
    "choix": _choix,
    "choix_multiple": _choix_multiple,
    "niveau": _niveau,
    "entier": _nombre,
    "decimal": _nombre,
    "montant": _nombre,
    "date": _date,
    "texte": _lire_texte,
    "repartition": _repartition,
    "tableau": _tableau,
}


def totaux(question: QuestionTableau, lignes: tuple[Mapping[str, Cellule], ...]) -> Iterator[tuple[Colonne, Fraction]]:
    """The running total of each column that has one, over the cells known."""
    for colonne in question.colonnes:
        if colonne.total:
            cellules = [ligne.get(colonne.id) for ligne in lignes]
            yield colonne, sum((Fraction(c) for c in cellules if isinstance(c, int | Fraction)), Fraction(0))
