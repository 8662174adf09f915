"""What is answered is what is read again: states, sources, both volets, notes, pieces, undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.dossier import redaction, referentiels
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.echange import exporter_json
from evaluator.dossier.reponses import NON_RENSEIGNEE, Annotation, Piece, Reponse
from evaluator.errors import FaultyInput, Unreadable, WrongUse
from evaluator.questionnaire.load import Referentiel

SHA = "a" * 64

REPONSES = {
    "type_structure": Reponse("renseignee", "residence_sociale"),
    "nb_logements": Reponse("renseignee", 86, "document"),
    "cout_gls": Reponse("renseignee", Fraction(4100050, 100)),
    "conseil": Reponse("renseignee", False, "entretien"),
    "visite_le": Reponse("renseignee", date(2024, 2, 29)),
    "taux": Reponse("ne_sait_pas", None, "entretien"),
    "remarques": Reponse("renseignee", "« é » \u202e 🏠\n{{7*7}}\t#panic()"),
    "publics": Reponse("renseignee", ("jeunes", "ages")),
    "sorties": Reponse("renseignee", {"logement": 3, "emploi": 0, "non_connu": 2}),
    "equipe": Reponse("renseignee", ({"fonction": "Responsable", "etp_gls": Fraction(3, 10), "partage": True}, {})),
    "cofinancements": Reponse("renseignee", ()),
    "protocole": Reponse("sans_objet", None, None, "pas d’impayé"),
}


def test_every_type_comes_back_equal(chemin: Path, ouvert: Dossier) -> None:
    assert ouvert.repondre_tout("auto_evaluation", REPONSES) == 12
    assert dict(ouvert.reponses("auto_evaluation").par_question) == REPONSES
    ouvert.fermer()
    relu = Dossier.ouvrir(chemin)
    assert dict(relu.reponses("auto_evaluation").par_question) == REPONSES
    assert relu.evenements == 13
    assert relu.empreinte == ouvert.empreinte
    assert relu.fautes == ()
    assert relu.annonces == ()
    assert relu.lecture_seule is None


def test_envelope_and_frozen_copies(chemin: Path, ouvert: Dossier, referentiel: Referentiel) -> None:
    ouvert.repondre("nb_logements", "constat", Reponse("renseignee", 86, "document"))
    creation, reponse = (json.loads(ligne) for ligne in chemin.read_text(encoding="utf-8").splitlines())
    assert creation["charge"]["gele"]["questionnaire"]["id"] == "petit"
    assert creation["charge"]["empreintes"]["questionnaire"] == referentiel.questionnaire.empreinte
    assert creation["charge"]["empreintes"]["grille_locale"] is None
    assert (creation["n"], creation["prec"], creation["volet"]) == (1, None, None)
    assert sorted(reponse) == [
        "auteur", "charge", "dossier", "empreinte", "id", "instant", "n", "prec", "role", "type", "v", "volet",
    ]  # fmt: skip
    assert reponse["charge"] == {
        "question": "nb_logements", "etat": "renseignee", "valeur": 86, "source": "document", "motif": None,
    }  # fmt: skip
    assert (reponse["v"], reponse["n"], reponse["volet"], reponse["prec"]) == (1, 2, "commun", creation["empreinte"])
    assert reponse["auteur"] == {"nom": "Marie Dupont", "fonction": "inspectrice", "organisme": "DDETS 93"}


def test_hash_of_a_line_is_that_of_its_canonical_json(chemin: Path, ouvert: Dossier) -> None:
    import hashlib

    ouvert.repondre("remarques", "constat", Reponse("renseignee", "été"))
    for ligne in chemin.read_bytes().splitlines():
        evenement = json.loads(ligne)
        annonce = evenement.pop("empreinte")
        octets = json.dumps(evenement, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert hashlib.sha256(octets).hexdigest() == annonce


def test_a_common_question_has_one_value_for_both_volets(ouvert: Dossier) -> None:
    ouvert.repondre("nb_logements", "auto_evaluation", Reponse("renseignee", 86))
    ouvert.repondre("nb_logements", "constat", Reponse("renseignee", 90))
    assert ouvert.reponse("nb_logements", "auto_evaluation").valeur == 90
    assert not ouvert.a_des_reponses("constat")
    ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    assert ouvert.a_des_reponses("constat")
    assert ouvert.reponse("conseil", "auto_evaluation") == NON_RENSEIGNEE
    ouvert.repondre("conseil", "constat", NON_RENSEIGNEE)
    assert not ouvert.a_des_reponses("constat")


def test_questions_of_a_volet_in_order(ouvert: Dossier) -> None:
    constat = [q.id for q in ouvert.questions("constat")]
    auto = [q.id for q in ouvert.questions("auto_evaluation")]
    assert constat[:2] == ["type_structure", "residence_nom"]
    assert set(constat) - set(auto) == {"derogation_motif"}
    assert ouvert.reponse("derogation_motif", "auto_evaluation") == NON_RENSEIGNEE


def test_confirmation_copies_the_value_of_that_moment_with_its_own_source(chemin: Path, ouvert: Dossier) -> None:
    ouvert.repondre("protocole", "auto_evaluation", Reponse("renseignee", 3, "declaratif"))
    assert ouvert.reponse("protocole", "constat") == NON_RENSEIGNEE  # never inherited
    assert ouvert.confirmer(["protocole", "nb_logements", "conseil"], "document") == 1  # common and undeclared passed over
    ouvert.repondre("protocole", "auto_evaluation", Reponse("renseignee", 1, "declaratif"))
    ouvert.fermer()
    relu = Dossier.ouvrir(chemin)
    assert relu.reponse("protocole", "constat") == Reponse("renseignee", 3, "document")
    assert relu.reponse("protocole", "auto_evaluation") == Reponse("renseignee", 1, "declaratif")


def test_confirmation_without_source_and_of_a_sans_objet(ouvert: Dossier) -> None:
    ouvert.repondre("protocole", "auto_evaluation", Reponse("sans_objet", None, "declaratif", "aucun impayé"))
    assert ouvert.confirmer(["protocole"], None) == 1
    assert ouvert.reponse("protocole", "constat") == Reponse("sans_objet", None, None, "aucun impayé")


def test_the_reason_of_a_disagreement_is_kept_and_never_taken_over(chemin: Path, ouvert: Dossier) -> None:
    oui = Reponse("renseignee", True, "document", "PV produit")
    ouvert.repondre("conseil", "auto_evaluation", oui)
    ouvert.confirmer(["conseil"], "entretien")
    assert ouvert.reponse("conseil", "constat") == Reponse("renseignee", True, "entretien")
    ouvert.repondre("conseil", "constat", Reponse("renseignee", False, "document", " aucun PV "))
    ouvert.repondre("taux", "constat", Reponse("ne_sait_pas", motif="registre perdu"))
    ouvert.repondre("protocole", "constat", Reponse(motif="à voir"))
    ouvert.fermer()
    relu = Dossier.ouvrir(chemin)
    assert relu.reponse("conseil", "auto_evaluation") == oui
    assert relu.reponse("conseil", "constat") == Reponse("renseignee", False, "document", "aucun PV")
    assert relu.reponse("taux", "constat") == Reponse("ne_sait_pas", None, None, "registre perdu")
    assert relu.reponse("protocole", "constat") == Reponse("non_renseignee", None, None, "à voir")
    assert b"registre perdu" in exporter_json(relu)


def test_undo_writes_the_former_answer_again(ouvert: Dossier) -> None:
    assert ouvert.precedente("conseil", "constat") is None
    ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    assert ouvert.precedente("conseil", "constat") == NON_RENSEIGNEE
    ouvert.repondre("conseil", "constat", Reponse("renseignee", False))
    avant = ouvert.precedente("conseil", "constat")
    assert avant == Reponse("renseignee", True)
    ouvert.repondre("conseil", "constat", avant)
    assert ouvert.reponse("conseil", "constat").valeur is True
    assert ouvert.evenements == 4


@pytest.mark.parametrize(
    ("question", "reponse", "message"),
    [
        ("nb_logements", Reponse("sans_objet", None, None, "x"), "ne peut pas être déclarée sans objet"),
        ("protocole", Reponse("sans_objet"), "demande un motif"),
        ("protocole", Reponse("sans_objet", None, None, "  "), "demande un motif"),
        ("nb_logements", Reponse("renseignee", 0), "1 au moins"),
        ("nb_logements", Reponse("renseignee"), "porte une valeur"),
        ("conseil", Reponse("ne_sait_pas", True), "une valeur n’accompagne"),
        ("publics", Reponse("renseignee", ("aucun", "jeunes")), "exclut"),
        ("consel", Reponse("renseignee", True), "vouliez-vous dire « conseil »"),
        ("remarques", Reponse("renseignee", "\ud800"), "texte mal codé"),
    ],
)
def test_refused_answers_write_nothing(ouvert: Dossier, question: str, reponse: Reponse, message: str) -> None:
    with pytest.raises(FaultyInput, match=message):
        ouvert.repondre(question, "auto_evaluation", reponse)
    assert ouvert.evenements == 1


def test_sans_objet_libre_needs_no_reason(ouvert: Dossier) -> None:
    ouvert.repondre("conseil", "constat", Reponse("sans_objet"))
    assert ouvert.reponse("conseil", "constat").etat == "sans_objet"


def test_derogation_motif_only_in_the_constat(ouvert: Dossier) -> None:
    with pytest.raises(FaultyInput, match="Constat du service"):
        ouvert.repondre("derogation_motif", "auto_evaluation", Reponse("renseignee", "x"))
    ouvert.repondre("derogation_motif", "constat", Reponse("renseignee", "x"))


def test_an_import_with_one_fault_writes_nothing(ouvert: Dossier, chemin: Path) -> None:
    avant = chemin.read_bytes()
    with pytest.raises(FaultyInput) as attrape:
        ouvert.repondre_tout(
            "constat",
            {"conseil": Reponse("renseignee", True), "x": Reponse(), "protocole": Reponse("sans_objet")},
        )
    assert len(attrape.value.fautes) == 2
    assert chemin.read_bytes() == avant


def test_importing_the_same_twice_changes_nothing(ouvert: Dossier) -> None:
    annotations = {"conseil": Annotation("vu", "interne", (Piece("pv.pdf", SHA),), True)}
    assert ouvert.repondre_tout("constat", REPONSES, annotations) == 15
    assert ouvert.repondre_tout("constat", REPONSES, annotations) == 0


def test_notes_pieces_and_marks(ouvert: Dossier, chemin: Path) -> None:
    ouvert.noter("conseil", "constat", "à revoir sur place")
    ouvert.noter("conseil", "auto_evaluation", "bonjour")
    ouvert.joindre("conseil", "constat", Piece("pv.pdf", SHA, "partagee"))
    ouvert.joindre("conseil", "constat", Piece("autre.pdf", SHA))
    ouvert.joindre("conseil", "constat", Piece("pv.pdf", "b" * 64, "interne"))
    ouvert.retirer("conseil", "constat", "autre.pdf")
    ouvert.marquer("conseil", "constat", True)
    ouvert.fermer()
    relu = Dossier.ouvrir(chemin)
    assert relu.annotation("conseil", "constat") == Annotation(
        "à revoir sur place", "interne", (Piece("pv.pdf", "b" * 64, "interne"),), True
    )
    assert relu.annotation("conseil", "auto_evaluation") == Annotation("bonjour", "partagee")
    assert relu.reponse("conseil", "constat") == NON_RENSEIGNEE
    with pytest.raises(FaultyInput, match=r"aucune pièce ne s’appelle « autre\.pdf »"):
        relu.retirer("conseil", "constat", "autre.pdf")


def test_clearing_a_note_leaves_no_annotation(ouvert: Dossier) -> None:
    ouvert.noter("conseil", "auto_evaluation", "x")
    ouvert.noter("conseil", "auto_evaluation", "")
    assert ouvert.annotation("conseil", "auto_evaluation") == Annotation()


def test_a_new_dossier_never_overwrites(chemin: Path, referentiel: Referentiel) -> None:
    chemin.write_bytes(b"mon texte")
    with pytest.raises(Unreadable, match="existe déjà"):
        Dossier.creer(chemin, referentiel)
    assert chemin.read_bytes() == b"mon texte"
    assert [p.name for p in chemin.parent.iterdir()] == ["tilleuls.agls"]


def test_previous_dossier_is_named(ouvert: Dossier, referentiel: Referentiel, ici: Path) -> None:
    ouvert.repondre("exercice", "auto_evaluation", Reponse("renseignee", 2024))
    with Dossier.creer(ici / "2025.agls", referentiel, precedent=ouvert) as suivant:
        precedent = suivant.creation.precedent
    assert precedent is not None
    assert (precedent.dossier, precedent.empreinte, precedent.exercice) == (ouvert.id, ouvert.empreinte, 2024)


def test_a_reader_writes_nothing(ouvert: Dossier, chemin: Path) -> None:
    lecteur = Dossier.ouvrir(chemin)
    with pytest.raises(WrongUse, match="n’est pas ouvert en écriture"):
        lecteur.repondre("conseil", "constat", Reponse("renseignee", True))
    ouvert.fermer()
    with pytest.raises(WrongUse):
        ouvert.repondre("conseil", "constat", Reponse("renseignee", True))


def test_listing_dossiers_compiles_nothing(ouvert: Dossier, chemin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    appels: list[str] = []

    def compter(gele: object, fichier: str, empreintes: object) -> Referentiel:
        appels.append(fichier)
        return ouvert.referentiel

    monkeypatch.setattr(referentiels, "degeler", compter)
    referentiels._CACHE.clear()
    lus = [Dossier.ouvrir(chemin) for _ in range(3)]
    assert [(d.evenements, d.a_des_reponses("constat"), d.clos) for d in lus] == [(2, True, False)] * 3
    assert appels == []
    for lu in lus:
        assert lu.referentiel.questionnaire.lu.id == "petit"
    assert len(appels) == 1  # once per content
    referentiels._CACHE.clear()


def test_a_clock_that_goes_back_is_no_fault(chemin: Path, ouvert: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "maintenant", lambda: "1999-01-01T00:00:00.000000Z")
    ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    relu = Dossier.ouvrir(chemin)
    assert relu.dernier_instant == datetime(1999, 1, 1, tzinfo=UTC)
    assert relu.cree_le > relu.dernier_instant
    assert relu.fautes == ()
    assert relu.reponse("conseil", "constat").valeur is True


def test_author_in_words() -> None:
    attendu = Auteur("Marie Dupont", "inspectrice", "DDETS 93, pôle 2")
    assert Auteur.lire("Marie Dupont, inspectrice, DDETS 93, pôle 2") == attendu
    assert Auteur.lire(" ") == Auteur("non indiqué", "", "")
    with pytest.raises(WrongUse):
        Auteur.lire("x" * 301)


def test_two_dossiers_have_their_own_ids(nouveau: Callable[[str], Dossier]) -> None:
    un, deux = nouveau("a.agls"), nouveau("b.agls")
    assert un.id != deux.id
    assert un.journal[0].role == "service"
