"""`agls verifier`: what kind of file is this, and is it sound?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evaluator import exemples, resources
from evaluator.dossier import verification as dossiers
from evaluator.errors import FaultyInput, Faute, Unreadable, WrongUse
from evaluator.questionnaire.load import Referentiel, Sources, assembler, lire_questionnaire
from evaluator.questionnaire.reader import lire_fichier
from evaluator.questionnaire.source import Source

RAPPORTS = frozenset({".html", ".pdf", ".docx", ".odt", ".md"})  # `report.entree.controle` checks them
_YAML = frozenset({".yaml", ".yml"})


def verifier(chemin: Path) -> tuple[list[Faute], list[str]]:
    """The faults of a file or folder, and what was checked. Raises `Unreadable` or `WrongUse`."""
    if chemin.is_dir():
        return _dossier(chemin)
    if not chemin.exists():
        raise Unreadable(f"{chemin} n'existe pas")
    if chemin.suffix == ".agls":
        return dossiers.verifier(chemin), ["dossier, chaîne entière"]
    if chemin.suffix in _YAML:
        return _sans_double(_yaml(chemin))
    raise WrongUse(f"{chemin} : « {chemin.suffix} » ne se vérifie pas (.yaml, .agls, un rapport ou un dossier)")


def _dossier(racine: Path) -> tuple[list[Faute], list[str]]:
    fautes: list[Faute] = []
    verifies: list[str] = []
    for fichier in sorted(racine.rglob("*.agls")):
        fautes += dossiers.verifier(fichier)
        verifies.append(f"dossier {fichier.name}")
    for fichier in sorted(f for f in racine.rglob("*") if f.suffix in _YAML):
        a_part = fichier.name == "questionnaire.yaml" or not (fichier.parent / "questionnaire.yaml").is_file()
        if a_part:  # the sections of a questionnaire are checked with its head
            trouvees, quoi = _yaml(fichier)
            fautes += trouvees
            verifies += quoi
    if not verifies and not fautes:
        raise WrongUse(f"{racine} : ni questionnaire, ni grille, ni barème, ni dossier .agls")
    return _sans_double((fautes, verifies))


def _sans_double(resultat: tuple[list[Faute], list[str]]) -> tuple[list[Faute], list[str]]:
    fautes, verifies = resultat
    return list(dict.fromkeys(fautes)), list(dict.fromkeys(verifies))


def _yaml(chemin: Path) -> tuple[list[Faute], list[str]]:
    try:
        return _sain(chemin)
    except FaultyInput as erreur:
        return list(erreur.fautes), []


def _sain(chemin: Path) -> tuple[list[Faute], list[str]]:
    source = lire_fichier(chemin)
    arbre = source.arbre if isinstance(source.arbre, dict) else {}
    if (chemin.parent / "questionnaire.yaml").is_file():
        lu = assembler(_autour(chemin.parent)).questionnaire.lu
        return [], [f"questionnaire {lu.id} {lu.version}"]
    if "auto_evaluation" in arbre or "constat" in arbre:
        referentiel = _referentiel(chemin)
        exemple = exemples.lire(chemin, referentiel, str(chemin))
        return list(exemples.ecarts(exemple, referentiel)), [f"exemple {exemple.id}"]
    if "base" in arbre:
        assembler(_remplacer(chemin, locale=source))
        return [], [f"grille locale {chemin.name}"]
    if "poids_axes" in arbre:
        assembler(_remplacer(chemin, grille=source))
        return [], [f"grille {chemin.name}"]
    if "baremes" in arbre:
        assembler(_remplacer(chemin, baremes=source))
        return [], [f"barèmes {chemin.name}"]
    if "clauses" in arbre and "questions" not in arbre:
        assembler(_remplacer(chemin, textes=source))
        return [], [f"clauses {chemin.name}"]
    message = "fichier non reconnu : ni questionnaire, ni grille (poids_axes ou base), ni barème, ni clauses, ni exemple"
    return [source.faute((), message)], []


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
