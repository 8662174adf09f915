"""The page is well formed, and reads without being seen: one h1, ordered headings, captions, scopes, text beside charts."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.report.conftest import Fabrique, Rapport

VIDES = frozenset({"meta", "br", "link", "img", "input", "hr", "col", "rect", "line", "circle"})


class Lecteur(HTMLParser):
    """Checks while it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.pile: list[str] = []
        self.titres: list[int] = []
        self.tableaux: list[dict[str, int]] = []
        self.ids: list[str] = []
        self.renvois: list[str] = []
        self.svgs: list[set[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        lus = dict(attrs)
        if ident := lus.get("id"):
            self.ids.append(ident)
        self.renvois += (lus.get("aria-labelledby") or "").split()
        if (href := lus.get("href")) is not None:
            if lus.get("id") == "agls-entree":
                assert href.startswith("data:application/json;base64,")
            else:
                assert href.startswith("#")
                self.renvois.append(href[1:])
        if tag in ("h1", "h2", "h3", "h4", "h5"):
            self.titres.append(int(tag[1]))
        if tag == "table":
            self.tableaux.append({"caption": 0, "th": 0})
        if tag in ("caption", "th"):
            self.tableaux[-1][tag] += 1
        if tag == "th":
            assert lus.get("scope") in ("col", "row")
        if tag == "svg":
            assert lus.get("role") == "img"
            self.svgs.append(set())
        if "svg" in self.pile:
            self.svgs[-1].add(tag)
        if tag == "p":
            assert "p" not in self.pile
        if tag not in VIDES:
            self.pile.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VIDES:
            self.pile.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.pile, f"</{tag}> closes nothing"
        assert self.pile.pop() == tag, f"</{tag}> at {self.getpos()}"


def verifier(html: str) -> None:
    """Fail unless the page is well formed and reads without being seen."""
    lecteur = Lecteur()
    lecteur.feed(html)
    lecteur.close()
    assert lecteur.pile == []
    assert lecteur.titres.count(1) == 1
    assert lecteur.titres[0] == 1
    for avant, apres in zip(lecteur.titres, lecteur.titres[1:], strict=False):
        assert apres <= avant + 1, lecteur.titres
    assert lecteur.tableaux
    assert all(t["caption"] == 1 and t["th"] for t in lecteur.tableaux)
    assert len(lecteur.ids) == len(set(lecteur.ids))
    assert set(lecteur.renvois) <= set(lecteur.ids)
    assert all({"title", "desc"} <= balises for balises in lecteur.svgs)
    assert '<html lang="fr">' in html
    assert "@page { size: A4" in html


def test_the_examples_are_well_formed(rapports: list[Rapport]) -> None:
    for r in rapports:
        verifier(r.html)
        # the plane, the axes, who pays where all is known, and the bars of each distribution with four figures
        distributions = [
            q.id for q in r.dossier.questions(r.evaluation.volet)
            if q.type == "repartition" and sum(n > 0 for n in (r.evaluation.questions[q.id].valeur or {}).values()) >= 4
        ]  # fmt: skip
        bars = sum('aria-labelledby="b-A' in ligne or 'aria-labelledby="b0-' in ligne for ligne in r.html.splitlines())
        assert bars >= len(distributions) >= 5
        assert r.html.count("<svg") - bars == 2 + ('id="calcul-financement-titre"' in r.html)


def test_an_empty_dossier_is_well_formed(fabriquer: Fabrique) -> None:
    verifier(fabriquer({}).html)


def test_an_answered_but_irrecevable_dossier_is_well_formed(fabriquer: Fabrique) -> None:
    verifier(fabriquer({"type_structure": "rhvs", "nb_logements": 250, "exercice": 2024, "derogation_demandee": True}).html)
