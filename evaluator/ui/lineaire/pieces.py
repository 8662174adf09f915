"""Commands about the pieces of evidence: join files, take one away, say where each stands. The files stay where they are."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from evaluator.dossier.reponses import LIBELLES_VISIBILITE, LIBELLES_VOLET, Piece, Volet
from evaluator.dossier.saisie import visibilite_par_defaut
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.pieces.casier import Vu
from evaluator.ui.pieces.chemins import lire_chemins
from evaluator.ui.pieces.fichier import FichierRefuse, autre_nom, empreinte, piece_de, sans_suivi
from evaluator.ui.texte.pieces import etat_en_mots, explication


def joindre(seance: Seance, texte: str) -> None:
    """One file or several, pasted as a file manager gives them; only name and hash enter the dossier."""
    if seance.ferme():
        return
    texte = texte or seance.dialogue.demander("Chemin du fichier (seuls son nom et son empreinte sont gardés)")
    for chemin in lire_chemins(texte, seance.session.dossier.chemin.absolute().parent) if texte else ():
        try:
            sha256, taille = empreinte(chemin)
        except FichierRefuse as erreur:
            seance.refuser(str(erreur))
            continue
        piece = piece_de(chemin, sha256, visibilite_par_defaut(seance.session.volet))
        _joindre(seance, piece, Vu("presente", chemin, taille))


def _joindre(seance: Seance, piece: Piece, vu: Vu) -> None:
    session = seance.session
    noms = {p.nom: p for p in session.annotation().pieces}
    ancienne = noms.get(piece.nom)
    if ancienne is not None and ancienne.sha256 == piece.sha256:
        seance.dire(f"« {piece.nom} » est déjà jointe ici")
        return
    if ancienne is not None:
        libre = autre_nom(piece.nom, noms.__contains__)
        seance.dire(f"« {piece.nom} » est déjà jointe ici, avec un autre contenu.")
        seance.dire(f"1 : la remplacer ; 2 : garder les deux, celle-ci s’appellera « {libre} » ; Entrée : ne pas joindre")
        choix = seance.dialogue.demander("1, 2 ou Entrée")
        if choix not in ("1", "2"):
            seance.dire("pas jointe")
            return
        piece = piece if choix == "1" else replace(piece, nom=libre)
    mots = f"pièce « {piece.nom} » ({LIBELLES_VISIBILITE[piece.visibilite]})"
    if seance.enregistrer(lambda: session.dossier.joindre(session.courante, session.volet, piece), mots):
        session.casier.retenir([(piece, vu)])


def retirer(seance: Seance, texte: str) -> None:
    """The last one, or the one named."""
    session = seance.session
    noms = [p.nom for p in session.annotation().pieces]
    if not noms or (texte and texte not in noms):
        seance.refuser(f"pièces jointes à cette question : {' ; '.join(noms) or 'aucune'}")
        return
    ote = texte or noms[-1]
    seance.enregistrer(lambda: session.dossier.retirer(session.courante, session.volet, ote), f"pièce « {ote} » retirée")


def pieces(seance: Seance, texte: str) -> None:
    """Those that the question expects, then those joined, each with what a look at the disk finds now."""
    session = seance.session
    for attendue in session.question.pieces_attendues:
        seance.dire(f"Attendue : {attendue}")
    jointes: list[tuple[Volet | None, Piece]] = [(None, p) for p in session.annotation().pieces]
    if session.declaree() is not None:
        declarees = session.dossier.annotation(session.courante, "auto_evaluation").pieces
        jointes += [("auto_evaluation", p) for p in declarees]
    session.casier.retenir(session.casier.recherche([p for _, p in jointes], session.dossier.chemin)(sans_suivi))
    for volet, piece in jointes:
        vu = session.casier.vu(piece)
        ou = f"{LIBELLES_VOLET[volet]}, " if volet else ""
        seance.dire(f"Jointe : {piece.nom} ({ou}{LIBELLES_VISIBILITE[piece.visibilite]}), {etat_en_mots(vu)[2:]}")
        if dite := explication(vu, Path(session.dossier.chemin)):
            seance.dire(dite, 2)
    if not jointes:
        seance.dire("Aucune pièce jointe ; :joindre et le chemin du fichier.")
