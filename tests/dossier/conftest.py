"""A small questionnaire that has every type of question, so that these tests do not depend on the shipped one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.questionnaire.load import Referentiel, Sources, assembler
from evaluator.questionnaire.reader import lire_texte

QUESTIONNAIRE = """
id: petit
version: "1.0.0"
titre: "Petit questionnaire"
axes: [{id: A1, titre: "Axe"}]
indicateurs: [{id: I1, axe: A1, libelle: "Indicateur"}, {id: I2, axe: A1, libelle: "Autre"}]
sections:
  - id: identite
    titre: "Identité"
    questions:
      - id: type_structure
        libelle: "Quel type de structure ?"
        type: choix
        commun: true
        sans_objet: refuse
        options: [{id: residence_sociale, libelle: "Résidence sociale"}, {id: autre, libelle: "Autre"}]
      - {id: residence_nom, libelle: "Quel nom ?", type: texte, commun: true, sans_objet: refuse}
      - {id: departement, libelle: "Quel département ?", type: texte, format: departement, commun: true}
      - {id: nb_logements, libelle: "Combien de logements ?", type: entier, min: 1, commun: true, sans_objet: refuse}
      - {id: nb_menages, libelle: "Combien de ménages ?", type: entier, commun: true}
      - {id: exercice, libelle: "Quel exercice ?", type: entier, min: 2000, max: 2100, commun: true, sans_objet: refuse}
      - id: type_demande
        libelle: "Quelle demande ?"
        type: choix
        commun: true
        options: [{id: premiere, libelle: "Première"}, {id: renouvellement, libelle: "Renouvellement"}]
      - {id: montant_demande, libelle: "Quel montant ?", type: montant, commun: true}
      - {id: agls_n1_accordee, libelle: "Accordée ?", type: montant, commun: true}
      - {id: pse_caf_n1, libelle: "PSE ?", type: montant, commun: true}
      - {id: derogation_demandee, libelle: "Dérogation ?", type: oui_non, commun: true}
      - {id: derogation_taux, libelle: "Taux ?", type: decimal, max: 20, unite: "%", commun: true}
      - {id: derogation_motif, libelle: "Motif ?", type: texte, volet: constat}
      - {id: cout_gls, libelle: "Coût ?", type: montant}
      - id: cofinancements
        libelle: "Cofinancements ?"
        type: tableau
        sans_objet: refuse
        colonnes:
          - {id: financeur, libelle: "Financeur", type: texte}
          - id: objet
            libelle: "Objet"
            type: choix
            options: [{id: gls, libelle: "GLS"}, {id: fonctionnement, libelle: "Fonctionnement"}]
          - {id: montant, libelle: "Montant", type: montant, total: true}
          - id: statut
            libelle: "Statut"
            type: choix
            options: [{id: acquis, libelle: "Acquis"}, {id: demande, libelle: "Demandé"}]
  - id: gls
    titre: "La GLS"
    questions:
      - {id: protocole, libelle: "Un protocole ?", type: niveau, niveaux: [a, b, c, d], dimension: reponse, indicateur: I1}
      - {id: conseil, libelle: "Un conseil ?", type: oui_non, sans_objet: libre}
      - {id: visite_le, libelle: "Quand ?", type: date}
      - {id: taux, libelle: "Quel taux ?", type: decimal, max: 100, unite: "%"}
      - {id: remarques, libelle: "Remarques ?", type: texte, longueur_max: 200000}
      - id: publics
        libelle: "Quels publics ?"
        type: choix_multiple
        dimension: besoin
        indicateur: I2
        notation: {points: {jeunes: 1, ages: 1, aucun: 0}, cible: 2}
        options:
          - {id: jeunes, libelle: "Jeunes"}
          - {id: ages, libelle: "Âgés"}
          - {id: aucun, libelle: "Aucun", exclusive: true}
      - id: sorties
        libelle: "Quelles sorties ?"
        type: repartition
        categories: [{id: logement, libelle: "Logement"}, {id: emploi, libelle: "Emploi"}]
      - id: equipe
        libelle: "Quelle équipe ?"
        type: tableau
        colonnes:
          - {id: fonction, libelle: "Fonction", type: texte}
          - {id: etp_gls, libelle: "ETP", type: decimal, max: 50}
          - {id: partage, libelle: "Partagé", type: oui_non}
          - {id: arrivee, libelle: "Arrivée", type: date}
          - {id: nombre, libelle: "Nombre", type: entier}
          - {id: outil, libelle: "Outil", type: texte, aucun: true}
"""

GRILLE = """
id: defaut
version: "1.0.0"
titre: "Grille"
questionnaire: petit
poids_axes: {A1: 1}
modulation: {courbe: [["0,35", 0], ["0,80", 1]]}
avis:
  - {avis: defavorable, libelle: "défavorable", de: 0, a: "0,35"}
  - {avis: reserve, libelle: "réservé", de: "0,35", a: "0,50"}
  - {avis: favorable_avec_reserves, libelle: "favorable avec réserves", de: "0,50", a: "0,65"}
  - {avis: favorable, libelle: "favorable", de: "0,65", a: 1}
plafonnements: {imperatif: reserve, majeure: favorable_avec_reserves}
completude_min: "0,80"
sans_objet: {id: V-SO, titre: "t", maximum: "0,20", gravite: majeure, clauses: [C1], message: "m"}
declaratif: {id: V-DE, titre: "t", maximum: "0,20", gravite: mineure, clauses: [C1], message: "m"}
derogation: {conditions: [{libelle: "c", si: "score_besoin ≥ 0,50"}]}
"""

TEXTES = """
clauses: [{id: C1, source: circulaire, titre: "t", citation: "mot à mot", consequence: "c"}]
"""

BAREMES = """
baremes:
  - id: b
    titre: "t"
    reference: "r"
    exercices: {de: 2013}
    mode: plafond
    clauses: [C1]
    tranches: [{de: 1, montant: 10000}]
"""

MARIE = Auteur("Marie Dupont", "inspectrice", "DDETS 93")


def sources(questionnaire: str = QUESTIONNAIRE) -> Sources:
    return Sources(
        lire_texte(questionnaire, "petit.yaml"),
        lire_texte(GRILLE, "grille.yaml"),
        lire_texte(TEXTES, "textes.yaml"),
        lire_texte(BAREMES, "baremes.yaml"),
    )


@pytest.fixture(scope="session")
def referentiel() -> Referentiel:
    return assembler(sources())


@pytest.fixture
def ici(tmp_path: Path) -> Path:
    """An empty folder."""
    dossier = tmp_path / "dossiers"
    dossier.mkdir()
    return dossier


@pytest.fixture
def chemin(ici: Path) -> Path:
    return ici / "tilleuls.agls"


@pytest.fixture
def ouvert(chemin: Path, referentiel: Referentiel) -> Iterator[Dossier]:
    """A new dossier, held for writing."""
    with Dossier.creer(chemin, referentiel, auteur=MARIE) as dossier:
        yield dossier


@pytest.fixture
def nouveau(referentiel: Referentiel, ici: Path) -> Iterator[Callable[[str], Dossier]]:
    """Makes other dossiers in the same folder, closed at the end."""
    faits: list[Dossier] = []

    def faire(nom: str) -> Dossier:
        dossier = Dossier.creer(ici / nom, referentiel, auteur=MARIE, role="service")
        faits.append(dossier)
        return dossier

    yield faire
    for dossier in faits:
        dossier.fermer()
