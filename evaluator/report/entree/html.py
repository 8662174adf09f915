"""HTML: a link whose address is the input itself, and a `meta` for its hash (`report_templates/html/entree.html.j2`)."""

from __future__ import annotations

import base64
import binascii
import re

from evaluator.report.entree.jointe import CLE, MIME, Jointe, declaree, refus

# Tags are looked for, never the page parsed: an answer cannot write one (its « < » is escaped), and each search is linear.
_LIEN = re.compile(rb"<a\s[^<>]*>")
_META = re.compile(rb"<meta\s[^<>]*>")
_ATTRIBUT = re.compile(rb"""\s([a-z-]+)=(?:"([^"]*)"|'([^']*)')""")
_ENTETE = f"data:{MIME};base64,".encode()


def extraire(page: bytes) -> Jointe:
    """Raises `FaultyInput` for a page that is none, or says it twice."""
    if b"<html" not in page[:2000].lower():
        raise refus("ce n’est pas une page HTML")
    metas = [a for balise in _META.findall(page) if (a := _attributs(balise)).get("name") == CLE.encode()]
    empreinte = declaree(" ".join(f"{CLE}:{a.get('content', b'').decode('ascii', 'replace')}" for a in metas))
    liens = [a for balise in _LIEN.findall(page) if (a := _attributs(balise)).get("id") == b"agls-entree"]
    if len(liens) > 1:
        raise refus(f"la page porte {len(liens)} jeux de données : un seul est attendu")
    return Jointe(_octets(liens[0].get("href", b"")) if liens else None, empreinte)


def _attributs(balise: bytes) -> dict[str, bytes]:
    return {nom.decode(): double or simple for nom, double, simple in _ATTRIBUT.findall(balise)}


def _octets(href: bytes) -> bytes:
    corps = href.removeprefix(_ENTETE)
    try:
        octets = base64.b64decode(corps, validate=True)
    except binascii.Error:
        octets = b""
    if not octets or base64.b64encode(octets) != corps:  # one writing per content: any changed character is seen
        raise refus("le lien « Données de l’évaluation » est abîmé : son adresse n’est pas du base64 entier")
    return octets
