"""`python bench/terminal.py`: the interface under a pseudo-terminal, each figure beside a reference of the same run.

A start is the time to the first full paint: 80 % of the cells of the settled screen, each as it will stay. A key is the time
to the last byte that it makes appear. Programs take turns, start by start and key by key: the load of the machine is shared.
"""

from __future__ import annotations

import math
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from pathlib import Path

from chrono import Chrono, peinture

from evaluator import exemples
from evaluator.dossier.dossier import Dossier
from evaluator.questionnaire.models import QuestionChoixMultiple
from evaluator.ui.session import Session
from tests.questionnaire import grand

ICI = Path(__file__).resolve().parent
BONJOUR = [str(ICI / "references" / "bonjour.py")]
COMPOSITES = [str(ICI / "references" / "composites.py")]
DEPARTS = int(os.environ.get("DEPARTS", "15"))
TOUCHES = int(os.environ.get("TOUCHES", "30"))
PLEINE = 0.8  # of the settled screen
REPOS_DEPART, REPOS_TOUCHE, REPOS_COMPOSITES = 0.6, 0.08, 0.3  # seconds of silence after which a screen is settled
PETIT, GRAND = (80, 24), (200, 60)
BAS, HAUT, PAGE_BAS, PAGE_HAUT = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~"
F5, F6, F7, F8 = b"\x1b[15~", b"\x1b[17~", b"\x1b[18~", b"\x1b[19~"

Serie = list[float]  # milliseconds


def p95(durees: Serie) -> float:
    return sorted(durees)[math.ceil(0.95 * len(durees)) - 1]


def deux(durees: Serie) -> str:
    return f"{statistics.median(durees):8.1f} {p95(durees):8.1f} ms"


def verdict(quoi: str, mesure: Serie, rapport: float, cible: float, *, au_moins: bool = False) -> None:
    tenu = rapport >= cible if au_moins else rapport <= cible
    signe, mot = "≥" if au_moins else "≤", "tenu" if tenu else "manqué"
    print(f"  {quoi:<44} {deux(mesure)}  {rapport:6.2f} ×  {signe} {cible:g} ×  {mot}")


def titre(texte: str) -> None:
    charge = ", ".join(f"{c:.1f}" for c in os.getloadavg())
    print(f"\n{texte} (charge de la machine : {charge})\n  {'':<44} {'médiane':>8} {'p95':>8}")


# — starts —————————————————————————————————————————————————————————————————————————————————————————————————————


def depart(arguments: Sequence[str], ici: Path) -> tuple[float, float]:
    """To the first full paint, and to the whole screen."""
    chrono = Chrono(arguments, ici, *PETIT)
    recu = chrono.lire(REPOS_DEPART, 20)
    chrono.fermer()
    return peinture(recu, *PETIT, PLEINE), peinture(recu, *PETIT, 1)


def departs(dossiers: Path) -> None:
    programmes = {
        "bonjour": BONJOUR,
        "accueil": ["-m", "evaluator"],
        "remplir": ["-m", "evaluator", "remplir", "pre-sorbier.agls"],
    }
    for arguments in programmes.values():  # what is compiled once
        depart(arguments, dossiers)
    vus: dict[str, list[tuple[float, float]]] = {nom: [] for nom in programmes}
    for _ in range(DEPARTS):
        for nom, arguments in programmes.items():
            vus[nom].append(depart(arguments, dossiers))
    pleins = {nom: [p for p, _ in durees] for nom, durees in vus.items()}
    reference = statistics.median(pleins["bonjour"])
    titre(f"Premier écran plein, 80×24, {DEPARTS} départs")
    print(f"  {'Textual, bonjour (référence)':<44} {deux(pleins['bonjour'])}")
    verdict("agls, trois dossiers", pleins["accueil"], statistics.median(pleins["accueil"]) / reference, 1.25)
    print(f"  {'  … sa liste toute lue':<44} {deux([f for _, f in vus['accueil']])}")
    verdict("agls remplir, annexe 1", pleins["remplir"], statistics.median(pleins["remplir"]) / reference, 1.5)


# — keys ———————————————————————————————————————————————————————————————————————————————————————————————————————


@dataclass(frozen=True)
class Programme:
    """What is run, how one goes to the place where keys are pressed, and the keys of each gesture, pressed in turn."""

    nom: str
    arguments: Sequence[str]
    vers: Sequence[bytes]
    gestes: dict[str, Sequence[bytes]]
    repos: float = REPOS_TOUCHE


REPONDRE, SUIVANTE, PARTIE = "répondre", "question suivante", "partie suivante"
# The options of a multiple choice ticked and unticked in the order of a Gray code: no answer comes twice within sixteen.
COCHER = [str(next(i for i in range(4) if n >> i & 1 or i == 3) + 1).encode() for n in range(1, 17)]
NOTRES: dict[str, Sequence[bytes]] = {REPONDRE: COCHER, SUIVANTE: (BAS,), PARTIE: (PAGE_BAS, PAGE_HAUT)}


def rempli(fichier: Path, nom: str) -> Programme:
    return Programme(nom, ["-m", "evaluator", "remplir", str(fichier)], (b"g", _numero(fichier).encode(), b"\r"), NOTRES)


