"""Assembling a questionnaire never crashes, whatever stands at one of its places; and every message can be read."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from evaluator.canonical import en_json
from evaluator.errors import FaultyInput
from evaluator.questionnaire.load import Sources, assembler, degeler, lire_questionnaire
from evaluator.questionnaire.reader import lire_texte
from tests.questionnaire.synthetic import SAIN, copier, remplacer, sain, sources

PARTIES = ("questionnaire", "grille", "textes", "baremes", "locale")


@cache
def saines() -> Sources:
    return sources(SAIN, locale=True)


def chemins(arbre: object, debut: tuple = ()) -> Iterator[tuple]:
    yield debut
    if isinstance(arbre, dict):
        for cle, valeur in arbre.items():
            yield from chemins(valeur, (*debut, cle))
    elif isinstance(arbre, list):
        for rang, valeur in enumerate(arbre):
            yield from chemins(valeur, (*debut, rang))


@cache
def lieux() -> list[tuple[str, tuple]]:
    return [(partie, c) for partie in PARTIES for c in chemins(getattr(saines(), partie).arbre)]


def poser(arbre: object, chemin: tuple, valeur: object) -> object:
    if not chemin:
        return valeur
    nouveau = copy.copy(arbre)
    nouveau[chemin[0]] = poser(arbre[chemin[0]], chemin[1:], valeur)  # type: ignore[index]
    return nouveau


AUTRES = st.sampled_from([
    None, True, False, 0, -1, 10**17, Decimal("0.5"), "", "x", "0,5", "1/0", "a" * 5000, [], {}, [[]], [None], ["x", "x"],
    {"a": None}, {"id": "x"}, [[0, "abc"], [1, 1]], [["0", "1"], ["1", "0"]], "9" * 400 + " > 0", "2026-02-30", "é", "{x}",
    "{", "12 %", "nombre(actions)", [{"id": "x"}, {"id": "x"}],
])  # fmt: skip

# A default grid frozen in a dossier without the id or minimum of a floor, and an overlay on it.
CONNUES = {
    ("grille", ("planchers",)),
    *(("grille", ("planchers", k, *s)) for k in (0, 1) for s in ((), ("id",), ("minimum",))),
}


@settings(max_examples=250)
@given(st.data())
def test_no_tree_raises_anything_but_faulty_input(data: st.DataObject) -> None:
    partie, chemin = data.draw(st.sampled_from(lieux()).filter(lambda lieu: lieu not in CONNUES))
    source = getattr(saines(), partie)
    mute = replace(source, arbre=poser(source.arbre, chemin, data.draw(AUTRES)))
    try:
        assembler(replace(saines(), **{partie: mute}))
    except FaultyInput as erreur:
        messages = [f.message for f in erreur.fautes]
    else:
        messages = ["aucune faute"]
    assert messages
    for message in messages:
        assert message
        assert message == message.strip()
        assert not re.search(r"Input should|validation error|Value error|Fraction\(|Decimal\(", message)


@pytest.mark.parametrize("partie", PARTIES)
@pytest.mark.parametrize("valeur", [None, [], {}, "x", 3, True])
def test_a_part_that_is_something_else(partie: str, valeur: object) -> None:
    with pytest.raises(FaultyInput):
        assembler(replace(saines(), **{partie: replace(getattr(saines(), partie), arbre=valeur)}))


REPONSE = {"id": "V-PLANCHER-REPONSE", "minimum": 0}


@pytest.mark.parametrize("planchers", [[{"titre": "x"}], [{"id": "V-PLANCHER-REPONSE"}], [REPONSE, {"id": ["x"]}]])
def test_floors_of_a_received_grid_under_an_overlay(planchers: object) -> None:
    grille = saines().grille
    mute = replace(grille, arbre=poser(grille.arbre, ("planchers",), planchers))
    with pytest.raises(FaultyInput):
        assembler(replace(saines(), grille=mute))


@pytest.mark.parametrize("valeur", [None, True, {"a": 1}])
def test_what_was_found_is_shown_without_python(valeur: object) -> None:
    grille = saines().grille
    with pytest.raises(FaultyInput) as erreur:
        assembler(replace(saines(), grille=replace(grille, arbre=poser(grille.arbre, ("completude_min",), valeur))))
    assert not re.search(r"None|True|\{'", str(erreur.value))


def test_baremes_without_ceilings_are_refused() -> None:
    baremes = saines().baremes
    with pytest.raises(FaultyInput):
        assembler(replace(saines(), baremes=replace(baremes, arbre={"baremes": [baremes.arbre["baremes"][1]]})))


def test_a_questionnaire_names_files_of_its_folder_only(tmp_path: Path) -> None:
    for nom in ("../secret", "/etc/passwd", "gls/../gls", "..", "", "gls.yaml"):
        dossier = copier(tmp_path / re.sub(r"\W", "_", nom))
        remplacer(dossier, "questionnaire", "[identification, gls]", f'[identification, "{nom}"]')
        with pytest.raises(FaultyInput, match="n'existe pas"):
            lire_questionnaire(dossier)


def test_a_frozen_copy_gives_the_same_referential() -> None:
    ref = sain(locale=True)
    rendu = degeler(ref.gele, "x.agls")
    assert rendu.gele == ref.gele
    assert rendu.grille.ecarts == ref.grille.ecarts
    assert rendu.grille.lue == ref.grille.lue
    assert rendu.questionnaire.lu == ref.questionnaire.lu
    assert rendu.questionnaire.empreinte == ref.questionnaire.empreinte
    assert rendu.textes.empreinte == ref.textes.empreinte
    assert rendu.baremes == ref.baremes
    assert rendu.grille.empreinte == ref.grille.empreinte


@pytest.mark.parametrize("cle", ["questionnaire", "grille_defaut", "textes", "baremes"])
def test_a_frozen_copy_without_a_part_is_refused_by_name(cle: str) -> None:
    gele = {**sain().gele}
    del gele[cle]
    with pytest.raises(FaultyInput, match=cle):
        degeler(gele, "x.agls")


def test_the_hash_is_that_of_the_content_not_of_its_layout() -> None:
    a = lire_texte('a: {x: "é", y: [1, 2]}', "a.yaml").arbre
    b = lire_texte("# autre mise en page\na:\n  y:\n  - 1\n  - 2\n  x: e\u0301\n", "b.yaml").arbre
    assert en_json(a) == en_json(b)
