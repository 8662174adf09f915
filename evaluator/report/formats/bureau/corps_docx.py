"""Paragraphs, tables and pictures as WordprocessingML, in the styles of the template."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from evaluator.report.arbre.noeuds import Passage, Passages
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.bureau.apparence import FOND_RETENU
from evaluator.report.formats.bureau.poses import Alinea, Case, Grille, Image, Pose, Puce, Rangee, Role
from evaluator.report.formats.bureau.xml import balise, dire

EMU = 635  # in a twentieth of a point
_LIGNES = re.compile(r"([\n\t])")
_ANCRE = re.compile(r"[^A-Za-z0-9_]")
_NIVEAUX = 8
PREMIERE, DERNIERE, SANS_BANDES = 0x20, 0x40, 0x600  # the rows of a table style that are used
PREMIER = 100_000  # the identifiers of a template are lower

Choix = Callable[[str], str]


@dataclass
class Ecrivain:
    """`paragraphe`, `caractere`, `tableau`: from a style's name to its identifier. `numeroter`: the list that begins at a
    number. `joindre`: the relation to a picture. `ancres`: the places that links may lead to."""

    paragraphe: Choix
    caractere: Choix
    tableau: Choix
    numeroter: Callable[[int], int]
    a_puces: int
    joindre: Callable[[bytes], str]
    ancres: frozenset[str]
    _rang: int = field(default=PREMIER, init=False)
    _listes: dict[int, int] = field(default_factory=dict, init=False)  # the one that counts at each level

    def poses(self, poses: Iterable[Pose]) -> str:
        return "".join(self._pose(p) for p in poses)

    def _pose(self, pose: Pose) -> str:
        match pose:
            case Alinea():
                return self.alinea(pose)
            case Grille():
                return self.grille(pose)
            case Image():
                return self.image(pose)

    def _suivant(self) -> int:
        self._rang += 1
        return self._rang

    # — paragraphs ————————————————————————————————————————————————————————————————————————————————————————————————————

    def alinea(self, a: Alinea, *, lie: bool = False, page: bool = False) -> str:
        """`lie`: in a row that stays with the next one."""
        style = self.paragraphe(f"heading {a.titre}" if a.titre else a.style)
        proprietes = [balise("w:pStyle", w__val=style)] if style else []
        if a.avec_suivant or lie:
            proprietes.append(balise("w:keepNext"))
        if a.page or page:
            proprietes.append(balise("w:pageBreakBefore"))
        if a.puce:
            proprietes.append(self._puce(a.puce))
        elif a.retrait:
            proprietes.append(balise("w:ind", w__left=a.retrait))
        if a.droite:
            proprietes.append(balise("w:jc", w__val="right"))
        marques = [self._signet(ancre) for ancre in a.ancres]
        marques.append(self._marque(a.puce) if a.puce else "")
        numero = self._page_de(a.page_de) if a.page_de in self.ancres else ""
        return balise("w:p", balise("w:pPr", *proprietes) if proprietes else "", *marques, self.passages(a.texte), numero)

    def _page_de(self, ancre: str) -> str:
        """The page of an anchor: known when a word processor lays the pages, and updates its fields."""
        parts = ["begin", f" PAGEREF {signet(ancre)} \\h ", "separate", "end"]
        champ = [
            balise(
                "w:r", balise("w:instrText", p, xml__space="preserve") if " " in p else balise("w:fldChar", w__fldCharType=p)
            )
            for p in parts
        ]
        return balise("w:r", balise("w:tab")) + "".join(champ)

    def _puce(self, puce: Puce) -> str:
        niveau = min(puce.niveau, _NIVEAUX)
        if puce.numero is None:
            liste = self.a_puces
        else:
            if not puce.suite or niveau not in self._listes:
                self._listes[niveau] = self.numeroter(puce.numero)
            liste = self._listes[niveau]
        return balise("w:numPr", balise("w:ilvl", w__val=niveau), balise("w:numId", w__val=liste))

    def _marque(self, puce: Puce) -> str:
        """The mark of an item as text, where the template has no such list."""
        if puce.numero is None:
            dit = "" if self.a_puces else "•\u00a0"
        else:
            dit = "" if self._listes[min(puce.niveau, _NIVEAUX)] else f"{puce.numero}.\u00a0"
        return self._passage(Passage(dit), lie=False) if dit else ""

    def _signet(self, ancre: str) -> str:
        n = self._suivant()
        return balise("w:bookmarkStart", w__id=n, w__name=signet(ancre)) + balise("w:bookmarkEnd", w__id=n)

    def passages(self, passages: Passages) -> str:
        faits: list[str] = []
        for p in passages:
            lien = p.lien.removeprefix("#") if p.lien.startswith("#") and p.lien[1:] in self.ancres else ""
            run = self._passage(p, lie=bool(lien))
            faits.append(balise("w:hyperlink", run, w__anchor=signet(lien), w__history="1") if lien else run)
        return "".join(faits)

    def _passage(self, p: Passage, *, lie: bool) -> str:
        style = styles.LIEN if lie else styles.REFERENCE if p.mono else styles.DISCRET if p.discret else ""
        marque = self.caractere(style) if style else ""
        proprietes = [balise("w:rStyle", w__val=marque)] if marque else []
        proprietes += [balise("w:b")] if p.gras else []
        proprietes += [balise("w:i")] if p.italique else []
        dits = []
        for morceau in _LIGNES.split(p.texte):
            if morceau == "\n":
                dits.append(balise("w:br"))
            elif morceau == "\t":
                dits.append(balise("w:tab"))
            elif morceau:
                dits.append(balise("w:t", dire(morceau), xml__space="preserve"))
        return balise("w:r", balise("w:rPr", *proprietes) if proprietes else "", *dits)

    # — tables ————————————————————————————————————————————————————————————————————————————————————————————————————————

    def grille(self, g: Grille) -> str:
        style = self.tableau(g.style)
        tete, pied = (int(any(r.role is role for r in g.rangees)) for role in (Role.ENTETE, Role.TOTAL))
        proprietes = [
            balise("w:tblStyle", w__val=style) if style else "",
            balise("w:tblW", w__w=sum(g.largeurs), w__type="dxa"),
            balise("w:tblInd", w__w=g.retrait, w__type="dxa") if g.retrait else "",
            balise("w:tblLayout", w__type="fixed"),
            balise(
                "w:tblLook", w__val=f"{SANS_BANDES + PREMIERE * tete + DERNIERE * pied:04X}",
                w__firstRow=tete, w__lastRow=pied, w__firstColumn=0, w__lastColumn=0, w__noHBand=1, w__noVBand=1,
            ),
            balise("w:tblCaption", w__val=g.nom) if g.nom else "",
        ]  # fmt: skip
        colonnes = [balise("w:gridCol", w__w=largeur) for largeur in g.largeurs]
        rangees = [self._rangee(g, k) for k in range(len(g.rangees))]
        return balise("w:tbl", balise("w:tblPr", *proprietes), balise("w:tblGrid", *colonnes), *rangees)

    def _rangee(self, g: Grille, k: int) -> str:
        rangee = g.rangees[k]
        lie = rangee.avec_suivante or (g.avec_suivant and k == len(g.rangees) - 1)
        proprietes = [
            balise("w:cantSplit") if rangee.insecable else "",
            balise("w:trHeight", w__val=rangee.hauteur, w__hRule="atLeast") if rangee.hauteur else "",
            balise("w:tblHeader") if rangee.role is Role.ENTETE else "",
        ]
        dites = any(proprietes)
        cases, rang = [], 0
        for case in rangee.cases:
            large = sum(g.largeurs[rang : rang + case.colonnes])
            cases.append(self._case(case, large, rangee, lie=lie, page=g.page and k == rang == 0))
            rang += case.colonnes
        return balise("w:tr", balise("w:trPr", *proprietes) if dites else "", *cases)

    def _case(self, case: Case, largeur: int, rangee: Rangee, *, lie: bool, page: bool) -> str:
        proprietes = [balise("w:tcW", w__w=largeur, w__type="dxa")]
        if case.colonnes > 1:
            proprietes.append(balise("w:gridSpan", w__val=case.colonnes))
        if rangee.role is Role.RETENU:
            proprietes.append(balise("w:shd", w__val="clear", w__color="auto", w__fill=FOND_RETENU))
        poses = case.poses if case.poses and isinstance(case.poses[-1], Alinea) else (*case.poses, Alinea(styles.ESPACE))
        dits = [
            self.alinea(p, lie=lie, page=page and n == 0) if isinstance(p, Alinea) else self._pose(p)
            for n, p in enumerate(poses)
        ]
        return balise("w:tc", balise("w:tcPr", *proprietes), *dits)

    # — pictures ——————————————————————————————————————————————————————————————————————————————————————————————————————

    def image(self, i: Image) -> str:
        relation, n = self.joindre(i.png), self._suivant()
        large, haute = i.largeur * EMU, i.hauteur * EMU
        nom = f"Dessin {n}"
        cadre = balise("a:xfrm", balise("a:off", x=0, y=0), balise("a:ext", cx=large, cy=haute))
        dessin = balise(
            "pic:pic",
            balise("pic:nvPicPr", balise("pic:cNvPr", id=n, name=nom), balise("pic:cNvPicPr")),
            balise("pic:blipFill", balise("a:blip", r__embed=relation), balise("a:stretch", balise("a:fillRect"))),
            balise("pic:spPr", cadre, balise("a:prstGeom", balise("a:avLst"), prst="rect")),
        )
        en_ligne = balise(
            "wp:inline",
            balise("wp:extent", cx=large, cy=haute),
            balise("wp:docPr", id=n, name=nom, title=i.titre, descr=i.description),
            balise("wp:cNvGraphicFramePr", balise("a:graphicFrameLocks", noChangeAspect=1)),
            balise("a:graphic", balise("a:graphicData", dessin, uri=IMAGES)),
            distT=0, distB=0, distL=0, distR=0,
        )  # fmt: skip
        style = self.paragraphe(i.style)
        proprietes = [
            balise("w:pStyle", w__val=style) if style else "",
            balise("w:keepNext") if i.avec_suivant else "",
            balise("w:ind", w__left=i.retrait) if i.retrait else "",
        ]
        return balise("w:p", balise("w:pPr", *proprietes), balise("w:r", balise("w:drawing", en_ligne)))


IMAGES = "http://schemas.openxmlformats.org/drawingml/2006/picture"
ESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": IMAGES,
}


def signet(ancre: str) -> str:
    """The name of a bookmark: 40 letters at most, which begin with one and say no two anchors alike."""
    propre = _ANCRE.sub("_", ancre)
    if propre == ancre and len(propre) <= 36:
        return f"a_{propre}"
    return f"a_{propre[:24]}_{hashlib.sha256(ancre.encode()).hexdigest()[:10]}"
