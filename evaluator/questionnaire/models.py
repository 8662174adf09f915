"""The YAML of a questionnaire, as typed values: what is asked, and how it counts (`docs/format-questionnaire.md`).

A new question type is one class here, in `QUESTIONS`, and one entry in each table that `tests/test_types.py` lists.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeAlias, get_args

from msgspec import Meta

from evaluator.modele import Modele
from evaluator.questionnaire.scalars import Brut, Courbe, Formule, Ident, Libre, Liste, Nom, Nombre, Texte, Version

Sens = Literal["croissant", "decroissant"]
Dimension = Literal["besoin", "reponse"]
Volet = Literal["auto_evaluation", "constat"]
VOLETS: tuple[Volet, ...] = get_args(Volet)
GraviteControle = Literal["bloquant", "alerte", "info"]
Gravite = Literal["ineligible", "imperatif", "majeure", "mineure", "information", "opportunite"]
GRAVITES: tuple[Gravite, ...] = get_args(Gravite)
Visite = Literal["avant", "sur_place", "apres"]
Court = Annotated[str, Meta(min_length=1, max_length=28)]
Objectif = Annotated[str, Meta(min_length=1, max_length=120)]


NIVEAU_MAX = 3


class Option(Modele, frozen=True):
    """One answer of a choice."""

    id: Ident
    libelle: Texte
    aide: Texte | None = None
    exclusive: bool = False


class Categorie(Modele, frozen=True):
    """One class of a distribution."""

    id: Ident
    libelle: Texte


class Controle(Modele, frozen=True):
    """A contradiction to point out: it fires when `si` is true. `bloquant` keeps the answer but forbids an opinion."""

    si: Formule
    gravite: GraviteControle
    message: Texte


class Notation(Modele, frozen=True):
    """How an answer becomes a score in [0, 1]. `points` for choices and levels; `formule` through `courbe` for numbers.

    `regle` says the formula in a sentence, for the explanation; without it the program words the formula itself.
    """

    sens: Sens = "croissant"
    points: dict[str, Nombre] | Liste[Nombre] | None = None
    cible: Nombre | None = None
    formule: Formule | None = None
    courbe: Courbe | None = None
    regle: Texte | None = None


class NotationTableau(Modele, frozen=True, kw_only=True):
    """One scored reading of a table, with its own indicator: a table may serve several through different columns."""

    id: Ident
    libelle: Texte | None = None
    indicateur: Libre
    dimension: Dimension
    formule: Formule
    courbe: Courbe
    sens: Sens = "croissant"
    regle: Texte | None = None


class LevierValeur(Modele, frozen=True):
    """An answer that the residence may reach. `objectif` and `clauses` are those of the question unless said."""

    vers: Brut
    objectif: Objectif | None = None
    clauses: Liste[Libre] = ()


class LevierMultiple(Modele, frozen=True):
    """Options that the residence may take up or give up, all in one change."""

    ajouter: Liste[Ident] = ()
    retirer: Liste[Ident] = ()
    objectif: Objectif | None = None
    clauses: Liste[Libre] = ()


class LevierTableau(Modele, frozen=True):
    """A row to add, or cells to set (`mettre`) in each row for which `lignes`, read on that row alone, is 1.

    `{colonne}` in the objective is the cell of the row. Levers of one `variante` exclude one another, the least demanding
    comes first.
    """

    objectif: Objectif
    clauses: Liste[Libre] = ()
    ajouter: dict[str, Brut] | None = None
    lignes: Formule | None = None
    mettre: dict[str, Brut] | None = None
    variante: Ident | None = None


class Question(Modele, frozen=True, kw_only=True, tag_field="type"):
    """What every question has. Texts are those an inspector reads; `clauses` are ids of `textes/clauses.yaml`."""

    id: Ident
    libelle: Texte
    court: Court | None = None
    aide: Texte | None = None
    regarder: Texte | None = None
    demander: Texte | None = None
    clauses: Liste[Libre] = ()
    periode: Texte | None = None
    visite: Visite = "avant"
    pieces_attendues: Liste[Texte] = ()
    commun: bool = False
    volet: Volet | None = None
    si: Formule | None = None
    masquee_compte: Literal["zero"] | None = None
    sans_objet: Literal["refuse", "motif", "libre"] = "motif"
    imperatif: bool = False
    actionnable: bool = False
    objectif: Objectif | None = None
    dimension: Dimension | None = None
    indicateur: Libre | None = None
    controles: Liste[Controle] = ()

    @property
    def etiquette(self) -> str:
        """Short name for lists (≤ 28 characters where the author gave one)."""
        return self.court or self.libelle


class QuestionOuiNon(Question, frozen=True, kw_only=True, tag="oui_non"):
    type: ClassVar[Literal["oui_non"]] = "oui_non"
    notation: Notation | None = None
    leviers: Liste[LevierValeur] = ()


class QuestionChoix(Question, frozen=True, kw_only=True, tag="choix"):
    type: ClassVar[Literal["choix"]] = "choix"
    options: Annotated[Liste[Option], Meta(min_length=2)]
    notation: Notation | None = None
    leviers: Liste[LevierValeur] = ()


class QuestionChoixMultiple(Question, frozen=True, kw_only=True, tag="choix_multiple"):
    type: ClassVar[Literal["choix_multiple"]] = "choix_multiple"
    options: Annotated[Liste[Option], Meta(min_length=2)]
    notation: Notation | None = None
    leviers: Liste[LevierMultiple] = ()


class QuestionNiveau(Question, frozen=True, kw_only=True, tag="niveau"):
    """0 Absent · 1 Déclaré, non documenté · 2 Documenté, en partie mis en œuvre · 3 Documenté, mis en œuvre et suivi."""

    type: ClassVar[Literal["niveau"]] = "niveau"
    niveaux: Annotated[Liste[Texte], Meta(min_length=NIVEAU_MAX + 1, max_length=NIVEAU_MAX + 1)]
    notation: Notation | None = None


class QuestionNombre(Question, frozen=True, kw_only=True):
    """Common to the three numbers: `min` is 0 unless said, `max` none; inclusive, they also bound an unknown answer."""

    min: Nombre = Fraction(0)
    max: Nombre | None = None
    unite: Libre | None = None
    notation: Notation | None = None
    leviers: Liste[LevierValeur] = ()


class QuestionEntier(QuestionNombre, frozen=True, kw_only=True, tag="entier"):
    type: ClassVar[Literal["entier"]] = "entier"


class QuestionDecimal(QuestionNombre, frozen=True, kw_only=True, tag="decimal"):
    type: ClassVar[Literal["decimal"]] = "decimal"


class QuestionMontant(QuestionNombre, frozen=True, kw_only=True, tag="montant"):
    """Euros, with at most two decimals."""

    type: ClassVar[Literal["montant"]] = "montant"
    unite: Libre | None = "€"


class QuestionDate(Question, frozen=True, kw_only=True, tag="date"):
    type: ClassVar[Literal["date"]] = "date"


class QuestionTexte(Question, frozen=True, kw_only=True, tag="texte"):
    """Free text (200 kB at most), or a checked identifier where `format` says so."""

    type: ClassVar[Literal["texte"]] = "texte"
    longueur_max: Annotated[int, Meta(ge=1, le=200_000)] = 20_000
    format: Literal["siret", "insee", "departement"] | None = None


class QuestionRepartition(Question, frozen=True, kw_only=True, tag="repartition"):
    """Counts over closed categories, plus `non_connu`; the total is computed.

    `recouvrement`: one household may stand in several categories, so that neither total nor shares are shown.
    """

    type: ClassVar[Literal["repartition"]] = "repartition"
    categories: Annotated[Liste[Categorie], Meta(min_length=2)]
    recouvrement: bool = False
    unite: Libre | None = None


class Colonne(Modele, frozen=True):
    """A column of a table. `cle` columns select rows and are not scored; `aucun` lets the word « aucun » be an answer.

    `appui` columns say what the row rests on: like a source, they are never a lever by themselves.
    """

    id: Ident
    libelle: Texte
    type: Literal["oui_non", "choix", "entier", "decimal", "montant", "date", "texte"]
    options: Liste[Option] = ()
    min: Nombre = Fraction(0)
    max: Nombre | None = None
    unite: Libre | None = None
    aide: Texte | None = None
    total: bool = False
    cle: bool = False
    aucun: bool = False
    appui: bool = False


class QuestionTableau(Question, frozen=True, kw_only=True, tag="tableau"):
    type: ClassVar[Literal["tableau"]] = "tableau"
    colonnes: Annotated[Liste[Colonne], Meta(min_length=1)]
    lignes_min: Annotated[int, Meta(ge=0, le=100)] = 0
    ligne: Texte = "ligne"
    notations: Liste[NotationTableau] = ()
    leviers: Liste[LevierTableau] = ()


UneQuestion: TypeAlias = (
    QuestionOuiNon
    | QuestionChoix
    | QuestionChoixMultiple
    | QuestionNiveau
    | QuestionEntier
    | QuestionDecimal
    | QuestionMontant
    | QuestionDate
    | QuestionTexte
    | QuestionRepartition
    | QuestionTableau
)

QUESTIONS: dict[str, type[UneQuestion]] = {classe.type: classe for classe in get_args(UneQuestion)}


class Section(Modele, frozen=True, kw_only=True):
    """One part of annex I, in the order of the circulaire."""

    id: Ident
    titre: Texte
    chapeau: Texte | None = None
    clauses: Liste[Libre] = ()
    questions: Annotated[Liste[UneQuestion], Meta(min_length=1)]


class Axe(Modele, frozen=True):
    id: Libre
    titre: Texte
    points_attention: Liste[Libre] = ()


class Indicateur(Modele, frozen=True):
    """A named value of annex I. `valeur` is a formula; `details` name the questions whose distribution or rows are shown."""

    id: Libre
    axe: Libre
    libelle: Texte
    clauses: Liste[Libre] = ()
    valeur: Formule | None = None
    affichage: Literal["nombre", "part", "distribution", "liste"] = "nombre"
    unite: Libre | None = None
    details: Liste[Ident] = ()
    aide: Texte | None = None


class Vigilance(Modele, frozen=True, kw_only=True):
    """A point de vigilance: its `message` is said where `si` is true. `lecture` marks an interpretation of the tool."""

    id: Libre
    titre: Texte
    si: Formule
    gravite: Gravite
    portee: Literal["texte", "lecture"] = "texte"
    clauses: Annotated[Liste[Libre], Meta(min_length=1)]
    message: Texte


class QuestionnaireLu(Modele, frozen=True, kw_only=True):
    """A whole questionnaire: `questionnaire.yaml` with its sections and vigilances put in place of their file names."""

    id: Nom
    version: Version
    titre: Texte
    langue: Literal["fr"] = "fr"
    sections: Annotated[Liste[Section], Meta(min_length=1)]
    axes: Annotated[Liste[Axe], Meta(min_length=1)]
    indicateurs: Annotated[Liste[Indicateur], Meta(min_length=1)]
    vigilances: Liste[Vigilance] = ()
