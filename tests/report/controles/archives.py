"""What a word processor mends in silence, looked for in the file itself: the zip, its XML, and everything that it names."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LIENS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MANIFESTE = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
OFFICE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{n}:1.0}}" for n in ("office", "text"))
MIME_ODT = b"application/vnd.oasis.opendocument.text"
ANALYSEUR = etree.XMLParser(huge_tree=True, resolve_entities=False)


def fautes(chemin: Path) -> list[str]:
    """All that is wrong with a .docx or an .odt; empty where nothing is."""
    try:
        with zipfile.ZipFile(chemin) as archive:
            if (abime := archive.testzip()) is not None:
                return [f"zip : « {abime} » est abîmé"]
            noms = archive.namelist()
            parties = {nom: archive.read(nom) for nom in noms}
            tete = archive.infolist()[0] if noms else None
    except (zipfile.BadZipFile, OSError) as erreur:
        return [f"zip : {erreur}"]
    doubles = sorted({n for n in noms if noms.count(n) > 1})
    arbres: dict[str, etree._Element] = {}
    faux = [f"zip : « {n} » y est deux fois" for n in doubles]
    for nom, octets in parties.items():
        if nom.endswith((".xml", ".rels", ".rdf")):
            try:
                arbres[nom] = etree.fromstring(octets, ANALYSEUR)
            except etree.XMLSyntaxError as erreur:
                faux.append(f"« {nom} » : XML mal formé ({erreur})")
    if faux:
        return faux
    if chemin.suffix == ".odt":
        premier = tete is not None and tete.filename == "mimetype" and tete.compress_type == zipfile.ZIP_STORED
        return [*(() if premier else ("« mimetype » n’est pas le premier, sans compression",)), *_odt(parties, arbres)]
    return list(_docx(parties, arbres))


def _docx(parties: dict[str, bytes], arbres: dict[str, etree._Element]) -> Iterator[str]:
    for voulu in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
        if voulu not in arbres:
            yield f"« {voulu} » manque"
            return
    types = arbres["[Content_Types].xml"]
    extensions = {t.get("Extension", "").lower() for t in types.iter(f"{TYPES}Default")}
    nommees = {t.get("PartName", "")[1:] for t in types.iter(f"{TYPES}Override")}
    yield from (f"[Content_Types].xml nomme « {n} », qui n’y est pas" for n in sorted(nommees - set(parties)))
    for nom in parties:
        if nom not in nommees and nom != "[Content_Types].xml" and nom.rpartition(".")[2].lower() not in extensions:
            yield f"« {nom} » n’a pas de type de contenu"
    for nom, arbre in arbres.items():
        if nom.endswith(".rels"):
            yield from _liens(nom, arbre, parties)
        elif nom.startswith("word/"):
            connus = _connus(nom, arbres)
            for lien in sorted({v for e in arbre.iter() for a, v in e.attrib.items() if a.startswith(R)} - connus):
                yield f"« {nom} » renvoie à « {lien} », qui n’est pas dans ses relations"
    corps = arbres["word/document.xml"]
    yield from _styles(corps, arbres.get("word/styles.xml"))
    for cellule in corps.iter(f"{W}tc"):
        if cellule[-1].tag != f"{W}p":
            yield "une cellule de tableau ne finit pas par un paragraphe"  # Word mends that before it opens the file
            return


def _liens(nom: str, arbre: etree._Element, parties: dict[str, bytes]) -> Iterator[str]:
    dossier = posixpath.dirname(posixpath.dirname(nom))
    for lien in arbre.iter(f"{LIENS}Relationship"):
        cible = lien.get("Target", "")
        vers = cible[1:] if cible.startswith("/") else posixpath.normpath(posixpath.join(dossier, cible))
        if lien.get("TargetMode") != "External" and vers not in parties:
            yield f"« {nom} » mène à « {cible} », qui n’y est pas"


def _connus(nom: str, arbres: dict[str, etree._Element]) -> set[str]:
    dossier, fichier = posixpath.split(nom)
    liens = arbres.get(f"{dossier}/_rels/{fichier}.rels")
    return set() if liens is None else {lien.get("Id", "") for lien in liens.iter(f"{LIENS}Relationship")}


def _styles(corps: etree._Element, styles: etree._Element | None) -> Iterator[str]:
    definis = set() if styles is None else {s.get(f"{W}styleId") for s in styles.iter(f"{W}style")}
    voulus = {e.get(f"{W}val") for e in corps.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    yield from (f"le style « {s} » n’est pas défini" for s in sorted(map(str, voulus - definis)))


def _odt(parties: dict[str, bytes], arbres: dict[str, etree._Element]) -> Iterator[str]:
    if parties.get("mimetype") != MIME_ODT:
        yield "« mimetype » n’est pas celui d’un texte OpenDocument"
    if "META-INF/manifest.xml" not in arbres or "content.xml" not in arbres:
        yield "le manifeste ou « content.xml » manque"
        return
    dits = {e.get(f"{MANIFESTE}full-path", "") for e in arbres["META-INF/manifest.xml"].iter(f"{MANIFESTE}file-entry")}
    dits = {d for d in dits if not d.endswith("/")}
    presents = {n for n in parties if n != "mimetype" and not n.startswith("META-INF/") and not n.endswith("/")}
    yield from (f"le manifeste nomme « {n} », qui n’y est pas" for n in sorted(dits - presents))
    yield from (f"« {n} » n’est pas dans le manifeste" for n in sorted(presents - dits))
    for nom in ("content.xml", "styles.xml"):
        for e in arbres[nom].iter() if nom in arbres else ():
            vers = (e.get(f"{XLINK}href") or "").removeprefix("./")
            if vers and not re.match(r"[a-z]+:|#|\.\./|/", vers) and vers not in parties:
                yield f"« {nom} » renvoie à « {vers} », qui n’y est pas"


def texte(chemin: Path) -> str:
    """What the body of a .docx or an .odt says, without any space."""
    with zipfile.ZipFile(chemin) as archive:
        partie = "content.xml" if chemin.suffix == ".odt" else "word/document.xml"
        arbre = etree.fromstring(archive.read(partie), ANALYSEUR)
    if chemin.suffix == ".odt":
        corps = arbre.find(f"{OFFICE}body")
        dit = "" if corps is None else "".join(t for p in corps.iter(f"{TEXT}p", f"{TEXT}h") for t in p.itertext())
    else:
        dit = "".join(_mots(arbre))
    return re.sub(r"\s+", "", dit)


def _mots(arbre: etree._Element) -> Iterator[str]:
    """The words of a .docx, without the numbers of pages: whoever opens it counts them anew."""
    champs: list[str] = []  # the open fields, the inner one last: what each asks for
    for e in arbre.iter(f"{W}t", f"{W}instrText", f"{W}fldChar"):
        genre = e.get(f"{W}fldCharType")
        if genre == "begin":
            champs.append("")
        elif genre == "end" and champs:
            champs.pop()
        elif e.tag == f"{W}instrText" and champs:
            champs[-1] += e.text or ""
        elif e.tag == f"{W}t" and not any(re.match(r"\s*(PAGE|PAGEREF|NUMPAGES)\b", c) for c in champs):
            yield e.text or ""
