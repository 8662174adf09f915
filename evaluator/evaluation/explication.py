"""The trace of the amount: every term, what made it, whose parameter it rests on (`model.md` §5)."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from evaluator import french
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.derogation import Derogation
from evaluator.evaluation.noeuds import Noeud
from evaluator.evaluation.result import Encadrement, Etape, Montants
from evaluator.evaluation.taux import Taux
from evaluator.evaluation.termes import cout_net
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.formula import domain as d

ZERO = Fraction(0)


def tracer(
    contexte: Contexte,
    bareme: Bareme | None,
    derogation: Derogation,
    plafond: d.Nombre,
    globale: Noeud,
    taux: Taux,
    montants: Montants,
) -> Etape:
    """From the amount down to the answers."""
    etape_taux = _taux(contexte, taux, globale)
    if bareme is not None and plafond.present:
        termes = [_principal(contexte, bareme, derogation, plafond, taux, etape_taux)]
    else:
        termes = [etape_taux]
    if contexte.grille.lue.terme_cout_net:
        termes.append(_cout_net(contexte))
    demande = _question(contexte, "montant_demande", "Montant demandé", ("C-IV-c-modul",))
    termes.append(replace(demande, origine="defaut_outil"))  # that the request bounds the amount is the tool's rule
    detail = "le plus petit des termes, arrondi une fois à l’euro inférieur"
    if montants.terme_limitant == "recevabilite":
        detail = "demande irrecevable : 0 €"
    return Etape("montant", "Montant proposé", "minimum", _bornes(montants), "euros", detail=detail, enfants=tuple(termes))


def _bornes(montants: Montants) -> Encadrement:
    if montants.montant_min is None:
        return Encadrement(ZERO, d.INF, absent=True)
    maximum = d.INF if montants.montant_max is None else Fraction(montants.montant_max)
    return Encadrement(Fraction(montants.montant_min), maximum)


def _vu(n: d.Nombre) -> Encadrement:
    return Encadrement(n.bas, n.haut, absent=not n.present)


def _taux(contexte: Contexte, taux: Taux, globale: Noeud) -> Etape:
    modulation = contexte.grille.lue.modulation
    detail = " ; ".join(f"score {french.nombre(p.x, 4)} → {french.pourcent(p.y)}" for p in modulation.courbe)
    brut_haut, brut_bas = Fraction(taux.brut.max), Fraction(taux.brut.min)
    if taux.haut < brut_haut:
        detail += f" ; plafonné par une vigilance : {french.pourcent(brut_haut)} ramené à {french.pourcent(taux.haut)}"
    elif taux.bas < brut_bas:
        detail += f" ; une vigilance possible ramènerait {french.pourcent(brut_bas)} à {french.pourcent(taux.bas)}"
    return Etape(
        "taux",
        "Taux du plafond",
        "taux selon le score global, linéaire entre deux points",
        Encadrement(taux.bas, taux.haut),
        "taux",
        origine=contexte.grille.origine("modulation"),
        clauses=("C-IV-c-modul",),
        detail=detail,
        enfants=(globale.trace,),
    )


def _principal(
    contexte: Contexte, bareme: Bareme, derogation: Derogation, plafond: d.Nombre, taux: Taux, etape_taux: Etape
) -> Etape:
    logements = contexte.nombre("nb_logements").connu
    detail = f"{french.nombre(logements, 0)} logements" if logements is not None else "nombre de logements inconnu"
    forfait = bareme.mode == "forfait"
    etape = Etape(
        "plafond",
        "Forfait" if forfait else "Plafond",
        bareme.reference,
        _vu(plafond),
        "euros",
        origine=contexte.grille.origine("forfait") if forfait else "circulaire",
        clauses=bareme.clauses,
        detail=detail + derogation.en_mots(),
    )
    if forfait and not contexte.grille.lue.moduler_forfait.valeur:
        return etape
    produit = Encadrement(plafond.bas * taux.bas, ZERO if taux.haut == 0 else plafond.haut * taux.haut)
    return Etape(
        "plafond_module",
        "Plafond × taux",
        "produit",
        produit,
        "euros",
        clauses=("C-IV-c-modul",),
        enfants=(etape, etape_taux),
    )


def _question(contexte: Contexte, nom: str, libelle: str, clauses: tuple[str, ...]) -> Etape:
    etat = contexte.etats[nom]
    return Etape(nom, libelle, "question", _vu(contexte.nombre(nom)), "euros", clauses=clauses, etat=etat)


def _cout_net(contexte: Contexte) -> Etape:
    net, acquis = cout_net(contexte)
    cofinancements = Etape(
        "cofinancements",
        "Cofinancements acquis pour la GLS",
        "somme",
        _vu(acquis),
        "euros",
        clauses=("C-IV-c-cofin",),
        etat=contexte.etats["cofinancements"],
        detail="objet GLS, statut acquis ; ni AGLS ni fonds propres",
    )
    return Etape(
        "cout_net",
        "Coût net de la GLS",
        "différence, 0 au moins",
        _vu(net),
        "euros",
        origine=contexte.grille.origine("terme_cout_net"),
        clauses=("C-IV-c-cofin", "C-IV-b-subst"),
        enfants=(_question(contexte, "cout_gls", "Coût de la GLS", ("C-II",)), cofinancements),
    )
