"""The pieces of the question, shown: what is expected, what is joined, what is known of the file of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from evaluator.dossier.reponses import Piece, Volet
from evaluator.dossier.saisie import volet_de
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, AUTOUR, REPONDRE, VOIR, Touche
from evaluator.ui.pieces.casier import toutes
from evaluator.ui.pieces.fichier import autre_nom
from evaluator.ui.screens.aide import EcranAide
from evaluator.ui.screens.fond import EcranDeFond
from evaluator.ui.screens.zones import EcranZones
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import VIDE, Entree, Ligne, Segment, champ, filet, plier, propre
from evaluator.ui.texte.pieces import (
    ajouter_en_entree,
    ajouter_en_lignes,
    attendues_en_entrees,
    piece_en_entree,
    piece_en_lignes,
)

ECRIRE = (
    Touche(("n", "N", "insert"), "ajouter", "n", "ajouter", "ajouter une pièce (n, Inser, ou Entrée sur la dernière ligne)", REPONDRE),  # noqa: E501
    Touche(("r", "R", "delete", "backspace"), "retirer", "r", "retirer", "retirer la pièce (r ou Suppr) ; le fichier n’est pas touché", REPONDRE),  # noqa: E501
    Touche(("m", "M"), "visibilite", "m", "interne/partagée", "rendre la pièce interne au service, ou partagée", REPONDRE),
    Touche(("u", "U"), "annuler", "u", "annuler", "annuler le dernier geste fait ici", REPONDRE),
)  # fmt: skip
LIRE = (
    Touche(("l", "L"), "localiser", "l", "localiser", "dire où est le fichier sur ce poste ; accepté si son contenu est le même", AUTOUR),  # noqa: E501
    Touche(("c", "C"), "copier", "c", "copier", "ranger une copie du fichier à côté du dossier", AUTOUR),
    Touche(("v", "V"), "verifier", "v", "vérifier", "relire les fichiers de toutes les pièces du dossier", VOIR),
    Touche(("i", "I"), "retour", "i", "", "revenir à la question", ALLER),
)  # fmt: skip
# Only while one must choose between two files of the same name.
TRANCHER = (
    Touche(keys.chiffre(1), "trancher(True)", "1", "", "même nom, autre contenu : remplacer l’ancienne pièce", REPONDRE),
    Touche(keys.chiffre(2), "trancher(False)", "2", "", "même nom, autre contenu : garder les deux pièces", REPONDRE),
)
ICI = (*ECRIRE, *LIRE, *TRANCHER)
ICI_MEME, DE_LUI = "p:", "g:"  # a piece of the open volet; of the gestionnaire's, in the constat


class VuePieces(EcranZones, EcranDeFond[str | None]):
    """What the screen of the pieces shows; `pieces.py` has what its keys do."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranZones.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Pièces"
    CHIFFRES = False
    CACHER = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.question = session.courante
        self.a_trancher: tuple[Path, Piece, int] | None = None  # a file whose name is taken

    # — showing ————————————————————————————————————————————————————————————————————————————————————————————

    @property
    def modifiable(self) -> bool:
        return not (self.session.dossier.clos or self.session.dossier.lecture_seule)

    @property
    def dossier(self) -> Path:
        return self.session.dossier.chemin

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        numero = self.session.parcours.numeros[self.question]
        question = self.session.parcours.question(self.question)
        if not self.modifiable:
            droite = [("! clos  " if self.session.dossier.clos else "! lecture seule  ", "alerte"), *droite]
        return [gauche[0], (f" · {numero} {propre(question.etiquette)}", "accent")], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.a_trancher:
            return [("1", "remplacer"), ("2", "garder les deux"), ("Échap", "ne pas joindre")]
        indices = [(t.affiche, t.court) for t in (*ECRIRE, *LIRE) if t.court and t in self.offertes()]
        return [*indices, ("Échap", "retour"), ("F1", "aide"), ("Ctrl+Q", "quitter")]

    def offertes(self) -> list[Touche]:
        """The keys that do something now: in a closed dossier, those that write nothing in it."""
        return [t for t in self.TOUCHES if self.modifiable or t not in (*ECRIRE, *TRANCHER)]

    def action_aide(self) -> None:
        self.app.push_screen(EcranAide(self.offertes()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.a_trancher:
            return action in ("trancher", "retour", "quitter", "aide", "suite")
        if action == "trancher" or (not self.modifiable and action in {t.action for t in ECRIRE}):
            return False
        return super().check_action(action, parameters)

    def montrees(self) -> list[tuple[str, Volet | None, Piece]]:
        """The pieces shown, with the line of each and the volet it stands in where it is not the open one."""
        session = self.session
        ici: list[tuple[str, Volet | None, Piece]] = [
            (ICI_MEME + p.nom, None, p) for p in session.annotation(self.question).pieces
        ]
        question = session.parcours.question(self.question)
        if session.volet == "constat" and not question.commun and question.volet != "constat":
            siennes = session.dossier.annotation(self.question, "auto_evaluation").pieces
            ici += [(DE_LUI + p.nom, "auto_evaluation", p) for p in siennes]
        return ici

    def entrees(self, cellules: int) -> Sequence[Entree]:
        montrees = self.montrees()
        lignes = attendues_en_entrees(self.session.parcours.question(self.question), len(montrees), cellules)
        for titre, siennes in (
            ("Pièces jointes", [m for m in montrees if m[1] is None]),
            ("Jointes par le gestionnaire à son auto-évaluation", [m for m in montrees if m[1] is not None]),
        ):
            if siennes or not titre.endswith("évaluation"):
                lignes.append((None, filet(f"{titre} ({len(siennes)})", cellules)))
            lignes += [piece_en_entree(ident, p, self.session.casier.vu(p), cellules) for ident, _, p in siennes]
            if titre == "Pièces jointes" and self.modifiable:
                lignes.append(ajouter_en_entree())
        return lignes

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        if self.a_trancher:
            return self._choix_en_lignes(*self.a_trancher, cellules)
        trouvee = self.prise(ident)
        if trouvee is None:
            return ajouter_en_lignes(cellules, self.dossier) if self.modifiable else ()
        volet, piece = trouvee
        vu = self.session.casier.vu(piece)
        return piece_en_lignes(piece, vu, volet, self.ailleurs(piece), self.dossier, cellules)

    def _choix_en_lignes(self, chemin: Path, piece: Piece, taille: int, cellules: int) -> list[Ligne]:
        mots = (
            f"« {propre(piece.nom)} » est déjà jointe ici, avec un autre contenu. Que faire du fichier de {chemin.parent} ?"
        )
        garder = f"garder les deux : celle-ci s’appellera « {propre(self.nom_libre(piece.nom))} »"
        return [
            *plier([(mots, "alerte")], cellules - 1, tete=[(" ", "")]),
            VIDE,
            *champ("1", [("remplacer l’ancienne par celle-ci", "fort")], cellules, 5),
            *champ("2", [(garder, "fort")], cellules, 5),
            *champ("Échap", [("ne pas joindre ce fichier", "")], cellules, 9),
        ]

    def prise(self, ident: str | None) -> tuple[Volet | None, Piece] | None:
        return next(((v, p) for i, v, p in self.montrees() if i == ident), None)

    def ailleurs(self, piece: Piece) -> list[str]:
        """The other places of the dossier where the same content is joined."""
        session, numeros = self.session, self.session.parcours.numeros
        ici = (volet_de(session.parcours.question(self.question), session.volet), self.question, piece.nom)
        places = [
            f"{numeros.get(question, question)} « {autre.nom} »"
            for volet, question, autre in toutes(session.dossier)
            if autre.sha256 == piece.sha256 and (volet, question, autre.nom) != ici
        ]
        return list(dict.fromkeys(places))

    def nom_libre(self, nom: str) -> str:
        pris = {p.nom for p in self.session.annotation(self.question).pieces}
        return autre_nom(nom, pris.__contains__)
