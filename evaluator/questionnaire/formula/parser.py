"""Text of a formula → tree, by precedence climbing (`docs/decisions/002-formula-parser.md`).

ou < et < non < comparison, parmi < + − < × ÷ < unary −. No indexing, power, loop or repetition; length, number of tokens
and depth are bounded.
"""

from __future__ import annotations

import re
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from evaluator.questionnaire.formula.tree import (
    Appel,
    Binaire,
    Constante,
    FormulaError,
    Litteral,
    Membre,
    Noeud,
    Nom,
    Parmi,
    Unaire,
)

LONGUEUR_MAX = 1000
JETONS_MAX = 300
PROFONDEUR_MAX = 25
CHIFFRES_MAX = 18

_JETON = re.compile(
    r"""(?P<espace>[\s\u00a0\u202f]+)
    |(?P<nombre>[0-9]+(?:[.,][0-9]+)?)
    |(?P<texte>'[^']*'|«[^»]*»)
    |(?P<nom>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<signe><=|>=|<>|!=|==|[=≠<≤>≥+\-−*×/÷%();.])""",
    re.VERBOSE,
)
_SYNONYMES = {"<=": "≤", ">=": "≥", "<>": "≠", "!=": "≠", "==": "=", "*": "×", "/": "÷", "-": "−"}
_COMPARAISONS = frozenset("=≠<≤>≥")
_MOTS = frozenset({"et", "ou", "non", "parmi"})


class _Jeton(Struct, frozen=True):
    genre: str  # nombre, texte, nom, signe, fin
    texte: str
    debut: int
    fin: int


def _jetons(source: str) -> list[_Jeton]:
    jetons: list[_Jeton] = []
    position = 0
    while position < len(source):
        trouve = _JETON.match(source, position)
        if trouve is None:
            raise FormulaError(_inattendu(source, position), position + 1)
        genre = trouve.lastgroup or ""
        if genre != "espace":
            texte = trouve.group()
            if genre == "nombre" and len(texte) > CHIFFRES_MAX:
                raise FormulaError(f"nombre trop long : plus de {CHIFFRES_MAX} chiffres", position + 1)
            jetons.append(_Jeton(genre, _SYNONYMES.get(texte, texte), position, trouve.end()))
            if len(jetons) > JETONS_MAX:
                raise FormulaError(f"formule trop longue : plus de {JETONS_MAX} mots et signes", position + 1)
        position = trouve.end()
    jetons.append(_Jeton("fin", "", len(source), len(source)))
    return jetons


def _inattendu(source: str, position: int) -> str:
    signe = source[position]
    if signe in "'«":
        return f"texte ouvert par {signe} et non refermé"
    if signe.isalpha():
        return f"« {signe} » : les noms s'écrivent sans accent ; un texte se met entre apostrophes"
    if signe == ",":
        return "« , » sépare les décimales ; les arguments se séparent par « ; »"
    return f"« {signe} » n'a pas de sens dans une formule"


