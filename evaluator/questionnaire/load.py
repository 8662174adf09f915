"""From files (or the frozen copies of a dossier) to a `Referentiel`: all that an evaluation needs beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from evaluator import resources
from evaluator.canonical import Json, condense, empreinte, en_json, octets_canoniques
from evaluator.errors import FaultyInput, Faute, Unreadable, en_ordre
from evaluator.questionnaire import checks, checks_leviers, checks_parametres
from evaluator.questionnaire.atelier import FAUTES_MAX
from evaluator.questionnaire.bareme import Baremes, BaremesLus
from evaluator.questionnaire.compile import Compilateur, Questionnaire
from evaluator.questionnaire.grille import Ecart, Grille, GrilleLue
from evaluator.questionnaire.models import QuestionnaireLu
from evaluator.questionnaire.overlay import notations_locales, superposer
from evaluator.questionnaire.source import Arbre, Source
from evaluator.questionnaire.textes import Textes, TextesLus
from evaluator.questionnaire.validation import valider

ANNEXE_1 = "agls-annexe-1"
QUESTIONS_MAX = 2500  # what each depends on is known for every other: memory grows with the square
_DOSSIERS = {ANNEXE_1: "annexe_1"}


Gele = Mapping[str, Json]  # questionnaire, grille_defaut, grille_locale (or None), textes, baremes: plain trees


def empreintes_de(gele: Gele) -> dict[str, str | None]:
    """SHA-256 of each frozen part, null for an overlay that is not there."""
    return {cle: None if partie is None else condense(octets_canoniques(partie)) for cle, partie in gele.items()}


class Referentiel(Struct, frozen=True):
    """Questionnaire, grid, clauses and barèmes in force, and their plain trees as a dossier freezes them."""

    questionnaire: Questionnaire
    grille: Grille
    textes: Textes
    baremes: Baremes
    gele: Gele


class Sources(Struct, frozen=True):
    """The trees of a `Referentiel` before they are checked."""

    questionnaire: Source
    grille: Source
    textes: Source
    baremes: Source
    locale: Source | None = None

    def geler(self) -> Gele:
        return {
            "questionnaire": en_json(self.questionnaire.arbre),
            "grille_defaut": en_json(self.grille.arbre),
            "grille_locale": en_json(self.locale.arbre) if self.locale else None,
            "textes": en_json(self.textes.arbre),
            "baremes": en_json(self.baremes.arbre),
        }


def assembler(sources: Sources, gele: Gele | None = None, empreintes: Mapping[str, str | None] | None = None) -> Referentiel:
    """Validate, compile and check everything; `gele`, `empreintes`: where they are known already, which spares a copy.

    Raises `FaultyInput` with all faults of the first stage that has some.
    """
    textes_lus = valider(TextesLus, sources.textes)
    baremes_lus = valider(BaremesLus, sources.baremes)
    grille_lue = valider(GrilleLue, sources.grille)
    grille_source, ecarts = superposer(sources.grille, sources.locale)
    if sources.locale is not None:
        grille_lue = valider(GrilleLue, grille_source)
    lu = valider(QuestionnaireLu, sources.questionnaire)
    if (compte := sum(len(section.questions) for section in lu.sections)) > QUESTIONS_MAX:
        raise FaultyInput([sources.questionnaire.faute(("sections",), f"{compte} questions : {QUESTIONS_MAX} au plus")])

    gele = gele or sources.geler()
    de = cast(dict[str, str], empreintes or empreintes_de(gele))
    textes = Textes({c.id: c for c in textes_lus.clauses}, de["textes"])
    baremes = Baremes(baremes_lus.baremes, de["baremes"])
    compilateur = Compilateur(sources.questionnaire, {nom: r.unite for nom, r in grille_lue.references.items()})
    questionnaire = compilateur.compiler(lu, de["questionnaire"])
    fautes = list(compilateur.fautes)
    de_grille = Compilateur(grille_source, {})
    conditions = de_grille.derogation(grille_lue, questionnaire.portee if questionnaire else {})
    empreinte_grille = empreinte(grille_source.arbre) if sources.locale else de["grille_defaut"]
    grille = Grille(grille_lue, empreinte_grille, tuple(Ecart(*e) for e in ecarts), conditions)
    fautes += islice(checks.textes(textes_lus, sources.textes), FAUTES_MAX)
    fautes += islice(checks_parametres.baremes(baremes_lus, textes, sources.baremes), FAUTES_MAX)
    if questionnaire is None:
        raise FaultyInput(en_ordre(fautes))
    fautes += de_grille.fautes
    fautes += islice(checks.questionnaire(questionnaire, textes, sources.questionnaire), FAUTES_MAX)
    fautes += islice(checks_leviers.leviers(questionnaire, textes, sources.questionnaire), FAUTES_MAX)
    fautes += islice(checks_parametres.grille(grille, questionnaire, textes, grille_source), FAUTES_MAX)
    locales, fautes_locales = notations_locales(questionnaire, grille, grille_source)
    fautes += fautes_locales
    if fautes:
        raise FaultyInput(en_ordre(fautes))
    return Referentiel(replace(questionnaire, notations=locales), grille, textes, baremes, gele)


def lire_questionnaire(dossier: Path) -> Source:
    """`questionnaire.yaml` of a folder, with the section and vigilance files it names put in their place."""
    from evaluator.questionnaire.reader import lire_fichier

    tete = lire_fichier(dossier / "questionnaire.yaml")
    if not isinstance(tete.arbre, dict):
        raise FaultyInput([tete.faute((), "un questionnaire commence par « id: … »")])
    arbre: dict[str, Arbre] = dict(tete.arbre)
    places, nus, textes, fautes = dict(tete.places), set(tete.nus), dict(tete.textes), []
    bruts = dict(tete.bruts)
    noms = arbre.get("sections")
    sections: list[Arbre] = []
    for i, nom in enumerate(noms if isinstance(noms, list) else []):
        fichier = _voisin(dossier, nom)
        if fichier is None:
            fautes.append(tete.faute(("sections", i), f"le fichier « {nom}.yaml » n'existe pas dans {dossier.name}/"))
            continue
        section = lire_fichier(fichier)
        sections.append(section.arbre)
        places |= {("sections", i, *c): p for c, p in section.places.items()}
        nus |= {("sections", i, *c) for c in section.nus}
        textes |= {("sections", i, *c): p for c, p in section.textes.items()}
        bruts |= section.bruts
    if isinstance(noms, list):
        arbre["sections"] = sections
    if isinstance(nom := arbre.get("vigilances"), str):
        fichier = _voisin(dossier, nom)
        if fichier is None:
            fautes.append(tete.faute(("vigilances",), f"le fichier « {nom}.yaml » n'existe pas dans {dossier.name}/"))
        else:
            vigilances = lire_fichier(fichier)
            lues = vigilances.arbre
            arbre["vigilances"] = lues.get("vigilances") if isinstance(lues, dict) else lues
            places |= {c: p for c, p in vigilances.places.items() if c}
            nus |= vigilances.nus
            textes |= vigilances.textes
            bruts |= vigilances.bruts
    if fautes:
        raise FaultyInput(fautes)
    return Source(arbre, tete.fichier, places, frozenset(nus), textes, bruts)


def _voisin(dossier: Path, nom: object) -> Path | None:
    """`nom`.yaml in `dossier` and nowhere else, or None."""
    if not isinstance(nom, str) or not nom.replace("_", "").isalnum():
        return None
    chemin = dossier / f"{nom}.yaml"
    return chemin if chemin.is_file() and chemin.resolve().is_relative_to(dossier.resolve()) else None


def sources_livrees(questionnaire: str = ANNEXE_1, grille: Path | None = None) -> Sources:
    """The sources of a named questionnaire, with an overlay where one is given."""
    from evaluator.questionnaire.reader import lire_fichier

    dossier = _DOSSIERS.get(questionnaire, questionnaire)
    try:
        racine = resources.trouver(resources.QUESTIONNAIRES, f"{dossier}/questionnaire.yaml").parent
    except Unreadable:
        raise Unreadable(f"le questionnaire « {questionnaire} » est inconnu ; connus : {', '.join(_DOSSIERS)}") from None

    def autre(relatif: str) -> Source:
        return lire_fichier(resources.trouver(resources.QUESTIONNAIRES, relatif), f"questionnaires/{relatif}")

    locale = lire_fichier(grille) if grille else None
    defaut = autre("grilles/defaut.yaml")
    if locale and isinstance(locale.arbre, dict) and locale.arbre == defaut.arbre:
        locale = None  # the default grid named explicitly
    return Sources(lire_questionnaire(racine), defaut, autre("textes/clauses.yaml"), autre("baremes/agls.yaml"), locale)


def charger(questionnaire: str = ANNEXE_1, grille: Path | None = None) -> Referentiel:
    """The shipped questionnaire under the default grid, or an overlay. Raises `FaultyInput`, `Unreadable`."""
    return assembler(sources_livrees(questionnaire, grille))


def degeler(gele: Gele, fichier: str, empreintes: Mapping[str, str | None] | None = None) -> Referentiel:
    """The `Referentiel` that a dossier froze. It is data received from outside: everything is checked again.

    `empreintes`: those that were just computed from `gele`.
    """
    manquants = [c for c in ("questionnaire", "grille_defaut", "textes", "baremes") if not isinstance(gele.get(c), dict)]
    if manquants:
        raise FaultyInput([Faute(f"le dossier ne contient pas : {', '.join(manquants)}", fichier, 1)])

    def source(cle: str) -> Source:
        return Source(gele[cle], f"{fichier} ({cle})")  # type: ignore[arg-type]  # JSON is an Arbre

    locale = source("grille_locale") if isinstance(gele.get("grille_locale"), dict) else None
    sources = Sources(source("questionnaire"), source("grille_defaut"), source("textes"), source("baremes"), locale)
    parties = {cle: gele[cle] for cle in ("questionnaire", "grille_defaut", "textes", "baremes")}
    return assembler(sources, {**parties, "grille_locale": gele["grille_locale"] if locale else None}, empreintes)
