"""A formula in the words of the questionnaire: labels for ids, a unit after each number, so that no one needs the YAML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import Ligne
from evaluator.dossier.valeurs import totaux
from evaluator.evaluation.pourquoi.chiffres import POINT, PROPORTION, chiffre, citer, habiller
from evaluator.evaluation.pourquoi.unites import ANNEE, NIVEAU, Unites
from evaluator.questionnaire.compile import COMPLETUDE, FIN_N1, PLAFOND, nom_score
from evaluator.questionnaire.formula.tree import (
    Appel,
    Binaire,
    Cellule,
    Constante,
    Jour,
    Litteral,
    Membre,
    Noeud,
    Nom,
    Parmi,
    Unaire,
)
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionOuiNon, QuestionTableau
from evaluator.questionnaire.scalars import Courbe

Valeurs = Callable[[str], object]  # the value counted of a question, or None

_FORCES = {"ou": 1, "et": 2, "=": 4, "≠": 4, "<": 4, "≤": 4, ">": 4, "≥": 4, "+": 5, "−": 5, "×": 6, "÷": 6}
_ATOME = 9
_MOTS = {"=": ":", "≠": "autre que"}  # between a column and an option
_COMPARE = {"=": "égal à", "≠": "différent de", "<": "inférieur à", "≤": "au plus égal à", ">": "supérieur à",
            "≥": "au moins égal à"}  # fmt: skip
_AUCUNE, _AU_MOINS_UNE = ("aucune ligne", "n’a"), ("au moins une ligne", "a")
_LIGNES: dict[tuple[str, Fraction | int], tuple[str, str]] = {
    ("=", 0): _AUCUNE,
    ("<", 1): _AUCUNE,
    (">", 0): _AU_MOINS_UNE,
    ("≥", 1): _AU_MOINS_UNE,
    ("≠", 0): _AU_MOINS_UNE,
}
_NOMS = {
    "score_besoin": "score du besoin",
    "score_reponse": "score de la réponse",
    "score_global": "score global",
    PLAFOND: "plafond",
    COMPLETUDE: "complétude",
    FIN_N1: "31 décembre de l’année N-1",
}
_FONCTIONS = {"min": "le plus petit de", "max": "le plus grand de", "somme": "la somme de", "moyenne": "la moyenne de"}


def en_mots(expression: Expression, referentiel: Referentiel, valeurs: Valeurs | None = None) -> str:
    """`expression` in words. With `valeurs`, each name is followed by its value, where it has one."""
    return habiller(_Lecteur(referentiel, Unites(referentiel, expression.arbre), valeurs).dire(expression.arbre))


def courbe_en_mots(courbe: Courbe, unite: str = PROPORTION, donne: str = POINT) -> str:
    """How a number becomes a score: `0 point à 0 %, 1 point à 80 %, en ligne droite entre les deux`."""
    dits = [f"{chiffre(p.y, donne)} à {chiffre(p.x, unite)}" for p in courbe]
    entre = "les deux" if len(dits) == 2 else "ces points"
    return f"{', '.join(dits)}, en ligne droite entre {entre}, sans changement au-delà"


def cas(expression: Expression, referentiel: Referentiel) -> list[tuple[Appel, str]]:
    """Every `min(1; nombre(table; …))` of a formula, with what is its own among its conditions, in words."""
    lecteur = _Lecteur(referentiel, Unites(referentiel, expression.arbre), None)
    trouves: list[tuple[Appel, str]] = []
    for groupe in _groupes(expression.arbre):
        lignes = referentiel.questionnaire.questions[groupe[0][1]]
        assert isinstance(lignes, QuestionTableau)
        dits = [[lecteur.dire(c, lignes) for c in conditions] for _, _, conditions in groupe]
        communs = [c for c in dits[0] if len(dits) > 1 and all(c in autres for autres in dits)]
        for (appel, _, _), conditions in zip(groupe, dits, strict=True):
            propres = " et ".join(c for c in conditions if c not in communs)
            trouves.append((appel, habiller(propres or f"lignes de {citer(lignes.etiquette)}")))
    return trouves


class _Lecteur:
    def __init__(self, referentiel: Referentiel, unites: Unites, valeurs: Valeurs | None) -> None:
        self.referentiel = referentiel
        self.unites = unites
        self.valeurs = valeurs
        self.questions = referentiel.questionnaire.questions

    def dire(self, n: Noeud, table: QuestionTableau | None = None) -> str:
        match n:
            case Constante():
                return self._constante(n)
            case Litteral():
                return citer(n.texte)
            case Jour():
                return french.jour(date.fromordinal(n.ordinal))
            case Nom():
                return self._nom(n)
            case Cellule():
                return self._colonne(table, n.nom) + (" : oui" if self._est_oui_non(table, n.nom) else "")
            case Membre():
                return f"{self._nom(Nom(0, 0, n.nom))}, {self._membre(n)}"
            case Unaire() if isinstance(n.terme, Cellule | Nom) and n.operateur == "non":
                return self.dire(n.terme, table).removesuffix(" : oui") + " : non"
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

    def _constante(self, n: Constante) -> str:
        unite = self.unites.de(n)
        if unite == NIVEAU:
            return f"niveau {french.nombre(n.valeur, 0)}"
        return str(n.valeur) if unite == ANNEE else chiffre(n.valeur, unite)

    def _sous(self, n: Noeud, force: int, table: QuestionTableau | None) -> str:
        texte = self.dire(n, table)
        faible = (isinstance(n, Binaire) and _FORCES[n.operateur] < force) or len(_cas(n)) > 1
        return f"({texte})" if faible else texte

    def _binaire(self, n: Binaire, table: QuestionTableau | None) -> str:
        if n.operateur in _MOTS:
            for sujet, texte in ((n.gauche, n.droite), (n.droite, n.gauche)):
                if isinstance(texte, Litteral):
                    return f"{self.dire(sujet, table)} {_MOTS[n.operateur]} {self._option(sujet, texte, table)}"
        if len(cas_ := _cas(n)) > 1:
            return self._compter(cas_)
        if combien := self._lignes(n):
            return combien
        force = _FORCES[n.operateur]
        droite = force + 1 if n.operateur in ("−", "÷") else force
        mot = _COMPARE.get(n.operateur, n.operateur)
        return f"{self._sous(n.gauche, force, table)} {mot} {self._sous(n.droite, droite, table)}"

    def _lignes(self, n: Binaire) -> str:
        """`nombre(t; …) = 0` and its like: `aucune ligne de « T » n’a …`. Else nothing."""
        compte, seuil = n.gauche, n.droite
        if not (isinstance(compte, Appel) and compte.fonction == "nombre" and isinstance(seuil, Constante)):
            return ""
        quoi, *condition = compte.arguments
        debut, verbe = _LIGNES.get((n.operateur, seuil.valeur), ("", ""))
        if not debut or not isinstance(quoi, Nom):
            return ""
        lignes = self.questions[quoi.nom]
        assert isinstance(lignes, QuestionTableau)
        if not condition:
            return f"{debut} dans {citer(lignes.etiquette)}"
        return f"{debut} de {citer(lignes.etiquette)} {verbe} {self.dire(condition[0], lignes)}"

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
            return f"nombre de lignes de {citer(lignes.etiquette)}{condition}"
        if n.fonction == "total":
            return self._total(premier, n.arguments[1:])
        dits = [self.dire(a, table) for a in n.arguments]
        match n.fonction:
            case "si":
                return f"({dits[1]} si {dits[0]}, sinon {dits[2]})"
            case "renseigne":
                return f"{dits[0].removesuffix(' : oui')} est renseigné"
            case "annees":
                return f"nombre d’années entières de {dits[0]} au {dits[1]}"
            case "annee":
                return f"année de {dits[0]}"
        return f"{_FONCTIONS.get(n.fonction, n.fonction)} {_enumerer(dits)}"

    def _total(self, quoi: Noeud | None, reste: tuple[Noeud, ...]) -> str:
        if not isinstance(quoi, Membre):
            return f"total de {self.dire(quoi)}" if quoi is not None else "total"
        lignes = self.questions[quoi.nom]
        assert isinstance(lignes, QuestionTableau)
        texte = f"total de {self._colonne(lignes, quoi.membre)}"
        if reste:
            return f"{texte} (lignes avec {self.dire(reste[0], lignes)})"
        lues = self.valeurs(quoi.nom) if self.valeurs else None
        if isinstance(lues, tuple):
            for colonne, somme in totaux(lignes, cast("tuple[Ligne, ...]", lues)):
                if colonne.id == quoi.membre and all(ligne.get(colonne.id) is not None for ligne in lues):
                    return f"{texte} ({french.mesure(somme, colonne.unite, 6)})"
        return texte

    def _compter(self, cas_: list[_Cas]) -> str:
        """`min(1; nombre(t; a et b)) + min(1; nombre(t; a et c))`: how many of these cases have at least one row."""
        lignes = self.questions[cas_[0][1]]
        assert isinstance(lignes, QuestionTableau)
        dits = [[self.dire(c, lignes) for c in conditions] for _, _, conditions in cas_]
        if len(cas_) == 1:
            condition = " et ".join(dits[0])
            avec = f" avec {condition}" if condition else ""
            return f"1 critère s’il y a au moins une ligne de {citer(lignes.etiquette)}{avec}, sinon 0 critère"
        communs = [c for c in dits[0] if all(c in autres for autres in dits)]
        propres = _grouper([" et ".join(c for c in conditions if c not in communs) for conditions in dits])
        ou = f" ({' et '.join(communs)})" if communs else ""
        return f"nombre de critères, sur les {len(cas_)} critères suivants, qui ont au moins une ligne de {citer(lignes.etiquette)}{ou} : {propres}"  # noqa: E501

    def _nom(self, n: Nom) -> str:
        if reference := self.referentiel.grille.lue.references.get(n.nom):
            return f"{citer(reference.libelle)} ({chiffre(reference.valeur, self.unites.de(n))})"
        if question := self.questions.get(n.nom):
            if isinstance(question, QuestionOuiNon):
                return f"{citer(question.etiquette)} : oui"
            valeur = self.valeurs(n.nom) if self.valeurs else None
            if isinstance(valeur, int | Fraction) and valeur is not True:
                return f"{citer(question.etiquette)} ({french.mesure(valeur, getattr(question, 'unite', None), 6)})"
            return citer(question.etiquette)
        if n.nom in _NOMS:
            return _NOMS[n.nom]
        for axe in self.referentiel.questionnaire.lu.axes:
            if nom_score(axe.id) == n.nom:
                return f"score de l’axe {citer(axe.titre)}"
        for indicateur in self.referentiel.questionnaire.lu.indicateurs:
            if nom_score(indicateur.id) == n.nom:
                return f"score de l’indicateur {citer(indicateur.libelle)}"
        return n.nom

    def _colonne(self, table: QuestionTableau | None, nom: str) -> str:
        return next((citer(c.libelle) for c in (table.colonnes if table else ()) if c.id == nom), nom)

    def _membre(self, n: Membre) -> str:
        question = self.questions[n.nom]
        return next((citer(c.libelle) for c in getattr(question, "categories", ()) if c.id == n.membre), n.membre)

    def _option(self, de: Noeud, texte: Litteral, table: QuestionTableau | None) -> str:
        """The label of the option compared with: of the column, or of the question."""
        porteur: object = None
        if isinstance(de, Cellule):
            porteur = next((c for c in (table.colonnes if table else ()) if c.id == de.nom), None)
        elif isinstance(de, Nom):
            porteur = self.questions.get(de.nom)
        options = getattr(porteur, "options", ())
        return citer(next((o.libelle for o in options if o.id == texte.texte), texte.texte))

    def _est_oui_non(self, table: QuestionTableau | None, nom: str) -> bool:
        return any(c.id == nom and c.type == "oui_non" for c in (table.colonnes if table else ()))


def _enumerer(dits: list[str]) -> str:
    return dits[0] if len(dits) == 1 else f"{', '.join(dits[:-1])} et {dits[-1]}"


def _grouper(cas_: list[str]) -> str:
    """`« Mission » : a ; « Mission » : b ; « Mode » : c` with each column named once."""
    groupes: dict[str, list[str]] = {}
    for texte in cas_:
        colonne, deux_points, option = texte.partition(" : ")
        groupes.setdefault(colonne if deux_points else texte, []).append(option)
    return " ; ".join(f"{colonne} : {', '.join(o for o in options)}" if any(options) else colonne
                      for colonne, options in groupes.items())  # fmt: skip


_Cas = tuple[Appel, str, tuple[Noeud, ...]]  # the node, its table, its conditions


def _groupes(n: Noeud) -> list[list[_Cas]]:
    """The sums of cases of a formula, each as one list."""
    if trouves := _cas(n):
        return [trouves]
    dessous = n.arguments if isinstance(n, Appel) else (n.gauche, n.droite) if isinstance(n, Binaire) else ()
    return [groupe for enfant in dessous for groupe in _groupes(enfant)]


def _cas(n: Noeud) -> list[_Cas]:
    """The cases of a sum of `min(1; nombre(table; …))` over one table: the table, and each one's conditions. Else none."""
    if isinstance(n, Binaire) and n.operateur == "+":
        gauche, droite = _cas(n.gauche), _cas(n.droite)
        return gauche + droite if gauche and droite and gauche[0][1] == droite[0][1] else []
    if not (isinstance(n, Appel) and n.fonction == "min" and len(n.arguments) == 2):
        return []
    un, compte = n.arguments
    if not (isinstance(un, Constante) and un.valeur == 1 and isinstance(compte, Appel) and compte.fonction == "nombre"):
        return []
    table = compte.arguments[0]
    if not isinstance(table, Nom):
        return []
    return [(n, table.nom, _conjoints(compte.arguments[1]) if len(compte.arguments) > 1 else ())]


def _conjoints(n: Noeud) -> tuple[Noeud, ...]:
    return _conjoints(n.gauche) + _conjoints(n.droite) if isinstance(n, Binaire) and n.operateur == "et" else (n,)


__all__ = ["cas", "courbe_en_mots", "en_mots"]
