"""A disk of a few hundred kilobytes that fills up: a tmpfs, mounted in a namespace that only this process sees."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path

from tests.faults.processus import agls

CLONE_NEWNS, MS_REC, MS_PRIVATE = 0x20000, 0x4000, 1 << 18


def monter(ou: Path, taille: str) -> bool:
    """In a child. False where this machine does not let it."""
    libc = ctypes.CDLL(None, use_errno=True)
    ou.mkdir(exist_ok=True)
    return (
        libc.unshare(CLONE_NEWNS) == 0
        and libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0
        and libc.mount(b"tmpfs", os.fsencode(ou), b"tmpfs", 0, f"size={taille}".encode()) == 0
    )


def remplir_le_disque(modele: Path, disque: Path) -> int:
    """In a child: 0, 75 where no disk can be mounted, else an exception that says what is wrong."""
    if not monter(disque, "16m"):
        return 75
    chemin, bourre = disque / "a.agls", disque / "bourre"
    chemin.write_bytes(modele.read_bytes())
    avant = chemin.read_bytes()
    reponses = modele.with_name("disque.yaml")
    reponses.write_text("nb_logements: 88\n", encoding="utf-8")
    fd = os.open(bourre, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(fd, b"x" * 4096)
    os.close(fd)
    libre = os.statvfs(disque).f_bavail
    plein = "le disque est plein"
    essais = {
        "nouveau": ["nouveau", disque / "n.agls"],
        "exporter": ["exporter", chemin, "--format", "agls", "--sortie", disque / "e.agls"],
        "fusionner": ["fusionner", chemin, modele, "--sortie", disque / "f.agls"],
        **{f: ["rapport", chemin, "--format", f, "--sortie", disque] for f in ("html", "pdf", "docx", "odt", "md")},
    }
    assert libre <= 1, libre
    for nom, arguments in essais.items():
        fini = agls(*arguments)
        assert (fini.code, plein in fini.erreurs) == (3, True), (nom, fini)
        assert sorted(p.name for p in disque.iterdir()) == ["a.agls", "bourre"], nom
    assert chemin.read_bytes() == avant
    fini = agls("importer", chemin, reponses)
    assert fini.code == 0 or plein in fini.erreurs, fini
    dits = [fini.code]
    for k in range(200):  # until the last block of the dossier itself is full
        fini = agls("observer", chemin, "--texte", f"{k} " + "x" * 1000)
        dits.append(fini.code)
        if fini.code:
            break
    assert (fini.code, plein in fini.erreurs) == (3, True), fini
    lignes = chemin.read_bytes().count(b"\n")
    assert lignes == avant.count(b"\n") + dits.count(0)  # what was acknowledged, no more
    assert agls("verifier", chemin).code == 0
    os.truncate(bourre, 0)
    for nom, arguments in essais.items():
        fini = agls(*arguments)
        assert fini.code == 0, (nom, fini)
    assert agls("importer", chemin, reponses).code == 0
    assert agls("verifier", chemin).code == 0
    print(f"disque de 16 Mo : {len(essais) + len(dits)} commandes, {dits.count(3)} réponse refusée faute de place, 0 perdue")
    return 0
