"""The recommendation beside the decision of a named person; empty lines to fill where there is none yet."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.actes import Convention, Decision, Objectif, Recommandation, TypeConvention
from evaluator.evaluation.result import AvisRendu
from evaluator.report import mots
from evaluator.report.sections.identite import tenue
from evaluator.report.sections.observations import qui
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

CONVENTIONS: dict[TypeConvention, str] = {
    "objectifs": "convention d’objectifs",
    "financiere": "convention financière",
}
PERIMEE = (
    "Une réponse a changé depuis la décision : la proposition d’aujourd’hui n’est plus celle que la personne qui a décidé "
    "avait sous les yeux."
)  # fmt: skip
A_REMPLIR = (
    "Montant accordé (€)",
    "Nom, fonction",
    "Date de la décision",
    "Motif, si le montant diffère de la proposition",
    "Motif du dépassement du plafond, s’il y en a un",
    "Convention (nature, début, fin, référence)",
    "Date de notification",
)
OBJECTIFS_VIDES = 3
NON_DECIDE = "non décidé : la décision porte sur le montant"
MOTIFS = "Motifs de la personne qui décide"
A_COMPLETER = "non enregistrés dans le dossier, à compléter avant signature"
FAIT_SIENS = (
    "ceux du rapport d’évaluation du {jour} ({chiffres}), si la personne qui décide les fait siens et le joint à sa décision"
)


def decision(sujet: Sujet) -> Bloc:
    prise, close = sujet.dossier.decision, sujet.dossier.cloture
    return {
        "vide": prise is None and close is None and sujet.evaluation.volet != "constat",
        "prise": prise is not None,
        "lignes": _comparer(sujet, prise) if prise else [],
        "recommandation": _maintenant(sujet),
        "perimee": typo(PERIMEE) if prise and sujet.dossier.decision_perimee else "",
        "details": details(sujet, prise) if prise else [],
        "motifs_a_remplir": motifs_a_remplir(prise) if prise else [],
        "a_remplir": [] if prise else [typo(ligne) for ligne in A_REMPLIR],
        "objectifs": [_objectif(sujet, o, str(rang)) for rang, o in enumerate(close.objectifs, 1)] if close else [],
        "objectifs_vides": [str(rang) for rang in range(1, OBJECTIFS_VIDES + 1)] if not close and _a_convenir(sujet) else [],
        "cloture": _cloture(sujet),
        "sans_motif": [sujet.etiquette(q) for q in close.ecarts_sans_motif] if close else [],
    }


def _a_convenir(sujet: Sujet) -> bool:
    """Blank lines for objectives have no place in the annex that explains a decision, nor in what is published."""
    return not sujet.publication and "fondement" not in sujet.sections


def _maintenant(sujet: Sujet) -> list[Affichable]:
    """What the tool proposes now."""
    modulation = sujet.evaluation.modulation
    m = modulation.montants
    propose = mots.montant(m) + (f" ({mots.intervalle(m)})" if mots.intervalle(m) else "")
    return [
        {"libelle": "Avis proposé", "valeur": sujet.mot_avis(modulation.avis)},
        {"libelle": "Montant proposé", "valeur": propose},
        {"libelle": "Plafond", "valeur": french.euros(m.plafond) if m.plafond is not None else "non calculé"},
    ]


def _comparer(sujet: Sujet, prise: Decision) -> list[Affichable]:
    """Recommendation (as it stood when the decision was taken) and decision, line by line."""
    r = prise.recommandation
    avis, montant, plafond = _recommande(sujet, r) if r else _recommande_maintenant(sujet)
    return [
        {"libelle": "Montant", "propose": montant, "decide": french.euros(prise.montant)},
        {"libelle": "Avis", "propose": avis, "decide": typo(NON_DECIDE)},
        {"libelle": "Plafond de l’exercice", "propose": plafond, "decide": typo(NON_DECIDE)},
    ]


def _recommande(sujet: Sujet, r: Recommandation) -> tuple[str, str, str]:
    connus: dict[str, AvisRendu] = {
        a: a for a in ("favorable", "favorable_avec_reserves", "reserve", "defavorable", "irrecevable", "indetermine")
    }
    avis = sujet.mot_avis(connus[r.avis]) if r.avis in connus else "non indiqué"
    if r.montant is not None:
        montant = french.euros(r.montant)
    else:
        bornes = "" if r.montant_min is None or r.montant_max is None else f" ({mots.entre(r.montant_min, r.montant_max)})"
        montant = f"aucun montant proposé{bornes}"
    return avis, montant, "non calculé" if r.plafond is None else french.euros(r.plafond)


def _recommande_maintenant(sujet: Sujet) -> tuple[str, str, str]:
    modulation = sujet.evaluation.modulation
    plafond = modulation.montants.plafond
    return (
        sujet.mot_avis(modulation.avis),
        mots.montant(modulation.montants),
        "non calculé" if plafond is None else french.euros(plafond),
    )


def details(sujet: Sujet, prise: Decision) -> list[Affichable]:
    """Who decided, when, why, for which convention."""
    lignes = [
        ("Décidé par", f"{prise.nom}, {prise.fonction}" if prise.fonction else prise.nom),
        ("Date de la décision", french.jour_long(prise.date)),
        ("Motifs", prise.motif or typo(_motifs(sujet, prise))),
        ("Motif du dépassement du plafond", prise.derogation or ""),
        ("Convention", _convention(prise.convention) if prise.convention else "non indiquée"),
        ("Date de notification", french.jour_long(prise.date_notification) if prise.date_notification else "non indiquée"),
    ]
    return [{"libelle": typo(libelle), "valeur": valeur} for libelle, valeur in lignes if valeur]


def motifs_a_remplir(prise: Decision) -> list[Affichable]:
    """A line for the reasons, where none is recorded: the tool does not know them, and may not write them for anyone."""
    return [] if prise.motif else [typo(MOTIFS)]


def _motifs(sujet: Sujet, prise: Decision) -> str:
    """What stands for reasons that are not recorded: those of the report, but only if the person makes them hers."""
    r = prise.recommandation
    propose = r.montant if r else sujet.evaluation.modulation.montants.montant
    if propose != prise.montant or tenue(sujet) is None:
        return A_COMPLETER
    taux = sujet.evaluation.modulation.taux
    chiffres = [f"score global {mots.score(sujet.evaluation.globale)}"]
    if taux is not None:
        chiffres.append(f"taux {mots.taux(taux)} du plafond")
    return f"{A_COMPLETER}, ou : {FAIT_SIENS.format(jour=french.jour_long(sujet.jour), chiffres=', '.join(chiffres))}"


def _convention(c: Convention) -> str:
    parts = [CONVENTIONS[c.type]]
    if c.debut:
        parts.append(f"du {french.jour_long(c.debut)}")
    if c.fin:
        parts.append(f"{'au' if c.debut else 'jusqu’au'} {french.jour_long(c.fin)}")
    return " ".join(parts) + (f", référence {c.reference}" if c.reference else "")


def _objectif(sujet: Sujet, o: Objectif, rang: str) -> Bloc:
    textes = sujet.referentiel.textes
    return {
        "rang": rang,
        "enonce": o.enonce,
        "depart": o.depart or "–",
        "cible": o.cible or "–",
        "echeance": french.jour_long(o.echeance) if o.echeance else "–",
        "clauses": [sujet.titre_clause(c) for c in o.clauses if c in textes.clauses],
    }


def _cloture(sujet: Sujet) -> str:
    close = sujet.dossier.cloture
    if close is None:
        return "Le dossier n’est pas clos." if sujet.dossier.decision else ""
    motif = f" Motif de la clôture sans décision{french.INSECABLE}: {close.motif}" if close.motif else ""
    return f"Dossier clos le {french.jour_long(close.instant.date())} par {qui(close.auteur)}.{motif}"
