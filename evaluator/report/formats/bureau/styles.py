"""From what a block says to the named style that a service restyles: one table for DOCX and ODT."""

from __future__ import annotations

CORPS = "Corps AGLS"
CELLULE = "Cellule AGLS"
ENTETE = "En-tête AGLS"
TOTAL = "Total AGLS"
LEGENDE = "Légende AGLS"
CLAUSE = "Clause AGLS"
ORIGINE = "Origine AGLS"
NOTE = "Note AGLS"
DETAIL = "Détail AGLS"
PUCES = "Puces AGLS"
PUCES_DE_CELLULE = "Puces de cellule AGLS"
EXACT = "Valeur exacte AGLS"
NUMEROS = "Numéros AGLS"
SUITE_DE_LISTE = "Suite de liste AGLS"
SOMMAIRE = "Sommaire AGLS"
DESSIN = "Dessin AGLS"
ESPACE = "Espace AGLS"

SERRES = {CELLULE: "Cellule serrée AGLS", ENTETE: "En-tête serré AGLS", TOTAL: "Total serré AGLS"}  # many columns

DE_CELLULE = (*SERRES, *SERRES.values())

PARAGRAPHES: dict[str, str] = {  # the style of a paragraph of the tree; one that is not here is plain text
    "aide": "Aide AGLS",
    "effet": "Aide AGLS",
    "banniere": "Bandeau AGLS",
    "rappel": "Rappel AGLS",
    "sous-titre": "Sous-titre AGLS",
    "question": "Question AGLS",
    "valeur": "Valeur AGLS",
    "etat": "État AGLS",
    "etiquette": "Étiquette AGLS",
    "grand": "Grand AGLS",
    "nom": "Nom AGLS",
    "lecture": "Lecture AGLS",
    "mesures": "Mesures AGLS",
    "calculette": "Calcul AGLS",
    "operation": "Opération AGLS",
    "motif": "Précision AGLS",
    "controle": "Précision AGLS",
    "plafonne": "Précision AGLS",
    "note": NOTE,
    "piece": NOTE,
}

DANS_CELLULE = {"valeur": "", "aide": PARAGRAPHES["lecture"]}  # as small as a table; empty: as its plain text

REFERENCE = "Référence AGLS"  # of characters: identifiers and hashes
DISCRET = "Discret AGLS"
LIEN = "Lien AGLS"

TABLEAU = "Tableau AGLS"
A_REMPLIR = "Tableau à remplir AGLS"
FICHE = "Fiche AGLS"
REPONSES = "Réponses AGLS"
AVIS = "Avis AGLS"
CARTE = "Carte AGLS"
COLONNES = "Colonnes AGLS"
FILETS = "Lignes à remplir AGLS"

TITRES = 4  # levels of heading that a template holds
DE_PARAGRAPHE = (
    *dict.fromkeys(PARAGRAPHES.values()), CORPS, CELLULE, ENTETE, TOTAL, *SERRES.values(), LEGENDE, CLAUSE, ORIGINE, DETAIL,
    PUCES, PUCES_DE_CELLULE, EXACT, NUMEROS, SUITE_DE_LISTE, SOMMAIRE, DESSIN, ESPACE,
)  # fmt: skip
DE_CARACTERES = (REFERENCE, DISCRET, LIEN)
DE_TABLEAU = (TABLEAU, A_REMPLIR, FICHE, REPONSES, AVIS, CARTE, COLONNES, FILETS)
