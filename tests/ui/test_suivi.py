"""What a session keeps up to date is what it would find by reading the file again: figures, questions asked, counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from evaluator.dossier import journal
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.consultation import Consultation
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.fusion import fusionner
from evaluator.dossier.reponses import NON_RENSEIGNEE, VOLETS, Reponse
from evaluator.errors import AglsError
from evaluator.evaluation.evaluate import evaluer, poursuivre
from evaluator.questionnaire.models import QuestionNiveau
from evaluator.ui.parcours import Parcours
from evaluator.ui.session import AUTRE, Session
from tests.evaluation.strategies import value
from tests.questionnaire import grand

SOURCES = ("document", "declaratif", "entretien", "observation")
AUTEUR = Auteur("Essai")


@pytest.fixture(autouse=True)
def _sans_attendre_le_disque(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of writes, none of which has to outlive this test."""
    monkeypatch.setattr(journal, "synchroniser", lambda fd: None)


def conforme(session: Session) -> None:
    """All that the session and its dossier keep, beside the file as any program would read it."""
    with Dossier.ouvrir(session.dossier.chemin) as relu:
        for volet in VOLETS:
            kept, read = (list(d.reponses(volet).par_question.items()) for d in (session.dossier, relu))
            assert kept == read
        assert session.dossier.conflits == relu.conflits
        evaluation = evaluer(relu.referentiel, relu.reponses(session.volet))
        assert session.evaluation == evaluation
        asked = [q.id for q in relu.questions(session.volet) if evaluation.questions[q.id].etat != "masquee"]
        answered = {q for q in asked if relu.reponse(q, session.volet).etat != "non_renseignee"}
        assert session.visibles == asked
        assert session.repondues == answered
        assert session.comptes() == (len(answered), len(asked))


class Main:
    """A hand that answers at random, most often what hides or shows other questions, or what rests on a source."""

    def __init__(self, session: Session, rng: Random) -> None:
        self.session, self.rng = session, rng
        questionnaire = session.dossier.referentiel.questionnaire
        self.lues = sorted({n for c in questionnaire.conditions.values() for n in c.noms if n in questionnaire.questions})
        self.niveaux = [n for n, q in questionnaire.questions.items() if isinstance(q, QuestionNiveau)]

    def question(self) -> str:
        connues = self.session.parcours.questions
        choisie = self.rng.choice(self.rng.choice([self.lues, self.niveaux, connues, self.session.visibles]))
        return choisie if choisie in connues else self.rng.choice(connues)

    def repondre(self) -> None:
        session = self.session
        session.repondre(value(session.question, self.rng), session.courante)

    def confirmer(self) -> None:
        voulues = self.rng.sample(self.session.parcours.questions, 5)
        self.session.confirmer([q for q in voulues if self.session.declaree(q)], self.rng.choice(SOURCES))

    def ailleurs(self) -> None:
        """In the other volet, or in what both share, behind the back of this session: read when its volet opens."""
        session, question = self.session, self.session.question
        if not question.commun and question.volet is None:
            valeur = Reponse("renseignee", value(question, self.rng), "document")
            session.dossier.repondre(question.id, AUTRE[session.volet], valeur)

    def geste(self) -> None:
        session, rng = self.session, self.rng
        session.courante = self.question()
        gestes: list[tuple[int, Callable[[], object]]] = [
            (8, self.repondre), (2, session.ne_sait_pas), (2, lambda: session.sans_objet("motif")), (2, session.effacer),
            (3, lambda: session.sourcer(rng.choice(SOURCES))), (1, lambda: session.motiver(rng.choice(["", "autrement"]))),
            (4, session.annuler), (2, session.refaire), (2, self.confirmer), (2, session.changer_volet), (1, self.ailleurs),
            (1, lambda: session.noter(rng.choice(["", "à voir"]), "interne")), (1, session.revoir),
        ]  # fmt: skip
        poids, faire = zip(*gestes, strict=True)
        with suppress(AglsError):  # refused: nothing has changed
            rng.choices(faire, poids)[0]()


