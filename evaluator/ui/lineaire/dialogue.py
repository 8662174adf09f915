"""Saying and asking. What it is said on and asked of is given from outside: a terminal, a pipe, a list in a test."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from evaluator.canonical import TROP_DE_MARQUES, trop_de_marques
from evaluator.errors import AglsError
from evaluator.ui.lineaire.lisible import paragraphes

SONNERIE = "\a"


class Arret(AglsError):
    """A line that came from no hand was refused. Going on would give the lines after it to the wrong questions."""


class Demande(Exception):
    """A command was typed where something else was asked: what is under way is left for it."""

    def __init__(self, ligne: str) -> None:
        self.ligne = ligne
        super().__init__(ligne)


def est_commande(ligne: str) -> bool:
    """`:plan`, `?`, `?? plan`; not `::texte`, which answers `:texte`."""
    nue = ligne.strip()
    return nue.split(" ")[0] in ("?", "??") or (nue.startswith(":") and not nue.startswith("::"))


class Dialogue(Struct):
    """`lire_ligne` gets the prompt and the text that the line starts with, where that can be; it raises `EOFError` at the
    end of the input and `KeyboardInterrupt` for Ctrl+C. `main`: someone is there to correct what is refused. `edite`: a
    line does start with the text it is given, so that it need not be said before."""

    lire_ligne: Callable[[str, str], str]
    ecrire: Callable[[str], None]
    largeur: Callable[[], int]
    main: bool = True
    edite: bool = False
    lues: int = 0

    def dire(self, texte: str, retrait: int = 0) -> None:
        for ligne in paragraphes(texte, self.largeur(), retrait):
            self.ecrire(ligne)

    def refuser(self, message: str) -> None:
        """What was typed is no answer: say what is, before asking again. Raises `Arret` where no hand typed it."""
        if not self.main:
            raise Arret(f"ligne {self.lues} de l’entrée : {message} ; arrêt ici, ce qui précède est enregistré")
        self.dire(f"Refusé : {message}")

    def alarme(self, message: str, code: int) -> None:
        """What should have been written is not: with a bell."""
        if not self.main:
            arret = Arret(f"ligne {self.lues} de l’entrée : {message}")
            arret.code = code
            raise arret
        self.ecrire(SONNERIE + "\n".join(paragraphes(f"Échec : {message}", self.largeur())))

    def lire(self, invite: str, texte: str = "") -> str:
        """One line as it was typed. The last line of a long prompt is the prompt, the others are said before it."""
        while True:
            *avant, derniere = paragraphes(f"{invite} :", self.largeur())
            for ligne in avant:
                self.ecrire(ligne)
            lue = self.lire_ligne(f"{derniere} ", texte).rstrip("\r\n")
            self.lues += 1
            if any("\ud800" <= c <= "\udfff" for c in lue):
                self.refuser("texte mal codé, un caractère n’est pas de l’UTF-8")
            elif trop_de_marques(lue):
                self.refuser(TROP_DE_MARQUES)
            else:
                return lue

    def demander(self, invite: str, texte: str = "") -> str:
        """What was answered, without what surrounds it. Raises `Demande` for a command."""
        ligne = self.lire(invite, texte)
        if est_commande(ligne):
            raise Demande(ligne.strip())
        nue = ligne.strip()
        return nue[1:] if nue.startswith("::") else nue
