"""`make bench`: every row of the speed table (`lignes.py`), each figure beside a reference measured in the same run.

Ratios travel from one machine to another, milliseconds do not. `python bench/run.py pdf mille` measures some themes only;
`--markdown` prints the summary as `docs/performance.md` has it, `--page` writes it there.
"""

from __future__ import annotations

import argparse
import traceback
from collections.abc import Callable

from bench import calcul, mille, pdf, terminal
from bench.carnet import Carnet, machine
from bench.mesures import RACINE

PAGE, DEBUT, FIN = RACINE / "docs" / "performance.md", "<!-- tableau -->", "<!-- /tableau -->"
THEMES: dict[str, Callable[[Carnet], None]] = {
    "interface": terminal.mesurer,
    "calcul": calcul.mesurer,
    "mille": mille.mesurer,
    "pdf": pdf.mesurer,
}


def main() -> None:
    lecteur = argparse.ArgumentParser(description="Vitesse : chaque ligne du tableau, près de sa référence.")
    lecteur.add_argument("themes", nargs="*", metavar="THEME", help=f"parmi {', '.join(THEMES)} (défaut : tous)")
    lecteur.add_argument("--markdown", action="store_true", help="résumé à coller dans docs/performance.md")
    lecteur.add_argument("--page", action="store_true", help="récrit le tableau de docs/performance.md")
    demande = lecteur.parse_args()
    if inconnus := [t for t in demande.themes if t not in THEMES]:
        lecteur.error(f"thème inconnu : {', '.join(inconnus)} ; thèmes : {', '.join(THEMES)}")
    carnet = Carnet()
    print(machine())
    for nom in demande.themes or THEMES:
        try:
            THEMES[nom](carnet)
        except Exception:  # the other themes are measured all the same
            traceback.print_exc()
            carnet.panne = nom
    print(f"\n{machine()}\n\n{carnet.resumer(markdown=demande.markdown)}")
    if demande.page:
        tete, _, suite = PAGE.read_text(encoding="utf-8").partition(DEBUT)
        apres = suite.partition(FIN)[2]
        dit = machine().replace("\n", " ; ")
        PAGE.write_text(f"{tete}{DEBUT}\n{dit}.\n\n{carnet.resumer(markdown=True)}\n{FIN}{apres}", encoding="utf-8")
    if carnet.panne:
        raise SystemExit(f"le thème « {carnet.panne} » s’est arrêté sur une erreur")


if __name__ == "__main__":
    main()
