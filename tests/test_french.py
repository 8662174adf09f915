"""French numbers and dates against a second opinion (Babel), and what a French hand may write."""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction as F

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import french

FINE, INSECABLE = "\u202f", "\u00a0"
DECIMAUX = st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False)
DATES = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def arrondir(valeur: Decimal, places: int) -> Decimal:
    """Half away from zero, on an exact decimal: Babel then has nothing to round."""
    with localcontext() as contexte:
        contexte.prec = 50
        return valeur.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def sans_signe(texte: str) -> str:
    """Babel writes a hyphen where we write the minus sign, and keeps it on a zero."""
    return texte.replace("-", "−")


@settings(max_examples=300)
@given(DECIMAUX, st.integers(0, 4))
def test_numbers_agree_with_babel(valeur: Decimal, places: int) -> None:
    rond = arrondir(valeur, places)
    libre = format_decimal(rond, format="#,##0." + "#" * places, locale="fr")
    fixe = format_decimal(rond, format="#,##0." + "0" * places, locale="fr")
    assert french.nombre(F(valeur), places) == sans_signe(libre)
    assert french.nombre(F(valeur), places, fixe=True) == sans_signe(fixe)
    assert french.arrondi(F(valeur), places) == F(rond)


@settings(max_examples=200)
@given(DECIMAUX)
def test_euros_agree_with_babel(valeur: Decimal) -> None:
    rond = arrondir(valeur, 2)
    attendu = format_currency(rond, "EUR", locale="fr", currency_digits=False, format="#,##0.00\u00a0¤")
    if valeur == valeur.to_integral():
        attendu = format_currency(rond, "EUR", locale="fr", currency_digits=False, format="#,##0\u00a0¤")
    assert french.euros(F(valeur)) == sans_signe(attendu)


@settings(max_examples=200)
@given(st.decimals(0, 3, places=4, allow_nan=False))
def test_percentages_agree_with_babel(part: Decimal) -> None:
    rond = arrondir(part * 100, 1) / 100
    assert french.pourcent(F(part)) == format_percent(rond, format="#,##0.#\u202f%", locale="fr")


@settings(max_examples=300)
@given(DATES)
def test_dates_agree_with_babel(jour: date) -> None:
    assert french.jour(jour) == format_date(jour, "dd/MM/yyyy", locale="fr")
    long = format_date(jour, "d MMMM y", locale="fr")
    assert french.jour_long(jour) == (long.replace("1 ", "1er ", 1) if jour.day == 1 else long)
    assert french.lire_date(french.jour(jour)) == jour
    assert french.lire_date(jour.isoformat()) == jour


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (F(1, 2), 0, "1"),
        (F(-1, 2), 0, "−1"),
        (F(5, 2), 0, "3"),
        (F(1, 3), 2, "0,33"),
        (F(2, 3), 2, "0,67"),
        (F(5, 1000), 2, "0,01"),
        (F(-4, 1000), 2, "0"),
        (F(999_999, 1000), 2, f"1{FINE}000"),
        (F(20400), 2, f"20{FINE}400"),
        (12, 2, "12"),
        (F(0), 2, "0"),
        (F(10**30), 0, FINE.join(["1"] + ["000"] * 10)),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
    ],
)
def test_numbers(valeur: F, decimales: int, attendu: str) -> None:
    assert french.nombre(valeur, decimales) == attendu


def test_other_forms() -> None:
    assert french.score(F(293, 400)) == "0,7325"
    assert french.score(F(1)) == "1,0000"
    assert french.exact(F(2, 3)) == "0,6667 (2/3)"
    assert french.exact(F(293, 400)) == "0,7325"
    assert french.fraction(F(6, 4)) == "3/2"
    assert french.fraction(F(4, 2)) == "2"
    assert french.euros(F(20400)) == f"20{FINE}400{INSECABLE}€"
    assert french.euros(F(41, 2)) == f"20,50{INSECABLE}€"
    assert french.euros(math.inf) == f"∞{INSECABLE}€"
    assert french.pourcent(F(1, 8)) == f"12,5{FINE}%"
    assert french.mesure(F(1, 2), "ETP") == f"0,5{INSECABLE}ETP"
    assert french.mesure(F(30), "%") == f"30{FINE}%"
    assert french.mesure(F(20400), "€") == f"20{FINE}400{INSECABLE}€"
    assert french.mesure(F(3), None) == "3"
    assert french.jour_long(date(2024, 1, 1)) == "1er janvier 2024"
    assert french.jour_long(date(2024, 8, 15)) == "15 août 2024"
    assert french.est_infini(math.inf)
    assert not french.est_infini(F(10**400))


