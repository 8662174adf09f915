"""Why a scored reading has its score: the answer, the rule, the operation (`model.md` §3.2 and §3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from msgspec.structs import replace

from evaluator.evaluation import words
from evaluator.evaluation.contexte import Vue
from evaluator.evaluation.pourquoi.chiffres import CAS, POINT, chiffre, citer, entre, habiller, resultat
from evaluator.evaluation.pourquoi.enonce import cas, courbe_en_mots, en_mots
from evaluator.evaluation.pourquoi.faits import (
    Lecture,
    borne,
    fait,
    lignes_de,
    nom_ligne,
    reponse_en_mots,
    score_en_mots,
    source,
)
from evaluator.evaluation.pourquoi.operation import (
    MAX,
    MIN,
    SOMME,
    Ecrivain,
    Terme,
    atome,
    egalite,
    extreme,
    joindre,
    par_courbe,
)
from evaluator.evaluation.pourquoi.pas import Ligne, Pas, poser
from evaluator.evaluation.result import ResultatQuestion
from evaluator.french import INSECABLE, Borne
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import Appel, Binaire, Membre, Noeud
from evaluator.questionnaire.models import Question, QuestionNiveau, QuestionTableau
from evaluator.questionnaire.notation import NotationCompilee

BAS, HAUT = f"au plus bas{INSECABLE}: ", f"au plus haut{INSECABLE}: "
DETAILS_MAX = 12  # rows named one by one


def notation(lecture: Lecture, nom: str) -> Pas:
    """One scored reading: its answer in words, the rule, the operation at each end."""
    n = next(n for n in lecture.referentiel.questionnaire.notations if n.id == nom)
    question, lu = lecture.questions[n.question], lecture.evaluation.questions.get(n.question)
    noeud = lecture.scores.notations[nom]
    return poser(
        Pas(
            nom,
            habiller(_titre(lecture, n)),
            score_en_mots(noeud.score, POINT),
            regle=habiller(_regle(lecture, n, question, lu)),
            etat=words.LIBELLES_ETAT[lu.etat] if lu else "",
            reponse=reponse_en_mots(question, lu),
            source=source(lu),
            origine=habiller(_origine(lecture, n)),
            clauses=lecture.clauses(_clauses(lecture, n, question)),
            genre="notation",
            lignes=_lignes(lecture, n, question, lu, noeud.score) if lu else (),
            enfants=_enfants(lecture, n, question, lu),
        )
    )


def _origine(lecture: Lecture, n: NotationCompilee) -> str:
    """Whose scoring it is: of the reading itself, or of a reference that its formula reads."""
    chemins = [f"notations.{n.id}"]
    if n.formule is not None:
        chemins += [f"references.{nom}" for nom in sorted(n.formule.noms) if nom in lecture.grille.lue.references]
    locale = next((c for c in chemins if lecture.grille.origine(c) == "local"), chemins[0])
    return f"barème : {lecture.origine(locale)}"


def _clauses(lecture: Lecture, n: NotationCompilee, question: Question) -> tuple[str, ...]:
    """Its own indicator first, then what the question rests on; never the indicator of another reading of the same table."""
    autres = [c for c in question.clauses if c not in lecture.referentiel.questionnaire.indicateurs]
    return (n.indicateur, *autres)[:3]


def _titre(lecture: Lecture, n: NotationCompilee) -> str:
    """Its label; a table read for several indicators says for which."""
    if sum(1 for autre in lecture.referentiel.questionnaire.notations if autre.libelle == n.libelle) == 1:
        return n.libelle
    return f"{n.libelle} : {lecture.referentiel.questionnaire.indicateurs[n.indicateur].lu.libelle}"


# — the rule ————————————————————————————————————————————————————————————————————————————————————————————————


def _regle(lecture: Lecture, n: NotationCompilee, question: Question, lu: ResultatQuestion | None) -> str:
    phrases = []
    if n.formule is not None and n.courbe is not None:
        unite = Ecrivain(lecture.referentiel, n.formule, lecture.contexte).unites.resultat
        phrases += [n.regle or f"{_majuscule(en_mots(n.formule, lecture.referentiel))}.",
                    f"Score : {courbe_en_mots(n.courbe, unite)}."]  # fmt: skip
    elif n.points is not None:
        points = " ; ".join(f"{_cle(question, cle)} : {chiffre(p, POINT)}" for cle, p in n.points.items())
        phrases.append(
            f"Score : {points}{f' ; somme, {chiffre(Fraction(1), POINT)} au plus' if n.cible is not None else ''}."
        )
    if lu is None:
        return " ".join(phrases)
    if lu.plafonnee:
        phrases.append(
            "Dans le constat, un niveau que rien n’appuie d’autre qu’une déclaration ne compte pas au-delà du niveau 1."
        )
    match lu.etat:
        case "sans_objet":
            phrases.append("Déclarée sans objet : elle ne compte pas, son poids se répartit sur le reste.")
        case "masquee":
            compte = f"compte pour {chiffre(Fraction(0), POINT)}" if question.masquee_compte == "zero" else "ne compte pas"
            phrases.append(f"La condition qui la ferait poser n’est pas remplie : elle {compte}.")
        case "en_attente":
            sinon = f"compter pour {chiffre(Fraction(0), POINT)}" if question.masquee_compte == "zero" else "ne pas compter"
            phrases.append(f"La condition qui la ferait poser n’est pas connue : elle peut {sinon}.")
        case "ne_sait_pas" | "non_renseignee":
            libre = ", et elle peut être déclarée sans objet" if question.sans_objet != "refuse" else ""
            phrases.append(f"La réponse manque : tous les scores restent possibles{libre}.")
        case "renseignee" if not lecture.scores.notations[n.id].score.present:
            phrases.append("Rien à rapporter (diviseur nul ou sans objet) : elle ne compte pas.")
    return " ".join(phrases)


def _majuscule(texte: str) -> str:
    rang = 1 if texte.startswith("(") else 0
    return texte[:rang] + texte[rang : rang + 1].upper() + texte[rang + 1 :]


def _cle(question: Question, cle: str) -> str:
    """What one scored answer is called: a level by its number, an option by its label."""
    if isinstance(question, QuestionNiveau):
        return f"niveau {cle}"
    return next((citer(o.libelle) for o in getattr(question, "options", ()) if o.id == cle), cle)


# — the operation ———————————————————————————————————————————————————————————————————————————————————————————


def _lignes(
    lecture: Lecture, n: NotationCompilee, question: Question, lu: ResultatQuestion, score: d.Nombre
) -> tuple[Ligne, ...]:
    """How each end is found, in figures; nothing where the score is that of no answer at all."""
    if not score.present or lu.etat == "sans_objet":
        return ()
    if lu.etat == "masquee":
        return ((f"question masquée → {resultat(Fraction(0), POINT)}",),)
    connue = lecture.contexte.reponses[n.question].etat == "renseignee"
    if n.formule is not None:
        bas, haut = _par_formule(lecture, n)
    else:
        bas, haut = _par_points(n, question, lu, connue)
    if lu.etat == "en_attente" and question.masquee_compte == "zero":
        zero: Ligne = (f"question masquée → {resultat(Fraction(0), POINT)}",)
        bas = zero
        haut = haut if score.haut > 0 else zero
    lignes = [ligne for ligne in (bas, haut) if ligne]
    if bas == haut or (len(lignes) == 1 and score.bas == score.haut):
        return tuple(lignes[:1])
    return tuple((mot, *ligne) for mot, ligne in ((BAS, bas), (HAUT, haut)) if ligne)


def _par_formule(lecture: Lecture, n: NotationCompilee) -> tuple[Ligne, Ligne]:
    """The operation at the lower and at the upper end of the score."""
    assert n.formule is not None
    assert n.courbe is not None
    vue = Vue(lecture.contexte, {n.question: lecture.contexte.brute(n.question)})
    ecrivain = Ecrivain(lecture.referentiel, n.formule, vue)
    valeur = n.formule.code(vue, None)
    if not isinstance(valeur, d.Nombre) or not valeur.present:
        return (), ()
    croit = n.courbe[-1].y >= n.courbe[0].y
    lignes: list[Ligne] = []
    for bout in (MIN, MAX):
        cote = bout if croit else -bout
        terme = ecrivain.ecrire(cote)
        x: Terme | Borne = terme if terme is not None else borne(valeur, cote)
        lignes.append(par_courbe(n.courbe, x, ecrivain.unites.resultat, POINT))
    return lignes[0], lignes[1]


def _par_points(n: NotationCompilee, question: Question, lu: ResultatQuestion, connue: bool) -> tuple[Ligne, Ligne]:
    points = n.points or {}
    if n.cible is not None:
        if not connue:
            return (), ()
        termes = [atome(points[str(c)], POINT) for c in cast("tuple[str, ...]", lu.valeur)]
        somme = joindre(termes, "+", SOMME) if termes else atome(Fraction(0), POINT)
        if somme.valeur > 1:
            somme = extreme([somme, atome(Fraction(1), POINT)], MIN)
        return egalite(somme, POINT), egalite(somme, POINT)
    if connue:
        retenue = lu.retenue
        cle = ("oui" if retenue else "non") if isinstance(retenue, bool) else str(retenue)
        ligne = _point(question, cle, points)
        return ligne, ligne
    bas, haut = min(points, key=lambda c: points[c]), max(points, key=lambda c: points[c])
    return _point(question, bas, points), _point(question, haut, points)


def _point(question: Question, cle: str, points: Mapping[str, Fraction]) -> Ligne:
    return (f"{_cle(question, cle)} → {resultat(points[cle], POINT)}",)


# — what it rests on ————————————————————————————————————————————————————————————————————————————————————————


def _enfants(lecture: Lecture, n: NotationCompilee, question: Question, lu: ResultatQuestion | None) -> tuple[Pas, ...]:
    """The facts that the formula reads beside its own answer, then the cases or the rows that count in it."""
    if n.formule is None or lu is None or lu.etat in ("masquee", "sans_objet"):
        return ()
    faits = [fait(lecture, nom) for nom in lecture.questions if nom in n.formule.noms and nom != n.question]
    if not isinstance(question, QuestionTableau):
        return tuple(faits)
    details = [_cas(lecture, n, question, appel, titre) for appel, titre in cas(n.formule, lecture.referentiel)]
    if not details:
        details = _rangs(lecture, n, question)
    return (*faits, *details)


def _cas(lecture: Lecture, n: NotationCompilee, question: QuestionTableau, appel: Appel, titre: str) -> Pas:
    """One case: whether a row makes it count, and which."""
    assert n.formule is not None
    vue = Vue(lecture.contexte, {n.question: lecture.contexte.brute(n.question)})
    valeur = n.formule.lire(appel)(vue, None)
    assert isinstance(valeur, d.Nombre)
    compte = appel.arguments[1]
    assert isinstance(compte, Appel)
    issues = _issues(lecture, n, compte)
    lignes = lignes_de(lecture, question)
    sures = [nom_ligne(question, rang, ligne) for rang, ligne in enumerate(lignes) if issues.get(rang) == d.VRAI]
    peut = [nom_ligne(question, rang, ligne) for rang, ligne in enumerate(lignes)
            if issues.get(rang, d.FAUX) not in (d.VRAI, d.FAUX)]  # fmt: skip
    dit = f"{'ligne qui compte' if len(sures) == 1 else 'lignes qui comptent'} : {_liste(sures)}" if sures else ""
    if peut and not sures:
        dit = f"selon ce qui manque : {_liste(peut)}"
    return Pas(
        f"{n.id}.{appel.debut}", titre, "non connu" if not valeur.present else entre(valeur.bas, valeur.haut, CAS),
        reponse=habiller(dit or "aucune ligne ne compte"), genre="detail",
    )  # fmt: skip


def _issues(lecture: Lecture, n: NotationCompilee, compte: Appel) -> dict[int, int]:
    """The outcome of the condition of `nombre` or `total` on each row."""
    assert n.formule is not None
    table = lecture.contexte.brute(n.question)
    assert isinstance(table, d.Table)
    if len(compte.arguments) == 1:
        return dict.fromkeys(range(len(table.lignes)), d.VRAI)
    lire = n.formule.lire(compte.arguments[1])
    lues = {rang: lire(lecture.contexte, ligne) for rang, ligne in enumerate(table.lignes)}
    return {rang: d.a_la_racine(lue) for rang, lue in lues.items() if isinstance(lue, int)}


def _rangs(lecture: Lecture, n: NotationCompilee, question: QuestionTableau) -> list[Pas]:
    """The rows of each total of the formula, with what they bring."""
    assert n.formule is not None
    vue = Vue(lecture.contexte, {n.question: lecture.contexte.brute(n.question)})
    ecrivain = Ecrivain(lecture.referentiel, n.formule, vue)
    lignes = lignes_de(lecture, question)
    details: list[Pas] = []
    for appel in _totaux(n.formule.arbre, n.question):
        issues = _issues(lecture, n, appel)
        retenues = [rang for rang in range(len(lignes)) if issues.get(rang, d.FAUX) & d.VRAI]
        apports = dict(zip(retenues, ecrivain.lignes(appel, MAX), strict=False))
        for rang in retenues[:DETAILS_MAX]:
            if rang in apports:
                valeur, unite = apports[rang]
                dit = "au plus " if issues[rang] != d.VRAI else ""
                details.append(
                    Pas(f"{n.id}.{appel.debut}.{rang}", nom_ligne(question, rang, lignes[rang]),
                        habiller(dit + chiffre(valeur, unite)), genre="detail")
                )  # fmt: skip
        if len(retenues) > DETAILS_MAX:
            reste = chiffre(Fraction(len(retenues) - DETAILS_MAX), "autres lignes")
            details.append(replace(details[-1], id=f"{n.id}.{appel.debut}.suite", titre="Et", resultat=reste))
    return details


def _totaux(n: Noeud, table: str) -> list[Appel]:
    """The totals of a column of this table: one of another table has other rows, and is a figure among others."""
    if isinstance(n, Appel):
        if n.fonction == "total" and isinstance(quoi := n.arguments[0], Membre):
            return [n] if quoi.nom == table else []
        return [t for a in n.arguments for t in _totaux(a, table)]
    return [*_totaux(n.gauche, table), *_totaux(n.droite, table)] if isinstance(n, Binaire) else []


def _liste(noms: list[str]) -> str:
    if len(noms) <= DETAILS_MAX:
        return ", ".join(noms)
    return f"{', '.join(noms[:DETAILS_MAX])} et {chiffre(Fraction(len(noms) - DETAILS_MAX), 'autres lignes')}"
