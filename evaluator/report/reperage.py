"""Personal data in a free text: e-mail addresses, telephone numbers, social security numbers, IBAN.

A key is checked where there is one, so that a SIRET, a FINESS, an INSEE code, a convention number, a date or an amount is
not taken for what it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from evaluator.french import INSECABLE

BLANC = r"[^\S\n]"
TIRET = r"[\-\u2010\u2011]"
LIBRE = rf"(?:{BLANC}|\.|{TIRET}){{0,2}}"  # what may stand between two characters of one number
SEUL = r"(?<![0-9A-Za-z])"
MOINDRE = 10  # figures of the shortest number: one to call
FIN = r"(?![0-9A-Za-z])"


def nu(texte: str) -> str:
    """`texte` with its letters and digits only, in capitals: the same number in any spacing."""
    return "".join(c for c in texte if c.isalnum()).upper()


class Genre(Struct, frozen=True):
    """A kind of personal data: `motif` finds it in its group 1, `juste` is given what was found, `masquer` hides it."""

    nom: str
    motif: re.Pattern[str]
    masquer: Callable[[str], str]
    juste: Callable[[str], bool] = bool


class Reperee(Struct, frozen=True):
    """One find. `texte` is never shown: `masque` is."""

    genre: str
    texte: str
    masque: str


def reperer(texte: str) -> list[Reperee]:
    """All finds, kind by kind. What one kind took is not looked at by the next."""
    trouvees: list[Reperee] = []
    if "@" not in texte and len(re.findall("[0-9]", texte)) < MOINDRE:  # nearly all texts
        return trouvees
    for genre in GENRES:
        reste, fait = [], 0
        for m in genre.motif.finditer(texte):
            debut, fin = m.span(1)
            if debut >= fait and genre.juste(m[1]):
                trouvees.append(Reperee(genre.nom, m[1], genre.masquer(m[1])))
                reste += [texte[fait:debut], "\0" * (fin - debut)]
                fait = fin
        texte = "".join(reste) + texte[fait:]
    return trouvees


# — keys ——————————————————————————————————————————————————————————————————————————————————————————————————


def cle_nir(texte: str) -> bool:
    """Fifteen characters whose last two are 97 less the rest of the division by 97. Corsica: 2A counts as 19, 2B as 18."""
    chiffres = nu(texte)
    numero = chiffres[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(numero) % 97 == int(chiffres[13:])


def cle_iban(texte: str) -> bool:
    """Country and key put last, letters as 10 to 35: the rest of the division by 97 is 1."""
    brut = nu(texte)
    return int("".join(str(int(c, 36)) for c in brut[4:] + brut[:4])) % 97 == 1


# — patterns ——————————————————————————————————————————————————————————————————————————————————————————————


def _espace(*chiffres: str) -> str:
    """Those characters, one pattern each, in any spacing."""
    return LIBRE.join(chiffres)


def _deux(*choix: tuple[str, str]) -> str:
    return f"(?:{'|'.join(_espace(*deux) for deux in choix)})"


_N = "[0-9]"
_MOIS = _deux(("0", "[1-9]"), ("1", "[0-2]"), ("[2-9]", _N))  # 20 and more: month unknown at registration
_DEPARTEMENT = _deux((_N, _N), ("2", "[ABab]"))
_NIR = _espace("[1-478]", _N, _N, _MOIS, _DEPARTEMENT, *[_N] * 8)

# Without its key nothing proves a number: only one in a row, or in the usual groups, with a plausible month and place.
_GROUPES = ("[12]", "[0-9]{2}", "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[1-8][0-9]|9[0-57-9]|2[ABab])", "[0-9]{3}", "[0-9]{3}")
_SANS_CLE = f"(?:{''.join(_GROUPES)}|{BLANC.join(_GROUPES)})(?!{LIBRE}[0-9])"

# The separator is the same throughout: two dates or two amounts side by side seldom look like that.
_SUITES = "|".join(rf"(?:{s}[0-9]{{2}}){{4}}" for s in (BLANC, r"\.", TIRET, "/", ""))
_OUTRE_MER = "|".join(rf"[0-9]{{2}}(?:{s}[0-9]{{2}}){{3}}" for s in (BLANC, r"\."))  # 0692 12 34 56
_INTERNATIONAL = (
    rf"(?:\+|00){LIBRE}(?:33{LIBRE}(?:\(0\){LIBRE})?[1-9](?:{LIBRE}[0-9]{{2}}){{4}}"
    rf"|(?:262|508|590|594|596){LIBRE}[0-9]{{3}}(?:{LIBRE}[0-9]{{2}}){{3}})"
)
_TELEPHONE = rf"0[1-9](?:{_SUITES}|{_OUTRE_MER})|{_INTERNATIONAL}"

_COMPTES = {  # after the country and its key: figures (n), letters (a), either (c), as the register of IBAN gives them
    "FR": "10n 11c 2n", "MC": "10n 11c 2n", "BE": "12n", "CH": "5n 12c", "DE": "18n", "ES": "20n", "GB": "4a 14n",
    "IT": "1a 10n 12c", "LU": "3n 13c", "NL": "4a 10n", "PT": "21n",
}  # fmt: skip
_SORTES = {"n": _N, "a": "[A-Za-z]", "c": "[0-9A-Za-z]"}


def _compte(forme: str) -> Iterator[str]:
    for part in forme.split():
        yield from [_SORTES[part[-1]]] * int(part[:-1])


_IBAN = "|".join(f"(?i:{pays})" + LIBRE + _espace(_N, _N, *_compte(forme)) for pays, forme in _COMPTES.items())

_ADRESSE = r"[\w.+'\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}\.[^\W\d_]{2,24}"


def _debut(compte: int) -> Callable[[str], str]:
    """Its first characters as they are written, and no more."""

    def masquer(texte: str) -> str:
        fin = [rang for rang, c in enumerate(texte) if c.isalnum()][compte - 1] + 1
        return f"{texte[:fin]} …".replace(" ", INSECABLE)

    return masquer


def _adresse(texte: str) -> str:
    nom, _, domaine = texte.partition("@")
    return f"{nom[0]}…@{domaine}"


GENRES: tuple[Genre, ...] = (
    Genre("adresse électronique", re.compile(rf"(?<![\w.+'\-])({_ADRESSE})(?![\w\-])"), _adresse),
    Genre("IBAN", re.compile(rf"{SEUL}({_IBAN}){FIN}"), _debut(4), cle_iban),
    Genre("numéro de sécurité sociale", re.compile(rf"(?={SEUL}({_NIR}){FIN})"), _debut(1), cle_nir),
    Genre("numéro de sécurité sociale sans sa clé", re.compile(rf"{SEUL}(?<![0-9]{BLANC})({_SANS_CLE}){FIN}"), _debut(1)),
    Genre("numéro de téléphone", re.compile(rf"{SEUL}(?<![0-9][.,])({_TELEPHONE}){FIN}"), _debut(4)),
)
