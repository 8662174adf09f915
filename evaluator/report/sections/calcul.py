"""How the amount is computed: numbered steps, so that a pocket calculator gives the printed amount exactly."""

from __future__ import annotations

from itertools import groupby

from evaluator import french
from evaluator.evaluation import pourquoi
from evaluator.evaluation.pourquoi.chiffres import PARTS, chiffre
from evaluator.evaluation.pourquoi.faits import Lecture
from evaluator.evaluation.pourquoi.pas import EtapeNumerotee, Pas
from evaluator.report import financement, mots
from evaluator.report.sections.synthese import legende_termes, termes
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

EXACT = f"exact{french.INSECABLE}: "
COTES = {"besoin": "Besoin", "reponse": "Réponse"}


def calcul(sujet: Sujet) -> Bloc:
    etapes = pourquoi.annexe(sujet.analyse.pourquoi)
    return {
        "groupes": _groupes(etapes),
        "dimensions": _dimensions(sujet, etapes),
        "termes": termes(sujet),
        "montant": mots.montant(sujet.evaluation.modulation.montants),
        "legende": legende_termes(sujet),
        "intervalle": mots.intervalle(sujet.evaluation.modulation.montants),
        "financement": financement.dessin(financement.lire(sujet)),
        "derogation": _derogation(sujet),
        "plafonnees": _plafonnees(sujet),
    }


# — steps ———————————————————————————————————————————————————————————————————————————————————————————————————


def _groupes(etapes: tuple[EtapeNumerotee, ...]) -> list[Affichable]:
    """The steps, under the heading they belong to, answers first and the amount last."""
    return [
        {"titre": typo(titre), "premiere": str(du_groupe[0].numero), "etapes": [_etape(e) for e in du_groupe]}
        for titre, suite in groupby(etapes, key=lambda e: e.groupe)
        for du_groupe in [list(suite)]
    ]


def _etape(e: EtapeNumerotee) -> Bloc:
    pas = e.pas
    return {
        "numero": str(e.numero),
        "titre": pas.titre,
        "resultat": pas.resultat,
        "reponse": _reponse(pas),
        "regle": pas.regle,
        "calculs": [
            {"approche": approche, "exact": f"{EXACT}{ligne}" if approche else ligne} for approche, ligne in pas.operations
        ],
        "details": [{"titre": p.titre, "resultat": p.resultat, "reponse": p.reponse} for p in e.details],
        "origine": f"{pas.origine[:1].upper()}{pas.origine[1:]}." if pas.origine else "",
        "clauses": ", ".join(ident for ident, _ in pas.clauses),
    }


def _reponse(pas: Pas) -> str:
    """The answer, where it says more than the result; its state where it is not simply answered; its source."""
    dits = [pas.reponse] if pas.reponse and pas.reponse != pas.resultat else []
    if pas.etat and pas.etat != "renseignée" and pas.etat not in f"{pas.reponse} {pas.resultat}":
        dits.append(pas.etat)
    if pas.source:
        dits.append(f"source : {pas.source}")
    dit = f"{french.FINE}; ".join(dits)
    return dit[:1].upper() + dit[1:]


def _dimensions(sujet: Sujet, etapes: tuple[EtapeNumerotee, ...]) -> list[Affichable]:
    """Besoin and réponse: each question at its parts of the whole questionnaire."""
    numeros = {e.pas.id: e.numero for e in etapes}
    parts = Lecture(sujet.referentiel, sujet.evaluation).parts
    return [
        {
            "id": dimension,
            "titre": COTES[dimension],
            "score": mots.score(encadrement),
            "exact": mots.score_exact(encadrement),
            "lignes": [
                {
                    "libelle": typo(f"{n.libelle} ({n.indicateur})"),
                    "etape": f"étape {numeros[n.id]}" if n.id in numeros else "",
                    "poids": chiffre(parts[n.id], PARTS),
                    "score": mots.score(n.score),
                    "exact": mots.score_exact(n.score),
                }
                for n in sujet.evaluation.notations
                if n.dimension == dimension
            ],
        }
        for dimension, encadrement in sujet.evaluation.dimensions.items()
    ]


def _plafonnees(sujet: Sujet) -> list[str]:
    return [sujet.etiquette(q) for q in sujet.evaluation.plafonnees_parmi(sujet.referentiel.questionnaire.notees)]


# — derogation ——————————————————————————————————————————————————————————————————————————————————————————————


def _derogation(sujet: Sujet) -> Bloc:
    """C-IV-c-20: shown from 200 dwellings on, or where it was asked for."""
    d = sujet.evaluation.modulation.derogation
    bareme = sujet.bareme or sujet.referentiel.baremes.dernier_plafond
    logements = sujet.valeur("nb_logements")
    seuil = bareme.derogation.a_partir_de if bareme.derogation else None
    assez = isinstance(logements, int) and seuil is not None and logements >= seuil
    actes = [
        {"libelle": typo("Demande expresse (règle de l’outil)"), "etat": _rempli(d.demandee, d.demandee)},
        {"libelle": typo("Motif écrit du service (règle de l’outil)"), "etat": _rempli(bool(d.motif), bool(d.motif))},
    ]
    conditions = [{"libelle": typo(c.libelle), "etat": _rempli(c.remplie, c.possible)} for c in d.conditions]
    return {
        "montree": (assez or d.demandee) and bareme.derogation is not None,
        "clause": sujet.clause("C-IV-c-20"),
        "conditions": [*conditions, *actes],
        "taux": french.pourcent(d.taux) if d.taux is not None else "",
        "motif": d.motif or "",
        "issue": "Le plafond comprend ce dépassement." if d.prise else "Le plafond ne comprend pas ce dépassement.",
    }


def _rempli(remplie: bool, possible: bool) -> str:
    return "✓ remplie" if remplie else "? dépend de réponses non connues" if possible else "✗ non remplie"
