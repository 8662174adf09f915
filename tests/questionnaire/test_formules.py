"""The grammar is closed, the types are checked at load, and each refusal says where and what to write."""

from __future__ import annotations

import re
import string
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula.parser import JETONS_MAX, LONGUEUR_MAX, PROFONDEUR_MAX, parse
from evaluator.questionnaire.formula.tree import FormulaError
from evaluator.questionnaire.formula.types import type_formula
from tests.questionnaire.noms import PORTEE


class Rien:
    """No name has a value: for constant formulas."""

    cellule_vide_renseignee = 3

    def lire(self, nom: str) -> object:
        raise AssertionError(nom)

    renseigne = lire


def vaut(source: str) -> F | bool | None:
    """Value of a constant formula; None: sans objet."""
    valeur = bounds.evaluate(type_formula(source, {}), Rien())  # type: ignore[arg-type]
    if isinstance(valeur, int):
        return {1: True, 2: False, 4: None}[valeur]
    assert valeur.absent or valeur.connu is not None
    return valeur.connu


def refus(source: str, portee: object = PORTEE) -> tuple[int, str]:
    with pytest.raises(FormulaError) as erreur:
        type_formula(source, portee)  # type: ignore[arg-type]
    return erreur.value.colonne, erreur.value.message


# — values ——————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("source", "valeur"),
    [
        ("0,5", F(1, 2)),
        ("0.5", F(1, 2)),
        ("20 %", F(1, 5)),
        ("20%", F(1, 5)),
        ("12,5 %", F(1, 8)),
        ("007", F(7)),
        ("1 + 2 × 3", F(7)),
        ("(1 + 2) × 3", F(9)),
        ("2 × 3 + 1", F(7)),
        ("8 ÷ 4 ÷ 2", F(1)),
        ("8 − 4 − 2", F(2)),
        ("8 ÷ 2 × 4", F(16)),
        ("1 - 2", F(-1)),
        ("2 * 3", F(6)),
        ("1 / 3", F(1, 3)),
        ("-2 × 3", F(-6)),
        ("3 × -2", F(-6)),
        ("2 - -2", F(4)),
        ("- - 2", F(2)),
        ("1 − -1", F(2)),
        ("-(1 + 2)", F(-3)),
        ("50 % × 4", F(2)),
        ("1 ÷ 0", None),
        ("0 ÷ 0", None),
        ("1 + 1 ÷ 0", None),
        ("somme(1; 1 ÷ 0; 2)", F(3)),
        ("moyenne(1; 2; 1 ÷ 0)", F(3, 2)),
        ("min(3; 1 ÷ 0; 2)", F(2)),
        ("max(3; 1 ÷ 0; 2)", F(3)),
        ("min(1 ÷ 0)", None),
        ("somme(1 ÷ 0; 0 ÷ 0)", None),
        ("max(1,5; 1)", F(3, 2)),
        ("part(1; 4)", F(1, 4)),
        ("part(1; 0)", None),
        ("si(1 < 2; 3; 4)", F(3)),
        ("si(1 ÷ 0 = 1; 3; 4)", F(4)),
        ("si(1 > 2; 1 ÷ 0; 4)", F(4)),
        ("0,1 + 0,2", F(3, 10)),
        ("1 < 2", True),
        ("2 <= 2", True),
        ("2 ≤ 1", False),
        ("2 >= 3", False),
        ("3 ≥ 3", True),
        ("1 <> 1", False),
        ("1 != 2", True),
        ("1 ≠ 2", True),
        ("1 == 1", True),
        ("0,1 + 0,2 = 0,3", True),
        ("1 ÷ 0 = 1 ÷ 0", None),
        ("1 + 1 = 2", True),
        ("1 < 2 + 3", True),
        ("non 1 > 2", True),
        ("non 1 < 2 ou 1 < 2", True),
        ("non (1 < 2 ou 1 < 2)", False),
        ("1 < 2 ou 1 < 2 et 1 > 2", True),
        ("(1 < 2 ou 1 < 2) et 1 > 2", False),
        ("non non 1 < 2", True),
        ("non 1 ÷ 0 = 1", None),
        ("1 ÷ 0 = 1 et 1 < 2", True),
        ("1 ÷ 0 = 1 ou 1 > 2", False),
        ("1 ÷ 0 = 1 et 1 ÷ 0 = 2", None),
        ("1\n<\t2", True),
        ("\u00a01\u202f<2", True),
    ],
)
def test_values(source: str, valeur: object) -> None:
    assert vaut(source) == valeur


