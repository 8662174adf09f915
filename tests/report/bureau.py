"""Reads word-processor files as a reader would, without the code of the program; and the texts of a tree, in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from evaluator.errors import WrongUse
from evaluator.report.arbre.noeuds import Blocs, Fiche, Paragraphe, Tableau, Titre, contenu, texte
from evaluator.report.document import Document
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer
from tests.report.conftest import Rapport

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
TEXT, TABLE, STYLE, OFFICE = (f"{{{OASIS}:{n}:1.0}}" for n in ("text", "table", "style", "office"))


HOSTILES = {
    "balises": "<script>alert(1)</script> ]]> &amp; <w:p/> </text:p> <!-- -->",
    "jinja": "{{ 7*7 }} {% for x in range(9) %}x{% endfor %} {# rien #} {_{ 7*7 }_} {_% %_}",
    "formule": "=1+1 \"x\" 'y' @SUM(A1) #panic()",
    "ecritures": "👩🏽‍🚒 🏠 مرحبا 漢字 é œ €",
    "blancs": "un  deux   trois\n quatre\n\n\tcinq \u00a0six\u202f;",
}


_COMPOSES: dict[int, list[Document]] = {}


def documents(rapports: list[Rapport]) -> list[Document]:
    """Every kind, of two examples in turn (`make check-reports` has them all), composed once for all tests."""
    if id(rapports) not in _COMPOSES:
        faits = _COMPOSES[id(rapports)] = []
        for rang, modele in enumerate(MODELES.values()):
            possibles = [r for r in rapports if modele.volet in (None, r.evaluation.volet)]
            for r in (possibles[rang % len(possibles)], possibles[(rang + 1) % len(possibles)]):
                with suppress(WrongUse):  # a kind may refuse a dossier
                    faits.append(composer(r.dossier, r.evaluation, modele))
        assert {d.modele.id for d in faits} >= MODELES.keys() - {m.id for m in MODELES.values() if m.exige}
    return _COMPOSES[id(rapports)]


def document_court(rapports: list[Rapport]) -> Document:
    """The shortest, which has a list, a table and a drawing all the same."""
    r = next(r for r in rapports if r.dossier.chemin.name.startswith("puits"))
    return composer(r.dossier, r.evaluation, MODELES["auto_evaluation"])


def textes(blocs: Blocs) -> Iterator[str]:
    """Every text of a tree, in the order of reading."""
    for bloc in blocs:
        if isinstance(bloc, Titre | Paragraphe):
            yield texte(bloc.texte)
        elif isinstance(bloc, Fiche):
            for terme, suite in bloc.lignes:
                yield texte(terme)
                yield from textes(suite)
        else:
            if isinstance(bloc, Tableau) and bloc.legende:
                yield texte(bloc.legende)
            yield from textes(contenu(bloc))


def parties(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert archive.testzip() is None
        return {n: archive.read(n) for n in archive.namelist()}


def xml(octets: bytes, partie: str) -> etree._Element:
    return etree.fromstring(parties(octets)[partie], etree.XMLParser(huge_tree=True))


def paragraphes_docx(octets: bytes) -> list[str]:
    """The text of each paragraph of the body that has one."""
    signes = {f"{W}tab": "\t", f"{W}br": "\n"}
    lus = [
        "".join(e.text or "" if e.tag == f"{W}t" else signes.get(e.tag, "") for e in p.iter(f"{W}t", *signes))
        for p in xml(octets, "word/document.xml").iter(f"{W}p")
    ]
    return [lu.removesuffix("\t") for lu in lus if lu]  # after the tab, the number of a page: a field, not yet known


def paragraphes_odt(octets: bytes) -> list[str]:
    corps = xml(octets, "content.xml").find(f"{OFFICE}body")
    lus = ["".join(_odt(p)) for p in corps.iter(f"{TEXT}p", f"{TEXT}h")]
    return [lu.removesuffix("\t") for lu in lus if lu]


def _odt(noeud: etree._Element) -> Iterator[str]:
    """As ODF reads it: a run of spaces is one, those that count are said."""
    dit = ""
    for enfant in (noeud, *noeud):
        if enfant is not noeud:
            if enfant.tag == f"{TEXT}s":
                dit += "\0" * int(enfant.get(f"{TEXT}c", "1"))
            elif enfant.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
                dit += "\t" if enfant.tag == f"{TEXT}tab" else "\n"
            elif enfant.tag in (f"{TEXT}span", f"{TEXT}a"):
                dit += "".join(_odt(enfant))
        dit += ((enfant.text if enfant is noeud else enfant.tail) or "").replace("\t", " ")
    while "  " in dit:
        dit = dit.replace("  ", " ")
    yield dit.replace("\0", " ")
