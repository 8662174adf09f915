"""An answers file, written: it imports back to the same answers and annotations, whatever the texts hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from evaluator.canonical import texte_exact
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import (
    LIBELLES_VOLET,
    NON_RENSEIGNEE,
    SANS_ANNOTATION,
    Annotation,
    Cellule,
    Reponse,
    Valeur,
    Volet,
)
from evaluator.questionnaire.models import Question

_ECHAPPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_MOTS_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def ecrire_reponses(dossier: Dossier, volet: Volet, *, pour_gestionnaire: bool = False) -> str:
    """YAML of one volet, common answers included; `pour_gestionnaire` leaves out notes and pieces that are `interne`."""
    lignes = [
        f"# {LIBELLES_VOLET[volet]} : {commentaire(dossier.nom)}",
        f"# Questionnaire {dossier.referentiel.questionnaire.lu.id}, version {dossier.referentiel.questionnaire.lu.version}",
        f"# Dossier {dossier.id}, événement {dossier.journal[-1].n}, empreinte {dossier.empreinte}",
    ]
    section = ""
    entrees = 0
    for question in dossier.questions(volet):
        reponse = dossier.reponse(question.id, volet)
        annotation = dossier.annotation(question.id, volet)
        if pour_gestionnaire:
            annotation = partagee(annotation, volet)
        if reponse == NON_RENSEIGNEE and annotation == SANS_ANNOTATION:
            continue
        titre = dossier.referentiel.questionnaire.sections[question.id].titre
        if titre != section:
            section = titre
            lignes += ["", f"# — {commentaire(titre)}"]
        lignes += ["", f"# {commentaire(question.libelle)}", *_entree(question, reponse, annotation)]
        entrees += 1
    if not entrees:
        lignes += ["", "{}"]
    return "\n".join(lignes) + "\n"


def partagee(annotation: Annotation, volet: Volet) -> Annotation:
    """What of an annotation may leave the service: neither what is `interne`, nor the working marks of the constat."""
    note = annotation.note if annotation.visibilite == "partagee" else ""
    pieces = tuple(p for p in annotation.pieces if p.visibilite == "partagee")
    a_revoir = annotation.a_revoir and volet == "auto_evaluation"
    return Annotation(note, "partagee" if note else SANS_ANNOTATION.visibilite, pieces, a_revoir)


def commentaire(texte: str) -> str:
    """One printable line."""
    return " ".join("".join(c if c.isprintable() else " " for c in texte).split())


def texte(valeur: str) -> str:
    """A text between double quotes; what YAML would fold, refuse or not show is escaped."""
    return '"' + "".join(_ECHAPPES.get(c) or (c if c.isprintable() else _echapper(ord(c))) for c in valeur) + '"'


def _echapper(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _entree(question: Question, reponse: Reponse, annotation: Annotation) -> list[str]:
    nom = question.id if question.id not in _MOTS_YAML else texte(question.id)
    seule = reponse.source is None and reponse.motif is None and annotation == SANS_ANNOTATION
    if seule and reponse.etat == "renseignee":
        return _champ("", nom, reponse.valeur)
    lignes = [f"{nom}:"]
    if reponse.etat == "renseignee":
        lignes += _champ("  ", "valeur", reponse.valeur)
    elif reponse.etat != "non_renseignee" or reponse.motif:
        lignes.append(f"  etat: {reponse.etat}")
    if reponse.source:
        lignes.append(f"  source: {reponse.source}")
    if reponse.motif:
        lignes.append(f"  motif: {texte(reponse.motif)}")
    if annotation.note:
        lignes += [f"  note: {texte(annotation.note)}", f"  visibilite: {annotation.visibilite}"]
    if annotation.pieces:
        lignes.append("  pieces:")
        for p in annotation.pieces:
            lignes.append(f"    - {{nom: {texte(p.nom)}, sha256: {texte(p.sha256)}, visibilite: {p.visibilite}}}")
    if annotation.a_revoir:
        lignes.append("  a_revoir: true")
    return lignes


def _champ(retrait: str, nom: str, valeur: Valeur | None) -> list[str]:
    """`nom: valeur`, on one line, or one line per row of a table and per class of a distribution."""
    match valeur:
        case Mapping():
            return [f"{retrait}{nom}:", *(f"{retrait}  {cle}: {v}" for cle, v in valeur.items())]
        case tuple() if valeur and isinstance(valeur[0], Mapping):
            rangees = [rangee for rangee in valeur if isinstance(rangee, Mapping)]
            return [f"{retrait}{nom}:", *(f"{retrait}  - {_ligne(rangee)}" for rangee in rangees)]
        case tuple():
            return [f"{retrait}{nom}: [{', '.join(cellule(v) for v in valeur if isinstance(v, str))}]"]
        case None:
            return [f"{retrait}{nom}: null"]
    return [f"{retrait}{nom}: {cellule(valeur)}"]


def _ligne(rangee: Mapping[str, Cellule]) -> str:
    return "{" + ", ".join(f"{colonne}: {cellule(v)}" for colonne, v in rangee.items()) + "}"


def _fraction(valeur: Fraction) -> str:
    return str(valeur.numerator) if valeur.denominator == 1 else f'"{texte_exact(valeur).replace(".", ",")}"'


_CELLULES: tuple[tuple[type, Callable[..., str]], ...] = (
    (bool, lambda v: "oui" if v else "non"),
    (int, str),
    (Fraction, _fraction),
    (date, date.isoformat),
    (str, texte),
)


def cellule(valeur: Cellule) -> str:
    """One scalar; decimals are quoted, with a comma."""
    return next(ecrire(valeur) for genre, ecrire in _CELLULES if isinstance(valeur, genre))


__all__ = ["ecrire_reponses", "partagee"]