@pytest.mark.parametrize(
    ("longue", "courte"),
    [
        ("a <= 1", "a ≤ 1"),
        ("a >= 1", "a ≥ 1"),
        ("a <> 1", "a ≠ 1"),
        ("a != 1", "a ≠ 1"),
        ("a == 1", "a = 1"),
        ("a * 2 > 1", "a × 2 > 1"),
        ("a / 2 > 1", "a ÷ 2 > 1"),
        ("a - 2 > 1", "a − 2 > 1"),
        ("c = « x »", "c = 'x'"),
        ("c = «x»", "c = 'x'"),
        ("a > 0.5", "a > 0,5"),
        ("a > 50 %", "a > 0,5"),
        ("'x' = c", "c = 'x'"),
        ("'2024-01-31' < j", "j > '31/01/2024'"),
        ("'2024-01-31' ≥ j", "j ≤ '2024-01-31'"),
    ],
)
def test_synonyms_give_the_same_tree(longue: str, courte: str) -> None:
    def forme(source: str) -> str:
        return re.sub(r"(debut|fin)=\d+, ?", "", repr(type_formula(source, PORTEE).arbre))

    assert forme(longue) == forme(courte)


def test_an_expression_knows_its_names_and_cells() -> None:
    lue = type_formula("nombre(tab; m > a et ok) + total(tab.m) > rep.u et renseigne(c)", PORTEE)
    assert lue.noms == {"tab", "a", "rep", "c"}
    assert lue.cellules == {("tab", "m"), ("tab", "ok")}


