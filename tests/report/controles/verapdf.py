"""PDF/A-3a and PDF/UA-1, judged by the engine of veraPDF."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdf
import typst

from tests.report.controles.bilan import Absent, Constat, Controle, Fichier, Temoin
from tests.report.controles.outils import VERAPDF, programme, tirer

PROFILS = ("PDFA-3A", "PDFUA-1")
JAXB = ("jaxb-api", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "javax.activation", "txw2", "stax-ex")
LIEUX = (Path("/usr/share/java"),)


def controle(travail: Path) -> Controle:
    nu = travail / "temoin-sans-titre.pdf"
    fait = typst.compile(b"Bonjour", timestamp=0)
    assert isinstance(fait, bytes)
    nu.write_bytes(fait)
    coupe = travail / "temoin-coupe.pdf"
    coupe.write_bytes(fait[:300])
    temoins = [Temoin(Fichier(nu.name, "pdf", nu), f"{p} : ") for p in PROFILS]
    return Controle(
        "veraPDF", frozenset({"pdf"}), examiner, [*temoins, Temoin(Fichier(coupe.name, "pdf", coupe), "illisible")]
    )


def examiner(fichiers: Sequence[Fichier]) -> Mapping[Path, Constat]:
    java = programme("java", "default-jdk-headless")
    programme("javac", "default-jdk-headless")  # it reads the source of our class
    classes = [tirer(VERAPDF), *_jaxb()]
    commande = [java, "-cp", os.pathsep.join(map(str, classes)), str(Path(__file__).with_name("ControlePdf.java"))]
    chemins = list(dict.fromkeys(f.chemin for f in fichiers))
    fait = subprocess.run(commande, input="\n".join(map(str, chemins)), capture_output=True, text=True, encoding="utf-8")
    if fait.returncode:
        raise RuntimeError(f"java a échoué :\n{fait.stderr[-2000:]}")
    verdicts: dict[tuple[Path, str], list[str]] = {}
    for ligne in fait.stdout.splitlines():
        chemin, profil, verdict, *regles = ligne.split("\t")
        verdicts[Path(chemin), profil] = [] if verdict == "conforme" else regles or ["sans détail"]
    return {c: _constat(c, verdicts) for c in chemins}


def _constat(chemin: Path, verdicts: Mapping[tuple[Path, str], list[str]]) -> Constat:
    fautes = tuple(f"{p} : {regle}" for p in PROFILS for regle in verdicts.get((chemin, p), ["aucun verdict"]))
    lisible = not any("illisible" in faute for faute in fautes)
    return Constat(fautes, pages=len(pypdf.PdfReader(io.BytesIO(chemin.read_bytes())).pages) if lisible else 0)


def _jaxb() -> list[Path]:
    """What the engine needs and Java has no longer."""
    trouves = [lieu / f"{nom}.jar" for nom in JAXB for lieu in LIEUX if (lieu / f"{nom}.jar").is_file()]
    if len(trouves) < len(JAXB):
        raise Absent("les bibliothèques JAXB de Java manquent (apt-get install libjaxb-java)")
    return trouves
