"""No text makes the program spin: every regular expression of the program, as it is used, on text made to be slow."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import evaluator
from evaluator.cli.francais import executer
from tests.securite.conftest import Evenements, Falsifier, partout

LONGUEUR = 8_000
DUREE = 0.2  # seconds of processor for one text: a search that is not linear takes tens
GRAINES = (" ", "0", "a", '"', ".", "-", "{", "«", "« ", "0.", "a-", "<a ")
# Of what the user types on the command line, never of a file; and of formulas, which have 1000 characters at most.
BORNEES = {"« (.+) »"}


def _motifs() -> Iterator[tuple[str, str, int | re.RegexFlag, frozenset[str]]]:
    """Where, the pattern, its flags, and the methods it is used by in its module."""
    for info in pkgutil.walk_packages(evaluator.__path__, "evaluator."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        arbre = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        appels = [n for n in ast.walk(arbre) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
        for nom, valeur in vars(module).items():
            if isinstance(valeur, re.Pattern) and isinstance(valeur.pattern, str):
                usages = {a.func.attr for a in appels if isinstance(a.func.value, ast.Name) and a.func.value.id == nom}
                if usages:
                    yield f"{info.name}.{nom}", valeur.pattern, valeur.flags, frozenset(usages)
            elif isinstance(valeur, tuple):
                for v in valeur:
                    motif = v[0] if isinstance(v, tuple) and v else getattr(v, "motif", None)
                    if isinstance(motif, re.Pattern):
                        yield f"{info.name}.{nom}", motif.pattern, motif.flags, frozenset({"sub"})
        for a in appels:
            sur_re = isinstance(a.func.value, ast.Name) and a.func.value.id == "re" and a.func.attr != "compile"
            if sur_re and a.args and isinstance(a.args[0], ast.Constant):
                yield f"{info.name}:{a.lineno}", str(a.args[0].value), 0, frozenset({a.func.attr})


def test_no_regular_expression_spins() -> None:
    vus: set[object] = set()
    for ou, motif, drapeaux, usages in _motifs():
        if (motif, drapeaux, usages) in vus or motif in BORNEES:
            continue
        vus.add((motif, drapeaux, usages))
        compile_ = re.compile(motif, drapeaux)
        propres = [c for c in dict.fromkeys(motif) if c not in "\\[](){}?*+|^$"][:4]
        for graine in dict.fromkeys((*GRAINES, *propres)):
            texte = graine * (LONGUEUR // len(graine))
            for piege in (f"x{texte}!", f"{graine}{' ' * LONGUEUR}!"):
                debut = time.process_time()
                compile_.fullmatch(piege)
                if usages - {"fullmatch", "match"}:
                    for _ in compile_.finditer(piege):
                        pass
                else:
                    compile_.match(piege)
                assert time.process_time() - debut < DUREE, (ou, motif, graine)
    assert len(vus) > 60


def test_a_label_of_opening_quotation_marks_is_explained_at_once(falsifier: Falsifier) -> None:
    """The explanation of such a dossier ran for minutes."""

    def change(evenements: Evenements) -> None:
        gele = evenements[0]["charge"]["gele"]
        gele["questionnaire"] = partout(gele["questionnaire"], ("libelle", "etiquette"), "« " * 1900)

    debut = time.process_time()
    assert executer(["expliquer", str(falsifier(change))]) == 0
    assert time.process_time() - debut < 5


def test_a_file_made_of_long_formulas_is_refused_at_once(falsifier: Falsifier, capsys: pytest.CaptureFixture[str]) -> None:
    """2 000 of them took a minute to compile and to evaluate."""

    def change(evenements: Evenements) -> None:
        questions = evenements[0]["charge"]["gele"]["questionnaire"]["sections"][0]["questions"]
        modele = next(q for q in questions if q["type"] == "texte")
        formule = f"{' × '.join(['nb_logements'] * 60)} > 0"
        questions += [{**modele, "id": f"zz{n}", "si": formule} for n in range(2000)]

    debut = time.process_time()
    assert executer(["evaluer", str(falsifier(change))]) == 1
    assert time.process_time() - debut < 5
    assert capsys.readouterr().err.count("trop de formules : plus de 200000 caractères") == 1
