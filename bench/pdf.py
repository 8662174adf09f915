"""Our PDF beside WeasyPrint's, on the same sections: from a report without a format to the bytes of a file, warm, in turns.

The date printed changes at each turn, so that no cache of either answers. WeasyPrint is no dependency: `make bench` installs
it in an environment of its own (`requirements-bench.lock`), or REFERENCES names the Python that has it; it needs Pango.
"""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType

import pypdf

from bench.carnet import Carnet, dire, titre
from bench.lignes import en_francais
from bench.mesures import RACINE, REFERENCES, Serie, chronometrer, mediane
from evaluator import exemples
from evaluator.dossier.dossier import Dossier
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.models import VOLETS
from evaluator.report.document import Document
from evaluator.report.formats import ecrire
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer

TOURS = int(os.environ.get("TOURS_PDF", "5"))
PROGRAMME = RACINE / "bench" / "references" / "page_en_pdf.py"


class Absent(Exception):
    """Why WeasyPrint is not measured."""


class WeasyPrint:
    """A process that stays warm."""

    def __init__(self) -> None:
        if not REFERENCES.exists():
            raise Absent(f"WeasyPrint n’est pas installé ({REFERENCES} n’existe pas)")
        self._temporaire = tempfile.TemporaryDirectory()
        self.page = Path(self._temporaire.name) / "page.html"
        self._enfant = subprocess.Popen(
            [REFERENCES, PROGRAMME], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.version = self._lire()

    def _lire(self) -> str:
        assert self._enfant.stdout
        ligne = self._enfant.stdout.readline().strip()
        if not ligne:
            assert self._enfant.stderr
            dits = self._enfant.stderr.read().strip().splitlines() or ["il s’est arrêté"]
            self.__exit__(None, None, None)
            raise Absent(f"WeasyPrint ne tourne pas ici : {dits[-1][:120]}")
        return ligne

    def ecrire(self, html: bytes) -> tuple[float, bytes]:
        """Milliseconds of layout and writing, and the file."""
        self.page.write_bytes(html)
        assert self._enfant.stdin
        self._enfant.stdin.write(f"{self.page}\n")
        self._enfant.stdin.flush()
        return float(self._lire()), self.page.with_suffix(".pdf").read_bytes()

    def __enter__(self) -> WeasyPrint:
        return self

    def __exit__(self, genre: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None) -> None:
        self._enfant.kill()
        self._enfant.wait()
        self._temporaire.cleanup()


def mesurer(carnet: Carnet) -> None:
    titre(f"Rapport d’évaluation complet en PDF, médiane de {TOURS}")
    with ExitStack() as pile:
        autre: WeasyPrint | None = None
        try:
            autre = pile.enter_context(WeasyPrint())
            dire(f"WeasyPrint {autre.version}")
        except Absent as erreur:
            carnet.passer("pdf-weasyprint", str(erreur))
            dire(f"non mesuré : {erreur}")
        racine = Path(pile.enter_context(tempfile.TemporaryDirectory()))
        dire(f"{'':<16} {'Typst':>9} {'pages':>6} {'par page':>9} {'ko':>6}   {'WeasyPrint':>10} {'pages':>6} {'ko':>6}")
        nous, eux = [], []
        for chemin in sorted(exemples.construire(racine / "d").glob("*.agls")):
            with Dossier.ouvrir(chemin) as dossier:
                a, b = _un(dossier, autre)
                nous.append(a)
                eux.append(b)
    lent = max(nous)
    carnet.noter("pdf", lent / 1000, f"{en_francais(lent)} ms, le plus lent de trois")
    if autre:
        rang = min(range(len(nous)), key=lambda i: eux[i] / nous[i])
        carnet.noter(
            "pdf-weasyprint", eux[rang] / nous[rang], f"{en_francais(eux[rang])} ms", f"{en_francais(nous[rang])} ms"
        )


def _un(dossier: Dossier, autre: WeasyPrint | None) -> tuple[float, float]:
    volet = next(v for v in reversed(VOLETS) if dossier.a_des_reponses(v))
    evaluation = evaluer(dossier.referentiel, dossier.reponses(volet))
    nous: Serie = []
    eux: Serie = []
    notre = leur = b""

    def document(tour: int) -> Document:  # anew: it remembers its sections
        return composer(dossier, evaluation, MODELES["evaluation"], date(2026, 3, 2) + timedelta(days=tour))

    def ecrire_notre(a_ecrire: Document) -> None:
        nonlocal notre
        notre = ecrire("pdf", a_ecrire)

    for tour in range(TOURS + 1):
        fait = document(tour)
        duree = chronometrer(lambda f=fait: ecrire_notre(f))
        html = b""
        page = 0.0
        if autre:
            fait = document(tour)

            def rediger(f: Document = fait) -> None:
                nonlocal html
                html = ecrire("html", f)

            page = chronometrer(rediger)
            mise_en_page, leur = autre.ecrire(html)
            page += mise_en_page
        if tour:
            nous.append(duree)
            eux.append(page)
    a, b = mediane(nous), mediane(eux)
    pages = len(pypdf.PdfReader(io.BytesIO(notre)).pages)
    leurs = (
        f"{en_francais(b):>7} ms {len(pypdf.PdfReader(io.BytesIO(leur)).pages):>6} {len(leur) / 1024:>6.0f}" if leur else ""
    )
    nom = Path(dossier.nom).stem
    dire(f"{nom:<16} {en_francais(a):>6} ms {pages:>6} {en_francais(a / pages):>6} ms {len(notre) / 1024:>6.0f}   {leurs}")
    return a, b
