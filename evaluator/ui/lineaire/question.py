"""The current question in sentences: what is asked, what can be answered, what is answered, what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator import french
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import LIBELLES_SOURCE, LIBELLES_VISIBILITE, NON_CONNU, Annotation, Cellule
from evaluator.evaluation.words import LIBELLES_CONTROLE
from evaluator.questionnaire.models import (
    Colonne,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.ui.heure import jour_heure
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.contradictoire import prix_en_mots
from evaluator.ui.texte.question import raison_attente, raison_masquee
from evaluator.ui.texte.valeur import NON_CONNUS, cellule, lignes_de, reponse_en_mots

VISITES = {"avant": "avant la visite", "sur_place": "sur place", "apres": "après la visite"}


def question_en_phrases(session: Session) -> Iterator[str]:
    """Everything about the current question but its help."""
    q = session.question
    etat = glyphes.ETATS[glyphes.etat_affiche(session.etat(q.id), session.reponse())][1]
    revoir = ", à revoir" if session.annotation().a_revoir else ""
    yield f"Question {nom(session, q.id)}. {phrase(etat)}{revoir}."
    if details := [d for d in (q.periode, VISITES[q.visite], "commune aux deux volets" if q.commun else "",
                               "impérative" if q.imperatif else "") if d]:  # fmt: skip
        yield f"{phrase(' ; '.join(details))}."
    yield q.libelle
    yield from _conflit(session)
    yield from possibilites(q)
    yield from _reponse(session)


def nom(session: Session, question: str) -> str:
    """`2.3 Projet social`."""
    return f"{session.parcours.numeros[question]} {session.parcours.question(question).etiquette}"


def phrase(mots: str) -> str:
    """With its capital."""
    return mots[:1].upper() + mots[1:]


def possibilites(q: Question) -> Iterator[str]:
    """Options and levels with what to type for each."""
    if isinstance(q, QuestionChoix | QuestionChoixMultiple):
        for rang, option in enumerate(q.options, 1):
            seule = ", seule" if option.exclusive else ""
            yield f"{rang} : {option.libelle}{seule}"
    elif isinstance(q, QuestionNiveau):
        for niveau, ancre in enumerate(q.niveaux):
            yield f"Niveau {niveau} : {ancre}"
    elif isinstance(q, QuestionRepartition):
        yield "Catégories : " + " ; ".join([*(c.libelle for c in q.categories), NON_CONNUS])
    elif isinstance(q, QuestionTableau):
        yield "Colonnes : " + " ; ".join(c.libelle for c in q.colonnes)


# — the answer ——————————————————————————————————————————————————————————————————————————————————————————————


def _reponse(session: Session) -> Iterator[str]:
    q, reponse = session.question, session.reponse()
    if reponse.etat != "non_renseignee":
        source = f", source : {LIBELLES_SOURCE[reponse.source]}" if reponse.source else ""
        yield f"Réponse : {reponse_en_mots(q, reponse)}{source}"
        yield from lignes_en_phrases(q, lignes_de(reponse.valeur))
    prete = session.sources_pretes.get(q.id) or session.sources_defaut.get(session.section)
    if prete and not reponse.source and reponse.etat == "non_renseignee":
        yield f"Source de la réponse à venir : {LIBELLES_SOURCE[prete]}"
    elif reponse.etat == "renseignee" and not reponse.source and session.volet == "constat" and not q.commun:
        yield "Source à préciser : :source d, p, e ou v"
    yield from plafonnement(session, q.id)
    yield from _declare(session)
    if session.etat(q.id) == "masquee":
        yield f"{phrase(raison_masquee(session, q.id))} ; sa réponse est gardée, non comptée"
    elif session.etat(q.id) == "en_attente":
        yield phrase(raison_attente(session, q.id))
    if (brouillon := session.brouillons.get(q.id)) is not None:
        yield f"Brouillon, non enregistré : « {brouillon[:200]} »"
    if (note := session.brouillons.get(f"note:{q.id}")) is not None:
        yield f"Note en brouillon, non enregistrée : « {note[:200]} »"
    yield from annotation_en_phrases(session.annotation())
    yield from controles(session, q.id)


def controles(session: Session, question: str) -> Iterator[str]:
    """What the answer contradicts."""
    resultat = session.evaluation.questions.get(question)
    for controle in resultat.controles if resultat else ():
        yield f"{phrase(LIBELLES_CONTROLE[controle.gravite])} : {controle.message}"


def plafonnement(session: Session, question: str) -> Iterator[str]:
    resultat = session.evaluation.questions.get(question)
    if resultat and resultat.plafonnee:
        yield "Plafonné à 1 : sans pièce, entretien ni observation, un niveau ne compte pas au-delà de 1"


def suites(session: Session, question: str) -> Iterator[str]:
    """What an answer of the constat leaves to do, said before one moves on."""
    yield from plafonnement(session, question)
    declaree = session.declaree(question)
    if declaree is not None and session.ecart(question) and not session.reponse(question).motif:
        mots = reponse_en_mots(session.parcours.question(question), declaree)
        yield f"Modifié, le gestionnaire a déclaré : {mots}. Pour dire pourquoi : :précédente, puis :motif"


def annonces(dossier: Dossier) -> Iterator[str]:
    """What was found at opening, and why nothing can be written."""
    seule = dossier.lecture_seule or ""
    yield from dossier.annonces
    if seule:
        yield f"lecture seule, {seule}"
    yield from (str(faute) for faute in dossier.fautes if str(faute) not in seule)
    if dossier.clos:
        yield "dossier clos, rien ne s’y écrit"


def lignes_en_phrases(q: Question, lignes: tuple[Mapping[str, Cellule], ...]) -> Iterator[str]:
    """The rows of a table."""
    if isinstance(q, QuestionTableau):
        for rang, ligne in enumerate(lignes, 1):
            yield f"Ligne {rang} : {ligne_en_mots(q, ligne)}"


def ligne_en_mots(q: QuestionTableau, ligne: Mapping[str, Cellule]) -> str:
    """`Financeur : département ; Montant : 12 000 €`; cells that are unknown are counted."""
    pleines = [f"{c.libelle} : {cellule(c, ligne[c.id])}" for c in q.colonnes if c.id in ligne]
    vides = len(q.colonnes) - len(pleines)
    return " ; ".join([*pleines, french.pluriel(vides, "case vide", "cases vides")] if vides else pleines)


def categories(q: QuestionRepartition) -> list[tuple[str, str]]:
    """Identifier and words, « Non connu » last."""
    return [*((c.id, c.libelle) for c in q.categories), (NON_CONNU, NON_CONNUS)]


def options_de(colonne: Colonne) -> Iterator[str]:
    for rang, option in enumerate(colonne.options, 1):
        yield f"{rang} : {option.libelle}"


# — around it ———————————————————————————————————————————————————————————————————————————————————————————————


def annotation_en_phrases(annotation: Annotation, qui: str = "") -> Iterator[str]:
    """Note and pieces, each with who may read it. `qui`: whose they are, where it is not the volet in hand."""
    if annotation.note:
        yield f"Note{qui} ({LIBELLES_VISIBILITE[annotation.visibilite]}) : {annotation.note}"
    for piece in annotation.pieces:
        yield f"Pièce{qui} ({LIBELLES_VISIBILITE[piece.visibilite]}) : {piece.nom}"


def _declare(session: Session) -> Iterator[str]:
    """In the constat, what the gestionnaire declared: to be checked, confirmed or amended."""
    q, declaree = session.question, session.declaree()
    if declaree is not None:
        ecart = session.ecart(q.id)
        a_verifier = session.sans_reponse(q.id)
        suite = "à vérifier ; :confirmer pour la reprendre" if a_verifier else "modifié" if ecart else "confirmé"
        yield f"Déclaré par le gestionnaire : {reponse_en_mots(q, declaree, source=True)}. {phrase(suite)}"
        yield from annotation_en_phrases(session.dossier.annotation(q.id, "auto_evaluation"), " du gestionnaire")
        if ecart:
            yield f"Motif de l’écart : {session.reponse().motif or 'aucun ; :motif pour le donner'}"
        if (desaccord := session.desaccord()) is not None and session.scores_visibles:
            yield f"Prix de l’écart : {prix_en_mots(desaccord.prix)}"
    for o in session.dossier.observations:
        if o.question == q.id:
            yield f"Observation de {o.auteur.nom}, {jour_heure(o.instant)} : {o.texte}"


def _conflit(session: Session) -> Iterator[str]:
    """Both values of a merge, each with who gave it."""
    if (conflit := session.conflit()) is None:
        return
    yield "Conflit de fusion : répondez pour trancher ; d’ici là, la réponse compte comme inconnue."
    for ou, reponse, auteur in (("Ici", conflit.notre, conflit.notre_auteur), ("Reçu", conflit.autre, conflit.autre_auteur)):
        yield f"{ou} : {reponse_en_mots(session.question, reponse, source=True)}, par {auteur.nom}"


def aide_en_phrases(session: Session) -> Iterator[str]:
    """What the question means, what to look at, what to ask, the options, the pieces, the texts."""
    q, textes = session.question, session.dossier.referentiel.textes
    for titre, texte in (("Aide", q.aide), ("À regarder", q.regarder), ("À demander", q.demander)):
        if texte:
            yield f"{titre} : {texte}"
    if not isinstance(q, QuestionRepartition | QuestionTableau):
        yield from possibilites(q)
    options = q.options if isinstance(q, QuestionChoix | QuestionChoixMultiple) else ()
    colonnes = q.colonnes if isinstance(q, QuestionTableau) else ()
    for libelle, texte in (*((o.libelle, o.aide) for o in options), *((c.libelle, c.aide) for c in colonnes)):
        if texte:
            yield f"{libelle} : {texte}"
    for piece in q.pieces_attendues:
        yield f"Pièce attendue : {piece}"
    for ident in q.clauses:
        if ident in textes:
            yield f"Texte {ident}, {textes[ident].titre} : {textes[ident].texte}"
