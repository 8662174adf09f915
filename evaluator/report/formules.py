"""A formula in the words of the questionnaire: labels for ids, so that no one needs the YAML to follow it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import Ligne
from evaluator.dossier.valeurs import totaux
from evaluator.questionnaire.formula.tree import (
    Appel,
    Binaire,
    Cellule,
    Constante,
    Litteral,
    Membre,
    Noeud,
    Nom,
    Parmi,
    Unaire,
)
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.models import QuestionTableau
from evaluator.questionnaire.scalars import Courbe
from evaluator.report.sujet import Sujet
from evaluator.report.texte import typo

_FORCES = {"ou": 1, "et": 2, "=": 4, "≠": 4, "<": 4, "≤": 4, ">": 4, "≥": 4, "+": 5, "−": 5, "×": 6, "÷": 6}
_GUILLEMETS = re.compile(r"«\s*([^»]*?)\s*»")
_ATOME = 9
_MOTS = {"=": ":", "≠": "autre que"}  # between a column and an option
_NOMS = {
    "score_besoin": "score du besoin",
    "score_reponse": "score de la réponse",
    "score_global": "score global",
    "exercice_n1": "année N-1",
}


def en_mots(expression: Expression, sujet: Sujet, *, valeurs: bool = False) -> str:
    """`expression` in words. `valeurs`: each name is followed by its value in this dossier, where it has one."""
    return typo(_Lecteur(sujet, valeurs).dire(expression.arbre))


def courbe_en_mots(courbe: Courbe) -> str:
    """How a number becomes a score: `score de 0 pour 0, de 1 à partir de 0,8, en ligne droite entre les deux`."""
    points = [(p.x, p.y) for p in courbe]
    if [p for point in points for p in point] == [Fraction(n) for n in (0, 0, 1, 1)]:
        return "score égal à ce nombre, 1 au plus"
    dits = [f"de {french.exact(y)} pour {french.exact(x)}" for x, y in points]
    entre = "les deux" if len(points) == 2 else "ces points"
    return f"score {', '.join(dits)}, en ligne droite entre {entre}, sans changement au-delà"


class _Lecteur:
    def __init__(self, sujet: Sujet, valeurs: bool) -> None:
        self.sujet = sujet
        self.valeurs = valeurs
        self.questions = sujet.referentiel.questionnaire.questions

    def dire(self, n: Noeud, table: QuestionTableau | None = None) -> str:
        match n:
            case Constante():
                return french.exact(n.valeur)
            case Litteral():
                return f"« {n.texte} »"
            case Nom():
                return self._nom(n.nom)
            case Cellule():
                return self._colonne(table, n.nom) + (" : oui" if self._est_oui_non(table, n.nom) else "")
            case Membre():
                return f"{self._nom(n.nom)}, {self._membre(n)}"
            case Unaire() if isinstance(n.terme, Cellule) and n.operateur == "non":
                return f"{self._colonne(table, n.terme.nom)} : non"
            case Unaire():
                return f"{'non ' if n.operateur == 'non' else '−'}{self._sous(n.terme, _ATOME, table)}"
            case Binaire():
                return self._binaire(n, table)
            case Parmi():
                noms = [self._option(n.terme, t, table) for t in n.textes]
                return f"{self.dire(n.terme, table)} parmi {', '.join(noms)}"
            case Appel():
                return self._appel(n, table)
        return ""  # every node of a formula is above

    def _sous(self, n: Noeud, force: int, table: QuestionTableau | None) -> str:
        texte = self.dire(n, table)
        faible = (isinstance(n, Binaire) and _FORCES[n.operateur] < force) or len(_cas(n)) > 1
        return f"({texte})" if faible else texte

    def _binaire(self, n: Binaire, table: QuestionTableau | None) -> str:
        if n.operateur in _MOTS:
            for sujet_, texte in ((n.gauche, n.droite), (n.droite, n.gauche)):
                if isinstance(texte, Litteral):
                    return f"{self.dire(sujet_, table)} {_MOTS[n.operateur]} {self._option(sujet_, texte, table)}"
        if len(cas := _cas(n)) > 1:
            return self._compter(cas)
        force = _FORCES[n.operateur]
        droite = force + 1 if n.operateur in ("−", "÷") else force
        return f"{self._sous(n.gauche, force, table)} {n.operateur} {self._sous(n.droite, droite, table)}"

    def _appel(self, n: Appel, table: QuestionTableau | None) -> str:
        if n.fonction == "part" and len(n.arguments) == 2:
            return f"{self._sous(n.arguments[0], 6, table)} ÷ {self._sous(n.arguments[1], 7, table)}"
        if _cas(n):
            return self._compter(_cas(n))
        premier = n.arguments[0] if n.arguments else None
        if n.fonction == "nombre" and isinstance(premier, Nom):
            lignes = self.questions[premier.nom]
            assert isinstance(lignes, QuestionTableau)
            condition = f" avec {self.dire(n.arguments[1], lignes)}" if len(n.arguments) > 1 else ""
            return f"nombre de lignes de « {lignes.etiquette} »{condition}"
        if n.fonction == "total" and isinstance(premier, Membre):
            return self._total(premier, n.arguments[1:])
        return f"{n.fonction}({' ; '.join(self.dire(a, table) for a in n.arguments)})"

    def _total(self, membre: Membre, reste: tuple[Noeud, ...]) -> str:
        lignes = self.questions[membre.nom]
        assert isinstance(lignes, QuestionTableau)
        texte = f"total de {self._colonne(lignes, membre.membre)}"
        if reste:
            return f"{texte} (lignes avec {self.dire(reste[0], lignes)})"
        lues = self.sujet.valeur(membre.nom)
        if self.valeurs and isinstance(lues, tuple):
            for colonne, somme in totaux(lignes, cast("tuple[Ligne, ...]", lues)):
                if colonne.id == membre.membre and all(ligne.get(colonne.id) is not None for ligne in lues):
                    return f"{texte} ({french.nombre(somme, 6)})"
        return texte

    def _compter(self, cas: list[tuple[str, tuple[Noeud, ...]]]) -> str:
        """`min(1; nombre(t; a et b)) + min(1; nombre(t; a et c))`: how many of these cases have at least one row."""
        lignes = self.questions[cas[0][0]]
        assert isinstance(lignes, QuestionTableau)
        dits = [[self.dire(c, lignes) for c in conditions] for _, conditions in cas]
        communs = [c for c in dits[0] if all(c in autres for autres in dits)]
        propres = _grouper([" et ".join(c for c in conditions if c not in communs) for conditions in dits])
        ou = f" ({' et '.join(communs)})" if communs else ""
        if len(cas) == 1:
            condition = " et ".join(dits[0])
            avec = f" avec {condition}" if condition else ""
            return f"1 s’il y a au moins une ligne de « {lignes.etiquette} »{avec}, sinon 0"
        return (f"nombre de cas, sur les {len(cas)} suivants, qui ont au moins une ligne de « {lignes.etiquette} »{ou} : "
                + propres)  # fmt: skip

    def _nom(self, nom: str) -> str:
        if reference := self.sujet.referentiel.grille.lue.references.get(nom):
            return f"{_citer(reference.libelle)} ({french.nombre(reference.valeur, 6)})"
        if question := self.questions.get(nom):
            valeur = self.sujet.valeur(nom) if self.valeurs else None
            dite = f" ({french.nombre(valeur, 6)})" if isinstance(valeur, int | Fraction) and valeur is not True else ""
            return f"{_citer(question.etiquette)}{dite}"
        if nom in _NOMS:
            return _NOMS[nom]
        return f"score de {nom.removeprefix('score_').replace('_', '-')}" if nom.startswith("score_") else nom

    def _colonne(self, table: QuestionTableau | None, nom: str) -> str:
        return next((_citer(c.libelle) for c in (table.colonnes if table else ()) if c.id == nom), nom)

    def _membre(self, n: Membre) -> str:
        question = self.questions[n.nom]
        return next((_citer(c.libelle) for c in getattr(question, "categories", ()) if c.id == n.membre), n.membre)

    def _option(self, de: Noeud, texte: Litteral, table: QuestionTableau | None) -> str:
        """The label of the option compared with: of the column, or of the question."""
        porteur: object = None
        if isinstance(de, Cellule):
            porteur = next((c for c in (table.colonnes if table else ()) if c.id == de.nom), None)
        elif isinstance(de, Nom):
            porteur = self.questions.get(de.nom)
        options = getattr(porteur, "options", ())
        return _citer(next((o.libelle for o in options if o.id == texte.texte), texte.texte))

    def _est_oui_non(self, table: QuestionTableau | None, nom: str) -> bool:
        return any(c.id == nom and c.type == "oui_non" for c in (table.colonnes if table else ()))


def _citer(libelle: str) -> str:
    """A label between quotation marks; those it holds become inner ones."""
    dedans = _GUILLEMETS.sub(r"“\1”", libelle)
    return f"« {dedans} »"


def _grouper(cas: list[str]) -> str:
    """`« Mission » : a ; « Mission » : b ; « Mode » : c` with each column named once."""
    groupes: dict[str, list[str]] = {}
    for texte in cas:
        colonne, deux_points, option = texte.partition(" : ")
        groupes.setdefault(colonne if deux_points else texte, []).append(option)
    return " ; ".join(f"{colonne} : {', '.join(o for o in options)}" if any(options) else colonne
                      for colonne, options in groupes.items())  # fmt: skip


def _cas(n: Noeud) -> list[tuple[str, tuple[Noeud, ...]]]:
    """The cases of a sum of `min(1; nombre(table; …))` over one table: the table, and each one's conditions. Else none."""
    if isinstance(n, Binaire) and n.operateur == "+":
        gauche, droite = _cas(n.gauche), _cas(n.droite)
        return gauche + droite if gauche and droite and gauche[0][0] == droite[0][0] else []
    if not (isinstance(n, Appel) and n.fonction == "min" and len(n.arguments) == 2):
        return []
    un, compte = n.arguments
    if not (isinstance(un, Constante) and un.valeur == 1 and isinstance(compte, Appel) and compte.fonction == "nombre"):
        return []
    table = compte.arguments[0]
    return (
        [(table.nom, _conjoints(compte.arguments[1]) if len(compte.arguments) > 1 else ())] if isinstance(table, Nom) else []
    )


def _conjoints(n: Noeud) -> tuple[Noeud, ...]:
    return _conjoints(n.gauche) + _conjoints(n.droite) if isinstance(n, Binaire) and n.operateur == "et" else (n,)


__all__ = ["courbe_en_mots", "en_mots"]
