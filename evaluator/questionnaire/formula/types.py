"""Static types: a formula that compares a choice with an option that does not exist is refused at load, not on site."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from msgspec import Struct, field

from evaluator.french import lire_date
from evaluator.questionnaire.formula.code import compiler
from evaluator.questionnaire.formula.compiled import Code
from evaluator.questionnaire.formula.parser import parse
from evaluator.questionnaire.formula.tree import (
    Appel,
    Binaire,
    Cellule,
    Constante,
    FormulaError,
    Jour,
    Litteral,
    Membre,
    Noeud,
    Nom,
    Parmi,
    Unaire,
)

NOMBRE, BOOLEEN, TEXTE, ENSEMBLE, DATE = "nombre", "booléen", "texte", "choix multiple", "date"
TABLEAU, REPARTITION = "tableau", "répartition"
_FEMININS = frozenset({DATE, REPARTITION})


def un(genre: str) -> str:
    """`un nombre`, `une date`."""
    return f"une {genre}" if genre in _FEMININS else f"un {genre}"


def accord(genre: str) -> str:
    """The feminine ending of a participle."""
    return "e" if genre in _FEMININS else ""


class Type(Struct, frozen=True):
    """Type of a name. `options` closes a choice (None: free text); `membres` are columns or categories."""

    genre: str
    options: frozenset[str] | None = None
    membres: Mapping[str, Type] = field(default_factory=dict)
    unite: str | None = None


T_NOMBRE = Type(NOMBRE)
T_BOOLEEN = Type(BOOLEEN)
T_DATE = Type(DATE)


class Expression(Struct, frozen=True, dict=True):
    """A formula read and typed. `noms` are all names it reads; `cellules` the (table, column) pairs."""

    source: str
    arbre: Noeud
    type: Type
    noms: frozenset[str]
    cellules: frozenset[tuple[str, str]]

    @cached_property
    def code(self) -> Code:
        """The formula as a closure, compiled when it is first read."""
        return compiler(self.arbre).code

    def lire(self, n: Noeud) -> Code:
        """A node of `arbre` as a closure."""
        if id(n) not in self._lectures:
            self._lectures[id(n)] = compiler(n).code
        return self._lectures[id(n)]

    @cached_property
    def _lectures(self) -> dict[int, Code]:
        return {}


def type_formula(source: str, portee: Mapping[str, Type], attendu: str | None = None) -> Expression:
    """Parse and type `source` with the names of `portee`; `attendu` is the genre of the result. Raises `FormulaError`."""
    typage = _Typage(portee)
    arbre, type_ = typage.noeud(parse(source))
    if attendu and type_.genre != attendu:
        raise FormulaError(f"la formule donne {un(type_.genre)} ; {un(attendu)} est attendu{accord(attendu)} ici", 1)
    return Expression(source, arbre, type_, frozenset(typage.noms), frozenset(typage.cellules))


def proche(nom: str, connus: Iterable[str]) -> str:
    """` ; vouliez-vous dire « … » ?`, or nothing."""
    trouves = difflib.get_close_matches(nom[:80], list(connus), n=1, cutoff=0.6)
    return f" ; vouliez-vous dire « {trouves[0]} » ?" if trouves else ""


class _Typage:
    def __init__(self, portee: Mapping[str, Type]) -> None:
        self.portee = portee
        self.noms: set[str] = set()
        self.cellules: set[tuple[str, str]] = set()
        self.table: str | None = None  # inside the condition of nombre() or total()

    def noeud(self, n: Noeud) -> tuple[Noeud, Type]:
        return _REGLES[type(n)](self, n)

    def attendu(self, n: Noeud, genre: str) -> Noeud:
        nouveau, type_ = self.noeud(n)
        if type_.genre != genre:
            indice = ""
            if isinstance(n, Nom) and type_.genre in (TABLEAU, REPARTITION):
                indice = f" ; pour {un(type_.genre)}, employez nombre(…) ou total(…)"
            raise FormulaError(f"{un(genre)} est attendu{accord(genre)} ici, pas {un(type_.genre)}{indice}", n.debut + 1)
        return nouveau

    def resoudre(self, nom: str, colonne: int) -> Type:
        if (type_ := self.portee.get(nom)) is None:
            raise FormulaError(f"« {nom} » n'est pas un nom connu{proche(nom, self.portee)}", colonne)
        self.noms.add(nom)
        return type_

    def nom(self, n: Nom) -> tuple[Noeud, Type]:
        if self.table is not None:
            colonne = self.portee[self.table].membres.get(n.nom)
            if colonne is not None:
                self.cellules.add((self.table, n.nom))
                return Cellule(n.debut, n.fin, n.nom), colonne
            if n.nom not in self.portee:
                connus = [*self.portee[self.table].membres, *self.portee]
                raise FormulaError(f"« {n.nom} » n'est ni une colonne de « {self.table} » ni un nom connu"
                                   f"{proche(n.nom, connus)}", n.debut + 1)  # fmt: skip
        return n, self.resoudre(n.nom, n.debut + 1)

    def membre(self, n: Membre) -> tuple[Noeud, Type]:
        type_ = self.resoudre(n.nom, n.debut + 1)
        if type_.genre == TABLEAU:
            raise FormulaError(f"une colonne se lit par total({n.nom}.{n.membre}) ou nombre({n.nom}; …)", n.debut + 1)
        if type_.genre != REPARTITION:
            raise FormulaError(f"« {n.nom} » n'a pas de catégories", n.debut + 1)
        self.chercher(n, type_)
        return n, T_NOMBRE

    def chercher(self, n: Membre, type_: Type) -> Type:
        if n.membre not in type_.membres:
            quoi = "colonne" if type_.genre == TABLEAU else "catégorie"
            raise FormulaError(f"« {n.nom} » n'a pas de {quoi} « {n.membre} »{proche(n.membre, type_.membres)}",
                               n.fin - len(n.membre) + 1)  # fmt: skip
        return type_.membres[n.membre]

    def unaire(self, n: Unaire) -> tuple[Noeud, Type]:
        genre = BOOLEEN if n.operateur == "non" else NOMBRE
        return Unaire(n.debut, n.fin, n.operateur, self.attendu(n.terme, genre)), Type(genre)

    def binaire(self, n: Binaire) -> tuple[Noeud, Type]:
        if n.operateur in ("et", "ou"):
            genre = BOOLEEN
        elif n.operateur in ("+", "−", "×", "÷"):
            genre = NOMBRE
        else:
            return self.comparaison(n)
        gauche, droite = self.attendu(n.gauche, genre), self.attendu(n.droite, genre)
        return Binaire(n.debut, n.fin, n.operateur, gauche, droite), Type(genre)

    def comparaison(self, n: Binaire) -> tuple[Noeud, Type]:
        if isinstance(n.gauche, Litteral):
            inverse = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}.get(n.operateur, n.operateur)
            n = Binaire(n.debut, n.fin, inverse, n.droite, n.gauche)
        gauche, t_gauche = self.noeud(n.gauche)
        if isinstance(n.droite, Litteral):
            droite: Noeud = self.litteral(t_gauche, n.gauche, n.droite)
            t_droite = t_gauche
        else:
            droite, t_droite = self.noeud(n.droite)
        if t_gauche.genre == BOOLEEN:
            raise FormulaError("une réponse oui/non ne se compare pas : écrivez « x » ou « non x »", n.gauche.debut + 1)
        if t_gauche.genre == ENSEMBLE:
            raise FormulaError("un choix multiple se teste par « x parmi ('option') »", n.gauche.debut + 1)
        if t_gauche.genre not in (NOMBRE, DATE, TEXTE) or t_gauche.genre != t_droite.genre:
            raise FormulaError(f"{un(t_gauche.genre)} ne se compare pas à {un(t_droite.genre)}", n.debut + 1)
        if t_gauche.genre == TEXTE and n.operateur not in ("=", "≠"):
            raise FormulaError("un texte se compare seulement par = ou ≠", n.debut + 1)
        return Binaire(n.debut, n.fin, n.operateur, gauche, droite), T_BOOLEEN

    def litteral(self, type_: Type, quoi: Noeud, n: Litteral) -> Noeud:
        """The literal, checked against what it is compared with."""
        if type_.genre == DATE:
            if (jour := lire_date(n.texte)) is None:
                raise FormulaError("date attendue, par exemple '2024-12-31'", n.debut + 1)
            return Jour(n.debut, n.fin, jour.toordinal())
        if type_.genre == BOOLEEN:
            nom = getattr(quoi, "nom", "x")
            raise FormulaError(f"« {nom} » est une question oui/non : écrivez « {nom} » ou « non {nom} »", n.debut + 1)
        if type_.genre not in (TEXTE, ENSEMBLE):
            raise FormulaError(f"{un(type_.genre)} ne se compare pas à un texte", n.debut + 1)
        if type_.options is not None and n.texte not in type_.options:
            raise FormulaError(f"« {n.texte} » n'est pas une option de « {getattr(quoi, 'nom', '?')} »"
                               f"{proche(n.texte, type_.options)}", n.debut + 1)  # fmt: skip
        return n

    def parmi(self, n: Parmi) -> tuple[Noeud, Type]:
        terme, type_ = self.noeud(n.terme)
        if type_.genre not in (TEXTE, ENSEMBLE):
            raise FormulaError(f"« parmi » s'applique à un choix, pas à {un(type_.genre)}", n.terme.debut + 1)
        for texte in n.textes:
            self.litteral(type_, n.terme, texte)
        return Parmi(n.debut, n.fin, terme, n.textes), T_BOOLEEN

    def seul(self, n: Litteral) -> tuple[Noeud, Type]:
        raise FormulaError(f"le texte « {n.texte} » n'est comparé à rien", n.debut + 1)

    # — calls ———————————————————————————————————————————————————————————————————————————————————————————————

    def appel(self, n: Appel) -> tuple[Noeud, Type]:
        if (regle := _APPELS.get(n.fonction)) is None:
            raise FormulaError(f"« {n.fonction} » n'est pas une fonction{proche(n.fonction, _APPELS)}", n.debut + 1)
        mini, maxi, typer = regle
        if not mini <= len(n.arguments) <= maxi:
            compte = f"{mini}" if mini == maxi else f"{mini} à {maxi}" if maxi < 99 else f"au moins {mini}"
            raise FormulaError(f"{n.fonction}(…) veut {compte} argument(s) séparés par « ; » ; {len(n.arguments)} ici",
                               n.debut + 1)  # fmt: skip
        return typer(self, n)

    def si(self, n: Appel) -> tuple[Noeud, Type]:
        condition = self.attendu(n.arguments[0], BOOLEEN)
        alors, t_alors = self.noeud(n.arguments[1])
        sinon, t_sinon = self.noeud(n.arguments[2])
        if t_alors.genre != t_sinon.genre or t_alors.genre not in (NOMBRE, BOOLEEN, DATE):
            raise FormulaError("les deux branches de si(…) doivent être deux nombres, deux conditions ou deux dates",
                               n.arguments[1].debut + 1)  # fmt: skip
        return Appel(n.debut, n.fin, "si", (condition, alors, sinon)), Type(t_alors.genre)

    def nombres(self, n: Appel) -> tuple[Noeud, Type]:
        unite = None
        if len(n.arguments) == 1 and isinstance(n.arguments[0], Nom):
            unite = self.portee.get(n.arguments[0].nom, T_NOMBRE).unite
        arguments = tuple(self.attendu(a, NOMBRE) for a in n.arguments)
        return Appel(n.debut, n.fin, n.fonction, arguments), Type(NOMBRE, unite=unite)

    def condition(self, table: str, n: Noeud) -> Noeud:
        self.table = table
        try:
            return self.attendu(n, BOOLEEN)
        finally:
            self.table = None

    def seule_table(self, n: Appel) -> None:
        if self.table is not None:
            raise FormulaError("nombre(…) et total(…) ne s'emboîtent pas", n.debut + 1)

    def nombre(self, n: Appel) -> tuple[Noeud, Type]:
        self.seule_table(n)
        table = n.arguments[0]
        if not isinstance(table, Nom) or self.resoudre(table.nom, table.debut + 1).genre != TABLEAU:
            raise FormulaError("nombre(…) compte les lignes d'un tableau", table.debut + 1)
        return Appel(n.debut, n.fin, "nombre", (table, *(self.condition(table.nom, a) for a in n.arguments[1:]))), T_NOMBRE

    def total(self, n: Appel) -> tuple[Noeud, Type]:
        self.seule_table(n)
        quoi = n.arguments[0]
        if isinstance(quoi, Nom) and len(n.arguments) == 1 and self.resoudre(quoi.nom, quoi.debut + 1).genre == REPARTITION:
            return n, Type(NOMBRE, unite=self.portee[quoi.nom].unite)
        if not isinstance(quoi, Membre) or self.resoudre(quoi.nom, quoi.debut + 1).genre != TABLEAU:
            raise FormulaError("total(…) veut une répartition ou table.colonne", quoi.debut + 1)
        colonne = self.chercher(quoi, self.portee[quoi.nom])
        if colonne.genre != NOMBRE:
            raise FormulaError(f"la colonne « {quoi.membre} » ne se totalise pas", quoi.debut + 1)
        self.cellules.add((quoi.nom, quoi.membre))
        arguments = (quoi, *(self.condition(quoi.nom, a) for a in n.arguments[1:]))
        return Appel(n.debut, n.fin, "total", arguments), Type(NOMBRE, unite=colonne.unite)

    def renseigne(self, n: Appel) -> tuple[Noeud, Type]:
        if not isinstance(n.arguments[0], Nom):
            raise FormulaError("renseigne(…) veut le nom d'une question", n.arguments[0].debut + 1)
        nom, _ = self.nom(n.arguments[0])
        return Appel(n.debut, n.fin, "renseigne", (nom,)), T_BOOLEEN

    def dates(self, n: Appel) -> tuple[Noeud, Type]:
        return Appel(n.debut, n.fin, n.fonction, tuple(self.attendu(a, DATE) for a in n.arguments)), T_NOMBRE


_Regle = Callable[["_Typage", "Appel"], tuple[Noeud, Type]]
_APPELS: dict[str, tuple[int, int, _Regle]] = {
    "si": (3, 3, _Typage.si),
    "somme": (1, 99, _Typage.nombres),
    "moyenne": (1, 99, _Typage.nombres),
    "min": (1, 99, _Typage.nombres),
    "max": (1, 99, _Typage.nombres),
    "part": (2, 2, _Typage.nombres),
    "nombre": (1, 2, _Typage.nombre),
    "total": (1, 2, _Typage.total),
    "renseigne": (1, 1, _Typage.renseigne),
    "annees": (2, 2, _Typage.dates),
    "annee": (1, 1, _Typage.dates),
}
_REGLES: dict[type[Noeud], Callable[..., tuple[Noeud, Type]]] = {
    Constante: lambda _, n: (n, T_NOMBRE),
    Litteral: _Typage.seul,
    Nom: _Typage.nom,
    Membre: _Typage.membre,
    Unaire: _Typage.unaire,
    Binaire: _Typage.binaire,
    Parmi: _Typage.parmi,
    Appel: _Typage.appel,
}
