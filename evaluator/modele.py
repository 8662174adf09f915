"""What is read from outside, as typed values: the shape that is expected, and every place where a tree does not have it.

msgspec makes the classes and fills them, in no time where all is well; it stops at the first fault. Whoever writes a YAML
file wants them all, each at its place: where msgspec refuses, the tree is walked again beside the types (`MalForme.ecarts`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields, replace

from evaluator.questionnaire.source import Chemin

M = TypeVar("M", bound=Struct)
Lectures = Mapping[type, Callable[[object], object]]  # how a class of our own is read; `ValueError` says what was expected
Genre = Literal[
    "manque", "inconnu", "type", "choix", "valeur", "vide", "trop_long", "forme", "limite", "elements", "etiquette",
]  # fmt: skip


class Modele(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what is read: no unknown key, no silent conversion, no later change."""


class Ecart(Struct, frozen=True):
    """One place where a tree is not as expected. `attendu`: the type, the choices, the limit, or the words that say it."""

    chemin: Chemin
    genre: Genre
    lu: object = None
    attendu: object = None


class MalForme(ValueError):
    """A tree that is no `modele`. `premier`: the first fault, in the words of msgspec."""

    def __init__(self, modele: type[Struct], arbre: object, lectures: Lectures, premier: str) -> None:
        self.modele, self.arbre, self.lectures, self.premier = modele, arbre, lectures, premier
        super().__init__(premier)

    def ecarts(self) -> Iterator[Ecart]:
        """All of them, looked for as they are asked for; at least one."""
        trouves = _Visite(self.lectures).ecarts((), forme(self.modele), self.arbre)
        yield next(trouves, Ecart((), "valeur", self.arbre, self.premier))
        yield from trouves


def convertir(modele: type[M], arbre: object, lectures: Lectures) -> M:
    """`arbre` (mappings, lists, texts, numbers) as a `modele`. Raises `MalForme`."""

    def lire_classe(classe: type, valeur: object) -> object:
        return valeur if classe is object else lectures[classe](valeur)

    try:
        return msgspec.convert(arbre, modele, dec_hook=lire_classe)
    except msgspec.ValidationError as erreur:
        raise MalForme(modele, arbre, lectures, str(erreur)) from None


class Forme(Struct, frozen=True):
    """An annotation, taken apart. `formes`: those of a union, or of what a list or a mapping (keys, values) holds.

    `vide`: nothing will do as well. `classe`: a model, or a class of our own. `meta`: limits, and words for an editor.
    """

    genre: Literal["union", "groupe", "table", "liste", "choix", "texte", "entier", "booleen", "propre"]
    formes: tuple[Forme, ...] = ()
    choix: tuple[object, ...] = ()
    vide: bool = False
    classe: type = object
    meta: Meta = Meta()


_SIMPLES: dict[object, Literal["texte", "entier", "booleen"]] = {str: "texte", int: "entier", bool: "booleen"}


def forme(attendu: object) -> Forme:
    """What an annotation of a model asks for."""
    meta = Meta()
    if get_origin(attendu) is Annotated:
        attendu, meta = get_args(attendu)
    origine, dedans = get_origin(attendu), get_args(attendu)
    if origine in (Union, UnionType):
        formes = tuple(forme(t) for t in dedans if t is not NoneType)
        seule = formes[0] if len(formes) == 1 else Forme("union", formes)
        return replace(seule, vide=len(formes) < len(dedans))
    if origine is Literal:
        return Forme("choix", choix=dedans)
    if origine in (tuple, list):
        return Forme("liste", (forme(dedans[0]),), meta=meta)
    if origine is dict:
        return Forme("table", (forme(dedans[0]), forme(dedans[1])))
    if attendu in _SIMPLES:
        return Forme(_SIMPLES[attendu], meta=meta)
    assert isinstance(attendu, type)
    return Forme("groupe" if issubclass(attendu, Struct) else "propre", classe=attendu, meta=meta)


class Champ(Struct, frozen=True):
    """One key of a model."""

    nom: str
    forme: Forme
    exige: bool
    defaut: object  # `msgspec.NODEFAULT` where there is none


@cache
def champs(classe: type[Struct]) -> tuple[Champ, ...]:
    return tuple(Champ(c.encode_name, forme(c.type), c.required, c.default) for c in fields(classe))


def modeles(modele: type[Struct]) -> Iterator[type[Struct]]:
    """`modele` and every model below it."""
    vus: set[type] = set()
    pile = [forme(modele)]
    while pile:
        vue = pile.pop()
        pile += vue.formes
        if vue.genre == "groupe" and vue.classe not in vus:
            vus.add(vue.classe)
            yield vue.classe
            pile += [champ.forme for champ in champs(vue.classe)]


