"""Jinja2, imported here and nowhere else: templates of the local folder first, then those of the program, in a sandbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from evaluator import encodage, resources
from evaluator.errors import FaultyInput, Faute
from evaluator.report.texte import Affichable

ORIGINE = "origine"  # {% extends "origine/…" %}: the shipped template, from a local one of the same name
MOT_LONG = 30  # beyond it, a word may be cut to stay on the page


class _Confine(jinja2.FileSystemLoader):
    """A template is a file of its folder: a link that leads out of it would print another file in a report that is sent."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        texte, chemin, inchange = super().get_source(environment, template)
        if not any(Path(chemin).resolve().is_relative_to(Path(d).resolve()) for d in self.searchpath):
            raise jinja2.TemplateNotFound(template, f"{template} (un lien mène hors du dossier des modèles)")
        return texte, chemin, inchange


def environnement() -> jinja2.Environment:
    """Sandboxed, strict on missing names, and escaping everything unless it is markup of the template."""
    return _environnement(tuple(resources.dossiers(resources.MODELES)))


@lru_cache(maxsize=8)  # compiled templates serve many dossiers; a changed file is read again
def _environnement(dossiers: tuple[Path, ...]) -> jinja2.Environment:
    *locaux, livre = [_Confine(d, encoding="utf-8-sig") for d in dossiers]
    env = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([*locaux, jinja2.PrefixLoader({ORIGINE: livre}), livre]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.tests["mot_long"] = lambda valeur: any(len(mot) > MOT_LONG for mot in str(valeur).split())
    return env


def remplir(gabarit: str, **donnees: Affichable) -> str:
    """The text of a template. Raises `FaultyInput` for one that is faulty or absent: file, line, what is wrong."""
    try:
        return environnement().get_template(gabarit).render(**donnees)
    except jinja2.TemplateSyntaxError as erreur:
        raise FaultyInput(
            [Faute(f"modèle de rapport : {erreur.message}", erreur.filename or erreur.name, erreur.lineno)]
        ) from erreur
    except jinja2.TemplateNotFound as erreur:
        raise FaultyInput([Faute(f"modèle de rapport introuvable : {erreur.message}", gabarit)]) from erreur
    except UnicodeDecodeError as erreur:
        message = f"{encodage.en_mots(erreur.object[erreur.start])} n’est pas de l’UTF-8 : enregistrez le gabarit en UTF-8"
        raise FaultyInput([Faute(f"modèle de rapport : {message}", gabarit)]) from erreur
    except MemoryError:
        raise FaultyInput([Faute("modèle de rapport : il demande trop de mémoire à cette machine", gabarit)]) from None
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
