"""From a dossier and its evaluation to report files: templates found in the local folder first, then in the program.

Jinja2 is imported here and nowhere else, so that only a command that writes a report pays for it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from evaluator import resources
from evaluator.errors import FaultyInput, Faute, Unreadable, WrongUse, cause
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.report import markdown
from evaluator.report.context import contexte
from evaluator.report.modeles import MODELES, ModeleRapport
from evaluator.report.sujet import DossierLu
from evaluator.report.texte import Bloc, typo

ORIGINE = "origine"
MOT_LONG = 30  # beyond it, a word may be cut to stay on the page


@dataclass(frozen=True)
class Format:
    """A way to write: its folder of templates, its file extension, how text is escaped."""

    dossier: str
    extension: str
    echapper: Callable[[str], str] | None = None  # None: Jinja's own, for HTML
    finir: Callable[[str], str] = str


FORMATS: dict[str, Format] = {
    "html": Format("html", "html"),
    "md": Format("md", "md", markdown.echapper, markdown.aerer),
}


def rediger(
    dossier: DossierLu,
    evaluation: Evaluation,
    *,
    modele: str = "evaluation",
    formats: Sequence[str] = ("html",),
    sortie: Path,
    jour: date | None = None,
) -> list[Path]:
    """Write one file per format into `sortie` and give their paths. Same dossier, same `jour`: same bytes.

    `jour` is the date printed, that of the dossier's last event unless said. A kind about one volet is written of it,
    whichever `evaluation` is of. Raises `WrongUse` for an unknown kind or format, `Unreadable` for a folder that cannot be
    written, `FaultyInput` for a faulty template.
    """
    choisi = _modele(modele)
    voulus = [(nom, _format(nom)) for nom in dict.fromkeys(formats)]
    if choisi.volet and evaluation.volet != choisi.volet:
        evaluation = evaluer(dossier.referentiel, dossier.reponses(choisi.volet))
    donnees = contexte(dossier, evaluation, jour or dossier.dernier_instant.date(), modele=modele, sections=choisi.sections)
    textes = [(nom, _texte(f, choisi, donnees)) for nom, f in voulus]
    return [_ecrire(sortie, nom_du_rapport(dossier.nom, modele, nom), texte) for nom, texte in textes]


def nom_du_rapport(dossier: str, modele: str, format_: str) -> str:
    """The file that `rediger` writes, and replaces where it is there: `residence-auto-evaluation.html`."""
    return f"{Path(dossier).stem}-{modele.replace('_', '-')}.{_format(format_).extension}"


def _modele(modele: str) -> ModeleRapport:
    try:
        return MODELES[modele]
    except KeyError:
        raise WrongUse(f"modèle de rapport inconnu : « {modele} » ; connus : {', '.join(MODELES)}") from None


def _format(nom: str) -> Format:
    if nom not in FORMATS:
        raise WrongUse(f"format de rapport inconnu ou absent de cette version : « {nom} » ; connus : {', '.join(FORMATS)}")
    return FORMATS[nom]


def environnement(format_: Format) -> jinja2.Environment:
    """Sandboxed, strict on missing names, and escaping everything unless it is markup of the template."""
    return _environnement(format_, tuple(resources.dossiers(resources.MODELES)))


@lru_cache(maxsize=8)  # compiled templates serve many dossiers; a changed file is read again
def _environnement(format_: Format, dossiers: tuple[Path, ...]) -> jinja2.Environment:
    *locaux, livre = [jinja2.FileSystemLoader(d) for d in dossiers]
    env = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([*locaux, jinja2.PrefixLoader({ORIGINE: livre}), livre]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=partial(_finaliser, format_.echapper) if format_.echapper else None,
    )
    env.tests["mot_long"] = lambda valeur: any(len(mot) > MOT_LONG for mot in str(valeur).split())
    env.filters["code"] = lambda valeur: Markup(markdown.code(str(valeur)))  # escaped by `code`
    return env


def _finaliser(echapper: Callable[[str], str], valeur: object) -> object:
    """Jinja calls this on every printed expression: text is escaped for the format, markup passes."""
    if isinstance(valeur, jinja2.Undefined):
        return valeur  # let it raise
    return valeur if isinstance(valeur, Markup) else Markup(echapper(str(valeur)))  # escaped


def _texte(format_: Format, modele: ModeleRapport, donnees: Bloc) -> str:
    gabarit = f"{format_.dossier}/rapport.{format_.extension}.j2"
    rapport: Bloc = {
        "id": modele.id,
        "titre": typo(modele.titre),
        "pied": typo(modele.pied),
        "sections": list(modele.sections),
    }
    try:
        return format_.finir(environnement(format_).get_template(gabarit).render(rapport=rapport, **donnees))
    except jinja2.TemplateSyntaxError as erreur:
        raise FaultyInput(
            [Faute(f"modèle de rapport : {erreur.message}", erreur.filename or erreur.name, erreur.lineno)]
        ) from erreur
    except jinja2.TemplateNotFound as erreur:
        raise FaultyInput([Faute(f"modèle de rapport introuvable : {erreur.message}", gabarit)]) from erreur
    except (jinja2.TemplateError, TypeError, ValueError, OverflowError, RecursionError) as erreur:
        raise FaultyInput([Faute(f"modèle de rapport : {erreur}", *_place(erreur, gabarit))]) from erreur


def _place(erreur: BaseException, gabarit: str) -> tuple[str, int | None]:
    """Template file and line of the innermost template frame."""
    trace, place = erreur.__traceback__, (gabarit, None)
    while trace:
        if (fichier := trace.tb_frame.f_code.co_filename).endswith(".j2"):
            place = (fichier, trace.tb_lineno)  # type: ignore[assignment]  # a line where there is one
        trace = trace.tb_next
    return place


def _ecrire(sortie: Path, nom: str, texte: str) -> Path:
    """Whole or not at all: a temporary file beside it, then a rename."""
    cible = sortie / nom
    provisoire: str | None = None
    try:
        sortie.mkdir(parents=True, exist_ok=True)
        descripteur, provisoire = tempfile.mkstemp(dir=sortie, prefix=f".{nom[:40]}.", suffix=".tmp")
        with os.fdopen(descripteur, "w", encoding="utf-8", newline="\n") as fichier:
            fichier.write(texte)
            fichier.flush()
            os.fsync(fichier.fileno())
        os.chmod(provisoire, 0o666 & ~_umask())
        os.replace(provisoire, cible)
    except OSError as erreur:
        if provisoire:
            with suppress(OSError):
                os.unlink(provisoire)
        raise Unreadable(f"le rapport ne peut pas être écrit dans « {sortie} » : {cause(erreur)}") from erreur
    return cible


def _umask() -> int:
    masque = os.umask(0)
    os.umask(masque)
    return masque
