"""Shots: a process of the program is killed (SIGKILL) at a moment drawn by chance, and what it leaves is read again.

The k-th answer of a stream is known beforehand: what the file holds is compared with it line by line, read as plain JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.canonical import Json
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.verification import verifier
from tests.faults.processus import DELAI, agls, bifurquer, lancer, tube, tuer

QUESTIONS = ("nb_menages", "residence_nom", "nb_logements")
NUMEROS = {"nb_menages": "1.13", "residence_nom": "1.2", "nb_logements": "1.11"}  # as a person counts them
EN_UN_FLUX = 400  # answers given to one process: more than it can write before the shot
ENREGISTRE = "enregistré "


@dataclass
class Bilan:
    """`pertes`: acknowledged answers that are not in the file. `non_dites`: on disk, killed before they were told."""

    tirs: int = 0
    acquittees: int = 0
    pertes: int = 0
    non_dites: int = 0
    ouverts: int = 0
    mis_de_cote: int = 0
    entiers: int = 0  # targets that hold the new content, of those that were to be written
    intacts: int = 0  # those that hold the old one, or are not there
    restes: int = 0  # temporary files that a killed process leaves
    fautes: list[str] = field(default_factory=list)


def attendue(k: int) -> tuple[str, Json]:
    """The k-th answer, from 1; numbers stay within what the questions take, however fast the machine."""
    question = QUESTIONS[k % 3]
    return question, f"Résidence « L’{'é' * (k * 37 % 100)}té » 🏠 {k}" if question == "residence_nom" else k % 4999 + 1


def ecrites(chemin: Path, apres: int) -> list[tuple[str, Json]]:
    """Questions and values of the whole lines of a file, after the first `apres`, as they are on disk."""
    lignes = chemin.read_bytes().split(b"\n")[apres:-1]
    charges = (json.loads(ligne)["charge"] for ligne in lignes)
    return [(charge["question"], charge["valeur"]) for charge in charges]


# — answers that stream in ———————————————————————————————————————————————————————————————————————————————————


def par_api(chemin: Path, premier: int, tube: int) -> int:
    """A child that answers without end, and tells each answer once `repondre` returned."""

    def courir() -> int:
        with Dossier.ouvrir(chemin, ecriture=True, auteur=Auteur("Paul")) as dossier:
            for k in range(premier, premier + 10**6):
                question, valeur = attendue(k)
                dossier.repondre(question, "auto_evaluation", Reponse("renseignee", valeur))  # type: ignore[arg-type]
                os.write(tube, ENREGISTRE.encode() + b"\n")
        return 0

    return bifurquer(courir)


def par_lignes(chemin: Path, premier: int, tube: int) -> int:
    """`agls remplir --texte` on a script that goes from question to question."""
    with tempfile.TemporaryFile() as script:
        for question, valeur in map(attendue, range(premier, premier + EN_UN_FLUX)):
            script.write(f":aller {NUMEROS[question]}\n{valeur}\n".encode())
        script.seek(0)
        rien = os.open(os.devnull, os.O_WRONLY)
        fils = lancer(["remplir", chemin, "--texte"], script.fileno(), tube, rien)
        os.close(rien)
    return fils


FLUX: dict[str, Callable[[Path, int, int], int]] = {"API": par_api, "remplir --texte": par_lignes}


def en_saisie(chemin: Path, genre: str, hasard: random.Random, bilan: Bilan, attente: float = 0.04) -> None:
    """One shot, at most `attente` seconds after the first answer of a stream that goes on from what `chemin` holds."""
    modele = int(chemin.with_suffix(".lignes").read_text())
    avant = ecrites(chemin, modele)
    lu, ecrit = tube()
    fils = FLUX[genre](chemin, len(avant) + 1, ecrit)
    os.close(ecrit)
    with os.fdopen(lu, encoding="utf-8", errors="replace") as sorties:
        dites = _premiere(sorties)
        time.sleep(hasard.uniform(0, attente))
        tuer(fils)
        dites += sum(ENREGISTRE in ligne for ligne in sorties)
    bilan.tirs += 1
    bilan.acquittees += dites
    with Dossier.ouvrir(chemin) as relu:
        ouvert = not relu.lecture_seule
        bilan.mis_de_cote += len(relu.annonces)
    with Dossier.ouvrir(chemin, ecriture=True):  # the lock of a dead process holds nobody; a torn end is set aside
        pass
    apres = ecrites(chemin, modele)
    nouvelles = len(apres) - len(avant)
    bilan.ouverts += ouvert and not verifier(chemin)
    bilan.pertes += max(dites - nouvelles, 0)
    bilan.non_dites += max(nouvelles - dites, 0)
    if apres != [attendue(k) for k in range(1, len(apres) + 1)]:
        bilan.fautes.append(f"{genre} : the answers are not those that were given")
    if nouvelles > dites + 1:
        bilan.fautes.append(f"{genre} : {nouvelles} answers on disk, {dites} told")


def _premiere(sorties: Iterator[str]) -> int:
    for ligne in sorties:
        if ENREGISTRE in ligne:
            return 1
    raise AssertionError("the process ended before its first answer")


# — commands that write a file ———————————————————————————————————————————————————————————————————————————————


@dataclass(frozen=True)
class Commande:
    """`cible`: the file that it writes; `ancien`: what is there before; `sain`: what it holds is whole."""

    arguments: list[str]
    cible: Path
    ancien: bytes | None
    sain: Callable[[bytes], bool]


def commandes(modele: Path, ici: Path, formats: tuple[str, ...] = ("html",)) -> dict[str, Callable[[], Commande]]:
    """Each one makes its files anew in `ici`. What is whole: what a command that nobody killed writes."""
    ici.mkdir(exist_ok=True)
    reponses, autre = ici / "r.yaml", Path(shutil.copy(modele, ici / "autre.agls"))
    assert agls("exporter", modele, "--format", "reponses", "--sortie", reponses).code == 0
    assert agls("observer", autre, "--texte", "Vu").code == 0

    def neuf() -> Path:
        dossier = Path(tempfile.mkdtemp(dir=ici))
        return Path(shutil.copy(modele, dossier / "a.agls"))

    def importer() -> Commande:
        vide = neuf()
        vide.write_bytes(vide.read_bytes().split(b"\n")[0] + b"\n")
        return Commande(["importer", str(vide), str(reponses)], vide, vide.read_bytes(), lambda _: not verifier(vide))

    def exporter() -> Commande:
        a = neuf()
        cible = a.with_name("e.agls")
        attendu = a.read_bytes()
        return Commande(["exporter", str(a), "--format", "agls", "--sortie", str(cible)], cible, None, attendu.__eq__)

    def fusionner() -> Commande:
        a = neuf()
        cible, lignes = a.with_name("f.agls"), a.read_bytes().count(b"\n") + 1
        return Commande(
            ["fusionner", str(a), str(autre), "--sortie", str(cible)],
            cible,
            None,
            lambda o: o.count(b"\n") == lignes and not verifier(cible),
        )

    def rapport(forme: str) -> Callable[[], Commande]:
        attendu: list[bytes] = []

        def faire() -> Commande:
            a = neuf()
            cible = a.with_name(f"a-evaluation.{forme}")
            arguments = ["rapport", str(a), "--format", forme, "--sortie", str(a.parent)]
            if not attendu:
                assert agls(*arguments).code == 0
                attendu.append(cible.read_bytes())
            cible.write_bytes(b"ancien")
            return Commande(arguments, cible, b"ancien", attendu[0].__eq__)

        return faire

    return {
        "importer": importer,
        "exporter": exporter,
        "fusionner": fusionner,
        **{f"rapport {forme}": rapport(forme) for forme in formats},
    }


def sur_commande(nom: str, faire: Callable[[], Commande], duree: float, hasard: random.Random, bilan: Bilan) -> None:
    """One shot on a command that lasts `duree` seconds; then the same command, to its end."""
    c = faire()
    with open(os.devnull, "r+b") as rien:
        fils = lancer(c.arguments, rien.fileno(), rien.fileno(), rien.fileno())
        time.sleep(hasard.uniform(0, duree))
        tuer(fils)
    bilan.tirs += 1
    laisse = c.cible.read_bytes() if c.cible.exists() else None
    if laisse == c.ancien:
        bilan.intacts += 1
    elif laisse is not None and c.sain(laisse):
        bilan.entiers += 1
    elif nom == "importer" and (c.ancien or b"") == (laisse or b"")[: len(c.ancien or b"")]:
        bilan.mis_de_cote += 1  # killed within the write itself: what is whole is read, the rest set aside
    else:
        bilan.fautes.append(f"{nom} : half a file")
    bilan.restes += sum(f.name.startswith(".") and f.suffix == ".tmp" for f in c.cible.parent.iterdir())
    if nom not in ("exporter", "fusionner") or laisse is None:
        fini = agls(*c.arguments)
        if fini.code or not c.sain(c.cible.read_bytes()):
            bilan.fautes.append(f"{nom}, once more : {fini.code} {fini.erreurs}")
    bilan.ouverts += not verifier(c.cible.with_name("a.agls"))
    shutil.rmtree(c.cible.parent)


def duree_de(faire: Callable[[], Commande]) -> float:
    """How long the command takes when nobody kills it, its last moments included."""
    c, debut = faire(), time.monotonic()
    assert agls(*c.arguments).code == 0
    shutil.rmtree(c.cible.parent)
    return min((time.monotonic() - debut) * 1.1, DELAI)
