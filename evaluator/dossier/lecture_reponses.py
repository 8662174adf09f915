"""An answers file, read: every fault of the file at once, each at its line and column (`contract.md`, answers file)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TypeVar, cast

from msgspec import Struct, field
from msgspec.structs import replace

from evaluator.dossier.reponses import (
    ETATS,
    NON_CONNU,
    SANS_ANNOTATION,
    SOURCES,
    Annotation,
    Etat,
    Piece,
    Reponse,
    SourceReponse,
    Visibilite,
    Volet,
)
from evaluator.dossier.saisie import ReponseRefusee, normaliser, trouver, visibilite_par_defaut
from evaluator.dossier.valeurs import ValeurRefusee, lire
from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.models import Question, QuestionRepartition
from evaluator.questionnaire.source import Arbre, Chemin, Source

CLES = ("valeur", "etat", "source", "note", "motif", "visibilite", "pieces", "a_revoir")
VISIBILITES: tuple[Visibilite, ...] = ("interne", "partagee")
FAUTES_MAX = 200
NOTE_MAX = 200_000
NOM_PIECE_MAX = 300
_SHA256 = re.compile(r"[0-9a-f]{64}")

T = TypeVar("T", bound=str)


class Lues(Struct, frozen=True):
    """What a file says: an answer per question it answers, an annotation per question it annotates, and its faults."""

    reponses: dict[str, Reponse] = field(default_factory=dict)
    annotations: dict[str, Annotation] = field(default_factory=dict)
    fautes: tuple[Faute, ...] = ()


def lire_reponses(source: Source, questionnaire: Questionnaire, volet: Volet, *, partiel: bool = False) -> Lues:
    """Answers and annotations of one volet, common questions included. Raises `FaultyInput` with all faults.

    `partiel`: what is right is returned with the faults of the rest; a question with one fault is left out whole.
    """
    lecteur = _Lecteur(source, questionnaire, volet)
    if isinstance(source.arbre, dict):
        with suppress(_Assez):
            for nom, brut in source.arbre.items():
                lecteur.question(nom, brut)
    else:
        lecteur.faute((), "un fichier de réponses est une suite de « question: valeur »")
    fautes = tuple(sorted(lecteur.fautes, key=lambda f: (f.ligne or 0, f.colonne or 0)))
    if fautes and not partiel:
        raise FaultyInput(fautes)
    return Lues(lecteur.reponses, lecteur.annotations, fautes)


class _Assez(Exception):
    """There are faults enough: the rest of the file is not read."""


class _Lecteur:
    def __init__(self, source: Source, questionnaire: Questionnaire, volet: Volet) -> None:
        self.source = source
        self.questionnaire = questionnaire
        self.volet: Volet = volet
        self.reponses: dict[str, Reponse] = {}
        self.annotations: dict[str, Annotation] = {}
        self.fautes: list[Faute] = []

    def faute(self, chemin: Chemin, message: str) -> None:
        self.fautes.append(self.source.faute(chemin, message))
        if len(self.fautes) >= FAUTES_MAX:
            self.fautes.append(self.source.faute(chemin, f"plus de {FAUTES_MAX} fautes : la suite du fichier n’est pas lue"))
            raise _Assez

    def question(self, nom: str, brut: Arbre) -> None:
        """Read one entry of the file; with a fault in it, neither answer nor annotation is kept."""
        try:
            question = trouver(self.questionnaire, nom, self.volet)
        except ReponseRefusee as erreur:
            self.faute((nom,), str(erreur))
            return
        avant = len(self.fautes)
        longue = isinstance(brut, dict) and not est_repartition(question, brut)
        if longue:
            detail = cast(dict[str, Arbre], brut)
            self._cles_inconnues(nom, detail)
            reponse = self._longue(question, detail)
            annotation = self._annotation(nom, detail)
        else:
            reponse, annotation = self._courte(question, (nom,), brut, None), None
        if len(self.fautes) > avant:
            return
        if reponse is not None:
            self.reponses[nom] = reponse
        if annotation is not None:
            self.annotations[nom] = annotation

    def _courte(self, question: Question, chemin: Chemin, brut: Arbre, origine: SourceReponse | None) -> Reponse | None:
        """A bare value; null is « not answered »."""
        if brut is None:
            return Reponse()
        try:
            return Reponse("renseignee", lire(question, brut), origine, None)
        except ValeurRefusee as erreur:
            for refus in erreur.refus:
                message = refus.message
                if not (refus.chemin or message.startswith(f"« {question.id}")):
                    message = f"« {question.id} » : {message}"
                self.faute((*chemin, *refus.chemin), message)
            return None

    def _cles_inconnues(self, nom: str, brut: Mapping[str, Arbre]) -> None:
        for cle in brut:
            if cle not in CLES:
                self.faute((nom, cle), f"« {nom} » : « {cle[:60]} » est inconnu ici{proche(cle, CLES)}"
                           f" ; admis : {', '.join(CLES)}")  # fmt: skip

    def _longue(self, question: Question, brut: Mapping[str, Arbre]) -> Reponse | None:
        """`{valeur, etat, source, motif}`; None where the entry only annotates, or is faulty."""
        nom = question.id
        origine = self._parmi(nom, brut, "source", SOURCES)
        etat: Etat | None = self._parmi(nom, brut, "etat", ETATS)
        motif = self._texte(nom, brut, "motif", NOTE_MAX)
        if etat is None and "valeur" not in brut:
            if brut.get("etat") is None and (seules := [cle for cle in ("source", "motif") if brut.get(cle) is not None]):
                self.faute((nom, seules[0]), f"« {nom} » : « {seules[0]} » sans « valeur » ni « etat »")
            elif not brut:
                self.faute((nom,), f"« {nom} » : « valeur » ou « etat » attendu entre les accolades")
            return None
        valeur = brut.get("valeur")
        if etat is None:
            etat = "non_renseignee" if valeur is None else "renseignee"
        if etat == "renseignee":
            if valeur is None:
                self.faute((nom, "etat"), f"« {nom} » : « etat: renseignee » demande une « valeur »")
                return None
            reponse = self._courte(question, (nom, "valeur"), valeur, origine)
            return replace(reponse, motif=(motif or "").strip() or None) if reponse else None
        if valeur is not None:
            self.faute((nom, "valeur"), f"« {nom} » : une « valeur » ne va pas avec « etat: {etat} »")
            return None
        try:
            return normaliser(question, Reponse(etat, None, origine, motif or None))
        except ReponseRefusee as erreur:
            self.faute((nom, "etat"), f"« {nom} » : {erreur}")
            return None

    def _annotation(self, nom: str, brut: Mapping[str, Arbre]) -> Annotation | None:
        """`{note, visibilite, pieces, a_revoir}`, or None where none of them is there."""
        if not any(brut.get(cle) is not None for cle in ("note", "visibilite", "pieces", "a_revoir")):
            return None
        note = self._texte(nom, brut, "note", NOTE_MAX) or ""
        visibilite = self._parmi(nom, brut, "visibilite", VISIBILITES)
        if visibilite and not note:
            self.faute((nom, "visibilite"), f"« {nom} » : « visibilite » est celle d’une « note », qui manque")
        a_revoir = brut.get("a_revoir")
        if isinstance(a_revoir, str) and a_revoir.strip().lower() in ("oui", "non"):
            a_revoir = a_revoir.strip().lower() == "oui"
        if a_revoir is not None and not isinstance(a_revoir, bool):
            self.faute((nom, "a_revoir"), f"« {nom} » : « a_revoir » se dit oui ou non")
        if visibilite is None:
            visibilite = visibilite_par_defaut(self.volet)
        pieces = self._pieces(nom, brut.get("pieces"))
        return Annotation(note, visibilite if note else SANS_ANNOTATION.visibilite, pieces, a_revoir is True)

    def _pieces(self, nom: str, brut: Arbre) -> tuple[Piece, ...]:
        if brut is None:
            return ()
        if not isinstance(brut, list):
            self.faute((nom, "pieces"), f"« {nom} » : « pieces » est une liste de {{nom, sha256, visibilite}}")
            return ()
        pieces: dict[str, Piece] = {}
        for rang, element in enumerate(brut):
            piece = self._piece(nom, rang, element)
            if piece is None:
                continue
            if piece.nom in pieces:
                self.faute((nom, "pieces", rang), f"« {nom} » : la pièce « {piece.nom[:60]} » est donnée deux fois")
            pieces[piece.nom] = piece
        return tuple(pieces.values())

    def _piece(self, nom: str, rang: int, brut: Arbre) -> Piece | None:
        ici: Chemin = (nom, "pieces", rang)
        if not isinstance(brut, dict):
            self.faute(ici, f"« {nom} », pièce {rang + 1} : {{nom, sha256, visibilite}} attendu")
            return None
        avant = len(self.fautes)
        for cle in brut:
            if cle not in ("nom", "sha256", "visibilite"):
                self.faute((*ici, cle), f"« {nom} », pièce {rang + 1} : « {cle[:60]} » est inconnu"
                           f"{proche(cle, ('nom', 'sha256', 'visibilite'))}")  # fmt: skip
        nom_piece, sha = brut.get("nom"), brut.get("sha256")
        if not isinstance(nom_piece, str) or not 0 < len(nom_piece) <= NOM_PIECE_MAX:
            self.faute((*ici, "nom"), f"« {nom} », pièce {rang + 1} : « nom » attendu ({NOM_PIECE_MAX} caractères au plus)")
        if not isinstance(sha, str) or not _SHA256.fullmatch(sha.lower()):
            self.faute((*ici, "sha256"), f"« {nom} », pièce {rang + 1} : « sha256 » attendu (64 caractères de 0 à f)")
        visibilite = self._parmi_a((*ici, "visibilite"), nom, brut.get("visibilite"), "visibilite", VISIBILITES)
        if len(self.fautes) > avant:
            return None
        return Piece(str(nom_piece), str(sha).lower(), visibilite or visibilite_par_defaut(self.volet))

    def _texte(self, nom: str, brut: Mapping[str, Arbre], cle: str, longueur: int) -> str | None:
        valeur = brut.get(cle)
        if valeur is None:
            return None
        if not isinstance(valeur, str):
            self.faute((nom, cle), f"« {nom} » : « {cle} » est un texte (entre guillemets)")
            return None
        if len(valeur) > longueur:
            self.faute((nom, cle), f"« {nom} » : « {cle} » est trop long, {longueur} caractères au plus")
            return None
        return valeur

    def _parmi(self, nom: str, brut: Mapping[str, Arbre], cle: str, admis: Iterable[T]) -> T | None:
        return self._parmi_a((nom, cle), nom, brut.get(cle), cle, admis)

    def _parmi_a(self, chemin: Chemin, nom: str, valeur: Arbre, cle: str, admis: Iterable[T]) -> T | None:
        if valeur is None:
            return None
        for mot in admis:
            if valeur == mot:
                return mot
        trouve = str(valeur)[:60] if isinstance(valeur, str | int) else "autre chose"
        self.faute(chemin, f"« {nom} » : « {cle}: {trouve} » n’est pas admis{proche(trouve, admis)}"
                   f" ; choix : {', '.join(admis)}")  # fmt: skip
        return None


def est_repartition(question: Question, brut: Mapping[str, Arbre]) -> bool:
    """A mapping is the value itself only for a distribution, unless it has the keys of the long form and no category."""
    if not isinstance(question, QuestionRepartition):
        return False
    categories = {c.id for c in question.categories} | {NON_CONNU}
    return not (brut.keys() & set(CLES)) or bool(brut.keys() & categories)
