"""Options, columns, levers and indicators that are written and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.errors import Faute
from evaluator.french import nombre
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import Appel, Binaire, Litteral, Noeud, Nom, Parmi, enfants
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.leviers import LevierCompile
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import (
    Colonne,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionTableau,
)
from evaluator.questionnaire.notation import NotationCompilee
from evaluator.questionnaire.source import Chemin, Source
from evaluator.remarques.cas import Essais
from evaluator.remarques.chemins import chemin_notation, questions
from evaluator.remarques.domaines import Domaines

_NOMBRES = frozenset({"entier", "decimal", "montant"})
# The keys of a column that only some types read.
_CLES_DE_COLONNE = {
    "options": frozenset({"choix"}), "min": _NOMBRES, "max": _NOMBRES, "unite": _NOMBRES, "total": _NOMBRES,
    "aucun": frozenset({"texte"}),
}  # fmt: skip


def questionnaire(r: Referentiel, source: Source, grille: Source) -> Iterator[Faute]:
    q = r.questionnaire
    lues = _options_lues(r)
    for n in q.notations:
        yield from _points(n, r, lues, source, grille)
    plafonnantes, essais = _plafonnantes(r), Essais(Domaines(r))
    for nom, chemin in questions(q):
        question = q.questions[nom]
        yield from _cles(question, chemin, source)
        if question.actionnable:
            yield from _leviers(r, question, chemin, plafonnantes, essais, source)
    for i, indicateur in enumerate(q.lu.indicateurs):
        ici: Chemin = ("indicateurs", i)
        note = any(n.indicateur == indicateur.id for n in q.notations)
        if not indicateur.valeur and not indicateur.details:
            suite = "seul son score serait montré" if note else "rien ne serait montré"
            message = f"« {indicateur.id} » n’a ni « valeur » ni « details » : {suite}"
            yield source.faute(ici, message)
        elif indicateur.affichage in ("distribution", "liste") and not indicateur.details:
            message = f"« {indicateur.affichage} » montre les questions de « details », qui manque"
            yield source.faute((*ici, "affichage"), message)


# — points ——————————————————————————————————————————————————————————————————————————————————————————————————


def _points(
    n: NotationCompilee, r: Referentiel, lues: frozenset[tuple[str, str]], source: Source, grille: Source
) -> Iterator[Faute]:
    """Answers that are scored alike, and options that score nothing and that nothing names."""
    if n.points is None:
        return
    q = r.questionnaire
    question = q.questions[n.question]
    locale = r.grille.lue.notations.get(n.id)
    ou, ici = (grille, ("notations", n.id)) if locale is not None else (source, chemin_notation(n, q))
    if len(set(n.points.values())) == 1 and not isinstance(question, QuestionChoixMultiple):
        yield ou.faute(ici, f"toutes les réponses de « {n.id} » valent autant : aucune ne change le score")
    if not isinstance(question, QuestionChoixMultiple):
        return
    exclusives = {o.id for o in question.options if o.exclusive}
    ensemble = sum((p for nom, p in n.points.items() if nom not in exclusives), Fraction(0))
    meilleur = max(ensemble, *(n.points[nom] for nom in exclusives), Fraction(0))
    if meilleur < 1:
        message = (
            f"la « cible » n’est jamais atteinte : toutes les options ensemble donnent un score de {nombre(meilleur, 2)}"
        )
        yield ou.faute((*ici, "cible"), message)
    for k, option in enumerate(question.options):
        if n.points[option.id] == 0 and not option.exclusive and (question.id, option.id) not in lues:
            message = f"cocher « {option.id} » ne change rien : elle vaut 0 point, et aucune formule ne la nomme"
            yield source.faute((*dict(questions(q))[question.id], "options", k), message)


def _options_lues(r: Referentiel) -> frozenset[tuple[str, str]]:
    """Each (question, option) that a formula names."""
    q = r.questionnaire
    formules: list[Expression] = [*q.conditions.values(), *(v.si for v in q.vigilances)]
    formules += [c.si for controles in q.controles.values() for c in controles]
    formules += [i.valeur for i in q.indicateurs.values() if i.valeur is not None]
    formules += [n.formule for n in q.notations if n.formule is not None]
    trouvees: set[tuple[str, str]] = set()

    def relever(noeud: Noeud) -> None:
        match noeud:
            case Parmi(terme=Nom() as terme):
                trouvees.update((terme.nom, texte.texte) for texte in noeud.textes)
            case Binaire(gauche=Nom() as terme, droite=Litteral() as texte):
                trouvees.add((terme.nom, texte.texte))
        for enfant in enfants(noeud):
            relever(enfant)

    for formule in formules:
        relever(formule.arbre)
    return frozenset(trouvees)


# — keys that a type does not read ——————————————————————————————————————————————————————————————————————————


def _cles(question: Question, chemin: Chemin, source: Source) -> Iterator[Faute]:
    if isinstance(question, QuestionChoix):
        for k, option in enumerate(question.options):
            if option.exclusive:
                message = "« exclusive » n’a d’effet que dans un choix multiple : retirez-la"
                yield source.faute((*chemin, "options", k, "exclusive"), message)
    if isinstance(question, QuestionTableau):
        for k, colonne in enumerate(question.colonnes):
            yield from _cles_de_colonne(colonne, (*chemin, "colonnes", k), source)


def _cles_de_colonne(colonne: Colonne, chemin: Chemin, source: Source) -> Iterator[Faute]:
    for cle, genres in _CLES_DE_COLONNE.items():
        if getattr(colonne, cle) and colonne.type not in genres:
            message = f"« {cle} » n’a pas d’effet sur une colonne de type « {colonne.type} » (seulement : {_liste(genres)})"
            yield source.faute((*chemin, cle), message)
    for k, option in enumerate(colonne.options):
        if option.exclusive:
            message = "« exclusive » n’a d’effet que dans un choix multiple : retirez-la"
            yield source.faute((*chemin, "options", k, "exclusive"), message)


def _liste(genres: frozenset[str]) -> str:
    return ", ".join(sorted(genres))


# — levers ——————————————————————————————————————————————————————————————————————————————————————————————————


def _plafonnantes(r: Referentiel) -> frozenset[str]:
    """The questions that a vigilance which lowers the opinion reads."""
    gravites = {*r.grille.lue.plafonnements, "ineligible"}
    return frozenset().union(*(v.si.noms for v in r.questionnaire.vigilances if v.lu.gravite in gravites))


def _leviers(
    r: Referentiel, question: Question, chemin: Chemin, plafonnantes: frozenset[str], essais: Essais, source: Source
) -> Iterator[Faute]:
    q = r.questionnaire
    if question.id not in q.notees | plafonnantes and (q.leviers.get(question.id) or isinstance(question, QuestionNiveau)):
        message = (f"les leviers de « {question.id} » ne sont jamais proposés : elle n’est ni notée,"
                   " ni lue par un point de vigilance qui plafonne l’avis")  # fmt: skip
        yield source.faute((*chemin, "actionnable"), message)
        return
    notation = next((n for n in q.notations if n.question == question.id), None)
    vus: set[object] = set()
    for k, levier in enumerate(q.leviers.get(question.id, ())):
        ici = (*chemin, "leviers", k)
        if levier.vers is not None:
            if levier.vers in vus:
                yield source.faute((*ici, "vers"), "ce levier vise la même réponse qu’un autre : gardez-en un seul")
            vus.add(levier.vers)
        if question.id not in plafonnantes and notation is not None and _le_plus_bas(levier, notation):
            message = "ce levier ne peut pas faire monter le score : il vise la réponse la moins notée"
            yield source.faute((*ici, "vers" if levier.vers is not None else "ajouter"), message)
        if isinstance(question, QuestionTableau) and levier.mettre and _deja(essais, question, levier):
            message = "ce levier ne change rien : les lignes choisies ont déjà ces valeurs"
            yield source.faute((*ici, "mettre"), message)


def _le_plus_bas(levier: LevierCompile, n: NotationCompilee) -> bool:
    """The answer that the lever aims at is scored as low as any."""
    if levier.vers is not None and n.points is not None:
        nom = {True: "oui", False: "non"}[levier.vers] if isinstance(levier.vers, bool) else str(levier.vers)
        return n.points[nom] == min(n.points.values())
    if isinstance(levier.vers, int | Fraction) and n.courbe is not None and n.formule is not None:
        seule = isinstance(n.formule.arbre, Nom)
        return seule and n.courbe.en(levier.vers) == min(n.courbe[0].y, n.courbe[-1].y)
    if levier.ajouter and n.points is not None:
        return not any(n.points[nom] for nom in levier.ajouter)
    return False


def _deja(essais: Essais, table: QuestionTableau, levier: LevierCompile) -> bool:
    """Every row that `lignes` chooses holds already what the lever would set."""
    if levier.lignes is None:
        return False
    appel = levier.lignes.arbre
    if not isinstance(appel, Appel) or appel.fonction != "nombre" or len(appel.arguments) < 2:
        return False
    condition = appel.arguments[1]
    code = levier.lignes.lire(condition)
    choisies = [
        ligne
        for cas, ligne in essais.lignes(condition, table)
        if isinstance(issue := code(cas, ligne), int) and issue & d.VRAI
    ]
    return (
        bool(choisies)
        and not essais.epuise
        and all(_vaut(ligne[nom], cible) for ligne in choisies for nom, cible in levier.mettre.items())
    )


def _vaut(cellule: d.Valeur, cible: object) -> bool:
    """The cell is known, and is the target."""
    match cellule:
        case int():
            return isinstance(cible, bool) and cellule == d.verite(cible)
        case d.Texte():
            return cellule.possibles == frozenset((cible,))
        case d.Nombre():
            return cellule.connu is not None and cellule.connu == cible
    return False
