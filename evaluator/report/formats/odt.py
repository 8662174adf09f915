"""ODT: the tree in a real LibreOffice template, whose named styles a service changes."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from lxml import etree

from evaluator.report.document import Document
from evaluator.report.formats.bureau import archive
from evaluator.report.formats.bureau.corps_odt import Ecrivain
from evaluator.report.formats.bureau.espaces_odt import ESPACES, declarations, nom
from evaluator.report.formats.bureau.expressions_odt import recoller
from evaluator.report.formats.bureau.gabarit import Gabarit, bac_a_sable, choisisseur, lire, trouver
from evaluator.report.formats.bureau.mise_en_page import mettre_en_page
from evaluator.report.formats.bureau.poses import Pose, ancres
from evaluator.report.formats.bureau.surete import verifier_odt
from evaluator.report.formats.bureau.une_page import a_serrer, serrer_odt
from evaluator.report.formats.bureau.xml import balise, dire

AUTEUR = "AGLS Évaluateur"
TYPE = "application/vnd.oasis.opendocument.text"
VERSION = "1.3"
LARGEUR_A4 = 9638
GARDEES = re.compile(r"(content|styles|settings)\.xml|Pictures/[\w.-]+|Fonts/[\w.-]+")  # no macro of a template goes on
TYPES = {
    ".xml": "text/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".ttf": "application/x-font-ttf",
}
_UNITES = {"cm": 566.929, "mm": 56.6929, "in": 1440.0, "pt": 20.0}


def ecrire(document: Document) -> bytes:
    gabarit = trouver("odt", document)
    parties = _ouvrir(gabarit)
    contenu, habits = (_rempli(gabarit, parties[p]) for p in ("content.xml", "styles.xml"))
    if a_serrer(gabarit):
        serrer_odt(habits)
    places = _places(gabarit, contenu, habits)
    largeur = _largeur(habits)
    par_section = {section: marque for marque, section in gabarit.marques.items()}
    repartis = gabarit.repartir(places)
    poses = {par_section[section]: mettre_en_page(blocs, largeur) for section, blocs in repartis.items()}
    images = _ecrire_corps(gabarit, contenu, habits, places, poses)
    gardees = {p: octets for p, octets in parties.items() if GARDEES.fullmatch(p)}
    ecrites = {
        **gardees,
        **images,
        "content.xml": _octets(contenu),
        "styles.xml": _octets(habits),
        "meta.xml": _meta(document),
    }
    ecrites["META-INF/manifest.xml"] = _manifeste(ecrites)
    return archive.fermer({"mimetype": TYPE.encode(), **ecrites}, document.instant, a_reprendre=True)


# — the template ——————————————————————————————————————————————————————————————————————————————————————————————————————


def _ouvrir(gabarit: Gabarit) -> dict[str, bytes]:
    try:
        parties = archive.ouvrir(lire(gabarit))
        if parties["mimetype"].strip().decode("ascii").startswith(TYPE) and {"content.xml", "styles.xml"} <= parties.keys():
            return parties
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        pass
    raise gabarit.faute("ce n’est pas un texte OpenDocument (.odt) ; enregistrez-le de nouveau dans ce format")


def _rempli(gabarit: Gabarit, octets: bytes) -> etree._Element:
    """A part of the template with its texts, and marks where the sections go."""
    try:
        racine = etree.fromstring(octets, _analyseur())
        verifier_odt(racine, gabarit.faute)
        propre = recoller(racine)
        with gabarit.remplissage():
            dit = bac_a_sable().from_string(propre).render(gabarit.contexte)
        return etree.fromstring(dit.encode(), _analyseur())
    except etree.XMLSyntaxError as erreur:
        raise gabarit.faute(f"le document rempli n’est plus lisible ({erreur.msg}) ; vérifiez ses accolades") from erreur


def _analyseur() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _places(gabarit: Gabarit, contenu: etree._Element, habits: etree._Element) -> dict[str, etree._Element]:
    """The paragraph of each mark of the body."""
    trouvees: dict[str, etree._Element] = {}
    for paragraphe in contenu.iter(nom("text:p")):
        dit = "".join(paragraphe.itertext()).strip()
        if dit in gabarit.marques and paragraphe.getparent().tag in (
            nom("office:text"),
            nom("table:table-cell"),
            nom("text:section"),
        ):
            if dit in trouvees:
                gabarit.repartir([dit, dit])
            trouvees[dit] = paragraphe
            for enfant in list(paragraphe):
                paragraphe.remove(enfant)
            paragraphe.text = None
    gabarit.mal_place("".join(partie.itertext()) for partie in (contenu, habits))
    return trouvees


def _largeur(habits: etree._Element) -> int:
    """What can be written on of the first page, in twentieths of a point."""
    maitresse = habits.find(f".//{nom('style:master-page')}")
    voulue = maitresse.get(nom("style:page-layout-name")) if maitresse is not None else None
    for page in habits.iter(nom("style:page-layout")):
        dites = page.find(nom("style:page-layout-properties"))
        if page.get(nom("style:name")) == voulue and dites is not None:
            marge = dites.get(nom("fo:margin"), "0pt")
            bords = [_longueur(dites.get(nom(f"fo:margin-{cote}"), marge)) for cote in ("left", "right")]
            if large := _longueur(dites.get(nom("fo:page-width"), "")):
                return large - sum(bords)
    return LARGEUR_A4


def _longueur(dite: str) -> int:
    lue = re.fullmatch(r"(\d{0,9}\.?\d{1,9})(cm|mm|in|pt)", dite)
    return round(float(lue[1]) * _UNITES[lue[2]]) if lue else 0


# — the body ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def _ecrire_corps(
    gabarit: Gabarit,
    contenu: etree._Element,
    habits: etree._Element,
    places: Mapping[str, etree._Element],
    poses: Mapping[str, tuple[Pose, ...]],
) -> dict[str, bytes]:
    """Put the blocks at their places; the pictures they show."""
    ecrivain = Ecrivain(
        paragraphe=choisisseur(gabarit, _connus(habits, "style:style", "paragraph"), "Standard"),
        caractere=choisisseur(gabarit, _connus(habits, "style:style", "text"), ""),
        liste=choisisseur(gabarit, _connus(habits, "text:list-style"), ""),
        ancres=ancres(itertools.chain(*poses.values())),
    )
    for marque, lus in poses.items():
        place = places[marque]
        for element in _lire(ecrivain.poses(lus)):
            place.addprevious(element)
        parent = place.getparent()
        if parent.tag != nom("table:table-cell") or len(parent) > 1:
            parent.remove(place)
    automatiques = contenu.find(nom("office:automatic-styles"))
    if automatiques is None:
        automatiques = etree.Element(nom("office:automatic-styles"))
        contenu.find(nom("office:body")).addprevious(automatiques)
    automatiques.extend(list(_lire(ecrivain.automatiques.xml)))
    return ecrivain.images


def _lire(xml: str) -> etree._Element:
    return etree.fromstring(f"<corps {declarations()}>{xml}</corps>".encode(), _analyseur())


def _connus(habits: etree._Element, genre: str, famille: str = "") -> dict[str, str]:
    """The identifier of each named style, by the name that is shown."""
    return {
        s.get(nom("style:display-name")) or s.get(nom("style:name")): s.get(nom("style:name"))
        for s in habits.find(nom("office:styles")).iter(nom(genre))
        if not famille or s.get(nom("style:family")) == famille
    }


# — the other parts ———————————————————————————————————————————————————————————————————————————————————————————————————


def _octets(racine: etree._Element) -> bytes:
    dits: bytes = etree.tostring(racine, encoding="UTF-8", xml_declaration=True)
    return dits


def _meta(document: Document) -> bytes:
    quand = datetime.fromtimestamp(document.instant, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    dites = {
        "meta:generator": AUTEUR, "dc:title": f"{document.titre} – {document.residence}",
        "dc:subject": f"{document.bande}, {document.jour}", "meta:initial-creator": AUTEUR, "dc:creator": AUTEUR,
        "meta:creation-date": quand, "dc:date": quand, "dc:language": "fr-FR",
    }  # fmt: skip
    meta = balise("office:meta", *(balise(cle, dire(valeur)) for cle, valeur in dites.items()))
    espaces = {f"xmlns__{p}": ESPACES[p] for p in ("office", "meta", "dc")}
    return _declare(balise("office:document-meta", meta, **espaces, office__version=VERSION))


def _manifeste(parties: Mapping[str, bytes]) -> bytes:
    entrees = [balise("manifest:file-entry", manifest__full_path="/", manifest__version=VERSION, manifest__media_type=TYPE)]
    for partie in sorted(parties):
        type_ = TYPES.get(partie[partie.rfind(".") :].lower(), "application/octet-stream")
        entrees.append(balise("manifest:file-entry", manifest__full_path=partie, manifest__media_type=type_))
    espace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return _declare(balise("manifest:manifest", *entrees, xmlns__manifest=espace, manifest__version=VERSION))


def _declare(xml: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode()
