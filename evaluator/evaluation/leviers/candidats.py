"""What a residence may change, answer by answer: the candidates among which levers are searched.

A candidate never touches a need, an answer that is not given, or what an answer rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from evaluator.dossier.reponses import Ligne, Valeur
from evaluator.dossier.valeurs import LIGNES_MAX
from evaluator.evaluation import words
from evaluator.evaluation.contexte import CONNUES, Contexte, Vue
from evaluator.evaluation.leviers.lignes import Lignes
from evaluator.french import INSECABLE
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.leviers import MARQUE, LevierCompile
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionOuiNon,
    QuestionTableau,
)

EFFORT_LIGNE = 2  # a new row asks more than a row to complete; it only breaks ties

Place = tuple[str | int, ...]


class Candidat(Struct, frozen=True, eq=False):
    """One change of one answer, in one of its four kinds: `vers`, `ajouter`/`retirer`, `ligne`, or `rang` with `mettre`.

    A set holds one candidate of a `place` at most. `effort` ranks targets, and breaks ties. `apres`: the row
    to change before this one, which comes to the same (`lignes.py`), so that a set stands once.
    """

    numero: int
    question: str
    place: Place
    effort: int
    objectif: str
    clauses: tuple[str, ...]
    vers: Valeur | None = None
    ajouter: tuple[str, ...] = ()
    retirer: tuple[str, ...] = ()
    ligne: Ligne | None = None
    rang: int | None = None
    mettre: Ligne | None = None
    apres: int | None = None

    def modifier(self, question: Question, valeur: Valeur) -> Valeur:
        """`valeur` once this change is made."""
        if isinstance(question, QuestionTableau):
            assert isinstance(valeur, tuple)
            lignes: list[Ligne] = [ligne for ligne in valeur if isinstance(ligne, Mapping)]
            if self.ligne is not None:
                lignes.append(self.ligne)
            else:
                assert self.rang is not None
                lignes[self.rang] = self.completer(question, lignes[self.rang])
            return tuple(lignes)
        if isinstance(question, QuestionChoixMultiple):
            assert isinstance(valeur, tuple)
            return cocher(question, tuple(str(v) for v in valeur), self.ajouter, self.retirer)
        assert self.vers is not None
        return self.vers

    def completer(self, question: QuestionTableau, ligne: Ligne) -> Ligne:
        """A row with its new cells."""
        cellules = {**ligne, **(self.mettre or {})}
        return {c.id: cellules[c.id] for c in question.colonnes if c.id in cellules}

    def suit(self, ensemble: Sequence[Candidat]) -> bool:
        """The row to change before this one is changed in `ensemble`."""
        return self.apres is None or any(c.rang == self.apres and c.question == self.question for c in ensemble)


def cocher(
    question: QuestionChoixMultiple, choisies: Sequence[str], ajouter: Sequence[str], retirer: Sequence[str]
) -> tuple[str, ...]:
    """The options ticked after a change, in the order of the question; what is added drops an exclusive option."""
    exclusives = {o.id for o in question.options if o.exclusive}
    gardees = {o for o in choisies if o not in retirer and not (ajouter and o in exclusives)} | set(ajouter)
    return tuple(o.id for o in question.options if o.id in gardees)


def candidats(
    contexte: Contexte, plafonnantes: frozenset[str], tables: Callable[[QuestionTableau], Lignes]
) -> list[Candidat]:
    """Every change of a scored answer, or of one that decides what caps the opinion now (`plafonnantes`)."""
    q = contexte.questionnaire
    besoins = {n.question for n in q.notations if n.dimension == "besoin"}
    trouves: list[Candidat] = []
    for question in q.questions.values():
        reponse = contexte.reponses[question.id]
        if (
            question.actionnable
            and question.objectif is not None
            and question.id not in besoins
            and (question.id in q.notees or question.id in plafonnantes)
            and contexte.etats[question.id] == "renseignee"
            and reponse.valeur is not None
            and not contexte.plafonnee(question, reponse)
        ):
            siens = list(_de_la_question(contexte, question, reponse.valeur))
            if isinstance(question, QuestionTableau):
                assert isinstance(reponse.valeur, tuple)
                lignes = [x for x in reponse.valeur if isinstance(x, Mapping)]
                siens = [replace(c, apres=apres) for c, apres in tables(question).utiles(siens, lignes)]
            trouves += siens
    return [replace(c, numero=k) for k, c in enumerate(trouves)]


def _de_la_question(contexte: Contexte, question: Question, valeur: Valeur) -> Iterator[Candidat]:
    declares = contexte.questionnaire.leviers.get(question.id, ())
    if isinstance(question, QuestionNiveau):
        yield from _niveaux(question, valeur)
    elif isinstance(question, QuestionTableau):
        assert isinstance(valeur, tuple)
        yield from _lignes(contexte, question, tuple(x for x in valeur if isinstance(x, Mapping)), declares)
    elif isinstance(question, QuestionChoixMultiple):
        assert isinstance(valeur, tuple)
        for k, lu in enumerate(declares):
            nouvelles = cocher(question, tuple(str(v) for v in valeur), lu.ajouter, lu.retirer)
            utile = set(lu.ajouter) - set(map(str, valeur)) or set(lu.retirer) & set(map(str, valeur))
            if utile and nouvelles:  # an empty multiple choice says nothing
                place = (question.id, k)
                yield Candidat(0, question.id, place, 1, lu.objectif, lu.clauses, ajouter=lu.ajouter, retirer=lu.retirer)
    else:
        for k, lu in enumerate(declares):
            if lu.vers is not None and lu.vers != valeur:
                mots = _mots(question, lu.vers, lu.objectif)
                yield Candidat(0, question.id, (question.id,), k + 1, mots, lu.clauses, vers=lu.vers)


def _mots(question: Question, vers: Valeur, objectif: str) -> str:
    """The objective; a choice with several targets says which one."""
    if isinstance(question, QuestionOuiNon) or objectif != question.objectif or not isinstance(question, QuestionChoix):
        return objectif
    libelle = next(o.libelle for o in question.options if o.id == vers)
    return f"{objectif}{INSECABLE}: «{INSECABLE}{libelle}{INSECABLE}»"


def _niveaux(question: QuestionNiveau, valeur: Valeur) -> Iterator[Candidat]:
    """Every higher level, worded with the anchor text of the level aimed at."""
    assert isinstance(valeur, int)
    assert question.objectif is not None
    for niveau in range(valeur + 1, NIVEAU_MAX + 1):
        ancre = words.visee(question.niveaux[niveau].removesuffix("."))
        mots = (
            f"{question.objectif}{INSECABLE}: niveau {valeur} → {niveau}, "
            f"«{INSECABLE}{_typographie(ancre)}{INSECABLE}»"
        )  # fmt: skip
        yield Candidat(0, question.id, (question.id,), niveau - valeur, mots, question.clauses, vers=niveau)


def _typographie(texte: str) -> str:
    """No-break spaces where the file has plain ones."""
    for signe in (" ;", " :", " ?", " !", " »"):
        texte = texte.replace(signe, INSECABLE + signe[1:])
    return texte.replace("« ", "«" + INSECABLE)


# — tables ——————————————————————————————————————————————————————————————————————————————————————————————————


def _lignes(
    contexte: Contexte,
    question: QuestionTableau,
    lignes: tuple[Ligne, ...],
    declares: tuple[LevierCompile, ...],
) -> Iterator[Candidat]:
    appuis = {c.id for c in question.colonnes if c.appui}
    pas: dict[str, int] = {}
    for k, lu in enumerate(declares):
        if lu.ligne is not None:
            place: Place = (question.id, "ligne", lu.variante or k)
            effort = EFFORT_LIGNE
            if lu.variante:
                pas[lu.variante] = pas.get(lu.variante, -1) + 1
                effort += pas[lu.variante]
            if len(lignes) < LIGNES_MAX:
                yield Candidat(0, question.id, place, effort, lu.objectif, lu.clauses, ligne=lu.ligne)
            continue
        for rang, ligne in enumerate(lignes):
            changees = {nom for nom, valeur in lu.mettre.items() if ligne.get(nom) != valeur}
            if not changees <= appuis and _choisie(contexte, question, ligne, lu):
                objectif = _remplir(lu.objectif, question, rang, ligne)
                place = (question.id, rang, lu.variante or k)
                yield Candidat(0, question.id, place, 1, objectif, lu.clauses, rang=rang, mettre=lu.mettre)


def _choisie(contexte: Contexte, question: QuestionTableau, ligne: Ligne, lu: LevierCompile) -> bool:
    """The formula of the lever, on a table of this row alone, is 1 for certain."""
    assert lu.lignes is not None
    seule = CONNUES["tableau"](question, (ligne,))
    return bounds.number(lu.lignes, Vue(contexte, {question.id: seule})).connu == 1


def _remplir(objectif: str, question: QuestionTableau, rang: int, ligne: Ligne) -> str:
    """The objective with the cells of the row; an empty cell gives the row by its number."""
    colonnes = {c.id: c for c in question.colonnes}

    def cellule(nom: str) -> str:
        valeur = ligne.get(nom)
        if isinstance(valeur, str) and valeur.strip():
            libelle = next((o.libelle for o in colonnes[nom].options if o.id == valeur), valeur.strip())
            return f"«{INSECABLE}{libelle}{INSECABLE}»"
        return f"de la ligne {rang + 1}"

    return MARQUE.sub(lambda trouve: cellule(trouve.group(1)), objectif)
