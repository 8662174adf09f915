"""The long form: `python -m tests.faults.campagne [--tirs 200] [--graine 1]`, or parts by their names.

    saisie      kill -9 while answers stream in: --tirs shots, one half by the API, one half by `agls remplir --texte`
    commandes   kill -9 during importer, exporter, fusionner, rapport in each format: a quarter of --tirs each
    grand       a dossier of 10 MB: time and memory of each command, and kill -9 on it
    petit_disque  a disk that fills up (tmpfs, in a mount namespace of its own: needs root)

Prints figures; exit code 1 where a fault was found.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.questionnaire.load import charger
from evaluator.report.formats import FORMATS
from tests.faults.conftest import construire, prechauffer
from tests.faults.petit_disque import remplir_le_disque
from tests.faults.processus import AGLS, RACINE, bifurquer
from tests.faults.tirs import FLUX, Bilan, commandes, duree_de, en_saisie, sur_commande

GRAND = 10 * 1024 * 1024


def saisie(modele: Path, ici: Path, tirs: int, graine: int) -> list[str]:
    fautes: list[str] = []
    for genre in FLUX:
        hasard, bilan, debut = random.Random(graine), Bilan(), time.monotonic()
        chemin = ici / "saisie.agls"
        for tir in range(tirs // len(FLUX)):
            if tir % 20 == 0:  # a file that does not grow for ever: opening it is not what is measured
                chemin.write_bytes(modele.read_bytes())
                chemin.with_suffix(".lignes").write_text(str(modele.read_bytes().count(b"\n")))
            en_saisie(chemin, genre, hasard, bilan, 0.2)
        for reste in ici.glob("*.reste-*"):
            reste.unlink()
        dire(genre, bilan, debut)
        fautes += bilan.fautes + [f"{bilan.pertes} answers lost"] * bool(bilan.pertes)
        fautes += ["a file did not open"] * (bilan.ouverts != bilan.tirs)
    return fautes


def sur_commandes(modele: Path, ici: Path, tirs: int, graine: int) -> list[str]:
    fautes: list[str] = []
    for nom, faire in commandes(modele, ici / "commandes", tuple(FORMATS)).items():
        duree, hasard, bilan, debut = duree_de(faire), random.Random(graine), Bilan(), time.monotonic()
        for _ in range(max(tirs // 4, 1)):
            sur_commande(nom, faire, duree, hasard, bilan)
        dire(nom, bilan, debut)
        fautes += bilan.fautes + ["a file did not open"] * (bilan.ouverts != bilan.tirs)
    return fautes


def dire(nom: str, b: Bilan, debut: float) -> None:
    if b.acquittees:
        dit = f"{b.acquittees} acquittées, {b.pertes} perdue(s), {b.non_dites} écrites et non dites"
    else:
        dit = f"{b.entiers} nouveaux entiers, {b.intacts} anciens intacts, {b.restes} fichiers provisoires laissés"
    dit += f", {b.mis_de_cote} fins coupées"
    print(f"{nom} : {b.tirs} tirs, {b.ouverts} fichiers ouverts, {dit}, {time.monotonic() - debut:.0f} s", flush=True)
    for faute in b.fautes[:5]:
        print("  !!", faute)


def grossir(chemin: Path, octets: int) -> int:
    """Answers and notes until the file has this size: the number of its events."""
    texte = "Observé pendant la visite : " + "é" * 200
    with Dossier.ouvrir(chemin, ecriture=True) as dossier:
        k = 0
        while chemin.stat().st_size < octets:
            par_lot = {"nb_menages": Reponse("renseignee", k), "residence_nom": Reponse("renseignee", f"{texte[:150]} {k}")}
            dossier.repondre_tout("auto_evaluation", par_lot)
            k += 1
        return dossier.evenements


def grand(modele: Path, ici: Path, tirs: int, graine: int) -> list[str]:
    chemin = ici / "grand.agls"
    chemin.write_bytes(modele.read_bytes())
    evenements = grossir(chemin, GRAND)
    print(f"dossier de {chemin.stat().st_size / 2**20:.1f} Mo, {evenements} événements", flush=True)
    reponses = ici / "r.yaml"
    reponses.write_text("nb_logements: 87\n", encoding="utf-8")
    fautes: list[str] = []
    for arguments in (
        ["evaluer", chemin], ["verifier", chemin], ["importer", chemin, reponses],
        ["exporter", chemin, "--format", "agls", "--sortie", ici / "e.agls"],
        ["exporter", chemin, "--format", "json", "--sortie", ici / "e.json"],
        ["rapport", chemin, "--sortie", ici],
    ):  # fmt: skip
        code, secondes, memoire = mesurer([*AGLS, *map(str, arguments)])
        print(f"  {arguments[0]} : code {code}, {secondes:.2f} s de processeur, {memoire:.0f} Mo", flush=True)
        fautes += [f"{arguments[0]} : {code}"] * bool(code)
    chemin.with_suffix(".lignes").write_text(str(chemin.read_bytes().count(b"\n")))
    hasard, bilan, debut = random.Random(graine), Bilan(), time.monotonic()
    for _ in range(max(tirs // 20, 1)):
        en_saisie(chemin, "API", hasard, bilan)
    dire("kill -9 sur ce dossier", bilan, debut)
    return fautes + bilan.fautes + [f"{bilan.pertes} answers lost"] * bool(bilan.pertes)


def mesurer(commande: list[str]) -> tuple[int, float, float]:
    """Exit code, seconds of processor, and the most memory (MB) of a command."""
    fils = os.fork()
    if not fils:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.environ["PYTHONPATH"] = str(RACINE)
        os.execv(commande[0], commande)
    _, etat, usage = os.wait4(fils, 0)
    return os.waitstatus_to_exitcode(etat), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def petit_disque(modele: Path, ici: Path, tirs: int, graine: int) -> list[str]:
    fini = os.waitstatus_to_exitcode(os.waitpid(bifurquer(lambda: remplir_le_disque(modele, ici / "disque")), 0)[1])
    return [] if fini == 0 else [f"small disk: {fini}"]


PARTIES: dict[str, Callable[[Path, Path, int, int], list[str]]] = {
    "saisie": saisie, "commandes": sur_commandes, "grand": grand, "petit_disque": petit_disque,
}  # fmt: skip


def main() -> int:
    analyse = argparse.ArgumentParser()
    analyse.add_argument("parties", nargs="*", default=list(PARTIES))
    analyse.add_argument("--tirs", type=int, default=200)
    analyse.add_argument("--graine", type=int, default=1)
    choix = analyse.parse_args()
    fautes: list[str] = []
    with tempfile.TemporaryDirectory() as dossier:
        os.environ["AGLS_LOCAL"] = str(Path(dossier) / "local")
        modele = Path(dossier) / "modele.agls"
        construire(modele, charger())
        prechauffer()
        for nom in choix.parties:
            ici = Path(dossier) / nom
            ici.mkdir()
            print(f"— {nom}", flush=True)
            fautes += PARTIES[nom](modele, ici, choix.tirs, choix.graine)
    processeur = sum(resource.getrusage(qui).ru_utime for qui in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{len(fautes)} faute(s) ; {processeur:.0f} s de processeur")
    return bool(fautes)


if __name__ == "__main__":
    sys.exit(main())
