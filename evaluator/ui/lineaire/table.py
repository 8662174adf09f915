"""Every command, once: what is typed, what the help says, what is done. Letters are those of the keys of the full screen."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from evaluator.ui.lineaire import aller, autour, pieces, saisie, voir
from evaluator.ui.lineaire.dialogue import Demande
from evaluator.ui.lineaire.pourquoi import pourquoi
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.parcours import nu
from evaluator.ui.texte.glyphes import SOURCES

REPONDRE, SOURCE, ALLER, AUTOUR, VOIR = "Répondre", "Source de la réponse", "Aller", "Autour de la réponse", "Voir"


class Commande(Struct, frozen=True):
    """`nom` is typed after a colon, with or without accents, whole or as far as it is the only one; `lettre` as well.
    `argument` is what may follow, for the help."""

    nom: str
    lettre: str
    argument: str
    aide: str
    groupe: str
    geste: Callable[[Seance, str], None]


RESTE = (
    "Un texte qui commence par deux-points s’écrit avec deux fois deux-points. Ctrl+C abandonne la saisie en cours, Ctrl+D "
    "quitte."
)


def modifier(seance: Seance, texte: str) -> None:
    saisie.modifier(seance)


def commandes(seance: Seance, texte: str) -> None:
    """All of them, or the one named."""
    montrees = trouver(texte.removeprefix(":")) if texte else list(COMMANDES)
    groupe = ""
    for c in montrees:
        if c.groupe != groupe:
            groupe = c.groupe
            seance.dire(f"{groupe}.")
        court = f" ou {_tapee(c.lettre)}" if c.lettre else ""
        suite = f", {c.argument}" if c.argument else ""
        seance.dire(f"{_tapee(c.nom)}{court}{suite} : {c.aide}")
    if not montrees:
        inconnue(seance, texte)
    elif not texte:
        seance.dire(RESTE)


def _tapee(mot: str) -> str:
    return mot if mot.startswith("?") else f":{mot}"


def _source(lettre: str) -> Callable[[Seance, str], None]:
    return lambda seance, texte: autour.source(seance, lettre)


COMMANDES: tuple[Commande, ...] = (
    Commande("aide", "?", "", "l’aide de la question, ou de ce qui est demandé", VOIR, voir.aide),
    Commande("commandes", "??", "[nom]", "cette liste", VOIR, commandes),
    Commande("question", "", "", "relire la question", VOIR, aller.relire),
    Commande("plan", "", "[partie]", "les parties, ou les questions d’une partie", VOIR, voir.plan),
    Commande("manquants", "", "[tout]", "ce qui manque, ce qui est à revoir ou à vérifier", VOIR, voir.manquants),
    Commande("résultats", "", "", "avis, montant, scores, vigilances", VOIR, voir.resultats),
    Commande("pourquoi", "w", "[numéro, axe ou montant]", "d’où vient un chiffre, pas à pas", VOIR, pourquoi),
    Commande("leviers", "l", "", "ce qui améliorerait l’avis ou le montant", VOIR, voir.leviers),
    Commande("ensemble", "q", "", "besoin et réponse, robustesse, appuis, sans objet", VOIR, voir.ensemble),
    Commande("écarts", "", "[tout]", "les écarts entre les deux volets", VOIR, voir.ecarts),
    Commande("scores", "h", "", "cacher ou montrer scores, avis et montant", VOIR, voir.scores),
    Commande("rapport", "", "[html md]", "écrire le rapport à côté du dossier", VOIR, voir.rapport),
    Commande("suivante", "j", "", "question suivante, comme une ligne vide", ALLER, aller.suivante),
    Commande("précédente", "k", "", "question précédente", ALLER, aller.precedente),
    Commande("prochaine", "n", "", "question sans réponse suivante", ALLER, aller.prochaine),
    Commande("marquée", "*", "", "question marquée « à revoir » suivante", ALLER, aller.marquee),
    Commande("utile", "z", "", "la question sans réponse la plus utile au montant", ALLER, aller.utile),
    Commande("partie", "", "", "partie suivante", ALLER, aller.partie),
    Commande("aller", "g", "numéro ou mots", "à cette question, à cette partie", ALLER, aller.aller),
    Commande("chercher", "/", "mots", "dans les questions, les réponses et les notes", ALLER, aller.chercher),
    Commande("visite", "y", "[mots]", "ne parcourir que : avant, sur place, après, utile, à revoir ; ou toutes", ALLER,
             aller.visite),
    Commande("volet", "", "", "passer de l’auto-évaluation au constat du service, ou l’inverse", ALLER, aller.volet),
    Commande("quitter", "", "", "sortir, tout est déjà enregistré", ALLER, aller.quitter),
    Commande("modifier", "", "", "reprendre la réponse là où elle en est", REPONDRE, modifier),
    Commande("nsp", "x", "", "ne sait pas, alors que la question a été posée", REPONDRE, autour.ne_sait_pas),
    Commande("sans-objet", "s", "motif", "ne s’applique pas ; le motif là où il est demandé", REPONDRE, autour.sans_objet),
    Commande("effacer", "", "", "effacer le brouillon, ou la réponse", REPONDRE, autour.effacer),
    Commande("annuler", "u", "", "annuler la dernière réponse de la session", REPONDRE, autour.annuler),
    Commande("refaire", "", "", "refaire ce qui vient d’être annulé", REPONDRE, autour.refaire),
    Commande("confirmer", "a", "", "dans le constat, reprendre la valeur déclarée", REPONDRE, autour.confirmer),
    Commande("confirmer-partie", "b", "", "dans le constat, reprendre tout le déclaré de la partie", REPONDRE,
             autour.confirmer_partie),
    *(Commande(mot, lettre, "", f"donner pour source : {mot}", SOURCE, _source(lettre)) for lettre, mot in SOURCES.values()),
    Commande("source", "", "d, p, e ou v", "la source de cette réponse, ou de celle à venir", SOURCE, autour.source),
    Commande("source-partie", "f", "d, p, e, v ou aucune", "la source par défaut de la partie", SOURCE,
             autour.source_partie),
    Commande("note", "c", "[texte]", "la note ; sans texte, sur plusieurs lignes", AUTOUR, autour.note),
    Commande("partager", "m", "", "la note devient interne au service, ou partagée", AUTOUR, autour.partager),
    Commande("revoir", "r", "", "marquer « à revoir », ou enlever la marque", AUTOUR, autour.revoir),
    Commande("joindre", "i", "fichier", "joindre une pièce, par son nom et son empreinte", AUTOUR, pieces.joindre),
    Commande("retirer", "", "[nom]", "retirer la dernière pièce, ou celle qui est nommée", AUTOUR, pieces.retirer),
    Commande("pièces", "", "", "les pièces attendues et jointes, et où en sont les fichiers", AUTOUR, pieces.pieces),
    Commande("copie", "", "fichier", "copier le dossier dans un nouveau fichier, et y continuer", AUTOUR, autour.copie),
    Commande("motif", "t", "[texte]", "dans le constat, pourquoi la réponse diffère du déclaré", AUTOUR, autour.motif),
)  # fmt: skip


def plat(nom: str) -> str:
    """`Sans-Objet`, `sansobjet`: the same."""
    return nu(nom).replace("-", "").replace("_", "")


def trouver(nom: str) -> list[Commande]:
    """The command of this letter or name; else those whose name begins so."""
    if not (cherche := plat(nom)):
        return []
    exactes = [c for c in COMMANDES if cherche in (c.lettre, plat(c.nom))]
    return exactes or [c for c in COMMANDES if plat(c.nom).startswith(cherche)]


def inconnue(seance: Seance, nom: str) -> None:
    seance.refuser(f"« :{nom[:40]} » n’est pas une commande ; ?? : toutes les commandes")


def executer(seance: Seance, ligne: str) -> None:
    """Do what a line that begins with a colon, or `?`, asks for."""
    nom, _, argument = (ligne if ligne.startswith("?") else ligne[1:].strip()).partition(" ")
    trouvees = trouver(nom)
    if len(trouvees) == 1:
        trouvees[0].geste(seance, argument.strip())
    elif trouvees:
        seance.refuser(f"« :{nom} » peut être {' ou '.join(':' + c.nom for c in trouvees)}")
    else:
        inconnue(seance, nom)


def mener(seance: Seance) -> None:
    """From the first question until `:quitter` or the end of the input."""
    seance.accueillir()
    demandee = ""
    while not seance.finie:
        if seance.dialogue.main:
            seance.session.garder()
        try:
            if demandee:
                ligne, demandee = demandee, ""
                executer(seance, ligne)
            else:
                seance.montrer()
                saisie.tour(seance)
        except Demande as demande:
            demandee = demande.ligne
        except KeyboardInterrupt:
            seance.dire("Saisie abandonnée. :quitter pour sortir.")
        except EOFError:
            seance.finie = True
    seance.prendre_conge()
