"""ODT: a part `agls/entree.json` named in the manifest, and the hash among the keywords.

A word processor that saves the file again keeps the keywords; whether it keeps the part is its own affair.
"""

from __future__ import annotations

from evaluator.report.entree.archive import PARTIE, XML_MAX, Archive, ecrire, octets_xml, ouvrir_xml, racine
from evaluator.report.entree.composition import TAILLE_MAX
from evaluator.report.entree.jointe import CLE, MIME, Jointe, declaree, refus

_GENRE = b"application/vnd.oasis.opendocument.text"
_TYPE, _MANIFESTE, _METAS = "mimetype", "META-INF/manifest.xml", "meta.xml"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"


def extraire(fichier: bytes) -> Jointe:
    """Raises `FaultyInput` for a file that is no ODT, or is damaged."""
    archive = Archive(fichier, "ODT")
    if (archive.lire(_TYPE, 200) or b"").strip() != _GENRE:
        raise refus("ce n’est pas un fichier ODT")
    metas = archive.lire(_METAS, XML_MAX) or b""
    return Jointe(archive.lire(PARTIE, TAILLE_MAX), declaree(metas.decode("utf-8", "replace")))


def inserer(fichier: bytes, jointe: Jointe) -> bytes:
    """The same document with `jointe` in it. Same document, same input: same bytes."""
    parties = Archive(fichier, "ODT").tout()
    document = ouvrir_xml(parties, _METAS)
    trouves = document.getElementsByTagNameNS(_OFFICE, "meta")
    if not trouves:
        raise refus(f"« {_METAS} » ne contient pas « office:meta » : le gabarit est à revoir")
    for ancien in trouves[0].getElementsByTagNameNS(_META, "keyword"):
        if CLE in ancien.toxml():
            trouves[0].removeChild(ancien)
    mot = document.createElementNS(_META, "meta:keyword")
    mot.setAttribute("xmlns:meta", _META)
    mot.appendChild(document.createTextNode(jointe.mot_cle))
    trouves[0].appendChild(mot)
    parties[_METAS] = octets_xml(document)
    if jointe.octets is not None:
        _declarer(parties)
        parties[PARTIE] = jointe.octets
    premier = {_TYPE: parties.pop(_TYPE)} if _TYPE in parties else {}  # first and bare: so says OpenDocument
    return ecrire({**premier, **parties}, nues=[_TYPE])


def _declarer(parties: dict[str, bytes]) -> None:
    document = ouvrir_xml(parties, _MANIFESTE)
    tete = racine(document)
    for ancien in tete.getElementsByTagNameNS(_MANIFEST, "file-entry"):
        if ancien.getAttributeNS(_MANIFEST, "full-path") == PARTIE:
            tete.removeChild(ancien)
    entree = document.createElementNS(_MANIFEST, "manifest:file-entry")
    entree.setAttribute("xmlns:manifest", _MANIFEST)  # said again where it is the usual prefix: it may be another
    for cle, valeur in (("full-path", PARTIE), ("media-type", MIME)):
        entree.setAttributeNS(_MANIFEST, f"manifest:{cle}", valeur)
    tete.appendChild(entree)
    parties[_MANIFESTE] = octets_xml(document)
