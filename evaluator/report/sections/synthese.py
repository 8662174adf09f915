"""One page: the opinion, the amount and what binds it, what is certain, what is missing."""

from __future__ import annotations

from fractions import Fraction

from evaluator import french
from evaluator.evaluation import words
from evaluator.evaluation.result import AvisRendu, Encadrement, Etape, Evaluation, Montants, Terme
from evaluator.evaluation.words import LIBELLES_SENS, LIBELLES_TERME
from evaluator.questionnaire.models import Gravite
from evaluator.report import mots
from evaluator.report.sections import robustesse
from evaluator.report.sections.leviers import meilleurs, sans_euros
from evaluator.report.sections.plan import plan
from evaluator.report.sections.vigilances import GLYPHES, effet, gravite_mot
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

_GLYPHES_AVIS: dict[AvisRendu, str] = {
    "favorable": "●",
    "favorable_avec_reserves": "◕",
    "reserve": "◑",
    "defavorable": "○",
    "irrecevable": "⊘",
    "indetermine": "?",
}
_PRINCIPAL: tuple[Terme, ...] = ("plafond", "taux", "vigilance", "forfait")
EXCLUSIONS = "La recevabilité n’est pas établie. Selon le statut de la structure, l’une de ces exclusions peut jouer :"


def synthese(sujet: Sujet) -> Bloc:
    evaluation, modulation = sujet.evaluation, sujet.evaluation.modulation
    return {
        "avis": avis(sujet),
        "montant": montant(sujet),
        "raisons": [typo(f"{r[:1].upper()}{r[1:]}.") for r in (*modulation.raisons, *_termes_inconnus(sujet))],
        "motifs": [{"message": typo(m.message), "clause": m.clause} for m in evaluation.recevabilite.motifs],
        "motifs_reserve": typo(EXCLUSIONS) if evaluation.recevabilite.statut == "indeterminee" else "",
        "termes": termes(sujet),
        "legende": legende_termes(sujet),
        "reperes": _reperes(sujet),
        "plan": plan(sujet),
        "pourquoi": [typo(p) for p in _pourquoi(sujet)],
        "leviers": meilleurs(sujet),
        "sans_euros": typo(sans_euros(sujet)),
        "sans_levier": typo(sujet.analyse.leviers.pourquoi_aucun),
        "conflits": typo(_conflits(sujet)),
        "plafonnantes": _plafonnantes(sujet),
        "plafonnantes_possibles": _possibles(sujet),
    }


def avis(sujet: Sujet) -> Bloc:
    modulation = sujet.evaluation.modulation
    bornes = ""
    if modulation.avis == "indetermine" and modulation.avis_min != modulation.avis_max:
        bornes = f"de « {mot_avis(sujet, modulation.avis_min)} » à « {mot_avis(sujet, modulation.avis_max)} »"
    return {
        "mot": mot_avis(sujet, modulation.avis),
        "glyphe": _GLYPHES_AVIS[modulation.avis],
        "bornes": typo(bornes),
    }


def _termes_inconnus(sujet: Sujet) -> list[str]:
    """Where the opinion stands and the amount does not: which terms answers are missing for."""
    modulation = sujet.evaluation.modulation
    m = modulation.montants
    if modulation.raisons or m.montant is not None or m.montant_min == m.montant_max:
        return []
    flous = [
        e.libelle
        for e in modulation.trace.enfants
        if e.unite == "euros" and not e.valeur.absent and e.valeur.min != e.valeur.max
    ]
    return [f"des réponses manquent : le montant reste un intervalle (à préciser : {' ; '.join(flous)})"]


def mot_avis(sujet: Sujet, avis_: AvisRendu) -> str:
    """The opinion in the words of the grid in force."""
    return sujet.mot_avis(avis_)


def _pourquoi(sujet: Sujet) -> list[str]:
    """Why this opinion and this amount, in five lines at most; none where the request is irrecevable."""
    evaluation, modulation = sujet.evaluation, sujet.evaluation.modulation
    if evaluation.recevabilite.statut == "irrecevable" or modulation.taux is None:
        return []
    lignes = [
        f"Score global : {mots.score(evaluation.globale)} sur 1 ({_bande(sujet)}).",
        _taux(sujet),
    ]
    m = modulation.montants
    plafond = plafond_en_mots(sujet, evaluation) if m.plafond is not None else _plafond(sujet)
    nom = "Forfait" if _forfait(sujet) else "Plafond"
    lignes.append(f"{nom} de l’exercice : {plafond}{_logements(sujet)}.")
    lignes.append(f"Par rapport à N-1 : {_sens(sujet)}.")
    if solide := robustesse.resume(sujet):
        lignes.append(solide)
    return lignes


