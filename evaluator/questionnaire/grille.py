"""A grid: every weight, threshold and rate that the circulaire does not give. A service overlays that of the tool."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct, field

from evaluator.modele import Modele
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.models import Gravite
from evaluator.questionnaire.quadrants import PlanLu, TriangulationLue
from evaluator.questionnaire.scalars import Courbe, Formule, Jour, Libre, Liste, Nom, Nombre, Texte, Version

Avis = Literal["defavorable", "reserve", "favorable_avec_reserves", "favorable"]
AVIS: tuple[Avis, ...] = get_args(Avis)  # from the lowest to the highest
Origine = Literal["circulaire", "defaut_outil", "local"]


class Bande(Modele, frozen=True):
    """A word for a range of the global score: from `de` (inclusive) to `a` (exclusive, but for the last)."""

    avis: Avis
    libelle: Texte
    de: Nombre
    a: Nombre


class Plancher(Modele, frozen=True):
    """A minimum score of a dimension or axis; below it, the vigilance of this id and severity."""

    id: Libre
    element: Libre
    minimum: Nombre
    gravite: Gravite
    titre: Texte
    clauses: Annotated[Liste[Libre], Meta(min_length=1)]
    message: Texte


class Regle(Modele, frozen=True):
    """A rule of the tool on a share of weight: beyond `maximum`, the vigilance of this id and severity."""

    id: Libre
    maximum: Nombre
    gravite: Gravite
    titre: Texte
    clauses: Annotated[Liste[Libre], Meta(min_length=1)]
    message: Texte


class Condition(Modele, frozen=True):
    """One condition of the derogation (C-IV-c-20)."""

    libelle: Texte
    si: Formule


class Derogation(Modele, frozen=True):
    conditions: Annotated[Liste[Condition], Meta(min_length=1)]


class Modulation(Modele, frozen=True):
    """The rate τ of the ceiling as a function of the global score."""

    courbe: Courbe


class Reference(Modele, frozen=True):
    """A named value used in formulas as `ref_…`."""

    valeur: Nombre
    libelle: Texte
    unite: Libre | None = None


class Forfait(Modele, frozen=True):
    """Lump sum per dwelling from 2025 on: the circulaire's amounts are not known to the tool, the service fills it in."""

    par_logement: Nombre | None = None
    reference: Texte | None = None


class ModulerForfait(Modele, frozen=True):
    valeur: bool = False
    reference: Texte | None = None


class NotationLocale(Modele, frozen=True):
    """Other scoring points for one scored question."""

    points: dict[str, Nombre] | Liste[Nombre] | None = None
    cible: Nombre | None = None
    courbe: Courbe | None = None


Poids = dict[str, Nombre]


class GrilleLue(Modele, frozen=True, kw_only=True):
    """A whole grid (`grilles/defaut.yaml`, or what an overlay makes of it)."""

    id: Nom
    version: Version
    titre: Texte
    questionnaire: Libre
    adoptee_par: Texte | None = None
    adoptee_le: Jour | None = None
    reference: Texte | None = None
    poids_axes: Poids
    poids_indicateurs: Poids = field(default_factory=dict)
    poids_notations: Poids = field(default_factory=dict)
    notations: dict[str, NotationLocale] = field(default_factory=dict)
    modulation: Modulation
    avis: Annotated[Liste[Bande], Meta(min_length=4, max_length=4)]
    plafonnements: dict[Literal["imperatif", "majeure"], Avis]
    completude_min: Nombre
    sans_objet: Regle
    declaratif: Regle
    planchers: Liste[Plancher] = ()
    references: dict[str, Reference] = field(default_factory=dict)
    derogation: Derogation
    terme_cout_net: bool = True
    forfait: Forfait = Forfait()
    moduler_forfait: ModulerForfait = ModulerForfait()
    plan: PlanLu = PlanLu()
    triangulation: TriangulationLue = TriangulationLue()


IDENTITE = frozenset({"id", "version", "titre", "base", "adoptee_par", "adoptee_le", "reference", "questionnaire"})


class Ecart(Struct, frozen=True):
    """One parameter of an overlay that differs from the default."""

    chemin: str
    defaut: str
    local: str


class ConditionCompilee(Struct, frozen=True):
    """A condition of the derogation, typed."""

    libelle: str
    si: Expression


class Grille(Struct, frozen=True):
    """The grid in force: its values, and which of them a service changed."""

    lue: GrilleLue
    empreinte: str
    ecarts: tuple[Ecart, ...] = ()
    derogation: tuple[ConditionCompilee, ...] = ()

    @property
    def adoptee(self) -> bool:
        """A service answers for it: it says who, when, and by which act."""
        return bool(self.lue.adoptee_par and self.lue.adoptee_le and self.lue.reference)

    def origine(self, chemin: str) -> Origine:
        """`local` where the overlay changed `chemin` (or something below or above it), else `defaut_outil`."""
        for ecart in self.ecarts:
            if ecart.chemin == chemin or ecart.chemin.startswith(chemin + ".") or chemin.startswith(ecart.chemin + "."):
                return "local"
        return "defaut_outil"

    def poids_axe(self, axe: str) -> Fraction:
        return self.lue.poids_axes.get(axe, Fraction(0))

    def poids_indicateur(self, indicateur: str) -> Fraction:
        return self.lue.poids_indicateurs.get(indicateur, Fraction(1))

    def poids_notation(self, notation: str) -> Fraction:
        return self.lue.poids_notations.get(notation, Fraction(1))

    @property
    def libelles_avis(self) -> Mapping[str, str]:
        return {bande.avis: bande.libelle for bande in self.lue.avis}

    def avis(self, score: Fraction) -> Avis:
        """The word of an exact score in [0, 1]: a threshold belongs to the band above it."""
        for bande in reversed(self.lue.avis):
            if score >= bande.de:
                return bande.avis
        return self.lue.avis[0].avis

    def taux_plafonne(self, avis: Avis) -> Fraction:
        """The highest rate that the word `avis` may carry: that of the upper end of its band."""
        haut = next(bande.a for bande in self.lue.avis if bande.avis == avis)
        return self.lue.modulation.courbe.en(haut)