@pytest.mark.parametrize(
    ("compte", "attendu"), [(0, "0 faute"), (1, "1 faute"), (2, "2 fautes"), (1000, f"1{FINE}000 fautes"), (-1, "−1 faute")]
)
def test_plural(compte: int, attendu: str) -> None:
    assert french.pluriel(compte, "faute") == attendu


def test_irregular_plural() -> None:
    assert french.pluriel(3, "journal", "journaux") == "3 journaux"


@pytest.mark.parametrize(
    ("ecrit", "valeur"),
    [
        ("20 400", F(20400)),
        ("20 400,50", F(40801, 2)),
        (f"20{FINE}400", F(20400)),
        (f"20{INSECABLE}400", F(20400)),
        ("20\u2009400", F(20400)),
        ("20400.5", F(40801, 2)),
        ("0,35", F(7, 20)),
        ("2/3", F(2, 3)),
        ("-2/3", F(-2, 3)),
        ("1 / 2", F(1, 2)),
        ("12 %", F(12)),
        ("25 €", F(25)),
        (f"20{FINE}400{INSECABLE}€", F(20400)),
        ("  7 ", F(7)),
        ("-3", F(-3)),
        ("−3", F(-3)),
        ("+3", F(3)),
        ("007", F(7)),
        ("1.234", F(617, 500)),
        ("9" * 30, F(10**30 - 1)),
        *(
            (refuse, None)
            for refuse in (
                "",
                " ",
                "€",
                "%",
                "1.234,5",
                "1,234.5",
                "1,5,2",
                "1..2",
                ",5",
                "5,",
                "deux",
                "12 ans",
                "1/0",
                "1/2/3",
                "2/3,5",
                "1e5",
                "0x10",
                "inf",
                "nan",
                "∞",
                "--3",
                "3-",
                "½",
                "²",
                "9" * 31,
                "1" + "0" * 10**6,
                "1/" + "9" * 20,
                "12,5 k€",
                "1_000",
            )
        ),
    ],
)
def test_reading_a_number(ecrit: str, valeur: F | None) -> None:
    assert french.lire_nombre(ecrit) == valeur


@settings(max_examples=300)
@given(st.fractions(-(10**9), 10**9, max_denominator=1), st.integers(0, 6))
def test_a_printed_number_is_read_back(entier: F, places: int) -> None:
    valeur = entier / 10**places
    assert french.lire_nombre(french.nombre(valeur, places)) == valeur
    assert french.lire_nombre(french.euros(F(entier))) == entier


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=35), st.text("0123456789/.,- €%\u202f", max_size=35)))
def test_reading_any_text(texte: str) -> None:
    nombre = french.lire_nombre(texte)
    assert nombre is None or isinstance(nombre, F)
    jour = french.lire_date(texte)
    assert jour is None or isinstance(jour, date)


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ("2024-12-31", date(2024, 12, 31)),
        ("31/12/2024", date(2024, 12, 31)),
        ("31.12.2024", date(2024, 12, 31)),
        ("1/2/2024", date(2024, 2, 1)),
        (" 2024-1-5 ", date(2024, 1, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        *(
            (refuse, None)
            for refuse in (
                "29/02/2023",
                "2024-13-01",
                "31-12-2024",
                "12/31/2024",
                "2024",
                "24-12-31",
                "0000-01-01",
                "1er janvier 2024",
                "",
                "2024-12-31T00:00",
                "31/12/24",
            )
        ),
    ],
)
def test_reading_a_date(ecrit: str, attendu: date | None) -> None:
    assert french.lire_date(ecrit) == attendu
