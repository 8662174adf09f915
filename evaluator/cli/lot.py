"""`evaluer` on many dossiers: each apart, so that one that cannot be read stops no other, on all processors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from evaluator.errors import AglsError

if TYPE_CHECKING:
    from evaluator.ouvriers import Perdue
    from evaluator.questionnaire.models import Volet

DELAI = 60.0  # seconds for one dossier, beyond which it is given up
RECYCLER = 20_000  # dossiers that a process evaluates before another takes its place: its memory is flat
# A process takes half a second to start: as many dossiers as that buys, with the analyses and without.
SEUIL_ANALYSES, SEUIL = 4, 40


class Demande(Struct, frozen=True):
    """What is asked for of every dossier."""

    volet: Volet | None = None
    en_json: bool = False
    bref: bool = False


class Issue(Struct, frozen=True):
    """What came of one dossier: its result in words or as JSON, or why there is none; `code`: that of `contract.md`."""

    texte: str = ""
    objet: dict[str, object] | None = None
    dits: tuple[str, ...] = ()
    code: int = 0
    erreur: str = ""


def mener(fichiers: Sequence[Path], demande: Demande, *, processus: int | None = None) -> Iterator[Issue]:
    """What came of each dossier, in their order, as soon as it and all before it are done. The same for any number of
    processes; by default as many as processors and dossiers are worth."""
    nombre = min(processus or _utiles(len(fichiers), demande), len(fichiers))
    if nombre <= 1:
        _peu_de_dechets()
        for fichier in fichiers:
            yield essayer(demande, fichier)
        return
    from evaluator import ouvriers  # a thirtieth of the whole for one dossier

    attente: dict[int, Issue] = {}
    suivant = 0
    travail = partial(essayer, demande)
    for rang, issue in ouvriers.mener(travail, fichiers, processus=nombre, delai=DELAI, recycler=RECYCLER):
        attente[rang] = _perdu(fichiers[rang], issue) if isinstance(issue, ouvriers.Perdue) else issue
        while suivant in attente:
            yield attente.pop(suivant)
            suivant += 1


def essayer(demande: Demande, fichier: Path) -> Issue:
    """`evaluer`; raises nothing."""
    try:
        return evaluer(demande, fichier)
    except AglsError as erreur:
        return Issue(code=erreur.code, erreur=f"{fichier} : {erreur}")
    except MemoryError:
        return Issue(code=1, erreur=f"{fichier} : la mémoire de cette machine n’y suffit pas")
    except Exception as erreur:  # a fault of ours costs this dossier only, and is said without a traceback
        return Issue(code=1, erreur=f"{fichier} : erreur du programme, à signaler ({type(erreur).__name__} : {erreur})")


def evaluer(demande: Demande, fichier: Path) -> Issue:
    """Read one dossier and say what it is worth. Raises `AglsError`."""
    from evaluator.cli.resume import resume
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation import as_json
    from evaluator.evaluation.evaluate import evaluer as calculer

    _peu_de_dechets()
    with Dossier.ouvrir(fichier) as dossier:
        referentiel, reponses = dossier.referentiel, dossier.reponses(demande.volet or dossier.volet_a_montrer)
        evaluation = calculer(referentiel, reponses)
        dits, code = dossier.a_dire, 1 if dossier.lecture_seule or dossier.fautes else 0
        if not demande.en_json:
            return Issue(texte=resume(dossier.nom, referentiel, evaluation), dits=dits, code=code)
        analyse = None
        if not demande.bref:
            from evaluator.evaluation.analyse import Analyse
            from evaluator.evaluation.analyses_json import analyse_en_json

            analyse = analyse_en_json(Analyse(referentiel, reponses, evaluation))
        objet = as_json.objet(
            evaluation,
            referentiel,
            dossier=dossier.nom,
            dossier_id=dossier.id,
            evenements=dossier.evenements,
            empreinte=dossier.empreinte,
            analyse=analyse,
        )
        return Issue(objet=objet, dits=dits, code=code)


def _utiles(nombre: int, demande: Demande) -> int:
    utiles = nombre // (SEUIL_ANALYSES if demande.en_json and not demande.bref else SEUIL)
    if utiles <= 1:
        return utiles
    from evaluator import ouvriers

    return min(ouvriers.processeurs(), utiles)


@cache
def _peu_de_dechets() -> None:
    """Once a process: a dossier read and let go leaves no cycle behind, and looking for some takes an eighth of the time."""
    import gc

    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _perdu(fichier: Path, perdue: Perdue) -> Issue:
    seul = f"pour l’évaluer seul, sans limite de temps : agls evaluer {fichier}"
    if perdue.raison == "delai":
        return Issue(code=1, erreur=f"{fichier} : pas de résultat en {DELAI:.0f} secondes ; {seul}")
    return Issue(code=1, erreur=f"{fichier} : le processus qui l’évaluait a été arrêté (mémoire épuisée ?) ; {seul}")
