"""Formulas of a YAML file, parsed and typed, with each fault at its own column in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from evaluator.errors import FaultyInput, Faute, en_ordre
from evaluator.questionnaire.formula import types as t
from evaluator.questionnaire.formula.tree import FormulaError
from evaluator.questionnaire.source import Chemin, Source


class Message(Struct, frozen=True):
    """A text with formulas in it, already typed."""

    morceaux: tuple[str | t.Expression, ...]


FORMULES_MAX = 200_000  # characters of one file: a received one must not be compiled for a minute; annexe 1 has 12 000
FAUTES_MAX = 200
_ACCOLADES = re.compile(r"\{([^{}]*)\}")


class Atelier:
    """Types the formulas of one source; collects every fault in `fautes` before anybody gives up."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.fautes: list[Faute] = []
        self._lus = 0

    def noter(self, faute: Faute) -> None:
        """Keep it. Raises `FaultyInput` where there are enough: each looks for the name that was meant."""
        self.fautes.append(faute)
        if len(self.fautes) >= FAUTES_MAX:
            raise FaultyInput(en_ordre(self.fautes))

    def faute(self, chemin: Chemin, message: str) -> None:
        self.noter(self.source.faute(chemin, message))

    def formule(
        self, chemin: Chemin, texte: str, portee: Mapping[str, t.Type], attendu: str | None = None
    ) -> t.Expression | None:
        """Type `texte`; a fault is placed at its own column in the file, and gives None."""
        if chemin in self.source.nus:
            self.faute(chemin, "une formule s'écrit entre guillemets doubles, sinon YAML peut la couper ou la changer")
        if self._trop(chemin, texte):
            return None
        try:
            return t.type_formula(texte, portee, attendu)
        except FormulaError as erreur:
            self.faute_formule(chemin, erreur.message, erreur.colonne)
            return None

    def _trop(self, chemin: Chemin, texte: str) -> bool:
        """This formula is one too many; said once."""
        avant, self._lus = self._lus, self._lus + len(texte)
        if avant <= FORMULES_MAX < self._lus:
            self.faute(chemin, f"trop de formules : plus de {FORMULES_MAX} caractères en tout dans ce fichier")
        return self._lus > FORMULES_MAX

    def faute_formule(self, chemin: Chemin, message: str, colonne: int) -> None:
        """A fault at the `colonne`-th character of the text at `chemin`."""
        if chemin not in self.source.textes:  # a text folded over several lines: its key is the best place
            self.faute(chemin, message)
            return
        fichier, ligne, debut = self.source.textes[chemin]
        self.noter(Faute(message, fichier, ligne, debut + colonne - 1))

    def fourni(self, chemin: Chemin, texte: str, portee: Mapping[str, t.Type]) -> t.Expression | None:
        """A formula of the program: the questionnaire must have the names it reads."""
        try:
            return t.type_formula(texte, portee, t.NOMBRE)
        except FormulaError as erreur:
            self.faute(chemin, f"le questionnaire ne convient pas au calcul du montant : {erreur.message}")
            return None

    def message(self, chemin: Chemin, texte: str, portee: Mapping[str, t.Type]) -> Message:
        """A message with its formulas in braces typed; a fault is placed at the formula."""
        morceaux: list[str | t.Expression] = []
        fin = 0
        for trouve in _ACCOLADES.finditer(texte):
            morceaux.append(texte[fin : trouve.start()])
            if self._trop(chemin, trouve.group(1)):
                return Message(tuple(morceaux))
            try:
                morceaux.append(t.type_formula(trouve.group(1), portee))
            except FormulaError as erreur:
                message = f"dans {trouve.group()} : {erreur.message}"
                place = self.source.chercher(chemin, trouve.group())
                if chemin in self.source.textes or place is None:
                    self.faute_formule(chemin, message, trouve.start(1) + erreur.colonne)
                else:  # a text folded over several lines
                    self.noter(Faute(message, place[0], place[1], place[2] + erreur.colonne))
            fin = trouve.end()
        morceaux.append(texte[fin:])
        return Message(tuple(m for m in morceaux if m))
