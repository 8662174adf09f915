"""The state of a dossier: a replay of its events; the last one wins per question and volet. Needs no questionnaire.

Each answer, note, piece and mark keeps its history, by the ids of its events: `reunion.py` rests on it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from evaluator.dossier import evenements as ev
from evaluator.dossier.evenements import Evenement, VoletEvenement
from evaluator.dossier.reponses import SANS_ANNOTATION, Annotation, Piece, Volet

Cle = tuple[VoletEvenement, str]
Annexe = tuple[Literal["note", "piece", "a_revoir"], VoletEvenement, str, str]  # what, where, on what, a piece's name


class Acte(Struct, frozen=True):
    """One answer as event `de` gave it. Its value is not read yet. `n`: the event of this chain that brought it.

    `conflit`: two branches answered otherwise here (ours, if there was one, then the others); it counts as no answer.
    """

    n: int
    charge: ev.Reponse
    de: Evenement
    conflit: tuple[Acte | None, tuple[Acte, ...]] | None = None


class Trace(Struct, frozen=True):
    """One note, piece or mark. `auteur` is empty for a text that unites several."""

    n: int
    id: str
    charge: ev.Note | ev.Piece | ev.ARevoir
    auteur: str
    du_service: bool


class Etat(Struct):
    """Grows by `appliquer`, one event at a time, in the order of `n`."""

    actes: dict[Cle, list[Acte]] = field(default_factory=dict)  # oldest first
    annexes: dict[Annexe, list[Trace]] = field(default_factory=dict)  # oldest first
    annotations: dict[Cle, Annotation] = field(default_factory=dict)
    observations: list[Evenement] = field(default_factory=list)
    decisions: list[tuple[int, Evenement]] = field(default_factory=list)  # with the event up to which they know this chain
    cloture: Evenement | None = None  # the closing in force
    branches: dict[str, Etat] = field(default_factory=dict)  # of each branch that was merged, by its last hash

    @property
    def clos(self) -> bool:
        return self.cloture is not None

    def appliquer(self, e: Evenement) -> Cle | None:
        """Take one event in, `fusion` apart; returns the answer or annotation that it touches."""
        charge = e.charge
        match charge:
            case ev.Reponse():  # and Confirmation: the copy is in the event, nothing is looked up
                cle: Cle = (_volet(e), charge.question)
                self.actes.setdefault(cle, []).append(Acte(e.n, charge, e))
                return cle
            case ev.Note() | ev.Piece() | ev.ARevoir():
                trace = Trace(e.n, e.id, charge, e.auteur.nom, e.role == "service")
                return self.annexer(_annexe(_volet(e), charge), trace)
            case ev.Cloture():
                self.cloture = e
            case ev.Reouverture():
                self.cloture = None
            case ev.Observation():
                self.observations.append(e)
            case ev.Decision():
                self.decisions.append((e.n, e))
        return None

    def annexer(self, annexe: Annexe, trace: Trace) -> Cle:
        """Take a note, a piece or a mark in as the last of its kind."""
        cle = (annexe[1], annexe[2])
        self.annexes.setdefault(annexe, []).append(trace)
        self.annotations[cle] = annoter(self.annotations.get(cle, SANS_ANNOTATION), trace.charge)
        return cle

    def dernier(self, cle: Cle) -> ev.Reponse | None:
        """The last answer given, or None where there never was one."""
        actes = self.actes.get(cle)
        return actes[-1].charge if actes else None

    def conflits(self) -> list[tuple[Cle, Acte]]:
        """The answers on which two branches disagree still."""
        return [(cle, actes[-1]) for cle, actes in self.actes.items() if actes[-1].conflit]

    def repondu(self, volet: Volet) -> bool:
        """At least one answer of this volet that stands, common ones apart."""
        return any(v == volet and actes[-1].charge.etat != "non_renseignee" for (v, _), actes in self.actes.items())

    @property
    def decision(self) -> Evenement | None:
        return self.decisions[-1][1] if self.decisions else None

    @property
    def decision_perimee(self) -> bool:
        """An answer is not any more what it was when the decision was taken."""
        if not self.decisions:
            return False
        n = self.decisions[-1][0]
        for actes in self.actes.values():
            if actes[-1].n > n:
                avant = [acte for acte in actes if acte.n <= n]
                if bool(actes[-1].conflit) or _compte(actes[-1]) != _compte(avant[-1] if avant else None):
                    return True
        return False

    def au(self, n: int, *, envoye: bool) -> Etat:
        """The histories as of event `n`; `envoye`: as a copy sent to the gestionnaire holds them, with its own numbers."""
        alors = Etat(branches=dict(self.branches), decisions=[(d, e) for d, e in self.decisions if d <= n])
        for cle, actes in self.actes.items():
            if avant := [replace(a, n=0) if envoye else a for a in actes if a.n <= n]:
                alors.actes[cle] = avant
        for annexe, traces in self.annexes.items():
            restent = [t for t in traces if t.n <= n]
            if envoye:
                restent = [replace(t, n=0) for t in _partageables(annexe, restent)]
            for trace in restent:
                alors.annexer(annexe, trace)
        return alors

    def partages(self) -> set[str]:
        """The ids of the notes, pieces and marks that may leave the service."""
        return {t.id for annexe, traces in self.annexes.items() for t in _partageables(annexe, traces)}


def _compte(acte: Acte | None) -> object:
    return ("non_renseignee", None, None) if acte is None else (acte.charge.etat, acte.charge.valeur, acte.charge.source)


def _volet(e: Evenement) -> VoletEvenement:
    assert e.volet is not None  # `lire_evenement` requires it of every event about a question
    return e.volet


def _annexe(volet: VoletEvenement, charge: ev.Note | ev.Piece | ev.ARevoir) -> Annexe:
    match charge:
        case ev.Note():
            return ("note", volet, charge.question, "")
        case ev.Piece():
            return ("piece", volet, charge.question, charge.nom)
    return ("a_revoir", volet, charge.question, "")


def _partageables(annexe: Annexe, traces: list[Trace]) -> list[Trace]:
    """What of a history may leave the service: nothing of a note or a piece that is not shared now, even if it once was."""
    if not traces:
        return []
    derniere = traces[-1].charge
    match derniere:
        case ev.Note() if derniere.visibilite == "interne" or not derniere.note:
            return []
        case ev.Piece() if derniere.visibilite == "interne" or derniere.retiree:
            return []
        case ev.ARevoir():
            de_lui = annexe[1] == "auto_evaluation"
            return [t for t in traces if de_lui or (annexe[1] == "commun" and not t.du_service)]
    return [t for t in traces if not isinstance(t.charge, ev.ARevoir) and t.charge.visibilite == "partagee"]


def annoter(avant: Annotation, charge: ev.Note | ev.Piece | ev.ARevoir) -> Annotation:
    """`avant` with one more note, piece or mark. A piece of the same name takes the place of the former."""
    match charge:
        case ev.Note():
            visibilite = charge.visibilite if charge.note else SANS_ANNOTATION.visibilite
            return replace(avant, note=charge.note, visibilite=visibilite)
        case ev.ARevoir():
            return replace(avant, a_revoir=charge.a_revoir)
    if charge.retiree:
        return replace(avant, pieces=tuple(p for p in avant.pieces if p.nom != charge.nom))
    nouvelle = Piece(charge.nom, charge.sha256, charge.visibilite)
    if any(p.nom == charge.nom for p in avant.pieces):
        return replace(avant, pieces=tuple(nouvelle if p.nom == charge.nom else p for p in avant.pieces))
    return replace(avant, pieces=(*avant.pieces, nouvelle))
