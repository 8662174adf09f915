"""What an editor says of our files, tried on yaml-language-server, the one behind VS Code: `make check-editeurs`.

Good files have no diagnostic; a bad one has the expected line, column and words; keys, types and names are proposed with
their French descriptions. Needs node and npm, and the npm registry the first time; says so and passes over it without them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.editeurs.serveur_de_langage import Editeur, editeur

VERSION = "1.25.0"
RACINE = Path(__file__).resolve().parents[2]
ICI = Path(os.environ.get("AGLS_EDITEURS") or RACINE / ".venv" / "editeurs")
SERVEUR = ICI / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SCHEMAS = RACINE / "questionnaires" / "schemas"

# Line, column, words. Written by hand from docs/format-questionnaire.md; words in English are the server's own.
SECTION = """\
id: gls
titre: "Gestion locative sociale"
questions:
  - id: Publics
    libelle: "Pour quels publics ?"
    type: choix_multipe
  - id: protocole
    libelle: "Un protocole ?"
    type: niveau
    niveaux: ["Absent", "Déclaré", "Documenté"]
    imperatif: oui
    options: []
  - id: menages
    type: entier
    court: "Un nom beaucoup trop long pour une liste"
    si: true
    notation: {formule: "part(menages; nb_menages)", courbe: [[0, 0], [0,80, 1]]}
  - id: remarques
    libelle: "Des remarques ?"
    type: texte
    \n"""
FAUTES_SECTION = {
    (4, 9, "minuscules, chiffres et « _ », en commençant par une lettre"),
    (6, 11, 'Valeur non acceptée. Valeurs valides: "oui_non", "choix", "choix_multiple", "niveau", "entier", "decimal", '
            '"montant", "date", "texte", "repartition", "tableau".'),
    (10, 14, "Le tableau contient trop peu d'éléments. On attend 4 ou plus."),
    (11, 16, "true ou false attendu, sans guillemets"),
    (12, 5, "La propriété options n'est pas autorisée."),
    (13, 5, "« libelle » manque"),
    (15, 12, "La chaîne est plus longue que la longueur maximale de 28."),
    (16, 9, 'une formule est un texte entre guillemets doubles, 1 000 caractères au plus, par exemple "nb_logements ≥ 50"'),
    (17, 71, "Le tableau contient trop d'éléments. On attend 2 ou moins."),
}  # fmt: skip
GRILLE = """\
id: ddets-99
version: 1.10
titre: "Grille de la DDETS 99"
poids_axes: {A1: beaucoup, A9: 3}
planchers: {V-PLANCHER-REPONSES: "0,40"}
plafonnements: {majeure: reserv}
sans_objet: {clauses: [A0]}
adoptee_le: 15 mars
tranches: []
poids_notations:
  \n"""
FAUTES_GRILLE = {
    (1, 1, "« base » manque"),
    (2, 10, 'trois nombres entre guillemets, par exemple "1.0.0"'),
    (4, 18, 'nombre attendu ; une virgule se met entre guillemets : 3, "0,35", "2/3" ou "20 %"'),
    (4, 28, "La propriété A9 n'est pas autorisée."),
    (5, 13, "La propriété V-PLANCHER-REPONSES n'est pas autorisée."),
    (6, 26, 'Valeur non acceptée. Valeurs valides: "defavorable", "reserve", "favorable_avec_reserves", "favorable".'),
    (7, 14, "La propriété clauses n'est pas autorisée."),
    (8, 13, "date attendue (2024-12-31 ou 31/12/2024)"),
    (9, 1, "La propriété tranches n'est pas autorisée."),
    (10, 17, 'Incorrect type. Expected "Poids des questions notées".'),
}
REPONSES = """\
type_structure: residence_social
nb_logements: {valeur: 86, source: documents}
exercice: 1999
menages_vulnerable: 3
agrement: \n"""
FAUTES_REPONSES = {
    (1, 17, 'Valeur non acceptée. Valeurs valides: "residence_sociale", "residence_sociale_ex_ftm", '
            '"residence_sociale_fjt", "pension_de_famille", "residence_accueil", "logement_foyer_non_transforme", '
            '"rhvs", "autre".'),
    (2, 36, 'Valeur non acceptée. Valeurs valides: "declaratif", "document", "entretien", "observation".'),
    (3, 11, "La valeur est inférieure au minimum de 2000."),
    (4, 1, "La propriété menages_vulnerable n'est pas autorisée."),
}  # fmt: skip
ASSOCIATIONS = {"section": "essai_section.yaml", "surcouche": ["essai_grille.yaml", "exemple_local.yaml"],
                "reponses": "essai_reponses.yaml"}  # fmt: skip


def installer() -> str | None:
    """Why it cannot be tried here, or None."""
    absents = [nom for nom in ("node", "npm") if shutil.which(nom) is None]
    if absents:
        return f"{' et '.join(absents)} : absent de cette machine (https://nodejs.org)"
    if SERVEUR.is_file():
        return None
    ICI.mkdir(parents=True, exist_ok=True)
    commande = ["npm", "install", "--silent", "--no-save", "--prefix", str(ICI), f"yaml-language-server@{VERSION}"]
    if subprocess.run(commande, check=False).returncode or not SERVEUR.is_file():
        return f"yaml-language-server {VERSION} n’a pas pu être installé par npm"
    return None


def essais(e: Editeur) -> Iterator[tuple[str, object, object]]:
    """What is tried, what was found, what was expected."""
    livres = [*sorted((RACINE / "questionnaires").rglob("*.yaml")), RACINE / "report_templates" / "modeles.yaml"]
    for fichier in livres:
        yield f"{fichier.relative_to(RACINE)} : aucun diagnostic", e.ouvrir(fichier), []
    for nom, texte, attendu in (
        ("essai_section", SECTION, FAUTES_SECTION),
        ("essai_grille", GRILLE, FAUTES_GRILLE),
        ("essai_reponses", REPONSES, FAUTES_REPONSES),
    ):
        yield f"{nom} : les fautes, à leur place", set(e.ouvrir(RACINE / f"{nom}.yaml", texte)), attendu
    section, grille, reponses = (RACINE / f"essai_{nom}.yaml" for nom in ("section", "grille", "reponses"))
    types = e.proposer(section, 6, 11)
    yield "les types de question sont proposés, et décrits", types.get("niveau"), (
        "quatre niveaux, de 0 Absent à 3 Documenté, mis en œuvre et suivi"
    )  # fmt: skip
    cles = e.proposer(section, 21, 5)
    yield "les clés du type le sont", {"format", "longueur_max", "aide"} <= set(cles), True
    yield "celles d’un autre type ne le sont pas", {"options", "niveaux", "colonnes", "dimension"} & set(cles), set()
    yield "la description d’une clé", "Ce que l’on entend par là" in cles.get("aide", ""), True
    yield "le survol d’une clé dit ce qu’elle est", "nomme ; « sans" in e.survoler(section, 11, 7), True
    noms = e.proposer(grille, 11, 3)
    yield "les questions notées sont proposées à une grille", noms.get("protocole_impayes"), "Procédure d’impayés"
    defaut = RACINE / "questionnaires" / "grilles" / "defaut.yaml"
    lignes = defaut.read_text(encoding="utf-8").splitlines()
    rang = next(i for i, ligne in enumerate(lignes) if ligne.startswith("poids_axes:"))
    survol = e.survoler(defaut, rang + 1, lignes[rang].index("A2") + 1)
    yield "le survol d’un axe donne son titre", "Qualifier le caractère social de la gestion locative" in survol, True
    # a shipped file names its schema itself: no setting is needed
    abimee = lignes.index("terme_cout_net: true")
    lignes[abimee] = "terme_cout_net: oui"
    trouvees = e.modifier(defaut, "\n".join(lignes))
    yield "un fichier livré que l’on abîme", trouvees, [(abimee + 1, 17, "true ou false attendu, sans guillemets")]
    yield "les réponses admises sont proposées", {"oui", "non"} <= set(e.proposer(reponses, 5, 11)), True


def main() -> int:
    if raison := installer():
        print(f"PASSÉ SANS ESSAI : {raison}")
        return 0
    schemas = {(SCHEMAS / f"{nom}.json").as_uri(): motif for nom, motif in ASSOCIATIONS.items()}
    reglages = {"schemas": schemas, "validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
    rates = 0
    with editeur(SERVEUR, RACINE, reglages) as e:
        for quoi, trouve, attendu in essais(e):
            print(f"{'bon ' if trouve == attendu else 'FAUX'} : {quoi}")
            if trouve != attendu:
                rates += 1
                print(f"       trouvé  : {trouve}\n       attendu : {attendu}")
    print(f"yaml-language-server {VERSION} : {rates} écart(s)")
    return 1 if rates else 0


if __name__ == "__main__":
    sys.exit(main())
