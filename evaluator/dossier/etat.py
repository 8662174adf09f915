"""The state of a dossier: a replay of its events; the last one wins per question and volet. Needs no questionnaire."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from evaluator.dossier import evenements as ev
from evaluator.dossier.evenements import Evenement, VoletEvenement
from evaluator.dossier.reponses import SANS_ANNOTATION, Annotation, Piece, Volet

Cle = tuple[VoletEvenement, str]


@dataclass(frozen=True, slots=True)
class Acte:
    """One answer as an event gave it, with the number of that event. Its value is not read yet."""

    n: int
    charge: ev.Reponse


@dataclass
class Etat:
    """Grows by `appliquer`, one event at a time, in the order of `n`."""

    actes: dict[Cle, list[Acte]] = field(default_factory=dict)  # oldest first
    annotations: dict[Cle, Annotation] = field(default_factory=dict)
    clos: bool = False
    observations: list[Evenement] = field(default_factory=list)
    decision: Evenement | None = None

    def appliquer(self, e: Evenement) -> Cle | None:
        """Take one event in; returns the answer or annotation that it touches."""
        charge = e.charge
        match charge:
            case ev.Reponse():  # and Confirmation: the copy is in the event, nothing is looked up
                cle: Cle = (_volet(e), charge.question)
                self.actes.setdefault(cle, []).append(Acte(e.n, charge))
                return cle
            case ev.Note() | ev.Piece() | ev.ARevoir():
                cle = (_volet(e), charge.question)
                self.annotations[cle] = annoter(self.annotations.get(cle, SANS_ANNOTATION), charge)
                return cle
            case ev.Cloture():
                self.clos = True
            case ev.Reouverture():
                self.clos = False
            case ev.Observation():
                self.observations.append(e)
            case ev.Decision():
                self.decision = e
        return None

    def dernier(self, cle: Cle) -> ev.Reponse | None:
        """The last answer given, or None where there never was one."""
        actes = self.actes.get(cle)
        return actes[-1].charge if actes else None

    def repondu(self, volet: Volet) -> bool:
        """At least one answer of this volet that stands, common ones apart."""
        return any(v == volet and actes[-1].charge.etat != "non_renseignee" for (v, _), actes in self.actes.items())


def _volet(e: Evenement) -> VoletEvenement:
    assert e.volet is not None  # `lire_evenement` requires it of every event about a question
    return e.volet


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
