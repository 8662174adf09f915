"""Deciding, closing, reopening, observing and merging from the command line; and the whole way of a dossier that is sent."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse

QUI = ("--nom", "Anne Roy", "--fonction", "cheffe de service")
JEAN = ("--auteur", "Jean Petit, directeur, Les Tilleuls")
MARIE = ("--auteur", "Marie Dupont, inspectrice, DDETS 93")


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dossiers_exemples: Path) -> Path:
    """A folder that holds a copy of the Pré-Sorbier: 16 726 € recommended, 20 400 € at most."""
    dossier = tmp_path / "ici"
    dossier.mkdir()
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", dossier / "a.agls")
    monkeypatch.chdir(dossier)
    return dossier


class Ligne:
    """Runs commands, and reads what they print with plain spaces."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        trouve = executer(arguments)
        capture = self.capsys.readouterr()
        sortie, erreurs = (t.replace("\u202f", " ").replace("\u00a0", " ") for t in capture)
        assert trouve == code, erreurs
        return sortie, erreurs

    def importer(self, fichier: str, texte: str, *suite: str) -> None:
        Path("r.yaml").write_text(texte, encoding="utf-8")
        self("importer", fichier, "r.yaml", *suite)


@pytest.fixture
def agls(ici: Path, capsys: pytest.CaptureFixture[str]) -> Ligne:
    return Ligne(capsys)


def test_decider_keeps_who_decided_and_what_was_recommended(agls: Ligne) -> None:
    jour = Dossier.ouvrir(Path("a.agls")).dernier_instant.astimezone().date()
    empreinte = Dossier.ouvrir(Path("a.agls")).empreinte
    sortie, _ = agls("decider", "a.agls", "--montant", "16 726", *QUI, *MARIE)
    assert "16 726 € décidés par Anne Roy, cheffe de service" in sortie
    decision = Dossier.ouvrir(Path("a.agls")).decision
    assert decision is not None
    assert (decision.montant, decision.date, decision.motif) == (16726, jour, None)
    assert decision.recommandation is not None
    assert (decision.recommandation.montant, decision.recommandation.empreinte) == (16726, empreinte)
    _, erreurs = agls("decider", "a.agls", "--montant", "15000", *QUI, code=1)
    assert "un motif écrit est demandé" in erreurs
    convention = ("--convention", "objectifs", "--debut", "2024-01-01", "--fin", "31/12/2026", "--reference", "2024-17")
    sortie, _ = agls("decider", "a.agls", "--montant", "15000", *QUI, "--motif", "crédits limités", "--date", "2024-05-03",
                     "--notification", "2024-05-10", *convention)  # fmt: skip
    assert "Remplace la décision du" in sortie
    dernier = Dossier.ouvrir(Path("a.agls")).journal[-1]
    assert (dernier.role, dernier.type) == ("service", "decision")


@pytest.mark.parametrize(
    ("suite", "code", "mot"),
    [
        (("--montant", "20401", "--motif", "x", "--derogation", "y"), 1, "à partir de 200 logements (C-IV-c-20)"),
        (("--montant", "12,5"), 2, "nombre entier d’euros"),
        (("--montant", "16726", "--date", "demain"), 2, "--date"),
        (("--montant", "16726", "--debut", "2024-01-01"), 2, "--convention"),
        (("--montant", "-1", "--motif", "x"), 1, "0 ou plus"),
    ],
)
def test_decider_refuses_in_words_and_writes_nothing(agls: Ligne, suite: tuple[str, ...], code: int, mot: str) -> None:
    avant = Path("a.agls").read_bytes()
    sortie, erreurs = agls("decider", "a.agls", *suite, *QUI, code=code)
    assert mot in erreurs
    assert sortie == ""
    assert Path("a.agls").read_bytes() == avant


def test_decider_is_on_the_constat(agls: Ligne) -> None:
    agls("nouveau", "n.agls")
    assert "ne porte aucune réponse" in agls("decider", "n.agls", "--montant", "0", "--motif", "x", *QUI, code=1)[1]


