"""A service's own grid over the default: what it may change, what it did change (`model.md` §4, local grids)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import msgspec
from msgspec.structs import replace

from evaluator import french
from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.atelier import Atelier
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.grille import IDENTITE, Grille, GrilleLue
from evaluator.questionnaire.models import Notation
from evaluator.questionnaire.notation import NotationCompilee, scores_par_points
from evaluator.questionnaire.quadrants import PlanLu
from evaluator.questionnaire.source import Arbre, Chemin, Source

_INTERDITS = {
    "plafonds": "un plafond de la circulaire",
    "tranches": "un plafond de la circulaire",
    "baremes": "un barème de la circulaire",
    "exclusions": "une exclusion de la circulaire",
    "clauses": "une clause",
    "vigilances": "un point de vigilance du questionnaire",
    "recevabilite": "une règle de recevabilité",
}
# Groups whose keys are merged one by one; every other value replaces the default whole.
_GROUPES = frozenset({
    "poids_axes", "poids_indicateurs", "poids_notations", "notations", "plafonnements", "references", "modulation",
    "derogation", "forfait", "moduler_forfait", "sans_objet", "declaratif", "plan", "triangulation",
})  # fmt: skip
# Inside a rule or a reference, only these may change: never its clause.
_FEUILLES = {"sans_objet": {"maximum", "gravite"}, "declaratif": {"maximum", "gravite"}}


def superposer(defaut: Source, locale: Source | None) -> tuple[Source, list[tuple[str, str, str]]]:
    """The default with the overlay laid over it, and each parameter that differs: (path, default, local).

    Raises `FaultyInput` where the overlay changes what a grid may not change.
    """
    if locale is None:
        return defaut, []
    if not isinstance(locale.arbre, dict) or not isinstance(defaut.arbre, dict):
        raise FaultyInput([locale.faute((), "une grille locale commence par « id: … » et « base: defaut »")])
    fautes = _fautes(defaut.arbre, locale)
    if fautes:
        raise FaultyInput(fautes)
    calque = _Calque(defaut, locale)
    arbre: dict[str, Arbre] = dict(defaut.arbre)
    ecarts: list[tuple[str, str, str]] = []
    for cle, valeur in locale.arbre.items():
        if cle == "base":
            continue
        if cle == "planchers" and isinstance(valeur, dict):
            arbre[cle] = _planchers(arbre.get(cle), valeur, ecarts, calque)
        elif cle in _GROUPES and isinstance(valeur, dict):
            ancien = arbre.get(cle)
            groupe: dict[str, Arbre] = dict(ancien) if isinstance(ancien, dict) else {}
            for sous, v in valeur.items():
                if cle == "references" and not isinstance(v, dict):
                    garde = groupe.get(sous)
                    v = {**(garde if isinstance(garde, dict) else {}), "valeur": v}
                if (cle, sous) == ("plan", "quadrants") and isinstance(v, dict):
                    groupe[sous] = _quadrants(groupe.get(sous), v, ecarts, calque)
                    continue
                _noter(ecarts, f"{cle}.{sous}", groupe.get(sous), v)
                groupe[sous] = v
                calque.deplacer((cle, sous))
            arbre[cle] = groupe
        else:
            if cle not in IDENTITE:
                _noter(ecarts, cle, arbre.get(cle), valeur)
            arbre[cle] = valeur
            calque.deplacer((cle,))
    bruts = defaut.bruts | locale.bruts
    return Source(arbre, locale.fichier, calque.places, frozenset(calque.nus), calque.textes, bruts), ecarts


class _Calque:
    """The places of the merged tree: those of the overlay wherever it says something, so that it takes the blame."""

    def __init__(self, defaut: Source, locale: Source) -> None:
        self.locale = locale
        self.places = dict(defaut.places) | {c: p for c, p in locale.places.items() if c == ()}
        self.textes = dict(defaut.textes)
        self.nus = set(defaut.nus)

    def deplacer(self, chemin: Chemin, depuis: Chemin | None = None) -> None:
        """Below `chemin`, the places are those of the overlay at `depuis` (the same path unless said)."""
        depuis = depuis or chemin
        n, m = len(chemin), len(depuis)
        for table, locale in ((self.places, self.locale.places), (self.textes, self.locale.textes)):
            for c in [c for c in table if c[:n] == chemin]:
                del table[c]
            table |= {(*chemin, *c[m:]): p for c, p in locale.items() if c[:m] == depuis}
        self.nus = {c for c in self.nus if c[:n] != chemin} | {(*chemin, *c[m:]) for c in self.locale.nus if c[:m] == depuis}
        if (parent := self.locale.places.get(chemin[:1])) is not None:
            self.places[chemin[:1]] = parent


def _fautes(defaut: dict[str, Arbre], locale: Source) -> list[Faute]:
    fautes = []
    arbre = locale.arbre
    assert isinstance(arbre, dict)
    if arbre.get("base") != defaut.get("id"):
        fautes.append(
            locale.faute(("base",), f"« base: {defaut.get('id')} » attendu : une grille locale part de la grille par défaut")
        )
    for cle in ("id", "version", "titre"):
        if cle not in arbre:
            fautes.append(locale.faute((), f"« {cle} » manque"))
    if arbre.get("id") == defaut.get("id"):
        fautes.append(locale.faute(("id",), "une grille locale porte son propre « id »"))
    admis = (set(GrilleLue.__struct_fields__) | {"base"}) - {"questionnaire"}
    for cle, valeur in arbre.items():
        if cle not in admis:
            raison = _INTERDITS.get(cle)
            message = (f"« {cle} » : {raison} ne se change pas dans une grille" if raison
                       else f"« {cle} » : champ inconnu dans une grille{proche(cle, admis)}")  # fmt: skip
            fautes.append(locale.faute((cle,), message))
        if cle == "planchers":
            fautes += _fautes_planchers(defaut.get(cle), valeur, locale)
        if cle in _FEUILLES and isinstance(valeur, dict):
            fautes += [
                locale.faute((cle, sous), f"« {sous} » ne se change pas ; seulement : {', '.join(sorted(_FEUILLES[cle]))}")
                for sous in valeur
                if sous not in _FEUILLES[cle]
            ]
    return fautes


def _fautes_planchers(defaut: Arbre, valeur: Arbre, locale: Source) -> list[Faute]:
    connus = [str(p["id"]) for p in defaut if isinstance(p, dict)] if isinstance(defaut, list) else []
    if not isinstance(valeur, dict):
        return [locale.faute(("planchers",), f'« planchers » s\'écrit « id: "0,40" » ; connus : {", ".join(connus)}')]
    return [
        locale.faute(("planchers", nom), f"« {nom} » n'est pas un plancher{proche(nom, connus)}")
        for nom in valeur
        if nom not in connus
    ]


def _planchers(defaut: Arbre, valeur: dict[str, Arbre], ecarts: list[tuple[str, str, str]], calque: _Calque) -> Arbre:
    """The default floors with other minimums: only the minimum of a floor is a service's to change."""
    resultat: list[Arbre] = []
    for rang, plancher in enumerate(defaut if isinstance(defaut, list) else []):
        if isinstance(plancher, dict) and plancher.get("id") in valeur:
            nom = str(plancher["id"])
            _noter(ecarts, f"planchers.{nom}", plancher["minimum"], valeur[nom])
            plancher = {**plancher, "minimum": valeur[nom]}
            calque.deplacer(("planchers", rang, "minimum"), ("planchers", nom))
        resultat.append(plancher)
    return resultat