class _Visite:
    """A tree and the form of a model, side by side."""

    def __init__(self, lectures: Lectures) -> None:
        self._lectures = lectures

    def ecarts(self, ou: Chemin, vue: Forme, lu: object) -> Iterator[Ecart]:
        match vue.genre, lu:
            case _, None if vue.vide:
                return
            case "union", _:
                yield from self._union(ou, vue, lu)
            case "groupe", dict():
                yield from self._groupe(ou, vue.classe, lu)
            case "table", dict():
                for cle, valeur in lu.items():
                    yield from self.ecarts((*ou, cle), vue.formes[0], cle)
                    yield from self.ecarts((*ou, cle), vue.formes[1], valeur)
            case "liste", list():
                yield from _elements(ou, vue.meta, lu)
                for rang, valeur in enumerate(lu):
                    yield from self.ecarts((*ou, rang), vue.formes[0], valeur)
            case "choix", _:
                if not any(type(lu) is type(admis) and lu == admis for admis in vue.choix):
                    yield Ecart(ou, "choix", lu, vue.choix)
            case "texte", str():
                yield from _texte(ou, vue.meta, lu)
            case "booleen", bool():
                return
            case "entier", int() if not isinstance(lu, bool):
                yield from _limites(ou, vue.meta, lu)
            case "propre", _:
                yield from self._propre(ou, vue.classe, lu)
            case _:
                yield Ecart(ou, "type", lu, "groupe" if vue.genre == "table" else vue.genre)

    def _union(self, ou: Chemin, vue: Forme, lu: object) -> Iterator[Ecart]:
        """Beside the form that the value was meant for."""
        classes: list[type[Struct]] = [f.classe for f in vue.formes if f.genre == "groupe"]
        if classes and isinstance(lu, dict):
            champ = classes[0].__struct_config__.tag_field or ""
            etiquettes = {c.__struct_config__.tag: c for c in classes}
            if champ not in lu:
                yield Ecart((*ou, champ), "manque", lu)
            elif not isinstance(lu[champ], str) or lu[champ] not in etiquettes:
                yield Ecart((*ou, champ), "etiquette", lu[champ], tuple(etiquettes))
            else:
                yield from self._groupe(ou, etiquettes[lu[champ]], lu)
            return
        genres = {"groupe": dict, "table": dict, "liste": list}
        semblables = [f for f in vue.formes if isinstance(lu, genres.get(f.genre, NoneType))]
        yield from self.ecarts(ou, (semblables or vue.formes)[0], lu)

    def _groupe(self, ou: Chemin, classe: type[Struct], lu: dict[str, object]) -> Iterator[Ecart]:
        reglages, connus = classe.__struct_config__, champs(classe)
        for champ in connus:
            if champ.nom in lu:
                yield from self.ecarts((*ou, champ.nom), champ.forme, lu[champ.nom])
            elif champ.exige:
                yield Ecart((*ou, champ.nom), "manque", lu)
        if reglages.forbid_unknown_fields:
            admis = {reglages.tag_field, *(champ.nom for champ in connus)}
            yield from (Ecart((*ou, cle), "inconnu", lu[cle]) for cle in lu if cle not in admis)

    def _propre(self, ou: Chemin, classe: type, lu: object) -> Iterator[Ecart]:
        try:
            if classe is not object:
                self._lectures[classe](lu)
        except ValueError as erreur:
            yield Ecart(ou, "valeur", lu, str(erreur))


def _elements(ou: Chemin, meta: Meta, lu: list[object]) -> Iterator[Ecart]:
    if meta.min_length is not None and len(lu) < meta.min_length:
        yield Ecart(ou, "elements", lu, f"au moins {meta.min_length}")
    elif meta.max_length is not None and len(lu) > meta.max_length:
        yield Ecart(ou, "elements", lu, f"au plus {meta.max_length}")


def _texte(ou: Chemin, meta: Meta, lu: str) -> Iterator[Ecart]:
    if meta.min_length is not None and len(lu) < meta.min_length:
        yield Ecart(ou, "vide", lu)
    elif meta.max_length is not None and len(lu) > meta.max_length:
        yield Ecart(ou, "trop_long", lu, meta.max_length)
    elif meta.pattern is not None and not re.search(meta.pattern, lu):
        yield Ecart(ou, "forme", lu, meta.pattern)


def _limites(ou: Chemin, meta: Meta, lu: int) -> Iterator[Ecart]:
    if meta.ge is not None and lu < meta.ge:
        yield Ecart(ou, "limite", lu, f"≥ {meta.ge}")
    elif meta.le is not None and lu > meta.le:
        yield Ecart(ou, "limite", lu, f"≤ {meta.le}")
