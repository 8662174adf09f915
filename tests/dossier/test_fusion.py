"""Two copies that went their own ways become one: what is taken, what is a conflict, and that nothing is lost."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.dossier import lecture
from evaluator.dossier.actes import Decision
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import exporter_agls, exporter_json
from evaluator.dossier.fusion import Fusionnes, fusionner
from evaluator.dossier.lignes import empreinte_evenement
from evaluator.dossier.reponses import NON_RENSEIGNEE, Piece, Reponse, Volet
from evaluator.dossier.verification import verifier
from evaluator.errors import FaultyInput, Unreadable
from evaluator.questionnaire.load import Referentiel, assembler

from .conftest import MARIE, QUESTIONNAIRE, sources

JEAN = Auteur("Jean Petit", "directeur", "Les Tilleuls")
AUTO: Volet = "auto_evaluation"
CONSTAT: Volet = "constat"
SHA, SHB = "a" * 64, "b" * 64


def oui(source: Any = None) -> Reponse:
    return Reponse("renseignee", True, source)


NON = Reponse("renseignee", False)


@dataclass
class Bureau:
    """A folder in which dossiers are written, sent and merged."""

    ici: Path
    referentiel: Referentiel
    compteur: int = 0

    def creer(self, nom: str) -> Path:
        Dossier.creer(self.ici / nom, self.referentiel, auteur=MARIE).fermer()
        return self.ici / nom

    def neuf(self) -> Path:
        self.compteur += 1
        return self.ici / f"{self.compteur}.agls"

    def ecrire(self, chemin: Path, auteur: Auteur, *actes: Callable[[Dossier], object]) -> None:
        with Dossier.ouvrir(chemin, ecriture=True, auteur=auteur) as dossier:
            for acte in actes:
                acte(dossier)

    def envoyer(self, chemin: Path) -> Path:
        copie = self.neuf()
        copie.write_bytes(exporter_agls(Dossier.ouvrir(chemin), pour_gestionnaire=True))
        return copie

    def copier(self, chemin: Path) -> Path:
        return Path(shutil.copy(chemin, self.neuf()))

    def fusionner(self, nous: Path, autre: Path) -> tuple[Dossier, Fusionnes]:
        avant = nous.read_bytes(), autre.read_bytes()
        sortie = self.neuf()
        faits = fusionner(nous, autre, sortie, MARIE)
        assert (nous.read_bytes(), autre.read_bytes()) == avant  # both are left as they are
        assert sortie.read_bytes().startswith(avant[0])  # our chain, unchanged
        assert verifier(sortie) == []
        return Dossier.ouvrir(sortie), faits


@pytest.fixture
def bureau(ici: Path, referentiel: Referentiel) -> Bureau:
    return Bureau(ici, referentiel)


def repond(question: str, volet: Volet, reponse: Reponse) -> Callable[[Dossier], object]:
    return lambda d: d.repondre(question, volet, reponse)


# — answers ————————————————————————————————————————————————————————————————————————————————————————————————


def test_what_one_side_changed_is_taken_what_both_changed_otherwise_is_a_conflict(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, repond("taux", AUTO, Reponse("renseignee", 10)), repond("conseil", AUTO, oui()))
    b = bureau.envoyer(a)
    bureau.ecrire(
        a, MARIE,
        repond("nb_menages", AUTO, Reponse("renseignee", 70)),
        repond("protocole", CONSTAT, Reponse("renseignee", 2, "document")),
        repond("nb_logements", AUTO, Reponse("renseignee", 86)),
    )  # fmt: skip
    bureau.ecrire(
        b, JEAN,
        repond("taux", AUTO, Reponse("renseignee", 12)),
        repond("nb_menages", AUTO, Reponse("renseignee", 72)),
        repond("nb_logements", AUTO, Reponse("renseignee", 86, "document")),
    )  # fmt: skip
    c, faits = bureau.fusionner(a, b)
    assert c.reponse("taux", AUTO).valeur == 12  # there only
    assert c.reponse("protocole", CONSTAT) == Reponse("renseignee", 2, "document")  # here only
    assert c.reponse("conseil", AUTO) == oui()  # nowhere
    assert c.reponse("nb_logements", AUTO).valeur == 86  # the same on both sides
    assert c.reponse("nb_menages", AUTO) == NON_RENSEIGNEE
    assert "nb_menages" not in c.reponses(AUTO).par_question  # unknown to the evaluation
    (conflit,) = c.conflits
    assert (conflit.question, conflit.volet) == ("nb_menages", "commun")
    assert (conflit.notre.valeur, conflit.autre.valeur) == (70, 72)
    assert (conflit.notre_auteur, conflit.autre_auteur) == (MARIE, JEAN)
    assert conflit.autre_instant == Dossier.ouvrir(b).journal[4].quand
    assert (faits.nouveaux, faits.bilan.reponses) == (3, [(AUTO, "taux")])
    bureau.ecrire(c.chemin, MARIE, repond("nb_menages", AUTO, Reponse("renseignee", 72)))
    regle = Dossier.ouvrir(c.chemin)
    assert regle.conflits == ()
    assert regle.reponse("nb_menages", AUTO).valeur == 72


def test_a_conflict_that_a_copy_brought_stays_open_in_what_is_sent(bureau: Bureau) -> None:
    """The copy had merged what the gestionnaire sent back. The notes that stay here are events less in the new chain: the
    merge within the merge must not take our answer, event 5 here and event 2 there, for one that the gestionnaire knew."""
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, *(lambda d, n=n: d.noter("conseil", CONSTAT, f"interne {n}") for n in range(3)))
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 12)))
    bureau.ecrire(a, MARIE, repond("taux", AUTO, Reponse("renseignee", 10)))
    copie, _ = bureau.fusionner(bureau.copier(a), b)
    reuni, _ = bureau.fusionner(a, copie.chemin)
    for dossier in (copie, reuni, Dossier.ouvrir(bureau.envoyer(reuni.chemin))):
        (conflit,) = dossier.conflits
        assert (conflit.question, conflit.notre.valeur, conflit.autre.valeur) == ("taux", 10, 12)
        assert dossier.reponse("taux", AUTO) == NON_RENSEIGNEE


def test_an_answer_of_the_constat_from_a_sent_copy_is_never_applied_silently(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(
        a, MARIE, repond("conseil", CONSTAT, oui("document")), repond("visite_le", CONSTAT, Reponse("ne_sait_pas"))
    )
    b = bureau.envoyer(a)
    bureau.ecrire(
        b, JEAN,
        repond("conseil", CONSTAT, Reponse("renseignee", False, "document")),
        repond("taux", CONSTAT, Reponse("renseignee", 3)),  # the service had not answered
        repond("visite_le", CONSTAT, NON_RENSEIGNEE),
        repond("visite_le", CONSTAT, Reponse("ne_sait_pas")),  # and back: the same
    )  # fmt: skip
    c, faits = bureau.fusionner(a, b)
    assert {(x.question, x.notre.valeur, x.autre.valeur) for x in c.conflits} == {
        ("conseil", True, False), ("taux", None, 3),
    }  # fmt: skip
    assert faits.bilan.reponses == []
    assert c.reponse("visite_le", CONSTAT).etat == "ne_sait_pas"
    # a plain copy, inside the service, is another matter
    copie = bureau.copier(a)
    bureau.ecrire(copie, JEAN, repond("taux", CONSTAT, Reponse("renseignee", 3)))
    d, _ = bureau.fusionner(a, copie)
    assert d.reponse("taux", CONSTAT).valeur == 3


def test_in_the_constat_another_source_is_another_answer(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.copier(a)
    bureau.ecrire(a, MARIE, repond("protocole", CONSTAT, Reponse("renseignee", 3, "declaratif")))
    bureau.ecrire(b, MARIE, repond("protocole", CONSTAT, Reponse("renseignee", 3, "document")))
    c, _ = bureau.fusionner(a, b)
    assert [x.question for x in c.conflits] == ["protocole"]


def test_true_is_not_one(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.copier(a)
    for chemin, nombre in ((a, 1), (b, 1)):
        bureau.ecrire(chemin, MARIE, repond("nb_menages", AUTO, Reponse("renseignee", nombre)))
    c, _ = bureau.fusionner(a, b)
    assert c.conflits == ()
    from evaluator.dossier.reunion import _exact

    assert _exact({"x": [1]}) != _exact({"x": [True]})


# — what stands beside an answer ———————————————————————————————————————————————————————————————————————————


def test_notes_of_both_sides_are_kept_with_their_authors(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, lambda d: d.noter("taux", AUTO, "au départ"))
    b = bureau.envoyer(a)
    bureau.ecrire(a, MARIE, lambda d: d.noter("conseil", AUTO, "pas de PV"), lambda d: d.noter("taux", AUTO, "vu"))
    bureau.ecrire(b, JEAN, lambda d: d.noter("conseil", AUTO, "le voici"), lambda d: d.noter("remarques", AUTO, "bonjour"))
    c, faits = bureau.fusionner(a, b)
    assert c.annotation("conseil", AUTO).note == "Marie Dupont : pas de PV\n\nJean Petit : le voici"
    assert c.annotation("conseil", AUTO).visibilite == "partagee"
    assert c.annotation("taux", AUTO).note == "vu"
    assert c.annotation("remarques", AUTO).note == "bonjour"
    assert sorted(faits.bilan.notes) == [(AUTO, "conseil"), (AUTO, "remarques")]


def test_an_internal_note_that_the_sent_copy_did_not_hold_is_not_replaced_and_stays_internal(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, lambda d: d.noter("conseil", AUTO, "SECRET", "interne"))
    bureau.ecrire(a, MARIE, lambda d: d.joindre("conseil", AUTO, Piece("pv.pdf", SHA, "interne")))
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, lambda d: d.noter("conseil", AUTO, "bonjour"))
    bureau.ecrire(b, JEAN, lambda d: d.joindre("conseil", AUTO, Piece("pv.pdf", SHB, "partagee")))
    c, _ = bureau.fusionner(a, b)
    note = c.annotation("conseil", AUTO)
    assert note.note == "Marie Dupont : SECRET\n\nJean Petit : bonjour"
    assert note.visibilite == "interne"
    assert note.pieces == (Piece("pv.pdf", SHA, "interne"), Piece("pv.pdf (autre version)", SHB, "partagee"))
    assert b"SECRET" not in exporter_agls(c, pour_gestionnaire=True)


def test_what_the_service_noted_is_completed_by_a_sent_copy_never_replaced(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, lambda d: d.noter("conseil", CONSTAT, "à compléter", "partagee"))
    bureau.ecrire(a, MARIE, lambda d: d.joindre("conseil", CONSTAT, Piece("pv.pdf", SHA, "partagee")))
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, lambda d: d.noter("conseil", CONSTAT, "complété", "partagee"))
    bureau.ecrire(b, JEAN, lambda d: d.retirer("conseil", CONSTAT, "pv.pdf"))
    c, _ = bureau.fusionner(a, b)
    assert c.annotation("conseil", CONSTAT).note == "Marie Dupont : à compléter\n\nJean Petit : complété"
    assert c.annotation("conseil", CONSTAT).pieces == (Piece("pv.pdf", SHA, "partagee"),)


def test_pieces_are_a_union(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, lambda d: d.joindre("taux", AUTO, Piece("commune.pdf", SHA, "partagee")))
    b = bureau.copier(a)
    bureau.ecrire(a, MARIE, lambda d: d.joindre("taux", AUTO, Piece("ici.pdf", SHA, "partagee")))
    bureau.ecrire(a, MARIE, lambda d: d.joindre("taux", AUTO, Piece("deux.pdf", SHA, "partagee")))
    bureau.ecrire(b, MARIE, lambda d: d.joindre("taux", AUTO, Piece("deux.pdf", SHA, "partagee")))
    bureau.ecrire(b, JEAN, lambda d: d.joindre("taux", AUTO, Piece("la.pdf", SHB, "partagee")))
    bureau.ecrire(b, JEAN, lambda d: d.retirer("taux", AUTO, "commune.pdf"), lambda d: d.marquer("taux", AUTO, True))
    c, _ = bureau.fusionner(a, b)
    assert [p.nom for p in c.annotation("taux", AUTO).pieces] == ["ici.pdf", "deux.pdf", "la.pdf"]
    assert c.annotation("taux", AUTO).a_revoir


def test_observations_come_in_order_after_ours(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, lambda d: d.observer("un"))
    b = bureau.envoyer(a)
    bureau.ecrire(a, MARIE, lambda d: d.observer("deux"))
    bureau.ecrire(b, JEAN, lambda d: d.observer("trois", "conseil"), lambda d: d.observer("quatre"))
    c, faits = bureau.fusionner(a, b)
    assert [o.texte for o in c.observations] == ["un", "deux", "trois", "quatre"]
    assert c.observations[2].auteur == JEAN
    assert faits.bilan.observations == 2


# — acts of the service ————————————————————————————————————————————————————————————————————————————————————


def decision(montant: int) -> Decision:
    from datetime import date

    return Decision(montant, "Anne Roy", "cheffe", date(2024, 5, 3))


def test_decisions_and_closings_of_a_sent_copy_do_not_count_and_are_announced(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, lambda d: d.decider(decision(100)))
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, lambda d: d.decider(decision(999)), lambda d: d.cloturer(motif="x"), lambda d: d.rouvrir("y"),
                  lambda d: d.cloturer(motif="z"))  # fmt: skip
    c, faits = bureau.fusionner(a, b)
    assert c.decision == decision(100)
    assert not c.clos
    assert sorted(e.type for e in faits.bilan.ecartes) == ["cloture", "cloture", "decision", "reouverture"]


def test_a_decision_of_a_plain_copy_holds_where_none_was_taken_here(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, repond("conseil", CONSTAT, oui()))
    b = bureau.copier(a)
    bureau.ecrire(b, MARIE, lambda d: d.decider(decision(100)))
    c, faits = bureau.fusionner(a, b)
    assert (c.decision, faits.bilan.decision, c.decision_perimee) == (decision(100), True, False)
    bureau.ecrire(a, MARIE, repond("conseil", CONSTAT, NON))
    d, _ = bureau.fusionner(a, b)
    assert d.decision_perimee  # it was taken on another answer
    bureau.ecrire(a, MARIE, lambda x: x.decider(decision(50)))
    e, faits = bureau.fusionner(a, b)
    assert e.decision == decision(50)
    assert [x.type for x in faits.bilan.ecartes] == ["decision"]


# — again, and in turns ————————————————————————————————————————————————————————————————————————————————————


def test_merging_the_same_twice_adds_nothing(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 3)), lambda d: d.observer("x"))
    c, _ = bureau.fusionner(a, b)
    d, faits = bureau.fusionner(c.chemin, b)
    assert faits.nouveaux == 0
    assert d.chemin.read_bytes() == c.chemin.read_bytes()


def test_the_sent_copy_goes_on_and_comes_back_again(bureau: Bureau) -> None:
    """What the gestionnaire says on top of what was merged is no conflict with it; with what changed meanwhile it is."""
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 3)), repond("conseil", AUTO, oui()))
    c, _ = bureau.fusionner(a, b)
    bureau.ecrire(c.chemin, MARIE, repond("conseil", AUTO, NON))
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 4)))
    bureau.ecrire(b, JEAN, repond("conseil", AUTO, Reponse("ne_sait_pas")))
    d, faits = bureau.fusionner(c.chemin, b)
    assert faits.nouveaux == 2
    assert d.reponse("taux", AUTO).valeur == 4
    assert [(x.question, x.notre.valeur, x.autre.etat) for x in d.conflits] == [("conseil", False, "ne_sait_pas")]


def test_a_conflict_is_settled_by_a_copy_that_settled_it(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    bureau.ecrire(a, MARIE, repond("taux", AUTO, Reponse("renseignee", 1)))
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 2)))
    c, _ = bureau.fusionner(a, b)
    renvoi = bureau.envoyer(c.chemin)
    assert len(Dossier.ouvrir(renvoi).conflits) == 1  # sent as it is
    bureau.ecrire(renvoi, JEAN, repond("taux", AUTO, Reponse("renseignee", 1)))
    d, _ = bureau.fusionner(c.chemin, renvoi)
    assert d.conflits == ()
    assert d.reponse("taux", AUTO).valeur == 1


def test_a_gestionnaire_who_merges_two_copies_and_sends_them_back_is_not_stuck(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b1 = bureau.envoyer(a)
    b2 = bureau.copier(b1)
    bureau.ecrire(a, MARIE, repond("nb_menages", AUTO, Reponse("renseignee", 9)))
    bureau.ecrire(b1, JEAN, repond("taux", AUTO, Reponse("renseignee", 1)), repond("conseil", AUTO, oui()))
    bureau.ecrire(b2, JEAN, repond("taux", AUTO, Reponse("renseignee", 2)), lambda d: d.observer("réunis"))
    bureau.ecrire(b2, JEAN, repond("nb_menages", AUTO, Reponse("renseignee", 8)))
    b, _ = bureau.fusionner(b1, b2)
    for retour in (b.chemin, bureau.envoyer(b.chemin)):  # sent back whole, or exported once more by mistake
        c, _ = bureau.fusionner(a, retour)
        assert c.reponse("conseil", AUTO) == oui()
        assert [o.texte for o in c.observations] == ["réunis"]
        assert [(x.question, x.notre.valeur, x.autre.valeur) for x in c.conflits] == [("nb_menages", 9, 8), ("taux", 1, 2)]
        copie = Dossier.ouvrir(bureau.envoyer(c.chemin))  # a fusion within a fusion is sent on
        assert [x.question for x in copie.conflits] == ["nb_menages", "taux"]
        assert copie.reponses(AUTO) == c.reponses(AUTO)


def test_three_values_stay_readable(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    copies = [bureau.envoyer(a), bureau.envoyer(a)]
    bureau.ecrire(a, MARIE, repond("taux", AUTO, Reponse("renseignee", 1)))
    for rang, copie in enumerate(copies):
        bureau.ecrire(copie, JEAN, repond("taux", AUTO, Reponse("renseignee", 2 + rang)))
    b, _ = bureau.fusionner(a, copies[0])
    c, _ = bureau.fusionner(b.chemin, copies[1])
    assert [(x.notre.valeur, x.autre.valeur) for x in c.conflits] == [(1, 2), (1, 3)]


def test_in_an_open_conflict_a_later_answer_of_the_same_copy_takes_the_place_of_its_former(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    bureau.ecrire(a, MARIE, repond("taux", AUTO, Reponse("renseignee", 1)))
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 2)))
    c, _ = bureau.fusionner(a, b)
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 3)))
    d, _ = bureau.fusionner(c.chemin, b)
    assert [(x.notre.valeur, x.autre.valeur) for x in d.conflits] == [(1, 3)]
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 1)))  # it comes round to ours
    e, _ = bureau.fusionner(d.chemin, b)
    assert (e.conflits, e.reponse("taux", AUTO).valeur) == ((), 1)


# — refused ————————————————————————————————————————————————————————————————————————————————————————————————


def refus(bureau: Bureau, a: Path, b: Path) -> str:
    sortie = bureau.neuf()
    with pytest.raises(FaultyInput) as attrape:
        fusionner(a, b, sortie, MARIE)
    assert not sortie.exists()
    return str(attrape.value)


def test_what_cannot_be_united_is_refused_in_words(bureau: Bureau) -> None:
    a, autre = bureau.creer("a.agls"), bureau.creer("autre.agls")
    assert "n’ont pas d’ancêtre commun" in refus(bureau, a, autre)
    for chemin, nom in ((a, "Tilleuls"), (autre, "Sorbier")):
        bureau.ecrire(chemin, MARIE, repond("residence_nom", AUTO, Reponse("renseignee", nom)))
    assert "deux résidences, « Tilleuls » et « Sorbier »" in refus(bureau, a, autre)
    b = bureau.envoyer(a)
    assert "fusionnez dans l’autre sens" in refus(bureau, b, a)
    assert "deux copies envoyées d’un même dossier" in refus(bureau, b, bureau.envoyer(a))


def test_a_copy_of_a_state_that_we_have_not_is_refused(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    ancien = bureau.copier(a)
    bureau.ecrire(a, MARIE, repond("conseil", AUTO, oui()))
    bureau.ecrire(ancien, MARIE, repond("conseil", AUTO, NON))
    b = bureau.envoyer(a)
    assert "vient d’un état (événement 2) que" in refus(bureau, ancien, b)


def test_another_grid_is_refused(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    bureau.referentiel = assembler(sources(QUESTIONNAIRE.replace("Un conseil ?", "Un autre ?")))
    assert "ne sont pas les mêmes" in refus(bureau, a, bureau.creer("b.agls"))


def test_a_closed_dossier_is_reopened_first(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    bureau.ecrire(a, MARIE, lambda d: d.cloturer(motif="x"))
    assert 'agls rouvrir a.agls --motif "…"' in refus(bureau, a, b)


def test_a_broken_chain_is_refused_by_name(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, repond("nb_menages", AUTO, Reponse("renseignee", 86)), lambda d: d.observer("x"))
    b.write_bytes(b.read_bytes().replace(b'"valeur":86', b'"valeur":99'))
    assert f"{b.name}:2" in refus(bureau, a, b)


def test_an_existing_file_is_never_overwritten(bureau: Bureau) -> None:
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    with pytest.raises(Unreadable, match="existe déjà"):
        fusionner(a, b, a, MARIE)


# — a received fusion ——————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture
def fondu(bureau: Bureau) -> Path:
    a = bureau.creer("a.agls")
    b = bureau.envoyer(a)
    bureau.ecrire(b, JEAN, repond("taux", AUTO, Reponse("renseignee", 3)), lambda d: d.observer("x"))
    return bureau.fusionner(a, b)[0].chemin


def retoucher(chemin: Path, changer: Callable[[dict[str, Any]], object], *, interieur: bool = False) -> None:
    lignes = chemin.read_bytes().splitlines(keepends=True)
    fusion = json.loads(lignes[-1])
    changer(fusion["charge"])
    if interieur:
        for e in fusion["charge"]["evenements"]:
            e["empreinte"] = empreinte_evenement(e)
    fusion["empreinte"] = empreinte_evenement(fusion)
    chemin.write_bytes(b"".join(lignes[:-1]) + json.dumps(fusion).encode() + b"\n")


@pytest.mark.parametrize(
    ("changer", "interieur", "message"),
    [
        (lambda c: c["evenements"][0]["charge"].update(valeur=4), False, "ne correspond plus à son empreinte"),
        (lambda c: c["evenements"][0].update(v=2), True, "événement 1 de la fusion : format v 2"),
        (lambda c: c["evenements"][1].update(type="signature"), True, "événement 2 de la fusion : type d’événement"),
        (lambda c: c["evenements"][0].update(type="creation"), True, "événement 1 de la fusion"),
        (lambda c: c["evenements"].reverse(), False, "n’est pas à sa place"),
        (lambda c: c.update(dossier="00000000-0000-4000-8000-000000000000"), False, "n’est pas à sa place"),
        (lambda c: c.update(evenements=[]), False, "evenements"),
        (lambda c: c.update(ancetre=2), False, "l’ancêtre commun d’une fusion vient avant elle"),
        (lambda c: c.update(branche="autre"), False, "branche"),
        (lambda c: c["evenements"].append(c["evenements"][0]), False, "n’est pas à sa place"),
    ],
)
def test_a_received_fusion_is_checked_like_any_data(
    fondu: Path, changer: Callable[[dict[str, Any]], object], interieur: bool, message: str
) -> None:
    retoucher(fondu, changer, interieur=interieur)
    (faute, *_) = verifier(fondu)
    assert message in str(faute)


def test_events_and_fusions_are_counted_whole(fondu: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lecture, "EVENEMENTS_MAX", 3)  # creation, fusion, and the two that it brought: four
    assert "plus de 3 événements" in str(verifier(fondu)[0])
    monkeypatch.setattr(lecture, "EVENEMENTS_MAX", 4)
    assert verifier(fondu) == []
    monkeypatch.setattr(lecture, "FUSIONS_MAX", 0)
    assert "plus de 0 fusions" in str(verifier(fondu)[0])


# — nothing internal leaves, by any way ————————————————————————————————————————————————————————————————————


def test_what_a_merge_brought_is_sifted_when_it_is_sent(bureau: Bureau) -> None:
    """Two inspectors merge their copies: the internal notes of both stay in, those of the fusion too."""
    a = bureau.creer("a.agls")
    b = bureau.copier(a)
    bureau.ecrire(
        b, MARIE,
        lambda d: d.noter("conseil", CONSTAT, "SECRET un"),
        lambda d: d.noter("taux", CONSTAT, "SECRET deux", "partagee"),
        lambda d: d.noter("taux", CONSTAT, "SECRET trois", "interne"),
        lambda d: d.noter("protocole", CONSTAT, "SECRET quatre", "interne"),
        lambda d: d.noter("protocole", CONSTAT, "à compléter", "partagee"),
        lambda d: d.joindre("conseil", CONSTAT, Piece("SECRET.pdf", SHA, "interne")),
        lambda d: d.joindre("conseil", CONSTAT, Piece("pv.pdf", SHA, "partagee")),
        lambda d: d.marquer("conseil", CONSTAT, True),
        repond("conseil", CONSTAT, oui("document")),
    )  # fmt: skip
    bureau.ecrire(a, MARIE, lambda d: d.noter("conseil", CONSTAT, "PARTAGE", "partagee"))
    c, _ = bureau.fusionner(a, b)
    assert "SECRET un" in c.annotation("conseil", CONSTAT).note
    envoi = bureau.envoyer(c.chemin)
    assert b"SECRET" not in envoi.read_bytes()
    assert b"SECRET" not in exporter_json(c, pour_gestionnaire=True)
    assert verifier(envoi) == []
    lu = Dossier.ouvrir(envoi)
    assert lu.reponse("conseil", CONSTAT) == oui("document")
    assert lu.annotation("protocole", CONSTAT).note == "à compléter"
    assert [p.nom for p in lu.annotation("conseil", CONSTAT).pieces] == ["pv.pdf"]
    assert not lu.annotation("conseil", CONSTAT).a_revoir
    seconde = bureau.envoyer(c.chemin)
    bureau.ecrire(seconde, JEAN, lambda d: d.observer("reçu"))
    d, faits = bureau.fusionner(c.chemin, seconde)  # and it finds its way home
    assert faits.nouveaux == 1
    assert d.annotation("conseil", CONSTAT) == c.annotation("conseil", CONSTAT)


def test_a_conflict_is_the_same_in_a_copy_that_leaves_events_out(bureau: Bureau) -> None:
    """The internal notes before the parting do not leave: the common ancestor has another number in the copy."""
    a = bureau.creer("a.agls")
    bureau.ecrire(a, MARIE, lambda d: d.noter("conseil", CONSTAT, "SECRET"), lambda d: d.noter("taux", CONSTAT, "SECRET"))
    b = bureau.copier(a)
    bureau.ecrire(a, MARIE, repond("taux", AUTO, Reponse("renseignee", 1)))
    bureau.ecrire(b, MARIE, repond("taux", AUTO, Reponse("renseignee", 2)))
    c, _ = bureau.fusionner(a, b)
    copie = bureau.envoyer(c.chemin)
    assert verifier(copie) == []
    assert [(x.notre.valeur, x.autre.valeur) for x in Dossier.ouvrir(copie).conflits] == [(1, 2)]


# — against a simple model —————————————————————————————————————————————————————————————————————————————————

CLES: list[tuple[Volet, str]] = [(AUTO, "taux"), (CONSTAT, "taux"), (AUTO, "nb_menages"), (CONSTAT, "conseil")]
VALEURS: dict[str, list[Reponse]] = {
    "taux": [Reponse("renseignee", v) for v in (1, 2)] + [NON_RENSEIGNEE],
    "nb_menages": [Reponse("renseignee", v) for v in (1, 2)] + [Reponse("ne_sait_pas")],
    "conseil": [oui(), NON, oui("document")],
}


@dataclass
class Modele:
    """Per question: the versions that stand (several: a conflict), and all versions that this side has ever held."""

    debout: dict[tuple[Volet, str], list[tuple[int, Reponse]]] = field(default_factory=lambda: {c: [] for c in CLES})
    connues: dict[tuple[Volet, str], set[int]] = field(default_factory=lambda: {c: {0} for c in CLES})  # 0: no answer
    observations: list[str] = field(default_factory=list)

    def copie(self) -> Modele:
        return Modele({c: list(v) for c, v in self.debout.items()}, {c: set(v) for c, v in self.connues.items()},
                      list(self.observations))  # fmt: skip

    def repondre(self, cle: tuple[Volet, str], version: int, reponse: Reponse) -> None:
        self.debout[cle] = [(version, reponse)]
        self.connues[cle].add(version)

    def reunir(self, autre: Modele, *, envoi: bool) -> None:
        self.observations += [o for o in autre.observations if o not in self.observations]
        for cle in CLES:
            ici, la = self.debout[cle], autre.debout[cle]
            if all(version in self.connues[cle] for version, _ in la):
                pass  # nothing new there
            elif len(ici) <= 1 and len(la) == 1 and pareil(cle, ici[0][1] if ici else NON_RENSEIGNEE, la[0][1]):
                self.debout[cle] = ici or la
            elif all(v in autre.connues[cle] for v, _ in ici) and not (envoi and cle[0] == CONSTAT):
                self.debout[cle] = list(la)
            else:
                notre = ici[0] if ici else (0, NON_RENSEIGNEE)
                restent = [notre]
                for version, reponse in [x for x in ici[1:] if x[0] not in autre.connues[cle]] + la:
                    if not any(pareil(cle, reponse, deja) for _, deja in restent):
                        restent.append((version, reponse))
                self.debout[cle] = restent
            self.connues[cle] |= autre.connues[cle]


def pareil(cle: tuple[Volet, str], un: Reponse, autre: Reponse) -> bool:
    return (un.etat, un.valeur) == (autre.etat, autre.valeur) and (cle[0] != CONSTAT or un.source == autre.source)


def dit(modele: Modele) -> dict[tuple[Volet, str], list[Reponse]]:
    return {cle: [r for _, r in debout] or [NON_RENSEIGNEE] for cle, debout in modele.debout.items()}


def lu(dossier: Dossier) -> dict[tuple[Volet, str], list[Reponse]]:
    resultat: dict[tuple[Volet, str], list[Reponse]] = {cle: [dossier.reponse(cle[1], cle[0])] for cle in CLES}
    for conflit in dossier.conflits:
        cle = (AUTO if conflit.volet == "commun" else conflit.volet, conflit.question)
        if len(resultat[cle]) == 1:
            assert resultat[cle] == [NON_RENSEIGNEE]  # it counts as unknown
        resultat[cle] = [conflit.notre, *(resultat[cle][1:]), conflit.autre]
    return resultat


REPONDRE = st.tuples(st.sampled_from(["ici", "la"]), st.sampled_from(CLES), st.integers(0, 2))
GESTES = st.lists(REPONDRE | st.sampled_from(["reunir", "reunir", "envoyer", "copier", "observer"]), min_size=2, max_size=14)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(premier=st.sampled_from(["envoyer", "copier"]), gestes=GESTES)
def test_any_interleaving_equals_the_model(referentiel: Referentiel, premier: str, gestes: list[Any]) -> None:
    """Answers here and there, copies sent, copied, merged again and again; the copy may be renewed at any time."""
    with tempfile.TemporaryDirectory() as dossier:
        bureau = Bureau(Path(dossier), referentiel)
        ici, la, envoi = bureau.creer("a.agls"), Path(), False
        nous, eux = Modele(), Modele()
        for version, geste in enumerate([premier, *gestes, "reunir"], 1):
            if geste in ("envoyer", "copier"):
                la = bureau.envoyer(ici) if geste == "envoyer" else bureau.copier(ici)
                eux, envoi = nous.copie(), geste == "envoyer"
            elif geste == "observer":
                bureau.ecrire(la, JEAN, lambda d, texte=str(version): d.observer(texte))
                eux.observations.append(str(version))
            elif geste == "reunir":
                reuni, _ = bureau.fusionner(ici, la)
                nous.reunir(eux, envoi=envoi)
                assert lu(reuni) == dit(nous)
                assert [o.texte for o in reuni.observations] == nous.observations
                tenus = {e.id for evenement in reuni.journal for e in evenement.tous()}
                for perdue in (Dossier.ouvrir(ici), Dossier.ouvrir(la)):
                    assert {e.id for evenement in perdue.journal[1:] for e in evenement.tous()} <= tenus  # nothing is lost
                ici = reuni.chemin
            else:
                cote, cle, rang = geste
                reponse = VALEURS[cle[1]][rang]
                bureau.ecrire(ici if cote == "ici" else la, MARIE, repond(cle[1], cle[0], reponse))
                (nous if cote == "ici" else eux).repondre(cle, version, reponse)
        relu = Dossier.ouvrir(ici)
        assert lu(relu) == dit(nous)  # every replay says the same
        assert fusionner(ici, la, bureau.neuf(), MARIE).nouveaux == 0
