"""The reference: WeasyPrint, run by the Python of its own environment.

A line on stdin names an HTML page; the PDF, tagged (PDF/UA-1), goes beside it, and the milliseconds it took to stdout.
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

from weasyprint import HTML, __version__

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
print(__version__, flush=True)
for ligne in sys.stdin:
    page = Path(ligne.rstrip("\n"))
    debut = time.perf_counter()
    octets = HTML(string=page.read_text(encoding="utf-8")).write_pdf(pdf_variant="pdf/ua-1")
    duree = time.perf_counter() - debut
    page.with_suffix(".pdf").write_bytes(octets)
    print(duree * 1000, flush=True)
