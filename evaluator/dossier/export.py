"""A dossier for other programs (canonical JSON) and other people (`.agls`). What is `interne` may be left out of both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import cast

import msgspec

from evaluator.canonical import Json, canonique
from evaluator.dossier import evenements as ev
from evaluator.dossier import lecture
from evaluator.dossier.actes import Conflit
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.evenements import Evenement
from evaluator.dossier.lignes import empreinte_evenement
from evaluator.dossier.redaction import nouvel_id, sceller
from evaluator.dossier.redaction_reponses import partagee
from evaluator.dossier.reponses import NON_RENSEIGNEE, SANS_ANNOTATION, Annotation, Reponse, Valeur, Volet
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
        "dossier": dossier.nom.encode(errors="replace").decode(),  # a name of another system may be no UTF-8
        "dossier_id": dossier.id,
        "cree_le": dossier.journal[0].instant,
        "questionnaire": {"id": lu.lu.id, "version": lu.lu.version, "empreinte": lu.empreinte},
        "grille": {"id": grille.lue.id, "version": grille.lue.version, "empreinte": grille.empreinte},
        "clos": dossier.clos,
        "actes": _actes(dossier),
        "volets": {volet: _volet(dossier, volet, pour_gestionnaire) for volet in VOLETS},
        "journal": {
            "evenements": dossier.evenements,
            "empreinte": dossier.empreinte,
            "dernier_instant": dossier.journal[-1].instant,
        },
    })  # fmt: skip


def _actes(dossier: Dossier) -> dict[str, Json]:
    """Observations, the decision and the closing in force, as their events carry them, and the questions in conflict."""
    etat = dossier.etat
    return {
        "observations": [_dit(e) for e in etat.observations],
        "decision": _dit(etat.decision) if etat.decision else None,
        "decision_perimee": dossier.decision_perimee,
        "cloture": _dit(etat.cloture) if etat.cloture else None,
        "conflits": [_conflit(c) for c in dossier.conflits],
    }


def _dit(e: Evenement) -> Json:
    brut = e.brut()
    return {**cast(dict[str, Json], brut["charge"]), "auteur": brut["auteur"], "instant": e.instant}


def _conflit(conflit: Conflit) -> Json:
    return {
        "question": conflit.question,
        "volet": conflit.volet,
        "notre": _sans_question(conflit.question, conflit.notre),
        "autre": _sans_question(conflit.question, conflit.autre),
    }


def _sans_question(nom: str, reponse: Reponse) -> Json:
    return {cle: v for cle, v in charge(nom, reponse).items() if cle != "question"}


def _volet(dossier: Dossier, volet: Volet, pour_gestionnaire: bool) -> dict[str, Json]:
    reponses: dict[str, Json] = {}
    annotations: dict[str, Json] = {}
    valeurs: dict[str, Json] = {}
    for question in dossier.questions(volet):
        reponse = dossier.reponse(question.id, volet)
        if reponse != NON_RENSEIGNEE:
            reponses[question.id] = _sans_question(question.id, reponse)
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
    identifiant, prec = nouvel_id(), None
    lignes: list[bytes] = []
    partages = dossier.etat.partages()
    numeros: list[int] = []  # of the events kept, in the old chain
    for evenement in dossier.journal:
        brut = _expurger(evenement, partages)
        if brut is None:
            continue
        contenu = cast(dict[str, Json], brut["charge"])
        if isinstance(evenement.charge, ev.Creation):
            brut["id"] = nouvel_id()  # its content changes: it is another event
            contenu = {**contenu, **_provenance(dossier)}
        if isinstance(evenement.charge, ev.Fusion):
            contenu = _renumeroter(contenu, numeros, evenement.charge.ancetre)
        copie, ligne = sceller({**brut, "charge": contenu, "dossier": identifiant}, len(lignes) + 1, prec)
        prec = copie.empreinte
        numeros.append(evenement.n)
        lignes.append(ligne)
    return b"".join(lignes)


def _renumeroter(fusion: dict[str, Json], numeros: list[int], communs: int) -> dict[str, Json]:
    """`ancetre` as the new chain counts (`numeros`: of the events kept), where it is one of the first `communs` of the old.

    A plain copy counts them alike: so do the merges that it had made itself. A copy that was sent has numbers of its own.
    """
    ancetre = cast(int, fusion["ancetre"])
    neuve: dict[str, Json] = {**fusion, "ancetre": bisect_right(numeros, ancetre) if ancetre <= communs else ancetre}
    if fusion["branche"] == "copie":
        interieurs = cast(list[dict[str, Json]], fusion["evenements"])
        neuve["evenements"] = [_renumeroter_interieur(brut, numeros, communs) for brut in interieurs]
    return neuve


def _renumeroter_interieur(brut: dict[str, Json], numeros: list[int], communs: int) -> dict[str, Json]:
    if brut["type"] != "fusion":
        return brut
    neuf = {**brut, "charge": _renumeroter(cast(dict[str, Json], brut["charge"]), numeros, communs)}
    return {**neuf, "empreinte": empreinte_evenement(neuf)}


def _provenance(dossier: Dossier) -> dict[str, Json]:
    """Where the copy comes from, and where its original did: a copy of a copy still finds its way home."""
    ici: dict[str, Json] = {"dossier": dossier.id, "empreinte": dossier.empreinte, "n": dossier.journal[-1].n}
    avant = [dossier.creation.origine, *dossier.creation.lignee] if dossier.creation.origine else []
    lignee: list[Json] = [msgspec.to_builtins(origine) for origine in avant]
    return {"origine": ici, **({"lignee": lignee} if lignee else {})}


def _expurger(e: Evenement, partages: set[str]) -> dict[str, Json] | None:
    """The event as it may leave the service, or None; what a `fusion` brought is sifted one by one."""
    if isinstance(e.charge, ev.Note | ev.Piece | ev.ARevoir):
        return e.brut() if e.id in partages else None
    brut = e.brut()
    if isinstance(e.charge, ev.Fusion):
        gardes: list[Json] = [b for interieur in e.charge.lus if (b := _expurger(interieur, partages)) is not None]
        if not gardes:
            return None
        if gardes != e.charge.evenements:
            contenu = {**cast(dict[str, Json], brut["charge"]), "evenements": gardes}
            brut = {**brut, "charge": contenu}
            brut["empreinte"] = empreinte_evenement(brut)
    return brut
