"""The rows of the speed table, each measured by one theme of `run.py`. `docs/performance.md` repeats them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ligne:
    """One figure with its target. `aupres`: what it is compared with, in the same run; empty for a time or a size alone."""

    id: str
    quoi: str
    cible: float
    unite: Literal["×", "ms", "s"] = "×"
    aupres: str = ""
    au_moins: bool = False

    @property
    def but(self) -> str:
        """The target in words."""
        return f"{'≥' if self.au_moins else '≤'} {en_francais(self.cible)} {self.unite}"

    def tenue(self, valeur: float) -> bool:
        return valeur >= self.cible if self.au_moins else valeur <= self.cible


def en_francais(valeur: float) -> str:
    """Three significant figures, a decimal comma."""
    places = 0 if abs(valeur) >= 100 else 1 if abs(valeur) >= 10 else 2
    texte = f"{valeur:.{places}f}"
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte).replace(".", ",")


BONJOUR = "bonjour de Textual"
COMPOSITES = "150 champs montés"
GESTES = ("répondre", "répondre et passer", "question suivante", "partie suivante")

LIGNES: tuple[Ligne, ...] = (
    Ligne("depart-accueil", "premier écran plein, `agls`", 1.25, aupres=BONJOUR),
    Ligne("depart-remplir", "premier écran plein, `agls remplir`, annexe 1", 1.5, aupres=BONJOUR),
    *(Ligne(f"touche {g}", f"touche, {g}, p95", 2, aupres=BONJOUR) for g in GESTES),
    *(Ligne(f"plat {g}", f"touche, {g} : 2 000 questions", 1.5, aupres="100 questions") for g in GESTES),
    *(Ligne(f"composites {g}", f"touche, {g} : {COMPOSITES}", 10, aupres="annexe 1", au_moins=True) for g in GESTES),
    Ligne("reponse-ms", "une réponse écrite et évaluée, annexe 1", 5, "ms"),
    Ligne("reponse-rapport", "une réponse écrite et évaluée, annexe 1", 5, aupres="ajout et fsync"),
    Ligne("reponse-ms-2000", "une réponse écrite et évaluée, 2 000 questions", 5, "ms"),
    Ligne("reponse-rapport-2000", "une réponse écrite et évaluée, 2 000 questions", 5, aupres="ajout et fsync"),
    Ligne("evaluer", "`agls evaluer`, tout le processus", 2, aupres="importer yaml, click, pydantic"),
    Ligne("evaluation", "évaluation et sa trace, pour 100 questions, annexe 1", 1, "ms"),
    Ligne("evaluation-2000", "évaluation et sa trace, pour 100 questions, de 2 000", 1, "ms"),
    Ligne("charger", "charger et vérifier annexe 1", 3, aupres="CSafeLoader seul"),
    Ligne("pdf", "rapport complet en PDF, à chaud", 0.2, "s"),
    Ligne("pdf-weasyprint", "WeasyPrint sur le même rapport", 8, aupres="le nôtre", au_moins=True),
    Ligne("mille", "1 000 dossiers évalués sur 2 cœurs", 3, "s"),
    Ligne("mille-lineaire", "un dossier de plus, parmi 1 000", 1.15, aupres="parmi 125"),
)  # fmt: skip
