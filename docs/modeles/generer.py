"""Writes the templates of the word-processor formats (`make modeles`): report_templates/docx/modele.docx and odt/modele.odt.

They are committed: a service opens them in Word or LibreOffice, changes their styles and puts them in its local folder.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import modele_docx
import modele_odt

from evaluator.report.formats.bureau import archive

RACINE = Path(__file__).resolve().parents[2] / "report_templates"
INSTANT = int(datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp())


def main() -> None:
    (RACINE / "docx" / "modele.docx").write_bytes(archive.fermer(modele_docx.parties(), INSTANT))
    (RACINE / "odt" / "modele.odt").write_bytes(archive.fermer(modele_odt.parties(), INSTANT))


if __name__ == "__main__":
    main()
