"""`python bench/leviers.py`: the search for levers on each example and volet, beside one evaluation of the same answers."""

from __future__ import annotations

from bench.mesures import mediane, tour_a_tour
from evaluator import exemples
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.leviers import chercher
from evaluator.questionnaire.load import charger

TOURS = 9


def main() -> None:
    referentiel = charger()
    for fichier in exemples.fichiers():
        exemple = exemples.lire(fichier, referentiel)
        for volet in exemple.volets:
            reponses = exemple.reponses(volet, referentiel)
            evaluation = evaluer(referentiel, reponses)
            gestes = {
                "une": lambda r=reponses: evaluer(referentiel, r),
                "leviers": lambda r=reponses, e=evaluation: chercher(referentiel, r, e),
            }
            une, duree = (mediane(serie) for serie in tour_a_tour(gestes, TOURS).values())
            trouves = chercher(referentiel, reponses, evaluation)
            nombre = len(trouves.avis) + len(trouves.euros)
            print(
                f"{exemple.id:<16} {volet:<16} {duree:7.1f} ms ({duree / une:5.1f} × une évaluation), {trouves.evaluations} "
                f"évaluations, {nombre} leviers, {'complet' if trouves.complet else 'arrêté'}"
            )


if __name__ == "__main__":
    main()
