"""`make audit`: the pinned dependencies before the database of known vulnerabilities.

pip-audit ends with 0 and « No known vulnerabilities found » where the database does not know a single package, or is not
reached at all through a mirror: a silence must not pass for an answer. Here 0 means that every pinned version was answered
for; 1, that one of them is vulnerable; 2, that some or all could not be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

RACINE = Path(__file__).parents[2]
MONTRES = 8  # names in a message


def bilan(verrou: str, sortie: str, erreur: str) -> tuple[list[str], int]:
    """What pip-audit's JSON says of one lock file, in words, and the exit code."""
    try:
        lues = json.loads(sortie)["dependencies"]
    except (ValueError, KeyError, TypeError):
        raison = next((ligne for ligne in reversed(erreur.splitlines()) if ligne.strip()), "aucune réponse")
        return [f"{verrou} : NON VÉRIFIÉ, la base des failles n’a pas répondu ({raison.strip()[:200]})"], 2
    failles = [(d, v) for d in lues for v in d.get("vulns", [])]
    sautees = [d["name"] for d in lues if "skip_reason" in d]
    dits = [
        f"{verrou} : FAILLE {v['id']} dans {d['name']} {d['version']} ; corrigée en {', '.join(v['fix_versions']) or '?'}"
        for d, v in failles
    ]
    if sautees or not lues:
        noms = ", ".join(sautees[:MONTRES]) + (" …" if len(sautees) > MONTRES else "")
        dits.append(f"{verrou} : NON VÉRIFIÉ pour {len(sautees)} dépendances sur {len(lues)}, inconnues de la base : {noms}")
    elif not failles:
        dits.append(f"{verrou} : {len(lues)} dépendances, aucune faille connue")
    return dits, 1 if failles else 2 if sautees or not lues else 0


def _interroger(outil: str, verrou: Path) -> tuple[str, str]:
    commande = [outil, "--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json", "-r", str(verrou)]
    try:
        fait = subprocess.run(commande, capture_output=True, text=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired) as erreur:
        return "", f"{type(erreur).__name__}"
    return fait.stdout, fait.stderr


def auditer(outil: str, verrous: Iterable[Path]) -> int:
    codes = set()
    for verrou in verrous:
        dits, code = bilan(verrou.name, *_interroger(outil, verrou))
        print("\n".join(dits))
        codes.add(code)
    if 2 in codes:
        print("L’audit n’a pas tout vérifié : ce n’est pas un succès. Recommencez d’un réseau qui joint la base.")
    return 1 if 1 in codes else max(codes, default=2)


if __name__ == "__main__":
    sys.exit(auditer(sys.argv[1], sorted(RACINE.glob("requirements*.lock"))))
