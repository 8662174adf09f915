"""What a report is about: one dossier, one evaluation, one date, and the few readings that all sections share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Protocol

from msgspec import Struct

from evaluator import french
from evaluator.dossier.actes import Cloture, Conflit, Decision, Observation
from evaluator.dossier.reponses import Annotation, Reponses, Valeur
from evaluator.evaluation import words
from evaluator.evaluation.analyse import Analyse
from evaluator.evaluation.comparaison import Comparaison, comparer
from evaluator.evaluation.result import AvisRendu, Evaluation, ResultatQuestion
from evaluator.evaluation.words import LIBELLES_ETAT as ETATS
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import VOLETS, Question, QuestionTableau, Volet
from evaluator.report import masquage
from evaluator.report.cellules import rendre
from evaluator.report.texte import Bloc, typo


class AuteurLu(Protocol):
    @property
    def nom(self) -> str: ...
    @property
    def fonction(self) -> str: ...
    @property
    def organisme(self) -> str: ...


class EvenementLu(Protocol):
    @property
    def auteur(self) -> AuteurLu: ...
    @property
    def volet(self) -> str | None: ...


class DossierLu(Protocol):
    """What a report reads of a dossier."""

    @property
    def id(self) -> str: ...
    @property
    def nom(self) -> str: ...
    @property
    def referentiel(self) -> Referentiel: ...
    @property
    def evenements(self) -> int: ...
    @property
    def empreinte(self) -> str: ...
    @property
    def dernier_instant(self) -> datetime: ...
    @property
    def clos(self) -> bool: ...
    @property
    def lecture_seule(self) -> str | None: ...
    @property
    def journal(self) -> Sequence[EvenementLu]: ...
    @property
    def decision(self) -> Decision | None: ...
    @property
    def decision_perimee(self) -> bool: ...
    @property
    def cloture(self) -> Cloture | None: ...
    @property
    def observations(self) -> tuple[Observation, ...]: ...
    @property
    def conflits(self) -> tuple[Conflit, ...]: ...
    def questions(self, volet: Volet) -> Sequence[Question]: ...
    def annotation(self, question: str, volet: Volet) -> Annotation: ...
    def reponses(self, volet: Volet) -> Reponses: ...
    def a_des_reponses(self, volet: Volet) -> bool: ...


class Sujet(Struct, frozen=True, dict=True):
    """`modele`: the kind of report, by id; `sections`: those that it prints. A section may word itself for them.

    `publication`: the document is for everyone, and no count of persons under 5 may be read in it (`masquage.py`).
    """

    dossier: DossierLu
    evaluation: Evaluation
    jour: date
    modele: str = "evaluation"
    sections: tuple[str, ...] = ()
    publication: bool = False

    @cached_property
    def analyse(self) -> Analyse:
        """Levers, robustness and the rest, each computed by the first section that asks for it."""
        reponses = self.dossier.reponses(self.evaluation.volet)
        return Analyse(self.referentiel, reponses, self.evaluation)

    @cached_property
    def comparaison(self) -> Comparaison | None:
        """The two volets side by side; None while one of them holds no answer."""
        if not all(self.dossier.a_des_reponses(volet) for volet in VOLETS):
            return None
        return comparer(self.referentiel, self.dossier.reponses("auto_evaluation"), self.dossier.reponses("constat"))

    @property
    def referentiel(self) -> Referentiel:
        return self.dossier.referentiel

    @property
    def bareme(self) -> Bareme | None:
        """The regime of the exercice."""
        exercice = self.evaluation.exercice
        return self.referentiel.baremes.pour(exercice) if exercice is not None else None

    def resultat(self, question: str) -> ResultatQuestion | None:
        return self.evaluation.questions.get(question)

    def valeur(self, question: str) -> object:
        """The value counted of a question, or None."""
        lu = self.resultat(question)
        return lu.valeur if lu and lu.etat == "renseignee" else None

    def mot(self, question: str) -> str:
        """An answer on one line, or what stands for it (« ne sait pas », « non renseignée »)."""
        lu = self.resultat(question)
        if lu is None:
            return "non demandée"
        if lu.etat != "renseignee" or lu.valeur is None:
            return ETATS[lu.etat]
        cell = self.rendre(self.referentiel.questionnaire.questions[question], lu.valeur, lu.retenue)
        if cell["genre"] == "liste":
            return f"{french.FINE}; ".join(str(e) for e in list(cell["elements"]))  # type: ignore[arg-type]  # a list of texts
        return str(cell.get("texte", ""))

    def rendre(self, question: Question, valeur: Valeur, retenue: Valeur | None = None) -> Bloc:
        """The cell of an answer, small counts masked where the document is for everyone."""
        return rendre(question, valeur, retenue, masquer=self.publication)

    def masquee(self, question: str) -> bool:
        """Whether this answer holds a count that the document masks."""
        lu = self.resultat(question)
        if not self.publication or lu is None:
            return False
        return masquage.est_masquee(self.referentiel.questionnaire.questions[question], lu.valeur)

    @cached_property
    def scores_masques(self) -> bool:
        """A score is made of a masked count: then only the global score may be printed, for others would give it back."""
        questionnaire = self.referentiel.questionnaire
        for notation in questionnaire.notations:
            lus = {notation.question, *(notation.formule.noms if notation.formule else ())}
            colonnes = notation.formule.cellules if notation.formule else frozenset()
            for nom in lus & questionnaire.questions.keys():
                question = questionnaire.questions[nom]
                if self.masquee(nom) and (
                    not isinstance(question, QuestionTableau)
                    or any((nom, c.id) in colonnes and masquage.de_personnes(c) for c in question.colonnes)
                ):
                    return True
        return False

    def mot_avis(self, avis: AvisRendu) -> str:
        """The opinion in the words of the grid in force."""
        return typo(words.avis(avis, self.referentiel.grille))

    def etiquette(self, question: str) -> str:
        """The short name of a question."""
        return typo(self.referentiel.questionnaire.questions[question].etiquette)

    @cached_property
    def numeros(self) -> dict[str, str]:
        """`2.3`: part and rank of each question, as on screen; the same in both volets."""
        sections = self.referentiel.questionnaire.lu.sections
        return {q.id: f"{i}.{j}" for i, s in enumerate(sections, 1) for j, q in enumerate(s.questions, 1)}

    def titre_clause(self, clause: str) -> str:
        """A clause named in one line: its title, and where it stands in the circulaire of 2013, or in which other text."""
        lue = self.referentiel.textes[clause]
        source = "" if lue.source in ("circulaire", "annexe") else _SOURCES[lue.source]
        ou = ", ".join(p for p in (source, lue.section) if p)
        return typo(f"{lue.titre} ({ou})" if ou else lue.titre)

    def clause(self, clause: str) -> Bloc:
        """A clause as it is quoted: its words, or their summary, and where they stand; empty where the dossier lacks it."""
        if clause not in self.referentiel.textes:
            return {}
        lue = self.referentiel.textes[clause]
        resume = "" if lue.citation else "Résumé : "
        return {
            "id": clause,
            "titre": typo(lue.titre),
            "texte": typo(lue.texte) if lue.citation else typo(resume + lue.texte),
            "citation": bool(lue.citation),
            "section": typo(", ".join(p for p in (_SOURCES[lue.source], lue.section) if p)),
        }


_SOURCES = {
    "circulaire": "circulaire du 30 mai 2013",
    "annexe": "circulaire du 30 mai 2013",
    "etude": "étude de 2009",
    "regime": "",
}
