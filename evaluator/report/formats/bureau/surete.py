"""What a word processor would fetch or run when it opens a report: a template has none of it to pass on.

A template comes from a colleague, and the reports written with it go to others: a picture on a server tells who opened the
report and when, a template on a server is code that arrives later, a field may read a file or start a program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from evaluator.report.formats.bureau.espaces_odt import nom

Refuser = Callable[[str], Exception]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ADRESSE = re.compile(r"(?i)(?:https?://|mailto:|#)")  # what a link that a person follows may say
_GENRES = {
    "vbaProject": "une macro", "wordVbaData": "une macro", "control": "un contrôle ActiveX", "oleObject": "un objet OLE",
    "aFChunk": "un document inclus", "subDocument": "un sous-document", "frame": "un cadre",
}  # fmt: skip
_CHAMPS = re.compile(r"(?i)DDE|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|DATABASE|(?<![A-Z])(?:LINK|IMPORT|RD)\b")

_OTEES = ("office:scripts", "office:forms", "office:event-listeners")  # an editor writes them empty, or nearly
_INTERDITES = {
    "office:dde-source": "un lien DDE", "text:dde-connection": "un lien DDE", "text:dde-connection-decl": "un lien DDE",
    "text:execute-macro": "une macro", "text:section-source": "une section liée à un autre fichier",
    "draw:plugin": "un module", "draw:applet": "une applet", "draw:floating-frame": "un cadre",
    "draw:object": "un objet", "draw:object-ole": "un objet OLE", "draw:control": "un contrôle",
    "text:database-display": "une base de données",
}  # fmt: skip
_HREF = "{http://www.w3.org/1999/xlink}href"
_DEDANS = re.compile(r"(?:\./)?(?:Pictures|Fonts)/[\w.-]+")


def lire(octets: bytes) -> etree._Element:
    """A part of a template: no entity is replaced, nothing is fetched. Raises `etree.XMLSyntaxError`."""
    return etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def verifier_docx(parties: Mapping[str, bytes], refuser: Refuser) -> dict[str, bytes]:
    """The parts without the document template they were attached to. Raises what `refuser` gives for the rest."""
    sures = dict(parties)
    for partie, octets in parties.items():
        if partie.endswith(".rels"):
            sures[partie] = _liens_docx(octets, refuser)
        elif partie.startswith("word/") and partie.endswith(".xml") and b"instr" in octets:
            _champs_docx(octets, refuser)
    reglages = "word/settings.xml"
    if b"attachedTemplate" in sures.get(reglages, b""):
        racine = lire(sures[reglages])
        for element in list(racine.iter(f"{_W}attachedTemplate")):
            element.getparent().remove(element)
        sures[reglages] = _octets(racine)
    return sures


def _liens_docx(octets: bytes, refuser: Refuser) -> bytes:
    racine = lire(octets)
    ecrits = octets
    for lien in list(racine):
        if not isinstance(lien.tag, str):
            continue
        genre, cible = lien.get("Type", "").rpartition("/")[2], lien.get("Target", "")
        if genre in _GENRES:
            raise refuser(f"il contient {_GENRES[genre]}, qui n’a pas sa place dans un rapport ({_dire(cible)}) ; ôtez-le")
        if genre == "attachedTemplate":
            racine.remove(lien)
            ecrits = _octets(racine)
        elif lien.get("TargetMode") == "External" and not (genre == "hyperlink" and _ADRESSE.match(cible)):
            raise refuser(_irait_chercher(cible))
    return ecrits


def _champs_docx(octets: bytes, refuser: Refuser) -> None:
    racine = lire(octets)
    dits = [e.text or "" for e in racine.iter(f"{_W}instrText", f"{_W}delInstrText")]
    seuls = [e.get(f"{_W}instr", "") for e in racine.iter(f"{_W}fldSimple")]
    for dit in (*dits, *seuls, "".join(dits)):  # a field may be written in several pieces
        if lu := _CHAMPS.search(dit):
            raise refuser(f"le champ « {lu[0].upper()} » lit un fichier ou lance un programme ; ôtez-le")


def verifier_odt(racine: etree._Element, refuser: Refuser) -> None:
    """Takes scripts and forms out of a part. Raises what `refuser` gives for what cannot be taken out unseen."""
    for element in list(racine.iter(*map(nom, _OTEES))):
        element.getparent().remove(element)
    for balise, quoi in _INTERDITES.items():
        if racine.find(f".//{nom(balise)}") is not None:
            raise refuser(f"il contient {quoi}, qui n’a pas sa place dans un rapport ; ôtez-le")
    lien = nom("text:a")
    for element in racine.iter(etree.Element):
        cible = element.get(_HREF)
        if cible and not (_ADRESSE.match(cible) if element.tag == lien else _DEDANS.fullmatch(cible)):
            raise refuser(_irait_chercher(cible))


def _irait_chercher(cible: str) -> str:
    return f"il irait chercher {_dire(cible)} à l’ouverture du rapport ; mettez-le dans le document, ou ôtez-le"


def _dire(cible: str) -> str:
    return f"« {cible[:80]} »"


def _octets(racine: etree._Element) -> bytes:
    dits: bytes = etree.tostring(racine, encoding="UTF-8", xml_declaration=True, standalone=True)
    return dits
