"""How the amount is computed: every step with its operation, so that a pocket calculator gives the printed amount."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from evaluator import french
from evaluator.evaluation.result import Encadrement, ResultatNotation
from evaluator.evaluation.words import LIBELLES_ETAT as ETATS
from evaluator.evaluation.words import LIBELLES_TERME
from evaluator.questionnaire.bareme import Bareme
from evaluator.report import mots
from evaluator.report.formules import courbe_en_mots, en_mots
from evaluator.report.sections.synthese import legende_termes, mot_avis, termes
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

FORMULE_MAX = 260  # characters of a rule printed in the table of scores


def calcul(sujet: Sujet) -> Bloc:
    return {
        "scores": _scores(sujet),
        "dimensions": _dimensions(sujet),
        "etapes": _etapes(sujet),
        "termes": termes(sujet),
        "montant": mots.montant(sujet.evaluation.modulation.montants),
        "legende": legende_termes(sujet),
        "intervalle": mots.intervalle(sujet.evaluation.modulation.montants),
        "derogation": _derogation(sujet),
        "plafonnees": _plafonnees(sujet),
    }


# — scores ——————————————————————————————————————————————————————————————————————————————————————————————————


def _scores(sujet: Sujet) -> list[Affichable]:
    """From the global score down to each scored answer: one line each, with its weight in the line above it."""
    evaluation, grille = sujet.evaluation, sujet.referentiel.grille
    lignes: list[Affichable] = [_ligne("global", "Score global", "", evaluation.globale)]
    for axe in evaluation.axes:
        lignes.append(_ligne("axe", f"{axe.id} – {axe.titre}", french.exact(axe.poids), axe.score))
        for i in evaluation.indicateurs:
            notations = [n for n in evaluation.notations if n.indicateur == i.id]
            if i.axe != axe.id or i.score is None:
                continue
            seule = notations[0] if len(notations) == 1 else None
            poids = french.exact(grille.poids_indicateur(i.id))
            lignes.append(
                _ligne(
                    "indicateur", f"{i.id} – {i.libelle}", poids, i.score, _detail(sujet, seule, nomme=True) if seule else ""
                )
            )
            for n in [] if seule else notations:
                lignes.append(
                    _ligne("question", n.libelle, french.exact(grille.poids_notation(n.id)), n.score, _detail(sujet, n))
                )
    return lignes


def _ligne(rang: str, libelle: str, poids: str, score: Encadrement, detail: str = "") -> Bloc:
    return {
        "rang": rang,
        "libelle": typo(libelle),
        "poids": poids,
        "score": mots.score(score),
        "exact": mots.score_exact(score),
        "detail": detail,
    }


def _detail(sujet: Sujet, n: ResultatNotation, *, nomme: bool = False) -> str:
    """How a scored answer became its score (`nomme`: with its name); a long rule is printed whole with the parameters."""
    morceaux = [typo(n.libelle)] if nomme else []
    regle = next(c for c in sujet.referentiel.questionnaire.notations if c.id == n.id)
    if n.trace.enfants and regle.formule is not None and regle.courbe is not None:
        mots_ = en_mots(regle.formule, sujet, valeurs=True)
        nom = mots_ if len(mots_) <= FORMULE_MAX else "règle de calcul imprimée avec les paramètres"
        morceaux += [f"{nom} = {_mesure(formule.valeur)}" for formule in n.trace.enfants]
        morceaux.append(typo(courbe_en_mots(regle.courbe)))
    elif n.trace.detail:
        morceaux.append(typo(_retenue(sujet, n)))
    if n.etat in ("en_attente", "ne_sait_pas", "non_renseignee"):
        morceaux.append(ETATS[n.etat])
    return f"{french.FINE}; ".join(morceaux)


def _retenue(sujet: Sujet, n: ResultatNotation) -> str:
    """The answer counted, in words: a level, an option by its label; else what the evaluation says."""
    q, lu = sujet.referentiel.questionnaire.questions[n.question], sujet.resultat(n.question)
    if lu is None or lu.etat != "renseignee" or q.type not in ("niveau", "choix"):  # type: ignore[attr-defined]
        return n.trace.detail
    if q.type == "niveau":  # type: ignore[attr-defined]
        return f"niveau retenu : {lu.retenue if lu.retenue is not None else lu.valeur} sur 3"
    return f"réponse retenue : {sujet.mot(n.question)}"


def _mesure(e: Encadrement) -> str:
    if e.absent:
        return "sans objet"
    if e.min == e.max:
        return french.exact(Fraction(e.min))
    bas = french.nombre(e.min, 4)
    return f"{bas} ou plus" if french.est_infini(e.max) else f"de {bas} à {french.nombre(e.max, 4)}"


def _dimensions(sujet: Sujet) -> list[Affichable]:
    """Besoin and réponse: each question at its nominal weight in the whole."""
    noms = {"besoin": "Besoin", "reponse": "Réponse"}
    return [
        {
            "id": dimension,
            "titre": noms[dimension],
            "score": mots.score(encadrement),
            "exact": mots.score_exact(encadrement),
            "lignes": [
                {
                    "libelle": typo(f"{n.libelle} ({n.indicateur})"), "poids": french.exact(n.poids_nominal),
                    "score": mots.score(n.score), "exact": mots.score_exact(n.score),
                }
                for n in sujet.evaluation.notations
                if n.dimension == dimension
            ],
        }
        for dimension, encadrement in sujet.evaluation.dimensions.items()
    ]  # fmt: skip


def _plafonnees(sujet: Sujet) -> list[str]:
    questions = sujet.referentiel.questionnaire.questions
    return [typo(questions[q].etiquette) for q in sujet.evaluation.plafonnees]


# — steps ———————————————————————————————————————————————————————————————————————————————————————————————————


def _etapes(sujet: Sujet) -> list[Affichable]:
    etapes = [
        _etape_global(sujet),
        _etape_taux(sujet),
        _etape_plafonnement(sujet),
        _etape_plafond(sujet),
        _etape_termes(sujet),
        _etape_indicatif(sujet),
    ]
    return [e for e in etapes if e]


def _etape(titre: str, phrase: str, calcul_: str = "") -> Bloc:
    return {"titre": typo(titre), "phrase": typo(phrase), "calcul": typo(calcul_)}


def _etape_global(sujet: Sujet) -> Bloc:
    evaluation = sujet.evaluation
    phrase = "Moyenne des axes, chacun à son poids ; le poids d’un axe qui ne s’applique pas se répartit sur les autres."
    comptes = [a for a in evaluation.axes if not a.score.absent]
    if evaluation.globale.valeur is None or any(a.score.valeur is None for a in comptes):
        phrase += " Des réponses manquent : chaque borne se calcule de même, avec les scores les plus bas ou les plus hauts."
        return _etape("Score global", phrase, f"Score global : {mots.score(evaluation.globale)}")
    haut = " + ".join(f"{french.nombre(a.poids, 4)} × {french.fraction(Fraction(a.score.min))}" for a in comptes)
    bas = " + ".join(french.nombre(a.poids, 4) for a in comptes)
    valeur = evaluation.globale.valeur
    return _etape("Score global", phrase, f"({haut}) ÷ ({bas}) = {french.fraction(valeur)} = {french.score(valeur)}")


def _etape_taux(sujet: Sujet) -> Bloc:
    courbe = sujet.referentiel.grille.lue.modulation.courbe
    regle = f"Taux de {french.pourcent(courbe[0].y)} jusqu’à un score de {french.nombre(courbe[0].x, 4)}"
    for point in courbe[1:]:
        regle += f", {french.pourcent(point.y)} à {french.nombre(point.x, 4)}"
    regle += ", en ligne droite entre ces points, sans changement au-delà."
    brut = sujet.evaluation.modulation.taux_brut
    valeur, score = brut.valeur, sujet.evaluation.globale.valeur
    if valeur is None or score is None:
        return _etape("Taux du plafond", regle, f"Taux : {mots.taux(brut)}")
    return _etape("Taux du plafond", regle, _taux(courbe, score, valeur))


def _taux(courbe: tuple[object, ...], score: Fraction, valeur: Fraction) -> str:
    """The straight line between two points, written out; or the flat end it lies on."""
    resultat = french.exact(valeur * 100, 2)
    fin = f"{french.fraction(valeur)} = {french.pourcent(valeur, 2)}" if resultat else ""
    points = [(p.x, p.y) for p in courbe]  # type: ignore[attr-defined]  # points of a Courbe
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 < score < x1:
            droite = f"({french.fraction(score)} − {french.fraction(x0)}) ÷ ({french.fraction(x1)} − {french.fraction(x0)})"
            if (y0, y1) == (0, 1):
                return f"{droite} = {fin}"
            return f"{french.fraction(y0)} + ({french.fraction(y1)} − {french.fraction(y0)}) × {droite} = {fin}"
    return f"score de {french.score(score)} : taux de {fin}"


def _etape_plafonnement(sujet: Sujet) -> Bloc:
    modulation, grille = sujet.evaluation.modulation, sujet.referentiel.grille
    if modulation.taux is None:
        return _etape(
            "Recevabilité",
            "Une vigilance d’irrecevabilité est certaine : l’avis proposé est « irrecevable » et le montant proposé est de "
            "0 €, quels que soient les scores.",
        )
    phrases = []
    for statut, verbe in (("certaine", "plafonne"), ("possible", "peut plafonner")):
        for gravite, mot in grille.lue.plafonnements.items():
            if compte := sum(1 for v in sujet.evaluation.vigilances if v.gravite == gravite and v.statut == statut):
                quoi = french.pluriel(
                    compte, f"vigilance {_GRAVITES[gravite]} {statut}", f"vigilances {_GRAVITES[gravite]}s {statut}s"
                )
                taux = grille.taux_plafonne(mot)
                plafonds = (
                    f"l’avis à « {mot_avis(sujet, mot)} » et le taux à {french.pourcent(taux, 2)} ({french.fraction(taux)})"
                )
                phrases.append(f"{quoi} : {verbe} {plafonds}.")
    if not phrases:
        return _etape("Plafonnement", "Aucune vigilance impérative ou majeure : le taux n’est pas plafonné.")
    resultat = mots.taux(modulation.taux)
    exact = mots.score_exact(modulation.taux)
    return _etape(
        "Plafonnement", " ".join(phrases), f"Taux retenu : {resultat}" + (f" ({exact})" if exact != resultat else "")
    )


_GRAVITES = {"imperatif": "impérative", "majeure": "majeure"}


def _etape_plafond(sujet: Sujet) -> Bloc:
    bareme = sujet.bareme
    titre = "Forfait" if bareme and bareme.mode == "forfait" else "Plafond"
    if bareme is None:
        return _etape("Plafond", "Aucun barème ne s’applique à cet exercice : le montant n’est pas calculé.")
    etape = next((e for e in sujet.evaluation.modulation.trace.parcourir() if e.id == "plafond"), None)
    phrase = f"{bareme.titre} ({bareme.reference})."
    if etape is None or etape.valeur.absent:
        return _etape(titre, f"{phrase} Le forfait par logement n’est pas renseigné : le montant n’est pas calculé.")
    operation = f"{titre} : {_porte(sujet, bareme)}{mots.euros(etape.valeur)}"
    return _etape(titre, f"{phrase} {etape.detail[:1].upper()}{etape.detail[1:]}.", operation)


def _porte(sujet: Sujet, bareme: Bareme) -> str:
    """The derogation written out, where the ceiling holds one: `25 000 € × (1 + 12 %) = `."""
    d, logements = sujet.evaluation.modulation.derogation, sujet.valeur("nb_logements")
    if not d.prise or d.taux is None or not isinstance(logements, int):
        return ""
    tranche = next((t for t in bareme.tranches if t.de <= logements and (t.a is None or logements <= t.a)), None)
    return f"{french.euros(tranche.montant)} × (1 + {french.pourcent(d.taux)}) = " if tranche else ""


def _etape_termes(sujet: Sujet) -> Bloc:
    modulation = sujet.evaluation.modulation
    if modulation.taux is None or modulation.montants.montant_min is None:
        return {}
    phrase = (
        "Le montant est le plus petit des termes du tableau ci-dessous, arrondi une seule fois, à l’euro inférieur. "
        "Le coût net est le coût prévu de la GLS moins les cofinancements acquis pour elle, hors AGLS et fonds propres."
    )
    produit = next((e for e in modulation.trace.enfants if e.id == "plafond_module"), None)
    calcul_ = ""
    if produit and len(produit.enfants) == 2 and produit.valeur.valeur is not None:
        plafond, taux = produit.enfants
        if plafond.valeur.valeur is not None and taux.valeur.valeur is not None:
            calcul_ = (f"{french.euros(plafond.valeur.valeur)} × {french.fraction(taux.valeur.valeur)} = "
                       f"{french.euros(produit.valeur.valeur)}")  # fmt: skip
    return _etape("Montant", phrase, calcul_)


def _etape_indicatif(sujet: Sujet) -> Bloc:
    """The figure under the last barème by ceilings, apart: how it is made, and what it is not."""
    i = sujet.evaluation.modulation.indicatif
    if i is None:
        return {}
    m = i.montants
    phrase = (
        f"{sujet.referentiel.baremes.dernier_plafond.titre} : le plus petit de ce plafond multiplié par le taux, du coût "
        "net et de la demande, arrondi à l’euro inférieur. Ce chiffre n’est pas le montant d’une convention."
    )
    chiffre = french.euros(m.montant) if m.montant is not None else mots.entre(m.montant_min, m.montant_max)
    termes_ = f" ; borné par : {LIBELLES_TERME[m.terme_limitant]}" if m.terme_limitant else ""
    plafond = (
        f"plafond : {french.euros(m.plafond)}, à multiplier par le taux" if m.plafond is not None else "plafond non connu"
    )
    taux = f" de {french.fraction(i.taux)} ; " if i.taux is not None else " ; "
    return _etape(
        "À titre indicatif, selon le barème de 2013", phrase, f"{plafond}{taux}montant indicatif : {chiffre}{termes_}"
    )


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
