"""A kind that is one page: the styles of the common template, with smaller letters and less space between paragraphs.

A template made for the kind is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docx.oxml.ns import qn
from lxml import etree

from evaluator.report.formats.bureau.espaces_odt import nom
from evaluator.report.formats.bureau.gabarit import Gabarit

LETTRES, ESPACES, MARGES = 0.9, 0.3, 0.75
_LONGUEUR = re.compile(r"(\d{0,9}\.?\d{1,9})(cm|mm|in|pt|)")


def a_serrer(gabarit: Gabarit) -> bool:
    return gabarit.document.modele.une_page and gabarit.chemin.stem != gabarit.document.modele.id


def serrer_docx(styles: etree._Element, corps: etree._Element) -> None:
    """`styles`: the part of that name. `corps`: that of the document."""
    for style in styles.iterchildren(qn("w:style")):
        if style.get(qn("w:type")) == "paragraph":
            _reduire(style.iter(qn("w:sz"), qn("w:szCs")), [qn("w:val")], LETTRES)
            _reduire(style.iter(qn("w:spacing")), [qn("w:before"), qn("w:after")], ESPACES)
    _reduire(corps.iter(qn("w:pgMar")), [qn("w:top"), qn("w:bottom")], MARGES)


def serrer_odt(habits: etree._Element) -> None:
    """`habits`: the root of styles.xml."""
    marges = [nom("fo:margin-top"), nom("fo:margin-bottom")]
    for style in habits.find(nom("office:styles")).iterchildren(nom("style:style")):
        if style.get(nom("style:family")) == "paragraph":
            _reduire(style.iterchildren(nom("style:text-properties")), [nom("fo:font-size")], LETTRES)
            _reduire(style.iterchildren(nom("style:paragraph-properties")), marges, ESPACES)
    _reduire(habits.iter(nom("style:header-footer-properties")), marges, ESPACES)
    _reduire(habits.iter(nom("style:page-layout-properties")), marges, MARGES)


def _reduire(elements: Iterable[etree._Element], attributs: Iterable[str], part: float) -> None:
    """The lengths that `attributs` say, in whole units where they tell none."""
    for element in elements:
        for attribut in attributs:
            if lue := _LONGUEUR.fullmatch(element.get(attribut, "")):
                reduite = float(lue[1]) * part
                element.set(attribut, f"{reduite:.4g}{lue[2]}" if lue[2] else str(round(reduite)))
