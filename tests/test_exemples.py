"""The three example dossiers: figures worked out by hand (`docs/exemple-calcule.md`), equal to the program's."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator import exemples
from evaluator.questionnaire.load import Referentiel


@pytest.mark.parametrize("chemin", exemples.fichiers(), ids=lambda c: c.stem)
def test_expected_figures(chemin: Path, referentiel: Referentiel) -> None:
    exemple = exemples.lire(chemin, referentiel)
    assert [str(f) for f in exemples.ecarts(exemple, referentiel)] == []


def test_a_wrong_expectation_is_named_with_its_line(tmp_path: Path, referentiel: Referentiel) -> None:
    modele = next(c for c in exemples.fichiers() if c.stem == "pre_sorbier")
    texte = modele.read_text(encoding="utf-8")
    assert texte.count("montant: 16726") == 1
    copie = tmp_path / "faux.yaml"
    copie.write_text(texte.replace("montant: 16726", "montant: 16727"), encoding="utf-8")
    (faute,) = exemples.ecarts(exemples.lire(copie, referentiel), referentiel)
    assert faute.ligne == texte[: texte.index("montant: 16726")].count("\n") + 1
    assert "attendu : 16727 ; trouvé : 16726" in faute.message
