"""One A4 page, really one: what a reader in a hurry must know, every text cut to its place and said to be cut."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator import french
from evaluator.evaluation import words
from evaluator.evaluation.words import LIBELLES_TERME
from evaluator.report import masquage, mots, svg
from evaluator.report.coupe import SUITE, Place, couper, faire_tenir, lignes_de
from evaluator.report.sections import synthese
from evaluator.report.sections.identite import bannieres, regime, tenue
from evaluator.report.sections.leviers import meilleurs
from evaluator.report.sections.plan import plan
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

# Characters of each text, and the place of each list. A full line holds 95 characters, one beside the drawing 52.
NOM, BANNIERE, IDENTITE, DECISION = 80, 210, 90, 150
RAISON, LEVIER, VIGILANCE, INDICATIF = 200, 190, 84, 120
RAISONS, LEVIERS, VIGILANCES = Place(52, 9), Place(52, 7), Place(42, 6)
LECTURE = 120
PLEINE, MOITIE, VALEUR = 95, 46, 70  # characters of a line: of the page, of half of it, of a value of the table
FIXES, MOINS, PLUS = 18, 3, 6  # lines the rest of the page may take; what is lent by reasons and levers, or given to levers
RAISONS_MAX, LEVIERS_MAX = 3, 3
PREPARATOIRE = "Document de travail, préparatoire à une décision : à ne pas publier."
DU_GESTIONNAIRE = "Document du gestionnaire : à publier avec son seul accord."
_PESENT = ("ineligible", "imperatif", "majeure")


def fiche(sujet: Sujet) -> Bloc:
    avis, montant = synthese.avis(sujet), synthese.montant(sujet)
    montant["indicatif"] = couper(str(montant["indicatif"]), INDICATIF)
    lignes = [couper(ligne, BANNIERE) for ligne in _bannieres(sujet)]
    identite = [(libelle, couper(valeur, IDENTITE)) for libelle, valeur in _identite(sujet)]
    vigilances, decision = _vigilances(sujet), couper(typo(_decision(sujet)), DECISION)
    libres = FIXES - _prises([*lignes, str(montant["indicatif"]), decision], PLEINE)
    libres -= _prises([valeur for _, valeur in identite], VALEUR) + _cotes(avis, montant) + _rangs(vigilances)
    raisons, _ = faire_tenir(_raisons(sujet), RAISONS.plus(max(-MOINS, min(libres, 0))), RAISON)
    leviers, autres = faire_tenir(_leviers(sujet), LEVIERS.plus(max(-MOINS, min(libres, PLUS))), 2 * LEVIER)
    dessin = plan(sujet, svg.PETIT)
    return {
        "residence": couper(str(sujet.valeur("residence_nom") or sujet.dossier.nom), NOM),
        "exercice": str(sujet.evaluation.exercice or "non renseigné"),
        "bannieres": [*lignes],
        "masquage": typo(masquage.PHRASE) if sujet.publication else "",
        "identite": [{"libelle": typo(libelle), "valeur": valeur} for libelle, valeur in identite],
        "avis": avis,
        "montant": montant,
        "raisons": raisons[:RAISONS_MAX],
        "leviers": leviers[:LEVIERS_MAX],
        "sans_levier": "" if leviers or autres else couper(typo(sujet.analyse.leviers.pourquoi_aucun), LEVIER),
        "leviers_suite": SUITE if autres else "",
        "plan": dessin,
        "lecture": couper(str(dessin["lecture"]), LECTURE, "…"),
        **vigilances,
        "decision": decision,
        "empreinte": sujet.dossier.empreinte,
        "evenements": french.pluriel(sujet.dossier.evenements, "événement"),
    }


def _prises(textes: list[str], largeur: int) -> int:
    return sum(lignes_de(texte, largeur) for texte in textes if texte)


def _cotes(avis: Bloc, montant: Bloc) -> int:
    """The lines under the opinion and the amount, which stand side by side."""
    return max(_prises([str(avis["bornes"])], MOITIE), _prises([str(montant["intervalle"]), str(montant["borne"])], MOITIE))


def _rangs(vigilances: Bloc) -> int:
    """The lines of the vigilances, in two columns, and of what is said under them."""
    colonnes = [[str(v) for v in _liste(colonne)] for colonne in _liste(vigilances["vigilances"])]
    hautes = max((_prises(colonne, VIGILANCES.caracteres) for colonne in colonnes), default=1)
    return hautes + sum(bool(vigilances[nom]) for nom in ("vigilances_suite", "vigilances_possibles"))


def _bannieres(sujet: Sujet) -> list[str]:
    """The lines that must be seen before any figure, the regime in its short form."""
    forfait = sujet.referentiel.grille.lue.forfait.par_logement is not None
    court = words.ligne_regime(sujet.evaluation.exercice, forfait)
    long = regime(sujet)
    lignes = [f"{typo(court)}." if court and ligne == long else ligne for ligne in bannieres(sujet)]
    return [typo(_publication(sujet)), *lignes] if _publication(sujet) else lignes


def _publication(sujet: Sujet) -> str:
    """Who may publish it, and when not to; nothing once the decision stands."""
    if sujet.evaluation.volet == "auto_evaluation":
        return DU_GESTIONNAIRE
    return "" if tenue(sujet) else PREPARATOIRE


def _identite(sujet: Sujet) -> Iterator[tuple[str, str]]:
    def mot(question: str) -> str:
        lu = sujet.resultat(question)
        return "à renseigner" if lu and lu.etat == "non_renseignee" else sujet.mot(question)

    yield "Gestionnaire", mot("gestionnaire_nom")
    yield "Structure", f"{mot('type_structure')}, {mot('nb_logements')}"
    yield "Commune (code INSEE)", f"{mot('commune_insee')}, département {mot('departement')}"
    demande = mot("montant_demande")
    yield "Demande", f"{mot('type_demande')}, montant demandé : {demande}"


def _raisons(sujet: Sujet) -> list[str]:
    """The three strongest: what forbids an opinion first, then how the amount is made, then what carries the score."""
    return [typo(f"{r[:1].upper()}{r[1:].rstrip('.')}.") for r in _lues(sujet)][:RAISONS_MAX]


def _lues(sujet: Sujet) -> Iterator[str]:
    evaluation, modulation = sujet.evaluation, sujet.evaluation.modulation
    if evaluation.recevabilite.statut == "irrecevable":
        yield from (motif.message for motif in evaluation.recevabilite.motifs)
        return
    yield from modulation.raisons
    if modulation.taux is not None and not evaluation.globale.absent:
        plafond = modulation.montants.plafond
        du = f"du plafond de {french.euros(plafond)}" if plafond is not None else "du plafond"
        vigilance = " après les points de vigilance" if modulation.taux != modulation.taux_brut else ""
        yield (
            f"le score global de l’évaluation, {mots.score(evaluation.globale)} sur 1, ouvre "
            f"{mots.taux(modulation.taux)} {du}{vigilance}"
        )
    yield from _borne(sujet)
    yield from _axes(sujet)


def _borne(sujet: Sujet) -> Iterator[str]:
    m = sujet.evaluation.modulation.montants
    if m.montant is None or m.terme_limitant is None:
        return
    autres = {e.id: e.valeur for e in sujet.evaluation.modulation.trace.enfants if e.unite == "euros"}
    dits = [
        f"{nom} : {mots.euros(autres[terme])}"
        for terme, nom in (("cout_net", "coût net de la GLS"), ("montant_demande", "montant demandé"))
        if terme in autres and not autres[terme].absent
    ]
    suite = f" ({' ; '.join(dits)})" if dits else ""
    yield f"ce qui borne le montant est {LIBELLES_TERME[m.terme_limitant]}{suite}"


def _axes(sujet: Sujet) -> Iterator[str]:
    """The best and the worst axis, by name: their figures are in the report."""
    axes = [a for a in sujet.evaluation.axes if not a.score.absent]
    if len(axes) < 2 or any(a.score.min != a.score.max for a in axes):
        return
    haut, bas = max(axes, key=lambda a: a.score.min), min(axes, key=lambda a: a.score.min)
    if haut.score.min != bas.score.min:
        yield f"l’axe le mieux noté est {haut.id} ({_nom(haut.titre)}), le moins bien noté {bas.id} ({_nom(bas.titre)})"


def _nom(titre: str) -> str:
    return couper(f"{titre[:1].lower()}{titre[1:]}", 80, "…")


def _leviers(sujet: Sujet) -> list[str]:
    """Each set with its effect: it is the objectives that are cut, never what they would bring."""
    lues = []
    for levier in meilleurs(sujet):
        if isinstance(levier, dict):
            suite = f"{french.INSECABLE}: {levier['effet']}"
            objectifs = f"{french.FINE}; ".join(str(o) for o in _liste(levier["objectifs"]))
            lues.append(f"{couper(objectifs, max(len(SUITE) + 30, LEVIER - len(suite)))}{suite}")
    return lues


def _liste(valeur: Affichable) -> list[Affichable]:
    return list(valeur) if isinstance(valeur, list) else []


def _vigilances(sujet: Sujet) -> Bloc:
    """Those that are certain and weigh on the opinion; how many are not named, and how many remain possible."""
    pesent = [v for v in sujet.evaluation.vigilances if v.gravite in _PESENT]
    certaines = [typo(v.titre) for v in pesent if v.statut == "certaine"]
    titres, reste = faire_tenir(certaines, VIGILANCES, VIGILANCE)
    possibles = len(pesent) - len(certaines)
    mots_ = french.pluriel(possibles, "autre reste possible", "autres restent possibles")
    dits = possibles and sujet.evaluation.recevabilite.statut != "irrecevable"
    return {
        "vigilances": [titres[: (len(titres) + 1) // 2], titres[(len(titres) + 1) // 2 :]] if titres else [],
        "vigilances_suite": f"et {french.pluriel(reste, 'autre', 'autres')} {SUITE}" if reste else "",
        "vigilances_possibles": f"{mots_} tant que des réponses manquent." if dits else "",
    }


def _decision(sujet: Sujet) -> str:
    prise = sujet.dossier.decision
    if prise is None:
        return "Aucune décision n’est enregistrée à ce jour."
    qui = f"{prise.nom}, {prise.fonction}" if prise.fonction else prise.nom
    perimee = " Une réponse a changé depuis." if sujet.dossier.decision_perimee else ""
    return f"{french.euros(prise.montant)}, décision du {french.jour_long(prise.date)}.{perimee} Par {qui}."
