"""The automatic styles of an ODT: what a named style does not say, each written once."""

from __future__ import annotations

from dataclasses import dataclass, field

from evaluator.report.formats.bureau.apparence import ASPECTS, FONDS, TETE, Aspect, Filet
from evaluator.report.formats.bureau.poses import Alinea, Grille, Rangee, Role
from evaluator.report.formats.bureau.xml import balise

_ORDRE = ("top", "left", "bottom", "right")


def points(vingtiemes: int) -> str:
    return f"{vingtiemes / 20:g}pt"


@dataclass
class Automatiques:
    """Names of styles by what they say; `xml` is what a file declares of them."""

    _noms: dict[str, str] = field(default_factory=dict, init=False)

    @property
    def xml(self) -> str:
        return "".join(contenu.replace("@nom@", nom) for contenu, nom in self._noms.items())

    def _nom(self, famille: str, *contenus: str, parent: str = "") -> str:
        attributs = {"style__name": "@nom@", "style__family": famille}
        if parent:
            attributs["style__parent_style_name"] = parent
        cle = balise("style:style", *contenus, **attributs)
        return self._noms.setdefault(cle, f"agls{len(self._noms) + 1}")

    def alinea(self, parent: str, a: Alinea) -> str:
        """`parent` itself where it says all."""
        dits: dict[str, str] = {}
        if a.avec_suivant:
            dits["fo__keep_with_next"] = "always"
        if a.page:
            dits["fo__break_before"] = "page"
        if a.retrait and not a.puce:
            dits["fo__margin_left"] = points(a.retrait)
        if a.droite:
            dits["fo__text_align"] = "end"
        return self._nom("paragraph", balise("style:paragraph-properties", **dits), parent=parent) if dits else parent

    def caracteres(self, *, gras: bool, italique: bool) -> str:
        dits: dict[str, str] = {}
        if gras:
            dits |= {"fo__font_weight": "bold", "style__font_weight_asian": "bold", "style__font_weight_complex": "bold"}
        if italique:
            dits |= {"fo__font_style": "italic", "style__font_style_asian": "italic", "style__font_style_complex": "italic"}
        return self._nom("text", balise("style:text-properties", **dits))

    def tableau(self, g: Grille) -> str:
        dits = {
            "style__width": points(sum(g.largeurs)),
            "fo__margin_left": points(g.retrait),
            "table__align": "left",
            "style__may_break_between_rows": "false" if g.insecable else "true",
        }
        if g.avec_suivant:
            dits["fo__keep_with_next"] = "always"
        if g.page:
            dits["fo__break_before"] = "page"
        return self._nom("table", balise("style:table-properties", **dits))

    def colonne(self, largeur: int) -> str:
        return self._nom("table-column", balise("style:table-column-properties", style__column_width=points(largeur)))

    def rangee(self, r: Rangee) -> str:
        dits = {"fo__keep_together": "always" if r.insecable else "auto"}
        if r.hauteur:
            dits["style__min_row_height"] = points(r.hauteur)
        return self._nom("table-row", balise("style:table-row-properties", **dits))

    def case(self, g: Grille, k: int, gauche: bool, droite: bool) -> str:
        """The cell of row `k`; `gauche`, `droite`: at the edge of the table."""
        aspect = ASPECTS[g.style]
        role = g.rangees[k].role
        filets = _filets(aspect, premiere=k == 0, derniere=k == len(g.rangees) - 1, gauche=gauche, droite=droite)
        if aspect.tete and role is Role.ENTETE:
            filets["bottom"] = TETE
        if aspect.tete and role is Role.TOTAL:
            filets["top"] = TETE
        dits = {f"fo__border_{cote}": _filet(filets.get(cote)) for cote in _ORDRE}
        for cote, marge in zip(("left", "top", "right", "bottom"), aspect.marges, strict=True):
            dits[f"fo__padding_{cote}"] = points(marge)
        if fond := FONDS.get(role) if aspect.tete else None:
            dits["fo__background_color"] = f"#{fond}"
        return self._nom("table-cell", balise("style:table-cell-properties", style__vertical_align="top", **dits))

    def image(self) -> str:
        dits = {"style__vertical_pos": "top", "style__vertical_rel": "baseline"}
        return self._nom("graphic", balise("style:graphic-properties", **dits))


def _filets(aspect: Aspect, *, premiere: bool, derniere: bool, gauche: bool, droite: bool) -> dict[str, Filet]:
    """The rules of one cell; one between two cells is drawn by the first of them."""
    cotes = {
        "top": "top" if premiere else "",
        "bottom": "bottom" if derniere else "insideH",
        "left": "left" if gauche else "",
        "right": "right" if droite else "insideV",
    }
    return {cote: aspect.filets[nom] for cote, nom in cotes.items() if nom in aspect.filets}


def _filet(filet: Filet | None) -> str:
    return f"{filet[0]:g}pt solid #{filet[1]}" if filet else "none"
