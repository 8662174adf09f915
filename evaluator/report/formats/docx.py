"""DOCX: the tree in a real Word template, whose named styles a service changes."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, datetime

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from evaluator.report.document import Document
from evaluator.report.formats.bureau import archive, styles
from evaluator.report.formats.bureau.corps_docx import ESPACES, Ecrivain
from evaluator.report.formats.bureau.gabarit import Gabarit, bac_a_sable, choisisseur, lire, trouver
from evaluator.report.formats.bureau.mise_en_page import mettre_en_page
from evaluator.report.formats.bureau.poses import Pose, ancres
from evaluator.report.formats.bureau.surete import verifier_docx
from evaluator.report.formats.bureau.une_page import a_serrer, serrer_docx

AUTEUR = "AGLS Évaluateur"
POLICES = "word/fonts/"
LARGEUR_A4 = 9638  # between margins of two centimetres


def ecrire(document: Document) -> bytes:
    gabarit = trouver("docx", document)
    fichier, polices = _rempli(gabarit)
    if a_serrer(gabarit):
        serrer_docx(fichier.styles.element, fichier.element)
    places = _places(gabarit, fichier)
    largeur = _largeur(fichier)
    contenus = gabarit.repartir(places)
    par_section = {section: marque for marque, section in gabarit.marques.items()}
    poses = {par_section[section]: mettre_en_page(blocs, largeur) for section, blocs in contenus.items()}
    _ecrire_corps(gabarit, fichier, {m: places[m] for m in poses}, poses)
    _proprietes(fichier, document)
    sortie = io.BytesIO()
    fichier.save(sortie)
    ecrites = archive.ouvrir(sortie.getvalue())
    ecrites |= {partie: octets for partie, octets in polices.items() if partie in ecrites}
    return archive.fermer(ecrites, document.instant, a_reprendre=True)


def _rempli(gabarit: Gabarit) -> tuple[docx.document.Document, Mapping[str, bytes]]:
    """The template with its texts, and marks where the sections go; and apart, for they are heavy, the fonts it carries."""
    octets = lire(gabarit)
    try:
        parties = verifier_docx(archive.ouvrir(octets), gabarit.faute)
        polices = {partie: parties[partie] for partie in parties if partie.startswith(POLICES)}
        allege = archive.fermer({**parties, **dict.fromkeys(polices, b"")}, 0, a_reprendre=True)
        modele = DocxTemplate(io.BytesIO(allege))
        with gabarit.remplissage():
            modele.render(gabarit.contexte, bac_a_sable(), autoescape=True)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as erreur:
        raise gabarit.faute("ce n’est pas un document Word (.docx) ; enregistrez-le de nouveau dans ce format") from erreur
    fichier: docx.document.Document = modele.docx
    return fichier, polices


def _places(gabarit: Gabarit, fichier: docx.document.Document) -> dict[str, etree._Element]:
    """The paragraph of each mark of the body."""
    trouvees: dict[str, etree._Element] = {}
    for paragraphe in fichier.element.body.iter(qn("w:p")):
        dit = "".join(t.text or "" for t in paragraphe.iter(qn("w:t"))).strip()
        if dit in gabarit.marques and paragraphe.getparent().tag in (qn("w:body"), qn("w:tc")):
            if dit in trouvees:
                gabarit.repartir([dit, dit])
            trouvees[dit] = paragraphe
            for t in paragraphe.iter(qn("w:t")):
                t.text = ""
    parties = [p.blob for p in fichier.part.package.iter_parts() if p.partname.endswith(".xml")]
    gabarit.mal_place(b.decode("utf-8", "replace") for b in parties)
    return trouvees


def _largeur(fichier: docx.document.Document) -> int:
    """What can be written on of the first page, in twentieths of a point."""
    page = fichier.sections[0]
    if not (page.page_width and page.left_margin is not None and page.right_margin is not None):
        return LARGEUR_A4
    return int((page.page_width - page.left_margin - page.right_margin) / 635)


def _ecrire_corps(
    gabarit: Gabarit,
    fichier: docx.document.Document,
    places: Mapping[str, etree._Element],
    poses: Mapping[str, tuple[Pose, ...]],
) -> None:
    ecrivain = Ecrivain(
        paragraphe=choisisseur(gabarit, _connus(fichier, "paragraph"), ""),
        caractere=choisisseur(gabarit, _connus(fichier, "character"), ""),
        tableau=choisisseur(gabarit, _connus(fichier, "table"), ""),
        numeroter=_numeroteur(fichier),
        a_puces=_liste(fichier, styles.PUCES),
        joindre=lambda png: str(fichier.part.get_or_add_image(io.BytesIO(png))[0]),
        ancres=ancres(itertools.chain(*poses.values())),
    )
    espaces = " ".join(f'xmlns:{nom}="{uri}"' for nom, uri in ESPACES.items())
    analyseur = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for marque, place in places.items():
        xml = f"<corps {espaces}>{ecrivain.poses(poses[marque])}</corps>"
        for element in etree.fromstring(xml.encode(), analyseur):
            place.addprevious(element)
        parent = place.getparent()
        precedent = place.getprevious()
        seul = parent.tag == qn("w:tc") and (precedent is None or precedent.tag != qn("w:p")) and place.getnext() is None
        if not seul:  # a cell ends with a paragraph
            parent.remove(place)


def _connus(fichier: docx.document.Document, genre: str) -> dict[str, str]:
    """The identifier of each style of a kind, by name."""
    tous = fichier.styles.element.iterchildren(qn("w:style"))
    return {
        s.find(qn("w:name")).get(qn("w:val")): s.get(qn("w:styleId"))
        for s in tous
        if s.get(qn("w:type")) == genre and s.find(qn("w:name")) is not None
    }


# — lists —————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _liste(fichier: docx.document.Document, nom: str) -> int:
    """The list that a paragraph style belongs to; 0, which is none, where it has no marks."""
    for style in fichier.styles.element.iterchildren(qn("w:style")):
        dit = style.find(qn("w:name"))
        numero = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if dit is not None and dit.get(qn("w:val")) == nom and numero is not None:
            return int(numero.get(qn("w:val")))
    return 0


def _numeroteur(fichier: docx.document.Document) -> Callable[[int], int]:
    """Makes a list that counts from a number, as the style of numbered paragraphs does."""
    modele = _liste(fichier, styles.NUMEROS)

    def numeroter(debut: int) -> int:
        if not modele:
            return 0
        racine = fichier.part.numbering_part.element
        existantes = {int(n.get(qn("w:numId"))): n for n in racine.iterchildren(qn("w:num"))}
        if modele not in existantes:
            return 0
        nouvelle = deepcopy(existantes[modele])
        numero = max(existantes) + 1
        nouvelle.set(qn("w:numId"), str(numero))
        for niveau in range(9):
            reprise = etree.SubElement(nouvelle, qn("w:lvlOverride"), {qn("w:ilvl"): str(niveau)})
            etree.SubElement(reprise, qn("w:startOverride"), {qn("w:val"): str(debut)})
        list(existantes.values())[-1].addnext(nouvelle)
        return numero

    return numeroter


def _proprietes(fichier: docx.document.Document, document: Document) -> None:
    quand = datetime.fromtimestamp(document.instant, UTC).replace(tzinfo=None)
    p = fichier.core_properties
    p.title = f"{document.titre} – {document.residence}"[:255]
    p.subject = f"{document.bande}, {document.jour}"[:255]
    p.author = p.last_modified_by = AUTEUR
    p.language = "fr-FR"
    p.created = p.modified = quand
    p.last_printed = quand
    p.revision = 1
    p.comments = ""
