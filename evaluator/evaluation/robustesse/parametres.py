"""The parameters of a grid in words: their names and their values, by their path (`poids_axes.A1`)."""

from __future__ import annotations

from collections.abc import Callable

from evaluator import french
from evaluator.evaluation.words import LIBELLES_GRAVITE
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Gravite
from evaluator.questionnaire.notation import NotationCompilee

ACCORD: dict[Gravite, str] = {**LIBELLES_GRAVITE, "imperatif": "impérative"}  # « vigilance … »
NON_RENSEIGNE = "non renseigné"
_CAS = {
    "fort_forte": "besoin fort, réponse forte",
    "fort_faible": "besoin fort, réponse faible",
    "faible_forte": "besoin faible, réponse forte",
    "faible_faible": "besoin faible, réponse faible",
}
_FIXES = {
    "modulation": "Taux du plafond selon le score global",
    "avis": "Mots de l’avis et scores à partir desquels ils valent",
    "completude_min": "Complétude minimale pour un avis",
    "derogation": "Mesure des conditions du dépassement du plafond",
    "terme_cout_net": "Montant borné par le coût net de la GLS",
    "forfait": "Forfait par logement (exercices à partir de 2025)",
    "forfait.reference": "Texte qui fixe le forfait par logement",
    "moduler_forfait": "Forfait multiplié par le taux",
    "moduler_forfait.reference": "Acte qui autorise à multiplier le forfait par le taux",
    "plan.besoin": "Score à partir duquel le besoin est dit fort",
    "plan.reponse": "Score à partir duquel la réponse est dite forte",
    "triangulation.score": "Score à partir duquel un axe déclaré sans pièce est signalé",
    "triangulation.part": "Part des réponses sans autre appui que la déclaration, au-delà de laquelle l’axe est signalé",
}


def nommer(referentiel: Referentiel, chemin: str) -> str:
    """The name of a parameter for people."""
    if chemin in _FIXES:
        return _FIXES[chemin]
    cle, _, sous = chemin.partition(".")
    return _NOMS[cle](referentiel, sous) if cle in _NOMS else _FIXES.get(cle, "Autre paramètre")


def dire(referentiel: Referentiel, chemin: str) -> str:
    """The value of a parameter under the grid of `referentiel`, for people."""
    cle, _, sous = chemin.partition(".")
    return _VALEURS[cle](referentiel, sous) if cle in _VALEURS else NON_RENSEIGNE


def regle_de_notation(referentiel: Referentiel, n: NotationCompilee) -> str:
    """How answers become points: `niveau 0 → 0 ; niveau 1 → 0,3333 (1/3)…`, or the points of a curve."""
    if n.courbe is not None:
        return " ; ".join(f"{french.exact(p.x)} → {french.exact(p.y)}" for p in n.courbe)
    points = " ; ".join(f"{reponse_notee(referentiel, n, o)} → {french.exact(p)}" for o, p in (n.points or {}).items())
    return f"{points} (somme, 1 au plus)" if n.cible is not None else points


def reponse_notee(referentiel: Referentiel, n: NotationCompilee, option: str) -> str:
    """What one scored answer is called: a level by its number, an option by its label."""
    q = referentiel.questionnaire.questions[n.question]
    if q.type == "niveau":  # type: ignore[attr-defined]  # every concrete question has a type
        return f"niveau {option}"
    return next((o.libelle for o in getattr(q, "options", ()) if o.id == option), option)


# — names ———————————————————————————————————————————————————————————————————————————————————————————————————


def _citer(texte: str) -> str:
    return f"« {texte} »"


def _dedans(texte: str) -> str:
    """Inner quotation marks: a name is itself quoted where it is printed in a sentence."""
    return f"“{texte}”"


def _axe(r: Referentiel, nom: str) -> str:
    titre = next((a.titre for a in r.questionnaire.lu.axes if a.id == nom), "")
    return f"{nom} – {titre}" if titre else nom


def _indicateur(r: Referentiel, nom: str) -> str:
    indicateur = r.questionnaire.indicateurs.get(nom)
    return f"{nom} – {indicateur.lu.libelle}" if indicateur else nom


def _notee(r: Referentiel, nom: str) -> str:
    return next((n.libelle for n in r.questionnaire.notations if n.id == nom), "question inconnue")


def _plancher(r: Referentiel, nom: str) -> str:
    return next((p.titre for p in r.grille.lue.planchers if p.id == nom), "score minimal")


def _regle(titre: str, sous: str) -> str:
    return f"{titre} : {'gravité de la vigilance' if sous == 'gravite' else 'part au-delà de laquelle elle est signalée'}"


def _quadrant(sous: str) -> str:
    _, _, reste = sous.partition(".")
    nom, _, mot = reste.partition(".")
    return f"{'Titre' if mot == 'titre' else 'Lecture'} du cas {_dedans(_CAS.get(nom, 'besoin et réponse'))}"


