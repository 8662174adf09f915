"""Static checks of a questionnaire and its clauses: what they must be before anybody relies on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.errors import Faute
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula.tree import Appel, Binaire, Membre, Noeud, Nom, enfants
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.models import (
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.questionnaire.notation import NotationCompilee
from evaluator.questionnaire.source import Chemin, Source
from evaluator.questionnaire.textes import Textes, TextesLus

# The questions that the amount is computed from, and the type each must have (`contract.md`, fixed ids).
FIXES: dict[str, str] = {
    "type_structure": "choix",
    "nb_logements": "entier",
    "nb_menages": "entier",
    "exercice": "entier",
    "type_demande": "choix",
    "montant_demande": "montant",
    "agls_n1_accordee": "montant",
    "pse_caf_n1": "montant",
    "derogation_demandee": "oui_non",
    "derogation_taux": "decimal",
    "derogation_motif": "texte",
    "cout_gls": "montant",
    "cofinancements": "tableau",
}
_JAMAIS_SANS_OBJET = ("type_structure", "nb_logements", "exercice", "cofinancements")


def doubles(noms: Iterable[tuple[Chemin, str]], source: Source, quoi: str) -> Iterator[Faute]:
    vus: set[str] = set()
    for chemin, nom in noms:
        if nom in vus:
            yield source.faute(chemin, f"{quoi} « {nom} » est en double")
        vus.add(nom)


def clauses(chemin: Chemin, cites: Iterable[str], connues: Textes, source: Source) -> Iterator[Faute]:
    for k, clause in enumerate(cites):
        if clause not in connues:
            yield source.faute((*chemin, k), f"la clause « {clause} » n'est pas dans textes/clauses.yaml"
                               f"{proche(clause, connues.clauses)}")  # fmt: skip


def textes(lus: TextesLus, source: Source) -> Iterator[Faute]:
    yield from doubles(((("clauses", i, "id"), c.id) for i, c in enumerate(lus.clauses)), source, "la clause")
    for i, clause in enumerate(lus.clauses):
        if clause.source in ("circulaire", "annexe") and not clause.citation:
            yield source.faute(("clauses", i), f"« {clause.id} » : une clause de la circulaire porte sa « citation »")
        if clause.source == "etude" and clause.citation:
            yield source.faute(("clauses", i, "citation"), f"« {clause.id} » : l'étude est résumée, pas citée")


# — questionnaire ———————————————————————————————————————————————————————————————————————————————————————————


def questionnaire(q: Questionnaire, connues: Textes, source: Source) -> Iterator[Faute]:
    yield from _identifiants(q, source)
    yield from _fixes(q, source)
    yield from _clauses_citees(q, connues, source)
    yield from _notees(q, source)
    yield from _conditions_notees(q, source)
    yield from _imperatifs(q, source)


def _chemins(q: Questionnaire) -> dict[str, Chemin]:
    return {
        question.id: ("sections", i, "questions", j)
        for i, section in enumerate(q.lu.sections)
        for j, question in enumerate(section.questions)
    }


def _identifiants(q: Questionnaire, source: Source) -> Iterator[Faute]:
    yield from doubles(((("sections", i, "id"), s.id) for i, s in enumerate(q.lu.sections)), source, "la section")
    yield from doubles(((("axes", i, "id"), a.id) for i, a in enumerate(q.lu.axes)), source, "l'axe")
    yield from doubles(((("indicateurs", i, "id"), x.id) for i, x in enumerate(q.lu.indicateurs)), source, "l'indicateur")
    yield from doubles(((("vigilances", i, "id"), v.id) for i, v in enumerate(q.lu.vigilances)), source, "la vigilance")
    for nom, chemin in _chemins(q).items():
        question = q.questions[nom]
        if isinstance(question, QuestionChoix | QuestionChoixMultiple):
            yield from doubles(
                (((*chemin, "options", k, "id"), o.id) for k, o in enumerate(question.options)), source, "l'option"
            )
        elif isinstance(question, QuestionRepartition):
            yield from doubles(
                (((*chemin, "categories", k, "id"), c.id) for k, c in enumerate(question.categories)), source, "la catégorie"
            )
        elif isinstance(question, QuestionTableau):
            yield from doubles(
                (((*chemin, "colonnes", k, "id"), c.id) for k, c in enumerate(question.colonnes)), source, "la colonne"
            )
            for k, colonne in enumerate(question.colonnes):
                if colonne.id in q.questions:
                    yield source.faute(
                        (*chemin, "colonnes", k, "id"), f"la colonne « {colonne.id} » porte le nom d'une question"
                    )
                if colonne.type == "choix" and len(colonne.options) < 2:
                    yield source.faute(
                        (*chemin, "colonnes", k), f"la colonne « {colonne.id} » veut au moins deux « options »"
                    )
    yield from _bornes(q, source)
    reserves = set(q.portee) - set(q.questions)
    for nom, chemin in _chemins(q).items():
        if nom in reserves or nom.startswith(("score_", "ref_")):
            yield source.faute((*chemin, "id"), f"« {nom} » est un nom réservé aux formules")


def _bornes(q: Questionnaire, source: Source) -> Iterator[Faute]:
    """Ranges that hold a value, and names that the program keeps for itself."""
    for nom, chemin in _chemins(q).items():
        question = q.questions[nom]
        if isinstance(question, QuestionNombre) and question.max is not None and question.max < question.min:
            yield source.faute((*chemin, "max"), "« max » est inférieur à « min »")
        elif isinstance(question, QuestionRepartition):
            for k, categorie in enumerate(question.categories):
                if categorie.id == "non_connu":
                    message = "« non_connu » est la catégorie de l'outil : choisissez un autre nom"
                    yield source.faute((*chemin, "categories", k, "id"), message)
        elif isinstance(question, QuestionTableau):
            for k, colonne in enumerate(question.colonnes):
                ici = (*chemin, "colonnes", k)
                if colonne.min < 0:
                    yield source.faute((*ici, "min"), "une colonne de tableau ne descend pas sous 0")
                if colonne.max is not None and colonne.max < colonne.min:
                    yield source.faute((*ici, "max"), "« max » est inférieur à « min »")


def _fixes(q: Questionnaire, source: Source) -> Iterator[Faute]:
    chemins = _chemins(q)
    for nom, genre in FIXES.items():
        question = q.questions.get(nom)
        if question is None:
            yield source.faute((), f"la question « {nom} » ({genre}) manque : le montant en dépend")
        elif question.type != genre:  # type: ignore[attr-defined]  # every concrete question has a type
            yield source.faute((*chemins[nom], "type"), f"« {nom} » doit être de type « {genre} »")
        elif nom in _JAMAIS_SANS_OBJET and question.sans_objet != "refuse":
            yield source.faute(chemins[nom], f"« {nom} » : « sans_objet: refuse » attendu (le montant en dépend)")


def _clauses_citees(q: Questionnaire, connues: Textes, source: Source) -> Iterator[Faute]:
    for i, section in enumerate(q.lu.sections):
        yield from clauses(("sections", i, "clauses"), section.clauses, connues, source)
    for nom, chemin in _chemins(q).items():
        yield from clauses((*chemin, "clauses"), q.questions[nom].clauses, connues, source)
    for i, axe in enumerate(q.lu.axes):
        yield from clauses(("axes", i, "points_attention"), axe.points_attention, connues, source)
    for i, indicateur in enumerate(q.lu.indicateurs):
        yield from clauses(("indicateurs", i, "clauses"), indicateur.clauses, connues, source)
        for k, detail in enumerate(indicateur.details):
            if detail not in q.questions:
                yield source.faute(
                    ("indicateurs", i, "details", k), f"« {detail} » n'est pas une question{proche(detail, q.questions)}"
                )
        if indicateur.axe not in {a.id for a in q.lu.axes}:
            yield source.faute(("indicateurs", i, "axe"), f"l'axe « {indicateur.axe} » n'existe pas")
    for i, vigilance in enumerate(q.lu.vigilances):
        yield from clauses(("vigilances", i, "clauses"), vigilance.clauses, connues, source)


def _chemin_notation(n: NotationCompilee, q: Questionnaire, chemins: dict[str, Chemin]) -> Chemin:
    question = q.questions[n.question]
    if isinstance(question, QuestionTableau):
        rang = [x.id for x in question.notations].index(n.id)
        return (*chemins[n.question], "notations", rang)
    return (*chemins[n.question], "notation")


def _notees(q: Questionnaire, source: Source) -> Iterator[Faute]:
    """Each scored question, and each scored column, counts once; a ratio has an unscored denominator."""
    chemins = _chemins(q)
    indicateurs = set(q.indicateurs)
    yield from doubles(((_chemin_notation(n, q, chemins), n.id) for n in q.notations), source, "la notation")
    colonnes: dict[tuple[str, str], str] = {}
    for n in q.notations:
        ici = _chemin_notation(n, q, chemins)
        question = q.questions[n.question]
        if n.indicateur not in indicateurs:
            yield source.faute(ici, f"l'indicateur « {n.indicateur} » n'existe pas{proche(n.indicateur, indicateurs)}")
        if n.dimension == "besoin" and question.actionnable:
            yield source.faute((*chemins[n.question], "actionnable"), "un besoin n'est jamais « actionnable »")
        if question.volet is not None:
            yield source.faute((*chemins[n.question], "volet"), "une question notée existe dans les deux volets")
        if n.formule is None:
            continue
        for autre in sorted(n.formule.noms & q.notees - {n.question}):
            yield source.faute((*ici, "formule"), f"« {autre} » est déjà notée : elle compterait deux fois")
        if n.question not in n.formule.noms:
            yield source.faute((*ici, "formule"), f"la formule ne lit pas « {n.question} »")
        yield from _formule_notee(n, q, (*ici, "formule"), source)
        if isinstance(question, QuestionTableau):
            cles = {c.id for c in question.colonnes if c.cle}
            for _, colonne in sorted(n.formule.cellules):
                if colonne in cles:
                    continue
                deja = colonnes.setdefault((n.question, colonne), n.id)
                if deja != n.id:
                    message = f"la colonne « {colonne} » est déjà comptée par « {deja} » : elle compterait deux fois"
                    yield source.faute((*ici, "formule"), message)
    yield from _sens(q, chemins, source)
    for i, axe in enumerate(q.lu.axes):
        if not any(q.indicateurs[n.indicateur].lu.axe == axe.id for n in q.notations if n.indicateur in indicateurs):
            yield source.faute(("axes", i), f"l'axe « {axe.id} » n'a aucune question notée")


def _formule_notee(n: NotationCompilee, q: Questionnaire, chemin: Chemin, source: Source) -> Iterator[Faute]:
    assert n.formule is not None
    for noeud in _descendants(n.formule.arbre):
        denominateur: Noeud | None = None
        if isinstance(noeud, Binaire) and noeud.operateur == "÷":
            denominateur = noeud.droite
        elif isinstance(noeud, Appel) and noeud.fonction == "part":
            denominateur = noeud.arguments[1]
        elif isinstance(noeud, Appel) and noeud.fonction == "moyenne":
            yield source.faute(chemin, "une moyenne ne se note pas : une bonne action de plus la ferait baisser")
        if denominateur is not None:
            notes = sorted({m.nom for m in _descendants(denominateur) if isinstance(m, Nom | Membre)} & q.notees)
            if notes:
                yield source.faute(chemin, f"« {notes[0]} » est notée : elle ne peut pas servir de dénominateur")


def _descendants(n: Noeud) -> Iterator[Noeud]:
    yield n
    for enfant in enfants(n):
        yield from _descendants(enfant)


def _sens(q: Questionnaire, chemins: dict[str, Chemin], source: Source) -> Iterator[Faute]:
    for nom, question in q.questions.items():
        lues = question.notations if isinstance(question, QuestionTableau) else [getattr(question, "notation", None)]
        for k, lue in enumerate(lues):
            if lue is None or lue.courbe is None:
                continue
            monte = lue.courbe[-1].y > lue.courbe[0].y
            if monte != (lue.sens == "croissant"):
                ici = ("notations", k) if isinstance(question, QuestionTableau) else ("notation",)
                yield source.faute((*chemins[nom], *ici, "courbe"), f"la courbe ne va pas dans le sens « {lue.sens} »")


def _conditions_notees(q: Questionnaire, source: Source) -> Iterator[Faute]:
    """Saying yes must not cost: a scored question that a scored answer may hide counts 0 when hidden."""
    chemins = _chemins(q)
    depend: dict[str, set[str]] = {}
    for nom in q.ordre:
        condition = q.conditions.get(nom)
        lus = condition.noms & q.questions.keys() if condition else frozenset()
        depend[nom] = set(lus).union(*(depend[autre] for autre in lus))
    for nom, question in q.questions.items():
        if question.masquee_compte and (nom not in q.notees or not question.si):
            yield source.faute(
                (*chemins[nom], "masquee_compte"),
                "« masquee_compte » n'a de sens que pour une question notée et conditionnée",
            )
        if nom in q.notees and question.masquee_compte is None and (notes := sorted(depend[nom] & q.notees)):
            yield source.faute(
                (*chemins[nom], "si"),
                f"« {nom} » est notée et dépend de « {notes[0]} », notée : ajoutez « masquee_compte: zero »",
            )


def _imperatifs(q: Questionnaire, source: Source) -> Iterator[Faute]:
    chemins = _chemins(q)
    nommees: dict[str, str] = {}
    for v in q.vigilances:
        if v.lu.gravite == "imperatif":
            nommees |= {nom: v.lu.id for nom in v.si.noms if nom in q.questions}
    for nom, question in q.questions.items():
        if question.imperatif and question.sans_objet != "refuse":
            yield source.faute(chemins[nom], f"« {nom} » est impératif : « sans_objet: refuse » attendu")
        if question.imperatif and nom not in nommees:
            yield source.faute((*chemins[nom], "imperatif"), f"aucune vigilance « imperatif » ne nomme « {nom} »")
        if nom in nommees and not question.imperatif:
            yield source.faute(
                chemins[nom], f"la vigilance impérative « {nommees[nom]} » nomme « {nom} » : « imperatif: true » attendu"
            )
