"""Paragraphs, tables and pictures as OpenDocument text, in the styles of the template."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from evaluator.report.arbre.noeuds import Passage, Passages
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.bureau.poses import Alinea, Case, Grille, Image, Pose, Puce, Role
from evaluator.report.formats.bureau.styles_odt import Automatiques, points
from evaluator.report.formats.bureau.xml import balise, dire

Choix = Callable[[str], str]

_JETONS = re.compile(r"(\n|\t| +)")


@dataclass
class Ecrivain:
    """`paragraphe`, `caractere`, `liste`: from a style's name to its identifier. `ancres`: where links may lead.
    After writing, `images` holds the pictures by name, `automatiques` the styles to declare."""

    paragraphe: Choix
    caractere: Choix
    liste: Choix
    ancres: frozenset[str]
    automatiques: Automatiques = field(default_factory=Automatiques)
    images: dict[str, bytes] = field(default_factory=dict)
    _rang: int = field(default=0, init=False)

    def poses(self, poses: Iterable[Pose]) -> str:
        """Items that follow one another at one level make one list."""
        dites = []
        for cle, groupe in itertools.groupby(poses, _cle_de_liste):
            if cle is None:
                dites += [self._pose(p) for p in groupe]
            else:
                dites.append(self._liste([p for p in groupe if isinstance(p, Alinea)]))
        return "".join(dites)

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

    def alinea(self, a: Alinea) -> str:
        style = self.automatiques.alinea(self.paragraphe(f"Heading {a.titre}" if a.titre else a.style), a)
        marques = [balise("text:bookmark", text__name=ancre) for ancre in a.ancres]
        dits = [*marques, self.passages(a.texte)]
        if a.page_de in self.ancres:
            numero = balise("text:bookmark-ref", "", text__reference_format="page", text__ref_name=a.page_de)
            dits += [balise("text:tab"), numero]
        if a.titre:
            return balise("text:h", *dits, text__style_name=style, text__outline_level=a.titre)
        return balise("text:p", *dits, text__style_name=style)

    def _liste(self, elements: Sequence[Alinea]) -> str:
        premier = elements[0].puce or Puce(0)
        dits = []
        for n, a in enumerate(elements):
            puce = a.puce or Puce(0)
            repris = puce.numero is not None and (n == 0 or not puce.suite)
            debut = {"text__start_value": puce.numero} if repris and puce.numero is not None else {}
            dits.append(balise("text:list-item", self.alinea(a), **debut))
        liste = "".join(dits)
        for _ in range(premier.niveau):
            liste = balise("text:list-item", balise("text:list", liste))
        return balise("text:list", liste, text__style_name=self.liste(elements[0].style))

    def passages(self, passages: Passages) -> str:
        faits: list[str] = []
        fin = " "  # what stands before: a space after it would be lost
        for p in passages:
            dit = self._texte(p.texte, fin)
            fin = p.texte[-1:] or fin
            if p.gras or p.italique:
                dit = balise(
                    "text:span", dit, text__style_name=self.automatiques.caracteres(gras=p.gras, italique=p.italique)
                )
            faits.append(self._marquer(p, dit))
        return "".join(faits)

    def _marquer(self, p: Passage, dit: str) -> str:
        style = styles.REFERENCE if p.mono else styles.DISCRET if p.discret else ""
        if style and (nom := self.caractere(style)):
            dit = balise("text:span", dit, text__style_name=nom)
        if p.lien.startswith("#") and p.lien[1:] in self.ancres:
            lien = {"text__style_name": nom, "text__visited_style_name": nom} if (nom := self.caractere(styles.LIEN)) else {}
            return balise("text:a", dit, xlink__type="simple", xlink__href=p.lien, **lien)
        return dit

    def _texte(self, texte: str, avant: str) -> str:
        """Text whose spaces, tabs and line ends are kept."""
        dits = []
        for jeton in _JETONS.split(texte):
            if jeton == "\n":
                dits.append(balise("text:line-break"))
            elif jeton == "\t":
                dits.append(balise("text:tab"))
            elif jeton.startswith(" "):
                garde = 0 if avant in " \n\t" else 1
                if reste := len(jeton) - garde:
                    dits.append(" " * garde + balise("text:s", text__c=reste))
                else:
                    dits.append(" ")
            elif jeton:
                dits.append(dire(jeton))
            avant = jeton[-1:] or avant
        return "".join(dits)

    # — tables ————————————————————————————————————————————————————————————————————————————————————————————————————————

    def grille(self, g: Grille) -> str:
        a = self.automatiques
        colonnes = [balise("table:table-column", table__style_name=a.colonne(largeur)) for largeur in g.largeurs]
        tetes = sum(r.role is Role.ENTETE for r in g.rangees)
        rangees = [self._rangee(g, k) for k in range(len(g.rangees))]
        tete = balise("table:table-header-rows", *rangees[:tetes]) if tetes else ""
        nom = balise("table:title", dire(g.nom)) if g.nom else ""
        return balise(
            "table:table", nom, *colonnes, tete, *rangees[tetes:],
            table__name=f"Tableau{self._suivant()}", table__style_name=a.tableau(g),
        )  # fmt: skip

    def _rangee(self, g: Grille, k: int) -> str:
        rangee, rang, cases = g.rangees[k], 0, []
        for case in rangee.cases:
            fin = rang + case.colonnes
            style = self.automatiques.case(g, k, gauche=rang == 0, droite=fin >= len(g.largeurs))
            cases.append(self._case(case, style))
            rang = fin
        return balise("table:table-row", *cases, table__style_name=self.automatiques.rangee(rangee))

    def _case(self, case: Case, style: str) -> str:
        large = {"table__number_columns_spanned": case.colonnes} if case.colonnes > 1 else {}
        cachees = balise("table:covered-table-cell") * (case.colonnes - 1)
        contenu = self.poses(case.poses)
        return balise("table:table-cell", contenu, office__value_type="string", table__style_name=style, **large) + cachees

    # — pictures ——————————————————————————————————————————————————————————————————————————————————————————————————————

    def image(self, i: Image) -> str:
        chemin = f"Pictures/{hashlib.sha256(i.png).hexdigest()[:32]}.png"
        self.images[chemin] = i.png
        dessin = balise("draw:image", xlink__href=chemin, xlink__type="simple", xlink__show="embed", xlink__actuate="onLoad")
        cadre = balise(
            "draw:frame", dessin, balise("svg:title", dire(i.titre)), balise("svg:desc", dire(i.description)),
            draw__style_name=self.automatiques.image(), draw__name=f"Dessin {self._suivant()}",
            text__anchor_type="as-char", svg__width=points(i.largeur), svg__height=points(i.hauteur),
        )  # fmt: skip
        place = Alinea(i.style, retrait=i.retrait, avec_suivant=i.avec_suivant)
        return balise("text:p", cadre, text__style_name=self.automatiques.alinea(self.paragraphe(i.style), place))


def _cle_de_liste(pose: Pose) -> tuple[str, int] | None:
    if isinstance(pose, Alinea) and pose.puce:
        return pose.style, pose.puce.niveau
    return None
