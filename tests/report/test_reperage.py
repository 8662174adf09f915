"""Numbers and addresses of persons are found in any spacing; what only looks like one is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.report.reperage import cle_iban, cle_nir, reperer

NIR, SANS_CLE, TELEPHONE, IBAN, ADRESSE = (
    "numéro de sécurité sociale",
    "numéro de sécurité sociale sans sa clé",
    "numéro de téléphone",
    "IBAN",
    "adresse électronique",
)
ESPACES = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-", "\u2011", "  "])


def genres(texte: str) -> list[str]:
    return [r.genre for r in reperer(texte)]


# Fictitious, by hand. 10^6 ÷ 97 leaves 27, so 10^12 leaves 27² = 729 = 7 × 97 + 50.
# 1 850578 006084: 1 × 50 + 82 × 27 (850578 leaves 82; 2214 leaves 80) + 70 (6084) = 200, which leaves 6. Key: 97 − 6 = 91.
# 2 99 07 2A 004 012, 2A read as 19: 2 × 50 leaves 3; 990719 leaves 58, × 27 = 1566 leaves 14; 4012 leaves 35. 52: key 45.
@pytest.mark.parametrize("texte", ["1 85 05 78 006 084 91", "185057800608491", "2 99 07 2A 004 012 45", "299072a00401245"])
def test_a_social_security_number_with_its_key(texte: str) -> None:
    assert genres(f"Mme X ({texte}), entrée en mars.") == [NIR]
    faux = texte[:-1] + str((int(texte[-1]) + 1) % 10)
    assert genres(f"Mme X ({faux}), entrée en mars.") == []


def _cle(numero: str) -> str:
    """By the schoolbook division, digit after digit."""
    reste = 0
    for c in numero.replace("2A", "19").replace("2B", "18"):
        reste = (reste * 10 + int(c)) % 97
    return f"{97 - reste:02d}"


@st.composite
def _nir(draw: st.DrawFn) -> str:
    mois = draw(st.sampled_from(["01", "09", "10", "12", "20", "55"]))
    departement = draw(st.sampled_from(["01", "75", "2A", "2B", "97", "99"]))
    numero = f"{draw(st.sampled_from('12378'))}{draw(st.integers(0, 99)):02d}{mois}{departement}"
    numero += f"{draw(st.integers(1, 999_999)):06d}"
    return numero + _cle(numero)


@given(_nir(), st.lists(ESPACES, min_size=14, max_size=14))
def test_any_number_with_its_key_in_any_spacing(numero: str, espaces: list[str]) -> None:
    assert cle_nir(numero)
    texte = numero[0] + "".join(e + c for e, c in zip(espaces, numero[1:], strict=True))
    assert NIR in genres(f"n° {texte}, suite")


@pytest.mark.parametrize("texte", ["1 85 05 78 006 084", "2850578006084", "1\u202f85\u202f05\u202f2B\u202f006\u202f084"])
def test_without_its_key_the_usual_writing_is_enough(texte: str) -> None:
    assert genres(f"assuré {texte}.") == [SANS_CLE]


@given(
    st.integers(1, 40)
    .filter(lambda n: n not in (10, 13, 15))
    .flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n))
)
def test_a_string_of_figures_of_another_length_is_nothing(chiffres: str) -> None:
    if not re.match(r"00(33[1-9]\d{8}|(262|508|590|594|596)\d{9})$", chiffres):  # 0033 6 12 34 56 78 is a number to call
        assert genres(f"dossier {chiffres}, suite") == []


@given(st.text(st.sampled_from("0123456789 .-+()FR@afz\n\u017f\u212a"), max_size=80))
def test_no_text_breaks_it(texte: str) -> None:
    for r in reperer(texte):
        assert r.texte in texte
        assert len(re.sub(r"\D", "", r.masque)) <= 4 or r.genre == ADRESSE


@pytest.mark.parametrize(
    "numero",
    [
        "06 12 34 56 78", "0612345678", "06.12.34.56.78", "06-12-34-56-78", "01\u00a040\u00a020\u00a030\u00a010",
        "+33 6 12 34 56 78", "+33612345678", "+33 (0)6 12 34 56 78", "0033 1 40 20 30 10", "+262 692 12 34 56",
        "0692 12 34 56",
    ],
)  # fmt: skip
def test_telephone_numbers(numero: str) -> None:
    (r,) = reperer(f"Appeler le {numero}, demander Paul.")
    assert (r.genre, r.texte) == (TELEPHONE, numero)
    assert re.sub(r"\D", "", r.masque) == re.sub(r"\D", "", numero)[:4]
    assert r.masque.endswith("\u00a0…")


def test_two_numbers_side_by_side_are_two() -> None:
    assert genres("06 12 34 56 78 07 12 34 56 78") == [TELEPHONE] * 2
    assert genres("le 12/06/2024 06 12 34 56 78") == [TELEPHONE]


# The example of the IBAN register for France.
@pytest.mark.parametrize(
    "texte", ["FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606", "fr14-20041010050500013m02606"]
)
def test_an_iban(texte: str) -> None:
    (r,) = reperer(f"RIB : {texte} pour le virement")
    assert r.genre == IBAN
    assert r.masque[:2].upper() == "FR"
    assert not cle_iban(texte.replace("606", "607"))
    assert genres(f"RIB : {texte.replace('606', '607')} pour le virement") == []


@pytest.mark.parametrize(
    "texte", ["jean.dupont@exemple.fr", "j+d@mail.exemple.co.uk", "0612345678@exemple.fr", "élise@exemple.fr"]
)
def test_an_address(texte: str) -> None:
    (r,) = reperer(f"Écrire à <{texte}>.")
    assert (r.genre, r.texte) == (ADRESSE, texte)
    assert r.masque == f"{texte[0]}…@{texte.split('@')[1]}"


@pytest.mark.parametrize(
    "texte",
    [
        "SIRET 732 829 320 00074", "73282932000074", "SIREN 732 829 320", "FINESS 010780054", "FINESS 01 078 005 4",
        "INSEE 69123 et 2A004", "convention 69 3 05 1999 79-416 2069 1234", "convention n° 75.2.12.1995.79416.1.8012",
        "du 01/02/2024 au 31/12/2024", "le 01.02.24 à 10:30", "1 234 567 890,50 €", "20 400 € et 25 000 €", "0,0612345678",
        "3 @ 2", "@ref", "a@b", "de 50 logements à 12 places dans les communes", "ab0612345678cd",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
)  # fmt: skip
def test_what_only_looks_like_one(texte: str) -> None:
    assert genres(texte) == []
