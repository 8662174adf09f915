"""HTML: one page that holds everything it shows, its fonts too."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache

from markupsafe import Markup

from evaluator import resources
from evaluator.report.document import Document
from evaluator.report.gabarits import remplir
from evaluator.report.texte import Affichable

POLICES = (("Regular", "400", "normal"), ("It", "400", "italic"), ("Semibold", "600", "normal"))


def ecrire(document: Document) -> bytes:
    corps = Markup("\n".join(document.sections.values()))  # noqa: S704  # of templates that escape
    page = remplir("html/rapport.html.j2", rapport=document.rapport, corps=corps, polices=_polices(), **document.donnees)
    return page.encode()


@lru_cache(maxsize=1)
def _polices() -> list[Affichable]:
    """The family of the reports, as addresses that hold the files."""
    dossier = resources.dossier_livre(resources.MODELES) / "polices" / "web"
    lues = {nom: b64encode((dossier / f"SourceSans3-{nom}.ttf.woff2").read_bytes()).decode() for nom, *_ in POLICES}
    return [
        {"graisse": graisse, "style": style, "url": Markup(f"data:font/woff2;base64,{lues[nom]}")}  # noqa: S704  # our own fonts
        for nom, graisse, style in POLICES
    ]
