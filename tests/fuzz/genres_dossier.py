"""Dossiers: chains that hold and say odd things, chains that do not hold, bytes."""

from __future__ import annotations

import contextlib
import json
import zlib
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import cast

from evaluator.canonical import Json, condense, octets_canoniques
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.evenements import TYPES
from evaluator.dossier.fusion import fusionner
from evaluator.dossier.lignes import empreinte_evenement
from evaluator.dossier.verification import verifier
from evaluator.errors import AglsError
from tests.fuzz import arbres, matiere, octets, regle, usage
from tests.fuzz.genres_yaml import UN_SUR, hasard
from tests.fuzz.regle import Releve

NOM = "recu.agls"
FICHIER_ENTIER = (
    "n’est pas un dossier AGLS|fichier vide|première ligne incomplète|incomplète .* octets|remplie de zéros|plus de 64 Mo"
    "|plus de 200000 événements"
)
Ligne = dict[str, Json]


def fabriquer_octets(rng: Random) -> bytes:
    dossiers = matiere.dossiers()
    petits = [n for n in dossiers if n in ("complet.agls", "copie.agls", "envoi.agls")]
    base = dossiers[rng.choice(petits if rng.random() < 0.6 else [*dossiers])]
    return octets.muter(base, rng, [*dossiers.values()])


def fabriquer_chaine(rng: Random) -> bytes:
    """Odd charges, envelopes, orders and frozen copies; the hashes are right again, most of the time."""
    dossiers = matiere.dossiers()
    lignes = deepcopy(matiere.lignes(dossiers[rng.choice(["complet.agls"] * 4 + [*dossiers])]))
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        rng.choice(_GESTES)(lignes, rng)
    if rng.random() < 0.9:
        resceller(lignes, numeroter=rng.random() < 0.9)
    return b"".join(_ecrire(ligne) for ligne in lignes)


def resceller(lignes: list[Ligne], *, numeroter: bool) -> None:
    """Numbers, links and hashes as the program would have written them."""
    prec: Json = None
    for n, ligne in enumerate(lignes, 1):
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            _resceller_fusion(ligne)
            if numeroter:
                ligne |= {"n": n, "prec": prec}
            ligne["empreinte"] = empreinte_evenement(ligne)
        prec = ligne.get("empreinte")


def _resceller_fusion(ligne: Ligne) -> None:
    charge = ligne.get("charge")
    if isinstance(charge, dict) and isinstance(interieurs := charge.get("evenements"), list):
        for interieur in interieurs:
            if isinstance(interieur, dict):
                _resceller_fusion(interieur)
                interieur["empreinte"] = empreinte_evenement(interieur)


def _ecrire(ligne: Ligne) -> bytes:
    try:
        return octets_canoniques(ligne) + b"\n"
    except (ValueError, TypeError):
        return json.dumps(ligne, default=str).encode() + b"\n"


def sans_decimaux(noeud: object) -> Json:
    """JSON of ours has no decimals."""
    if isinstance(noeud, dict):
        return {str(c): sans_decimaux(v) for c, v in noeud.items()}
    if isinstance(noeud, list):
        return [sans_decimaux(v) for v in noeud]
    return noeud if noeud is None or isinstance(noeud, bool | int | str) else str(noeud)


def _evenement(lignes: list[Ligne], rng: Random) -> None:
    rang = rng.randrange(min(1, len(lignes) - 1), len(lignes))
    lignes[rang] = cast(Ligne, _groupe(sans_decimaux(arbres.muter(lignes[rang], rng))))


def _groupe(noeud: Json) -> Json:
    return noeud if isinstance(noeud, dict) else {"x": noeud}


def _charge(lignes: list[Ligne], rng: Random) -> None:
    ligne = rng.choice(lignes[1:] or lignes)
    ligne["charge"] = sans_decimaux(arbres.muter(ligne.get("charge"), rng))


def _reponse(lignes: list[Ligne], rng: Random) -> None:
    """An answer of any question gets the value of another, or an odd one."""
    reponses = [ligne for ligne in lignes if isinstance(c := ligne.get("charge"), dict) and "etat" in c]
    if reponses:
        ligne, autre = rng.choice(reponses), rng.choice(reponses)
        charge = dict(cast(Ligne, ligne["charge"]))
        cle = rng.choice(["valeur", "valeur", "valeur", "etat", "source", "motif", "question"])
        sienne = cast(Ligne, autre["charge"]).get(cle)
        charge[cle] = rng.choice([sienne, sans_decimaux(arbres.odd(rng)), sans_decimaux(arbres.muter(sienne, rng))])
        ligne["charge"] = charge


def _ordre(lignes: list[Ligne], rng: Random) -> None:
    rang = rng.randrange(len(lignes))
    match rng.randrange(4):
        case 0:
            del lignes[rang]
        case 1:
            lignes.insert(rng.randrange(len(lignes) + 1), deepcopy(lignes[rang]))
        case 2:
            lignes.insert(rng.randrange(len(lignes)), lignes.pop(rang))
        case _:
            copies = [deepcopy(lignes[rang]) for _ in range(30)]
            for i, copie in enumerate(copies):
                copie["id"] = f"11111111-0000-4000-8000-{i:012d}"
            lignes[rang:rang] = copies
    if not lignes:
        lignes.append({})


