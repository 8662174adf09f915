"""Commands that answer otherwise than by a value, and those about what stands around an answer."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.dossier.reponses import LIBELLES_SOURCE, LIBELLES_VISIBILITE, Visibilite
from evaluator.dossier.saisie import visibilite_par_defaut
from evaluator.ui.lineaire.question import nom
from evaluator.ui.lineaire.saisie import BROUILLON, composer
from evaluator.ui.lineaire.seance import SOURCES_EN_MOTS, Seance
from evaluator.ui.parcours import nu
from evaluator.ui.pieces.chemins import nouveau_dossier
from evaluator.ui.texte.valeur import reponse_en_mots

AUCUNE = ("aucune", "aucun")


def ne_sait_pas(seance: Seance, texte: str) -> None:
    if seance.ecrire(seance.session.ne_sait_pas):
        seance.suivre()


def sans_objet(seance: Seance, texte: str) -> None:
    q = seance.session.question
    if q.sans_objet == "refuse":
        seance.refuser("« sans objet » n’est pas une réponse possible ici : répondez, ou :nsp pour « ne sait pas »")
        return
    if q.sans_objet == "motif" and not texte:
        texte = seance.dialogue.demander("Motif du sans objet", seance.session.reponse().motif or "")
        if not texte:
            seance.refuser("un motif est demandé : dites en quelques mots pourquoi la question ne s’applique pas")
            return
    if seance.ecrire(lambda: seance.session.sans_objet(texte or None)):
        seance.suivre()


def effacer(seance: Seance, texte: str) -> None:
    """The draft first, then the answer."""
    session = seance.session
    if session.brouillons.pop(session.courante, None) is not None:
        session.repartitions.pop(session.courante, None)
        seance.dire("brouillon effacé")
    elif session.sans_reponse(session.courante):
        seance.dire("rien à effacer ici")
    else:
        seance.ecrire(session.effacer)


def annuler(seance: Seance, texte: str) -> None:
    _revenir(seance, seance.session.annuler, "rien à annuler dans cette session")


def refaire(seance: Seance, texte: str) -> None:
    _revenir(seance, seance.session.refaire, "rien à refaire : rien n’a été annulé depuis la dernière réponse")


def _revenir(seance: Seance, geste: Callable[[], str | None], sinon: str) -> None:
    faites: list[str | None] = []
    session = seance.session
    if not seance.tenter(lambda: faites.append(geste())):
        return
    if faites == [None]:
        seance.dire(sinon)
    else:
        mots = reponse_en_mots(session.question, session.reponse(), source=True)
        seance.dire_ecrit(f"{nom(session, session.courante)} revient à : {mots}")
        seance.remontrer()


# — source ——————————————————————————————————————————————————————————————————————————————————————————————————


def source(seance: Seance, texte: str) -> None:
    session = seance.session
    voulue = seance.source_de(texte)
    if voulue is None:
        return
    if session.reponse().etat != "renseignee":
        session.sourcer(voulue)
        seance.dire(f"source de la réponse à venir : {LIBELLES_SOURCE[voulue]}")
    else:
        seance.ecrire(lambda: session.sourcer(voulue))


def source_partie(seance: Seance, texte: str) -> None:
    session = seance.session
    texte = texte or seance.dialogue.demander(f"Source par défaut de la partie ({SOURCES_EN_MOTS}, ou aucune)")
    if nu(texte) in AUCUNE:
        session.sources_defaut.pop(session.section, None)
        seance.dire("plus de source par défaut pour cette partie")
    elif texte and (voulue := seance.source_de(texte)) is not None:
        session.sources_defaut[session.section] = voulue
        seance.dire(f"source par défaut de la partie : {LIBELLES_SOURCE[voulue]}")


# — the declared answer —————————————————————————————————————————————————————————————————————————————————————


def confirmer(seance: Seance, texte: str) -> None:
    session = seance.session
    if session.volet != "constat":
        seance.refuser("reprendre le déclaré n’a de sens que dans le constat du service (:volet)")
    elif session.declaree() is None:
        seance.refuser("le gestionnaire n’a rien déclaré ici, ou la question est commune aux deux volets")
    else:
        ident, connue = session.courante, session.source_pour(session.courante)
        if seance.ecrire(lambda: session.confirmer([ident], connue)):
            seance.apres_reponse()


def confirmer_partie(seance: Seance, texte: str) -> None:
    session = seance.session
    questions = session.confirmables() if session.volet == "constat" else []
    connue = session.sources_defaut.get(session.section)
    if not questions:
        seance.refuser("dans le constat, rien à reprendre dans cette partie : tout est répondu, ou rien n’est déclaré")
    elif connue is None:
        seance.refuser(f"{len(questions)} réponses à reprendre : donnez d’abord leur source par :source-partie")
    elif seance.enregistrer(
        lambda: session.confirmer(questions, connue), f"{len(questions)} réponses déclarées reprises (:annuler les rend)"
    ):
        seance.remontrer()


def motif(seance: Seance, texte: str) -> None:
    """Why the constat differs from what was declared; « aucun » takes the reason away."""
    session = seance.session
    if session.volet != "constat" or session.declaree() is None:
        seance.refuser("le motif d’un écart se donne dans le constat, là où le gestionnaire a déclaré une réponse")
        return
    if session.sans_reponse(session.courante):
        seance.refuser("répondez d’abord ; le motif dit ensuite pourquoi la réponse diffère du déclaré")
        return
    texte = texte or seance.dialogue.demander("Motif de l’écart, ou aucun", session.reponse().motif or "")
    if texte:
        ote = nu(texte) in AUCUNE
        seance.enregistrer(lambda: session.motiver("" if ote else texte), "motif retiré" if ote else "motif de l’écart")


# — note, mark ——————————————————————————————————————————————————————————————————————————————————————————————


def note(seance: Seance, texte: str) -> None:
    """The words after the command, or several lines."""
    session = seance.session
    if seance.ferme():
        return
    annotation, cle = session.annotation(), f"note:{session.courante}"
    visibilite = annotation.visibilite if annotation.note else visibilite_par_defaut(session.volet)
    if not texte:
        composee = composer(seance, cle, session.brouillons.get(cle, annotation.note))
        if composee is None:
            seance.dire(BROUILLON.replace(":modifier", ":note") if cle in session.brouillons else "rien n’est changé")
            return
        texte = composee.strip()
    if texte == annotation.note:
        seance.dire("rien n’est changé")
    elif seance.enregistrer(lambda: session.noter(texte, visibilite), _note_en_mots(texte, visibilite)):
        session.brouillons.pop(cle, None)
    else:
        session.brouillons[cle] = texte


def partager(seance: Seance, texte: str) -> None:
    """The note becomes internal to the service, or shared; its text stays."""
    session = seance.session
    if not session.annotation().note:
        seance.refuser("aucune note ici : :note pour l’écrire")
    elif seance.tenter(session.partager):
        seance.dire_ecrit(_note_en_mots(session.annotation().note, session.annotation().visibilite))


def _note_en_mots(texte: str, visibilite: Visibilite) -> str:
    return f"note ({LIBELLES_VISIBILITE[visibilite]})" if texte else "note effacée"


def revoir(seance: Seance, texte: str) -> None:
    marque = not seance.session.annotation().a_revoir
    mots = "marquée « à revoir »" if marque else "marque « à revoir » enlevée"
    seance.enregistrer(seance.session.revoir, f"{nom(seance.session, seance.session.courante)} {mots}")


# — the way out of a disk that refuses ——————————————————————————————————————————————————————————————————————


def copie(seance: Seance, texte: str) -> None:
    """The whole dossier in a new file, where one goes on."""
    session = seance.session
    texte = texte or seance.dialogue.demander("Copier dans un nouveau fichier et y continuer ; son chemin")
    if not texte:
        return
    if seance.tenter(lambda: session.continuer_dans(nouveau_dossier(texte))):
        seance.dire_ecrit(f"le dossier continue dans « {session.dossier.chemin} »")
