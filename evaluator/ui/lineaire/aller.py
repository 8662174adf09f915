"""Commands that go from question to question."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.evaluation import phrases
from evaluator.ui.lineaire.question import nom
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.parcours import nu
from evaluator.ui.recherche import Trouvee
from evaluator.ui.recherche import chercher as trouver
from evaluator.ui.visite import FILTRES, TOUTES

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


def marquee(seance: Seance, texte: str) -> None:
    if not seance.session.marquee():
        seance.dire("Aucune autre question n’est marquée « à revoir » ; :revoir la marque.")


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
        lister(seance, [Trouvee(q) for q in trouvees])


def chercher(seance: Seance, texte: str) -> None:
    """In the questions, the answers and the notes."""
    texte = texte or seance.dialogue.demander("Mots, numéro ou clause")
    if trouvees := trouver(seance.session, texte) if texte else []:
        lister(seance, trouvees)
    elif texte:
        seance.dire(f"Ni question, ni réponse, ni note ne contient « {texte[:60]} ».")


def lister(seance: Seance, trouvees: list[Trouvee]) -> None:
    seance.dire(f"{french.pluriel(len(trouvees), 'question')}. :aller et le numéro.")
    for t in trouvees[:TROUVEES_MAX]:
        ou = f" ; {t.ou} : {t.extrait[:120]}" if t.ou else ""
        seance.dire(f"{nom(seance.session, t.question)}{ou}")
    if len(trouvees) > TROUVEES_MAX:
        seance.dire(f"Et {len(trouvees) - TROUVEES_MAX} autres : précisez les mots.")


def relire(seance: Seance, texte: str) -> None:
    seance.remontrer()


def volet(seance: Seance, texte: str) -> None:
    seance.session.changer_volet()
    seance.dire(f"{LIBELLES_VOLET[seance.session.volet]} : {seance.avancement()}.")


def visite(seance: Seance, texte: str) -> None:
    """One of the ways of the visit by its first words; without any, their list; « toutes » leaves it."""
    session = seance.session
    if not texte:
        dits = " ; ".join(f.mots for f in FILTRES.values())
        texte = seance.dialogue.demander(f"Ne parcourir que ({dits}), ou toutes")
    voulus = [cle for cle, f in FILTRES.items() if nu(texte) and (nu(f.mots).startswith(nu(texte)) or cle == nu(texte))]
    if not texte:
        return
    if nu(TOUTES).startswith(nu(texte)):
        session.filtrer(None)
        seance.dire(f"{TOUTES.capitalize()}.")
    elif len(voulus) != 1:
        seance.refuser(f"{' ; '.join(f.mots for f in FILTRES.values())} ; ou toutes ; trouvé : « {texte[:60]} »")
    else:
        mots = FILTRES[voulus[0]].mots
        if session.filtrer(voulus[0]):
            seance.dire(f"Visite, {mots} : {french.pluriel(len(session.chemin), 'question')} ; :visite toutes en sort.")
        else:
            seance.dire(f"Rien à parcourir : {mots}.")


def quitter(seance: Seance, texte: str) -> None:
    seance.finie = True
