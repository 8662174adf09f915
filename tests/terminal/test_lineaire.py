"""The prompts as a process: through a pipe, through a terminal that cannot draw, and what they import."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from evaluator import exemples
from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_CONNU, Ligne, Reponse
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import (
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionRepartition,
    QuestionTableau,
    QuestionTexte,
)
from tests.terminal.hand import ecrit, numeros

RACINE = Path(__file__).resolve().parents[2]
AGLS = [sys.executable, "-m", "evaluator"]
MILIEU = {**os.environ, "PYTHONPATH": str(RACINE), "PYTHONUTF8": "1", "COLUMNS": "80"}


def tube(dossier: Path, entree: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AGLS, "remplir", *arguments], input=entree, capture_output=True, encoding="utf-8", cwd=dossier, env=MILIEU,
        check=False,
    )  # fmt: skip


@pytest.fixture
def ici(tmp_path: Path) -> Path:
    assert executer(["nouveau", str(tmp_path / "a.agls")]) == 0
    return tmp_path


def relues(fichier: Path) -> Mapping[str, Reponse]:
    with Dossier.ouvrir(fichier) as dossier:
        lues = dossier.reponses("auto_evaluation").par_question
        return {nom: r for nom, r in lues.items() if r.etat != "non_renseignee"}


# — a whole dossier —————————————————————————————————————————————————————————————————————————————————————————


def tapees(q: Question, numero: str, reponse: Reponse) -> Iterator[str]:
    """The lines that a person types for this answer, from anywhere."""
    yield f":aller {numero}"
    if reponse.source:
        yield f":source {reponse.source}"
    if reponse.etat == "ne_sait_pas":
        yield ":nsp"
    elif reponse.etat == "sans_objet":
        yield f":sans-objet {reponse.motif or ''}"
    else:
        yield from valeur_tapee(q, reponse.valeur)


def valeur_tapee(q: Question, valeur: object) -> Iterator[str]:
    match q:
        case QuestionChoix():
            yield str([o.id for o in q.options].index(str(valeur)) + 1)
        case QuestionChoixMultiple():
            ids = [o.id for o in q.options]
            yield " ".join(str(ids.index(o) + 1) for o in cast("tuple[str, ...]", valeur))
        case QuestionRepartition():
            yield "s"
            comptes = cast("Mapping[str, int]", valeur)
            yield from (str(comptes[nom] or "") for nom in [*(c.id for c in q.categories), NON_CONNU])
        case QuestionTableau():
            yield from lignes_tapees(q, cast("tuple[Ligne, ...]", valeur))
        case QuestionTexte() if q.longueur_max > 300 and not q.format:
            yield from (*str(valeur).split("\n"), ".")
        case _ if isinstance(valeur, bool):
            yield "o" if valeur else "n"
        case _:
            yield ecrit(valeur)  # type: ignore[arg-type]  # a cell


def lignes_tapees(q: QuestionTableau, lignes: tuple[Ligne, ...]) -> Iterator[str]:
    if not lignes:
        yield "aucun"
        return
    yield "s"
    for rang, ligne in enumerate(lignes):
        if rang:
            yield "a"
        for c in q.colonnes:
            valeur = ligne.get(c.id)
            if c.type == "choix" and valeur is not None:
                yield str([o.id for o in c.options].index(str(valeur)) + 1)
            elif isinstance(valeur, bool):
                yield "o" if valeur else "n"
            else:
                yield "" if valeur is None else ecrit(valeur)
    yield ""


def test_a_whole_dossier_by_prompts_alone(ici: Path, referentiel: Referentiel) -> None:
    modele = next(c for c in exemples.fichiers() if c.stem == "pre_sorbier")
    attendues = exemples.lire(modele, referentiel).reponses("auto_evaluation", referentiel).par_question
    questions, rangs = referentiel.questionnaire.questions, numeros(referentiel.questionnaire)
    lignes = [ligne for nom in questions if nom in attendues for ligne in tapees(questions[nom], rangs[nom], attendues[nom])]
    fini = tube(ici, "\n".join([*lignes, ":résultats", ":quitter", ""]), "a.agls", "--texte")
    assert (fini.returncode, fini.stderr) == (0, "")
    assert relues(ici / "a.agls") == attendues
    # The figure of docs/exemple-calcule.md, §« Auto-évaluation ».
    assert "Montant proposé : 19 800 €" in fini.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    assert not {c for c in fini.stdout if ord(c) < 32 and c != "\n"}


def test_a_refused_line_of_a_pipe_stops_there_with_its_number(ici: Path) -> None:
    fini = tube(ici, ":aller 1.11\nbeaucoup\n86\n", "a.agls", "--texte")
    assert fini.returncode == 1
    assert fini.stderr.startswith("ligne 2 de l’entrée : 1.11, nombre attendu")
    assert relues(ici / "a.agls") == {}


def test_ill_coded_input_is_refused_in_words(ici: Path) -> None:
    fini = subprocess.run([*AGLS, "remplir", "a.agls", "--texte"], input=b":aller 1.2\nR\xe9sidence\n", capture_output=True,
                          cwd=ici, env=MILIEU, check=False)  # fmt: skip
    assert fini.returncode == 1
    assert "texte mal codé" in fini.stderr.decode()


def test_a_folder_is_a_list_of_dossiers_by_number(ici: Path) -> None:
    fini = tube(ici, "1\nRES-1\n:quitter\n\n", ".", "--texte")
    assert fini.returncode == 0
    assert fini.stdout.count("1\u00a0: a.agls, sans nom, exercice —, ") == 2  # before, and after the dossier was left
    assert relues(ici / "a.agls")["residence_id"].valeur == "RES-1"


def test_the_prompts_import_no_screen(ici: Path) -> None:
    code = (
        "import sys\nfrom evaluator.cli.francais import executer\n"
        "executer(['remplir', 'a.agls', '--texte'])\n"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('textual', 'rich', 'jinja2')), file=sys.stderr)"
    )
    fini = subprocess.run([sys.executable, "-c", code], input="?\n:plan\n:résultats\n:manquants\n:quitter\n", cwd=ici,
                          capture_output=True, encoding="utf-8", env=MILIEU, check=True)  # fmt: skip
    charges = set(fini.stderr.split())
    assert "rich.cells" in charges  # the widths of characters, and what they need: under 2 ms
    assert not {m for m in charges if not m.startswith(("rich._", "rich.cells")) and m != "rich"}


# — a terminal that cannot draw —————————————————————————————————————————————————————————————————————————————


class Muet:
    """A pseudo-terminal that calls itself dumb; lines are typed once their prompt is there."""

    def __init__(self, dossier: Path, *arguments: str) -> None:
        import fcntl
        import pty
        import termios

        self._fd, esclave = pty.openpty()
        self.processus = subprocess.Popen(
            [*AGLS, *arguments], stdin=esclave, stdout=esclave, stderr=esclave, cwd=dossier,
            env={**MILIEU, "TERM": "dumb"}, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl+C is one
        )  # fmt: skip
        os.close(esclave)
        self.vu = ""

    def attendre(self, fin: str, delai: float = 20) -> None:
        """Until the terminal shows `fin` and nothing after it."""
        limite = time.monotonic() + delai
        while not self.vu.replace("\u00a0", " ").endswith(fin):
            assert time.monotonic() < limite, f"never seen: {fin}\n{self.vu}"
            if select.select([self._fd], [], [], 0.05)[0]:
                try:
                    octets = os.read(self._fd, 65536)
                except OSError:
                    octets = b""
                if not octets:
                    assert fin == "", f"ended before: {fin}\n{self.vu}"
                    return
                self.vu += octets.decode()

    def taper(self, texte: str) -> None:
        os.write(self._fd, texte.encode())

    def finir(self) -> int:
        while True:
            try:
                if not (octets := os.read(self._fd, 65536)):
                    break
            except OSError:
                break
            self.vu += octets.decode()
        os.close(self._fd)
        return self.processus.wait(20)


pseudo_terminal = pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="no pseudo-terminal on this system")


@pseudo_terminal
def test_a_dumb_terminal_gets_the_prompts_and_shows_what_a_pipe_shows(ici: Path) -> None:
    lignes = [("1.1 (40 caractères au plus) : ", "RES-1"), ("1.2 (200 caractères au plus) : ", ":aller 1.11"),
              ("1.11 (nombre entier (logements), de 1 à 5 000) : ".replace("5 000", "5\u202f000"), "86"),
              ("places), 0 ou plus) : ", ":quitter")]  # fmt: skip
    (ici / "b.agls").write_bytes((ici / "a.agls").read_bytes())
    muet = Muet(ici, "remplir", "a.agls")
    for invite, ligne in lignes:
        muet.attendre(invite)
        muet.taper(ligne + "\n")
    assert muet.finir() == 0
    assert relues(ici / "a.agls")["nb_logements"].valeur == 86
    assert not {c for c in muet.vu if ord(c) < 32 and c not in "\r\n"}
    dans_un_tube = tube(ici, "\n".join(ligne for _, ligne in lignes) + "\n", "b.agls", "--texte").stdout
    heure = re.compile(r"\d\d:\d\d:\d\d")
    assert heure.sub("", muet.vu.replace("\r\n", "\n")) == heure.sub("", dans_un_tube.replace("b.agls", "a.agls"))


@pseudo_terminal
def test_ctrl_c_leaves_what_is_typed_and_ctrl_d_the_program(ici: Path) -> None:
    muet = Muet(ici)
    muet.attendre("Dossier à ouvrir (un numéro de 1 à 1 ; Entrée : quitter) : ")
    muet.taper("1\n")
    muet.attendre("1.1 (40 caractères au plus) : ")
    muet.taper("à moitié tap")
    muet.attendre("tap")
    muet.taper("\x03")
    muet.attendre("Saisie abandonnée. :quitter pour sortir.\r\n1.1 (40 caractères au plus) : ")
    muet.taper("RES-1\n")
    muet.attendre("1.2 (200 caractères au plus) : ")
    muet.taper("\x04")
    muet.attendre("Entrée : quitter) : ")
    muet.taper("\x04")
    assert muet.finir() == 0
    assert relues(ici / "a.agls")["residence_id"].valeur == "RES-1"
