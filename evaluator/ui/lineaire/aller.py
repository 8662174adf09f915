"""Commands that go from question to question."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.evaluation import phrases
from evaluator.ui.lineaire.question import nom
from evaluator.ui.lineaire.seance import Seance

TROUVEES_MAX = 20


def suivante(seance: Seance, texte: str) -> None:
    seance.suivre()


def precedente(seance: Seance, texte: str) -> None:
    if not seance.session.aller(-1):
        seance.dire("Première question.")


def prochaine(seance: Seance, texte: str) -> None:
    if not seance.session.manquante(1):
        seance.dire("Tout est répondu. :manquants : ce qui est à revoir ; :résultats.")


def utile(seance: Seance, texte: str) -> None:
    session = seance.session
    seance.dire("Calcul en cours…")
    if not session.utile():
        seance.dire("Plus rien de ce qui manque ne change l’avis ni le montant.")
    elif session.scores_visibles:
        seance.dire(phrases.gain_manque(next(m for m in session.analyse.manque.utiles if m.question == session.courante)))


def partie(seance: Seance, texte: str) -> None:
    if not seance.session.partie(1):
        seance.dire("Dernière partie.")


def aller(seance: Seance, texte: str) -> None:
    """To a number, the first question of a part, or the only question that has these words."""
    session = seance.session
    texte = texte or seance.dialogue.demander("Numéro, par exemple 2.3, ou mots de la question")
    if not texte:
        return
    trouvees = session.parcours.chercher(texte)
    exacte = [q for q in trouvees if session.parcours.numeros[q] == texte.strip()]
    partie = [q for q in trouvees if texte.strip().isdecimal() and session.parcours.rang_section(q) == int(texte)]
    if not trouvees or (texte.strip()[:1].isdecimal() and not exacte and not partie):
        seance.refuser(f"aucune question ne répond à « {texte[:60]} » ; un numéro s’écrit 2.3, :plan les donne")
    elif exacte or partie or len(trouvees) == 1:
        session.courante = [*exacte, *partie, *trouvees][0]
        seance.remontrer()
    else:
        lister(seance, trouvees)


def chercher(seance: Seance, texte: str) -> None:
    session = seance.session
    texte = texte or seance.dialogue.demander("Mots, numéro ou clause")
    if trouvees := session.parcours.chercher(texte) if texte else []:
        lister(seance, trouvees)
    elif texte:
        seance.dire(f"Aucune question ne contient « {texte[:60]} ».")


def lister(seance: Seance, trouvees: list[str]) -> None:
    seance.dire(f"{french.pluriel(len(trouvees), 'question')}. :aller et le numéro.")
    for question in trouvees[:TROUVEES_MAX]:
        seance.dire(nom(seance.session, question))
    if len(trouvees) > TROUVEES_MAX:
        seance.dire(f"Et {len(trouvees) - TROUVEES_MAX} autres : précisez les mots.")


def relire(seance: Seance, texte: str) -> None:
    seance.remontrer()


def volet(seance: Seance, texte: str) -> None:
    seance.session.changer_volet()
    seance.dire(f"{LIBELLES_VOLET[seance.session.volet]} : {seance.avancement()}.")


def visite(seance: Seance, texte: str) -> None:
    session = seance.session
    if not session.visiter():
        seance.dire("Fin de la visite : toutes les questions.")
        return
    seance.dire("Calcul en cours…")
    if not session.chemin:
        session.visiter()
        seance.dire("Rien à visiter : aucune question ne peut plus changer l’avis ni le montant.")
        return
    if session.courante not in session.chemin:
        session.aller(1) or session.aller(-1)
    seance.dire(f"Visite : {french.pluriel(len(session.chemin), 'question')} à voir ; :visite pour revenir à toutes.")


def quitter(seance: Seance, texte: str) -> None:
    seance.finie = True
