"""The questionnaire printed for paper: every question of the volet, in the order and under the numbers of the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_SOURCE, NON_CONNU, Ligne, Reponse
from evaluator.evaluation.comparaison.ecarts import differe
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.models import (
    Colonne,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
    QuestionTexte,
    Section,
)
from evaluator.report import mots
from evaluator.report.cellules import NIVEAUX, cellule
from evaluator.report.coupe import SUITE_DOSSIER, couper
from evaluator.report.differences import en_une_ligne
from evaluator.report.formules import en_mots
from evaluator.report.sections.reponses import annees, annotation, periode
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

CASE = f"☐{french.INSECABLE}"
ECART = french.INSECABLE * 8
POINTS = "." * 34
VISITES = {"avant": "avant la visite", "sur_place": "sur place", "apres": "après la visite"}
LIGNES_VIDES, LIGNES_DECLAREES = 5, 12
LONGUE = 12  # rows of a wide table that begins a page of its own
LARGES = 6  # columns beyond which a table keeps fewer empty rows
LIGNES_NOTE, LIGNES_TEXTE, LIGNES_FIN = 2, 4, 14
COURT = 300  # a text question of fewer characters is one line to write on
DECLARE_MAX, NOTE_MAX, VERIFIE_MAX = 420, 220, 120
COMPLETE = "Pour le jour où l’ordinateur ne répond plus : mêmes questions, mêmes numéros et même ordre qu’à l’écran."
VISITE = (
    "Pour le jour où l’ordinateur ne répond plus : les questions à voir sur place, et celles où le constat s’écarte déjà du "
    "déclaré ; mêmes numéros et même ordre qu’à l’écran. Les autres sont dans la grille complète."
)
MODE = (
    "Cochez une case (☐), ou écrivez dans l’espace laissé ; « comme déclaré » vaut confirmation de la réponse imprimée à "
    "côté, avec sa source propre.",
    "Une question « seulement si » ne se pose que lorsque la condition est remplie.",
    "Effectifs d’ensemble seulement : n’inscrivez aucun nom de résident.",
    "Au retour, reportez les réponses dans le dossier : seul le dossier fait foi.",
)
A_REMPLIR = ("Date et heure de la visite", "Agents du service", "Personnes rencontrées (fonctions)", "Lieux vus")


def grille(sujet: Sujet) -> Bloc:
    """What is to be looked at during the visit; what identifies the residence, in one table to check."""
    return _grille(sujet, VISITE, partial(_a_voir, sujet))


def grille_complete(sujet: Sujet) -> Bloc:
    """Every question of the volet."""
    return _grille(sujet, COMPLETE, lambda q: True)


def _a_voir(sujet: Sujet, q: Question) -> bool:
    """On site by nature, or found otherwise than declared, or counted for less for want of proof."""
    if q.visite == "sur_place":
        return True
    if q.commun or q.volet is not None:
        return False
    lu, constatee = sujet.resultat(q.id), sujet.dossier.reponses("constat")[q.id]
    if constatee.etat == "non_renseignee" or lu is None or lu.etat == "masquee":
        return False
    return lu.plafonnee or differe(q, sujet.dossier.reponses("auto_evaluation")[q.id], constatee)


def _grille(sujet: Sujet, mode: str, garder: Callable[[Question], bool]) -> Bloc:
    existantes = {q.id for q in sujet.dossier.questions(sujet.evaluation.volet)}
    lignes = [
        ("Résidence", _identite(sujet, "residence_nom")),
        ("Gestionnaire", _identite(sujet, "gestionnaire_nom")),
        ("Commune (code INSEE)", _identite(sujet, "commune_insee")),
        ("Logements conventionnés", _identite(sujet, "nb_logements")),
        ("Exercice", str(sujet.evaluation.exercice or "à renseigner")),
        ("Dossier", f"{sujet.dossier.nom}, imprimé le {french.jour_long(sujet.jour)}"),
    ]
    return {
        "residence": str(sujet.valeur("residence_nom") or sujet.dossier.nom),
        "lignes": [{"libelle": typo(libelle), "valeur": valeur} for libelle, valeur in lignes],
        "a_remplir": [typo(ligne) for ligne in A_REMPLIR],
        "mode": [typo(p) for p in (mode, *MODE)],
        "entiere": mode == COMPLETE,
        "annees": annees(sujet),
        "parties": [
            _partie(sujet, section, str(rang), [q for q in section.questions if q.id in existantes], garder)
            for rang, section in enumerate(sujet.referentiel.questionnaire.lu.sections, 1)
        ],
        "fin": [""] * LIGNES_FIN,
    }


def _identite(sujet: Sujet, question: str) -> str:
    lu = sujet.resultat(question)
    return "à renseigner" if lu and lu.etat == "non_renseignee" else couper(sujet.mot(question), DECLARE_MAX, SUITE_DOSSIER)


def _partie(
    sujet: Sujet, section: Section, rang: str, questions: list[Question], garder: Callable[[Question], bool]
) -> Bloc:
    autres = [q for q in questions if not garder(q)]
    communes = [q for q in autres if q.commun and (lu := sujet.resultat(q.id)) is not None and lu.etat != "masquee"]
    reste = sum(1 for q in autres if not q.commun)
    return {
        "rang": rang,
        "id": section.id,
        "titre": typo(section.titre),
        "chapeau": typo(section.chapeau) if section.chapeau else "",
        "questions": [_question(sujet, q) for q in questions if garder(q)],
        "a_verifier": [_a_verifier(sujet, q) for q in communes],
        "reste": typo(f"{french.pluriel(reste, 'autre question', 'autres questions')} : dans la grille complète.")
        if reste
        else "",
    }


def _a_verifier(sujet: Sujet, q: Question) -> Bloc:
    """One line of the table of identification."""
    connue = sujet.dossier.reponses(sujet.evaluation.volet)[q.id]
    return {
        "id": q.id,
        "numero": sujet.numeros[q.id],
        "etiquette": sujet.etiquette(q.id),
        "connu": couper(en_une_ligne(q, connue), VERIFIE_MAX, SUITE_DOSSIER),
        "verifier": f"{CASE}exact{french.INSECABLE * 3}{CASE}à corriger{french.INSECABLE}: {POINTS[:20]}",
    }


def _question(sujet: Sujet, q: Question) -> Bloc:
    volet = sujet.evaluation.volet
    declaree = sujet.dossier.reponses("auto_evaluation")[q.id]
    donnee = sujet.dossier.reponses(volet)[q.id]
    autre = volet == "constat" and not q.commun and q.volet is None
    condition = sujet.referentiel.questionnaire.conditions.get(q.id)
    dits = [typo(periode(sujet, q.periode)) if q.periode else "", VISITES[q.visite], ", ".join(q.clauses)]
    partagee = annotation(sujet, q, "auto_evaluation") if autre else {"note": ""}
    connus = [
        ("Déclaré", _declare(q, declaree) if autre else ""),
        ("Sa note", couper(str(partagee["note"]), NOTE_MAX, SUITE_DOSSIER)),
        ("Au dossier" if q.commun else "Déjà constaté" if volet == "constat" else "Déjà répondu", _saisi(sujet, q, donnee)),
    ]
    long = isinstance(q, QuestionTexte) and q.format is None and q.longueur_max > COURT
    return {
        "id": q.id,
        "numero": sujet.numeros[q.id],
        "libelle": typo(q.libelle),
        "tete": " · ".join(d for d in dits if d),
        "condition": _condition(sujet, condition) if condition is not None else "",
        "aides": [
            {"nom": nom, "texte": typo(texte)}
            for nom, texte in (("Aide", q.aide), ("À regarder", q.regarder), ("À demander", q.demander))
            if texte
        ],
        "connu": [{"nom": nom, "texte": dit} for nom, dit in connus if dit],
        "cases": _cases(q),
        "vide": _vide(q),
        "texte": [""] * LIGNES_TEXTE if long else [],
        "tableau": _tableau(q, declaree if autre else donnee, "Déclaré" if autre else "Au dossier"),
        "etats": _etats(q, autre and declaree.etat != "non_renseignee"),
        "sources": [f"{CASE}{mot}" for mot in LIBELLES_SOURCE.values()],
        "notes": [""] * (1 if q.commun else LIGNES_NOTE),
    }


def _condition(sujet: Sujet, condition: Expression) -> str:
    """`Seulement si « Type de demande » autre que « Première demande » (question 1.9).`"""
    rangs = [sujet.numeros[q] for q in sujet.numeros if q in condition.noms]
    ou = f" (question{'s' if len(rangs) > 1 else ''} {mots.liste(rangs)})" if rangs else ""
    return f"Seulement si {en_mots(condition, sujet)}{ou}."


# — what is already known ————————————————————————————————————————————————————————————————————————————————————


def _declare(q: Question, reponse: Reponse) -> str:
    """What the gestionnaire declared, on a few lines; a distribution or a table has it in its own cells."""
    if reponse.etat == "non_renseignee":
        return "rien"
    if reponse.etat == "renseignee" and isinstance(q, QuestionRepartition | QuestionTableau):
        return ""
    source = f" (source : {LIBELLES_SOURCE[reponse.source]})" if reponse.source else ""
    return f"{couper(en_une_ligne(q, reponse), DECLARE_MAX, SUITE_DOSSIER)}{typo(source)}"


def _saisi(sujet: Sujet, q: Question, reponse: Reponse) -> str:
    """The answer of the volet itself, where the dossier already holds one; of a capped level, what it counts for."""
    if reponse.etat == "non_renseignee":
        return ""
    if reponse.etat == "renseignee" and isinstance(q, QuestionTableau) and q.commun:
        return ""
    lu = sujet.resultat(q.id)
    if lu is not None and lu.plafonnee:
        return typo(f"niveau {lu.valeur}, compté {lu.retenue} (déclaration seule)")
    return couper(en_une_ligne(q, reponse), DECLARE_MAX, SUITE_DOSSIER)


# — room to answer, by type ——————————————————————————————————————————————————————————————————————————————————


def _cases(q: Question) -> list[Affichable]:
    """A box per option, each on its own line."""
    if q.type == "oui_non":  # type: ignore[attr-defined]  # every concrete question has a type
        return [f"{CASE}oui{ECART}{CASE}non"]
    if isinstance(q, QuestionChoix | QuestionChoixMultiple):
        seule = {True: " (seule)", False: ""}
        return [typo(f"{CASE}{o.libelle}{seule[o.exclusive]}{f' : {o.aide}' if o.aide else ''}") for o in q.options]
    if isinstance(q, QuestionNiveau):
        return [typo(f"{CASE}{n} – {NIVEAUX[n]} : {ancre}") for n, ancre in enumerate(q.niveaux)]
    return []


def _vide(q: Question) -> str:
    """Room for one figure, date or identifier, with its unit."""
    if isinstance(q, QuestionNombre):
        return f"{POINTS} {q.unite or ''}".rstrip()
    if q.type == "date":  # type: ignore[attr-defined]
        return "....... / ....... / .............."
    return POINTS if isinstance(q, QuestionTexte) and (q.format is not None or q.longueur_max <= COURT) else ""


def _etats(q: Question, declaree: bool) -> list[Affichable]:
    lus = [f"{CASE}comme déclaré"] if declaree else []
    lus.append(f"{CASE}ne sait pas")
    if q.sans_objet != "refuse" and not q.imperatif:
        lus.append(f"{CASE}sans objet{' (motif ci-dessous)' if q.sans_objet == 'motif' else ''}")
    return [*lus]


def _tableau(q: Question, connue: Reponse, nom: str) -> Bloc:
    return next((faire(q, connue, nom) for classe, faire in TABLEAUX.items() if isinstance(q, classe)), {})


def _repartition(q: Question, connue: Reponse, nom: str) -> Bloc:
    assert isinstance(q, QuestionRepartition)
    comptes = cast("dict[str, int]", connue.valeur) if connue.etat == "renseignee" else {}
    noms = {c.id: typo(c.libelle) for c in q.categories} | {NON_CONNU: "Non connu"}
    lignes: list[Affichable] = [[mot, french.nombre(comptes.get(i, 0), 0) if comptes else "", ""] for i, mot in noms.items()]
    if not q.recouvrement:
        lignes.append(["Total", french.nombre(sum(comptes.values()), 0) if comptes else "", ""])
    return {
        "colonnes": ["Catégorie", nom if comptes else "–", "Nombre relevé"],
        "lignes": lignes,
        "suite": "",
        "large": False,
        "longue": False,
    }


def _lignes(q: Question, connue: Reponse, nom: str) -> Bloc:
    assert isinstance(q, QuestionTableau)
    lues = cast("tuple[Ligne, ...]", connue.valeur) if connue.etat == "renseignee" else ()
    lignes: list[Affichable] = [
        [couper(cellule(c, ligne.get(c.id)), 80, "…") for c in q.colonnes] for ligne in lues[:LIGNES_DECLAREES]
    ]
    vides = LIGNES_VIDES if len(q.colonnes) <= LARGES else LIGNES_VIDES - 1
    lignes += [[""] * len(q.colonnes) for _ in range(vides)]
    reste = len(lues) - LIGNES_DECLAREES
    suites = [f"{nom.lower()} en premier, puis des lignes vides"] if lues else []
    suites += [f"{french.pluriel(reste, 'autre ligne', 'autres lignes')} au dossier"] if reste > 0 else []
    suite = f"{french.FINE}; ".join(suites)
    return {
        "colonnes": [_entete(c) for c in q.colonnes],
        "lignes": lignes,
        "suite": suite,
        "large": len(q.colonnes) > LARGES,
        "longue": len(q.colonnes) > LARGES and len(lignes) > LONGUE,
    }


def _entete(c: Colonne) -> str:
    """Its name, its unit, and its options where they are few enough to be copied by hand."""
    unite = "€" if c.type == "montant" else c.unite
    return typo(f"{c.libelle}{f' ({unite})' if unite else ''}{' (oui ou non)' if c.type == 'oui_non' else ''}")


TABLEAUX: dict[type[Question], Callable[[Question, Reponse, str], Bloc]] = {
    QuestionRepartition: _repartition,
    QuestionTableau: _lignes,
}