@pytest.mark.parametrize("graine", range(4))
def test_a_session_is_what_its_file_says(sorbier: Path, graine: int) -> None:
    # Would catch: a question hidden or shown and not told, a count or a figure kept although what it reads has changed.
    rng = Random(graine)
    with Dossier.ouvrir(sorbier, ecriture=True, auteur=AUTEUR) as dossier:
        main = Main(Session(dossier, rng.choice(VOLETS)), rng)
        for _ in range(40):
            main.geste()
            conforme(main.session)


@pytest.mark.parametrize("graine", range(2))
def test_so_it_is_after_a_merge(sorbier: Path, tmp_path: Path, graine: int) -> None:
    # Two branches that answered otherwise: conflicts count as no answer, and an answer settles one.
    rng = Random(graine)
    copie, reuni = tmp_path / "copie.agls", tmp_path / "reuni.agls"
    shutil.copy(sorbier, copie)
    for chemin in (sorbier, copie):
        with Dossier.ouvrir(chemin, ecriture=True, auteur=AUTEUR) as dossier:
            main = Main(Session(dossier, "constat"), rng)
            for nom in main.niveaux[:6]:
                dossier.repondre(nom, "constat", Reponse("renseignee", rng.randint(0, 3), "document"))
            for _ in range(10):
                main.geste()
    with Dossier.ouvrir(sorbier) as dossier:
        Session(dossier, "constat")
        for volet in VOLETS:
            dossier.reponses(volet)
        assert dossier.conflits == ()
        fusionner(sorbier, copie, reuni, AUTEUR)
        with Dossier.ouvrir(reuni, ecriture=True, auteur=AUTEUR) as lu:
            assert lu.conflits
            dossier._retenir(lu.journal[dossier.evenements :])  # the same event, taken in by a dossier that was read before
            assert dossier.conflits == lu.conflits
            for volet in VOLETS:
                assert list(dossier.reponses(volet).par_question.items()) == list(lu.reponses(volet).par_question.items())
            main = Main(Session(lu, "constat"), rng)
            conforme(main.session)
            for conflit in lu.conflits:
                main.session.courante = conflit.question
                main.repondre()
                conforme(main.session)
            assert lu.conflits == ()
            for _ in range(10):
                main.geste()
                conforme(main.session)


def test_an_answer_looks_at_what_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among 400 questions and more, none of which hides because of this answer; then the one that hides others."""
    lues, listees = [], []
    lire, lister = Consultation.reponse, Parcours.visibles
    monkeypatch.setattr(Consultation, "reponse", lambda d, q, v: lues.append(q) or lire(d, q, v))
    monkeypatch.setattr(Parcours, "visibles", lambda p, e: listees.append(e) or lister(p, e))
    with Dossier.ouvrir(grand.creer(tmp_path / "gros.agls", 400), ecriture=True) as dossier:
        session = Session(dossier, "auto_evaluation")
        visibles = session.visibles
        assert session.sans_reponse("q0212")  # oui_non
        for valeur in (True, False):  # one answer more, then another value
            lues.clear(), listees.clear()
            session.repondre(valeur, "q0212")
            # Would catch: all read again because there is one answer more (410 of them), or listed again (410).
            assert len(lues) < 20
            assert listees == []
            assert session.visibles is visibles
        assert session.annuler() == "q0212"
        assert dossier.reponse("q0200", "auto_evaluation") is NON_RENSEIGNEE
        session.repondre(False, "q0200")  # q0207 and q0219 are asked only if it is yes
        assert len(listees) == 1
        assert set(visibles) - set(session.visibles) == {"q0207", "q0219"}


def test_an_evaluation_goes_on_from_one_of_its_own_kind(sorbier: Path) -> None:
    with Dossier.ouvrir(sorbier) as dossier:
        ref = dossier.referentiel
        passe = poursuivre(ref, dossier.reponses("constat"), None)
        assert poursuivre(ref, dossier.reponses("constat"), passe) is passe
        with pytest.raises(ValueError, match="volet"):
            poursuivre(ref, dossier.reponses("auto_evaluation"), passe)
