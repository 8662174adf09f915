"""The interface under a pseudo-terminal, each figure beside a reference of the same run.

A start is the time to the first full paint: 80 % of the cells of the settled screen, each as it will stay. A key is the time
to the last byte that it makes appear. Programs take turns, start by start and key by key: the load of the machine is shared.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.carnet import Carnet, dire, titre
from bench.chrono import Chrono, peinture
from bench.lignes import GESTES, en_francais
from bench.mesures import Serie, chronometrer, mediane, p95
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
F5, F6, F7, F8, F9 = b"\x1b[15~", b"\x1b[17~", b"\x1b[18~", b"\x1b[19~", b"\x1b[20~"


def deux(durees: Serie) -> str:
    return f"{en_francais(mediane(durees))} ({en_francais(p95(durees))}) ms"


# — starts —————————————————————————————————————————————————————————————————————————————————————————————————————


def depart(arguments: Sequence[str], ici: Path) -> tuple[float, float]:
    """To the first full paint, and to the whole screen."""
    chrono = Chrono(arguments, ici, *PETIT)
    recu = chrono.lire(REPOS_DEPART, 20)
    chrono.fermer()
    return peinture(recu, *PETIT, PLEINE), peinture(recu, *PETIT, 1)


def departs(carnet: Carnet, dossiers: Path) -> None:
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
    titre(f"Premier écran plein, 80×24, {DEPARTS} départs, médiane (p95)")
    dire(f"Textual, bonjour : {deux(pleins['bonjour'])}")
    dire(f"la liste des dossiers toute vérifiée : {deux([f for _, f in vus['accueil']])}")
    reference = pleins["bonjour"]
    for nom in ("accueil", "remplir"):
        carnet.noter(f"depart-{nom}", mediane(pleins[nom]) / mediane(reference), deux(pleins[nom]), deux(reference))


# — keys ———————————————————————————————————————————————————————————————————————————————————————————————————————


@dataclass(frozen=True)
class Programme:
    """What is run, how one goes to the place where each gesture begins, and the keys of each gesture, pressed in turn."""

    nom: str
    arguments: Sequence[str]
    vers: Sequence[bytes]
    gestes: dict[str, Sequence[bytes]]
    repos: float = REPOS_TOUCHE


REPONDRE, PASSER, SUIVANTE, PARTIE = GESTES
# The options of a multiple choice ticked and unticked in the order of a Gray code: no answer comes twice within sixteen.
COCHER = [str(next(i for i in range(4) if n >> i & 1 or i == 3) + 1).encode() for n in range(1, 17)]
# `x`, not known: the one answer that every question takes, and that moves on.
NOTRES: dict[str, Sequence[bytes]] = {REPONDRE: COCHER, PASSER: (b"x",), SUIVANTE: (BAS,), PARTIE: (PAGE_BAS, PAGE_HAUT)}


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
            ouverts.append((programme, chrono))
        for geste in GESTES:
            for programme, chrono in ouverts:
                for touche in programme.vers:
                    chrono.presser(touche, 0.3)
            for rang in range(TOUCHES):
                for programme, chrono in ouverts:
                    suite = programme.gestes[geste]
                    duree = chrono.presser(suite[rang % len(suite)], programme.repos)
                    durees.setdefault((programme.nom, geste), []).append(duree)
    return durees


def touches(carnet: Carnet, racine: Path, dossiers: Path, taille: tuple[int, int]) -> None:
    """The rows are those of 80×24; the large screen is told only."""
    compte = dict.fromkeys(GESTES, (b"a",))
    formulaire = {REPONDRE: (F5, F6), PASSER: (F9,), SUIVANTE: (F7,), PARTIE: (F8,)}
    programmes = [
        Programme("bonjour", BONJOUR, (), compte),
        rempli(dossiers / "pre-sorbier.agls", "annexe 1"),
        rempli(racine / "cent.agls", "100 questions"),
        rempli(racine / "deux-mille.agls", "2 000 questions"),
        Programme("150 composites", COMPOSITES, (), formulaire, REPOS_COMPOSITES),
    ]
    durees = jouer(programmes, racine, taille)
    titre(f"De la touche au dernier affichage, {taille[0]}×{taille[1]}, {TOUCHES} touches, médiane (p95)")
    for geste in GESTES:
        dire(f"{geste} : " + ", ".join(f"{p.nom} {deux(durees[p.nom, geste])}" for p in programmes))
        if taille != PETIT:
            continue
        bonjour, cent, mille = (durees[nom, geste] for nom in ("bonjour", "100 questions", "2 000 questions"))
        lent = max((durees[p.nom, geste] for p in programmes[1:4]), key=p95)
        carnet.noter(f"touche {geste}", p95(lent) / p95(bonjour), deux(lent), deux(bonjour))
        carnet.noter(f"plat {geste}", mediane(mille) / mediane(cent), deux(mille), deux(cent))
        annexe, composites = durees["annexe 1", geste], durees["150 composites", geste]
        carnet.noter(f"composites {geste}", mediane(composites) / mediane(annexe), deux(composites), deux(annexe))


def _numero(fichier: Path) -> str:
    """Of a multiple choice in the middle of the questionnaire, as it is shown."""
    with Dossier.ouvrir(fichier) as dossier:
        session = Session(dossier, "auto_evaluation")
        questions = [session.parcours.question(ident) for ident in session.visibles]
        notes = [q for q in questions if isinstance(q, QuestionChoixMultiple) and len(q.options) > 3]
        return session.parcours.numeros[notes[len(notes) // 2].id]


# — one answer —————————————————————————————————————————————————————————————————————————————————————————————————


def repondre(carnet: Carnet, suffixe: str, fichier: Path, question: str, valeurs: Iterator[object]) -> None:
    """Durable and evaluated, as a key press has it done, beside the same number of bytes appended and synced."""
    with Dossier.ouvrir(fichier, ecriture=True) as dossier, fichier.with_suffix(".brut").open("ab", buffering=0) as brut:
        session = Session(dossier, "auto_evaluation")
        avant = fichier.stat().st_size
        session.repondre(next(valeurs), question)  # type: ignore[arg-type]  # the caller knows the type of the question
        ligne = b"x" * (fichier.stat().st_size - avant)
        reponses: Serie = []
        ajouts: Serie = []
        for _ in range(50):
            ajouts.append(chronometrer(lambda: (brut.write(ligne), os.fsync(brut.fileno()))))
            reponses.append(chronometrer(lambda: session.repondre(next(valeurs), question)))  # type: ignore[arg-type]
    carnet.noter(f"reponse-ms{suffixe}", mediane(reponses), deux(reponses))
    carnet.noter(f"reponse-rapport{suffixe}", mediane(reponses) / mediane(ajouts), deux(reponses), deux(ajouts))


def mesurer(carnet: Carnet) -> None:
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        dossiers = exemples.construire(racine / "dossiers")
        for ici in (racine, dossiers):  # the first screen was read
            (ici / "etat").mkdir()
            (ici / "etat" / "preferences.json").write_text('{"prevenu": true}', encoding="utf-8")
        grand.creer(racine / "cent.agls", 100)
        grand.creer(racine / "deux-mille.agls", 2000)
        departs(carnet, dossiers)
        touches(carnet, racine, dossiers, PETIT)
        touches(carnet, racine, dossiers, GRAND)
        titre("Une réponse durable et évaluée, dans le programme, médiane (p95) de 50")
        nombres = (100 + n for n in count())
        repondre(carnet, "", dossiers / "puits-mirette.agls", "nb_places", nombres)
        repondre(carnet, "-2000", racine / "deux-mille.agls", "q0002", (n % 80 for n in nombres))