def test_closing_lists_what_differs_without_a_reason_and_needs_a_decision_or_a_reason(agls: Ligne) -> None:
    _, erreurs = agls("cloturer", "a.agls", code=1)
    assert "pour clore sans décision, il faut un motif" in erreurs
    assert not Dossier.ouvrir(Path("a.agls")).clos
    agls("decider", "a.agls", "--montant", "16726", *QUI)
    sortie, erreurs = agls("cloturer", "a.agls", "--objectif", "Réunir le conseil", "--objectif", "Former l’équipe", *MARIE)
    assert "clos sur une décision de 16 726 €, avec 2 objectifs" in sortie
    cloture = Dossier.ouvrir(Path("a.agls")).cloture
    assert cloture is not None
    assert [o.enonce for o in cloture.objectifs] == ["Réunir le conseil", "Former l’équipe"]
    questions = Dossier.ouvrir(Path("a.agls")).referentiel.questionnaire.questions
    assert cloture.ecarts_sans_motif
    for nom in cloture.ecarts_sans_motif:
        assert questions[nom].etiquette in erreurs.replace("’", "'") or questions[nom].etiquette in erreurs
    assert "_" not in erreurs
    assert "rien ne s’y écrit" in agls("cloturer", "a.agls", code=1)[1]
    assert "rien ne s’y écrit" in agls("observer", "a.agls", "--texte", "x", code=1)[1]
    agls("rouvrir", "a.agls", "--motif", "pièce reçue")
    assert "n’est pas clos" in agls("rouvrir", "a.agls", "--motif", "pièce reçue", code=1)[1]
    sortie, _ = agls("cloturer", "a.agls")
    assert "objectif" not in sortie


def test_a_reason_takes_a_difference_off_the_list(agls: Ligne) -> None:
    def sans_motif() -> tuple[str, ...]:
        agls("cloturer", "a.agls", "--motif", "essai")
        cloture = Dossier.ouvrir(Path("a.agls")).cloture
        agls("rouvrir", "a.agls", "--motif", "suite")
        assert cloture is not None
        return cloture.ecarts_sans_motif

    avant = sans_motif()
    with Dossier.ouvrir(Path("a.agls"), ecriture=True) as dossier:
        reponse = dossier.reponse(avant[0], "constat")
        dossier.repondre(avant[0], "constat", Reponse(reponse.etat, reponse.valeur, reponse.source, "pièce absente"))
    assert set(sans_motif()) == set(avant[1:])


def test_closing_is_refused_while_a_contradiction_or_a_conflict_stands(agls: Ligne) -> None:
    agls.importer("a.agls", "menages_vulnerables: {valeur: 5000, source: document}", "--volet", "constat")
    assert "contradiction à lever" in agls("cloturer", "a.agls", "--motif", "x", code=1)[1]


def test_observer_says_on_what(agls: Ligne) -> None:
    sortie, _ = agls("observer", "a.agls", "--texte", "Le conseil s’est réuni", "--question", "conseil_concertation", *JEAN)
    assert "« Conseil de concertation »" in sortie
    assert "conseil_concertation" not in sortie
    assert "vouliez-vous dire" in agls("observer", "a.agls", "--texte", "x", "--question", "conseil_concertatio", code=1)[1]
    *_, observation = Dossier.ouvrir(Path("a.agls")).observations
    assert observation.texte == "Le conseil s’est réuni"
    assert (observation.auteur.nom, observation.auteur.organisme) == ("Jean Petit", "Les Tilleuls")


def test_merging_refuses_in_words(agls: Ligne, dossiers_exemples: Path) -> None:
    shutil.copy(dossiers_exemples / "quai-solveig.agls", "autre.agls")
    assert "deux résidences" in agls("fusionner", "a.agls", "autre.agls", "--sortie", "c.agls", code=1)[1]
    shutil.copy("a.agls", "b.agls")
    assert "existe déjà" in agls("fusionner", "a.agls", "b.agls", "--sortie", "autre.agls", code=3)[1]
    assert ".agls" in agls("fusionner", "a.agls", "b.agls", "--sortie", "c", code=2)[1]
    assert agls("fusionner", "a.agls", "absent.agls", "--sortie", "c.agls", code=3)
    assert not Path("c.agls").exists()


