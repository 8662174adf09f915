"""The tree as the JSON that `pdf/rapport.typ` reads: short keys, ready decisions (what may split, which link has an end)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct, field

from evaluator.report.arbre.noeuds import (
    Bloc,
    Blocs,
    Cellule,
    Colonnes,
    Dessin,
    Element,
    Fiche,
    Filets,
    Groupe,
    Liste,
    Paragraphe,
    Passages,
    Rang,
    Tableau,
    Titre,
    contenu,
    parcourir,
    texte,
)
from evaluator.report.document import Document
from evaluator.report.formats.couverture import montrer
from evaluator.report.texte import abreger

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Noeud = dict[str, Json]

COURT = 90  # characters of a name in the head or the foot of a page
SECABLE = 1800  # beyond so many characters, a block may be split: it would not fit on what is left of a page
PAGES = {"papier": 3200}  # the same for a group that may begin a page of its own: a question to fill in by hand
ENTIERS = frozenset({"note", "piece", "clause"})  # groups kept whole, as those of class `bloc`
LIANTS = frozenset({"effet", "nom", "mesures", "question"})  # paragraphs that stay with what follows
LIGNE, MOT_ENTIER, TEXTE_LARGE = 112, 20, 70  # characters: of a line of a table, of a word kept whole, of a text set wide
RETRAITS = {"indicateur-l": 1, "question-l": 2}
CHAPEAU = 400  # characters of what may stand between a heading and what it is about
INSEPARABLE = re.compile(r"(?<=[A-Z0-9])-(?=(?:[a-z]|\d|PA\d+|IND\d+)\b)")  # N-1, IV-c, A1-PA4: not cut
MOT = re.compile(r"\S{31,}")
FAMILLE = '"Source Sans 3", "DejaVu Sans Mono"'


def en_json(document: Document) -> Noeud:
    ecriture = _Ecriture({a for b in parcourir(document.blocs) if (a := _ancre(b))})
    jour = datetime.fromtimestamp(document.instant, UTC)
    return {
        "titre": montrer(document.titre),
        "residence": montrer(document.residence),
        "residence_courte": montrer(abreger(document.residence, COURT)),
        "bande": montrer(document.bande),
        "nom": montrer(abreger(document.nom, COURT)),
        "empreinte": f"Données SHA-256 {document.jointe.empreinte}",
        "mots": ["AGLS", document.modele.id, document.jointe.mot_cle],
        "date": [jour.year, jour.month, jour.day],
        "serre": document.modele.une_page,
        "blocs": ecriture.blocs(document.blocs),
    }


def _ancre(bloc: Bloc) -> str:
    return bloc.ancre if isinstance(bloc, Titre | Groupe) else ""


def _propre(bloc: Bloc) -> int:
    match bloc:
        case Titre() | Paragraphe():
            dit = texte(bloc.texte)
            return len(dit) + 60 * dit.count("\n")
        case Tableau():
            return 50 * len(bloc.rangs)
        case Dessin():
            return 900
        case Filets():
            return 90 * bloc.nombre
        case _:
            return 0


class _Ecriture(Struct):
    ancres: set[str]
    posees: set[str] = field(default_factory=set)
    niveau: int = 0
    largeur: float = 1  # of where it stands, as a part of the page
    longueurs: dict[int, int] = field(default_factory=dict)  # of each block measured, by its address: all outlive this

    def longueur(self, blocs: Blocs) -> int:
        """About how much room blocks take, in characters; a drawing counts as a paragraph, a row as a line at least."""
        total = 0
        for bloc in blocs:
            long = self.longueurs.get(id(bloc))
            if long is None:
                long = self.longueurs[id(bloc)] = _propre(bloc) + self.longueur(contenu(bloc))
            total += long
        return total

    def blocs(self, blocs: Blocs) -> list[Json]:
        ecrits = [self.bloc(b) for b in blocs]
        for titre, chapeau, ecrit in zip(blocs, blocs[1:], ecrits[1:], strict=False):
            if isinstance(titre, Titre) and isinstance(chapeau, Paragraphe) and len(texte(chapeau.texte)) < CHAPEAU:
                ecrit["lie"] = chapeau is not blocs[-1]  # a heading and one line alone at the foot of a page say nothing
        return list(ecrits)

    def bloc(self, bloc: Bloc) -> Noeud:
        match bloc:
            case Titre():
                self.niveau = min(bloc.niveau, self.niveau + 1)  # a heading may not skip a level
                return {"g": "titre", "n": self.niveau, "t": self.passages(bloc.texte), "a": self._poser(bloc.ancre)}
            case Paragraphe():
                return {
                    "g": "paragraphe",
                    "s": bloc.style,
                    "t": self.passages(bloc.texte),
                    "lie": bloc.style in LIANTS,
                    "court": bloc.style != "",
                }
            case Liste():
                return {"g": "liste", "s": bloc.style, "e": [self._element(e) for e in bloc.elements]}
            case Fiche():
                return {"g": "fiche", "l": [{"t": self.passages(t), "b": self.blocs(b)} for t, b in bloc.lignes]}
            case Tableau():
                return self._tableau(bloc)
            case Groupe():
                return {
                    "g": "groupe",
                    "style": bloc.style,
                    "ancre": self._poser(bloc.ancre),
                    "bloc": bloc.bloc,
                    "page": bloc.page,
                    "section": any(isinstance(b, Titre) and b.niveau == 2 for b in bloc.blocs[:1]),
                    "secable": self.longueur(bloc.blocs) > PAGES.get(bloc.style, SECABLE)
                    or not (bloc.bloc or bloc.style in ("note", "piece", "clause")),
                    "b": self.blocs(bloc.blocs),
                }
            case Colonnes():
                return {
                    "g": "colonnes",
                    "style": bloc.style,
                    "parts": list(bloc.parts),
                    "secable": any(self.longueur(c) > SECABLE for c in bloc.colonnes),
                    "c": [self._colonne(c, part) for c, part in zip(bloc.colonnes, bloc.parts, strict=True)],
                }
            case Dessin():
                return self._dessin(bloc)
            case Filets():
                return {"g": "filets", "n": bloc.nombre}

    def _colonne(self, blocs: Blocs, part: int) -> list[Json]:
        dehors, self.largeur = self.largeur, self.largeur * part / 100
        try:
            return self.blocs(blocs)
        finally:
            self.largeur = dehors

    def passages(self, passages: Passages) -> list[Json]:
        return [dict(p) for p in self._passages(passages)]

    def _passages(self, passages: Passages) -> Iterator[Noeud]:
        for p in passages:
            lu = p.texte if p.mono or p.litteral else INSEPARABLE.sub("\u2011", p.texte)
            dit: Noeud = {"t": MOT.sub(_coupable, montrer(lu))}
            for cle, vrai in (("g", p.gras), ("i", p.italique), ("m", p.mono), ("d", p.discret)):
                if vrai:
                    dit[cle] = True
            if p.lien and (not p.lien.startswith("#") or p.lien[1:] in self.ancres):
                dit["l"] = p.lien
            yield dit

    def _poser(self, ancre: str) -> str:
        """A label, once."""
        if ancre in self.posees:
            return ""
        self.posees.add(ancre)
        return ancre

    def _element(self, e: Element) -> Noeud:
        return {"n": e.numero, "b": self.blocs(e.blocs), "secable": self.longueur(e.blocs) > SECABLE}

    def _tableau(self, t: Tableau) -> Noeud:
        n = t.colonnes
        return {
            "g": "tableau",
            "legende": self.passages(t.legende),
            "colonnes": n,
            "largeurs": list(t.largeurs),
            "parts": _parts(t, LIGNE * self.largeur),
            "etroit": "etroit" in t.styles,
            "serre": n > 6,
            "remplir": "a-remplir" in t.styles,
            "secable": len(t.rangs) > 16 or self.longueur((t,)) > SECABLE,
            "entete": [self._rang(r) for r in t.entete],
            "corps": [self._rang(r) for r in t.corps],
            "pied": [self._rang(r) for r in t.pied],
        }

    def _rang(self, r: Rang) -> Noeud:
        long = sum(self.longueur(c.blocs) for c in r.cellules)
        return {
            "retenu": r.style == "retenu",
            "fond": r.style in ("global", "axe"),
            "secable": long > SECABLE // 2,
            "c": [self._cellule(c, RETRAITS.get(r.style, 0) if rang == 0 else 0) for rang, c in enumerate(r.cellules)],
        }

    def _cellule(self, c: Cellule, retrait: int) -> Noeud:
        return {"b": self.blocs(c.blocs), "d": c.droite, "c": c.colonnes, "r": retrait}

    def _dessin(self, d: Dessin) -> Noeud:
        svg = montrer(d.svg.replace("<svg", f"<svg font-family='{FAMILLE}'", 1))
        return {
            "g": "dessin",
            "svg": svg,
            "largeur": d.largeur,
            "alt": montrer(f"{d.titre} : {d.description}"),
        }


def _coupable(mot: re.Match[str]) -> str:
    """A word too long for a line may be cut anywhere: an invisible space after each of its characters."""
    return "\u200b".join(mot[0])


def _parts(t: Tableau, ligne: float) -> list[Json]:
    """Shares of the width for a table that gives none: each column its longest word, then what its texts ask for.

    `ligne`: how many characters the whole table has room for.
    """
    n = t.colonnes
    mots, textes = [3.0] * n, [3.0] * n
    for rang in t.rangs:
        colonne = 0
        for c in rang.cellules:
            if c.colonnes == 1 and colonne < n:
                dit = " ".join(texte(b.texte) for b in parcourir(c.blocs) if isinstance(b, Paragraphe))
                gras = 1.2 if c.entete or rang.style == "retenu" else 1
                mots[colonne] = max(mots[colonne], gras * min(max(map(len, re.split(r"[ \n]", dit))), MOT_ENTIER))
                textes[colonne] = max(textes[colonne], gras * min(len(dit), TEXTE_LARGE))
            colonne += c.colonnes
    reste = max(ligne * (0.9 if n <= 6 else 1) - sum(mots) - 2 * n, 0)
    manque = sum(b - a for a, b in zip(mots, textes, strict=True)) or 1
    return [round(100 * (a + 2 + reste * (b - a) / manque)) for a, b in zip(mots, textes, strict=True)]
