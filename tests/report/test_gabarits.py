"""Templates: no arithmetic, nothing missing goes unseen, a local folder may change them, files are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import jinja2
import pypdf
import pytest
from jinja2 import nodes

from evaluator import resources
from evaluator.dossier.dossier import Dossier
from evaluator.errors import FaultyInput, Unreadable, WrongUse
from evaluator.evaluation.evaluate import evaluer
from evaluator.report.gabarits import environnement
from evaluator.report.modeles import MODELES
from evaluator.report.render import rediger
from tests.report.conftest import Rapport

LIVRE = resources.dossier_livre(resources.MODELES)
GABARITS = sorted(LIVRE.rglob("*.j2"))
ARITHMETIQUE = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)
FILTRES = {"round", "int", "float", "sum", "abs", "filesizeformat"}
TAILLE = {"length", "count"}


@pytest.fixture
def ouvert(dossiers_exemples: Path) -> Dossier:
    return Dossier.ouvrir(sorted(dossiers_exemples.glob("*.agls"))[0])


@pytest.mark.parametrize("gabarit", GABARITS, ids=lambda g: str(g.relative_to(LIVRE)))
def test_no_arithmetic_in_a_template(gabarit: Path) -> None:
    arbre = environnement().parse(gabarit.read_text(encoding="utf-8"))
    assert not list(arbre.find_all(ARITHMETIQUE))
    assert not {f.name for f in arbre.find_all(nodes.Filter)} & FILTRES
    for filtre in arbre.find_all(nodes.Filter):
        if filtre.name in TAILLE:  # only to choose a layout, never printed
            assert not any(filtre in list(sortie.find_all(nodes.Filter)) and not list(sortie.find_all(nodes.CondExpr))
                           for sortie in arbre.find_all(nodes.Output))  # fmt: skip


def test_every_section_has_a_template() -> None:
    for modele in MODELES.values():
        for section in modele.sections:
            assert (LIVRE / "sections" / f"{section}.html.j2").is_file()


def test_a_missing_key_raises() -> None:
    with pytest.raises(jinja2.UndefinedError):
        environnement().from_string("{{ rien }}").render()
    with pytest.raises(jinja2.UndefinedError):
        environnement().from_string("{{ a.b }}").render(a={})


def test_the_sandbox_holds() -> None:
    for source in ("{{ ''.__class__.__mro__ }}", "{{ l.append(1) }}"):
        with pytest.raises(jinja2.exceptions.SecurityError):
            environnement().from_string(source).render(l=[])


def test_same_dossier_same_bytes(ouvert: Dossier, tmp_path: Path) -> None:
    evaluation = evaluer(ouvert.referentiel, ouvert.reponses("constat"))
    un = rediger(ouvert, evaluation, formats=("html", "md"), sortie=tmp_path / "un")
    autre = Dossier.ouvrir(ouvert.chemin)
    deux = rediger(
        autre, evaluer(autre.referentiel, autre.reponses("constat")), formats=("html", "md"), sortie=tmp_path / "deux"
    )
    assert [c.read_bytes() for c in un] == [c.read_bytes() for c in deux]
    assert [c.name for c in un] == [f"{ouvert.chemin.stem}-evaluation.html", f"{ouvert.chemin.stem}-evaluation.md"]
    assert sorted(p.name for p in (tmp_path / "un").iterdir()) == sorted(c.name for c in un)


def test_unknown_kind_or_format(ouvert: Dossier, tmp_path: Path) -> None:
    evaluation = evaluer(ouvert.referentiel, ouvert.reponses("constat"))
    with pytest.raises(WrongUse, match=r"inconnu.*evaluation"):
        rediger(ouvert, evaluation, modele="rien", sortie=tmp_path)
    with pytest.raises(WrongUse, match=r"rtf.*html, pdf"):
        rediger(ouvert, evaluation, formats=("html", "rtf"), sortie=tmp_path)
    assert not list(tmp_path.glob("*.html"))


def test_a_folder_that_cannot_be_written(ouvert: Dossier, tmp_path: Path) -> None:
    evaluation = evaluer(ouvert.referentiel, ouvert.reponses("constat"))
    fichier = tmp_path / "fichier"
    fichier.write_text("x")
    with pytest.raises(Unreadable):
        rediger(ouvert, evaluation, sortie=fichier)
    with pytest.raises(Unreadable):
        rediger(ouvert, evaluation, sortie=fichier / "dessous")
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        (tmp_path / "ferme").mkdir(mode=0o500)
        with pytest.raises(Unreadable):
            rediger(ouvert, evaluation, sortie=tmp_path / "ferme")


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "local"
    (dossier / "report_templates" / "sections").mkdir(parents=True)
    monkeypatch.setenv("AGLS_LOCAL", str(dossier))
    return dossier / "report_templates"


def test_a_local_template_extends_the_shipped_one(
    ouvert: Dossier, local: Path, tmp_path: Path, rapports: list[Rapport]
) -> None:
    (local / "sections" / "mentions.html.j2").write_text(
        '{% extends "origine/sections/mentions.html.j2" %}{% block corps %}<p>Service local</p>{{ super() }}{% endblock %}',
        encoding="utf-8",
    )
    evaluation = evaluer(ouvert.referentiel, ouvert.reponses("constat"))
    (fichier,) = rediger(ouvert, evaluation, sortie=tmp_path)
    html = fichier.read_text(encoding="utf-8")
    assert html.count("<p>Service local</p>") == 1
    assert "Portée de ce document" in html
    md, pdf = rediger(ouvert, evaluation, formats=("md", "pdf"), sortie=tmp_path)
    assert md.read_text(encoding="utf-8").count("\nService local\n") == 1, "one template, every format"
    assert "Service local" in "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert all("Service local" not in r.html for r in rapports)


def test_a_local_kind(ouvert: Dossier, local: Path, tmp_path: Path) -> None:
    (local / "modeles.yaml").write_text(
        'modeles:\n  - {id: court, titre: "Fiche courte", resume: "Deux sections.", sections: [titre, synthese]}\n',
        encoding="utf-8",
    )
    assert list(MODELES)[-1] == "court"
    assert MODELES["court"].titre == "Fiche courte"
    evaluation = evaluer(ouvert.referentiel, ouvert.reponses("constat"))
    (fichier,) = rediger(ouvert, evaluation, modele="court", sortie=tmp_path)
    assert fichier.name == f"{ouvert.chemin.stem}-court.html"
    assert 'id="synthese"' in fichier.read_text(encoding="utf-8")
    assert 'id="reponses"' not in fichier.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("gabarit", "message"),
    [
        ("{{ synthese.inconnu }}", "inconnu"),
        ("{% block corps %}{% endfor %}", "endfor"),
        ("{{ ''.__class__ }}", "unsafe"),
        ('{% include "html/rien.j2" %}', "rien.j2"),
        ('{% include "../../pyproject.toml" %}', "pyproject.toml"),
    ],
)
def test_a_faulty_local_template_is_named(ouvert: Dossier, local: Path, tmp_path: Path, gabarit: str, message: str) -> None:
    (local / "sections" / "synthese.html.j2").write_text(gabarit, encoding="utf-8")
    evaluation = evaluer(ouvert.referentiel, ouvert.reponses("constat"))
    with pytest.raises(FaultyInput, match=message):
        rediger(ouvert, evaluation, sortie=tmp_path)
    assert not list(tmp_path.glob("*.html"))
