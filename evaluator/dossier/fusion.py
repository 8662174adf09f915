"""Two copies of a dossier that went their own ways become one again: a new file, and both are left as they are.

The new file is our chain unchanged and one `fusion` event that holds what the other copy has and ours has not. What follows
from it is not written: every replay works it out (`reunion.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from msgspec import Struct

from evaluator.canonical import Json
from evaluator.dossier import lecture, reunion
from evaluator.dossier.actes import Conflit
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.charges import Origine
from evaluator.dossier.disque import ecrire_neuf
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.evenements import Evenement, Fusion
from evaluator.dossier.lecture_actes import dit_par
from evaluator.dossier.lignes import LIGNE_MAX, TAILLE_MAX, empreinte_evenement
from evaluator.dossier.redaction import rediger
from evaluator.errors import FaultyInput, Faute, Unreadable, cause


class Fusionnes(Struct, frozen=True):
    """What came of a merge. `nouveaux`: events of the other copy that ours had not (0: the new file is ours, as it was)."""

    nouveaux: int
    bilan: reunion.Bilan
    conflits: tuple[Conflit, ...]
    annonces: tuple[str, ...]


class _Parente(Struct, frozen=True):
    """Where two copies parted: event `n` of ours."""

    n: int
    branche: Literal["envoi", "copie"]


def fusionner(nous: Path, autre: Path, sortie: Path, auteur: Auteur) -> Fusionnes:
    """Write `sortie` from both. Raises `FaultyInput` where they cannot be united, `Unreadable` where a file cannot be."""
    if os.path.lexists(sortie):
        raise Unreadable(f"{sortie} existe déjà : un dossier n’est jamais écrasé")
    octets = lecture.lire_octets(nous)
    lue = lecture.lire(octets, nous.name)
    ici, la = Dossier(nous, lue, auteur, None), Dossier.ouvrir(autre)
    for dossier in (ici, la):
        if dossier.fautes_chaine:
            raise FaultyInput(dossier.fautes_chaine)
    if ici.etat.cloture:
        clos = f"le dossier est clos, {dit_par(ici.etat.cloture)} : rouvrez-le avant d’y réunir une autre copie"
        raise FaultyInput([Faute(f'{clos} (agls rouvrir {ici.nom} --motif "…")', ici.nom)])
    parente = _parente(ici, la)
    connus = {e.id for evenement in ici.journal for e in evenement.tous()}
    nouveaux = [e for e in la.journal[1:] if e.id not in connus]
    octets = octets[: lue.taille]
    bilan = reunion.Bilan()
    if nouveaux:
        charge: dict[str, Json] = {
            "dossier": la.id,
            "empreinte": la.empreinte,
            "ancetre": parente.n,
            "branche": parente.branche,
            "suite_de": _suite(ici, la),
            "evenements": [_intact(e, la.nom) for e in nouveaux],
        }
        (evenement,), (ligne,) = rediger(
            [("fusion", None, charge)], dossier=ici.id, auteur=auteur, role=None, n=ici.evenements, prec=ici.empreinte
        )
        if len(ligne) > LIGNE_MAX or len(octets) + len(ligne) > TAILLE_MAX:
            raise FaultyInput([Faute(f"« {la.nom} » apporte plus de données qu’un dossier n’en peut recevoir", ici.nom)])
        octets += ligne
        bilan = reunion.reunir(ici.etat, evenement)
    relue = lecture.lire(octets, sortie.name)  # what is written must be readable
    if relue.fautes:
        raise FaultyInput(relue.fautes)
    reuni = Dossier(sortie, relue, auteur, None)
    conflits = reuni.conflits
    _ecrire(sortie, octets)
    annonces = tuple(f"{d.nom} : {annonce}" for d in (ici, la) for annonce in d.annonces)
    return Fusionnes(len(nouveaux), bilan, conflits, annonces)


def _parente(ici: Dossier, la: Dossier) -> _Parente:
    """The common ancestor, checked by hash. Raises `FaultyInput`: no common ancestor, or another residence."""
    if ici.creation.empreintes != la.creation.empreintes:
        raise _refus(ici, la, "le questionnaire, la grille ou les textes figés ne sont pas les mêmes")
    if la.id == ici.id:
        communs = 0
        for a, b in zip(ici.journal, la.journal, strict=False):
            if (a.id, a.empreinte) != (b.id, b.empreinte):
                break
            communs += 1
        if not communs:
            raise _refus(ici, la, "ils portent le même identifiant, mais leurs premières lignes diffèrent")
        return _Parente(communs, "copie")
    for origine in _origines(la):
        if origine.dossier == ici.id:
            if origine.n > ici.evenements or ici.journal[origine.n - 1].empreinte != origine.empreinte:
                raise _refus(ici, la, f"« {la.nom} » vient d’un état (événement {origine.n}) que « {ici.nom} » n’a pas")
            return _Parente(origine.n, "envoi")
    if any(origine.dossier == la.id for origine in _origines(ici)):
        sens = f"« {ici.nom} » est la copie envoyée, « {la.nom} » l’original : fusionnez dans l’autre sens"
        raise _refus(ici, la, f"{sens} (agls fusionner {la.nom} {ici.nom})")
    if {o.dossier for o in _origines(ici)} & {o.dossier for o in _origines(la)}:
        raise _refus(ici, la, "ce sont deux copies envoyées d’un même dossier : fusionnez chacune avec l’original")
    raise _refus(ici, la, _etrangers(ici, la))


def _origines(dossier: Dossier) -> list[Origine]:
    creation = dossier.creation
    return [creation.origine, *creation.lignee] if creation.origine else []


def _etrangers(ici: Dossier, la: Dossier) -> str:
    noms = [d.reponse("residence_nom", "auto_evaluation").valeur for d in (ici, la)]
    if noms[0] != noms[1] and all(isinstance(nom, str) for nom in noms):
        return f"ils parlent de deux résidences, « {str(noms[0])[:80]} » et « {str(noms[1])[:80]} »"
    return "ils n’ont pas d’ancêtre commun : aucun n’est une copie de l’autre"


def _refus(ici: Dossier, la: Dossier, raison: str) -> FaultyInput:
    return FaultyInput([Faute(f"« {ici.nom} » et « {la.nom} » ne peuvent pas être réunis : {raison}")])


def _suite(ici: Dossier, la: Dossier) -> str | None:
    """The last hash of the other copy at the latest merge of it that we hold: what it knew then is not asked again."""
    rangs = {e.empreinte: e.n for e in la.journal}
    vus = [e.charge.empreinte for e in ici.journal if isinstance(e.charge, Fusion) and e.charge.empreinte in rangs]
    return max(vus, key=lambda empreinte: rangs[empreinte], default=None)


def _intact(e: Evenement, nom: str) -> Json:
    brut = e.brut()
    if empreinte_evenement(brut) != e.empreinte:
        raise FaultyInput([Faute("cet événement ne peut pas être recopié tel quel", nom, e.n)])
    return {**brut}


def _ecrire(sortie: Path, octets: bytes) -> None:
    """The whole file, durable, or nothing."""
    try:
        ecrire_neuf(sortie, octets)
    except FileExistsError:
        raise Unreadable(f"{sortie} existe déjà : un dossier n’est jamais écrasé") from None
    except OSError as erreur:
        raise Unreadable(f"{sortie} : écriture impossible ({cause(erreur)})") from None
