"""What one sitting leaves for the next: place, drafts, filter, hidden scores; and a file that is torn costs nothing."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from evaluator import resources
from evaluator.dossier.actes import Objectif
from evaluator.dossier.dossier import Dossier
from evaluator.errors import Unreadable
from evaluator.ui.preferences import Preferences, garder_preferences, lire_preferences
from evaluator.ui.reprise import Reprise, chemin_reprise, lire
from evaluator.ui.session import Session


def rouverte(dossier: Dossier) -> Session:
    laissee = lire(chemin_reprise(dossier.id), Reprise)
    return Session(dossier, laissee.volet or "auto_evaluation", reprise=laissee, preferences=lire_preferences())


def test_a_sitting_begins_where_the_last_one_ended(session: Session) -> None:
    session.changer_volet()
    session.filtrer("sur_place")
    session.courante = session.chemin[-1]
    session.brouillons["nb_places"] = "12 env"
    session.repartitions["sorties"] = {"logement_social": "3"}
    session.sources_defaut["identification"] = "document"
    session.objectifs = [Objectif("tenir deux conseils", "conseil_concertation")]
    session.formulaire = {"montant": "16000"}
    session.scores_visibles = False
    assert session.garder()
    neuve = rouverte(session.dossier)
    assert (neuve.volet, neuve.filtre, neuve.courante) == ("constat", "sur_place", session.courante)
    assert neuve.brouillons == {"nb_places": "12 env"}
    assert neuve.repartitions == {"sorties": {"logement_social": "3"}}
    assert neuve.sources_defaut == {"identification": "document"}
    assert neuve.objectifs == [Objectif("tenir deux conseils", "conseil_concertation")]
    assert neuve.formulaire == {"montant": "16000"}
    assert not neuve.scores_visibles
    neuve.changer_volet()
    assert neuve.brouillons == {}  # what is typed in one volet is not shown in the other


def test_a_filter_that_takes_long_is_not_drawn_again_at_opening(session: Session) -> None:
    session.filtrer("utile")
    session.garder()
    assert rouverte(session.dossier).filtre is None


def test_nothing_is_written_twice_and_only_its_owner_reads_it(session: Session) -> None:
    session.garder()
    chemin = chemin_reprise(session.dossier.id)
    avant = chemin.stat()
    session.garder()
    assert chemin.stat().st_ino == avant.st_ino  # written anew, it would be another file
    session.courante = session.visibles[-1]
    session.garder()
    assert chemin.stat().st_ino != avant.st_ino
    if os.name == "posix":
        assert stat.S_IMODE(chemin.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "contenu",
    [b"", b"\x00" * 40, b"{", b"[]", b'{"volet": "autre"}', b'{"places": {"constat": {"question": 3}}}', b"[" * 100_000],
)
def test_a_torn_or_foreign_file_is_as_none(session: Session, contenu: bytes) -> None:
    chemin = chemin_reprise(session.dossier.id)
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes(contenu)
    assert lire(chemin, Reprise) == Reprise()
    assert rouverte(session.dossier).courante == Session(session.dossier, "auto_evaluation").courante


def test_a_question_that_is_gone_or_a_filter_unknown_is_forgotten(session: Session) -> None:
    chemin = chemin_reprise(session.dossier.id)
    perdu = {"filtre": "jamais", "places": {"auto_evaluation": {"question": "disparue"}}}
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_text(json.dumps(perdu), encoding="utf-8")
    neuve = rouverte(session.dossier)
    assert neuve.courante == neuve.visibles[0]
    assert neuve.chemin == neuve.visibles


def test_where_this_machine_refuses_it_is_said_and_nothing_else_happens(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path / "fichier"))
    assert not garder_preferences(Preferences())
    assert not session.garder()
    session.scores_visibles = False
    assert not session.scores_visibles


def test_a_reader_never_moves_the_place_of_the_writer(session: Session) -> None:
    session.garder()
    with Dossier.ouvrir(session.dossier.chemin) as lecteur:
        lecteur.lecture_seule = "tenu"
        autre = Session(lecteur, "constat")
        assert autre.garder()
    assert lire(chemin_reprise(session.dossier.id), Reprise).volet == "auto_evaluation"


def test_the_id_of_a_foreign_dossier_never_leaves_the_folder() -> None:
    for ident in ("../../etc/passwd", "a/b", "\udc80", "é" * 3000):
        assert chemin_reprise(ident).parent == resources.dossier_etat()


def test_an_empty_variable_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty path would be the current folder."""
    for nom in ("AGLS_LOCAL", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(nom, "")
    assert resources.dossier_etat().is_absolute()
    assert (resources.dossier_local() or Path.home()).is_absolute()


def test_a_copy_holds_everything_and_goes_on(session: Session, tmp_path: Path) -> None:
    session.courante = "nb_logements"
    session.repondre(86)
    session.panne = "le disque est plein"
    ancien = session.dossier
    ancien.chemin.unlink()  # whatever became of the file
    copie = tmp_path / "ailleurs.agls"
    session.continuer_dans(copie)
    assert session.panne is None
    session.repondre(90)
    session.annuler()
    assert session.reponse().valeur == 86
    session.dossier.fermer()
    with Dossier.ouvrir(copie, ecriture=True) as relu:
        assert relu.fautes == ()
        assert relu.id == ancien.id
        assert relu.reponse("nb_logements", "auto_evaluation").valeur == 86
        assert [e.empreinte for e in relu.journal[: len(ancien.journal)]] == [e.empreinte for e in ancien.journal]


def test_a_copy_that_cannot_be_made_changes_nothing(session: Session, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    for ou in (session.dossier.chemin, tmp_path / "fichier" / "x.agls"):
        with pytest.raises(Unreadable):
            session.continuer_dans(ou)
    session.courante = "nb_logements"
    session.repondre(86)  # still open to write
