"""The template of a word processor: which one, filled in a sandbox, and where it wants the body.

`{{ corps }}` alone in a paragraph is the place of the sections; `{{ sections.synthese }}` that of one, which `corps` then
leaves out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from msgspec import Struct

from evaluator import resources
from evaluator.errors import FaultyInput, Faute, Unreadable
from evaluator.fichiers import lire_borne
from evaluator.report.arbre.noeuds import Blocs
from evaluator.report.context import SECTIONS
from evaluator.report.document import Document
from evaluator.report.texte import abreger

CORPS = "corps"
PAR_SECTION = "sections"
COURT = 48
TAILLE_MAX = 16 * 1024 * 1024  # bytes of a template; ours, with its fonts, has 0.6 million
_BLANCS = re.compile(r"[ \t\n\r\f]+")  # not the spaces that do not break


class Gabarit(Struct, frozen=True):
    """A template file, what its places are called, and the marks that stand for them once it is filled."""

    chemin: Path
    marques: Mapping[str, str]  # the mark, and the section; `corps` for all that are not placed
    document: Document

    @property
    def contexte(self) -> dict[str, object]:
        """What the template reads: text that says only itself, and marks."""
        d = self.document
        places = {section: marque for marque, section in self.marques.items()}
        return {
            "titre": _litteral(d.titre),
            "residence": _litteral(d.residence),
            "residence_courte": _litteral(abreger(d.residence, COURT)),
            "bande": _litteral(d.bande),
            "jour": _litteral(d.jour),
            "pied": _litteral(d.pied),
            "dossier": _litteral(d.nom),
            "empreinte": _litteral(_empreinte(d)),
            "modele": _litteral(d.modele.id),
            CORPS: places.pop(CORPS),
            PAR_SECTION: places,
        }

    def repartir(self, presentes: Iterable[str]) -> dict[str, Blocs]:
        """The blocks of each place: `presentes` are the marks found, each alone in a paragraph of the body."""
        trouvees = [self.marques[m] for m in presentes]
        doubles = {s for s in trouvees if trouvees.count(s) > 1}
        if doubles:
            raise self.faute(f"« {_place(min(doubles))} » y est deux fois ; gardez-en une")
        arbre = self.document.arbre
        seules = {s: arbre.get(s, ()) for s in trouvees if s != CORPS}
        reste = tuple(b for s, blocs in arbre.items() if s not in seules for b in blocs)
        if CORPS in trouvees:
            return {**seules, CORPS: reste}
        if not seules:
            raise self.faute("« {{ corps }} » y manque ; écrivez-le seul dans un paragraphe, là où le rapport doit venir")
        oubliees = [s for s, blocs in arbre.items() if blocs and s not in seules]
        if oubliees:
            dites = ", ".join(_place(s) for s in oubliees)
            raise self.faute(
                f"sections sans place : {dites} ; écrivez-les, ou {{{{ corps }}}} pour toutes celles qui restent"
            )
        return seules

    def faute(self, message: str) -> FaultyInput:
        return FaultyInput([Faute(f"modèle de rapport : {message}", str(self.chemin))])

    def mal_place(self, textes: Iterable[str]) -> None:
        """Raises `FaultyInput` where a mark is left in `textes`: it was not alone in a paragraph of the body."""
        for texte in textes:
            for marque, section in self.marques.items():
                if marque in texte:
                    place = _place(section)
                    raise self.faute(
                        f"« {place} » doit être seul dans un paragraphe du corps, hors en-tête, pied et zone de texte"
                    )

    @contextmanager
    def remplissage(self) -> Iterator[None]:
        """A fault of the template as a fault of its file."""
        try:
            yield
        except jinja2.UndefinedError as erreur:
            raise self.faute(f"{erreur.message} ; connus : {', '.join(self.contexte)}") from erreur
        except jinja2.TemplateError as erreur:
            raise self.faute(str(erreur.message or "illisible")) from erreur
        except (TypeError, ValueError, OverflowError, RecursionError, SyntaxError) as erreur:
            raise self.faute(str(erreur)) from erreur


def trouver(format_: str, document: Document) -> Gabarit:
    """The template of `document`: in the local folder, then in the program, that of its kind, then the common one."""
    noms = (f"{document.modele.id}.{format_}", f"modele.{format_}")
    candidats = [d / format_ / nom for d in resources.dossiers(resources.MODELES) for nom in noms]
    chemin = next((c for c in candidats if c.is_file()), None)
    if chemin is None:
        raise Unreadable(f"le modèle « {format_}/modele.{format_} » est introuvable : réinstallez AGLS Évaluateur")
    graine = repr((document.donnees.keys(), document.residence, document.nom, document.empreinte, document.instant))
    secret = hashlib.sha256(graine.encode()).hexdigest()[:24]  # no text of the dossier can hold it
    places = dict.fromkeys([CORPS, *document.modele.sections, *SECTIONS])
    return Gabarit(chemin, {f"place{secret}n{k}fin": place for k, place in enumerate(places)}, document)


def lire(gabarit: Gabarit) -> bytes:
    octets = lire_borne(gabarit.chemin, TAILLE_MAX)
    if len(octets) > TAILLE_MAX:
        raise gabarit.faute(f"plus de {TAILLE_MAX // 1024 // 1024} Mo : refusé ; allégez ses images")
    return octets


def bac_a_sable() -> jinja2.Environment:
    """Jinja2 for a template that anyone may have written: no file, no code, no missing name."""
    return ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)


def choisisseur(gabarit: Gabarit, connus: Mapping[str, str], normal: str) -> Callable[[str], str]:
    """From a style's name, in capitals or not, to its identifier in the template; `normal`, and a word in
    `Document.avis`, where it is absent."""
    manquants: set[str] = set()
    idents = {nom.casefold(): ident for nom, ident in connus.items()}

    def choisir(nom: str) -> str:
        if nom.casefold() in idents:
            return idents[nom.casefold()]
        if nom not in manquants:
            manquants.add(nom)
            gabarit.document.avis.append(f"{gabarit.chemin} : le style « {nom} » manque ; le style normal le remplace")
        return normal

    return choisir


def _litteral(texte: str) -> Markup:
    """`texte` on one line, which no later step of a template reads as a tag of its own."""
    return Markup(str(escape(_BLANCS.sub(" ", texte))).replace("_", "&#95;"))  # noqa: S704  # escaped here


def _empreinte(document: Document) -> str:
    """What the file can be checked by: the data that it carries, else the journal they come from."""
    if document.jointe.empreinte:
        return f"Données SHA-256 {document.jointe.empreinte}"
    return f"Journal SHA-256 {document.empreinte}"


def _place(section: str) -> str:
    return "{{ corps }}" if section == CORPS else f"{{{{ {PAR_SECTION}.{section} }}}}"
