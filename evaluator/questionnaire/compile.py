"""A questionnaire ready to be evaluated: every formula parsed and typed, conditions in the order they depend on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from evaluator.errors import Faute
from evaluator.questionnaire.formula import types as t
from evaluator.questionnaire.formula.tree import FormulaError
from evaluator.questionnaire.grille import ConditionCompilee, GrilleLue
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Controle,
    Dimension,
    Indicateur,
    Notation,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionnaireLu,
    QuestionNiveau,
    QuestionNombre,
    QuestionOuiNon,
    QuestionTableau,
    Section,
    Vigilance,
)
from evaluator.questionnaire.reader import Chemin, Source
from evaluator.questionnaire.scalars import Courbe

FIN_N1 = "fin_n1"
# What counts as a resource of the GLS: acquired, for the GLS, and neither AGLS of any year nor own funds (`model.md` §4).
COFINANCEMENTS_GLS = (
    "total(cofinancements.montant; objet = 'gls' et statut = 'acquis' et non financeur parmi ('agls'; 'fonds_propres'))"
)
PLAFOND, COMPLETUDE = "plafond", "completude"


@dataclass(frozen=True)
class NotationCompilee:
    """One scored reading of an answer, in [0, 1]. A question other than a table has at most one, of its own id."""

    id: str
    question: str
    libelle: str
    indicateur: str
    dimension: Dimension
    points: Mapping[str, Fraction] | None = None  # by option; levels are "0" to "3", oui/non "oui" and "non"
    cible: Fraction | None = None
    formule: t.Expression | None = None
    courbe: Courbe | None = None


@dataclass(frozen=True)
class Message:
    """A text with formulas in it, already typed."""

    morceaux: tuple[str | t.Expression, ...]


@dataclass(frozen=True)
class ControleCompile:
    lu: Controle
    si: t.Expression
    message: Message


@dataclass(frozen=True)
class IndicateurCompile:
    lu: Indicateur
    valeur: t.Expression | None


@dataclass(frozen=True)
class VigilanceCompilee:
    lu: Vigilance
    si: t.Expression
    message: Message


@dataclass(frozen=True)
class Questionnaire:
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


def type_de(question: Question) -> t.Type:
    """The static type under which formulas read `question`."""
    return _TYPES[question.type](question)  # type: ignore[attr-defined]  # every concrete question has a type


def _type_options(question: QuestionChoix | QuestionChoixMultiple, genre: str) -> t.Type:
    return t.Type(genre, options=frozenset(o.id for o in question.options))


def _type_tableau(question: QuestionTableau) -> t.Type:
    membres = {}
    for c in question.colonnes:
        genre = {"oui_non": t.BOOLEEN, "choix": t.TEXTE, "texte": t.TEXTE, "date": t.DATE}.get(c.type, t.NOMBRE)
        options = frozenset(o.id for o in c.options) if c.type == "choix" else None
        membres[c.id] = t.Type(genre, options=options, unite=c.unite or ("€" if c.type == "montant" else None))
    return t.Type(t.TABLEAU, membres=membres)


_TYPES = {
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


def nom_score(element: str) -> str:
    """Name under which vigilances read the score of an axis, dimension or indicator: `A2-IND2` is `score_A2_IND2`."""
    return "score_" + element.replace("-", "_")


_ACCOLADES = re.compile(r"\{([^{}]*)\}")


class Compilateur:
    """Collects every fault before giving up."""

    def __init__(self, source: Source, references: Mapping[str, str | None]) -> None:
        self.source = source
        self.fautes: list[Faute] = []
        self.references = {nom: t.Type(t.NOMBRE, unite=unite) for nom, unite in references.items()}

    def faute(self, chemin: Chemin, message: str) -> None:
        self.fautes.append(self.source.faute(chemin, message))

    def formule(
        self, chemin: Chemin, texte: str, portee: Mapping[str, t.Type], attendu: str | None = None
    ) -> t.Expression | None:
        """Type `texte`; a fault is placed at its own column in the file, and gives None."""
        if chemin in self.source.nus:
            self.faute(chemin, "une formule s'écrit entre guillemets doubles, sinon YAML peut la couper ou la changer")
        try:
            return t.type_formula(texte, portee, attendu)
        except FormulaError as erreur:
            self.faute_formule(chemin, erreur.message, erreur.colonne)
            return None

    def faute_formule(self, chemin: Chemin, message: str, colonne: int) -> None:
        """A fault at the `colonne`-th character of the text at `chemin`."""
        if chemin not in self.source.places:
            self.faute(chemin, message)
            return
        fichier, ligne, debut = self.source.places[chemin]
        guillemet = 0 if chemin in self.source.nus else 1
        self.fautes.append(Faute(message, fichier, ligne, debut + guillemet + colonne - 1))

    def fourni(self, chemin: Chemin, texte: str, portee: Mapping[str, t.Type]) -> t.Expression | None:
        """A formula of the program: the questionnaire must have the names it reads."""
        try:
            return t.type_formula(texte, portee, t.NOMBRE)
        except FormulaError as erreur:
            self.faute(chemin, f"le questionnaire ne convient pas au calcul du montant : {erreur.message}")
            return None

    def message(self, chemin: Chemin, texte: str, portee: Mapping[str, t.Type]) -> Message:
        """A message with its formulas in braces typed; a fault is placed at the formula."""
        morceaux: list[str | t.Expression] = []
        fin = 0
        for trouve in _ACCOLADES.finditer(texte):
            morceaux.append(texte[fin : trouve.start()])
            try:
                morceaux.append(t.type_formula(trouve.group(1), portee))
            except FormulaError as erreur:
                self.faute_formule(chemin, f"dans {trouve.group()} : {erreur.message}", trouve.start(1) + erreur.colonne)
            fin = trouve.end()
        morceaux.append(texte[fin:])
        return Message(tuple(m for m in morceaux if m))

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
        notations: list[NotationCompilee] = []
        for nom, question in questions.items():
            chemin = chemins[nom]
            if question.si and (si := self.formule((*chemin, "si"), question.si, faits, t.BOOLEEN)):
                conditions[nom] = si
            controles[nom] = tuple(self.controles(chemin, question.controles, faits))
            notations.extend(self.notations(chemin, question, faits))
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
            lu, empreinte, questions, sections, ordre, conditions, controles, tuple(notations), indicateurs,
            tuple(vigilances), portee, frozenset(n.question for n in notations), acquis,
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

    # — scoring ——————————————————————————————————————————————————————————————————————————————————————————————

    def notations(self, chemin: Chemin, q: Question, faits: Mapping[str, t.Type]) -> Iterable[NotationCompilee]:
        if isinstance(q, QuestionTableau):
            for k, lue in enumerate(q.notations):
                formule = self.formule((*chemin, "notations", k, "formule"), lue.formule, faits, t.NOMBRE)
                if formule:
                    yield NotationCompilee(lue.id, q.id, lue.libelle or q.etiquette, lue.indicateur, lue.dimension,
                                           formule=formule, courbe=lue.courbe)  # fmt: skip
            return
        lue_seule: Notation | None = getattr(q, "notation", None)
        if q.dimension is None and q.indicateur is None:
            if lue_seule is not None:
                self.faute((*chemin, "notation"), "une question notée dit sa « dimension » et son « indicateur »")
            return
        if q.dimension is None or q.indicateur is None:
            manque = "dimension" if q.dimension is None else "indicateur"
            self.faute((*chemin, "id"), f"« {q.id} » : « {manque} » manque (une question notée a les deux)")
            return
        if isinstance(q, QuestionNiveau):
            lue_seule = lue_seule or Notation()
        if lue_seule is None:
            self.faute((*chemin, "id"), f"« {q.id} » : « notation » manque (comment la réponse devient un score)")
            return
        notation = NotationCompilee(q.id, q.id, q.etiquette, q.indicateur, q.dimension)
        yield from self.seule((*chemin, "notation"), q, lue_seule, notation, faits)

    def seule(
        self, chemin: Chemin, q: Question, lue: Notation, base: NotationCompilee, faits: Mapping[str, t.Type]
    ) -> Iterable[NotationCompilee]:
        communs = {c: getattr(base, c) for c in ("id", "question", "libelle", "indicateur", "dimension")}
        if isinstance(q, QuestionNombre):
            if lue.formule is None or lue.courbe is None:
                self.faute(chemin, "un nombre se note par « formule » et « courbe »")
            elif formule := self.formule((*chemin, "formule"), lue.formule, faits, t.NOMBRE):
                yield NotationCompilee(**communs, formule=formule, courbe=lue.courbe)
            return
        if lue.formule or lue.courbe:
            self.faute(chemin, "« formule » et « courbe » sont pour les nombres et les tableaux ; ici, « points »")
            return
        if (points := self.points(chemin, q, lue)) is not None:
            yield NotationCompilee(**communs, points=points, cible=lue.cible)

    def points(self, chemin: Chemin, q: Question, lue: Notation) -> Mapping[str, Fraction] | None:
        """Score of each answer, in [0, 1]: the points over the largest (over `cible` for a multiple choice)."""
        bruts: dict[str, Fraction]
        if isinstance(q, QuestionNiveau):
            attendus = [str(n) for n in range(NIVEAU_MAX + 1)]
            bruts = _points_niveau(lue, attendus)
        elif isinstance(q, QuestionOuiNon):
            attendus = ["oui", "non"]
            bruts = lue.points if isinstance(lue.points, dict) else {"oui": Fraction(1), "non": Fraction(0)}
            if not lue.points and lue.sens == "decroissant":
                bruts = {"oui": Fraction(0), "non": Fraction(1)}
        elif isinstance(q, QuestionChoix | QuestionChoixMultiple):
            attendus = [o.id for o in q.options]
            bruts = lue.points if isinstance(lue.points, dict) else {}
        else:
            self.faute(chemin, f"une question de type « {q.type} » ne se note pas")  # type: ignore[attr-defined]
            return None
        if sorted(bruts) != sorted(attendus):
            self.faute(chemin, f"« points » doit donner une valeur à chacun de : {', '.join(attendus)}")
            return None
        diviseur = lue.cible if isinstance(q, QuestionChoixMultiple) else max(bruts.values())
        if diviseur is None or diviseur <= 0 or min(bruts.values()) < 0:
            self.faute(chemin, "les points sont positifs, l'un au moins n'est pas nul ; un choix multiple a une « cible »")
            return None
        if isinstance(q, QuestionNiveau) and [bruts[n] for n in attendus] != sorted(bruts.values()):
            self.faute(chemin, "les points d'un niveau ne décroissent jamais")
            return None
        return {nom: valeur / diviseur for nom, valeur in bruts.items()}


def _points_niveau(lue: Notation, attendus: list[str]) -> dict[str, Fraction]:
    if lue.points is None:
        return {n: Fraction(int(n)) for n in attendus}
    if isinstance(lue.points, dict):
        return lue.points
    return {str(rang): valeur for rang, valeur in enumerate(lue.points)}
