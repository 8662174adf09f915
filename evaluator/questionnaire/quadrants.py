"""Parameters of the plane besoin × réponse and of the triangulation.

The defaults below are those of `grilles/defaut.yaml`: a dossier frozen before these keys existed reads the same words.
"""

from __future__ import annotations

from fractions import Fraction

from evaluator.modele import Modele
from evaluator.questionnaire.scalars import Nombre, Texte


class QuadrantLu(Modele, frozen=True):
    """The words of one quadrant: what it means, then what to look at. About facts and documents, never about persons."""

    titre: Texte
    lecture: Texte


FORT_FORTE = QuadrantLu(
    titre="Besoin fort, réponse forte",
    lecture=(
        "Les résidents ont besoin d’un soutien pour se maintenir dans leur logement, et la résidence y répond : "
        "la réponse paraît à la hauteur du besoin. La circulaire permet de moduler le montant « en fonction des publics "
        "accueillis et du projet social » (IV-c) ; ici, les deux vont dans le même sens. À regarder : ce qui est à "
        "maintenir pendant la convention."
    ),
)
FORT_FAIBLE = QuadrantLu(
    titre="Besoin fort, réponse à renforcer",
    lecture=(
        "Le besoin est établi ; l’action l’est moins, soit qu’elle manque de moyens, soit qu’elle ne soit pas encore "
        "écrite ou suivie. À regarder d’abord : les actions prévues et réalisées, avec leurs documents (annexe I, "
        "deuxième axe), le temps de travail et les partenariats (troisième axe), les mesures mobilisées (quatrième axe). "
        "Les leviers donnent des objectifs possibles pour la convention."
    ),
)
FAIBLE_FORTE = QuadrantLu(
    titre="Besoin peu établi, réponse forte",
    lecture=(
        "La résidence agit ; le besoin paraît limité, ou reste à documenter. L’annexe I (premier axe) demande si l’AGLS "
        "est « nécessaire » au maintien des résidents dans leur logement. À regarder d’abord : les vulnérabilités et "
        "les besoins non couverts ont-ils tous été comptés ? Un besoin limité n’est pas un défaut de la résidence ; "
        "il aide à répartir l’aide dans le département (IV-b)."
    ),
)
FAIBLE_FAIBLE = QuadrantLu(
    titre="Besoin peu établi, réponse à renforcer",
    lecture=(
        "Les réponses données n’établissent pour l’instant ni le besoin ni l’action. À regarder d’abord : le projet "
        "social, au regard duquel la circulaire cible l’aide (IV-b), et les documents qui montreraient les besoins "
        "(annexe I, premier axe) ou les actions (deuxième axe). Un projet social précisé peut appuyer une "
        "demande ultérieure."
    ),
)


class QuadrantsLus(Modele, frozen=True):
    """Besoin, then réponse."""

    fort_forte: QuadrantLu = FORT_FORTE
    fort_faible: QuadrantLu = FORT_FAIBLE
    faible_forte: QuadrantLu = FAIBLE_FORTE
    faible_faible: QuadrantLu = FAIBLE_FAIBLE


class PlanLu(Modele, frozen=True):
    """Scores from which a besoin is called strong, and a réponse (in ]0; 1]; the threshold belongs to the strong side)."""

    besoin: Nombre = Fraction(1, 2)
    reponse: Nombre = Fraction(1, 2)
    quadrants: QuadrantsLus = QuadrantsLus()


class TriangulationLue(Modele, frozen=True):
    """A score of at least `score`, resting on declaration alone for more than `part` of what is answered, is warned of."""

    score: Nombre = Fraction(13, 20)
    part: Nombre = Fraction(1, 2)