class _Analyseur:
    def __init__(self, source: str) -> None:
        self.jetons = _jetons(source)
        self.rang = 0
        self.profondeur = 0

    @property
    def jeton(self) -> _Jeton:
        return self.jetons[self.rang]

    def avancer(self) -> _Jeton:
        jeton = self.jeton
        self.rang += 1
        return jeton

    def est(self, *textes: str) -> bool:
        return self.jeton.genre in ("signe", "nom") and self.jeton.texte in textes

    def attendre(self, texte: str) -> _Jeton:
        if not self.est(texte):
            raise FormulaError(f"« {texte} » attendu ici{self._trouve()}", self.jeton.debut + 1)
        return self.avancer()

    def _trouve(self) -> str:
        return f", pas « {self.jeton.texte} »" if self.jeton.genre != "fin" else " (la formule s'arrête trop tôt)"

    def tout(self) -> Noeud:
        noeud = self.ou()
        if self.jeton.genre != "fin":
            raise FormulaError(f"« {self.jeton.texte} » inattendu : il manque un opérateur ou une parenthèse",
                               self.jeton.debut + 1)  # fmt: skip
        return noeud

    def ou(self) -> Noeud:
        self.profondeur += 1
        if self.profondeur > PROFONDEUR_MAX:
            raise FormulaError(f"plus de {PROFONDEUR_MAX} parenthèses imbriquées", self.jeton.debut + 1)
        gauche = self.et()
        while self.est("ou"):
            self.avancer()
            droite = self.et()
            gauche = Binaire(gauche.debut, droite.fin, "ou", gauche, droite)
        self.profondeur -= 1
        return gauche

    def et(self) -> Noeud:
        gauche = self.negation()
        while self.est("et"):
            self.avancer()
            droite = self.negation()
            gauche = Binaire(gauche.debut, droite.fin, "et", gauche, droite)
        return gauche

    def negation(self) -> Noeud:
        nons = []
        while self.est("non"):
            nons.append(self.avancer())
        noeud = self.comparaison()
        for non in reversed(nons):
            noeud = Unaire(non.debut, noeud.fin, "non", noeud)
        return noeud

    def comparaison(self) -> Noeud:
        gauche = self.somme()
        if self.est("parmi"):
            self.avancer()
            return self.parmi(gauche)
        if self.jeton.genre == "signe" and self.jeton.texte in _COMPARAISONS:
            operateur = self.avancer().texte
            droite = self.somme()
            if self.jeton.genre == "signe" and self.jeton.texte in _COMPARAISONS:
                raise FormulaError("deux comparaisons à la suite : écrivez « a < b et b < c »", self.jeton.debut + 1)
            return Binaire(gauche.debut, droite.fin, operateur, gauche, droite)
        return gauche

    def parmi(self, terme: Noeud) -> Noeud:
        self.attendre("(")
        textes = [self.litteral()]
        while self.est(";"):
            self.avancer()
            textes.append(self.litteral())
        return Parmi(terme.debut, self.attendre(")").fin, terme, tuple(textes))

    def litteral(self) -> Litteral:
        if self.jeton.genre != "texte":
            raise FormulaError(f"un texte entre apostrophes est attendu ici{self._trouve()}", self.jeton.debut + 1)
        jeton = self.avancer()
        return Litteral(jeton.debut, jeton.fin, jeton.texte[1:-1].strip())

    def somme(self) -> Noeud:
        gauche = self.produit()
        while self.est("+", "−"):
            operateur = self.avancer().texte
            droite = self.produit()
            gauche = Binaire(gauche.debut, droite.fin, operateur, gauche, droite)
        return gauche

    def produit(self) -> Noeud:
        gauche = self.unaire()
        while self.est("×", "÷"):
            operateur = self.avancer().texte
            droite = self.unaire()
            gauche = Binaire(gauche.debut, droite.fin, operateur, gauche, droite)
        return gauche

    def unaire(self) -> Noeud:
        moins = []
        while self.est("−"):
            moins.append(self.avancer())
        noeud = self.primaire()
        for signe in reversed(moins):
            noeud = Unaire(signe.debut, noeud.fin, "−", noeud)
        return noeud

    def primaire(self) -> Noeud:
        jeton = self.jeton
        if jeton.genre == "nombre":
            self.avancer()
            valeur = Fraction(jeton.texte.replace(",", "."))
            if self.est("%"):
                return Constante(jeton.debut, self.avancer().fin, valeur / 100)
            return Constante(jeton.debut, jeton.fin, valeur)
        if jeton.genre == "texte":
            return self.litteral()
        if self.est("("):
            self.avancer()
            noeud = self.ou()
            return replace(noeud, debut=jeton.debut, fin=self.attendre(")").fin)  # a trace quotes the parentheses too
        if jeton.genre == "nom" and jeton.texte not in _MOTS:
            self.avancer()
            return self.suite_nom(jeton)
        raise FormulaError(f"une valeur est attendue ici{self._trouve()}", jeton.debut + 1)

    def suite_nom(self, nom: _Jeton) -> Noeud:
        if self.est("("):
            self.avancer()
            arguments: list[Noeud] = []
            premier = self.jeton
            if not self.est(")"):
                arguments.append(self.ou())
                while self.est(";"):
                    self.avancer()
                    arguments.append(self.ou())
            if len(arguments) == 1 and isinstance(arguments[0], Constante) and "," in premier.texte:
                raise FormulaError(f"« {premier.texte} » est un nombre à virgule : les arguments se séparent par « ; »",
                                   premier.debut + 1)  # fmt: skip
            return Appel(nom.debut, self.attendre(")").fin, nom.texte, tuple(arguments))
        if self.est("."):
            self.avancer()
            if self.jeton.genre != "nom":
                raise FormulaError("un nom de colonne ou de catégorie est attendu après le point", self.jeton.debut + 1)
            membre = self.avancer()
            return Membre(nom.debut, membre.fin, nom.texte, membre.texte)
        return Nom(nom.debut, nom.fin, nom.texte)


def parse(source: str) -> Noeud:
    """The tree of `source`. Raises `FormulaError` with the column of the first fault."""
    if len(source) > LONGUEUR_MAX:
        raise FormulaError(f"formule trop longue : plus de {LONGUEUR_MAX} caractères", LONGUEUR_MAX + 1)
    return _Analyseur(source).tout()
