"""Between what people decide and its events: the values of `actes.py`, and what the journal carries."""

from __future__ import annotations

from datetime import date, datetime

from evaluator.canonical import Json, en_json
from evaluator.dossier import charges
from evaluator.dossier import evenements as ev
from evaluator.dossier.actes import Cloture, Convention, Decision, Objectif, Observation, Recommandation
from evaluator.dossier.auteur import NON_INDIQUE, Auteur
from evaluator.dossier.evenements import Evenement


def auteur(e: Evenement) -> Auteur:
    return Auteur(e.auteur.nom, e.auteur.fonction, e.auteur.organisme)


def decision(e: Evenement) -> Decision:
    """The decision that an event carries; without a date of its own, it is of the day of the event."""
    lue = e.charge
    assert isinstance(lue, ev.Decision)
    conseil = lue.recommandation
    return Decision(
        lue.montant,
        lue.nom or e.auteur.nom,
        lue.fonction if lue.nom else lue.fonction or e.auteur.fonction,
        _jour(lue.date) or e.quand.date(),
        lue.motif,
        lue.derogation,
        _convention(lue.convention),
        _jour(lue.date_notification),
        None if conseil is None else Recommandation(
            conseil.avis, conseil.montant, conseil.montant_min, conseil.montant_max, conseil.plafond, conseil.evenements,
            conseil.empreinte,
        ),
    )  # fmt: skip


def _convention(lue: charges.Convention | None) -> Convention | None:
    return None if lue is None else Convention(lue.type, _jour(lue.debut), _jour(lue.fin), lue.reference)


def charge_decision(decision: Decision) -> dict[str, Json]:
    conseil, convention = decision.recommandation, decision.convention
    return {
        "montant": decision.montant,
        "motif": _texte(decision.motif),
        "derogation": _texte(decision.derogation),
        "nom": decision.nom.strip(),
        "fonction": decision.fonction.strip(),
        "date": _ecrire(decision.date),
        "convention": None if convention is None else {
            "type": convention.type,
            "debut": _ecrire(convention.debut),
            "fin": _ecrire(convention.fin),
            "reference": _texte(convention.reference),
        },
        "date_notification": _ecrire(decision.date_notification),
        "recommandation": None if conseil is None else {
            nom: en_json(getattr(conseil, nom)) for nom in charges.Recommandation.__struct_fields__
        },
    }  # fmt: skip


def cloture(e: Evenement) -> Cloture:
    lue = e.charge
    assert isinstance(lue, ev.Cloture)
    objectifs = tuple(
        Objectif(o.enonce, o.question, tuple(o.clauses), o.depart, o.cible, _jour(o.echeance)) for o in lue.objectifs
    )
    return Cloture(objectifs, tuple(lue.ecarts_sans_motif), lue.motif, auteur(e), e.quand)


def charge_objectif(objectif: Objectif) -> dict[str, Json]:
    return {
        "enonce": objectif.enonce.strip(),
        "question": objectif.question,
        "clauses": list(objectif.clauses),
        "depart": _texte(objectif.depart),
        "cible": _texte(objectif.cible),
        "echeance": _ecrire(objectif.echeance),
    }


def observation(e: Evenement) -> Observation:
    lue = e.charge
    assert isinstance(lue, ev.Observation)
    return Observation(lue.question, lue.texte, auteur(e), e.quand)


def dit_par(e: Evenement) -> str:
    """« le 24/11/2026 par Marie Dupont (inspectrice, DDETS 93) »."""
    qualite = ", ".join(p for p in (e.auteur.fonction, e.auteur.organisme) if p)
    local: datetime = e.quand.astimezone()
    nom = e.auteur.nom if e.auteur.nom != NON_INDIQUE else "un auteur non indiqué"
    return f"le {local:%d/%m/%Y} par {nom}" + (f" ({qualite})" if qualite else "")


def _texte(texte: str | None) -> str | None:
    return (texte or "").strip() or None


def _jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None


def _ecrire(jour: date | None) -> Json:
    return en_json(jour)
