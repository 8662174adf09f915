"""The pieces of a question in words: their list, what is known of one, what is expected, what a look at the disk found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VISIBILITE, LIBELLES_VOLET, Piece, Visibilite, Volet
from evaluator.questionnaire.models import Question
from evaluator.ui.pieces.casier import EtatPiece, Vu, dossier_des_pieces
from evaluator.ui.pieces.completion import Choix
from evaluator.ui.texte.lieux import court
from evaluator.ui.texte.lignes import INSECABLE, Entree, Ligne, Segment, Style, cale, champ, couper, filet, plier, propre

NB = INSECABLE
AJOUTER = "+"  # the line that adds
ETATS: dict[EtatPiece, tuple[str, str, Style]] = {
    "presente": ("✓", "présente", "bon"),
    "modifiee": ("≠", "modifiée", "alerte"),
    "introuvable": ("✗", "introuvable", "alerte"),
    "ailleurs": ("·", "pas sur ce poste", "attenue"),
    "non_verifiee": ("…", "non vérifiée", "attenue"),
}
ALARMES: tuple[EtatPiece, ...] = ("modifiee", "introuvable")
LECTEURS: dict[Visibilite, str] = {
    "interne": "rien de cette pièce ne sort du service",
    "partagee": "son nom et son empreinte vont dans les rapports et dans ce qui est envoyé",
}
MARGE = 13
_UNITES = (("Go", 1 << 30), ("Mo", 1 << 20), ("Ko", 1 << 10))


def taille_en_mots(octets: int | None) -> str:
    """`1,5 Mo`; nothing where it is not known."""
    if octets is None:
        return ""
    for unite, poids in _UNITES:
        if octets >= poids:
            return f"{french.nombre(Fraction(octets, poids), 1)}{NB}{unite}"
    return french.mesure(octets, "octets")


def etat_en_mots(vu: Vu) -> str:
    """`✓ présente`, `· fichier non présent sur ce poste`."""
    signe, mot, _ = ETATS[vu.etat]
    return f"{signe} {'fichier non présent sur ce poste' if vu.etat == 'ailleurs' else mot}"


def piece_en_segments(piece: Piece, vu: Vu) -> list[Segment]:
    """On the question: `✓ pv.pdf (partagée, 3fa9c1d2…) présente`."""
    signe, _, style = ETATS[vu.etat]
    mots = f" ({LIBELLES_VISIBILITE[piece.visibilite]}, {piece.sha256[:8]}…) "
    return [(f"{signe} ", style), (propre(piece.nom), ""), (mots, "attenue"), (etat_en_mots(vu)[2:], style)]


# — the list ————————————————————————————————————————————————————————————————————————————————————————————————


def attendues_en_entrees(question: Question, jointes: int, cellules: int) -> list[Entree]:
    """What the question expects. Which file answers which of them is for the reader to say: only the count is told."""
    if not question.pieces_attendues:
        return []
    dit = french.pluriel(jointes, "pièce jointe", "pièces jointes") if jointes else "rien n’est joint"
    entrees: list[Entree] = [(None, filet(f"Pièces attendues {'✓' if jointes else '·'} {dit}", cellules))]
    for attendue in question.pieces_attendues:
        entrees += [(None, ligne) for ligne in plier([(propre(attendue), "")], cellules - 1, tete=[("  • ", "accent")])]
    return entrees


def piece_en_entree(ident: str, piece: Piece, vu: Vu, cellules: int) -> Entree:
    signe, mot, style = ETATS[vu.etat]
    fin = cale(taille_en_mots(vu.taille), 10) + f"{piece.sha256[:8]}  {LIBELLES_VISIBILITE[piece.visibilite]:<10}"
    return ident, ((f"{signe} ", style), (cale(piece.nom, max(cellules - len(fin) - 21, 12)), "fort"), ("  ", ""),
                   (fin, "attenue"), (cale(mot, 16), style))  # fmt: skip


def ajouter_en_entree() -> Entree:
    return AJOUTER, (("+ ajouter une pièce", "accent"), ("  n, ou Entrée ici", "attenue"))


# — one piece ———————————————————————————————————————————————————————————————————————————————————————————————


def piece_en_lignes(
    piece: Piece, vu: Vu, de: Volet | None, autres: Sequence[str], dossier: Path, cellules: int
) -> list[Ligne]:
    """All that is known of one piece. `de`: the volet that it stands in, where it is not the open one."""
    style = ETATS[vu.etat][2]
    lignes = plier([(propre(piece.nom), "titre")], cellules - 1, tete=[(" ", "")])
    lignes += champ("État", [(etat_en_mots(vu), style), (f", {mots}" if (mots := explication(vu, dossier)) else "", "")],
                    cellules, MARGE)  # fmt: skip
    if vu.etat != "introuvable" and vu.chemin is not None:
        mots = f"{propre(court(vu.chemin), lignes=False)} ({taille_en_mots(vu.taille)})"
        lignes += champ("Fichier", [(mots, "")], cellules, MARGE)
    if vu.homonyme is not None:
        mots = f"un fichier de ce nom est dans {propre(court(vu.homonyme.parent), lignes=False)}, avec un autre contenu"
        lignes += champ("À savoir", [(mots, "attenue")], cellules, MARGE)
    lignes += champ(
        "Lecture", [(f"{LIBELLES_VISIBILITE[piece.visibilite]}, {LECTEURS[piece.visibilite]}", "")], cellules, MARGE
    )
    if de is not None:
        lignes += champ("Jointe à", [(LIBELLES_VOLET[de], "")], cellules, MARGE)
    if autres:
        lignes += champ("Aussi à", [(propre(" ; ".join(autres)), "")], cellules, MARGE)
    return [*lignes, *champ("SHA-256", [(piece.sha256, "attenue")], cellules, MARGE)]


def explication(vu: Vu, dossier: Path) -> str:
    """What the state means, and what to do about it."""
    copies = dossier_des_pieces(dossier).name
    match vu.etat:
        case "modifiee":
            return (
                "le fichier est à sa place, son contenu n’est plus celui qui fut joint : à joindre de nouveau si c’est voulu"
            )
        case "introuvable":
            ou = propre(court(vu.chemin), lignes=False) if vu.chemin else ""
            raison = vu.pourquoi or f"il n’est plus à sa place ({ou})"
            return f"{raison}, ni dans « {copies} », ni à côté du dossier ; l pour dire où il est"
        case "ailleurs":
            return f"ni dans « {copies} », ni à côté du dossier : normal s’il a été joint ailleurs ; l pour dire où il est"
        case "non_verifiee":
            return vu.pourquoi or "pas encore cherchée"
    return ""


def ajouter_en_lignes(cellules: int, dossier: Path) -> list[Ligne]:
    copies = propre(dossier_des_pieces(dossier).name)
    mots = (
        "Seuls le nom et l’empreinte du fichier entrent dans le dossier. Le fichier reste où il est, et son emplacement "
        f"n’est retenu que sur ce poste. c, sur une pièce, en range une copie dans « {copies} »."
    )
    return plier([(mots, "attenue")], cellules - 1, tete=[(" ", "")])


def bilan_en_mots(vus: Iterable[Vu]) -> tuple[str, Style]:
    """`4 pièces : 2 présentes, 1 modifiée, 1 non présente sur ce poste`."""
    comptes: dict[EtatPiece, int] = {}
    for vu in vus:
        comptes[vu.etat] = comptes.get(vu.etat, 0) + 1
    total = sum(comptes.values())
    if not total:
        return "aucune pièce n’est jointe dans ce dossier", "attenue"
    mots = {
        "presente": ("présente", "présentes"), "modifiee": ("modifiée", "modifiées"),
        "introuvable": ("introuvable", "introuvables"), "ailleurs": ("absente de ce poste", "absentes de ce poste"),
        "non_verifiee": ("non vérifiée", "non vérifiées"),
    }  # fmt: skip
    dits = ", ".join(french.pluriel(comptes[e], *mots[e]) for e in ETATS if e in comptes)
    style: Style = "alerte" if any(e in comptes for e in ALARMES) else "bon"
    return f"{french.pluriel(total, 'pièce', 'pièces')}{NB}: {dits}", style


# — choosing a file —————————————————————————————————————————————————————————————————————————————————————————


def choix_en_entrees(choix: Choix, saisi: str, cellules: int) -> list[Entree]:
    """First what is typed, then the entries of the folder: taken by their rank."""
    ou = couper(court(choix.dossier), max(cellules - 6, 10))
    tete: Ligne = (("ce qui est saisi", "") if saisi.strip() else ("dans", "attenue"), (f"  {ou}", "attenue"))
    entrees: list[Entree] = [("", tete)]
    for rang, entree in enumerate(choix.entrees):
        taille = taille_en_mots(entree.details[0]) if entree.details else "dossier" if entree.dossier else "illisible"
        quand = french.jour(entree.details[1].astimezone().date()) if entree.details else ""
        nom = entree.chemin.name + ("/" if entree.dossier else "")
        ligne: Ligne = ((cale(nom, max(cellules - 26, 12)), "accent" if entree.dossier else ""),
                        (f"  {taille:>10}  {quand:<10}", "attenue"))  # fmt: skip
        entrees.append((str(rang), ligne))
    if choix.refus:
        entrees.append((None, ((f"  ✗ {choix.refus}", "alerte"),)))
    elif not choix.entrees:
        entrees.append((None, (("  rien ici ne commence ainsi" if saisi.strip() else "  dossier vide", "attenue"),)))
    if choix.reste:
        entrees.append((None, ((f"  … et {choix.reste} autres : tapez le début du nom", "attenue"),)))
    return entrees


def plusieurs_en_entrees(chemins: Sequence[Path]) -> list[Entree]:
    """Several paths on the line."""
    noms: list[Entree] = [(None, (("  • ", "accent"), (propre(str(chemin), lignes=False), ""))) for chemin in chemins]
    return [("", ((f"{len(chemins)} fichiers", "fort"), ("  Entrée pour les prendre", "attenue"))), *noms]
