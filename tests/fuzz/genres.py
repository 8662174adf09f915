"""Every kind of input: how one is made from a seed, and how it is tried. A new kind is one entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.fuzz import genres_dossier, genres_rapport, genres_saisie, genres_yaml
from tests.fuzz.regle import Essai


@dataclass(frozen=True)
class Genre:
    """`fabriquer` gives the same input for the same random numbers; `exemples`: how many the suite tries."""

    nom: str
    fabriquer: Callable[[Random], bytes]
    essayer: Essai
    exemples: int


GENRES: dict[str, Genre] = {
    g.nom: g
    for g in (
        Genre("yaml-octets", genres_yaml.fabriquer_octets, genres_yaml.essayer, 15),
        Genre("yaml-arbre", genres_yaml.fabriquer_arbre, genres_yaml.essayer, 15),
        Genre("questionnaire", genres_yaml.fabriquer_genere, genres_yaml.essayer, 25),
        Genre("formule", genres_yaml.fabriquer_formule, genres_yaml.essayer_formule, 15),
        Genre("reponses", genres_yaml.fabriquer_reponses, genres_yaml.essayer_reponses, 15),
        Genre("dossier-octets", genres_dossier.fabriquer_octets, genres_dossier.essayer, 15),
        Genre("dossier-chaine", genres_dossier.fabriquer_chaine, genres_dossier.essayer, 15),
        Genre("rapport-entree", genres_rapport.fabriquer_entree, genres_rapport.essayer, 25),
        Genre("rapport-octets", genres_rapport.fabriquer_porteur, genres_rapport.essayer, 25),
        Genre("prompts", genres_saisie.fabriquer_prompts, genres_saisie.essayer_prompts, 20),
        Genre("collage", genres_saisie.fabriquer_collage, genres_saisie.essayer_collage, 30),
        Genre("valeur", genres_saisie.fabriquer_valeur, genres_saisie.essayer_valeur, 60),
    )
}
