"""Our PDF beside WeasyPrint's, on the same sections: from a report without a format to the bytes of a file, warm, in turns.

The date printed changes at each turn, so that no cache of either answers. WeasyPrint is no dependency: where it is absent,
ours is measured alone. Processor time is given beside the clock's: others may be at work. `TOURS=7` for how many turns.
"""

from __future__ import annotations

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdf

from evaluator import exemples
from evaluator.dossier.dossier import Dossier
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.models import VOLETS
from evaluator.report.document import Document
from evaluator.report.formats import ecrire
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer

TOURS = int(os.environ.get("TOURS", "5"))
INSTALLER = ".venv/bin/python -m pip install weasyprint, et Pango (apt-get install libpangoft2-1.0-0 libharfbuzz-subset0)"


def typst(document: Document) -> bytes:
    return ecrire("pdf", document)


def weasyprint() -> Callable[[Document], bytes] | str:
    """Our HTML made a tagged PDF (PDF/UA-1) by WeasyPrint; or why that cannot be measured."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as absence:
        return f"WeasyPrint n’est pas mesuré : {str(absence).splitlines()[0]}\n  Pour l’avoir : {INSTALLER}"
    return lambda document: bytes(HTML(string=ecrire("html", document).decode()).write_pdf(pdf_variant="pdf/ua-1"))


def main() -> None:
    autre = weasyprint()
    moteurs = {"Typst": typst} | ({} if isinstance(autre, str) else {"WeasyPrint": autre})
    charge = f", charge {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"rapport d’évaluation en PDF, médiane de {TOURS} après un premier tour qui ne compte pas{charge}\n")
    print(f"{'':<28}{'ms':>7}{'rapport':>10}{'ms calcul':>11}{'rapport':>10}{'pages':>7}{'ms/page':>9}{'ko':>6}")
    with tempfile.TemporaryDirectory() as temporaire:
        for chemin in sorted(exemples.construire(Path(temporaire) / "d").glob("*.agls")):
            with Dossier.ouvrir(chemin) as dossier:
                _un(dossier, moteurs)
    if isinstance(autre, str):
        print(f"\n{autre}")


def _un(dossier: Dossier, moteurs: dict[str, Callable[[Document], bytes]]) -> None:
    volet = next(v for v in reversed(VOLETS) if dossier.a_des_reponses(v))
    evaluation = evaluer(dossier.referentiel, dossier.reponses(volet))
    mesures: dict[str, list[tuple[float, float]]] = {nom: [] for nom in moteurs}
    octets: dict[str, bytes] = {}
    for tour in range(TOURS + 1):
        jour = date(2026, 3, 2) + timedelta(days=tour)
        for nom, moteur in moteurs.items():
            document = composer(dossier, evaluation, MODELES["evaluation"], jour)  # anew: it remembers its sections
            debut = time.perf_counter(), time.process_time()
            octets[nom] = moteur(document)
            mesures[nom].append((time.perf_counter() - debut[0], time.process_time() - debut[1]))
    medianes = {nom: [1000 * statistics.median(m) for m in zip(*faites[1:], strict=True)] for nom, faites in mesures.items()}
    for nom, (ms, calcul) in medianes.items():
        pages, ko = len(pypdf.PdfReader(io.BytesIO(octets[nom])).pages), len(octets[nom]) / 1024
        a, b = (m / reference for m, reference in zip((ms, calcul), medianes["Typst"], strict=True))
        qui = f"{Path(dossier.nom).stem if nom == 'Typst' else '':<16}{nom:<12}"
        print(f"{qui}{ms:7.0f}{a:8.2f} ×{calcul:11.0f}{b:8.2f} ×{pages:7}{ms / pages:9.1f}{ko:6.0f}")


if __name__ == "__main__":
    main()
