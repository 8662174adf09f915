"""Uniting two branches of a dossier, per question, by what each side knew of the other. Pure, and the same on every replay.

An answer whose last event the other side already held was not changed there: the other side's stands. Changed on both sides
to the same value, it stands; otherwise it is a conflict, and counts as no answer until one is given.
"""

from __future__ import annotations

import sys

from msgspec import Struct, field
from msgspec.structs import replace

from evaluator.dossier import evenements as ev
from evaluator.dossier.etat import Acte, Annexe, Cle, Etat, Trace
from evaluator.dossier.evenements import Evenement

AUTRE_VERSION = " (autre version)"
_SUR_UNE_QUESTION = (ev.Reponse, ev.Note, ev.Piece, ev.ARevoir)


class Bilan(Struct):
    """What a merge brought: the answers taken over, the conflicts opened, and what was set aside."""

    reponses: list[Cle] = field(default_factory=list)
    conflits: list[Cle] = field(default_factory=list)
    notes: list[Cle] = field(default_factory=list)
    pieces: list[Cle] = field(default_factory=list)
    marques: list[Cle] = field(default_factory=list)
    observations: int = 0
    decision: bool = False
    ecartes: list[Evenement] = field(default_factory=list)  # decisions, closings and reopenings that do not count here


def appliquer(etat: Etat, e: Evenement) -> list[Cle]:
    """Take one event in, whatever its type; returns the answers and annotations that it touches."""
    if isinstance(e.charge, ev.Fusion):
        bilan = reunir(etat, e)
        return [*bilan.reponses, *bilan.conflits, *bilan.notes, *bilan.pieces, *bilan.marques]
    cle = etat.appliquer(e)
    return [cle] if cle else []


def reunir(etat: Etat, e: Evenement) -> Bilan:
    """Take the other branch in, from what both had in common."""
    fusion = e.charge
    assert isinstance(fusion, ev.Fusion)
    envoi = fusion.branche == "envoi"
    connue = etat.branches.get(fusion.suite_de) if fusion.suite_de else None
    autre = connue.au(sys.maxsize, envoye=False) if connue else etat.au(fusion.ancetre, envoye=envoi)
    bilan = Bilan()
    for interieur in fusion.lus:
        if isinstance(interieur.charge, ev.Cloture | ev.Reouverture):
            bilan.ecartes.append(interieur)
        else:
            appliquer(autre, interieur)
    touchees = {(x.volet, x.charge.question) for x in e.tous() if isinstance(x.charge, _SUR_UNE_QUESTION)}
    for cle, actes in autre.actes.items():
        if cle in touchees:
            _reponse(etat, e, cle, actes, bilan, envoi)
    for annexe, traces in autre.annexes.items():
        if annexe[1:3] in touchees:
            _annexe(etat, e, annexe, traces, bilan, envoi)
    vues = {observation.id for observation in etat.observations}
    nouvelles = [o for o in autre.observations if o.id not in vues]
    etat.observations += nouvelles
    bilan.observations = len(nouvelles)
    _decision(etat, autre, fusion, bilan)
    etat.branches[fusion.empreinte] = autre
    return bilan


# — answers ————————————————————————————————————————————————————————————————————————————————————————————————


def _reponse(etat: Etat, e: Evenement, cle: Cle, leurs: list[Acte], bilan: Bilan, envoi: bool) -> None:
    notres = etat.actes.get(cle, [])
    connus = {_id(acte) for acte in notres}
    nouveaux = [replace(acte, n=e.n) for acte in leurs if _id(acte) not in connus]
    if not nouveaux:
        return
    derniere = nouveaux[-1]
    ouverte = bool(notres) and notres[-1].conflit is not None
    if _id(leurs[-1]) in connus or (not ouverte and _pareil(cle, notres[-1] if notres else None, derniere)):
        etat.actes[cle] = [*notres[:-1], *nouveaux, *notres[-1:]]  # known from now on; ours stands
        return
    suivie = not notres or _id(notres[-1]) in {_id(acte) for acte in leurs}
    if suivie and not (envoi and cle[0] == "constat"):
        etat.actes[cle] = [*notres, *nouveaux]
        (bilan.conflits if derniere.conflit else bilan.reponses).append(cle)
        return
    notre, autres = _deux_cotes(cle, notres[-1] if notres else None, leurs)
    if autres:
        vide = ev.Reponse(question=cle[1], etat="non_renseignee", valeur=None, source=None, motif=None)
        marque = Acte(e.n, vide, e, (notre, autres))
        etat.actes[cle] = [*notres, *nouveaux, marque]
        bilan.conflits.append(cle)
    else:  # the other side came round to our answer
        etat.actes[cle] = [*notres, *nouveaux]
        bilan.reponses.append(cle)


