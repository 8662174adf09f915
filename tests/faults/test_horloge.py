"""A clock that goes back, or is wrong by decades: the order is that of the lines, and nothing is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from evaluator.dossier import redaction
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.verification import verifier
from tests.faults.processus import Fini, agls, propre

HEURES = ("2099-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000000Z", "2026-11-25T10:00:00.000000Z")


def a_l_heure(instant: str) -> Callable[[], None]:
    """In the child: the clock of events."""

    def preparer() -> None:
        redaction.maintenant = lambda: instant

    return preparer


def test_any_clock(chemin: Path) -> None:
    debut = chemin.read_bytes().count(b"\n")

    def courir(heure: int, *arguments: object, entree: str = "") -> Fini:
        fini = agls(*arguments, entree=entree, preparer=a_l_heure(HEURES[heure]))
        propre(fini)
        assert fini.code == 0, fini
        return fini

    for heure, valeur in enumerate((101, 102, 103)):
        courir(heure, "remplir", chemin, "--texte", entree=f":aller 1.11\n{valeur}\n")
    with Dossier.ouvrir(chemin) as dossier:
        assert dossier.reponse("nb_logements", "constat").valeur == 103  # the last line, not the latest date
    courir(1, "observer", chemin, "--texte", "Vu en 1970")
    instants = [json.loads(ligne)["instant"] for ligne in chemin.read_bytes().splitlines()[debut:]]
    assert instants == [*HEURES, HEURES[1]]
    assert verifier(chemin) == []
    for arguments in (["evaluer", chemin], ["verifier", chemin], ["exporter", chemin, "--format", "json"]):
        assert agls(*arguments).code == 0
    decider = ("decider", chemin, "--montant", "12000", "--nom", "N", "--fonction", "F", "--motif", "m")
    fini = agls(*decider)  # the date of the last event, unless another is given: one that no decision has is refused
    assert (fini.code, "trouvé\N{NO-BREAK SPACE}: 01/01/1970" in fini.erreurs) == (1, True)
    assert "le 25/11/2026" in courir(1, *decider, "--date", "25/11/2026").sortie
    courir(0, "cloturer", chemin)
    courir(1, "rouvrir", chemin, "--motif", "m")
    assert verifier(chemin) == []


def test_two_copies_with_two_clocks_unite(copie: Callable[[str], Path], tmp_path: Path) -> None:
    ici, la = copie("a.agls"), copie("b.agls")
    agls("observer", ici, "--texte", "ici", preparer=a_l_heure(HEURES[0]))
    agls("observer", la, "--texte", "là", preparer=a_l_heure(HEURES[1]))
    fini = agls("fusionner", ici, la, "--sortie", tmp_path / "f.agls")
    assert (fini.code, fini.erreurs) == (0, "")
    assert verifier(tmp_path / "f.agls") == []
    with Dossier.ouvrir(tmp_path / "f.agls") as reuni:
        assert len(reuni.etat.observations) == len(Dossier.ouvrir(ici).etat.observations) + 1
