"""DOCX: a part `agls/entree.json` with its content type and relationship, and the hash among the keywords.

A word processor that saves the file again keeps the keywords and drops the part: the report then carries nothing any more.
"""

from __future__ import annotations

from xml.dom import minidom

from evaluator.report.entree.archive import PARTIE, XML_MAX, Archive, ecrire, octets_xml, ouvrir_xml, racine
from evaluator.report.entree.composition import TAILLE_MAX
from evaluator.report.entree.jointe import CLE, MIME, Jointe, declaree, refus

_TYPES, _LIENS, _PROPRIETES = "[Content_Types].xml", "_rels/.rels", "docProps/core.xml"
_GENRE = "urn:agls-evaluateur:entree"  # of the relationship; readers pass over one that they do not know
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def extraire(fichier: bytes) -> Jointe:
    """Raises `FaultyInput` for a file that is no DOCX, or is damaged."""
    archive = Archive(fichier, "DOCX")
    if not {_TYPES, "word/document.xml"} <= set(archive.noms):
        raise refus("ce n’est pas un fichier DOCX")
    proprietes = archive.lire(_PROPRIETES, XML_MAX) or b""
    return Jointe(archive.lire(PARTIE, TAILLE_MAX), declaree(proprietes.decode("utf-8", "replace")))


def inserer(fichier: bytes, jointe: Jointe) -> bytes:
    """The same document with `jointe` in it. Same document, same input: same bytes."""
    parties = Archive(fichier, "DOCX").tout()
    document = ouvrir_xml(parties, _PROPRIETES)
    _ajouter_mot_cle(document, jointe)
    parties[_PROPRIETES] = octets_xml(document)
    if jointe.octets is not None:
        _declarer(parties, _TYPES, "Override", {"PartName": f"/{PARTIE}", "ContentType": MIME})
        _declarer(parties, _LIENS, "Relationship", {"Id": "agls-entree", "Type": _GENRE, "Target": PARTIE})
        parties[PARTIE] = jointe.octets
    return ecrire(parties)


def _ajouter_mot_cle(document: minidom.Document, jointe: Jointe) -> None:
    trouves = document.getElementsByTagNameNS(_CP, "keywords")
    if trouves:
        element = trouves[0]
    else:
        prefixe = racine(document).prefix
        element = document.createElementNS(_CP, f"{prefixe}:keywords" if prefixe else "keywords")
        racine(document).appendChild(element)
    lus = "".join(n.data for n in element.childNodes if isinstance(n, minidom.Text)).split(",")
    gardes = [mot.strip() for mot in lus if mot.strip() and CLE not in mot]
    while element.firstChild:
        element.removeChild(element.firstChild)
    element.appendChild(document.createTextNode(", ".join([*gardes, jointe.mot_cle])))


def _declarer(parties: dict[str, bytes], nom: str, balise: str, attributs: dict[str, str]) -> None:
    document = ouvrir_xml(parties, nom)
    tete = racine(document)
    for ancien in tete.getElementsByTagName(balise):
        if PARTIE in (ancien.getAttribute("Target"), ancien.getAttribute("PartName").removeprefix("/")):
            tete.removeChild(ancien)
    element = document.createElementNS(tete.namespaceURI, balise)
    for cle, valeur in attributs.items():
        element.setAttribute(cle, valeur)
    tete.appendChild(element)
    parties[nom] = octets_xml(document)
