"""What an explanation reads: the answers of an evaluation, its scores again, and each answer in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_SOURCE, NON_CONNU, Cellule, Etat, Ligne, Reponse, Reponses, Valeur
from evaluator.evaluation import derogation, scores, words
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.derogation import Derogation
from evaluator.evaluation.pourquoi.chiffres import EUROS, chiffre, citer, citer_saisie, entre, habiller
from evaluator.evaluation.pourquoi.pas import Pas, poser
from evaluator.evaluation.pourquoi.unites import ANNEE, NIVEAU, unite_question
from evaluator.evaluation.preparation import Branche
from evaluator.evaluation.result import Evaluation, ResultatQuestion
from evaluator.evaluation.scores import Scores
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.load import Referentiel
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
)

DONNES: tuple[Etat, ...] = ("renseignee", "ne_sait_pas", "sans_objet", "non_renseignee")


class Lecture:
    """One evaluation and the referentiel under which it was made, read again for its explanation."""

    def __init__(self, referentiel: Referentiel, evaluation: Evaluation) -> None:
        self.referentiel = referentiel
        self.evaluation = evaluation
        self.questions = referentiel.questionnaire.questions
        self.grille = referentiel.grille

    @cached_property
    def contexte(self) -> Contexte:
        reponses = {nom: self._donnee(r) for nom, r in self.evaluation.questions.items()}
        return Contexte(self.referentiel.questionnaire, self.grille, Reponses(self.evaluation.volet, reponses))

    def _donnee(self, r: ResultatQuestion) -> Reponse:
        """The answer as it was given: a question that is not asked, or not yet, has a computed state."""
        etat: Etat = "renseignee" if r.valeur is not None else "non_renseignee"
        if r.etat in DONNES:
            etat = r.etat
        elif r.valeur is None and any(n.trace.detail.startswith("sans objet") for n in self.evaluation.notations
                                      if n.question == r.id):  # fmt: skip
            etat = "sans_objet"
        return Reponse(etat, r.valeur if etat == "renseignee" else None, r.source, r.motif)

    @cached_property
    def scores(self) -> Scores:
        return scores.noter(self.contexte)

    def branche(self, nom: str) -> Branche:
        """The mean of this id: its children with their weights."""
        plan = self.contexte.plan
        return next(b for b in (plan.globale, *plan.axes, *plan.indicateurs, *plan.dimensions) if b.id == nom)

    @cached_property
    def derogation(self) -> Derogation:
        regle = self.referentiel.baremes.dernier_plafond.derogation
        return derogation.etablir(self.contexte, self.scores.noms(), regle.taux_max if regle else Fraction(0))

    @property
    def bareme(self) -> Bareme | None:
        """The regime of the exercice."""
        exercice = self.evaluation.exercice
        return self.referentiel.baremes.pour(exercice) if exercice is not None else None

    @cached_property
    def parts(self) -> Mapping[str, Fraction]:
        """Nominal weights as whole parts of `total_parts`, by scored reading."""
        commun = math.lcm(*(p.denominator for p in self.scores.poids.values())) if self.scores.poids else 1
        return {nom: p * commun for nom, p in self.scores.poids.items()}

    @cached_property
    def total_parts(self) -> Fraction:
        return sum(self.parts.values(), Fraction(0))

    def clauses(self, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
        textes = self.referentiel.textes
        return tuple((i, habiller(textes[i].titre)) for i in dict.fromkeys(ids) if i in textes)

    def valeur(self, question: str) -> object:
        """The value counted of a question, or None."""
        lu = self.evaluation.questions.get(question)
        return lu.valeur if lu and lu.etat == "renseignee" else None

    def origine(self, chemin: str) -> str:
        """Whose parameter stands at this path of the grid."""
        return words.LIBELLES_ORIGINE[self.grille.origine(chemin)]


def score_en_mots(n: d.Nombre, unite: str) -> str:
    """A score, or its ends where it applies."""
    if not n.present:
        return "sans objet"
    return entre(n.bas, n.haut, unite) + (", ou sans objet" if n.absent else "")


# — one answer as a step ————————————————————————————————————————————————————————————————————————————————————


def fait(lecture: Lecture, nom: str, *, titre: str = "", clauses: tuple[str, ...] = ()) -> Pas:
    """The answer to one question: what it says, in which state, on what it rests."""
    question, lu = lecture.questions[nom], lecture.evaluation.questions.get(nom)
    return poser(
        Pas(
            nom,
            habiller(titre or question.etiquette),
            valeur_en_mots(lecture, question, lu),
            regle=habiller(question.libelle),
            etat=words.LIBELLES_ETAT[lu.etat] if lu else "non demandée dans ce volet",
            reponse=reponse_en_mots(question, lu),
            source=source(lu),
            clauses=lecture.clauses(clauses or question.clauses[:2]),
            genre="reponse",
        )
    )


def source(lu: ResultatQuestion | None) -> str:
    return LIBELLES_SOURCE[lu.source] if lu and lu.source else ""


def valeur_en_mots(lecture: Lecture, question: Question, lu: ResultatQuestion | None) -> str:
    """The figure of an answer with its unit, or both its ends; for the others, the answer in short."""
    if not isinstance(question, QuestionNombre):
        return reponse_en_mots(question, lu)
    if lu is not None and lu.etat == "renseignee" and lu.valeur is not None:
        return nombre_en_mots(question, cast("int | Fraction", lu.valeur))
    n = lecture.contexte.nombre(question.id)
    if not n.present:
        return "sans objet"
    unite = unite_question(question)
    if unite == ANNEE:
        return "non connu"
    return habiller(f"non connu : {entre(n.bas, n.haut, unite)}{' ; ou sans objet' if n.absent else ''}")


def nombre_en_mots(question: QuestionNombre, valeur: int | Fraction) -> str:
    unite = unite_question(question)
    return str(valeur) if unite == ANNEE else chiffre(Fraction(valeur), unite)


def reponse_en_mots(question: Question, lu: ResultatQuestion | None) -> str:
    """The answer itself, or what stands for it."""
    if lu is None:
        return "non demandée"
    if lu.etat == "renseignee" and lu.valeur is not None:
        return _dire(question, lu.valeur, lu)
    if lu.valeur is not None:
        return f"{words.LIBELLES_ETAT[lu.etat]} ({_dire(question, lu.valeur, lu)})"
    motif = habiller(f" : {citer_saisie(lu.motif)}") if lu.motif and lu.etat == "sans_objet" else ""
    return words.LIBELLES_ETAT[lu.etat] + motif


def _dire(question: Question, valeur: Valeur, lu: ResultatQuestion) -> str:
    match question:
        case QuestionNiveau():
            return _niveau(question, int(cast("int", valeur)), lu)
        case QuestionChoix() | QuestionChoixMultiple():
            choisies = valeur if isinstance(valeur, tuple) else (valeur,)
            libelles = [citer(o.libelle) for o in question.options if o.id in choisies]
            return habiller(" ; ".join(libelles)) or "aucune option retenue"
        case QuestionNombre():
            return nombre_en_mots(question, cast("int | Fraction", valeur))
        case QuestionTexte():
            return citer_saisie(str(valeur))
        case QuestionRepartition():
            comptes = cast("Mapping[str, int]", valeur)
            noms = {c.id: citer(c.libelle) for c in question.categories} | {NON_CONNU: "non connu"}
            unite = unite_question(question)
            return habiller(
                " ; ".join(f"{nom} : {chiffre(Fraction(comptes[i]), unite)}" for i, nom in noms.items() if comptes.get(i))
            ) or f"aucun ({chiffre(Fraction(0), unite)})"  # fmt: skip
        case QuestionTableau():
            lignes = cast("tuple[Ligne, ...]", valeur)
            return chiffre(Fraction(len(lignes)), "lignes") if lignes else "tableau validé vide"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return french.jour(valeur) if isinstance(valeur, date) else str(valeur)


def _niveau(question: QuestionNiveau, valeur: int, lu: ResultatQuestion) -> str:
    dit = f"niveau {valeur} sur 3, {citer(question.niveaux[valeur])}"
    if lu.plafonnee:
        appui = "déclaration seule" if lu.source else "aucune source"
        dit = f"niveau {valeur} déclaré, compté {NIVEAU} {lu.retenue} : {appui} ({citer(question.niveaux[valeur])})"
    return habiller(dit)


# — rows of tables ——————————————————————————————————————————————————————————————————————————————————————————


def lignes_de(lecture: Lecture, question: QuestionTableau) -> tuple[Ligne, ...]:
    """The rows as they were typed, in the order of the abstract ones."""
    lu = lecture.evaluation.questions.get(question.id)
    return cast("tuple[Ligne, ...]", lu.valeur) if lu is not None and isinstance(lu.valeur, tuple) else ()


def nom_ligne(question: QuestionTableau, rang: int, ligne: Ligne) -> str:
    """What a row is called: its first text, else its number."""
    for colonne in question.colonnes:
        if (
            colonne.type == "texte"
            and not colonne.aucun
            and isinstance(texte := ligne.get(colonne.id), str)
            and texte.strip()
        ):
            return citer_saisie(texte, 60)
    return habiller(f"{question.ligne} n° {rang + 1}")


def cellule_en_mots(colonne: Colonne, valeur: Cellule | None) -> str:
    if valeur is None:
        return "non connu"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if colonne.type == "choix":
        return next((citer(o.libelle) for o in colonne.options if o.id == valeur), "autre")
    if isinstance(valeur, date):
        return french.jour(valeur)
    if isinstance(valeur, str):
        return citer_saisie(valeur)
    return chiffre(Fraction(valeur), EUROS if colonne.type == "montant" else colonne.unite or "unités")


def borne(n: d.Nombre, bout: int) -> french.Borne:
    """The lower (−1) or the upper end (1)."""
    return n.bas if bout < 0 else n.haut