_NOMS: dict[str, Callable[[Referentiel, str], str]] = {
    "poids_axes": lambda r, s: f"Poids de l’axe {_axe(r, s)}",
    "poids_indicateurs": lambda r, s: f"Poids de l’indicateur {_indicateur(r, s)}",
    "poids_notations": lambda r, s: f"Poids de la question {_dedans(_notee(r, s))}",
    "notations": lambda r, s: f"Notation de la question {_dedans(_notee(r, s))}",
    "plafonnements": lambda r, s: f"Avis le plus haut sous une vigilance {'impérative' if s == 'imperatif' else s}",
    "planchers": lambda r, s: f"{_plancher(r, s)} : score minimal",
    "references": lambda r, s: r.grille.lue.references[s].libelle if s in r.grille.lue.references else "Valeur de référence",
    "sans_objet": lambda r, s: _regle(r.grille.lue.sans_objet.titre, s),
    "declaratif": lambda r, s: _regle(r.grille.lue.declaratif.titre, s),
    "plan": lambda r, s: _quadrant(s),
    "forfait": lambda r, s: _FIXES["forfait"],
    "moduler_forfait": lambda r, s: _FIXES["moduler_forfait"],
}

# — values ——————————————————————————————————————————————————————————————————————————————————————————————————


def _gravite(gravite: Gravite) -> str:
    return LIBELLES_GRAVITE[gravite]


def _notation(r: Referentiel, nom: str) -> str:
    return next((regle_de_notation(r, n) for n in r.questionnaire.notations if n.id == nom), NON_RENSEIGNE)


def _plafonnement(r: Referentiel, gravite: str) -> str:
    mots = [r.grille.libelles_avis[avis] for g, avis in r.grille.lue.plafonnements.items() if g == gravite]
    return _citer(mots[0]) if mots else "aucune limite"


def _mesure(r: Referentiel, nom: str) -> str:
    reference = r.grille.lue.references.get(nom)
    return french.mesure(reference.valeur, reference.unite) if reference else NON_RENSEIGNE


def _avis(r: Referentiel, _: str) -> str:
    return " ; ".join(f"{_citer(b.libelle)} à partir de {french.nombre(b.de, 4)}" for b in r.grille.lue.avis)


def _du_forfait(r: Referentiel, sous: str) -> str:
    forfait = r.grille.lue.forfait
    if sous == "reference":
        return forfait.reference or NON_RENSEIGNE
    return NON_RENSEIGNE if forfait.par_logement is None else french.euros(forfait.par_logement)


def _du_plan(r: Referentiel, sous: str) -> str:
    plan = r.grille.lue.plan
    if not sous.startswith("quadrants"):
        return french.nombre(plan.besoin if sous == "besoin" else plan.reponse, 4)
    nom, _, mot = sous.removeprefix("quadrants.").partition(".")
    cas = getattr(plan.quadrants, nom, None)
    return _citer(getattr(cas, mot)) if cas is not None and mot in ("titre", "lecture") else NON_RENSEIGNE


def _oui_non(valeur: bool) -> str:
    return "oui" if valeur else "non"


_VALEURS: dict[str, Callable[[Referentiel, str], str]] = {
    "poids_axes": lambda r, s: french.exact(r.grille.poids_axe(s)),
    "poids_indicateurs": lambda r, s: french.exact(r.grille.poids_indicateur(s)),
    "poids_notations": lambda r, s: french.exact(r.grille.poids_notation(s)),
    "notations": _notation,
    "modulation": lambda r, s: " ; ".join(
        f"{french.pourcent(p.y, 2)} pour un score de {french.nombre(p.x, 4)}" for p in r.grille.lue.modulation.courbe
    ),
    "avis": _avis,
    "plafonnements": _plafonnement,
    "completude_min": lambda r, s: french.pourcent(r.grille.lue.completude_min),
    "sans_objet": lambda r, s: (
        _gravite(r.grille.lue.sans_objet.gravite) if s == "gravite" else french.pourcent(r.grille.lue.sans_objet.maximum)
    ),
    "declaratif": lambda r, s: (
        _gravite(r.grille.lue.declaratif.gravite) if s == "gravite" else french.pourcent(r.grille.lue.declaratif.maximum)
    ),
    "planchers": lambda r, s: next(
        (french.nombre(p.minimum, 4) for p in r.grille.lue.planchers if p.id == s), NON_RENSEIGNE
    ),
    "references": _mesure,
    "derogation": lambda r, s: " ; ".join(_citer(c.libelle) for c in r.grille.derogation),
    "terme_cout_net": lambda r, s: _oui_non(r.grille.lue.terme_cout_net),
    "forfait": _du_forfait,
    "moduler_forfait": lambda r, s: (
        r.grille.lue.moduler_forfait.reference or NON_RENSEIGNE
        if s == "reference"
        else _oui_non(r.grille.lue.moduler_forfait.valeur)
    ),
    "plan": _du_plan,
    "triangulation": lambda r, s: (
        french.nombre(r.grille.lue.triangulation.score, 4)
        if s == "score"
        else french.pourcent(r.grille.lue.triangulation.part)
    ),
}

__all__ = ["ACCORD", "dire", "nommer", "regle_de_notation", "reponse_notee"]
