"""Levers: the sets of changes, each with its effect, and what is known of one change."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator import french
from evaluator.dossier.actes import Objectif
from evaluator.evaluation import phrases
from evaluator.evaluation.leviers import Changement, Levier, Leviers
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.texte.lignes import INSECABLE, VIDE, Entree, Ligne, Segment, champ, entrees, filet, plier, propre
from evaluator.ui.texte.valeur import reponse_en_mots

NB = INSECABLE
AUCUN = "aucun changement sur lequel la résidence peut agir n’améliore l’avis ni le montant"


def tous(leviers: Leviers) -> list[Levier]:
    """In the order in which they are shown."""
    return [*leviers.avis, *leviers.pour_euros]


def retenu(levier: Levier, objectifs: Sequence[Objectif]) -> bool:
    """Each of its changes is among the objectives kept for the closing."""
    enonces = {o.enonce for o in objectifs}
    return all(c.objectif in enonces for c in levier.changements)


def objectifs_de(levier: Levier, referentiel: Referentiel) -> list[Objectif]:
    """Its changes as objectives: where one starts from, what is aimed at, in words."""
    questions = referentiel.questionnaire.questions
    return [
        Objectif(
            c.objectif,
            c.question,
            c.clauses,
            reponse_en_mots(questions[c.question], c.avant),
            reponse_en_mots(questions[c.question], c.apres),
        )
        for c in levier.changements
    ]


def leviers_en_entrees(
    leviers: Leviers, referentiel: Referentiel, objectifs: Sequence[Objectif], cellules: int
) -> list[Entree]:
    """`set.change` is what a line stands for."""
    sorties: list[Entree] = []
    for phrase in filter(None, (*phrases.entete_leviers(leviers), phrases.vers_l_avis(leviers, referentiel))):
        sorties += entrees(None, plier([(propre(phrase), "")], cellules - 1, tete=[(" ", "")]))
    if not leviers.avis and not leviers.euros and not leviers.pourquoi_aucun:
        sorties += entrees(None, plier([(AUCUN, "")], cellules - 1, tete=[(" ", "")]))
    for rang, levier in enumerate(tous(leviers)):
        if rang == len(leviers.avis):
            sorties += [(None, VIDE), (None, filet("Le plus d’euros, par nombre de changements", cellules))]
        sorties += entrees(None, _tete(levier, referentiel, retenu(levier, objectifs), cellules))
        for place, changement in enumerate(levier.changements):
            ligne = plier([(propre(changement.objectif), "")], cellules - 1, tete=[("  • ", "accent")])
            sorties += entrees(f"{rang}.{place}", ligne)
    return sorties


def _tete(levier: Levier, referentiel: Referentiel, garde: bool, cellules: int) -> list[Ligne]:
    combien = french.pluriel(len(levier.changements), "changement")
    segments: list[Segment] = [(f"{combien}{NB}: ", "fort"), (phrases.effet_levier(levier, referentiel), "titre")]
    if garde:
        segments.append(("  ✓ retenu pour la clôture", "bon"))
    return plier(segments, cellules - 1, 2, tete=[(" ", "")])


def changement_en_lignes(
    changement: Changement, levier: Levier, referentiel: Referentiel, numero: str, cellules: int
) -> list[Ligne]:
    """The question, from what to what, the clauses it rests on."""
    question = referentiel.questionnaire.questions[changement.question]
    lignes = plier([(propre(changement.objectif), "fort")], cellules - 1, tete=[(" ", "")])
    lignes += champ("Question", [(f"{numero} {propre(question.etiquette)}", "accent")], cellules, 14)
    lignes += champ("Aujourd’hui", [(reponse_en_mots(question, changement.avant), "")], cellules, 14)
    lignes += champ("Visé", [(reponse_en_mots(question, changement.apres), "fort")], cellules, 14)
    if len(levier.changements) > 1:
        autres = f"{french.pluriel(len(levier.changements), 'changement')}, tous nécessaires à l’effet annoncé"
        lignes += champ("Ensemble", [(autres, "attenue")], cellules, 14)
    for rang, ident in enumerate(changement.clauses):
        titre = referentiel.textes[ident].titre if ident in referentiel.textes else ""
        lignes += champ("" if rang else "Textes", [(ident, "accent"), (f"  {propre(titre)}", "")], cellules, 14)
    return lignes
