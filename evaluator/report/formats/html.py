"""HTML: one page that holds everything it shows."""

from __future__ import annotations

from markupsafe import Markup

from evaluator.report.document import Document
from evaluator.report.gabarits import remplir


def ecrire(document: Document) -> bytes:
    corps = Markup("\n".join(document.sections.values()))  # written by the sandboxed templates, which escape
    return remplir("html/rapport.html.j2", rapport=document.rapport, corps=corps, **document.donnees).encode()
