"""Strict YAML with positions: what is typed is what is read, and every fault names its line and column.

PyYAML's event stream is used, and nothing above it: its loaders keep the last of two equal keys, read `no` as a boolean,
`010` as 8 and `1:30` as 90, follow aliases into exponential trees, and die on deep nesting. Here a plain scalar is `true`,
`false`, `null`, an integer without leading zero, a decimal with a point (kept exact), or text. Everything else is refused
or is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NoReturn, Protocol

import yaml

from evaluator import encodage
from evaluator.canonical import TROP_DE_MARQUES, trop_de_marques
from evaluator.errors import FaultyInput, Faute
from evaluator.fichiers import lire_borne
from evaluator.questionnaire.source import Arbre, Chemin, Source

TAILLE_MAX = 4 * 1024 * 1024  # octets
PROFONDEUR_MAX = 30
NOEUDS_MAX = 250_000  # values, whatever they are: a whole questionnaire has 5 000
FAUTES_MAX = 200

_ENTIER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_FRANCAIS = (
    ("mapping values are not allowed", "deux-points inattendu : mettez le texte entre guillemets"),
    ("cannot start any token", "ce caractère ne peut pas commencer une valeur : mettez-la entre guillemets"
     " (et n'indentez qu'avec des espaces, jamais avec une tabulation)"),
    ("could not find expected ':'", "deux-points manquant après une clé (ou texte à mettre entre guillemets)"),
    ("did not find expected key", "clé attendue ici : vérifiez l'indentation, et les guillemets de la ligne précédente"),
    ("did not find expected '-' indicator", "tiret attendu ici : vérifiez l'indentation de la liste"),
    ("did not find expected ',' or ']'", "« , » ou « ] » attendu : la liste entre crochets n'est pas fermée"),
    ("did not find expected ',' or '}'", "« , » ou « } » attendu : l'accolade n'est pas fermée"),
    ("expected ',' or ']'", "« , » ou « ] » attendu : la liste entre crochets n'est pas fermée"),
    ("expected ',' or '}'", "« , » ou « } » attendu : l'accolade n'est pas fermée"),
    ("found unexpected end of stream", "guillemet non refermé"),
    ("expected comment or line break", "« > » et « | » annoncent un texte sur plusieurs lignes :"
     " mettez la valeur entre guillemets"),
    ("unknown escape", "« \\ » inattendu entre guillemets doubles : utilisez des guillemets simples"),
    ("undefined alias", "alias (*) refusé : recopiez la valeur"),
    ("did not find expected alphabetic", "« & », « * » ou « ! » inattendu : mettez le texte entre guillemets"),
    ("tab character", "tabulation refusée : n'indentez qu'avec des espaces"),
    ("did not find expected node content", "valeur attendue ici : ce signe doit être entre guillemets"),
    ("hexd", "« \\ » inattendu entre guillemets doubles : utilisez des guillemets simples"),
    ("invalid Unicode character escape", "« \\ » inattendu entre guillemets doubles : utilisez des guillemets simples"),
    ("expected <document start>", "un seul document par fichier : retirez ce qui suit « ... »"),
    ("incompatible YAML document", "directive %YAML refusée : retirez cette ligne"),
    ("version", "directive %YAML refusée : retirez cette ligne"),
    ("directive", "directive (%) refusée : mettez la valeur entre guillemets"),
    ("found undefined tag handle", "étiquette (!) refusée : mettez le texte entre guillemets"),
    ("block sequence entries are not allowed", "tiret inattendu ici : vérifiez l'indentation"),
)  # fmt: skip


def _traduire(erreur: str) -> str:
    for anglais, francais in _FRANCAIS:
        if anglais in erreur:
            return francais
    return "YAML mal formé ici : vérifiez les guillemets, les deux-points et l'indentation"


class Mark(Protocol):
    """Where an event starts; PyYAML and libyaml have a class each."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class _Lecteur:
    def __init__(self, texte: str, fichier: str) -> None:
        self.fichier = fichier
        self.fautes: list[Faute] = []
        self.noeuds = 0
        self.places: dict[Chemin, tuple[str, int, int]] = {}
        self.nus: set[Chemin] = set()
        self.textes: dict[Chemin, tuple[str, int, int]] = {}
        self.evenements: Iterator[yaml.Event] = yaml.parse(texte, Loader=_LOADER)

    def faute(self, message: str, mark: Mark | None) -> None:
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        self.fautes.append(Faute(message, self.fichier, *place))
        if len(self.fautes) >= FAUTES_MAX:
            self.arreter()

    def place(self, ev: yaml.Event) -> tuple[str, int, int]:
        mark = ev.start_mark
        assert mark is not None  # every event of a parsed stream has one
        return self.fichier, mark.line + 1, mark.column + 1

    def situer(self, ev: yaml.ScalarEvent, chemin: Chemin) -> None:
        """Where the text of a scalar begins, if it stands on one line: a fault inside it can be placed to the character."""
        debut, fin = ev.start_mark, ev.end_mark
        if debut is not None and fin is not None and debut.line == fin.line:
            guillemet = 1 if ev.style in ("'", '"') else 0
            self.textes[chemin] = (self.fichier, debut.line + 1, debut.column + 1 + guillemet)

    def etrange(self, ev: yaml.ScalarEvent) -> bool:
        """A text that would take long to normalise is a fault."""
        if trop := trop_de_marques(ev.value):
            self.faute(TROP_DE_MARQUES, ev.start_mark)
        return trop

    def arreter(self) -> NoReturn:
        raise FaultyInput(self.fautes)

    def lire(self) -> Arbre:
        arbre: Arbre = None
        documents = 0
        for ev in self.evenements:
            if isinstance(ev, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.faute("second document (---) refusé : un seul par fichier", ev.start_mark)
                    self.arreter()
            elif isinstance(ev, yaml.NodeEvent):
                arbre = self.noeud(ev, (), 1)
        if self.fautes:
            self.arreter()
        return arbre

    def noeud(self, ev: yaml.Event, chemin: Chemin, profondeur: int) -> Arbre:
        self.places.setdefault(chemin, self.place(ev))
        self.noeuds += 1
        if self.noeuds > NOEUDS_MAX:
            self.faute(f"plus de {NOEUDS_MAX // 1000} 000 valeurs dans un fichier : refusé", ev.start_mark)
            self.arreter()
        if profondeur > PROFONDEUR_MAX:
            self.faute(f"plus de {PROFONDEUR_MAX} niveaux imbriqués", ev.start_mark)
            self.arreter()
        if isinstance(ev, yaml.AliasEvent):
            self.faute("alias (*) refusé : recopiez la valeur, ou mettez le texte entre guillemets", ev.start_mark)
            return None
        if getattr(ev, "anchor", None):
            self.faute("ancre (&) refusée : mettez le texte entre guillemets", ev.start_mark)
        if getattr(ev, "tag", None):
            self.faute("étiquette (!) refusée : mettez le texte entre guillemets", ev.start_mark)
        if isinstance(ev, yaml.ScalarEvent):
            self.situer(ev, chemin)
            if self.etrange(ev):
                return None
            if not ev.style:
                self.nus.add(chemin)
                return self.nu(ev.value)
            return unicodedata.normalize("NFC", ev.value)
        if isinstance(ev, yaml.SequenceStartEvent):
            liste: list[Arbre] = []
            while not isinstance(suite := next(self.evenements), yaml.SequenceEndEvent):
                liste.append(self.noeud(suite, (*chemin, len(liste)), profondeur + 1))
            return liste
        return self.dictionnaire(ev, chemin, profondeur)

    def dictionnaire(self, ouvrant: yaml.Event, chemin: Chemin, profondeur: int) -> dict[str, Arbre]:
        resultat: dict[str, Arbre] = {}
        precedente = ""
        while not isinstance(ev := next(self.evenements), yaml.MappingEndEvent):
            if not isinstance(ev, yaml.ScalarEvent):
                self.faute("une clé doit être un texte simple", ev.start_mark)
                self.arreter()
            if self.etrange(ev):
                self.arreter()
            cle = unicodedata.normalize("NFC", ev.value)
            if not ev.style and not isinstance(self.nu(cle), str):
                self.faute(self.cle_etrange(cle, precedente, resultat, ouvrant), ev.start_mark)
            elif cle in resultat:
                _, ligne, _ = self.places[(*chemin, cle)]
                self.faute(f"« {cle} » est déjà donné à la ligne {ligne} : gardez-en un seul", ev.start_mark)
            self.places[(*chemin, cle)] = self.place(ev)
            resultat[cle] = self.noeud(next(self.evenements), (*chemin, cle), profondeur + 1)
            precedente = cle
        return resultat

    @staticmethod
    def cle_etrange(cle: str, precedente: str, deja: dict[str, Arbre], ouvrant: yaml.Event) -> str:
        """Why a key that is no text stands here: most often the comma of `{etp_gls: 0,3}`."""
        avant = deja.get(precedente)
        if getattr(ouvrant, "flow_style", False) and cle.isdigit() and isinstance(avant, int):
            return (f"« {precedente}: {avant},{cle} » : entre accolades, la virgule sépare les éléments ;"
                    f' écrivez {precedente}: "{avant},{cle}" ou {precedente}: {avant}.{cle}')  # fmt: skip
        return f"« {cle} » ne peut pas servir de clé : un nom est attendu"

    @staticmethod
    def nu(valeur: str) -> Arbre:
        """The value of a scalar written without quotes."""
        match valeur:
            case "" | "null" | "~":
                return None
            case "true":
                return True
            case "false":
                return False
        if _ENTIER.fullmatch(valeur):
            return int(valeur)
        if _DECIMAL.fullmatch(valeur):
            return Decimal(valeur)
        return unicodedata.normalize("NFC", valeur)


# What YAML does not allow in a stream, surrogates included.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]")
# JSON writes a character beyond U+FFFF as two \\u escapes, which YAML refuses one by one.
_PAIRE = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def _joindre(paire: re.Match[str]) -> str:
    haut, bas = (int(groupe, 16) for groupe in paire.groups())
    return f"\\U{0x10000 + ((haut - 0xD800) << 10) + (bas - 0xDC00):08X}"


def decoder(octets: bytes, fichier: str) -> str:
    """The text of a UTF-8 file, without its BOM, its lines ended by a newline alone.

    Raises `FaultyInput`: the encoding that it has instead, or the place of the first byte that is not UTF-8.
    """
    if len(octets) > TAILLE_MAX:
        raise FaultyInput([Faute(f"fichier de plus de {TAILLE_MAX // 1024 // 1024} Mo : refusé", fichier)])
    if autre := encodage.a_zeros(octets):
        message = f"ce fichier est en {autre} (« Unicode » dans d’anciens programmes) : enregistrez-le avec l’encodage UTF-8"
        raise FaultyInput([Faute(message, fichier, 1, 1)])
    try:
        return encodage.fins_de_ligne(octets.decode("utf-8-sig"))
    except UnicodeDecodeError as erreur:
        debut = encodage.fins_de_ligne(octets[: erreur.start].decode("utf-8-sig"))
        ligne, colonne = _place(debut, len(debut))
        etranger = encodage.en_mots(octets[erreur.start])
        message = f"{etranger} n’est pas de l’UTF-8 : enregistrez le fichier avec l’encodage UTF-8"
        raise FaultyInput([Faute(message, fichier, ligne, colonne)]) from None


def lire_texte(texte: str, fichier: str) -> Source:
    """Read YAML (or JSON, which is YAML). Raises `FaultyInput` with every fault that does not hide the next."""
    if etranger := _IMPOSSIBLE.search(texte):
        ligne, colonne = _place(texte, etranger.start())
        message = f"caractère de contrôle refusé (U+{ord(etranger.group()):04X}) : retirez-le"
        raise FaultyInput([Faute(message, fichier, ligne, colonne)])
    lecteur = _Lecteur(_PAIRE.sub(_joindre, texte), fichier)
    try:
        arbre = lecteur.lire()
    except yaml.MarkedYAMLError as erreur:
        lecteur.fautes.append(_faute_yaml(erreur, fichier))
        lecteur.arreter()
    except yaml.YAMLError as erreur:
        lecteur.fautes.append(Faute(_traduire(str(erreur)), fichier))
        lecteur.arreter()
    lecteur.places.setdefault((), (fichier, 1, 1))  # of an empty file too
    bruts = {fichier: texte.split("\n")}
    return Source(arbre, fichier, lecteur.places, frozenset(lecteur.nus), lecteur.textes, bruts)


def _faute_yaml(erreur: yaml.MarkedYAMLError, fichier: str) -> Faute:
    mark = erreur.problem_mark or erreur.context_mark
    if "unexpected end of stream" in (erreur.problem or "") and erreur.context_mark:
        mark = erreur.context_mark  # the opening quote, not the end of the file
    message = _traduire(erreur.problem or str(erreur))
    return Faute(message, fichier, mark.line + 1, mark.column + 1) if mark else Faute(message, fichier)


def _place(texte: str, position: int) -> tuple[int, int]:
    debut = texte[:position]
    return debut.count("\n") + 1, len(debut) - (debut.rfind("\n") + 1) + 1


def lire_fichier(chemin: Path, nom: str | None = None) -> Source:
    """Read a YAML file. Raises `Unreadable` where it cannot be opened, `FaultyInput` where it is wrong."""
    fichier = nom or str(chemin)
    return lire_texte(decoder(lire_borne(chemin, TAILLE_MAX), fichier), fichier)