def test_a_dossier_is_sent_amended_returned_observed_merged_decided_and_closed(agls: Ligne) -> None:
    """The gestionnaire's file goes to the service and back, and both go on: nothing is lost, conflicts are per question."""
    agls("nouveau", "g.agls", *JEAN)
    declare = "exercice: 2024\nnb_menages: 80\nconseil_concertation: oui\ntaux_reservation: 30\nmenages_besoins: 40\n"
    agls.importer("g.agls", declare, *JEAN)

    # 1. sent to the service, which amends
    shutil.copy("g.agls", "s.agls")
    constate = (
        'conseil_concertation: {valeur: non, source: document, motif: "aucun PV", note: "SECRET à vérifier"}\n'
        "menages_besoins: {valeur: 30, source: document, note: 'comptés avec vous', visibilite: partagee}\n"
    )
    agls.importer("s.agls", constate, "--volet", "constat", *MARIE)

    # 2. returned: nothing internal in it
    agls("exporter", "s.agls", "--format", "agls", "--pour", "gestionnaire", "--sortie", "retour.agls")
    assert b"SECRET" not in Path("retour.agls").read_bytes()
    assert "comptés avec vous".encode() in Path("retour.agls").read_bytes()

    # 3. the gestionnaire observes and corrects; the service goes on meanwhile
    agls("observer", "retour.agls", "--texte", "Le PV est joint", "--question", "conseil_concertation", *JEAN)
    agls.importer("retour.agls", "taux_reservation: 25\nnb_menages: 82\nmenages_besoins: 41\n", *JEAN)
    agls.importer("retour.agls", "conseil_concertation: {valeur: oui, source: document}", "--volet", "constat", *JEAN)
    agls.importer("s.agls", "nb_menages: 81\n", *MARIE)
    agls.importer("s.agls", "menages_besoins: {valeur: 31, source: document}\n", "--volet", "constat", *MARIE)

    # 4. merged back
    sortie, _ = agls("fusionner", "s.agls", "retour.agls", "--sortie", "c.agls", *MARIE)
    assert sortie.splitlines()[0] == "c.agls créé : 2 réponses reprises, 0 note, 1 observation"
    assert "2 conflits à régler" in sortie
    assert "Ménages présents (question commune)\n      ici : 81 ménages, par Marie Dupont" in sortie
    assert "dans l’autre copie : 82 ménages, par Jean Petit" in sortie
    assert "Conseil de concertation (constat)\n      ici : non, par Marie Dupont" in sortie
    assert "nb_menages" not in sortie
    assert "_" not in sortie
    c = Dossier.ouvrir(Path("c.agls"))
    assert c.reponse("taux_reservation", "auto_evaluation").valeur == 25
    assert c.reponse("menages_besoins", "auto_evaluation").valeur == 41
    assert c.reponse("menages_besoins", "constat").valeur == 31
    assert c.reponse("conseil_concertation", "auto_evaluation").valeur is True
    assert c.annotation("conseil_concertation", "constat").note == "SECRET à vérifier"
    assert [o.texte for o in c.observations] == ["Le PV est joint"]
    tenus = {e.id for evenement in c.journal for e in evenement.tous()}
    for cote in ("g.agls", "s.agls", "retour.agls"):
        assert {e.id for e in Dossier.ouvrir(Path(cote)).journal[1:]} <= tenus
    assert agls("verifier", "c.agls")[0] == "c.agls : juste (dossier, chaîne entière)\n"
    sortie, _ = agls("fusionner", "c.agls", "retour.agls", "--sortie", "d.agls")
    assert "n’apporte rien de nouveau" in sortie

    # 5. resolved by answering, then decided, closed, read-only, reopened
    assert "2 conflits restent ouverts" in agls("cloturer", "c.agls", "--motif", "x", code=1)[1]
    agls.importer("c.agls", "nb_menages: 82\n", *MARIE)
    agls.importer("c.agls", "conseil_concertation: {valeur: oui, source: document}", "--volet", "constat", *MARIE)
    assert Dossier.ouvrir(Path("c.agls")).conflits == ()
    agls("decider", "c.agls", "--montant", "9000", *QUI, "--motif", "dossier incomplet", *MARIE)
    agls("cloturer", "c.agls", "--objectif", "Tenir le conseil", *MARIE)
    Path("r.yaml").write_text("nb_menages: 83\n", encoding="utf-8")
    assert "rien ne s’y écrit" in agls("importer", "c.agls", "r.yaml", code=1)[1]
    agls("rouvrir", "c.agls", "--motif", "pièce reçue", *MARIE)
    agls("importer", "c.agls", "r.yaml")
    agls("exporter", "c.agls", "--format", "json", "--sortie", "c.json")
    actes = json.loads(Path("c.json").read_text(encoding="utf-8"))["actes"]
    assert (actes["decision"]["montant"], actes["decision_perimee"], actes["cloture"]) == (9000, True, None)
    assert agls("verifier", "c.agls")[0] == "c.agls : juste (dossier, chaîne entière)\n"
