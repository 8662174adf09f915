"""The property of every input: never a traceback, never long or large, an error in French that names its place."""

from __future__ import annotations

import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.errors import AglsError, FaultyInput, Faute

SECONDES_MAX = 2.0  # of CPU, for each step that a user waits for
OCTETS_MAX = 200 * 1024 * 1024
ICI = Path(__file__).resolve()

_CITE = re.compile(r"«[^»]*»|'[^']*'|\"[^\"]*\"", re.DOTALL)  # what the file itself said, or must say
_ANGLAIS = re.compile(
    r"\b(expected|expecting|invalid|error|unexpected|found|must|should|input|value|string|integer|failed|not|the|is|unknown|"
    r"missing|field|fields|decode|codec|delimiter|line|column|char|byte|bytes|object|none|traceback|exception|file|of|at|or|be|to|"
    r"bad|zip|magic|number|while|parsing|mapping|scalar|key|keys|allowed|cannot|could|permitted|extra|length|than|greater|less)\b",
    re.IGNORECASE,
)
_PYTHON = re.compile(
    r"NoneType|Traceback|\bmsgspec\b|Expected `|site-packages|\.py\b|<class|<function|0x[0-9a-f]{6}|\bFraction\(|\bDecimal\("
)
_MACHINE = re.compile(r"(?<![\w./])/(?:usr|home|tmp|root|work|var|private|opt|etc)/")


class Defaut(Exception):
    """The property does not hold. `cle` names the defect, whatever the input that shows it."""

    def __init__(self, cle: str, message: str) -> None:
        self.cle, self.message = cle, message
        super().__init__(f"{cle} : {message}")


class TropLong(BaseException):
    """The alarm of a campaign rang: not to be caught by what is tried."""


@dataclass
class Releve:
    """What one input cost, and what became of it."""

    issue: str = "refusé"
    secondes: float = 0.0
    octets: int = 0
    etapes: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def etape(self, nom: str) -> Iterator[None]:
        """One step: its time counts by itself."""
        debut = time.process_time()
        try:
            yield
        finally:
            duree = time.process_time() - debut
            self.etapes[nom] = max(duree, self.etapes.get(nom, 0.0))
            self.secondes = max(self.secondes, duree)


Essai = Callable[[bytes, Path, Releve], None]


def eprouver(essai: Essai, octets: bytes) -> Releve:
    """Try one input in a folder of its own. Raises `Defaut`."""
    releve = Releve()
    with tempfile.TemporaryDirectory(prefix="fuzz") as nom:
        avant = _pic()
        try:
            essai(octets, Path(nom).resolve(), releve)
        except Defaut as defaut:
            raise Defaut(defaut.cle, defaut.message.replace(f"{Path(nom).resolve()}/", "")) from defaut
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as erreur:
            raise Defaut(f"{type(erreur).__name__} {_ou(erreur)}", _court(erreur)) from erreur
        releve.octets = max(_pic(remise=False) - avant, 0)
    for etape, duree in releve.etapes.items():
        if duree > SECONDES_MAX:
            raise Defaut(f"long, {etape}", f"{duree:.1f} s")
    if releve.octets > OCTETS_MAX:
        raise Defaut("grand", f"{releve.octets // 1024 // 1024} Mo")
    return releve


def _ou(erreur: BaseException) -> str:
    """The last place of the program that the traceback goes through."""
    cadres = traceback.extract_tb(erreur.__traceback__)
    siens = [c for c in cadres if "/evaluator/" in c.filename]
    dernier = siens[-1] if siens else cadres[-1]
    return f"{Path(dernier.filename).parent.name}/{Path(dernier.filename).name} {dernier.name}"


def _court(erreur: BaseException) -> str:
    """The error and the last places it went through, without a path of this machine."""
    cadres = traceback.extract_tb(erreur.__traceback__)[-6:]
    ou = " < ".join(f"{Path(c.filename).name}:{c.lineno} {c.name}" for c in reversed(cadres))
    return f"{str(erreur)[:300]!r}, {ou}"


def _pic(*, remise: bool = True) -> int:
    """The most memory that this process held: since the last reset where the system can, else since its start."""
    with suppress(OSError):
        if remise:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        for ligne in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if ligne.startswith("VmHWM:"):
                return int(ligne.split()[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows says nothing without another package
        return 0
    pic = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pic if sys.platform == "darwin" else pic * 1024


# — messages ————————————————————————————————————————————————————————————————————————————————————————————————


def mots(message: str, ici: Path) -> None:
    """French, and no path but those of the files that were given."""
    nu = message.replace(f"{ici}/", "").replace(str(ici), "")
    sans_citations = _CITE.sub("", nu)
    if not message.strip():
        raise Defaut("message vide", repr(message))
    if trouve := _ANGLAIS.search(sans_citations):
        raise Defaut(f"anglais « {trouve[0]} »", message[:400])
    if trouve := _PYTHON.search(nu):
        raise Defaut(f"mots du langage « {trouve[0]} »", message[:400])
    if trouve := _MACHINE.search(sans_citations):
        raise Defaut("chemin de la machine", message[:400])


def place(faute: Faute, fichiers: Iterable[str], ici: Path, *, ligne: bool, sinon: str = "(?!)") -> None:
    """It names one of `fichiers`, and a line unless its message is one of `sinon`, which are about the whole file."""
    mots(faute.message, ici)
    fichier = (faute.fichier or "").replace(f"{ici}/", "")
    partie = re.sub(r" \(\w+\)$", "", fichier)
    if partie not in set(fichiers) and (fichier or not any(f"« {nom} »" in faute.message for nom in fichiers)):
        raise Defaut("erreur sans son fichier", str(faute)[:400])
    if faute.ligne is not None and (faute.ligne < 1 or (faute.colonne or 1) < 1):
        raise Defaut("ligne impossible", str(faute)[:400])
    # a frozen copy has no lines: its fault names the place in the tree
    if ligne and faute.ligne is None and partie == fichier and not re.search(sinon, faute.message):
        raise Defaut("erreur sans sa ligne", str(faute)[:400])


def refus(erreur: AglsError, fichiers: Iterable[str], ici: Path, *, ligne: bool, sinon: str = "(?!)") -> None:
    """The same of whatever was raised."""
    fichiers = set(fichiers)
    if not isinstance(erreur, FaultyInput):
        mots(str(erreur), ici)
        if not any(nom in str(erreur) for nom in fichiers):
            raise Defaut("erreur sans son fichier", str(erreur)[:400])
        return
    if not erreur.fautes:
        raise Defaut("refus sans faute", repr(erreur))
    for faute in erreur.fautes:
        place(faute, fichiers, ici, ligne=ligne, sinon=sinon)


@contextmanager
def intact(chemin: Path) -> Iterator[None]:
    """What is read is left as it is, and nothing is written beside it."""
    avant, voisins = chemin.read_bytes(), {p.name for p in chemin.parent.iterdir()}
    yield
    if chemin.read_bytes() != avant:
        raise Defaut("fichier lu modifié", chemin.name)
    if neufs := {p.name for p in chemin.parent.iterdir()} - voisins:
        raise Defaut("fichier écrit à côté", ", ".join(sorted(neufs)))
