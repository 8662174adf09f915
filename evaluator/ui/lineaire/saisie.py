"""Answering the current question: on a line, in a text of several lines, category by category."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from evaluator import french
from evaluator.dossier.valeurs import ValeurRefusee, lire
from evaluator.questionnaire.models import QuestionRepartition, QuestionTableau
from evaluator.ui.editeurs import editeur, mode_de
from evaluator.ui.lineaire import reponses
from evaluator.ui.lineaire.question import categories
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.lineaire.tableau import Tableau
from evaluator.ui.texte.consignes import SANS_PERSONNE

POINT = "."
OTER = "-"
BROUILLON = "brouillon gardé, non enregistré ; :modifier le reprend"
MODES_EN_LIGNE = ("touches", "ligne")


def tour(seance: Seance) -> None:
    """Ask for the current question. An empty line keeps what stands, or tries again what could not be recorded."""
    session, q = seance.session, seance.session.question
    rature, seance.rature = seance.rature, ""
    brouillon = session.brouillons.get(q.id, "") if mode_de(q) in MODES_EN_LIGNE else ""
    invite = f"{session.parcours.numeros[q.id]} ({reponses.attendu(q)})"
    if brouillon:
        invite = f"{invite[:-1]} ; Entrée : enregistrer « {brouillon[:60]} »)"
    texte = seance.dialogue.demander(invite, rature or brouillon) or brouillon
    if texte:
        repondre(seance, texte)
    else:
        seance.suivre()


def repondre(seance: Seance, texte: str) -> None:
    q = seance.session.question
    if seance.ferme():
        return
    if reponses.ouvre(q, texte):
        modifier(seance)
    elif mode_de(q) == "texte":
        ecrire_texte(seance, texte)
    else:
        try:
            valeur = reponses.valeur(q, texte)
        except ValeurRefusee as refusee:
            seance.rature = texte
            seance.refuser(f"{refusee} ; attendu : {reponses.attendu(q)}")
        else:
            seance.donner(valeur, texte)


def modifier(seance: Seance) -> None:
    """Take up the answer where it stands, each by its own prompts."""
    if seance.ferme():
        return
    q, valeur = seance.session.question, seance.session.reponse().valeur
    match q:
        case QuestionTableau():
            Tableau(seance).mener()
        case QuestionRepartition():
            repartir(seance)
        case _ if mode_de(q) == "texte":
            ecrire_texte(seance)
        case _:
            ancien = "" if valeur is None else editeur(q).texte(q, valeur)
            if ancien and not seance.dialogue.edite:
                seance.dire(f"Réponse actuelle : {ancien} ; Entrée la garde")
            texte = seance.dialogue.demander("Nouvelle réponse", ancien)
            if texte and texte != ancien:
                repondre(seance, texte)


# — a text of several lines —————————————————————————————————————————————————————————————————————————————————


def ecrire_texte(seance: Seance, premiere: str = "") -> None:
    """`premiere` begins a new text; without it, the draft or the answer is taken up line by line."""
    session, q = seance.session, seance.session.question
    if seance.ferme():
        return
    ancien = session.brouillons.get(q.id) or str(session.reponse().valeur or "")
    texte = composer(seance, q.id, "" if premiere else ancien, premiere)
    if texte is None or not texte.strip():
        seance.dire(BROUILLON if q.id in session.brouillons else "rien n’est changé")
    else:
        seance.donner(texte, texte)


def composer(seance: Seance, cle: str, ancien: str, premiere: str = "") -> str | None:
    """Lines up to a single full stop, or the end of the input. None where Ctrl+C left it: what was typed is a draft."""
    gardees = [premiere] if premiere else []
    if not premiere:
        seance.dire(f"{SANS_PERSONNE} Un point seul sur une ligne finit le texte.")
    try:
        for rang, ligne in enumerate(anciennes := ancien.split("\n") if ancien else [], 1):
            if not seance.dialogue.edite:
                seance.dire(f"Ligne {rang} : {ligne}")
            nouvelle = seance.dialogue.lire(f"Ligne {rang} (Entrée : garder, {OTER} : ôter)", ligne)
            if nouvelle == POINT:
                return "\n".join([*gardees, *anciennes[rang - 1 :]])
            if nouvelle.strip() != OTER:
                gardees.append(nouvelle or ligne)
        while (ligne := seance.dialogue.lire("Suite")) != POINT:
            gardees.append(ligne)
    except EOFError:
        pass  # the end of the input ends the text like a full stop; the next prompt meets it again
    except KeyboardInterrupt:
        if "".join(gardees).strip():
            seance.session.brouillons[cle] = "\n".join(gardees)
        return None
    return "\n".join(gardees).rstrip("\n")


# — a distribution ——————————————————————————————————————————————————————————————————————————————————————————

FIN, RETOUR = "fin", "retour"
AIDE_REPARTITION = (
    f"Un nombre par catégorie ; Entrée : garder, ou 0. :{RETOUR} : catégorie précédente ; :{FIN} : enregistrer sans attendre"
    " la dernière. Ce que l’on ne sait pas classer va dans « Non connu ». Rien n’est enregistré avant la fin : la moitié"
    " d’une répartition serait une réponse fausse."
)


def repartir(seance: Seance) -> None:
    """One count per category with the running total; recorded whole. What interrupts it keeps the counts as a draft."""
    session, q = seance.session, cast(QuestionRepartition, seance.session.question)
    valeur = session.reponse().valeur
    ancien = {nom: str(n) for nom, n in valeur.items() if n} if isinstance(valeur, dict) else {}
    textes = dict(session.repartitions.get(q.id, ancien))
    try:
        _compter(seance, q, textes)
    except BaseException:
        if {n: t for n, t in textes.items() if t} != ancien:
            session.repartitions[q.id] = textes
            session.brouillons[q.id] = f"répartition commencée, total {total(textes)}"
        raise
    session.repartitions[q.id] = textes
    lue = lire(q, {nom: texte for nom, texte in textes.items() if texte.strip()})
    if seance.ecrire(lambda: session.repondre(lue), f"répartition commencée, total {total(textes)}"):
        session.repartitions.pop(q.id, None)
        seance.apres_reponse()


def _compter(seance: Seance, q: QuestionRepartition, textes: dict[str, str]) -> None:
    seance.dire(AIDE_REPARTITION)
    champs = categories(q)
    rang = 0
    while rang < len(champs):
        nom, libelle = champs[rang]
        garde = textes.get(nom, "")
        invite = f"{rang + 1} sur {len(champs)}, {libelle} (total {total(textes)}{f', Entrée : {garde}' if garde else ''})"
        commande, texte = seance.demander_ou(
            invite, garde, locales=(FIN, RETOUR), aide=lambda: seance.dire(AIDE_REPARTITION)
        )
        if commande == FIN:
            return
        if commande == RETOUR:
            rang = max(rang - 1, 0)
            continue
        try:
            lire(q, {nom: texte or None})
        except ValeurRefusee as refusee:
            seance.refuser(refusee.refus[0].message)
            continue
        if texte:
            textes[nom] = texte
        rang += 1
    seance.dire(f"Total : {total(textes)}{f' {q.unite}' if q.unite else ''}.")


def total(textes: dict[str, str]) -> str:
    """Running total of what is typed."""
    lus = [french.lire_nombre(t) for t in textes.values() if t.strip()]
    return french.nombre(sum((n for n in lus if n is not None), start=Fraction(0)), 0)
