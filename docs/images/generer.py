"""Writes the pictures of the documentation from the example dossiers (`make pictures`): those of the README and of the
guide, and each screen at 80×24 and 200×60, dark and light, with the page that shows them (docs/ecrans.md).

Textual draws each screen as SVG; rsvg-convert (Debian: librsvg2-bin, Homebrew: librsvg) turns it into PNG, and pngquant
(Debian and Homebrew: pngquant) makes it small.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from textual import events

from evaluator import exemples
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.fusion import fusionner
from evaluator.dossier.reponses import Reponse
from evaluator.ui.app import AglsApp
from evaluator.ui.preferences import Preferences, garder_preferences
from evaluator.ui.themes import CLAIR, SOMBRE

ICI = Path(__file__).resolve().parent
ECRANS = ICI.parent / "ecrans"
TAILLES = ((80, 24, 0.6), (200, 60, 0.55))  # columns, rows, zoom
POLICE = "font-size: 20.264px"  # the size at which DejaVu Sans Mono fills the cells of the picture: 12.2 / 0.60205
OUTILS = ("rsvg-convert", "pngquant")
SORBIER, MIRETTE, SOLVEIG = "pre-sorbier.agls", "puits-mirette.agls", "quai-solveig.agls"


MARTIN, LEROY = Auteur("A. Martin", "inspectrice", ""), Auteur("C. Leroy", "inspecteur", "")


@contextmanager
def clore(exemples_: Path) -> Iterator[None]:
    """The dossier is closed."""
    with Dossier.ouvrir(exemples_ / SORBIER, ecriture=True, auteur=MARTIN, role="service") as dossier:
        dossier.cloturer(motif="La demande est retirée par le gestionnaire.")
    yield


@contextmanager
def tenir(exemples_: Path) -> Iterator[None]:
    """Somebody else writes in the dossier."""
    with Dossier.ouvrir(exemples_ / SORBIER, ecriture=True, auteur=LEROY, role="service"):
        fiche = {"nom": LEROY.nom, "machine": "poste-12", "processus": 1, "depuis": "2026-11-25T09:12:00+00:00"}
        (exemples_ / f".{SORBIER}.verrou.json").write_text(json.dumps(fiche), encoding="utf-8")
        yield


@contextmanager
def reunir(exemples_: Path) -> Iterator[None]:
    """Two copies answered the same question differently, and were merged."""
    ici, la = exemples_ / SORBIER, exemples_ / "copie.agls"
    shutil.copy(ici, la)
    for chemin, auteur, niveau in ((ici, MARTIN, 2), (la, LEROY, 1)):
        with Dossier.ouvrir(chemin, ecriture=True, auteur=auteur, role="service") as dossier:
            dossier.repondre("diagnostic_entree", "constat", Reponse("renseignee", niveau, "entretien"))
    reuni = exemples_ / "reuni.agls"
    fusionner(ici, la, reuni, MARTIN)
    la.unlink()
    reuni.replace(ici)
    yield


@contextmanager
def remplir_disque(exemples_: Path) -> Iterator[None]:
    """The system refuses any further byte in the dossier."""
    _, dur = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((exemples_ / SORBIER).stat().st_size, dur))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (dur, dur))


@contextmanager
def poser_pieces(exemples_: Path) -> Iterator[None]:
    """Files beside the dossier."""
    for nom, taille in (("procédure impayés.pdf", 84_213), ("plans d’apurement.ods", 21_770), ("planning 2023.pdf", 51_002)):
        (exemples_ / nom).write_bytes(bytes(taille))
    yield


@dataclass(frozen=True)
class Image:
    """Keys pressed in a dossier (None: the list of dossiers), and what the picture shows. `vide`: in an empty folder.
    `colle`: pasted after the keys. `avant`: what happens to the examples first."""

    titre: str
    dossier: str | None
    touches: tuple[str, ...] = ()
    volet: str | None = "constat"
    vide: bool = False
    premiere: bool = False
    colle: str = ""
    avant: Callable[[Path], AbstractContextManager[None]] | None = None


def aller(numero: str) -> tuple[str, ...]:
    """The keys that lead to a question by its number."""
    return ("g", *numero, "enter")


def dire(mots: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple({" ": "space", ",": "comma", "/": "slash", ".": "full_stop", "-": "minus"}.get(c, c) for c in mots)


# Of the README and of the guide: name, image, columns, rows.
GUIDE: dict[str, tuple[Image, int, int]] = {
    "question": (Image("", SORBIER, aller("3.17")), 120, 36),
    "question-80": (Image("", SORBIER, aller("3.17")), 80, 24),
    "resultats": (Image("", SORBIER, ("f4",)), 100, 40),
    "pourquoi": (Image("", SORBIER, ("f4", "w", "right", "down", "down", "right", "down", "right")), 100, 36),
    "contradictoire": (Image("", SORBIER, ("f7",)), 100, 36),
    "leviers": (Image("", MIRETTE, ("l",), "auto_evaluation"), 100, 36),
    "ensemble": (Image("", SORBIER, ("q",)), 100, 50),
    "large": (Image("", SOLVEIG, aller("2.9")), 200, 60),
}
TOUS: dict[str, Image] = {
    "bienvenue": Image("Le premier écran", None, premiere=True),
    "vide": Image("Un dossier de fichiers vide", None, vide=True),
    "accueil": Image("Les dossiers", None),
    "niveau": Image("Une question à niveaux, dans le constat : déclaré, écart, motif et prix", SORBIER, aller("3.17")),
    "choix": Image("Une question à choix multiple", SORBIER, aller("3.3"), "auto_evaluation"),
    "nombre": Image("Un nombre pendant sa saisie", SORBIER, (*aller("1.11"), "enter"), "auto_evaluation"),
    "plan": Image("Le plan (F2)", SORBIER, (*aller("3.17"), "f2")),
    "ne-sait-pas": Image("« Ne sait pas »", SORBIER, aller("4.5"), "auto_evaluation"),
    "masquee": Image("Une question masquée par une autre réponse", SORBIER, aller("5.3"), "auto_evaluation"),
    "attente": Image("Une question qui dépend d’une réponse qui manque", MIRETTE, aller("2.2")),
    "motif": Image("Le motif d’un écart (t)", SORBIER, (*aller("3.15"), "t")),
    "sur-place": Image("Le parcours des questions à voir sur place (y puis 2)", SORBIER, (*aller("3.17"), "y", "2")),
    "conflit": Image("Un conflit après une fusion", SORBIER, aller("3.15"), avant=reunir),
    "clos": Image("Un dossier clos", SORBIER, aller("3.17"), avant=clore),
    "lecture-seule": Image("Un dossier ouvert ailleurs : lecture seule", SORBIER, aller("3.17"), avant=tenir),
    "panne": Image("Le disque refuse d’écrire", SORBIER, (*aller("3.17"), "3"), avant=remplir_disque),
    "visite": Image("Les filtres de la visite (y)", SORBIER, (*aller("3.17"), "y")),
    "scores-caches": Image("Scores cachés (h)", SORBIER, (*aller("3.17"), "h")),
    "tableau": Image("Un tableau, ses totaux et ses parts", SORBIER, (*aller("4.7"), "enter")),
    "tableau-saisie": Image("Une case pendant sa saisie", SORBIER, (*aller("4.7"), "enter", "down", "down", "enter")),
    "collage": Image(
        "Coller d’un tableur : ce qui serait écrit, ce qui est refusé",
        SORBIER,
        (*aller("4.16"), "enter", "l"),
        colle="Maison de santé\tSanté, autonomie\tOrientation vers le partenaire\n"
        "Régie de quartier\tEmploi, formation\tChantier\n",
    ),
    "repartition": Image("Une répartition", SORBIER, (*aller("3.27"), "enter")),
    "repartition-ecart": Image(
        "Une répartition qui contredit une autre réponse", SORBIER, (*aller("2.6"), "enter", "4", "0", "down")
    ),
    "texte": Image("Un texte long", SORBIER, (*aller("2.19"), "enter")),
    "note": Image("Une note, interne ou partagée", SORBIER, (*aller("3.17"), "c")),
    "pieces": Image("Les pièces (i)", SORBIER, (*aller("3.17"), "i")),
    "fichier": Image("Choisir un fichier", SORBIER, (*aller("3.17"), "i", "n"), avant=poser_pieces),
    "piece-jointe": Image(
        "Une pièce jointe", SORBIER, (*aller("3.17"), "i", "n", "p", "r", "o", "tab", "enter"), avant=poser_pieces
    ),
    "chercher": Image("Chercher (/)", SORBIER, ("/", *dire("registre"))),
    "commandes": Image("Les commandes (: ou Ctrl+P)", SORBIER, ("ctrl+p", *dire("rapport"))),
    "aide": Image("L’aide (F1)", SORBIER, (*aller("3.17"), "f1")),
    "manquants": Image("Ce qui manque (F3)", MIRETTE, ("f3",), "auto_evaluation"),
    "resultats": Image("Les résultats (F4)", SORBIER, ("f4",)),
    "resultats-2026": Image(
        "Les résultats d’un exercice sans barème : chiffre indicatif", MIRETTE, ("f4",), "auto_evaluation"
    ),
    "pourquoi": Image("Pourquoi (w)", SORBIER, ("f4", "w", "right", "down", "down", "right", "down", "right")),
    "leviers": Image("Les leviers (l)", MIRETTE, ("l",), "auto_evaluation"),
    "ensemble": Image("La vue d’ensemble (q)", SORBIER, ("q",)),
    "contradictoire": Image("Le contradictoire (F7)", SORBIER, ("f7",)),
    "observations": Image("Les observations du gestionnaire", SORBIER, ("f7", "o")),
    "nouveau": Image("Créer un dossier (n)", None, ("n",)),
    "decision": Image("La décision (F8)", SORBIER, ("f8",)),
    "cloture": Image("La clôture", SORBIER, ("f8", "c")),
    "rapport": Image("Les rapports (F5)", SORBIER, ("f5",)),
    "auteur": Image("Qui saisit", SORBIER, ("ctrl+p", *dire("auteur"), "enter")),
    "copie": Image("Continuer dans une copie", SORBIER, ("ctrl+p", *dire("copie"), "enter")),
}


async def prendre(racine: Path, image: Image, colonnes: int, lignes: int, themes: Sequence[str]) -> list[str]:
    """One screen as SVG, in each look."""
    garder_preferences(Preferences(prevenu=not image.premiere))
    chemin = racine / "vide" if image.vide else racine / "exemples" / (image.dossier or "")
    volet = image.volet if image.dossier else None
    application = AglsApp(chemin, volet, auteur=MARTIN)  # type: ignore[arg-type]  # a volet by its name
    application.theme = themes[0]
    sorties: list[str] = []
    async with application.run_test(size=(colonnes, lignes)) as pilote:
        await pilote.pause(0.3)
        for touche in image.touches:
            await pilote.press(touche)
            await pilote.pause()
        if image.colle:
            (application.focused or application.screen).post_message(events.Paste(image.colle))
            await pilote.pause()
        await pilote.pause(0.6)  # what waits until the hand rests
        for theme in themes:
            application.theme = theme
            await pilote.pause(0.1)
            sorties.append(application.export_screenshot(title="AGLS Évaluateur"))
    return sorties


def photographier(racine: Path, image: Image, colonnes: int, lignes: int, themes: Sequence[str]) -> list[str]:
    """The same, from examples that nothing has touched."""
    shutil.rmtree(racine / "exemples", ignore_errors=True)
    shutil.rmtree(racine / "local", ignore_errors=True)
    exemples.construire(racine / "exemples")
    with image.avant(racine / "exemples") if image.avant else nullcontext():
        return asyncio.run(prendre(racine, image, colonnes, lignes, themes))


def dessiner(svg: str, cible: Path, zoom: float) -> None:
    """SVG to a small PNG."""
    propre = svg.replace("<svg ", '<svg xml:space="preserve" ', 1).replace("font-size: 20px", POLICE)
    commande = ["rsvg-convert", "--zoom", str(zoom)]
    png = subprocess.run(commande, input=propre.encode(), capture_output=True, check=True).stdout
    petit = subprocess.run(["pngquant", "48", "-"], input=png, capture_output=True, check=True).stdout
    cible.write_bytes(petit)
    print(cible)


def galerie() -> str:
    """docs/ecrans.md."""
    parties = ["# Les écrans\n", "Chaque écran à 80×24 et à 200×60, sombre et clair ; F9 change de l’un à l’autre.\n"]
    for nom, image in TOUS.items():
        parties.append(f"## {image.titre}\n")
        for colonnes, lignes, _ in TAILLES:
            for mot in ("sombre", "clair"):
                parties.append(f"![{image.titre}, {colonnes}×{lignes}, {mot}](ecrans/{nom}-{colonnes}-{mot}.png)")
        parties.append("")
    return "\n".join(parties)


def main(noms: list[str]) -> int:
    """All pictures, or those of these names."""
    absents = [outil for outil in OUTILS if shutil.which(outil) is None]
    if absents:
        print(f"introuvable : {', '.join(absents)} ; Debian : apt install librsvg2-bin pngquant", file=sys.stderr)
        return 1
    ECRANS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        os.environ |= {"AGLS_LOCAL": str(racine / "local"), "HOME": temporaire}  # shown as « ~ »
        (racine / "vide").mkdir()
        for nom, (image, colonnes, lignes) in GUIDE.items():
            if not noms or nom in noms:
                (svg,) = photographier(racine, image, colonnes, lignes, (SOMBRE,))
                dessiner(svg, ICI / f"{nom}.png", 0.8)
        for nom, image in TOUS.items():
            for colonnes, lignes, zoom in TAILLES if not noms or nom in noms else ():
                deux = photographier(racine, image, colonnes, lignes, (SOMBRE, CLAIR))
                for mot, svg in zip(("sombre", "clair"), deux, strict=True):
                    dessiner(svg, ECRANS / f"{nom}-{colonnes}-{mot}.png", zoom)
    (ECRANS.parent / "ecrans.md").write_text(galerie(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
