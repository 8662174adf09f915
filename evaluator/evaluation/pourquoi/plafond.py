"""Why this ceiling: the size of the residence, a derogation, or the lump sum per dwelling (`model.md` §4)."""

from __future__ import annotations

from fractions import Fraction

from evaluator import french
from evaluator.evaluation.plafond import FJT, plafond_bareme
from evaluator.evaluation.pourquoi.chiffres import EUROS, PROPORTION, chiffre, citer_saisie, entre, habiller
from evaluator.evaluation.pourquoi.faits import Lecture, borne, fait
from evaluator.evaluation.pourquoi.operation import MAX, MIN, SOMME, Terme, atome, egalite, fois, joindre
from evaluator.evaluation.pourquoi.pas import Ligne, Pas, poser
from evaluator.evaluation.pourquoi.scores import deux_bouts, dimension, indicateur
from evaluator.french import INSECABLE, Borne
from evaluator.questionnaire.bareme import Bareme, Tranche
from evaluator.questionnaire.compile import nom_score
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.models import Dimension

LOGEMENTS = "logements"
GROUPE = "Le plafond"
_DIMENSIONS: tuple[Dimension, ...] = ("besoin", "reponse")


def valeur(lecture: Lecture, bareme: Bareme) -> d.Nombre:
    """The ceiling of a regime at both ends, derogation included."""
    ordinaire = plafond_bareme(lecture.contexte, bareme)
    return lecture.derogation.porter(ordinaire, bareme) if bareme.mode == "plafond" else ordinaire


def plafond(lecture: Lecture, bareme: Bareme, ident: str = "plafond") -> Pas:
    """The ceiling of the regime, or the lump sum times the dwellings."""
    return _forfait(lecture, bareme, ident) if bareme.mode == "forfait" else _par_taille(lecture, bareme, ident)


def _par_taille(lecture: Lecture, bareme: Bareme, ident: str) -> Pas:
    n = valeur(lecture, bareme)
    regle = "Plafond selon le nombre de logements : " + " ; ".join(
        f"{_tranche(t)} : {chiffre(t.montant, EUROS)}" for t in bareme.tranches
    )
    enfants = [fait(lecture, "nb_logements"), *_derogation(lecture, bareme)]
    return poser(
        Pas(
            ident,
            "Plafond" if ident == "plafond" else "Plafond du barème de 2013",
            entre(n.bas, n.haut, EUROS),
            regle=habiller(f"{regle}.{_regle_derogation(lecture, bareme)}"),
            origine=habiller("circulaire ; seuils des conditions, demande et motif écrit : paramètre de l’outil")
            if lecture.derogation.demandee and bareme.derogation else "circulaire",
            clauses=lecture.clauses((*bareme.clauses, *(bareme.derogation.clauses if len(enfants) > 1 and bareme.derogation
                                                        else ()))),
            genre="terme",
            groupe=GROUPE,
            lignes=deux_bouts(_bout(lecture, bareme, n, MIN), _bout(lecture, bareme, n, MAX)),
            enfants=tuple(enfants),
        )
    )  # fmt: skip


def _tranche(t: Tranche) -> str:
    if t.a is None:
        return f"à partir de {chiffre(Fraction(t.de), LOGEMENTS)}"
    return f"de {chiffre(Fraction(t.de), LOGEMENTS)} à {chiffre(Fraction(t.a), LOGEMENTS)}"


def _bout(lecture: Lecture, bareme: Bareme, n: d.Nombre, bout: int) -> Ligne:
    """The size and its ceiling; with a derogation, `25 000 € × (1 + 12 %) = 28 000 €`."""
    euros = Fraction(borne(n, bout))
    if bareme.derogation is not None:
        grand = bareme.plafond(bareme.derogation.a_partir_de)
        if euros > grand:
            part = chiffre(euros / grand - 1, PROPORTION)
            terme = Terme((chiffre(grand, EUROS), f" × (1 + {part})"), SOMME, euros)
            return egalite(terme, EUROS)
    logements = lecture.contexte.nombre("nb_logements").connu
    if logements is not None:
        return (*atome(logements, LOGEMENTS, "nb_logements").ligne, f" → {chiffre(euros, EUROS)}")
    tranche = next(t for t in bareme.tranches if t.montant == euros)
    return (f"{_tranche(tranche)} → {chiffre(euros, EUROS)}",)