def _enveloppe(lignes: list[Ligne], rng: Random) -> None:
    ligne = rng.choice(lignes)
    cle = rng.choice(["v", "n", "id", "dossier", "instant", "auteur", "role", "volet", "type", "prec", "empreinte", "x"])
    choix: list[Json] = [
        *TYPES, "constat", "commun", "auto_evaluation", "service", 1, 2, 10**30, None, True, "",
    "2025-13-01T00:00:00.000000Z",
        "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "2025-02-29T00:00:00.000000+00:00", "a" * 64,
        "00000000-0000-4000-8000-000000000001", {"nom": "\x00", "fonction": "\u2028", "organisme": "x" * 300},
    ]  # fmt: skip
    ligne[cle] = rng.choice([*choix, sans_decimaux(arbres.odd(rng))])


def _fige(lignes: list[Ligne], rng: Random) -> None:
    """A frozen copy says something else, and its hash is right."""
    charge = lignes[0].get("charge") if lignes else None
    gele = charge.get("gele") if isinstance(charge, dict) else None
    if not isinstance(charge, dict) or not isinstance(gele, dict) or not gele:
        return
    cle = rng.choice([*gele])
    gele[cle] = sans_decimaux(arbres.muter(gele[cle], rng))
    empreintes = charge.get("empreintes")
    if isinstance(empreintes, dict) and rng.random() < 0.95:
        with contextlib.suppress(ValueError):
            empreintes[cle] = None if gele[cle] is None else condense(octets_canoniques(gele[cle]))


def _creation(lignes: list[Ligne], rng: Random) -> None:
    charge = lignes[0].get("charge") if lignes else None
    if isinstance(charge, dict):
        cle = rng.choice(["precedent", "origine", "lignee", "empreintes", "gele", "x"])
        ailleurs: Json = {"dossier": "00000000-0000-4000-8000-000000000009", "empreinte": "a" * 64, "n": 3}
        charge[cle] = rng.choice([ailleurs, [ailleurs] * 600, {"dossier": "x"}, sans_decimaux(arbres.odd(rng))])


def _fusion(lignes: list[Ligne], rng: Random) -> None:
    """What a merge brought, changed; a merge within a merge."""
    fusions = [ligne for ligne in lignes if ligne.get("type") == "fusion" and isinstance(ligne.get("charge"), dict)]
    if not fusions:
        return
    ligne = rng.choice(fusions)
    charge = cast(Ligne, ligne["charge"])
    interieurs = charge.get("evenements")
    if not isinstance(interieurs, list) or not interieurs:
        return
    match rng.randrange(5):
        case 0:
            rang = rng.randrange(len(interieurs))
            interieurs[rang] = sans_decimaux(arbres.muter(interieurs[rang], rng))
        case 1:
            interieur = deepcopy(ligne)
            interieur |= {"dossier": charge.get("dossier"), "n": 90 + rng.randrange(9)}
            interieurs.append(interieur)
        case 2:
            interieurs.append(deepcopy(rng.choice(lignes)))
        case 3:
            rng.shuffle(interieurs)
        case _:
            charge[rng.choice(["ancetre", "branche", "suite_de", "dossier", "empreinte"])] = rng.choice(
                [0, 1, 3, 10**9, "copie", "envoi", None, "b" * 64, ligne.get("dossier")]
            )


_GESTES = (
    _evenement, _charge, _charge, _charge, _reponse, _reponse, _reponse, _ordre, _enveloppe, _enveloppe, _fige,
    _fige, _creation,
    _fusion, _fusion,
)  # fmt: skip


# — the property ————————————————————————————————————————————————————————————————————————————————————————————


def essayer(donnees: bytes, ici: Path, releve: Releve) -> None:
    chemin = ici / NOM
    chemin.write_bytes(donnees)
    compte = donnees.count(b"\n") + 1
    with regle.intact(chemin), releve.etape("vérifier"):
        fautes = verifier(chemin)
    for faute in fautes:
        regle.place(faute, {NOM}, ici, ligne=True, sinon=FICHIER_ENTIER)
        if faute.ligne is not None and faute.ligne > compte:
            raise regle.Defaut("ligne au-delà du fichier", str(faute)[:300])
    try:
        with regle.intact(chemin), releve.etape("ouvrir"), Dossier.ouvrir(chemin) as dossier:
            dites = dossier.a_dire
    except AglsError as erreur:
        regle.refus(erreur, {NOM}, ici, ligne=True, sinon=FICHIER_ENTIER)
        return
    releve.issue = "ouvert en lecture" if fautes else "accepté"
    for dite in dites:
        regle.mots(dite, ici)
        if not dite.startswith(NOM):
            raise regle.Defaut("annonce sans son fichier", dite[:300])
    petit = len(donnees) < 100_000
    usage.relire(chemin, releve, hasard(donnees), complet=petit or zlib.crc32(donnees) % UN_SUR == 0)
    if petit and zlib.crc32(donnees) % 2 == 0:
        _fusionner(chemin, ici, releve)


def _fusionner(chemin: Path, ici: Path, releve: Releve) -> None:
    """With the other branches of the journal it came from, both ways."""
    for nom, octets_ in matiere.journaux().items():
        autre = ici / f"{nom}.agls"
        autre.write_bytes(octets_)
        for rang, (a, b) in enumerate(((chemin, autre), (autre, chemin))):
            sortie = ici / f"fusion-{nom}-{rang}.agls"
            try:
                with releve.etape("fusionner"):
                    fusionner(a, b, sortie, matiere.MARIE)
            except AglsError as erreur:
                regle.refus(erreur, {NOM, autre.name, sortie.name}, ici, ligne=False)
                continue
            if fautes := [f for f in verifier(sortie) if "chaîne" in f.message or "refusé" in f.message]:
                raise regle.Defaut("fusion dont la chaîne ne tient pas", str(fautes[0])[:300])
            usage.relire(sortie, releve, hasard(octets_), complet=False)
