"""The list of dossiers as lines: a column for each thing that there is room for; and what an empty folder says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len

from evaluator.ui.fiches import Fiche
from evaluator.ui.heure import jour_heure
from evaluator.ui.texte.lignes import VIDE, Entree, Ligne, Segment, cale, plier

Colonne = tuple[str, int, Callable[[Fiche], str]]
NOM_MIN, FICHIER_MIN, NOM_MAX = 16, 10, 44
AIR = 2  # cells more between two columns, where there is room


def en_colonnes(cellules: int, scores: bool, vues: Sequence[tuple[str, Fiche | None]] = ()) -> list[Colonne]:
    """A column for each thing that is known of some dossier. The names come first: residence and file take what the longest
    of `vues` needs, of what the others leave. `scores`: also the opinion and the amount, where they fit."""
    lues = [fiche for _, fiche in vues if fiche is not None and not fiche.faute]
    autres: list[Colonne] = [
        ("Exerc.", 7, lambda f: f.exercice),
        ("Répondu", 8, lambda f: f"{f.faites}/{f.toutes}" if f.lue else ""),
        ("Dernière réponse", 17, lambda f: jour_heure(f.instant) if f.instant else ""),
    ]
    if any(f.etat for f in lues):
        autres.append(("État", 7, lambda f: f.etat))
    if scores and cellules >= 140:
        autres += [
            ("Volet", 11, lambda f: f.volet),
            ("Avis", _besoin((f.avis for f in lues), 9, 26), lambda f: f.avis),
            ("Montant", _besoin((f.montant for f in lues), 9, 36), lambda f: f.montant),
        ]
    place = cellules - 4 - sum(largeur for _, largeur, _ in autres)
    noms = _besoin((f.residence for f in lues), NOM_MIN, NOM_MAX)
    fichiers = _besoin((nom for nom, _ in vues), FICHIER_MIN, NOM_MAX)
    noms = max(min(noms, place - FICHIER_MIN), NOM_MIN)
    fichiers = max(min(fichiers, place - noms), FICHIER_MIN)
    colonnes: list[Colonne] = [("Résidence", noms, lambda f: f.residence), ("Fichier", fichiers, lambda f: ""), *autres]
    air = max(min((place - noms - fichiers) // len(colonnes), AIR), 0)
    return [(titre, largeur + air, dit) for titre, largeur, dit in colonnes]


def _besoin(mots: Iterable[str], au_moins: int, au_plus: int) -> int:
    """The cells of a column that holds all of `mots`, and one between it and the next."""
    return min(max((au_moins, *(cell_len(m) + 1 for m in mots))), au_plus)


def tete(colonnes: Sequence[Colonne]) -> Ligne:
    return (("    " + "".join(cale(titre, cellules) for titre, cellules, _ in colonnes), "attenue"),)


def fiche_en_ligne(nom: str, fiche: Fiche | None, colonnes: Sequence[Colonne]) -> Ligne:
    """`nom` of the file; `fiche` is None until it was read."""
    (_, noms, _), (_, fichiers, _), *autres = colonnes
    fichier = cale(nom, fichiers - 1) + " "
    if fiche is None:
        return (("… ", "attenue"), (cale("", noms), ""), (fichier, ""))
    if fiche.faute:
        return (("! ", "erreur"), (cale("illisible", noms), "alerte"), (fichier, ""), (fiche.faute, "alerte"))
    pleine = fiche.faites == fiche.toutes
    etat: Segment = ("✓ " if pleine else "· ", "bon" if pleine else "accent")
    return (
        etat if fiche.lue else ("… ", "attenue"),
        (cale(fiche.residence, noms - 1) + " ", "fort"),
        (fichier, ""),
        ("".join(cale(dit(fiche), cellules - 1) + " " for _, cellules, dit in autres), ""),
    )


def invitation(cellules: int) -> list[Entree]:
    """What an empty folder says."""
    lignes: list[Ligne] = [
        VIDE,
        ((" Aucun dossier ici. Un dossier : une résidence, un exercice, un fichier .agls.", "fort"),),
        VIDE,
    ]
    for touche, mots in (
        ("n", "créer un dossier : l’auto-évaluation du gestionnaire, puis le constat du service"),
        ("e", "créer trois dossiers d’exemple, pour voir ce que donnent des réponses"),
        ("F1", "les touches ; Ctrl+P : toutes les commandes, par leurs mots"),
        ("Ctrl+Q", "quitter ; « agls » dans un autre dossier de fichiers montre ceux qui s’y trouvent"),
    ):
        lignes += plier([(mots, "")], cellules, tete=[(f"   {touche:<8}", "accent")])
    return [(None, ligne) for ligne in lignes]
