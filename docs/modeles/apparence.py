"""How the shipped templates look: one table of named styles, for Word and for LibreOffice. Lengths in points."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.report.formats.bureau.apparence import ENCRE, FOND, FORT, GRIS, TRAIT, VOILE

POLICE = "Source Sans 3"
RECHANGE = ("Carlito", "Calibri", "Liberation Sans", "Arial")  # where the one that the file carries is refused
MONO = "Liberation Mono"
MONO_RECHANGE = ("Consolas", "Courier New")

MARGES = {"haut": 62.0, "bas": 62.0, "gauche": 56.7, "droite": 56.7}  # of an A4 page, in points
PAGE = (595.3, 841.9)
LARGEUR = PAGE[0] - MARGES["gauche"] - MARGES["droite"]


@dataclass(frozen=True)
class Style:
    """A paragraph style. `filets`: its rules as side → (thickness, colour)."""

    nom: str
    base: str = "Corps AGLS"
    taille: float = 0
    gras: bool | None = None
    italique: bool = False
    couleur: str = ""
    avant: float | None = None
    apres: float | None = None
    gauche: float = 0
    creux: float = 0  # on the right
    retrait: float = 0  # of the first line, negative for the mark of a list
    fond: str = ""
    filets: tuple[tuple[str, float, str], ...] = ()
    marge_filets: float = 4
    avec_suivant: bool = False
    droite: bool = False
    tabulation: float = 0  # a place where text ends, from the left
    niveau: int = 0  # of a heading
    interligne: float = 0


CADRE = tuple((cote, 0.75, ENCRE) for cote in ("haut", "bas", "droite"))

STYLES: tuple[Style, ...] = (
    Style("Corps AGLS", "", taille=10, couleur=ENCRE, avant=0, apres=4, interligne=1.0),
    Style("heading 1", taille=22, gras=True, avant=6, apres=2, avec_suivant=True, niveau=1, interligne=1.0),
    Style("heading 2", taille=15, gras=True, avant=20, apres=6, filets=(("haut", 2.25, FORT),), marge_filets=5,
          avec_suivant=True, niveau=2, interligne=1.0),
    Style("heading 3", taille=12, gras=True, couleur=FORT, avant=13, apres=4, avec_suivant=True, niveau=3, interligne=1.0),
    Style("heading 4", taille=10.5, gras=True, avant=10, apres=3, avec_suivant=True, niveau=4, interligne=1.0),
    Style("Bande AGLS", taille=10, gras=True, couleur="FFFFFF", fond=FORT, avant=0, apres=14, gauche=4, creux=4,
          filets=tuple((cote, 3.0, FORT) for cote in ("haut", "bas", "gauche", "droite")), marge_filets=1),
    Style("Sous-titre AGLS", taille=12, couleur=GRIS, apres=10),
    Style("Bandeau AGLS", gras=True, avant=6, apres=8, gauche=9, creux=5,
          filets=(("gauche", 4.5, ENCRE), *CADRE), marge_filets=4),
    Style("Rappel AGLS", gras=True, taille=9.5),
    Style("Aide AGLS", taille=9.5, couleur=GRIS),
    Style("Lecture AGLS", taille=9, couleur=GRIS, apres=3),
    Style("Étiquette AGLS", taille=8.5, couleur=GRIS, apres=0, avec_suivant=True),
    Style("Grand AGLS", taille=16, gras=True, apres=2, interligne=1.0),
    Style("Question AGLS", taille=9.5, couleur=GRIS, apres=2),
    Style("Valeur AGLS", apres=2),
    Style("État AGLS", taille=8.5, couleur=GRIS, apres=2),
    Style("Nom AGLS", taille=9, couleur=GRIS, apres=1, avec_suivant=True),
    Style("Mesures AGLS", apres=3),
    Style("Détail AGLS", taille=9.5, apres=3, gauche=9, filets=(("gauche", 1.5, VOILE),), marge_filets=7),
    Style("Calcul AGLS", taille=9.5, fond=FOND, apres=1, gauche=18, avec_suivant=True),
    Style("Opération AGLS", taille=9.5, fond=FOND, apres=3, gauche=18),
    Style("Valeur exacte AGLS", taille=8.5, couleur=GRIS, apres=3, gauche=18),
    Style("Précision AGLS", taille=9, apres=3),
    Style("Note AGLS", taille=9, fond=FOND, avant=2, apres=2),
    Style("Clause AGLS", taille=9, italique=True, avant=3, apres=1, gauche=9, filets=(("gauche", 1.5, TRAIT),),
          marge_filets=7, avec_suivant=True),
    Style("Origine AGLS", taille=8.5, couleur=GRIS, apres=6, gauche=9, filets=(("gauche", 1.5, TRAIT),), marge_filets=7),
    Style("Légende AGLS", taille=9, couleur=GRIS, avant=10, apres=3, avec_suivant=True),
    Style("Cellule AGLS", taille=9, apres=1, interligne=1.0),
    Style("En-tête AGLS", "Cellule AGLS", gras=True),
    Style("Total AGLS", "Cellule AGLS", gras=True),
    Style("Cellule serrée AGLS", "Cellule AGLS", taille=7.5),
    Style("En-tête serré AGLS", "En-tête AGLS", taille=7.5),
    Style("Total serré AGLS", "Total AGLS", taille=7.5),
    Style("Puces AGLS", apres=2, gauche=17, retrait=-11),
    Style("Puces de cellule AGLS", "Puces AGLS", taille=9, apres=1),
    Style("Numéros AGLS", avant=3, apres=2, gauche=22, retrait=-22),
    Style("Suite de liste AGLS", taille=9.5, apres=2, gauche=17),
    Style("Sommaire AGLS", couleur=FORT, apres=2, gauche=22, retrait=-22, tabulation=LARGEUR / 2 - 16),
    Style("Dessin AGLS", avant=4, apres=4),
    Style("Espace AGLS", taille=4, apres=0, interligne=1.0),
    Style("Haut de page AGLS", taille=8, couleur=GRIS, apres=0, filets=(("bas", 0.5, TRAIT),), marge_filets=3,
          tabulation=LARGEUR),
    Style("Pied de page AGLS", tabulation=LARGEUR, taille=8, couleur=GRIS, apres=0),
    Style("Mention finale AGLS", taille=9, couleur=GRIS, avant=18, filets=(("haut", 0.5, TRAIT),), marge_filets=4),
)  # fmt: skip


@dataclass(frozen=True)
class Caractere:
    nom: str
    couleur: str = ""
    mono: bool = False
    taille: float = 0


CARACTERES = (
    Caractere("Référence AGLS", GRIS, mono=True, taille=7.5),
    Caractere("Discret AGLS", GRIS, taille=9),
    Caractere("Lien AGLS", FORT),
)
