"""Commands that show: the plan, what is missing, the results, why, the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evaluator import french
from evaluator.ui.lineaire.question import aide_en_phrases, nom
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.contradictoire import prix_en_mots
from evaluator.ui.texte.manquants import manquants as lister_manquants
from evaluator.ui.texte.valeur import reponse_en_mots

CACHES = "Scores cachés ; :scores les montre."
DES_TOUCHES = " (i pour voir)"  # a key of the full screen
AU_PLUS = 10  # under one heading, unless all is asked for


def aide(seance: Seance, texte: str) -> None:
    for dite in aide_en_phrases(seance.session):
        seance.dire(dite)
    seance.dire("?? : toutes les commandes. :question : relire la question.")


def plan(seance: Seance, texte: str) -> None:
    """The parts; with a number, the questions of one part."""
    session, parcours = seance.session, seance.session.parcours
    for rang, section in enumerate(parcours.questionnaire.lu.sections, 1):
        siennes = [q for q in session.chemin if parcours.section(q).id == section.id]
        faites, toutes = session.comptes(siennes)
        if not texte:
            seance.dire(f"{rang} {section.titre} : {faites} sur {toutes}")
        for question in siennes if texte == str(rang) else ():
            seance.dire(f"{nom(session, question)} : {_etat(session, question)}")
    if not texte:
        seance.dire(":plan et le numéro d’une partie donne ses questions.")


def _etat(session: Session, question: str) -> str:
    reponse = session.reponse(question)
    affiche = glyphes.etat_affiche(session.etat(question), reponse)
    mots = reponse_en_mots(session.parcours.question(question), reponse) if affiche == "renseignee" else ""
    return (mots if len(mots) <= 60 else mots[:60] + "…") or glyphes.ETATS[affiche][1]


def manquants(seance: Seance, texte: str) -> None:
    """Gravest first, ten under each heading; « tout » for all."""
    session = seance.session
    seance.dire("Calcul en cours…")
    tous = lister_manquants(session)
    if not tous:
        seance.dire("Rien ne manque. :résultats.")
    for rubrique in dict.fromkeys(m.rubrique for m in tous):
        siens = [m for m in tous if m.rubrique == rubrique]
        montres = siens if texte else siens[:AU_PLUS]
        seance.dire(f"{rubrique}, {len(siens)} :")
        for m in montres:
            suite = "" if "brouillon" in m.rubrique.lower() else (m.precision or m.dessous).removesuffix(DES_TOUCHES)
            seance.dire(nom(session, m.question) + (f" : {suite}" if suite else ""))
        if len(montres) < len(siens):
            seance.dire(f"Et {len(siens) - len(montres)} autres ; :manquants tout.")


def scores(seance: Seance, texte: str) -> None:
    session = seance.session
    session.scores_visibles = not session.scores_visibles
    seance.dire("Scores montrés." if session.scores_visibles else "Scores, avis et montant cachés.")


def _consulter(seance: Seance, dire: Callable[[Session], str]) -> None:
    if seance.session.scores_visibles:
        seance.dire(dire(seance.session))
    else:
        seance.dire(CACHES)


def resultats(seance: Seance, texte: str) -> None:
    _consulter(seance, seance.consultations.resultats)


def leviers(seance: Seance, texte: str) -> None:
    seance.dire("Calcul en cours…")
    _consulter(seance, seance.consultations.leviers)


def ensemble(seance: Seance, texte: str) -> None:
    seance.dire("Calcul en cours…")
    _consulter(seance, seance.consultations.ensemble)


def ecarts(seance: Seance, texte: str) -> None:
    """The differences between the two volets, the dearest first; in the order of the questions where scores are hidden."""
    session = seance.session
    liste = list(session.comparaison.desaccords)
    if not session.scores_visibles:
        rangs = list(session.parcours.numeros)  # of both volets
        liste.sort(key=lambda e: rangs.index(e.question))
    seance.dire(f"{french.pluriel(len(liste), 'écart')} entre les deux volets." if liste else "Aucun écart.")
    for ecart in liste if texte else liste[:AU_PLUS]:
        question = session.parcours.question(ecart.question)
        seance.dire(nom(session, ecart.question))
        seance.dire(f"Déclaré : {reponse_en_mots(question, ecart.declaree, source=True)}", 2)
        trouve = "pas encore constaté" if ecart.a_constater else reponse_en_mots(question, ecart.constatee, source=True)
        seance.dire(f"Constaté : {trouve}", 2)
        if session.scores_visibles and ecart.lue:
            seance.dire(f"Prix : {prix_en_mots(ecart.prix)}", 2)
        if ecart.motif or not (ecart.plafonnee or ecart.a_constater):
            seance.dire(f"Motif : {ecart.motif or 'aucun'}", 2)
    if len(liste) > AU_PLUS and not texte:
        seance.dire(f"Et {len(liste) - AU_PLUS} autres ; :écarts tout.")


def rapport(seance: Seance, texte: str) -> None:
    """Written beside the dossier, in HTML unless said; the report room is imported only now."""
    session = seance.session
    formats = texte.replace(",", " ").split() or ["html"]
    ecrits: list[Path] = []
    montrees: list[object] = []

    def ecrire() -> None:
        from evaluator.report.render import rediger

        sortie = session.dossier.chemin.parent
        ecrits.extend(rediger(
            session.dossier, session.evaluation, formats=formats, sortie=sortie,
            prevenir=montrees.extend, avertir=seance.dire,
        ))  # fmt: skip

    if seance.tenter(ecrire):
        for donnee in montrees:
            seance.dire(f"Attention, donnée personnelle dans le rapport : {donnee}")
        for chemin in ecrits:
            seance.dire(f"Rapport écrit : {chemin}")