def _deux_cotes(cle: Cle, notre: Acte | None, leurs: list[Acte]) -> tuple[Acte | None, tuple[Acte, ...]]:
    """Our answer, and each other one that is not the same. What the other side has replaced since is left out."""
    vus = {_id(acte) for acte in leurs}
    candidats: list[Acte] = []
    if notre is not None and notre.conflit:
        notre, anciens = notre.conflit
        candidats = [acte for acte in anciens if _id(acte) not in vus]
    derniere = leurs[-1]
    if derniere.conflit:
        premier, suivants = derniere.conflit
        candidats += [*([premier] if premier else []), *suivants]
    else:
        candidats.append(derniere)
    autres: list[Acte] = []
    for acte in candidats:
        if not any(_pareil(cle, autre, acte) for autre in (notre, *autres)):
            autres.append(acte)
    return notre, tuple(autres)


def _id(acte: Acte) -> str:
    return acte.de.id


def _pareil(cle: Cle, un: Acte | None, autre: Acte) -> bool:
    """The same state and value; in the constat the same source too, since a level counts by it."""
    if autre.conflit or (un is not None and un.conflit):
        return False
    a = ("non_renseignee", None, None) if un is None else (un.charge.etat, un.charge.valeur, un.charge.source)
    b = (autre.charge.etat, autre.charge.valeur, autre.charge.source)
    return _exact(a[:2]) == _exact(b[:2]) and (cle[0] != "constat" or a[2] == b[2])


def _exact(valeur: object) -> object:
    """`valeur` as it compares: `True` is not 1."""
    match valeur:
        case dict():
            return {cle: _exact(v) for cle, v in valeur.items()}
        case list() | tuple():
            return [_exact(v) for v in valeur]
    return (type(valeur), valeur)


# — notes, pieces, marks ———————————————————————————————————————————————————————————————————————————————————


def _annexe(etat: Etat, e: Evenement, annexe: Annexe, leurs: list[Trace], bilan: Bilan, envoi: bool) -> None:
    notres = etat.annexes.get(annexe, [])
    connus = {trace.id for trace in notres}
    nouveaux = [replace(trace, n=e.n) for trace in leurs if trace.id not in connus]
    if not nouveaux:
        return
    cle: Cle = (annexe[1], annexe[2])
    touchees = {"note": bilan.notes, "piece": bilan.pieces, "a_revoir": bilan.marques}[annexe[0]]
    suivie = not notres or notres[-1].id in {trace.id for trace in leurs}
    if envoi and annexe[1] == "constat" and annexe[0] != "a_revoir":
        suivie = not notres  # what the service wrote is completed, never replaced
    if leurs[-1].id not in connus and suivie:
        for trace in nouveaux:
            etat.annexer(annexe, trace)
        touchees.append(cle)
        return
    if notres:
        etat.annexes[annexe] = [*notres[:-1], *nouveaux, notres[-1]]  # known from now on; ours stands
    if leurs[-1].id in connus:
        return
    reunie = _reunir(notres[-1], nouveaux[-1], e)
    if reunie is not None:
        ou, trace = reunie
        etat.annexer((annexe[0], annexe[1], annexe[2], ou), trace)
        touchees.append(cle)


def _reunir(notre: Trace, leur: Trace, e: Evenement) -> tuple[str, Trace] | None:
    """What stands where both sides wrote: its name in the register, and itself. None where ours stands as it is."""
    a, b = notre.charge, leur.charge
    if isinstance(a, ev.Note) and isinstance(b, ev.Note):
        if a.note == b.note or not b.note:
            return None
        if not a.note:
            return "", leur
        texte = "\n\n".join(f"{t.auteur} : {c.note}" if t.auteur else c.note for t, c in ((notre, a), (leur, b)))
        interne = "interne" in (a.visibilite, b.visibilite)
        ensemble = replace(a, note=texte, visibilite="interne" if interne else "partagee")
        return "", Trace(e.n, e.id, ensemble, "", False)
    if isinstance(a, ev.Piece) and isinstance(b, ev.Piece):
        if b.retiree or (not a.retiree and a.sha256 == b.sha256):
            return None
        if a.retiree:
            return b.nom, leur
        nom = b.nom[: 300 - len(AUTRE_VERSION)] + AUTRE_VERSION
        return nom, replace(leur, charge=replace(b, nom=nom))
    if isinstance(a, ev.ARevoir) and isinstance(b, ev.ARevoir) and b.a_revoir and not a.a_revoir:
        return "", leur
    return None


def _decision(etat: Etat, autre: Etat, fusion: ev.Fusion, bilan: Bilan) -> None:
    """A decision of a plain copy holds where none was taken here meanwhile; it knows this chain up to the ancestor only."""
    connues = {e.id for _, e in etat.decisions}
    nouvelles = [e for _, e in autre.decisions if e.id not in connues]
    if not nouvelles:
        return
    suivie = not etat.decisions or etat.decisions[-1][1].id in {e.id for _, e in autre.decisions}
    if fusion.branche == "copie" and suivie:
        etat.decisions += [(fusion.ancetre, e) for e in nouvelles]
        bilan.decision = True
    else:
        bilan.ecartes += nouvelles