def _regle_derogation(lecture: Lecture, bareme: Bareme) -> str:
    acte, regle = lecture.derogation, bareme.derogation
    if regle is None or not acte.demandee:
        return ""
    motif = citer_saisie(acte.motif) if acte.motif else "aucun motif écrit : le plafond ordinaire reste"
    dit = (
        f" Dépassement demandé : {french.pourcent(regle.taux_max)} au plus, à partir de "
        f"{chiffre(Fraction(regle.a_partir_de), LOGEMENTS)}, si les deux conditions sont remplies et si le service écrit "
        f"son motif ({motif})."
    )
    for condition in acte.conditions:
        issue = (
            "remplie"
            if condition.remplie
            else "possible, selon des réponses qui manquent"
            if condition.possible
            else "non remplie"
        )
        dit += f" « {condition.libelle} » : {issue}."
    return dit


def _derogation(lecture: Lecture, bareme: Bareme) -> list[Pas]:
    """What a derogation rests on: its rate, and the scores that its conditions read."""
    acte = lecture.derogation
    if bareme.derogation is None or not acte.demandee:
        return []
    enfants = [fait(lecture, "derogation_taux")]
    noms = {nom for condition in lecture.grille.derogation for nom in condition.si.noms}
    enfants += [dimension(lecture, nom) for nom in _DIMENSIONS if nom_score(nom) in noms]
    return [*enfants, *(indicateur(lecture, nom) for nom in lecture.scores.indicateurs if nom_score(nom) in noms)]


def _forfait(lecture: Lecture, bareme: Bareme, ident: str) -> Pas:
    n = valeur(lecture, bareme)
    forfait = lecture.grille.lue.forfait
    lignes = [_bout_forfait(lecture, bareme, n, bout) for bout in (MIN, MAX)]
    complement = bareme.complement_fjt is not None and lecture.contexte.possible("type_structure", FJT)
    regle = f"Forfait par logement saisi par le service ({forfait.reference}), multiplié par le nombre de logements"
    enfants = [fait(lecture, "nb_logements")]
    if complement and bareme.complement_fjt is not None:
        part = chiffre(bareme.complement_fjt.taux, PROPORTION)
        regle += f" ; pour un foyer de jeunes travailleurs, plus {part} de la prestation de la CAF"
        enfants += [fait(lecture, "type_structure"), fait(lecture, "pse_caf_n1")]
    return poser(
        Pas(
            ident,
            "Forfait",
            entre(n.bas, n.haut, EUROS),
            regle=habiller(f"{regle}."),
            origine=lecture.origine("forfait"),
            clauses=lecture.clauses(bareme.clauses),
            genre="terme",
            groupe="Le forfait",
            lignes=deux_bouts(lignes[0], lignes[1]) if all(lignes) else tuple(
                (f"au plus {mot}{INSECABLE}: ", *ligne) for mot, ligne in zip(("bas", "haut"), lignes, strict=True) if ligne
            ),
            enfants=tuple(enfants),
        )
    )  # fmt: skip


def _bout_forfait(lecture: Lecture, bareme: Bareme, n: d.Nombre, bout: int) -> Ligne:
    par_logement = lecture.grille.lue.forfait.par_logement
    logements: Borne = borne(lecture.contexte.nombre("nb_logements"), bout)
    if par_logement is None or isinstance(logements, float):
        return ()
    unitaire = Terme((f"{chiffre(par_logement, EUROS)} par logement",), 9, par_logement)
    total = fois(unitaire, atome(logements, LOGEMENTS, "nb_logements"))
    attendu = borne(n, bout)
    if attendu != total.valeur and bareme.complement_fjt is not None:
        pse = borne(lecture.contexte.nombre("pse_caf_n1"), bout)
        if isinstance(pse, float):
            return ()
        complement = fois(atome(bareme.complement_fjt.taux, PROPORTION), atome(pse, EUROS, "pse_caf_n1"))
        total = joindre([total, complement], "+", SOMME)
    return egalite(total, EUROS) if total.valeur == attendu else ()
