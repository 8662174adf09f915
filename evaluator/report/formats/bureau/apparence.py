"""How tables look: rules, margins of cells, light grounds. One description for the template of Word and for ODT, where a
style of table has no name."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from evaluator.report.formats.bureau import styles
from evaluator.report.formats.bureau.poses import Role

ENCRE, GRIS, TRAIT, FOND, FORT, VOILE = "1D2630", "4D5965", "B9C2CB", "F3F5F7", "26425E", "DFE5EC"

Filet = tuple[float, str]  # points, colour

FIN, NET, TETE = (0.5, TRAIT), (0.5, GRIS), (1.0, ENCRE)
FOND_RETENU = VOILE
FONDS: Mapping[Role, str] = {Role.ENTETE: FOND, Role.RETENU: FOND_RETENU}


class Aspect(Struct, frozen=True):
    """Rules around (`top`, `left`, `bottom`, `right`) and between (`insideH`, `insideV`) cells, and the margins of a cell in
    twentieths of a point: left, top, right, bottom."""

    marges: tuple[int, int, int, int]
    filets: Mapping[str, Filet] = field(default_factory=dict)
    tete: bool = False  # a head and a foot stand out


_AUTOUR = ("top", "left", "bottom", "right")

ASPECTS: Mapping[str, Aspect] = {
    styles.TABLEAU: Aspect((80, 36, 80, 36), {"bottom": FIN, "insideH": FIN}, tete=True),
    styles.A_REMPLIR: Aspect((80, 36, 80, 36), dict.fromkeys((*_AUTOUR, "insideH", "insideV"), NET), tete=True),
    styles.FICHE: Aspect((0, 10, 80, 10)),
    styles.REPONSES: Aspect((0, 50, 160, 50), {"top": FIN, "bottom": FIN, "insideH": FIN}),
    styles.AVIS: Aspect((140, 80, 140, 80), {**dict.fromkeys(_AUTOUR, (1.5, FORT)), "insideV": FIN}),
    styles.CARTE: Aspect((140, 20, 140, 20), {"left": (3.0, GRIS)}),
    styles.COLONNES: Aspect((0, 0, 120, 0)),
    styles.FILETS: Aspect((0, 0, 0, 0), {"bottom": NET, "insideH": NET}),
}
