"""Looking for words: in the questions, in the answers of the volet, in what was declared, in notes and pieces. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from evaluator.dossier.reponses import Annotation
from evaluator.ui.parcours import nu
from evaluator.ui.session import Session
from evaluator.ui.texte.valeur import reponse_en_mots


class Trouvee(Struct, frozen=True):
    """A question; `ou` and `extrait` say where else than in its words they were found."""

    question: str
    ou: str = ""
    extrait: str = ""


class Index:
    """What can be found in a volet, put in plain letters once: a search takes place at each key."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _dits(self) -> list[tuple[str, str, str, str]]:
        """(question, where, words, words in plain letters)."""
        return [(q, ou, dit, nu(dit)) for q in self._session.parcours.questions for ou, dit in _dits(self._session, q)]

    def chercher(self, texte: str) -> list[Trouvee]:
        """Questions by number or words first, then those whose answer, note or pieces hold all the words."""
        directes = self._session.parcours.chercher(texte)
        trouvees = {q: Trouvee(q) for q in directes}
        mots = nu(texte).split()
        if mots and not (mots[0][0].isdigit() and directes):
            for question, ou, dit, plat in self._dits:
                if question not in trouvees and all(mot in plat for mot in mots):
                    trouvees[question] = Trouvee(question, ou, " ".join(dit.split()))
        return list(trouvees.values())


def chercher(session: Session, texte: str) -> list[Trouvee]:
    """One search."""
    return Index(session).chercher(texte)


def _dits(session: Session, question: str) -> Iterator[tuple[str, str]]:
    """All that was written about a question, and where."""
    q = session.parcours.question(question)
    reponse = session.reponse(question)
    if reponse.etat != "non_renseignee":
        yield "réponse", reponse_en_mots(q, reponse)
        if reponse.motif:
            yield "motif", reponse.motif
    yield from _annotes("", session.annotation(question))
    declaree = session.declaree(question)
    if declaree is not None:
        yield "déclaré", reponse_en_mots(q, declaree)
        yield from _annotes(" déclarée", session.dossier.annotation(question, "auto_evaluation"))


def _annotes(qui: str, annotation: Annotation) -> Iterator[tuple[str, str]]:
    if annotation.note:
        yield f"note{qui}", annotation.note
    for piece in annotation.pieces:
        yield f"pièce{qui}", piece.nom
