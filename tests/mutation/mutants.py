"""The faults: one small change of meaning in one place of a source file, as a slip of the hand would make."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARAISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NOMS = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil"}


@dataclass(frozen=True)
class Mutant:
    """`avant` at `debut` (in characters) of the file becomes `apres`."""

    fichier: str
    ligne: int
    debut: int
    avant: str
    apres: str

    @property
    def cle(self) -> str:
        """Names it in the list of explained survivors; lines move, words less."""
        return f"{self.fichier} : {' '.join(self.avant.split())} → {' '.join(self.apres.split())}"

    def appliquer(self, source: str) -> str:
        assert source[self.debut : self.debut + len(self.avant)] == self.avant
        return source[: self.debut] + self.apres + source[self.debut + len(self.avant) :]


class _Visiteur(ast.NodeVisitor):
    """Gathers (node, what it becomes); passes over what does not run, and over f-strings, whose places are not exact."""

    def __init__(self) -> None:
        self.changes: list[tuple[ast.AST, str]] = []
        self.dedans = False  # of a function: outside, « | » joins types

    def change(self, noeud: ast.AST, **champs: object) -> None:
        autre = copy.copy(noeud)
        for nom, valeur in champs.items():
            setattr(autre, nom, valeur)
        texte = ast.unparse(autre)
        self.changes.append((noeud, f"({texte})" if isinstance(noeud, ast.expr) else texte))

    def visit_Compare(self, noeud: ast.Compare) -> None:
        if autre := _COMPARAISONS.get(type(noeud.ops[0])):
            self.change(noeud, ops=[autre(), *noeud.ops[1:]])
        self.generic_visit(noeud)

    def visit_BinOp(self, noeud: ast.BinOp) -> None:
        texte = any(isinstance(c, ast.JoinedStr) or (isinstance(c, ast.Constant) and isinstance(c.value, str | bytes))
                    for c in (noeud.left, noeud.right))  # fmt: skip
        types = isinstance(noeud.op, ast.BitOr) and not self.dedans
        if not texte and not types and (autre := _OPERATIONS.get(type(noeud.op))):
            self.change(noeud, op=autre())
        self.generic_visit(noeud)

    def visit_BoolOp(self, noeud: ast.BoolOp) -> None:
        self.change(noeud, op=ast.Or() if isinstance(noeud.op, ast.And) else ast.And())
        self.generic_visit(noeud)

    def visit_UnaryOp(self, noeud: ast.UnaryOp) -> None:
        if isinstance(noeud.op, ast.Not | ast.USub):
            self.changes.append((noeud, f"({ast.unparse(noeud.operand)})"))
        self.generic_visit(noeud)

    def visit_Constant(self, noeud: ast.Constant) -> None:
        if isinstance(noeud.value, bool):
            self.changes.append((noeud, repr(not noeud.value)))
        elif isinstance(noeud.value, int):
            self.changes.append((noeud, repr(noeud.value + 1)))

    def visit_Name(self, noeud: ast.Name) -> None:
        if isinstance(noeud.ctx, ast.Load) and noeud.id in _NOMS:
            self.changes.append((noeud, _NOMS[noeud.id]))

    def visit_IfExp(self, noeud: ast.IfExp) -> None:
        self.change(noeud, body=noeud.orelse, orelse=noeud.body)
        self.generic_visit(noeud)

    def visit_Expr(self, noeud: ast.Expr) -> None:
        if isinstance(noeud.value, ast.Call):
            self.changes.append((noeud, "pass"))
            self.generic_visit(noeud)

    def visit_Raise(self, noeud: ast.Raise) -> None:
        self.changes.append((noeud, "pass"))

    def visit_Continue(self, noeud: ast.Continue) -> None:
        self.changes.append((noeud, "break"))

    def visit_If(self, noeud: ast.If) -> None:
        if not (isinstance(noeud.test, ast.Name) and noeud.test.id == "TYPE_CHECKING"):
            self.generic_visit(noeud)

    def visit_AnnAssign(self, noeud: ast.AnnAssign) -> None:
        if noeud.value is not None:
            self.visit(noeud.value)

    def visit_FunctionDef(self, noeud: ast.FunctionDef) -> None:
        dehors, self.dedans = self.dedans, True
        for enfant in (*noeud.args.defaults, *(d for d in noeud.args.kw_defaults if d), *noeud.body):
            self.visit(enfant)
        self.dedans = dehors

    def visit_ClassDef(self, noeud: ast.ClassDef) -> None:
        for enfant in noeud.body:  # not its decorators: no slip of the hand
            self.visit(enfant)

    def visit_JoinedStr(self, noeud: ast.JoinedStr) -> None: ...

    def visit_Assert(self, noeud: ast.Assert) -> None: ...


def mutants(fichier: str, source: str) -> Iterator[Mutant]:
    """Every fault that can be put into one file."""
    visiteur = _Visiteur()
    visiteur.visit(ast.parse(source))
    lignes = source.splitlines(keepends=True)
    debuts = [0]
    for ligne in lignes:
        debuts.append(debuts[-1] + len(ligne))

    def place(ligne: int, octet: int) -> int:
        return debuts[ligne - 1] + len(lignes[ligne - 1].encode()[:octet].decode())

    for noeud, apres in visiteur.changes:
        debut = place(noeud.lineno, noeud.col_offset)  # type: ignore[attr-defined]
        fin = place(noeud.end_lineno, noeud.end_col_offset)  # type: ignore[attr-defined]
        avant = source[debut:fin]
        if avant != apres:
            yield Mutant(fichier, noeud.lineno, debut, avant, apres)  # type: ignore[attr-defined]