def _quadrants(defaut: Arbre, valeur: dict[str, Arbre], ecarts: list[tuple[str, str, str]], calque: _Calque) -> Arbre:
    """The words of the plane, title by title and reading by reading: a service may change one and keep the rest."""
    connus = msgspec.to_builtins(PlanLu().quadrants)  # a default grid older than these words does not hold them
    resultat: dict[str, Arbre] = dict(defaut) if isinstance(defaut, dict) else {}
    for nom, mots in valeur.items():
        chemin: Chemin = ("plan", "quadrants", nom)
        garde = resultat.get(nom, connus.get(nom))
        if isinstance(mots, dict) and isinstance(garde, dict):
            for cle, texte in mots.items():
                _noter(ecarts, f"plan.quadrants.{nom}.{cle}", garde.get(cle), texte)
                calque.deplacer((*chemin, cle))
            resultat[nom] = {**garde, **mots}
        else:  # the model refuses it, at its place
            resultat[nom] = mots
            calque.deplacer(chemin)
    return resultat


def _noter(ecarts: list[tuple[str, str, str]], chemin: str, avant: Arbre, apres: Arbre) -> None:
    if _egal(avant) != _egal(apres):
        ecarts.append((chemin, _montrer(avant), _montrer(apres)))


def _egal(valeur: Arbre) -> object:
    """A parameter in a form in which `0.80`, `"0,80"`, `"80 %"` and `"4/5"` are one."""
    match valeur:
        case dict():
            return {cle: _egal(v) for cle, v in valeur.items()}
        case list():
            return [_egal(v) for v in valeur]
        case bool() | None:
            return valeur
        case int() | Decimal():
            return Fraction(valeur)
    lu = french.lire_nombre(valeur)
    if lu is None:
        return valeur
    return lu / 100 if valeur.rstrip().endswith("%") else lu


