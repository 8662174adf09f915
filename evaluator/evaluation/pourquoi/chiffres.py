"""Figures as the explanation prints them: each with its unit, exact, and never twice in two different roundings.

A result shows its decimals first, and the exact fraction beside them where they cut it (`0,666667 point (2/3)`). An operand
is printed in full (`0,8 point`, `2/3 point`, `20 400 €`), so that the operation is exact; `approcher` writes the same
operation in decimals, with enough of them for a pocket calculator to find the same euro.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from evaluator import french
from evaluator.french import Borne

POINT = "point"  # of a score, from 0 to 1
PARTS = "parts"  # of a weight
EUROS = "€"
TAUX = "du plafond"
PROPORTION = "en proportion"  # what is left where units cancel out
CAS = "critères"  # of `min(1; nombre(…))`: met or not
UNITES = "unités"  # of a number that says none

_DECIMALES = {POINT: 4, PARTS: 4}
_REGLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("'"), "’"),
    (re.compile(r" (?=[;!?](?:\s|$))"), french.FINE),
    (re.compile(r" (?=:(?:\s|$))"), french.INSECABLE),
    (re.compile(r"«[ \u00a0]?"), f"«{french.INSECABLE}"),
    (re.compile(r"[ \u00a0]?»"), f"{french.INSECABLE}»"),
    (re.compile(r"(?<=\d)[ \u00a0](?=%)"), french.FINE),
)
_GUILLEMETS = re.compile("«([^«»]*)»")  # each character is read once, whatever a received label holds


def habiller(texte: str) -> str:
    """French apostrophes and no-break spaces, for a text of the tool or of its YAML (never for an answer)."""
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte


def citer(libelle: str) -> str:
    """A label between quotation marks; those it holds become inner ones."""
    dedans = _GUILLEMETS.sub(lambda lu: f"“{lu[1].strip()}”", libelle)
    return habiller(f"« {dedans} »")


def citer_saisie(texte: str, longueur: int = 80) -> str:
    """What someone typed, on one line, cut, with the characters that would disturb a screen made visible."""
    lisible = "".join(
        "\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") else c for c in " ".join(texte.split())
    )
    lisible = lisible.replace("«", "“").replace("»", "”")
    coupe = lisible if len(lisible) <= longueur else lisible[:longueur].rpartition(" ")[0] + " […]"
    return f"«{french.INSECABLE}{coupe}{french.INSECABLE}»"


def chiffre(valeur: Borne, unite: str) -> str:
    """`valeur` in full with its unit, as an operand: decimals where they say it exactly, else the fraction."""
    if isinstance(valeur, float):
        return "sans limite connue"
    if unite == EUROS:
        return french.euros(valeur) if _tient(valeur, 2) else f"{french.fraction(valeur)}{french.INSECABLE}€"
    if unite in (TAUX, PROPORTION):
        if _tient(valeur * 100, 2):
            return french.pourcent(valeur, 2) + (f" {TAUX}" if unite == TAUX else "")
        return f"{french.fraction(valeur)} {unite}"
    decimales = _DECIMALES.get(unite, 6)
    if unite == "%":
        nombre = french.nombre(valeur, decimales) if _tient(valeur, decimales) else french.fraction(valeur)
        return f"{nombre}{french.FINE}%"
    nombre = french.nombre(valeur, decimales) if _tient(valeur, decimales) else french.fraction(valeur)
    return f"{nombre}{french.INSECABLE}{_accorder(unite, valeur)}"


def resultat(valeur: Borne, unite: str) -> str:
    """`chiffre`; where that is a fraction, its decimals first and the fraction in brackets."""
    texte = chiffre(valeur, unite)
    if isinstance(valeur, float) or "/" not in texte:
        return texte
    return f"{_decimales(valeur, unite)} ({french.fraction(valeur)})"


def _decimales(valeur: Fraction, unite: str) -> str:
    if unite == EUROS:
        montre = french.arrondi(valeur, 2)
        if montre.__floor__() != valeur.__floor__():  # never the next euro, that the amount does not reach
            montre = Fraction((valeur * 100).__floor__(), 100)
        return f"{french.nombre(montre, 2, fixe=True)}{french.INSECABLE}€"
    if unite in (TAUX, PROPORTION):
        return f"{french.nombre(valeur * 100, 4, fixe=True)}{french.FINE}%" + (f" {TAUX}" if unite == TAUX else "")
    nombre = french.nombre(valeur, 6, fixe=True)
    return f"{nombre}{french.FINE}%" if unite == "%" else f"{nombre}{french.INSECABLE}{_accorder(unite, valeur)}"


_OPERANDE = re.compile(
    rf"(?P<n>−?(?<!\d)\d+)/(?P<d>\d+)(?:(?P<euros>{french.INSECABLE}€)|(?P<taux> {TAUX})|(?P<part> {PROPORTION}))?"
)
_EXACT = re.compile(r" \(−?\d+/\d+\)")


def approcher(ligne: str) -> str:
    """An exact operation in decimals; nothing where its operands have no fraction."""
    operation, egal, fin = ligne.rpartition(" = ")
    if not egal or not _OPERANDE.search(operation):
        return ""
    signe = f"{french.INSECABLE}: " if operation.endswith("inférieur") else " ≈ "
    return _OPERANDE.sub(_en_decimales, operation) + signe + _EXACT.sub("", fin)


def _en_decimales(m: re.Match[str]) -> str:
    valeur = Fraction(int(m["n"].replace("−", "-")), int(m["d"]))
    if m["euros"]:
        return _decimales(valeur, EUROS)
    if m["taux"] or m["part"]:
        return _decimales(valeur, TAUX if m["taux"] else PROPORTION)
    return french.nombre(valeur, 6, fixe=True)


def entre(bas: Borne, haut: Borne, unite: str) -> str:
    """A result, or both its ends."""
    if bas == haut:
        return resultat(bas, unite)
    if isinstance(haut, float):
        return f"au moins {resultat(bas, unite)}" if not isinstance(bas, float) else "sans limite connue"
    if isinstance(bas, float):
        return f"au plus {resultat(haut, unite)}"
    return f"entre {resultat(bas, unite)} et {resultat(haut, unite)}"


def _tient(valeur: Fraction, decimales: int) -> bool:
    return french.arrondi(valeur, decimales) == valeur


def _accorder(unite: str, valeur: Fraction) -> str:
    """The unit as `french.mesure` agrees it with its number."""
    if unite == POINT:
        return unite
    return french.mesure(1 if -2 < valeur < 2 else 2, unite)[2:]
