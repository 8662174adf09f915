"""Reports of many dossiers: each written apart, so that one that cannot be written stops no other."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct, field

from evaluator import french, ouvriers
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.fichiers import etendre
from evaluator.errors import AglsError, Unreadable, WrongUse, cause
from evaluator.evaluation.evaluate import evaluer
from evaluator.ouvriers import Perdue
from evaluator.questionnaire.models import Volet
from evaluator.report import modeles
from evaluator.report.donnees_personnelles import DonneesPersonnelles, Trouvaille, refuser
from evaluator.report.render import nom_du_rapport, rediger

REFUS = "pas de rapport : il montrerait ces données personnelles"
DITES = 20  # personal data named, of one dossier; the others are counted
DELAI = 60.0  # seconds for one report in one format, beyond which it is given up


class Demande(Struct, frozen=True):
    """What is asked for of every dossier. `refuser`: no report that would print personal data is written."""

    modele: str = "evaluation"
    formats: tuple[str, ...] = ("html",)
    sortie: Path = field(default_factory=Path)
    volet: Volet | None = None
    jour: date | None = None
    refuser: bool = False


class Issue(Struct, frozen=True):
    """What came of one dossier. `erreur`: why there is no report, in words; `code`: that of `contract.md`."""

    fichier: Path
    ecrits: tuple[Path, ...] = ()
    dits: tuple[str, ...] = ()
    code: int = 0
    erreur: str = ""


def deplier(fichiers: Sequence[Path]) -> list[Path]:
    """The dossiers meant (`etendre`), each once, in order. Raises `Unreadable`."""
    trouves: dict[str, Path] = {}
    for fichier in etendre(fichiers):
        trouves.setdefault(os.path.realpath(fichier), fichier)
    return list(trouves.values())


def verifier(fichiers: Sequence[Path], demande: Demande) -> None:
    """What is wrong for all is said once, before anything is read. Raises `WrongUse`, or `Unreadable` for the folder."""
    modeles.choisir(demande.modele)
    modeles.volet(demande.modele, demande.volet)
    pris: dict[str, Path] = {}
    for fichier in fichiers:
        for nom in (nom_du_rapport(fichier.name, demande.modele, f) for f in demande.formats):
            # some disks know no capitals, some write an accent in two ways
            autre = pris.setdefault(unicodedata.normalize("NFC", nom).casefold(), fichier)
            if autre != fichier:
                raise WrongUse(
                    f"« {autre} » et « {fichier} » donneraient le même fichier « {nom} » : écrivez leurs rapports "
                    "séparément, chacun dans son dossier (--sortie)"
                )
    if len(fichiers) <= 1:  # said by the one that is written, and nothing is made where nothing is
        return
    try:
        demande.sortie.mkdir(parents=True, exist_ok=True)
    except FileExistsError as erreur:
        raison = "ce n’est pas un dossier"
        raise Unreadable(f"le rapport ne peut pas être écrit dans « {demande.sortie} » : {raison}") from erreur
    except OSError as erreur:
        raise Unreadable(f"le rapport ne peut pas être écrit dans « {demande.sortie} » : {cause(erreur)}") from erreur


def mener(
    fichiers: Sequence[Path], demande: Demande, *, processus: int | None = None, delai: float = DELAI
) -> Iterator[tuple[int, Issue]]:
    """The rank of each dossier and what came of it, as they are done. By default as many processes as dossiers and
    processors allow; with one, everything is done here, and nothing limits the time."""
    nombre = min(len(fichiers), processus or ouvriers.processeurs())
    if nombre <= 1:
        for rang, fichier in enumerate(fichiers):
            yield rang, rapporter(demande, fichier)
        return
    limite = delai * max(len(demande.formats), 1)
    for rang, issue in ouvriers.mener(partial(rapporter, demande), fichiers, processus=nombre, delai=limite):
        yield rang, _perdu(fichiers[rang], issue, limite) if isinstance(issue, Perdue) else issue


def rapporter(demande: Demande, fichier: Path) -> Issue:
    """Write the reports of one dossier. Raises nothing."""
    trouvailles: list[Trouvaille] = []
    avis: list[str] = []
    try:
        with Dossier.ouvrir(fichier) as dossier:
            annonces, code = dossier.a_dire, 1 if dossier.lecture_seule or dossier.fautes else 0
            volet = modeles.volet(demande.modele, demande.volet) or dossier.volet_a_montrer
            ecrits = rediger(
                dossier,
                evaluer(dossier.referentiel, dossier.reponses(volet)),
                modele=demande.modele,
                formats=demande.formats,
                sortie=demande.sortie,
                jour=demande.jour,
                prevenir=refuser if demande.refuser else trouvailles.extend,
                avertir=avis.append,
            )
    except DonneesPersonnelles as erreur:
        dites = _dire("", erreur.trouvailles)
        return Issue(fichier, code=erreur.code, erreur="\n".join([REFUS, *dites]))
    except AglsError as erreur:
        return Issue(fichier, code=erreur.code, erreur=str(erreur))
    except MemoryError:
        return Issue(fichier, code=1, erreur="la mémoire de cette machine n’y suffit pas")
    except Exception as erreur:  # a fault of ours costs this dossier only, and is said without a traceback
        return Issue(fichier, code=1, erreur=f"erreur du programme, à signaler ({type(erreur).__name__} : {erreur})")
    return Issue(
        fichier, tuple(ecrits), (*annonces, *avis, *_dire(f"{fichier} : donnée personnelle imprimée, ", trouvailles)), code
    )


def _dire(tete: str, trouvailles: Sequence[Trouvaille]) -> list[str]:
    dites = [f"{tete}{t}" for t in trouvailles[:DITES]]
    if autres := len(trouvailles) - len(dites):
        dites.append(f"{tete}et {french.pluriel(autres, 'autre')}")
    return dites


def _perdu(fichier: Path, perdue: Perdue, limite: float) -> Issue:
    seul = f"pour l’écrire seul, sans limite de temps : agls rapport {fichier}"
    if perdue.raison == "delai":
        raison = f"pas de rapport en {limite:.0f} secondes : un gabarit local tourne-t-il en rond ? {seul}"
    else:
        raison = f"le processus qui l’écrivait a été arrêté (mémoire épuisée ?) ; {seul}"
    return Issue(fichier, code=1, erreur=raison)