def _montrer(valeur: Arbre) -> str:
    """A parameter in one line, for the list of differences."""
    match valeur:
        case None:
            return "non renseigné"
        case bool():
            return "oui" if valeur else "non"
        case dict():
            return " ; ".join(f"{cle} : {_montrer(v)}" for cle, v in valeur.items())
        case list():
            return ", ".join(f"({_montrer(v)})" if isinstance(v, list | dict) else _montrer(v) for v in valeur)
    return str(valeur)


def notations_locales(
    questionnaire: Questionnaire, grille: Grille, source: Source
) -> tuple[tuple[NotationCompilee, ...], list[Faute]]:
    """The questionnaire's scored readings with the scoring points of the grid in place of their own."""
    atelier = Atelier(source)
    resultat = []
    for notation in questionnaire.notations:
        locale = grille.lue.notations.get(notation.id)
        if locale is None:
            resultat.append(notation)
            continue
        chemin: Chemin = ("notations", notation.id)
        if notation.formule is not None:
            if locale.courbe is None or locale.points is not None:
                atelier.faute(chemin, f"« {notation.id} » se note par une « courbe »")
            else:
                croit = locale.courbe[-1].y >= locale.courbe[0].y
                if notation.courbe is not None and croit != (notation.courbe[-1].y >= notation.courbe[0].y):
                    atelier.faute(chemin, f"« {notation.id} » : la courbe doit garder son sens")
                resultat.append(replace(notation, courbe=locale.courbe))
            continue
        question = questionnaire.questions[notation.question]
        if locale.courbe is not None or (locale.points is None and locale.cible is None):
            atelier.faute(chemin, f"« {notation.id} » se note par des « points »")
            continue
        avant = {nom: p * (notation.cible or 1) for nom, p in (notation.points or {}).items()}
        lue = Notation(points=locale.points or avant, cible=locale.cible or notation.cible)
        points = scores_par_points(atelier, (*chemin, "points"), question, lue)
        if points is not None:
            resultat.append(replace(notation, points=points, cible=lue.cible))
    for nom in grille.lue.notations:
        if nom not in {n.id for n in questionnaire.notations}:
            atelier.faute(("notations", nom), f"« {nom} » n'est pas une question notée"
                              f"{proche(nom, [n.id for n in questionnaire.notations])}")  # fmt: skip
    return tuple(resultat), atelier.fautes