# — refusals ————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("source", "colonne", "mots"),
    [
        ("1 < 2 < 3", 7, "deux comparaisons à la suite : écrivez « a < b et b < c »"),
        ("a = b = 1", 7, "deux comparaisons"),
        ("nb_logement > 1", 1, "vouliez-vous dire « nb_logements » ?"),
        ("a > nb_logemnts", 5, "« nb_logemnts » n'est pas un nom connu ; vouliez-vous dire « nb_logements » ?"),
        ("équipe > 1", 1, "les noms s'écrivent sans accent"),
        ("nb_ménages > 1", 5, "les noms s'écrivent sans accent"),
        ("c = 'z'", 5, "« z » n'est pas une option de « c »"),
        ("c parmi ('x'; 'w')", 15, "« w » n'est pas une option"),
        ("e parmi ('z')", 10, "« z » n'est pas une option de « e »"),
        ("a > 'x'", 5, "un nombre ne se compare pas à un texte"),
        ("a > c", 1, "un nombre ne se compare pas à un texte"),
        ("c > 'x'", 1, "un texte se compare seulement par = ou ≠"),
        ("o = 'oui'", 5, "écrivez « o » ou « non o »"),
        ("o = p", 1, "une réponse oui/non ne se compare pas"),
        ("j > '2024'", 5, "date attendue, par exemple '2024-12-31'"),
        ("j > '2024-02-30'", 5, "date attendue"),
        ("'x' = 'x'", 7, "n'est comparé à rien"),
        ("'x'", 1, "n'est comparé à rien"),
        ("a et o", 1, "est attendu ici, pas un nombre"),
        ("o + 1", 1, "un nombre est attendu ici"),
        ("non a", 5, "est attendu ici, pas un nombre"),
        ("-o", 2, "un nombre est attendu ici"),
        ("a parmi ('x')", 1, "« parmi » s'applique à un choix"),
        ("c parmi 'x'", 9, "« ( » attendu ici, pas « 'x' »"),
        ("c parmi ()", 10, "un texte entre apostrophes est attendu"),
        ("c parmi ('x'; 1)", 15, "un texte entre apostrophes est attendu"),
        ("tab + 1", 1, "employez nombre(…) ou total(…)"),
        ("rep + 1 > 0", 1, "employez nombre(…) ou total(…)"),
        ("tab.m > 1", 1, "total(tab.m) ou nombre(tab; …)"),
        ("rep.w > 1", 5, "« rep » n'a pas de catégorie « w »"),
        ("a.x > 1", 1, "« a » n'a pas de catégories"),
        ("total(tab.mm)", 11, "« tab » n'a pas de colonne « mm » ; vouliez-vous dire « m » ?"),
        ("total(tab.ok)", 7, "la colonne « ok » ne se totalise pas"),
        ("total(a)", 7, "total(…) veut une répartition ou table.colonne"),
        ("nombre(a)", 8, "nombre(…) compte les lignes d'un tableau"),
        ("nombre(tab; a)", 13, "est attendu ici"),
        ("nombre(tab; missions = 'gls1')", 13, "vouliez-vous dire « mission » ?"),
        ("nombre(tab; mission = 'gls3')", 23, "« gls3 » n'est pas une option"),
        ("nombre(tab; nombre(tab; ok) > 1)", 13, "ne s'emboîtent pas"),
        ("mission = 'gls1'", 1, "« mission » n'est pas un nom connu"),
        ("renseigne(1)", 11, "renseigne(…) veut le nom d'une question"),
        ("renseigne(rep.u)", 11, "renseigne(…) veut le nom d'une question"),
        ("annee(a)", 7, "date"),
        ("annees(j; a)", 11, "date"),
        ("si(a; 1; 2)", 4, "est attendu ici"),
        ("si(o; 1; p)", 7, "les deux branches"),
        ("si(o; c; c) = 'x'", 7, "les deux branches"),
        ("somm(a)", 1, "« somm » n'est pas une fonction ; vouliez-vous dire « somme » ?"),
        ("Somme(a)", 1, "vouliez-vous dire « somme » ?"),
        ("somme(a; o)", 10, "un nombre est attendu"),
        ("a, b", 2, "les arguments se séparent par « ; »"),
        ("min(a, b)", 6, "les arguments se séparent par « ; »"),
        ("1,5,2", 4, "les arguments se séparent par « ; »"),
        ("c = 'x", 5, "texte ouvert par ' et non refermé"),
        ("c = « x", 5, "texte ouvert par « et non refermé"),
        ("a = = 1", 5, "une valeur est attendue ici, pas « = »"),
        ("(a > 1", 7, "« ) » attendu ici (la formule s'arrête trop tôt)"),
        ("a > 1)", 6, "« ) » inattendu"),
        ("a >", 4, "la formule s'arrête trop tôt"),
        ("", 1, "la formule s'arrête trop tôt"),
        ("a b", 3, "il manque un opérateur"),
        ("1 000 > a", 3, "« 000 » inattendu"),
        ("a et", 5, "la formule s'arrête trop tôt"),
        ("+1 > a", 1, "une valeur est attendue"),
        ("20 % %", 6, "« % » inattendu"),
        ("tab.", 5, "un nom de colonne ou de catégorie"),
        ("min(a;)", 7, "une valeur est attendue"),
        ("et", 1, "une valeur est attendue"),
        ("e = 'x'", 1, "choix multiple"),
    ],
)
def test_refused_at_its_column_with_words(source: str, colonne: int, mots: str) -> None:
    trouvee, message = refus(source)
    assert mots in message
    assert trouvee == colonne


ARITES = {
    "si": (3, 3),
    "part": (2, 2),
    "nombre": (1, 2),
    "total": (1, 2),
    "renseigne": (1, 1),
    "annees": (2, 2),
    "annee": (1, 1),
}


@pytest.mark.parametrize("fonction", [*ARITES, "somme", "moyenne", "min", "max"])
def test_number_of_arguments(fonction: str) -> None:
    bas, haut = ARITES.get(fonction, (1, 99))
    for compte in {0, bas - 1, haut + 1} - {-1, 100}:
        if not bas <= compte <= haut:
            colonne, message = refus(f"1 + {fonction}({'; '.join(['a'] * compte)})")
            assert colonne == 5
            assert f"{fonction}(…) veut" in message
            assert f"{compte} ici" in message


@pytest.mark.parametrize("attendu", ["nombre", "booléen"])
def test_the_result_has_the_type_that_is_expected(attendu: str) -> None:
    bonne, mauvaise = ("a + 1", "a > 1") if attendu == "nombre" else ("a > 1", "a + 1")
    assert type_formula(bonne, PORTEE, attendu)
    with pytest.raises(FormulaError) as erreur:
        type_formula(mauvaise, PORTEE, attendu)
    assert erreur.value.colonne == 1


@pytest.mark.parametrize("source", ["min(1,2)", "max(0,5)", "somme(1,2)", "moyenne(10,20)"])
def test_a_decimal_comma_between_two_arguments_is_pointed_out(source: str) -> None:
    _, message = refus(source)
    assert ";" in message


