"""From a dossier and its evaluation to report files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

from evaluator import french
from evaluator.errors import Unreadable, WrongUse, cause
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.report import exigences
from evaluator.report.context import contexte
from evaluator.report.document import Document
from evaluator.report.donnees_personnelles import Trouvaille, chercher
from evaluator.report.entree import Jointe, entree
from evaluator.report.formats import FORMATS, ecrire
from evaluator.report.modeles import ModeleRapport, choisir
from evaluator.report.sujet import DossierLu


def rediger(
    dossier: DossierLu,
    evaluation: Evaluation,
    *,
    modele: str = "evaluation",
    formats: Sequence[str] = ("html",),
    sortie: Path,
    jour: date | None = None,
    prevenir: Callable[[Sequence[Trouvaille]], None] | None = None,
    avertir: Callable[[str], object] | None = None,
) -> list[Path]:
    """Write one file per format into `sortie` and give their paths. Same dossier, same `jour`: same bytes.

    `jour` is the date printed, that of the dossier's last event unless said. A kind about one volet is written of it,
    whichever `evaluation` is of. `prevenir` is told of the personal data that would be printed, where there are some, before
    anything is written; it may raise. `avertir` is told what a format had to do without.

    Raises `WrongUse` for an unknown kind or format or one the dossier is not ready for, `Unreadable` for a folder that
    cannot be written, `FaultyInput` for a faulty template. Nothing is written unless every format can be.
    """
    choisi = choisir(modele)
    voulus = [_format(nom) for nom in dict.fromkeys(formats)]
    document = composer(dossier, evaluation, choisi, jour)
    joint = (choisi.volet or evaluation.volet) if document.jointe.octets else None  # its answers go with the file
    # the sections are written first: what they read is what is searched
    if prevenir and document.sections and (trouvailles := chercher(dossier, document.donnees, joint)):
        prevenir(trouvailles)
    ecrits = [(nom, ecrire(nom, document)) for nom in voulus]
    chemins = [_ecrire(sortie, nom_du_rapport(dossier.nom, modele, nom), octets) for nom, octets in ecrits]
    if avertir:
        for avis in document.avis:
            avertir(avis)
    return chemins


def composer(dossier: DossierLu, evaluation: Evaluation, modele: ModeleRapport, jour: date | None = None) -> Document:
    """The report before it has a format."""
    if modele.volet and evaluation.volet != modele.volet:
        evaluation = evaluer(dossier.referentiel, dossier.reponses(modele.volet))
    exigences.verifier(modele, dossier, evaluation)
    date_ = jour or dossier.dernier_instant.date()
    donnees = contexte(
        dossier, evaluation, date_, modele=modele.id, sections=modele.sections, publication=modele.publication
    )
    jointe = Jointe.de(entree(dossier, evaluation, date_, modele.id), publication=modele.publication)
    donnees["entree"] = jointe.bloc
    titre = donnees["titre"]
    return Document(
        modele=modele,
        donnees=donnees,
        nom=dossier.nom,
        residence=str(titre["residence"]),  # type: ignore[call-overload,index]  # the block of the title
        bande=str(titre["bande"]),  # type: ignore[call-overload,index]  # the same
        jour=french.jour_long(date_),
        instant=int(datetime.combine(date_, time(12), UTC).timestamp()),
        empreinte=dossier.empreinte,
        jointe=jointe,
    )


def nom_du_rapport(dossier: str, modele: str, format_: str) -> str:
    """The file that `rediger` writes, and replaces where it is there: `residence-auto-evaluation.html`."""
    return f"{Path(dossier).stem}-{modele.replace('_', '-')}.{_format(format_)}"


def _format(nom: str) -> str:
    if nom not in FORMATS:
        raise WrongUse(f"format de rapport inconnu ou absent de cette version : « {nom} » ; connus : {', '.join(FORMATS)}")
    return nom


def _ecrire(sortie: Path, nom: str, octets: bytes) -> Path:
    """Whole or not at all: a temporary file beside it, then a rename."""
    cible = sortie / nom
    provisoire: str | None = None
    try:
        sortie.mkdir(parents=True, exist_ok=True)
        descripteur, provisoire = tempfile.mkstemp(dir=sortie, prefix=f".{nom[:40]}.", suffix=".tmp")
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(octets)
            fichier.flush()
            os.fsync(fichier.fileno())
        os.chmod(provisoire, 0o666 & ~_umask())
        _mettre_en_place(provisoire, cible)
    except FileExistsError as erreur:  # of the folder
        raise Unreadable(f"le rapport ne peut pas être écrit dans « {sortie} » : ce n’est pas un dossier") from erreur
    except (OSError, Unreadable) as erreur:
        if provisoire:
            with suppress(OSError):
                os.unlink(provisoire)
        if isinstance(erreur, Unreadable):
            raise
        raise Unreadable(f"le rapport ne peut pas être écrit dans « {sortie} » : {cause(erreur)}") from erreur
    return cible


def _mettre_en_place(provisoire: str, cible: Path) -> None:
    """Under its name. Windows replaces no file that another program has open."""
    try:
        os.replace(provisoire, cible)
    except PermissionError:
        if not cible.is_file():
            raise
        raise Unreadable(
            f"« {cible} » ne peut pas être remplacé : est-il ouvert dans un autre programme (Word, lecteur de PDF) ? "
            "Fermez-le et recommencez ; l’ancien rapport est intact"
        ) from None


def _umask() -> int:
    masque = os.umask(0)
    os.umask(masque)
    return masque
