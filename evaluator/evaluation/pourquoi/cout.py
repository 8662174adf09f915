"""Why this net cost: the cost of the GLS less the co-financing acquired for it, row by row (`model.md` §4)."""

from __future__ import annotations

from fractions import Fraction

from evaluator.evaluation import words
from evaluator.evaluation.contexte import Vue
from evaluator.evaluation.pourquoi.chiffres import EUROS, chiffre, citer, entre, habiller
from evaluator.evaluation.pourquoi.enonce import en_mots
from evaluator.evaluation.pourquoi.faits import (
    Lecture,
    borne,
    cellule_en_mots,
    fait,
    lignes_de,
    nom_ligne,
    reponse_en_mots,
    source,
)
from evaluator.evaluation.pourquoi.operation import (
    LIGNES_MAX,
    MAX,
    MIN,
    SOMME,
    Ecrivain,
    atome,
    egalite,
    extreme,
    joindre,
    moins,
)
from evaluator.evaluation.pourquoi.pas import Ligne, Pas, poser
from evaluator.evaluation.pourquoi.scores import deux_bouts
from evaluator.evaluation.termes import cout_net as net
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import Appel
from evaluator.questionnaire.models import QuestionTableau

COFINANCEMENTS = "cofinancements"
GROUPE = "Le coût net de la GLS"


def cout_net(lecture: Lecture) -> Pas:
    """GLS cost less the co-financing acquired for it, never below 0."""
    resultat, acquis = net(lecture.contexte)
    cout = lecture.contexte.nombre("cout_gls")
    lignes: tuple[Ligne, ...] = ()
    if resultat.present:
        bouts = [_bout(cout, acquis if acquis.present else d.nombre(0), bout) for bout in (MIN, MAX)]
        lignes = deux_bouts(bouts[0], bouts[1])
    dit = "sans objet : ce terme ne joue pas"
    if resultat.present:
        dit = entre(resultat.bas, resultat.haut, EUROS) + (", ou sans objet" if resultat.absent else "")
    return poser(
        Pas(
            "cout_net",
            "Coût net de la GLS",
            habiller(dit),
            regle=habiller(
                f"Coût de la GLS moins les cofinancements acquis pour elle ; {chiffre(Fraction(0), EUROS)} au moins."
            ),
            origine=lecture.origine("terme_cout_net"),
            clauses=lecture.clauses(("C-IV-c-cofin", "C-IV-b-subst")),
            genre="terme",
            groupe=GROUPE,
            lignes=lignes,
            enfants=(fait(lecture, "cout_gls", titre="Coût de la GLS", clauses=("C-II",)), cofinancements(lecture)),
        )
    )


def _bout(cout: d.Nombre, acquis: d.Nombre, bout: int) -> Ligne:
    a, b = borne(cout, bout), borne(acquis, -bout)
    if isinstance(a, float):
        return ("coût sans limite connue : ce terme ne borne pas",)
    if isinstance(b, float):
        return (f"cofinancements sans limite connue → {chiffre(Fraction(0), EUROS)}",)
    reste = moins(atome(a, EUROS, "cout_gls"), atome(b, EUROS, COFINANCEMENTS))
    if reste.valeur < 0:
        reste = extreme([reste, atome(Fraction(0), EUROS)], MAX)
    return egalite(reste, EUROS)


def cofinancements(lecture: Lecture) -> Pas:
    """What is acquired for the GLS, row by row; the other rows are shown with what they say."""
    formule = lecture.referentiel.questionnaire.cofinancements_gls
    _, acquis = net(lecture.contexte)
    question, lu = lecture.questions[COFINANCEMENTS], lecture.evaluation.questions.get(COFINANCEMENTS)
    ecrivain = Ecrivain(lecture.referentiel, formule, Vue(lecture.contexte, {}))
    appel = formule.arbre
    lignes: tuple[Ligne, ...] = ()
    if isinstance(appel, Appel) and lu is not None and lu.etat == "renseignee":
        bouts = [_somme(ecrivain, appel, acquis, bout) for bout in (MIN, MAX)]
        lignes = deux_bouts(bouts[0], bouts[1]) if all(bouts) else ()
    return poser(
        Pas(
            COFINANCEMENTS,
            "Cofinancements acquis pour la GLS",
            entre(acquis.bas, acquis.haut, EUROS) if acquis.present else "sans objet",
            regle=habiller(f"{_majuscule(en_mots(formule, lecture.referentiel))}."),
            etat=words.LIBELLES_ETAT[lu.etat] if lu else "",
            reponse=reponse_en_mots(question, lu),
            source=source(lu),
            origine=habiller("principe : circulaire ; lignes retenues : paramètre de l’outil"),
            clauses=lecture.clauses(("C-IV-c-cofin",)),
            genre="reponse",
            lignes=lignes,
            enfants=_rangs(lecture, appel) if isinstance(appel, Appel) and isinstance(question, QuestionTableau) else (),
        )
    )


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def _somme(ecrivain: Ecrivain, appel: Appel, acquis: d.Nombre, bout: int) -> Ligne:
    lues = [v for v, _ in ecrivain.lignes(appel, bout)]
    connues = [v for v in lues if not isinstance(v, float)]
    if len(connues) < len(lues):
        return ("un montant n’est pas connu",)
    if not connues:
        return (f"aucune ligne ne compte → {chiffre(Fraction(0), EUROS)}",)
    if len(connues) > LIGNES_MAX:
        return (f"somme de {chiffre(Fraction(len(connues)), 'lignes')} → {chiffre(sum(connues, Fraction(0)), EUROS)}",)
    terme = joindre([atome(v, EUROS) for v in connues], "+", SOMME)
    return egalite(terme, EUROS) if terme.valeur == borne(acquis, bout) else ()


def _rangs(lecture: Lecture, appel: Appel) -> tuple[Pas, ...]:
    formule = lecture.referentiel.questionnaire.cofinancements_gls
    question = lecture.questions[COFINANCEMENTS]
    assert isinstance(question, QuestionTableau)
    table = lecture.contexte.valeurs[COFINANCEMENTS]
    lues = {colonne for _, colonne in formule.cellules}
    pas = []
    lignes = zip(lignes_de(lecture, question), table.lignes if isinstance(table, d.Table) else (), strict=False)
    for rang, (ligne, abstraite) in enumerate(lignes):
        issue = formule.lire(appel.arguments[1])(lecture.contexte, abstraite)
        assert isinstance(issue, int)
        issue = d.a_la_racine(issue)
        cellule = abstraite["montant"]
        assert isinstance(cellule, d.Nombre)
        dit = "ne compte pas"
        if issue & d.VRAI:
            dit = entre(cellule.bas if issue == d.VRAI else Fraction(0), cellule.haut, EUROS)
        mots = [f"{citer(c.libelle)} : {cellule_en_mots(c, ligne.get(c.id))}" for c in question.colonnes if c.id in lues]
        pas.append(
            Pas(f"{COFINANCEMENTS}.{rang}", nom_ligne(question, rang, ligne), dit, reponse=habiller(" ; ".join(mots)),
                genre="detail")
        )  # fmt: skip
    return tuple(pas)
