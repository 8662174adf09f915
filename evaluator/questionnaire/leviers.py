"""Levers compiled: what a residence may change in its answer to a question, as values ready to be put in place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct, field

from evaluator import french
from evaluator.questionnaire.atelier import Atelier
from evaluator.questionnaire.formula import types as t
from evaluator.questionnaire.models import (
    Colonne,
    LevierMultiple,
    LevierTableau,
    LevierValeur,
    Option,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNombre,
    QuestionTableau,
)
from evaluator.questionnaire.scalars import Brut, montrer
from evaluator.questionnaire.source import Chemin

Simple = bool | str | int | Fraction | date
MARQUE = re.compile(r"\{([^{}]*)\}")
_BOOLEENS: dict[Brut, bool] = {"oui": True, "non": False, True: True, False: False}


class LevierCompile(Struct, frozen=True):
    """One lever of one question, of one kind: `vers`, `ajouter` and `retirer`, `ligne`, or `lignes` with `mettre`."""

    objectif: str
    clauses: tuple[str, ...]
    vers: Simple | None = None
    ajouter: tuple[str, ...] = ()
    retirer: tuple[str, ...] = ()
    ligne: Mapping[str, Simple] | None = None
    lignes: t.Expression | None = None
    mettre: Mapping[str, Simple] = field(default_factory=dict)
    variante: str | None = None


class _Refus(Exception):
    pass


def compiler(atelier: Atelier, chemin: Chemin, question: Question, faits: Mapping[str, t.Type]) -> Iterator[LevierCompile]:
    """The levers that `question` declares, in their order; a level has none to declare. Faults go to `atelier`."""
    lus: Collection[LevierValeur | LevierMultiple | LevierTableau] = getattr(question, "leviers", ())
    for k, lu in enumerate(lus):
        ici = (*chemin, "leviers", k)
        if (objectif := lu.objectif or question.objectif) is None:
            atelier.faute(ici, "« objectif » manque : à la question, ou à ce levier")
            continue
        clauses = lu.clauses or question.clauses
        if isinstance(lu, LevierTableau):
            assert isinstance(question, QuestionTableau)
            yield from _tableau(atelier, ici, question, lu, clauses, faits)
        elif isinstance(lu, LevierMultiple):
            assert isinstance(question, QuestionChoixMultiple)
            if _options(atelier, ici, question, lu):
                yield LevierCompile(objectif, clauses, ajouter=lu.ajouter, retirer=lu.retirer)
        else:
            vers = _lue(atelier, (*ici, "vers"), _forme(question), lu.vers)
            if vers is not None:
                yield LevierCompile(objectif, clauses, vers=vers)


def _options(atelier: Atelier, ici: Chemin, question: QuestionChoixMultiple, lu: LevierMultiple) -> bool:
    """Every option named exists, and something changes."""
    ids = [o.id for o in question.options]
    exclusives = {o.id for o in question.options if o.exclusive}
    juste = True
    for cle, noms in (("ajouter", lu.ajouter), ("retirer", lu.retirer)):
        for rang, nom in enumerate(noms):
            if nom not in ids:
                atelier.faute((*ici, cle, rang), _pas_une_option(nom, ids))
                juste = False
            elif cle == "ajouter" and nom in exclusives:
                atelier.faute((*ici, cle, rang), f"« {nom} » exclut les autres options : un levier ne l'ajoute pas")
                juste = False
    if not lu.ajouter and not lu.retirer:
        atelier.faute(ici, "un levier de choix multiple dit « ajouter », « retirer », ou les deux")
        juste = False
    return juste


def _tableau(
    atelier: Atelier,
    ici: Chemin,
    question: QuestionTableau,
    lu: LevierTableau,
    clauses: tuple[str, ...],
    faits: Mapping[str, t.Type],
) -> Iterator[LevierCompile]:
    colonnes = {c.id: c for c in question.colonnes}
    for nom in MARQUE.findall(lu.objectif):
        if nom not in colonnes:
            atelier.faute((*ici, "objectif"), f"« {{{nom}}} » : {_pas_une_colonne(nom, colonnes)}")
    if lu.ajouter is not None and lu.lignes is None and lu.mettre is None:
        ligne = _cellules(atelier, (*ici, "ajouter"), colonnes, lu.ajouter)
        yield LevierCompile(lu.objectif, clauses, ligne=ligne, variante=lu.variante)
    elif lu.ajouter is None and lu.lignes is not None and lu.mettre:
        mettre = _cellules(atelier, (*ici, "mettre"), colonnes, lu.mettre)
        if mettre and all(colonnes[nom].appui for nom in mettre):
            atelier.faute((*ici, "mettre"), "ce levier ne change que la preuve : il doit changer ce qui est fait")
        lignes = atelier.formule((*ici, "lignes"), lu.lignes, faits, t.NOMBRE)
        if lignes and question.id not in lignes.noms:
            atelier.faute((*ici, "lignes"), f"la formule ne lit pas « {question.id} » : elle ne choisit aucune ligne")
        elif lignes:
            yield LevierCompile(lu.objectif, clauses, lignes=lignes, mettre=mettre, variante=lu.variante)
    else:
        atelier.faute(ici, "un levier de tableau dit soit « ajouter », soit « lignes » et « mettre »")


def _cellules(atelier: Atelier, ici: Chemin, colonnes: Mapping[str, Colonne], lues: Mapping[str, Brut]) -> dict[str, Simple]:
    """The cells of a row, in the order of the columns."""
    cellules: dict[str, Simple] = {}
    for nom, brut in lues.items():
        if nom not in colonnes:
            atelier.faute((*ici, nom), _pas_une_colonne(nom, colonnes))
            continue
        colonne = colonnes[nom]
        valeur = _lue(atelier, (*ici, nom), _Forme(colonne.type, colonne.options, colonne.min, colonne.max), brut)
        if valeur is not None:
            cellules[nom] = valeur
    return {nom: cellules[nom] for nom in colonnes if nom in cellules}


# — values ——————————————————————————————————————————————————————————————————————————————————————————————————


class _Forme(Struct, frozen=True):
    """What a question or a column takes."""

    genre: str
    options: tuple[Option, ...] = ()
    min: Fraction = Fraction(0)
    max: Fraction | None = None


def _forme(question: Question) -> _Forme:
    genre: str = question.type  # type: ignore[attr-defined]  # every concrete question has a type
    if isinstance(question, QuestionChoix):
        return _Forme(genre, question.options)
    if isinstance(question, QuestionNombre):
        return _Forme(genre, (), question.min, question.max)
    return _Forme(genre)


def _lue(atelier: Atelier, chemin: Chemin, forme: _Forme, brut: Brut) -> Simple | None:
    """The value that `brut` means; a fault gives None."""
    try:
        return _valeur(forme, brut)
    except _Refus as refus:
        atelier.faute(chemin, str(refus))
        return None


def _valeur(forme: _Forme, brut: Brut) -> Simple:
    match forme.genre:
        case "oui_non":
            return _oui_non(brut)
        case "choix":
            return _option(forme.options, brut)
        case "texte":
            return str(brut)
        case "date":
            if isinstance(brut, str) and (lue := french.lire_date(brut)) is not None:
                return lue
            raise _Refus(f"date attendue (2024-12-31 ou 31/12/2024) ; trouvé : {montrer(brut)}")
    return _nombre(forme, brut)


def _oui_non(brut: Brut) -> bool:
    if isinstance(brut, bool | str) and brut in _BOOLEENS:
        return _BOOLEENS[brut]
    raise _Refus(f"« oui » ou « non » attendu ; trouvé : {montrer(brut)}")


def _option(options: tuple[Option, ...], brut: Brut) -> str:
    ids = [o.id for o in options]
    nom = {True: "oui", False: "non"}[brut] if isinstance(brut, bool) else str(brut)
    if nom in ids:
        return nom
    raise _Refus(_pas_une_option(nom, ids))


def _nombre(forme: _Forme, brut: Brut) -> int | Fraction:
    lu = french.lire_nombre(str(brut)) if not isinstance(brut, bool) else None
    if lu is None:
        raise _Refus(f'nombre attendu (par exemple 3 ou "0,25") ; trouvé : {montrer(brut)}')
    if lu < forme.min or (forme.max is not None and lu > forme.max):
        haut = f" et {french.nombre(forme.max)} au plus" if forme.max is not None else ""
        raise _Refus(f"{french.nombre(forme.min)} au moins{haut} ; trouvé : {montrer(brut)}")
    if forme.genre == "entier":
        if lu.denominator != 1:
            raise _Refus(f"nombre entier attendu ; trouvé : {montrer(brut)}")
        return int(lu)
    return lu


def _pas_une_option(nom: str, ids: Collection[str]) -> str:
    return f"« {nom} » n'est pas une option{t.proche(nom, ids)} ; options : {', '.join(ids)}"


def _pas_une_colonne(nom: str, colonnes: Collection[str]) -> str:
    return f"« {nom} » n'est pas une colonne{t.proche(nom, colonnes)} ; colonnes : {', '.join(colonnes)}"
