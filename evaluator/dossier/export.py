"""A dossier for other programs (canonical JSON) and other people (`.agls`). What is `interne` may be left out of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from evaluator.canonical import Json, canonique
from evaluator.dossier import evenements as ev
from evaluator.dossier import lecture
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.evenements import Evenement
from evaluator.dossier.redaction import nouvel_id, sceller
from evaluator.dossier.redaction_reponses import partagee
from evaluator.dossier.reponses import SANS_ANNOTATION, Annotation, Valeur, Volet
from evaluator.dossier.saisie import charge
from evaluator.dossier.valeurs import ecrire
from evaluator.errors import FaultyInput
from evaluator.questionnaire.models import VOLETS

FORMAT, VERSION = "agls-dossier", 1


def aplatir(nom: str, valeur: Valeur) -> Iterator[tuple[str, Json]]:
    """`id`, `id.categorie`, `id[n].colonne` with n from 1: stable for ever. An empty table is `id` with an empty list."""
    if isinstance(valeur, Mapping):
        for cle, compte in valeur.items():
            yield f"{nom}.{cle}", compte
    elif isinstance(valeur, tuple) and valeur and isinstance(valeur[0], Mapping):
        for rang, ligne in enumerate(valeur, 1):
            for cle, element in cast(Mapping[str, Valeur], ligne).items():
                yield f"{nom}[{rang}].{cle}", ecrire(element)
    else:
        yield nom, ecrire(valeur)


def exporter_json(dossier: Dossier, *, pour_gestionnaire: bool = False) -> bytes:
    """Canonical JSON of the state: both volets, each whole (common answers included), and the flat values of each."""
    lu = dossier.referentiel.questionnaire
    grille = dossier.referentiel.grille
    return canonique({
        "format": FORMAT,
        "version": VERSION,
        "dossier": dossier.nom,
        "dossier_id": dossier.id,
        "cree_le": dossier.journal[0].instant,
        "questionnaire": {"id": lu.lu.id, "version": lu.lu.version, "empreinte": lu.empreinte},
        "grille": {"id": grille.lue.id, "version": grille.lue.version, "empreinte": grille.empreinte},
        "clos": dossier.clos,
        "volets": {volet: _volet(dossier, volet, pour_gestionnaire) for volet in VOLETS},
        "journal": {
            "evenements": dossier.evenements,
            "empreinte": dossier.empreinte,
            "dernier_instant": dossier.journal[-1].instant,
        },
    })  # fmt: skip


def _volet(dossier: Dossier, volet: Volet, pour_gestionnaire: bool) -> dict[str, Json]:
    reponses: dict[str, Json] = {}
    annotations: dict[str, Json] = {}
    valeurs: dict[str, Json] = {}
    for question in dossier.questions(volet):
        reponse = dossier.reponse(question.id, volet)
        if reponse.etat != "non_renseignee":
            reponses[question.id] = {cle: v for cle, v in charge(question.id, reponse).items() if cle != "question"}
        if reponse.valeur is not None:
            valeurs |= aplatir(question.id, reponse.valeur)
        annotation = dossier.annotation(question.id, volet)
        if pour_gestionnaire:
            annotation = partagee(annotation, volet)
        if annotation != SANS_ANNOTATION:
            annotations[question.id] = _annotation(annotation)
    return {"reponses": reponses, "annotations": annotations, "valeurs": valeurs}


def _annotation(annotation: Annotation) -> dict[str, Json]:
    return {
        "note": annotation.note,
        "visibilite": annotation.visibilite if annotation.note else None,
        "pieces": [{"nom": p.nom, "sha256": p.sha256, "visibilite": p.visibilite} for p in annotation.pieces],
        "a_revoir": annotation.a_revoir,
    }


def exporter_agls(dossier: Dossier, *, pour_gestionnaire: bool) -> bytes:
    """A dossier file to send. Raises `FaultyInput` where the chain is broken and a new one would hide it.

    Whole: the file as it is, without an interrupted last line, so that its hashes are those of the reports.
    `pour_gestionnaire`: a new dossier and a new chain whose creation names the old one (`origine`). Answers of both volets
    stay (an answer is what the dialogue is about), so do observations, decisions and closings; out go every event of a note
    or a piece that is not shared now, even if it once was, and the constat's working marks. Kept events keep their `id`.
    """
    if not pour_gestionnaire:
        octets = lecture.lire_octets(dossier.chemin)
        return octets[: lecture.lire(octets, dossier.nom).taille]
    if dossier.fautes_chaine:
        raise FaultyInput(dossier.fautes_chaine)
    identifiant, prec, lignes = nouvel_id(), None, []
    gardes = [e for e in dossier.journal if _garde(e, dossier)]
    for n, evenement in enumerate(gardes, 1):
        brut = cast(dict[str, Json], evenement.model_dump(exclude={"charge"}))
        contenu = cast(dict[str, Json], evenement.charge.model_dump())
        if isinstance(evenement.charge, ev.Creation):
            brut["id"] = nouvel_id()  # its content changes: it is another event
            contenu["origine"] = {"dossier": dossier.id, "empreinte": dossier.empreinte, "n": dossier.journal[-1].n}
        copie, ligne = sceller({**brut, "charge": contenu, "dossier": identifiant}, n, prec)
        prec = copie.empreinte
        lignes.append(ligne)
    return b"".join(lignes)


def _garde(e: Evenement, dossier: Dossier) -> bool:
    charge = e.charge
    match charge:
        case ev.Note():
            return charge.visibilite == "partagee" and _annotation_de(e, charge.question, dossier).visibilite == "partagee"
        case ev.Piece():
            pieces = {p.nom: p for p in _annotation_de(e, charge.question, dossier).pieces}
            return charge.visibilite == "partagee" and charge.nom in pieces and pieces[charge.nom].visibilite == "partagee"
        case ev.ARevoir():
            return e.volet == "auto_evaluation" or (e.volet == "commun" and e.role != "service")
    return True


def _annotation_de(e: Evenement, question: str, dossier: Dossier) -> Annotation:
    assert e.volet is not None  # required of every event about a question
    return dossier.etat.annotations.get((e.volet, question), SANS_ANNOTATION)
