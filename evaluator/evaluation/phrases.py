"""The analyses in sentences: the same words on screen, in the report and on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from evaluator import french
from evaluator.evaluation import portee, words
from evaluator.evaluation.result import Encadrement, Terme

if TYPE_CHECKING:  # words about an analysis do not need the analysis
    from evaluator.evaluation.appuis import Appui, Appuis
    from evaluator.evaluation.comparaison import Comparaison, Interaction
    from evaluator.evaluation.leviers import Levier, Leviers
    from evaluator.evaluation.manque import Manque
    from evaluator.evaluation.quadrants import Plan
    from evaluator.evaluation.robustesse import Bascule, EffetParametre, Robustesse
    from evaluator.evaluation.sans_objet import SansObjets
    from evaluator.questionnaire.load import Referentiel

NB = french.INSECABLE

LIBELLES_APPUI: dict[Appui, str] = {
    "declaratif": "déclaration seule",
    "document": "document",
    "entretien": "entretien",
    "observation": "observation",
    "sans_source": "sans source",
    "sans_reponse": "sans réponse",
}


def points(valeur: Fraction, *, signe: bool = False) -> str:
    """`0,7325 point`; with `signe`, `+0,0250 point`."""
    if valeur and abs(valeur) < Fraction(1, 10_000):
        return f"{'+' if valeur > 0 else '−'}moins de 0,0001{NB}point" if signe else f"moins de 0,0001{NB}point"
    devant = "+" if signe and valeur > 0 else ""
    return f"{devant}{french.score(valeur)}{NB}point"


def euros_signes(montant: int) -> str:
    """`+1 200 €`, `−340 €`, `0 €`."""
    return f"{'+' if montant > 0 else ''}{french.euros(montant)}"


def _points(e: Encadrement) -> str:
    if e.absent:
        return "rien ne s’applique"
    if e.valeur is not None:
        return points(e.valeur)
    return f"entre {french.score(e.min)} et {points(Fraction(e.max))}"


def _de(libelle: str) -> str:
    return f"«{NB}{libelle}{NB}»"


# — robustesse ——————————————————————————————————————————————————————————————————————————————————————————————


def robustesse(r: Robustesse, referentiel: Referentiel) -> Iterator[str]:
    """The verdict, the range, the weight that would flip the opinion, then one sentence per local parameter."""
    from evaluator.evaluation.robustesse import MARGE

    marge = french.pourcent(MARGE, 0)
    if r.verdict is None:
        yield r.pourquoi
    else:
        mots = _de(words.avis(r.avis_min, referentiel.grille))
        if r.avis_min != r.avis_max:
            mots += f" ou {_de(words.avis(r.avis_max, referentiel.grille))}"
        suite = f"l’avis reste {mots}" if r.verdict == "robuste" else f"l’avis peut être {mots}"
        if r.verdict == "fragile" and r.avis_min == r.avis_max and r.changements:
            suite = " ; ".join(r.changements)
        yield f"Avis {r.verdict}{NB}: si le poids de chaque axe varie de {marge} en plus ou en moins, {suite}."
    yield (
        f"Le score global est alors {_fourchette(r.axes)} ; si les poids des indicateurs et des questions varient aussi de "
        f"{marge}, {_fourchette(r.tous_poids)}."
    )
    if r.autres_mots:
        mots = " ou ".join(_de(m) for m in r.autres_mots)
        yield f"Si tous ces poids variaient ensemble dans le même sens, l’avis pourrait devenir {mots}."
    if r.bascule is not None:
        yield bascule(r.bascule, referentiel)
    elif r.verdict is not None:
        yield "Aucun poids d’axe, changé seul, ne change l’avis."
    for effet in r.parametres:
        yield parametre(effet)


def _fourchette(e: Encadrement) -> str:
    return f"de {points(Fraction(e.min))}" if e.min == e.max else f"entre {french.score(e.min)} et {points(Fraction(e.max))}"


def bascule(b: Bascule, referentiel: Referentiel) -> str:
    """`Il faudrait porter le poids de « … » de 3 à 7,4 parts (+147 %) pour que l’avis devienne « réservé ».`"""
    axe = next((a.titre for a in referentiel.questionnaire.lu.axes if a.id == b.axe), b.axe)
    sens = "+" if b.ecart > 0 else ""
    return (
        f"Il faudrait porter le poids de l’axe {_de(axe)} de {french.mesure(b.poids, 'parts')} à "
        f"{french.mesure(b.poids_bascule, 'parts')} ({sens}{french.pourcent(b.ecart, 0)}) pour que l’avis devienne "
        f"{_de(words.avis(b.avis, referentiel.grille))}."
    )


def parametre(effet: EffetParametre) -> str:
    """What one local parameter changes."""
    debut = f"Paramètre local {_de(effet.libelle)}{NB}: {effet.local} (outil{NB}: {effet.defaut})"
    if effet.pourquoi:
        return f"{debut} ; {effet.pourquoi}"
    if effet.ecart_montant is None or effet.ecart_score is None:
        return f"{debut} ; son effet n’est pas chiffrable tant que le montant ne l’est pas."
    if not effet.ecart_montant and not effet.ecart_score:
        return f"{debut} ; sans effet sur ce dossier."
    return f"{debut} ; effet{NB}: {points(effet.ecart_score, signe=True)}, {euros_signes(effet.ecart_montant)}."


# — leviers —————————————————————————————————————————————————————————————————————————————————————————————————


def entete_leviers(leviers: Leviers) -> Iterator[str]:
    """Why there is none, whose euros these are, whether the search was whole."""
    if leviers.pourquoi_aucun:
        yield leviers.pourquoi_aucun
    if leviers.indicatif:
        yield "Les euros sont ceux du chiffre indicatif (barème de 2013)."
    if not leviers.complet:
        yield (
            f"La recherche s’est arrêtée après {french.pluriel(leviers.evaluations, 'évaluation')}{NB}: d’autres ensembles, "
            "meilleurs, peuvent exister."
        )


def vers_l_avis(leviers: Leviers, referentiel: Referentiel) -> str:
    """What the sets of `leviers.avis` reach; empty where there is none."""
    if not leviers.avis or leviers.avis_vise is None:
        return ""
    vise = _de(words.avis(leviers.avis_vise, referentiel.grille))
    return f"Pour atteindre l’avis {vise}, les plus petits ensembles de changements{NB}:"


def effet_levier(levier: Levier, referentiel: Referentiel) -> str:
    """`+1 200 €, avis « favorable », score de 0,7325 point`."""
    morceaux = [] if levier.gain is None else [euros_signes(levier.gain)]
    morceaux += [f"avis {_de(words.avis(levier.avis, referentiel.grille))}", f"score de {points(levier.score)}"]
    return ", ".join(morceaux)


# — manque ——————————————————————————————————————————————————————————————————————————————————————————————————


def gain_manque(m: Manque) -> str:
    """What knowing the answer would narrow."""
    if m.moyen is None:
        mots = "donnerait une borne au montant"
    elif m.moyen > 0:
        certain = f", au moins {french.euros(french.arrondi(m.certain, 0))}" if m.certain else ""
        mots = f"resserre l’encadrement de {french.euros(french.arrondi(m.moyen, 0))} en moyenne{certain}"
    else:
        mots = "ne resserre pas l’encadrement à elle seule"
    return f"{mots} ; peut changer l’avis" if m.avis else mots


# — sans objet, appuis, plan ————————————————————————————————————————————————————————————————————————————————


def sans_objet(s: SansObjets, referentiel: Referentiel) -> str:
    """The score had every *sans objet* counted zero."""
    if not s.liste:
        return "Aucune question n’est déclarée sans objet."
    if not any(so.poids for so in s.liste):
        return "Aucune question notée n’est déclarée sans objet : le score n’en dépend pas."
    montant = (
        french.euros(s.montant_min_si_zero)
        if s.montant_min_si_zero is not None and s.montant_min_si_zero == s.montant_max_si_zero
        else ""
    )
    return (
        f"Si chaque sans objet comptait zéro, le score global serait {_points(s.score_si_zero)}, l’avis "
        f"{_de(words.avis(s.avis_si_zero, referentiel.grille))}" + (f", le montant {montant}." if montant else ".")
    )


def appui(a: Appuis, titre: str) -> str:
    """`Projet social : document 40 %, entretien 10 %…`."""
    parts = [f"{LIBELLES_APPUI[nom]} {french.pourcent(part, 0)}" for nom, part in a.parts.items() if part]
    alerte = (
        " ; ! score élevé qui repose surtout sur la déclaration : à appuyer par une pièce ou une visite" if a.fragile else ""
    )
    return f"{titre}{NB}: {', '.join(parts) or 'rien ne s’applique'}{alerte}"


def plan(p: Plan) -> Iterator[str]:
    """Where the residence stands, and what the quadrant says."""
    yield f"Besoin{NB}: {_points(p.besoin)} ; réponse{NB}: {_points(p.reponse)}."
    if len(p.possibles) > 1:
        yield f"Selon les réponses qui manquent{NB}: " + " ou ".join(_de(q.titre) for q in p.possibles) + "."
    for quadrant in p.possibles if len(p.possibles) == 1 else ():
        yield f"{quadrant.titre}. {quadrant.lecture}"


# — comparaison —————————————————————————————————————————————————————————————————————————————————————————————

PRIX = (
    "Le prix d’un écart est ce que change cette seule réponse : le résultat constaté, moins ce qu’il serait si la valeur "
    "déclarée était admise sur ce seul point."
)
EFFETS_D_ENSEMBLE = (
    "Les prix ne s’additionnent pas toujours : chacun suppose que cette seule réponse change, et une même limite (demande, "
    "coût net, plafond, vigilance) peut jouer pour plusieurs. Les lignes d’effet d’ensemble disent ce qui est ainsi compté "
    "en trop ou en moins, la réponse la plus chère d’abord ; leur répartition dépend de cet ordre, pas leur total."
)
ARRONDIS = "arrondis à l’euro, ensemble"
REGLES = "règles propres au constat"


ARRETS: dict[Terme, str] = {  # short, beside a price in euros
    "plafond": "(plafond)",
    "cout_net": "(coût net)",
    "demande": "(demande)",
    "forfait": "(forfait)",
}


def arret(terme: Terme) -> str:
    """Why the price of one difference, in euros, says less than its price in points. See `Desaccord.arret`."""
    return f"si le déclaré était admis, {words.LIBELLES_TERME[terme]} arrêterait l’aide"


def limite(c: Comparaison) -> str:
    """Why differences that cost points cost no euro: something else than the score binds the found amount. Or nothing."""
    terme = portee.montants(c.constatee).terme_limitant
    gratuits = any(d.prix.ampleur[1] and not d.prix.ampleur[0] for d in c.desaccords)
    if terme in (None, "taux", "vigilance") or not gratuits:
        return ""
    return (
        f"Côté constaté, {words.LIBELLES_TERME[terme]} limite l’aide{NB}: une réponse qui fait perdre des points peut alors "
        "ne coûter aucun euro à elle seule."
    )


def effet_d_ensemble(noms: Sequence[str], groupe: Sequence[Interaction], avec: str = "les réponses plus chères") -> str:
    """`effet d’ensemble, le coût net de la GLS limite l’aide : « Partenaires », « Équipe »`; one alone says with what."""
    terme = groupe[0].terme
    cause = f", {words.LIBELLES_TERME[terme]} limite l’aide" if terme and terme != "taux" else ""
    suite = f", avec {avec}" if len(groupe) == 1 else ""
    return f"effet d’ensemble{cause}{NB}: {', '.join(noms)}{suite}"