def jouer(programmes: Sequence[Programme], ici: Path, taille: tuple[int, int]) -> dict[tuple[str, str], Serie]:
    """By program and gesture: all run at once, one key at a time."""
    durees: dict[tuple[str, str], Serie] = {}
    with ExitStack() as pile:
        ouverts = []
        for programme in programmes:
            chrono = Chrono(programme.arguments, ici, *taille)
            pile.callback(chrono.fermer)
            chrono.lire(2, 30)  # the start, and what is put off until after it
            for touche in programme.vers:
                chrono.presser(touche, 0.3)
            ouverts.append((programme, chrono))
        for geste in (REPONDRE, SUIVANTE, PARTIE):
            for rang in range(TOUCHES):
                for programme, chrono in ouverts:
                    suite = programme.gestes[geste]
                    duree = chrono.presser(suite[rang % len(suite)], programme.repos)
                    durees.setdefault((programme.nom, geste), []).append(duree)
    return durees


def touches(racine: Path, dossiers: Path, taille: tuple[int, int]) -> None:
    compte = dict.fromkeys((REPONDRE, SUIVANTE, PARTIE), (b"a",))
    programmes = [
        Programme("bonjour", BONJOUR, (), compte),
        rempli(dossiers / "pre-sorbier.agls", "annexe 1"),
        rempli(racine / "cent.agls", "100 questions"),
        rempli(racine / "deux-mille.agls", "2 000 questions"),
        Programme("150 composites", COMPOSITES, (), {REPONDRE: (F5, F6), SUIVANTE: (F7,), PARTIE: (F8,)}, REPOS_COMPOSITES),
    ]
    durees = jouer(programmes, racine, taille)
    titre(f"De la touche au dernier affichage, {taille[0]}×{taille[1]}, {TOUCHES} touches")
    for geste in (REPONDRE, SUIVANTE, PARTIE):
        bonjour, cent = durees["bonjour", geste], durees["100 questions", geste]
        print(f"  {geste.capitalize() + ' — Textual, bonjour (référence)':<44} {deux(bonjour)}")
        for nom in ("annexe 1", "100 questions", "2 000 questions"):
            verdict(f"  {nom} : p95 / p95 de bonjour", durees[nom, geste], p95(durees[nom, geste]) / p95(bonjour), 2)
        mille, composites = durees["2 000 questions", geste], durees["150 composites", geste]
        verdict("  2 000 / 100 questions, médianes", mille, statistics.median(mille) / statistics.median(cent), 1.5)
        lent = statistics.median(composites) / statistics.median(durees["annexe 1", geste])
        verdict("  150 champs composites / annexe 1, médianes", composites, lent, 10, au_moins=True)


def _numero(fichier: Path) -> str:
    """Of a multiple choice in the middle of the questionnaire, as it is shown."""
    with Dossier.ouvrir(fichier) as dossier:
        session = Session(dossier, "auto_evaluation")
        questions = [session.parcours.question(ident) for ident in session.visibles]
        notes = [q for q in questions if isinstance(q, QuestionChoixMultiple) and len(q.options) > 3]
        return session.parcours.numeros[notes[len(notes) // 2].id]


# — one answer —————————————————————————————————————————————————————————————————————————————————————————————————


def chronometrer(geste: Callable[[], object]) -> float:
    debut = time.perf_counter()
    geste()
    return (time.perf_counter() - debut) * 1000


def repondre(racine: Path, fichier: Path, question: str, valeurs: Iterator[object]) -> None:
    """Durable and evaluated, as a key press has it done."""
    with Dossier.ouvrir(fichier, ecriture=True) as dossier, (racine / "brut").open("ab", buffering=0) as brut:
        session = Session(dossier, "auto_evaluation")
        avant = fichier.stat().st_size
        session.repondre(next(valeurs), question)  # type: ignore[arg-type]  # the caller knows the type of the question
        ligne = b"x" * (fichier.stat().st_size - avant)
        reponses, ajouts = [], []
        for _ in range(50):
            ajouts.append(chronometrer(lambda: (brut.write(ligne), os.fsync(brut.fileno()))))
            reponses.append(chronometrer(lambda: session.repondre(next(valeurs), question)))  # type: ignore[arg-type]
    print(f"  {'Le même ajout + fsync (référence)':<44} {deux(ajouts)}")
    rapport = statistics.median(reponses) / statistics.median(ajouts)
    verdict(f"{len(session.parcours.questions)} questions : écrite et évaluée", reponses, rapport, 5)
    tenu = "tenu" if statistics.median(reponses) <= 5 else "manqué"
    print(f"  {'':<44} {'':>20}  ≤ 5 ms : {tenu}")


def main() -> None:
    versions = ", ".join(f"{nom} {version(nom)}" for nom in ("textual", "pydantic"))
    print(f"{platform.platform()}, Python {platform.python_version()}, {versions}, {os.cpu_count()} cœurs")
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        dossiers = exemples.construire(racine / "dossiers")
        for ici in (racine, dossiers):  # the first screen was read
            (ici / "etat").mkdir()
            (ici / "etat" / "preferences.json").write_text('{"prevenu": true}', encoding="utf-8")
        grand.creer(racine / "cent.agls", 100)
        grand.creer(racine / "deux-mille.agls", 2000)
        departs(dossiers)
        touches(racine, dossiers, PETIT)
        touches(racine, dossiers, GRAND)
        titre("Une réponse durable et évaluée, dans le programme")
        nombres = (100 + n for n in count())
        repondre(racine, dossiers / "puits-mirette.agls", "nb_places", nombres)
        repondre(racine, racine / "deux-mille.agls", "q0002", (n % 80 for n in nombres))


if __name__ == "__main__":
    main()