def plafond_en_mots(sujet: Sujet, evaluation: Evaluation) -> str:
    """`20 400 €`; with the derogation, `25 000 € + 12 % à titre exceptionnel (IV-c) = 28 000 €`."""
    plafond, bareme = evaluation.modulation.montants.plafond, sujet.bareme
    if plafond is None:
        return "non calculé"
    total = french.euros(plafond)
    if bareme is None or bareme.derogation is None or not evaluation.modulation.derogation.prise:
        return total
    ordinaire = bareme.plafond(bareme.derogation.a_partir_de)
    part = french.pourcent(Fraction(plafond) / ordinaire - 1)
    return typo(f"{french.euros(ordinaire)} + {part} à titre exceptionnel (IV-c) = {total}")


def _forfait(sujet: Sujet) -> bool:
    """A lump sum in place of the ceilings of 2013."""
    return sujet.bareme is not None and sujet.bareme.mode == "forfait"


def _taux(sujet: Sujet) -> str:
    """What the score opens: a part of the ceiling; of a lump sum, only where the service says so."""
    taux = mots.taux(sujet.evaluation.modulation.taux_brut)
    if not _forfait(sujet):
        return f"Ce score ouvre {taux} du plafond{_plafonne(sujet)}."
    if sujet.referentiel.grille.lue.moduler_forfait.valeur:
        return f"Ce score ouvre {taux} du forfait{_plafonne(sujet)}."
    return f"Taux lu sur le score : {taux} (repère de 2013, sans application en {sujet.evaluation.exercice})."


def _bande(sujet: Sujet) -> str:
    """The band of words that the score falls in, before any cap."""
    grille, globale = sujet.referentiel.grille, sujet.evaluation.globale
    if globale.absent:
        return "rien ne s’applique"
    bas, haut = grille.avis(Fraction(globale.min)), grille.avis(Fraction(globale.max))
    if bas != haut:
        return f"de « {grille.libelles_avis[bas]} » à « {grille.libelles_avis[haut]} », avant vigilances"
    de = next(b.de for b in grille.lue.avis if b.avis == bas)
    return f"« {grille.libelles_avis[bas]} » à partir de {french.nombre(de, 4)}"


def _plafonne(sujet: Sujet) -> str:
    modulation = sujet.evaluation.modulation
    if modulation.taux is None or modulation.taux == modulation.taux_brut:
        return ""
    return f", ramenés à {mots.taux(modulation.taux)} par un point de vigilance"


def _logements(sujet: Sujet) -> str:
    return f" ({sujet.mot('nb_logements')})" if sujet.valeur("nb_logements") is not None else ""


def _conflits(sujet: Sujet) -> str:
    """After a merge: answers given otherwise on both sides count as unknown until someone settles them."""
    ouverts = [c for c in sujet.dossier.conflits if c.volet in ("commun", sujet.evaluation.volet)]
    if not ouverts:
        return ""
    noms = " ; ".join(f"« {sujet.etiquette(c.question)} »" for c in ouverts)
    return (
        f"Depuis la réunion de deux copies du dossier, {french.pluriel(len(ouverts), 'réponse reste', 'réponses restent')} "
        f"à trancher ; d’ici là, l’outil les tient pour inconnues : {noms}."
    )


def montant(sujet: Sujet) -> Bloc:
    modulation = sujet.evaluation.modulation
    m = modulation.montants
    return {
        "connu": m.montant is not None,
        "texte": mots.montant(m),
        "intervalle": mots.intervalle(m),
        "borne": _borne(m),
        "indicatif": indicatif(sujet),
    }


def _borne(m: Montants) -> str:
    """Which term binds, in words."""
    if m.terme_limitant:
        return typo(f"borné par : {LIBELLES_TERME[m.terme_limitant]}")
    if m.terme_min and m.terme_max:
        return typo(f"minimum borné par : {LIBELLES_TERME[m.terme_min]} ; maximum borné par : {LIBELLES_TERME[m.terme_max]}")
    return ""


def indicatif(sujet: Sujet) -> str:
    """The figure under the 2013 barème, apart and named as such."""
    i = sujet.evaluation.modulation.indicatif
    if i is None:
        return ""
    m = i.montants
    chiffre = french.euros(m.montant) if m.montant is not None else mots.entre(m.montant_min, m.montant_max)
    return typo(f"Indicatif, selon le barème de 2013 : {chiffre}. Ce n’est pas le montant d’une convention.")


def termes(sujet: Sujet) -> list[Affichable]:
    """The terms of the minimum, each with how it is made and which one binds; none where the request is irrecevable."""
    if sujet.evaluation.recevabilite.statut == "irrecevable":
        return []
    m = sujet.evaluation.modulation.montants
    return [
        {
            "libelle": typo(etape.libelle),
            "detail": _detail(etape),
            "valeur": mots.euros(etape.valeur),
            "borne": _retient(etape.id, m),
            "origine": origine(etape),
        }
        for etape in sujet.evaluation.modulation.trace.enfants
        if etape.unite == "euros"
    ]


def legende_termes(sujet: Sujet) -> str:
    """What the table of terms shows; without an amount, it must not read as if its smallest line were one."""
    if sujet.evaluation.modulation.montants.montant_min is None:
        return "Les termes connus (sans forfait ni plafond applicable, aucun n’est le montant)"
    return "Les termes du montant : le plus petit borne"


