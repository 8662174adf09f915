"""Reports given to `agls verifier`: the input that they carry says odd things, or the file that carries it is damaged."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from random import Random

from evaluator.canonical import Json, condense, octets_canoniques
from evaluator.report.entree import CLE, PORTEURS, Jointe, inserer
from evaluator.report.entree.archive import PARTIE, ecrire
from tests.fuzz import arbres, matiere, octets, regle, usage
from tests.fuzz.genres_dossier import sans_decimaux
from tests.fuzz.genres_yaml import joindre, separer
from tests.fuzz.regle import Defaut, Releve
from tests.report import porteurs
from tests.report.test_entree_porteurs import page_de

EXTENSIONS = (*PORTEURS, ".md")


@cache
def _nus() -> dict[str, bytes]:
    return {".docx": porteurs.docx_nu(), ".odt": porteurs.odt_nu()}


def _pdf(jointe: Jointe) -> bytes:
    with tempfile.TemporaryDirectory() as racine:
        return porteurs.pdf(jointe, Path(racine))


@cache
def _pdf_de(cle: str) -> bytes:
    return _pdf(Jointe.de(matiere.entrees()[cle]))


def porter(extension: str, jointe: Jointe) -> bytes:
    """A small report that carries `jointe`."""
    match extension:
        case ".html":
            page = page_de(jointe.octets or b"")
            return page.replace(condense(jointe.octets or b"").encode(), (jointe.empreinte or "").encode())
        case ".pdf":
            return _pdf(jointe)
        case ".md":
            return f"# Rapport\n\n{CLE} : `{jointe.empreinte}`\n".encode()
    return inserer(extension, _nus()[extension], jointe)


def fabriquer_entree(rng: Random) -> bytes:
    """The tree that is carried is another; its bytes are canonical and its hash is right, most of the time."""

    extension = rng.choice([".html"] * 6 + [".odt"] * 2 + [".docx", ".pdf"])
    arbre = json.loads(matiere.entrees()["petit" if rng.random() < 0.8 else "exemple"])
    if rng.random() < 0.5:
        cle = rng.choice(["gele", "reponses", "resultat", "empreintes", "journal", "dossier", "rapport"])
        arbre[cle] = sans_decimaux(arbres.muter(arbre[cle], rng))
    else:
        arbre = sans_decimaux(arbres.muter(arbre, rng))
    if isinstance(arbre, dict) and isinstance(arbre.get("gele"), dict) and rng.random() < 0.8:
        arbre["empreintes"] = {c: None if v is None else _condense(v) for c, v in arbre["gele"].items()}
    try:
        brut = octets_canoniques(arbre)
    except (ValueError, TypeError, RecursionError):
        brut = json.dumps(arbre, default=str).encode()
    if rng.random() < 0.15:
        brut = octets.muter(brut, rng)
    jointe = Jointe.de(brut) if rng.random() < 0.9 else Jointe(brut, rng.choice(["a" * 64, "", None]))
    return joindre(extension, porter(extension, jointe))


def _condense(arbre: Json) -> str:
    try:
        return condense(octets_canoniques(arbre))
    except ValueError:
        return "a" * 64


def fabriquer_porteur(rng: Random) -> bytes:
    """The file itself is damaged, or its parts are."""
    extension = rng.choice(EXTENSIONS)
    quoi = rng.choice(["petit", "petit", "exemple"])
    jointe = Jointe.de(matiere.entrees()[quoi])
    fichier = _pdf_de(quoi) if extension == ".pdf" else porter(extension, jointe)
    if extension in (".docx", ".odt") and rng.random() < 0.5:
        parties = porteurs.parties(fichier)
        nom = rng.choice([PARTIE, *parties])
        match rng.randrange(4):
            case 0:
                parties.pop(nom, None)
            case 1:
                parties[nom] = b"\0" * rng.choice([0, 1000, 30 * 1024 * 1024])
            case 2:
                parties[rng.choice(["../x", "x" * 500, "agls/ENTREE.json", PARTIE])] = parties.get(nom, b"")
            case _:
                parties[nom] = octets.muter(parties.get(nom, b""), rng)
        fichier = ecrire(parties, nues=parties if rng.random() < 0.3 else ())
    else:
        fichier = octets.muter(fichier, rng, [porter(".html", jointe), porter(".odt", jointe), _pdf_de("petit")])
    return joindre(rng.choice([extension] * 9 + [*EXTENSIONS]), fichier)


def essayer(donnees: bytes, ici: Path, releve: Releve) -> None:
    extension, corps = separer(donnees)
    if extension not in EXTENSIONS:
        return
    chemin = ici / f"rapport{extension}"
    chemin.write_bytes(corps)
    with regle.intact(chemin), releve.etape("vérifier"):
        code, dit = usage.commander(["verifier", str(chemin)], ici)
    lignes = [ligne for ligne in dit.splitlines() if ligne.strip()]
    if code not in (0, 1):
        raise Defaut(f"code de sortie {code} d’un rapport", dit[:300])
    if not lignes or chemin.name not in lignes[0]:
        raise Defaut("erreur sans son fichier", dit[:300])
    for ligne in lignes:
        if not ligne.startswith(" "):
            regle.mots(ligne, ici)
    if code == 0:
        releve.issue = "accepté"
