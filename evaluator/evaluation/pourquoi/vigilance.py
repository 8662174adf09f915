"""Why a point de vigilance stands or not, and what becomes of a question that has no score of its own."""

from __future__ import annotations

from evaluator.evaluation import words
from evaluator.evaluation.pourquoi.chiffres import POINT, PROPORTION, chiffre, citer, entre, habiller
from evaluator.evaluation.pourquoi.enonce import en_mots
from evaluator.evaluation.pourquoi.faits import Lecture, fait
from evaluator.evaluation.pourquoi.notation import notation
from evaluator.evaluation.pourquoi.pas import Pas, poser
from evaluator.evaluation.pourquoi.plafond import plafond
from evaluator.evaluation.pourquoi.scores import axe, dimension, globale, indicateur
from evaluator.evaluation.result import ResultatIndicateur
from evaluator.questionnaire.compile import PLAFOND, VigilanceCompilee, nom_score
from evaluator.questionnaire.grille import Avis, Plancher, Regle
from evaluator.questionnaire.models import Gravite

TERMES = {
    "montant_demande": "Elle est un des termes du montant.",
    "cout_gls": "Elle entre dans le coût net de la GLS, un des termes du montant.",
    "cofinancements": "Elle entre dans le coût net de la GLS, un des termes du montant.",
    "nb_logements": "Elle fixe le plafond.",
    "exercice": "Elle fixe le barème qui s’applique.",
}


def de_la_grille(lecture: Lecture) -> dict[str, Plancher | Regle]:
    """The rules of the grid that are points de vigilance."""
    lue = lecture.grille.lue
    regles: list[Plancher | Regle] = [*lue.planchers, lue.sans_objet, lue.declaratif]
    return {r.id: r for r in regles}


def vigilance(lecture: Lecture, ident: str) -> Pas:
    """Its condition in words, whether it holds, what it changes, and what it reads."""
    releve = next((v for v in lecture.evaluation.vigilances if v.id == ident), None)
    regle = de_la_grille(lecture).get(ident)
    lue = next((v for v in lecture.referentiel.questionnaire.vigilances if v.lu.id == ident), None)
    source = regle or (lue.lu if lue else None)
    assert source is not None
    phrases = [_condition(lecture, regle, lue)]
    if releve is not None and releve.statut == "certaine":
        phrases.append(releve.message)
    plafonds: dict[Gravite, Avis] = {}
    plafonds.update(lecture.grille.lue.plafonnements.items())
    if mot := plafonds.get(source.gravite):
        phrases.append(f"Elle plafonne l’avis à {citer(lecture.grille.libelles_avis[mot])}.")
    elif source.gravite == "ineligible":
        phrases.append("Elle rend la demande irrecevable.")
    else:
        phrases.append("Elle ne change ni l’avis ni le montant.")
    return poser(
        Pas(
            ident,
            habiller(f"Vigilance {citer(source.titre)}"),
            words.LIBELLES_STATUT[releve.statut] if releve else "non relevée",
            regle=habiller(" ".join(phrases)),
            etat=f"vigilance, {words.LIBELLES_GRAVITE[source.gravite]}",
            clauses=lecture.clauses(source.clauses),
            enfants=tuple(_lus(lecture, regle, lue)),
        )
    )


def _condition(lecture: Lecture, regle: Plancher | Regle | None, lue: VigilanceCompilee | None) -> str:
    if isinstance(regle, Plancher):
        return f"Condition : score inférieur à {chiffre(regle.minimum, POINT)}."
    if regle is not None:
        return f"Condition : part, en poids, de plus de {chiffre(regle.maximum, PROPORTION)}."
    return f"Condition : {en_mots(lue.si, lecture.referentiel)}." if lue else ""


def _lus(lecture: Lecture, regle: Plancher | Regle | None, lue: VigilanceCompilee | None) -> list[Pas]:
    """The scores and the answers that the condition reads."""
    noms = {nom_score(regle.element)} if isinstance(regle, Plancher) else set(lue.si.noms) if lue else set()
    scores = lecture.scores
    pas = [globale(lecture)] if "score_global" in noms else []
    pas += [dimension(lecture, nom) for nom in scores.dimensions if nom_score(nom) in noms]
    pas += [axe(lecture, nom) for nom in scores.axes if nom_score(nom) in noms]
    pas += [indicateur(lecture, nom) for nom in scores.indicateurs if nom_score(nom) in noms]
    if PLAFOND in noms and lecture.bareme is not None and lecture.bareme.mode == "plafond":
        pas.append(plafond(lecture, lecture.bareme))
    return [*pas, *(fait(lecture, nom) for nom in lecture.questions if nom in noms)]


def question(lecture: Lecture, nom: str) -> Pas:
    """A question that is not a scored reading by itself: a table that serves several, a fact, a term of the amount."""
    pas = fait(lecture, nom)
    lues = [n for n in lecture.referentiel.questionnaire.notations if n.question == nom]
    usages = [n for n in lecture.referentiel.questionnaire.notations if n.formule is not None and nom in n.formule.noms]
    phrases = [pas.regle]
    if lues:
        phrases.append("Elle est notée : chaque score est ci-dessous.")
    else:
        phrases.append("Cette question n’est pas notée : elle est montrée.")
        if usages:
            phrases.append(f"Le score d’autres questions la lit : {', '.join(citer(n.libelle) for n in usages)}.")
        if nom in TERMES:
            phrases.append(TERMES[nom])
        elif not usages:
            phrases.append("Elle n’entre ni dans le score ni dans le taux.")
    lu = lecture.evaluation.questions.get(nom)
    phrases += [f"{words.LIBELLES_CONTROLE[c.gravite].capitalize()} : {c.message}" for c in (lu.controles if lu else ())]
    return Pas(
        pas.id, pas.titre, pas.resultat, habiller(" ".join(phrases)), etat=pas.etat, reponse=pas.reponse, source=pas.source,
        clauses=pas.clauses, genre="reponse", enfants=tuple(notation(lecture, n.id) for n in lues),
    )  # fmt: skip


def montre(lecture: Lecture, i: ResultatIndicateur) -> Pas:
    """An indicator that is shown and not scored."""
    dit = "montré, non noté"
    if i.valeur is not None:
        unite = i.unite if i.unite and i.unite != "%" else PROPORTION
        dit = "sans objet" if i.valeur.absent else entre(i.valeur.min, i.valeur.max, unite)
    calcule = lecture.referentiel.questionnaire.indicateurs[i.id].valeur
    regle = f"Valeur : {en_mots(calcule, lecture.referentiel)}. " if calcule is not None else ""
    return Pas(
        i.id, habiller(f"{i.id} – {i.libelle}"), dit, habiller(f"{regle}Cet indicateur est montré, il n’est pas noté."),
        clauses=lecture.clauses((i.id, *i.clauses)), genre="indicateur",
        enfants=tuple(fait(lecture, nom) for nom in i.details if nom in lecture.questions),
    )  # fmt: skip