@pytest.mark.parametrize("source", ["annee(a)", "j = a", "rep + 1 > 0"])
def test_messages_have_the_right_article(source: str) -> None:
    _, message = refus(source)
    assert "un date" not in message
    assert "un répartition" not in message


def test_limits() -> None:
    assert parse("1" + " " * (LONGUEUR_MAX - 1))
    colonne, message = refus("1" + " " * LONGUEUR_MAX)
    assert (colonne, "trop longue" in message) == (LONGUEUR_MAX + 1, True)
    assert parse("1" + "+1" * ((JETONS_MAX - 1) // 2))
    assert "trop longue" in refus("1" + "+1" * (JETONS_MAX // 2))[1]
    juste = PROFONDEUR_MAX - 1
    assert parse("(" * juste + "1" + ")" * juste)
    colonne, message = refus("(" * (juste + 1) + "1" + ")" * (juste + 1))
    assert (colonne, "imbriquées" in message) == (PROFONDEUR_MAX + 1, True)
    assert "imbriquées" in refus("min(" * 40 + "1" + ")" * 40)[1]


def test_long_runs_of_signs_evaluate() -> None:
    assert vaut("-" * 298 + "1") == 1
    assert vaut("non " * 249 + "1<2") is False
    assert vaut("1" + "+1" * 149) == 150


@pytest.mark.parametrize(
    "attaque",
    [
        "9**9**9",
        "9 ^ 9",
        "'a' * 10",
        "'a' * 1000000000",
        "'%999999999d' % 1",
        "'a'.zfill(1000000000)",
        "a.__class__",
        "a.__class__.__mro__",
        "__import__('os')",
        "().__class__",
        "[1, 2]",
        "{1: 2}",
        "[x for x in a]",
        "lambda: 1",
        "(lambda: 1)()",
        "a[0]",
        "tab[0]",
        "a := 1",
        "a; b",
        "f'{a}'",
        "`ls`",
        "$(ls)",
        "{{ 7*7 }}",
        "${7*7}",
        "#{7*7}",
        "a if o else b",
        "a or b",
        "not o",
        "range(10)",
        "eval('1')",
        "open('x')",
        "print(a)",
        "0x10",
        "1e9",
        "1j",
        "1_000",
        "a // b",
        "a % b",
        "a @ b",
        "a << 2",
        "a & b",
        "a | b",
        "~a",
        "a is b",
        "a in tab",
        "*a",
        "**a",
        "tab.m.x",
        "si.x",
        "@a",
        "\\a",
        "a\x00",
        "a\u200b",
        "a\u202eb",
        "ａ > 1",
        "𝐚 > 1",
        "а > 1",
        "ﬁ > 1",
        "a＞1",
        "ｅｔ",
        "\ud800",
        "😀",
        "a // commentaire",
        "a # commentaire",
        "/* */ 1",
        "٣ > 2",
        "３ > 2",
    ],
)
def test_attacks_are_refused_before_evaluation(attaque: str) -> None:
    colonne, message = refus(attaque)
    assert 1 <= colonne <= len(attaque) + 1
    assert message


SIGNES = st.sampled_from(
    [
        "a",
        "o",
        "c",
        "tab",
        "rep",
        ".",
        "m",
        "ok",
        "(",
        ")",
        ";",
        ",",
        "'",
        "«",
        "»",
        "x",
        "et",
        "ou",
        "non",
        "parmi",
        "si(",
        "nombre(",
        "total(",
        "min(",
        "renseigne(",
        "annees(",
        "+",
        "-",
        "*",
        "/",
        "=",
        "<",
        "≥",
        "%",
        "1",
        "0,5",
        " ",
        "é",
    ]
)


@settings(max_examples=600)
@given(st.one_of(st.text(max_size=40), st.lists(SIGNES, max_size=25).map(" ".join), st.text(string.printable, max_size=30)))
def test_any_text_is_typed_or_refused_within_itself(source: str) -> None:
    try:
        lue = type_formula(source, PORTEE)
    except FormulaError as erreur:
        debut, fin, message = erreur.colonne - 1, len(source), erreur.message
    else:
        debut, fin, message = lue.arbre.debut, lue.arbre.fin, "typed"
        assert lue.noms <= set(PORTEE)
        assert debut < fin
    assert 0 <= debut <= fin <= len(source)
    assert message
