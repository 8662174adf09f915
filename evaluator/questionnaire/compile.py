"""A questionnaire ready to be evaluated: every formula parsed and typed, conditions in the order they depend on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from msgspec import Struct, field

from evaluator.questionnaire.atelier import Atelier, Message
from evaluator.questionnaire.formula import types as t
from evaluator.questionnaire.grille import ConditionCompilee, GrilleLue
from evaluator.questionnaire.leviers import LevierCompile
from evaluator.questionnaire.leviers import compiler as compiler_leviers
from evaluator.questionnaire.models import (
    Controle,
    Indicateur,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionnaireLu,
    QuestionTableau,
    Section,
    Vigilance,
)
from evaluator.questionnaire.notation import NotationCompilee, notations
from evaluator.questionnaire.source import Chemin, Source

FIN_N1 = "fin_n1"
# What counts as a resource of the GLS: acquired, for the GLS, and neither AGLS of any year nor own funds (`model.md` §4).
COFINANCEMENTS_GLS = (
    "total(cofinancements.montant; objet = 'gls' et statut = 'acquis' et non financeur parmi ('agls'; 'fonds_propres'))"
)
PLAFOND, COMPLETUDE = "plafond", "completude"


class ControleCompile(Struct, frozen=True):
    lu: Controle
    si: t.Expression
    message: Message


class IndicateurCompile(Struct, frozen=True):
    lu: Indicateur
    valeur: t.Expression | None


class VigilanceCompilee(Struct, frozen=True):
    lu: Vigilance
    si: t.Expression
    message: Message


class Questionnaire(Struct, frozen=True):
    """What is asked, compiled. `ordre` lists the questions so that a condition comes after what it reads."""

    lu: QuestionnaireLu
    empreinte: str
    questions: Mapping[str, Question]
    sections: Mapping[str, Section]  # by question id
    ordre: tuple[str, ...]
    conditions: Mapping[str, t.Expression]
    controles: Mapping[str, tuple[ControleCompile, ...]]
    notations: tuple[NotationCompilee, ...]
    indicateurs: Mapping[str, IndicateurCompile]
    vigilances: tuple[VigilanceCompilee, ...]
    portee: Mapping[str, t.Type]  # names for the formulas of a grid
    notees: frozenset[str]  # ids of the scored questions
    cofinancements_gls: t.Expression  # euros acquired for the GLS
    leviers: Mapping[str, tuple[LevierCompile, ...]] = field(default_factory=dict)  # declared ones, by question id


def type_de(question: Question) -> t.Type:
    """The static type under which formulas read `question`."""
    return TYPES[question.type](question)  # type: ignore[attr-defined]  # every concrete question has a type


def _type_options(question: QuestionChoix | QuestionChoixMultiple, genre: str) -> t.Type:
    return t.Type(genre, options=frozenset(o.id for o in question.options))


def _type_tableau(question: QuestionTableau) -> t.Type:
    membres = {}
    for c in question.colonnes:
        genre = {"oui_non": t.BOOLEEN, "choix": t.TEXTE, "texte": t.TEXTE, "date": t.DATE}.get(c.type, t.NOMBRE)
        options = frozenset(o.id for o in c.options) if c.type == "choix" else None
        membres[c.id] = t.Type(genre, options=options, unite=c.unite or ("€" if c.type == "montant" else None))
    return t.Type(t.TABLEAU, membres=membres)


TYPES: dict[str, Callable[..., t.Type]] = {
    "oui_non": lambda q: t.T_BOOLEEN,
    "choix": lambda q: _type_options(q, t.TEXTE),
    "choix_multiple": lambda q: _type_options(q, t.ENSEMBLE),
    "niveau": lambda q: t.T_NOMBRE,
    "entier": lambda q: t.Type(t.NOMBRE, unite=q.unite),
    "decimal": lambda q: t.Type(t.NOMBRE, unite=q.unite),
    "montant": lambda q: t.Type(t.NOMBRE, unite=q.unite),
    "date": lambda q: t.T_DATE,
    "texte": lambda q: t.Type(t.TEXTE),
    "repartition": lambda q: t.Type(t.REPARTITION, membres={c.id: t.T_NOMBRE for c in q.categories}, unite=q.unite),
    "tableau": _type_tableau,
}


@lru_cache(4096)  # read at each answer, for each element
def nom_score(element: str) -> str:
    """Name under which vigilances read the score of an axis, dimension or indicator: `A2-IND2` is `score_A2_IND2`."""
    return "score_" + element.replace("-", "_")


class Compilateur(Atelier):
    """Compiles a questionnaire with the references (`ref_…`, and their unit) of the grid."""

    def __init__(self, source: Source, references: Mapping[str, str | None]) -> None:
        super().__init__(source)
        self.references = {nom: t.Type(t.NOMBRE, unite=unite) for nom, unite in references.items()}

    def compiler(self, lu: QuestionnaireLu, empreinte: str) -> Questionnaire | None:
        """The compiled questionnaire, or None where a fault forbids it (see `fautes`)."""
        questions: dict[str, Question] = {}
        sections: dict[str, Section] = {}
        chemins: dict[str, Chemin] = {}
        for i, section in enumerate(lu.sections):
            question: Question
            chemin: Chemin
            for j, question in enumerate(section.questions):
                chemin = ("sections", i, "questions", j)
                if question.id in questions:
                    self.faute((*chemin, "id"), f"la question « {question.id} » existe déjà")
                questions[question.id], sections[question.id], chemins[question.id] = question, section, chemin
        faits: dict[str, t.Type] = {nom: type_de(q) for nom, q in questions.items()}
        faits |= {FIN_N1: t.T_DATE, **self.references}
        resultats = [*(a.id for a in lu.axes), *(i.id for i in lu.indicateurs), "besoin", "reponse", "global"]
        portee = faits | {nom_score(r): t.T_NOMBRE for r in resultats}
        portee |= {PLAFOND: t.Type(t.NOMBRE, unite="€"), COMPLETUDE: t.T_NOMBRE}

        conditions: dict[str, t.Expression] = {}
        controles: dict[str, tuple[ControleCompile, ...]] = {}
        toutes: list[NotationCompilee] = []
        leviers: dict[str, tuple[LevierCompile, ...]] = {}
        for nom, question in questions.items():
            chemin = chemins[nom]
            if question.si and (si := self.formule((*chemin, "si"), question.si, faits, t.BOOLEEN)):
                conditions[nom] = si
            controles[nom] = tuple(self.controles(chemin, question.controles, faits))
            toutes.extend(notations(self, chemin, question, faits))
            leviers[nom] = tuple(compiler_leviers(self, chemin, question, faits))
        ordre = self.ordre(questions, conditions, chemins)
        indicateurs = {}
        for i, indicateur in enumerate(lu.indicateurs):
            valeur = None
            if indicateur.valeur:
                valeur = self.formule(("indicateurs", i, "valeur"), indicateur.valeur, faits, t.NOMBRE)
            indicateurs[indicateur.id] = IndicateurCompile(indicateur, valeur)
        vigilances = []
        for i, vigilance in enumerate(lu.vigilances):
            chemin = ("vigilances", i)
            si = self.formule((*chemin, "si"), vigilance.si, portee, t.BOOLEEN)
            message = self.message((*chemin, "message"), vigilance.message, portee)
            if si:
                vigilances.append(VigilanceCompilee(vigilance, si, message))
        acquis = self.fourni(("sections",), COFINANCEMENTS_GLS, faits)
        if self.fautes or acquis is None:
            return None
        return Questionnaire(
            lu, empreinte, questions, sections, ordre, conditions, controles, tuple(toutes), indicateurs,
            tuple(vigilances), portee, frozenset(n.question for n in toutes), acquis, leviers,
        )  # fmt: skip

    def controles(self, chemin: Chemin, lus: Iterable[Controle], faits: Mapping[str, t.Type]) -> Iterable[ControleCompile]:
        for k, controle in enumerate(lus):
            ici = (*chemin, "controles", k)
            si = self.formule((*ici, "si"), controle.si, faits, t.BOOLEEN)
            message = self.message((*ici, "message"), controle.message, faits)
            if si:
                yield ControleCompile(controle, si, message)

    def ordre(
        self, questions: Collection[str], conditions: Mapping[str, t.Expression], chemins: Mapping[str, Chemin]
    ) -> tuple[str, ...]:
        graphe = {q: sorted(n for n in conditions[q].noms if n in questions) if q in conditions else [] for q in questions}
        try:
            return tuple(TopologicalSorter(graphe).static_order())
        except CycleError as erreur:
            boucle = list(reversed(erreur.args[1]))
            self.faute((*chemins[boucle[0]], "si"), f"conditions en boucle : {' → '.join(boucle)}")
            return ()

    def derogation(self, grille: GrilleLue, portee: Mapping[str, t.Type]) -> tuple[ConditionCompilee, ...]:
        """The conditions of the derogation, typed with every name of the questionnaire and of its scores."""
        conditions = []
        for k, condition in enumerate(grille.derogation.conditions):
            if si := self.formule(("derogation", "conditions", k, "si"), condition.si, portee, t.BOOLEEN):
                conditions.append(ConditionCompilee(condition.libelle, si))
        return tuple(conditions)
