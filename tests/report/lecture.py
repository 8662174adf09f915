"""What a reader reads of a tree of blocks, for the tests of every format."""

from __future__ import annotations

from evaluator.report.arbre.noeuds import Blocs, Fiche, Paragraphe, Tableau, Titre, parcourir, texte


def dits(blocs: Blocs) -> list[str]:
    """Every text of the tree, in order."""
    faits = []
    for bloc in parcourir(blocs):
        match bloc:
            case Titre() | Paragraphe():
                faits.append(texte(bloc.texte))
            case Tableau():
                faits.append(texte(bloc.legende))
            case Fiche():
                faits += [texte(terme) for terme, _ in bloc.lignes]
    return [f for f in faits if f.strip()]
