"""French numbers, euros and dates, exact: a `Fraction` is never turned into a float before it is printed.

One module serves the terminal, the command line and the report, so that they print the same characters:
U+202F (narrow no-break space) between thousands and before `%`, U+00A0 (no-break space) before `€` and units.
"""

from __future__ import annotations

import math
import re
from datetime import date
from fractions import Fraction

FINE = "\u202f"
INSECABLE = "\u00a0"

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

Borne = Fraction | float  # a float only for ±infinity


def arrondi(valeur: Fraction, decimales: int) -> Fraction:
    """`valeur` to `decimales` places, half away from zero. For display only: nothing is decided on it."""
    echelle = 10**decimales
    entier = (abs(valeur) * echelle + Fraction(1, 2)).__floor__()
    return Fraction(entier if valeur >= 0 else -entier, echelle)


def nombre(valeur: Borne | int, decimales: int = 2, *, fixe: bool = False) -> str:
    """`1 234,5`; trailing zeros are dropped unless `fixe`. Infinity prints `∞`."""
    if isinstance(valeur, float):
        return "∞" if valeur > 0 else f"−{'∞'}"
    n, m = valeur.numerator, valeur.denominator
    echelle = 10**decimales
    unites = (2 * abs(n) * echelle + m) // (2 * m)  # half away from zero, as `arrondi`; in integers, ten times as fast
    signe = "−" if n < 0 and unites else ""
    entier, reste = divmod(unites, echelle)
    chiffres = f"{entier:,}".replace(",", FINE)
    decimale = str(reste).rjust(decimales, "0") if decimales else ""
    if not fixe:
        decimale = decimale.rstrip("0")
    return f"{signe}{chiffres},{decimale}" if decimale else f"{signe}{chiffres}"


def euros(valeur: Borne | int) -> str:
    """`20 400 €`, with cents only where there are some."""
    if not isinstance(valeur, float) and Fraction(valeur).denominator != 1:
        return f"{nombre(valeur, 2, fixe=True)}{INSECABLE}€"
    return f"{nombre(valeur, 0)}{INSECABLE}€"


def pourcent(part: Borne, decimales: int = 1) -> str:
    """`12,5 %` for the share 0.125."""
    return f"{nombre(part * 100, decimales)}{FINE}%"


def score(valeur: Borne) -> str:
    """A score of 0 to 1 with its four places: `0,7325`."""
    return nombre(valeur, 4, fixe=True)


def fraction(valeur: Fraction) -> str:
    """The exact value as a pocket calculator would take it: `293/400`, `1`."""
    return f"{valeur.numerator}/{valeur.denominator}" if valeur.denominator != 1 else str(valeur.numerator)


def exact(valeur: Fraction, decimales: int = 4) -> str:
    """Decimal form, with the exact fraction beside it where the decimals are cut: `0,6667 (2/3)`."""
    texte = nombre(valeur, decimales)
    return texte if arrondi(valeur, decimales) == valeur else f"{texte} ({fraction(valeur)})"


def jour(valeur: date) -> str:
    """`31/12/2024`."""
    return f"{valeur.day:02d}/{valeur.month:02d}/{valeur.year:04d}"


def jour_long(valeur: date) -> str:
    """`1er janvier 2024`."""
    quantieme = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{quantieme} {MOIS[valeur.month - 1]} {valeur.year}"


_INVARIABLES = frozenset({"mois", "repas", "sous", "sans"})


def mesure(valeur: Borne | int, unite: str | None, decimales: int = 2) -> str:
    """A number with its unit: `0,5 ETP`, `1 ménage`, `20 400 €`, `30 %` (a value in `%` counts hundredths)."""
    if unite == "€":
        return euros(valeur)
    if unite == "%":
        return f"{nombre(valeur, decimales)}{FINE}%"
    texte = nombre(valeur, decimales)
    if not unite:
        return texte
    if -2 < valeur < 2:  # French: singular below 2
        unite = " ".join(m[:-1] if m.endswith("s") and m not in _INVARIABLES else m for m in unite.split(" "))
    return f"{texte}{INSECABLE}{unite}"


def pluriel(compte: int, singulier: str, pluriels: str | None = None) -> str:
    """`1 faute`, `3 fautes` (French: 0 and 1 are singular)."""
    return f"{nombre(compte, 0)} {singulier if abs(compte) < 2 else pluriels or singulier + 's'}"


_ESPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_NOMBRE = re.compile(r"[-+−]?\d+(?:[.,]\d+)?")
_FRACTION = re.compile(r"(-?\d{1,9})/([1-9]\d{0,8})")


def lire_nombre(texte: str) -> Fraction | None:
    """The number a French hand wrote (`20 400,50`, `20.5`, `12 %` as 12, `25 €`, `2/3`), or None. `1.234,5` is refused."""
    nu = _ESPACES.sub("", texte).removesuffix("€").removesuffix("%")
    if len(nu) > 30:
        return None
    if rapport := _FRACTION.fullmatch(nu):
        return Fraction(int(rapport[1]), int(rapport[2]))
    if not _NOMBRE.fullmatch(nu):
        return None
    return Fraction(nu.replace(",", ".").replace("−", "-"))


def lire_date(texte: str) -> date | None:
    """`2024-12-31` or `31/12/2024`, or None."""
    nu = texte.strip()
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", nu):
        annee, mois, quantieme = (int(g) for g in iso.groups())
    elif francais := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", nu):
        quantieme, mois, annee = (int(g) for g in francais.groups())
    else:
        return None
    try:
        return date(annee, mois, quantieme)
    except ValueError:
        return None


def est_infini(valeur: Borne) -> bool:
    """True for ±infinity, the only floats that a bound may be."""
    return isinstance(valeur, float) and math.isinf(valeur)