def _detail(etape: Etape) -> str:
    parts = {e.id: e for e in etape.enfants}
    if "plafond" in parts and "taux" in parts:
        plafond, taux = parts["plafond"].valeur, parts["taux"].valeur
        # four decimals: enough to find the cents again
        return f"{_facteur(plafond, mots.euros(plafond))} × {_facteur(taux, mots.taux(taux, 4))}"
    if etape.id == "cout_net":
        cout, cofinancements = _connu(parts["cout_gls"].valeur), _connu(parts["cofinancements"].valeur)
        return typo(f"coût prévu : {cout} ; à déduire, cofinancements acquis pour la GLS : {cofinancements}")
    return ""


def _facteur(e: Encadrement, texte: str) -> str:
    return texte if e.min == e.max else f"({texte})"


def _connu(e: Encadrement) -> str:
    """An amount, or that nothing is known of it."""
    return "non connu" if not e.absent and e.min == 0 and french.est_infini(e.max) else mots.euros(e)


def _retient(etape: str, m: Montants) -> str:
    """Whether this term is the one that binds, in words."""
    if m.terme_limitant:
        return "▶ borne le montant" if _est(etape, m.terme_limitant) else ""
    bas, haut = _est(etape, m.terme_min), _est(etape, m.terme_max)
    if bas and haut:
        return "▶ borne le minimum et le maximum"
    return "▶ borne le minimum" if bas else "▶ borne le maximum" if haut else ""


def _est(etape: str, terme: Terme | None) -> bool:
    if terme in _PRINCIPAL:
        return etape in ("plafond_module", "plafond")
    return etape == {"cout_net": "cout_net", "demande": "montant_demande"}.get(terme or "")


def origine(etape: Etape) -> str:
    """Whose rule a term rests on: its own, or those of its factors."""
    if etape.origine:
        return words.LIBELLES_ORIGINE[etape.origine]
    return typo(" ; ".join(f"{e.libelle.lower()} : {words.LIBELLES_ORIGINE[e.origine]}" for e in etape.enfants if e.origine))


def _reperes(sujet: Sujet) -> list[Affichable]:
    """Figures that the lines of « Pourquoi » do not give."""
    evaluation, modulation = sujet.evaluation, sujet.evaluation.modulation
    axes = " ; ".join(f"{axe.id} : {mots.score(axe.score)} (poids {french.nombre(axe.poids)})" for axe in evaluation.axes)
    lignes = [
        ("Axes", axes),
        ("AGLS accordée en N-1", french.euros(modulation.agls_n1) if modulation.agls_n1 is not None else "non connue"),
        ("Complétude", f"{french.pourcent(evaluation.completude)} (minimum : {french.pourcent(_minimum(sujet))})"),
        ("Part de « sans objet »", french.pourcent(evaluation.part_sans_objet)),
    ]
    if not _pourquoi(sujet):
        lignes.insert(0, ("Score global", mots.score(evaluation.globale)))
        lignes.insert(3, ("Par rapport à N-1", _sens(sujet)))
    return [{"libelle": typo(libelle), "valeur": typo(valeur)} for libelle, valeur in lignes]


def _minimum(sujet: Sujet) -> Fraction:
    return sujet.referentiel.grille.lue.completude_min


def _plafond(sujet: Sujet) -> str:
    etape = next((e for e in sujet.evaluation.modulation.trace.parcourir() if e.id == "plafond"), None)
    return (
        mots.euros(etape.valeur)
        if etape and not etape.valeur.absent
        else "non calculé"
        if not _forfait(sujet)
        else "non renseigné par le service"
    )


def _sens(sujet: Sujet) -> str:
    modulation = sujet.evaluation.modulation
    if modulation.sens is None:
        return "non connu : l’AGLS de N-1 n’est pas renseignée"
    if modulation.sens == "ajournement":
        return "rien à comparer tant que le montant n’est pas établi"
    mot = LIBELLES_SENS[modulation.sens]
    return f"{mot} ({mots.signe(modulation.ecart_n1)})" if modulation.ecart_n1 is not None else mot


_PESENT: tuple[Gravite, ...] = ("ineligible", "imperatif", "majeure")


def _plafonnantes(sujet: Sujet) -> list[Affichable]:
    """What is certain among the vigilances that bear on the opinion, by severity."""
    certaines = [v for v in sujet.evaluation.vigilances if v.statut == "certaine"]
    return [
        {
            "glyphe": GLYPHES[gravite],
            "gravite": gravite_mot(gravite),
            "effet": effet(sujet, gravite),
            "titres": [typo(v.titre) for v in certaines if v.gravite == gravite],
        }
        for gravite in _PESENT
        if any(v.gravite == gravite for v in certaines)
    ]


def _possibles(sujet: Sujet) -> str:
    lues = [v for v in sujet.evaluation.vigilances if v.gravite in _PESENT and v.statut == "possible"]
    if not lues or sujet.evaluation.recevabilite.statut == "irrecevable":
        return ""
    return typo(
        f"{french.pluriel(len(lues), 'autre reste possible', 'autres restent possibles')} tant que des réponses manquent."
    )
