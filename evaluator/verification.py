"""`agls verifier`: what kind of file is this, and is it sound?"""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from evaluator import exemples, resources
from evaluator.dossier import verification as dossiers
from evaluator.errors import FaultyInput, Faute, Unreadable, WrongUse, cause
from evaluator.questionnaire.load import Referentiel, Sources, assembler, lire_questionnaire
from evaluator.questionnaire.reader import lire_fichier
from evaluator.questionnaire.source import Source
from evaluator.remarques import remarques

RAPPORTS = frozenset({".html", ".pdf", ".docx", ".odt", ".md"})  # `report.entree.controle` checks them
_YAML = frozenset({".yaml", ".yml"})


class Bilan(Struct):
    """The faults of what was checked, what it was, and what is no fault but can have no effect (`remarques`)."""

    fautes: list[Faute] = field(default_factory=list)
    verifies: list[str] = field(default_factory=list)
    remarques: list[Faute] = field(default_factory=list)

    def ajouter(self, autre: Bilan) -> None:
        self.fautes += autre.fautes
        self.verifies += autre.verifies
        self.remarques += autre.remarques

    def sans_double(self) -> Bilan:
        return Bilan(
            list(dict.fromkeys(self.fautes)), list(dict.fromkeys(self.verifies)), list(dict.fromkeys(self.remarques))
        )


def verifier(chemin: Path) -> Bilan:
    """All that there is to say of a file or folder. Raises `Unreadable` or `WrongUse`."""
    if os.path.isdir(chemin):
        return _dossier(chemin)
    try:
        chemin.stat()
    except OSError as erreur:
        raise Unreadable(f"{chemin} : lecture impossible ({cause(erreur)})") from None
    if chemin.suffix.lower() == ".agls":
        return Bilan(dossiers.verifier(chemin), ["dossier, chaîne entière"])
    if chemin.suffix.lower() in _YAML:
        return _yaml(chemin).sans_double()
    raise WrongUse(f"{chemin} : « {chemin.suffix} » ne se vérifie pas (.yaml, .agls, un rapport ou un dossier)")


def _dossier(racine: Path) -> Bilan:
    bilan = Bilan()
    for fichier in sorted(racine.rglob("*.agls")):
        bilan.ajouter(Bilan(dossiers.verifier(fichier), [f"dossier {fichier.name}"]))
    for fichier in sorted(f for f in racine.rglob("*") if f.suffix.lower() in _YAML):
        a_part = fichier.name == "questionnaire.yaml" or not (fichier.parent / "questionnaire.yaml").is_file()
        if a_part:  # the sections of a questionnaire are checked with its head
            bilan.ajouter(_yaml(fichier))
    if not bilan.verifies and not bilan.fautes:
        raise WrongUse(f"{racine} : ni questionnaire, ni grille, ni barème, ni dossier .agls")
    return bilan.sans_double()


def _yaml(chemin: Path) -> Bilan:
    try:
        return _sain(chemin)
    except FaultyInput as erreur:
        return Bilan(list(erreur.fautes))


def _sain(chemin: Path) -> Bilan:
    source = lire_fichier(chemin)
    arbre = source.arbre if isinstance(source.arbre, dict) else {}
    if (chemin.parent / "questionnaire.yaml").is_file():
        sources = _autour(chemin.parent)
        referentiel = assembler(sources)
        lu = referentiel.questionnaire.lu
        siennes = [r for r in remarques(referentiel, sources) if r.fichier != sources.grille.fichier]
        return Bilan([], [f"questionnaire {lu.id} {lu.version}"], siennes)
    if "auto_evaluation" in arbre or "constat" in arbre:
        referentiel = _referentiel(chemin)
        exemple = exemples.lire(chemin, referentiel, str(chemin))
        return Bilan(list(exemples.ecarts(exemple, referentiel)), [f"exemple {exemple.id}"])
    if "base" in arbre:
        return Bilan([], [f"grille locale {chemin.name}"], _de_la_grille(chemin, _remplacer(chemin, locale=source)))
    if "poids_axes" in arbre:
        return Bilan([], [f"grille {chemin.name}"], _de_la_grille(chemin, _remplacer(chemin, grille=source)))
    if "baremes" in arbre:
        assembler(_remplacer(chemin, baremes=source))
        return Bilan([], [f"barèmes {chemin.name}"])
    if "clauses" in arbre and "questions" not in arbre:
        assembler(_remplacer(chemin, textes=source))
        return Bilan([], [f"clauses {chemin.name}"])
    message = "fichier non reconnu : ni questionnaire, ni grille (poids_axes ou base), ni barème, ni clauses, ni exemple"
    return Bilan([source.faute((), message)])


def _de_la_grille(chemin: Path, sources: Sources) -> list[Faute]:
    """The remarks on a grid, and those that the questionnaire only calls for under it."""
    toutes = remarques(assembler(sources), sources)
    if all(r.fichier == str(chemin) for r in toutes):
        return toutes
    sans_elle = _remplacer(chemin)
    deja = set(remarques(assembler(sans_elle), sans_elle))
    siennes = [r for r in toutes if r.fichier == str(chemin)]
    return siennes + [
        replace(r, message=f"{r.message} (avec cette grille)") for r in toutes if r not in deja and r not in siennes
    ]


def _racine(chemin: Path) -> Path:
    """The `questionnaires` folder around `chemin`, else the shipped one."""
    for parent in chemin.resolve().parents:
        if (parent / "annexe_1" / "questionnaire.yaml").is_file():
            return parent
    return resources.dossier_livre(resources.QUESTIONNAIRES)


def _autour(questionnaire: Path) -> Sources:
    """The sources of a questionnaire folder, with the parameters beside it."""
    racine = _racine(questionnaire / "questionnaire.yaml")

    def autre(relatif: str) -> Source:
        chemin = racine / relatif
        return lire_fichier(chemin if chemin.is_file() else resources.trouver(resources.QUESTIONNAIRES, relatif))

    return Sources(
        lire_questionnaire(questionnaire),
        autre("grilles/defaut.yaml"),
        autre("textes/clauses.yaml"),
        autre("baremes/agls.yaml"),
    )


def _remplacer(chemin: Path, **remplacees: Source) -> Sources:
    return replace(_autour(_racine(chemin) / "annexe_1"), **remplacees)


def _referentiel(exemple: Path) -> Referentiel:
    voisin = exemple.parent.parent
    if (voisin / "questionnaire.yaml").is_file():
        return assembler(_autour(voisin))
    return assembler(_autour(_racine(exemple) / "annexe_1"))
