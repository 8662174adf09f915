"""The sources of the program, parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
MODULES = sorted((RACINE / "evaluator").rglob("*.py"))
UTILES = (ast.Import, ast.ImportFrom, ast.Attribute, ast.Call, ast.Constant, ast.FormattedValue)


@cache
def arbre(fichier: Path) -> ast.Module:
    return ast.parse(fichier.read_text(encoding="utf-8"))


@cache
def noeuds(fichier: Path) -> tuple[ast.AST, ...]:
    """Those that the tests look at."""
    return tuple(n for n in ast.walk(arbre(fichier)) if isinstance(n, UTILES))
