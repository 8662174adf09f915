"""What the AGLS pays for: the four missions of the circulaire, each quoted, with the actions found in the dossier."""

from __future__ import annotations

from typing import cast

from evaluator.dossier.reponses import AUCUN, Cellule, Ligne
from evaluator.questionnaire.models import QuestionTableau
from evaluator.report.cellules import cellule
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

TABLE = "actions"
MISSIONS = (("C-III-1", "gls1"), ("C-III-2", "gls2"), ("C-III-3", "gls3"), ("C-III-4", "gls4"))
DEFINITION, LIMITE = "C-II", "C-III-AVDL"
CHAPEAU = (
    "L’aide à la gestion locative sociale finance les quatre missions que définit la circulaire, dans la seule résidence "
    "désignée plus haut. Sous chaque mission figurent les actions relevées dans le dossier."
)
SANS = "aucune"  # the proof that is none
INSCRIPTION = {True: "au projet social", False: "hors projet social", None: "inscription non connue"}
REALISATION = {True: "réalisée {en}", False: "non réalisée {en}", None: "réalisation non connue"}
SANS_OBJECTIF = "dite au projet social, sans objectif : non retenue comme prévue"
SANS_PREUVE = "dite réalisée {en}, sans preuve : non retenue"
SANS_ACTION = (
    "Aucune action de cette mission n’est relevée dans le dossier : à préciser entre le service et le gestionnaire."
)


def missions(sujet: Sujet) -> Bloc:
    textes = sujet.referentiel.textes.clauses
    return {
        "chapeau": typo(CHAPEAU),
        "definition": sujet.clause(DEFINITION) if DEFINITION in textes else {},
        "missions": [_mission(sujet, clause, option) for clause, option in MISSIONS if clause in textes],
        "limite": sujet.clause(LIMITE) if LIMITE in textes else {},
    }


def _mission(sujet: Sujet, clause: str, option: str) -> Bloc:
    actions: list[Affichable] = [_action(sujet, ligne) for ligne in _lignes(sujet) if ligne.get("mission") == option]
    return {
        "id": option,
        "titre": typo(sujet.referentiel.textes[clause].titre),
        "clause": sujet.clause(clause),
        "actions": actions,
        "sans_action": "" if actions else typo(SANS_ACTION),
    }


def _lignes(sujet: Sujet) -> tuple[Ligne, ...]:
    valeur = sujet.valeur(TABLE)
    return cast("tuple[Ligne, ...]", valeur) if isinstance(valeur, tuple) else ()


def _action(sujet: Sujet, ligne: Ligne) -> list[Affichable]:
    """Its name, how it is led, what the projet social expects of it, where it stands."""
    table = sujet.referentiel.questionnaire.questions[TABLE]
    assert isinstance(table, QuestionTableau)
    colonnes = {c.id: c for c in table.colonnes}
    mode = cellule(colonnes["mode"], ligne.get("mode")) if "mode" in colonnes else ""
    objectif = ligne.get("objectif")
    attendu = "non connu" if objectif is None else "aucun objectif écrit" if objectif == AUCUN else str(objectif)
    return [str(ligne.get("intitule") or "action sans nom"), mode, attendu, _etat(sujet, ligne)]


def _etat(sujet: Sujet, ligne: Ligne) -> str:
    """What counts of it, in the words of the scores: planned with an objective, carried out with a proof."""
    exercice = sujet.evaluation.exercice
    en = f"en {exercice - 1}" if exercice else "en N-1"
    prevue, menee = ligne.get("prevue"), ligne.get("realisee")
    inscription = SANS_OBJECTIF if prevue and ligne.get("objectif") == AUCUN else INSCRIPTION[_vrai(prevue)]
    realisation = SANS_PREUVE if menee and ligne.get("preuve") == SANS else REALISATION[_vrai(menee)]
    return typo(f"{inscription} ; {realisation.format(en=en)}")


def _vrai(valeur: Cellule | None) -> bool | None:
    return None if valeur is None else bool(valeur)
