"""What stays with what: neighbours joined, spaced, kept on one page, marked as the place of an anchor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from evaluator.report.arbre.noeuds import texte
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.bureau.poses import Alinea, Case, Grille, Pose, Rangee, lettres

SIGNES_DE_BLOC = 1300  # a longer group may be split: a third of a page, about
_ETAT = styles.PARAGRAPHES["etat"]  # of the table above it
_AERES = {styles.LEGENDE}  # have their own space above
_CALCULS = (styles.PARAGRAPHES["calculette"], styles.PARAGRAPHES["operation"])
SIGNES_D_ANNONCE = 600  # a longer text below a heading is no announcement
TROP = 10 * SIGNES_D_ANNONCE
_CHAPEAUX = {"Aide AGLS", "Mesures AGLS", styles.CORPS}  # may stand between a heading and what it announces


def souder(poses: Iterable[Pose]) -> list[Pose]:
    """Questions and answers that follow one another are rows of one table."""
    faites: list[Pose] = []
    for pose in poses:
        avant = faites[-1] if faites else None
        if (
            isinstance(pose, Grille)
            and isinstance(avant, Grille)
            and pose.style == avant.style == styles.REPONSES
            and (pose.largeurs, pose.retrait) == (avant.largeurs, avant.retrait)
        ):
            faites[-1] = replace(avant, rangees=(*avant.rangees, *pose.rangees))
        else:
            faites.append(pose)
    return faites


def espacer(poses: Sequence[Pose]) -> tuple[Pose, ...]:
    """A heading keeps the sentence below it, and that sentence what it announces; a table is never against what follows."""
    faites: list[Pose] = []
    annonce = TROP  # letters since the heading
    for k, pose in enumerate(poses):
        suivante = poses[k + 1] if k + 1 < len(poses) else None
        avant = poses[k - 1] if k else None
        if isinstance(pose, Alinea):
            annonce = annonce + len(texte(pose.texte)) if pose.style in _CHAPEAUX else 0 if pose.titre else TROP
            if suivante and pose.style in _CHAPEAUX and annonce < SIGNES_D_ANNONCE:
                pose = replace(pose, avec_suivant=True)
        else:
            annonce = TROP
        if isinstance(pose, Alinea) and isinstance(avant, Alinea) and (avant.style, pose.style) == _CALCULS:
            pose = replace(pose, style=styles.EXACT)
        aere = isinstance(suivante, Alinea) and (bool(suivante.titre) or suivante.style in _AERES)
        commentee = isinstance(suivante, Alinea) and suivante.style == _ETAT
        if isinstance(pose, Grille) and commentee:
            pose = replace(pose, avec_suivant=True)
        faites.append(pose)
        if isinstance(pose, Grille) and suivante and not aere:
            faites.append(Alinea(styles.ESPACE, avec_suivant=commentee))
    return tuple(faites)


def garder(poses: Sequence[Pose], *, tout: bool = False) -> tuple[Pose, ...]:
    """On one page where that is reasonable; `tout`: with what follows too."""
    if lettres(poses) > SIGNES_DE_BLOC:
        return tuple(poses)
    dernier = len(poses) if tout else len(poses) - 1
    entieres = [entiere(p) if isinstance(p, Grille) else p for p in poses]
    return tuple(replace(p, avec_suivant=True) if k < dernier else p for k, p in enumerate(entieres))


def entiere(grille: Grille) -> Grille:
    """`grille` on one page where that is reasonable."""
    if lettres((grille,)) > SIGNES_DE_BLOC:
        return grille
    dernier = len(grille.rangees) - 1
    return replace(grille, rangees=tuple(replace(r, avec_suivante=k < dernier) for k, r in enumerate(grille.rangees)))


def rangee(cases: Iterable[Case]) -> Rangee:
    """A row that is split over two pages only where it is long."""
    faites = tuple(cases)
    return Rangee(faites, insecable=all(lettres(c.poses) <= SIGNES_DE_BLOC for c in faites))


def marquer(poses: Sequence[Pose], ancre: str, *, page: bool) -> tuple[Pose, ...]:
    """The first paragraph is where `ancre` leads, and begins a page where `page`."""
    if not poses or not (ancre or page):
        return tuple(poses)
    premiere, *reste = poses
    match premiere:
        case Alinea():
            ancres = (*premiere.ancres, *([ancre] if ancre else []))
            return (replace(premiere, ancres=ancres, page=page or premiere.page), *reste)
        case Grille():
            return (_marquer_grille(premiere, ancre, page=page), *reste)
        case _:
            return (Alinea(styles.ESPACE, ancres=(ancre,) if ancre else (), page=page, avec_suivant=True), *poses)


def _marquer_grille(grille: Grille, ancre: str, *, page: bool) -> Grille:
    rangee, *rangees = grille.rangees
    case, *cases = rangee.cases
    marquee = replace(case, poses=marquer(case.poses, ancre, page=False))
    premiere = replace(rangee, cases=(marquee, *cases))
    return replace(grille, rangees=(premiere, *rangees), page=page or grille.page)
