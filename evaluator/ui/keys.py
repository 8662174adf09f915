"""Every key of the program, once: bindings, key bar and help are read off these tables, so they cannot differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from textual.binding import Binding, BindingType

from evaluator.ui.texte.lignes import Ligne, Segment, largeur

# The digit row of an AZERTY keyboard, unshifted: the same key as the digit.
AZERTY = {"1": "&", "2": "é", "3": '"', "4": "'", "5": "(", "6": "-", "7": "è", "8": "_", "9": "ç", "0": "à"}


class Touche(Struct, frozen=True):
    """One thing a key does. `touches` in Textual's names, none where only the list of commands leads to it; `affiche` and
    `court` for the bar, `aide` for the help."""

    touches: tuple[str, ...]
    action: str
    affiche: str
    court: str
    aide: str
    groupe: str = "Aller"
    partout: bool = False  # also while typing


def _lettre(lettre: str) -> tuple[str, ...]:
    """A letter and its capital: Caps Lock changes nothing."""
    return (lettre, lettre.upper())


def chiffre(rang: int) -> tuple[str, ...]:
    """The key of option `rang` (10 is the key 0) and its AZERTY twin."""
    touche = str(rang % 10)
    return (touche, AZERTY[touche])


def _t(touches: str | tuple[str, ...], action: str, affiche: str, court: str, aide: str, groupe: str,
       partout: bool = False) -> Touche:  # fmt: skip
    lues = (touches,) if isinstance(touches, str) else touches
    return Touche(lues, action, affiche, court, aide, groupe, partout)


REPONDRE, SOURCE, ALLER, VOIR, AUTOUR = "Répondre", "Source de la réponse", "Aller", "Voir", "Autour de la réponse"

CHOISIR = tuple(
    _t(
        chiffre(n),
        f"choisir({n})",
        str(n % 10),
        "",
        f"prendre l’option {n}" if n else "niveau 0 ; tableau : aucune ligne",
        REPONDRE,
    )
    for n in range(10)
)
OUI = _t(_lettre("o"), "booleen(True)", "o", "oui", "oui", REPONDRE)
NON = _t(_lettre("n"), "booleen(False)", "n", "non", "non", REPONDRE)
SAISIR = _t("enter", "saisir", "Entrée", "saisir", "saisir ou changer : texte, nombre, date, tableau, répartition", REPONDRE)
NE_SAIT_PAS = _t(
    _lettre("x"), "ne_sait_pas", "x", "ne sait pas", "ne sait pas : la question a été posée, personne ne sait", REPONDRE
)
SANS_OBJET = _t(
    _lettre("s"), "sans_objet", "s", "sans objet", "sans objet, avec un motif là où la question le demande", REPONDRE
)
EFFACER = _t(
    ("delete", "backspace"), "effacer", "Suppr", "effacer", "effacer la réponse (Suppr ou Retour arrière)", REPONDRE
)
ANNULER = _t(
    (*_lettre("u"), "ctrl+z"), "annuler", "u", "annuler", "annuler la dernière réponse de la session (ou Ctrl+Z)", REPONDRE
)
REFAIRE = _t("ctrl+y", "refaire", "Ctrl+Y", "refaire", "refaire ce qui vient d’être annulé", REPONDRE)
CONFIRMER = _t(
    _lettre("a"),
    "confirmer",
    "a",
    "reprendre le déclaré",
    "constat : reprendre la valeur déclarée par le gestionnaire",
    REPONDRE,
)
CONFIRMER_SECTION = _t(_lettre("b"), "confirmer_section", "b", "reprendre la partie", "constat : reprendre toutes les valeurs déclarées de la partie, là où rien n’est répondu", REPONDRE)  # noqa: E501  # fmt: skip

SOURCES = (
    _t(_lettre("d"), "source('declaratif')", "d", "déclaratif", "déclaratif", SOURCE),
    _t(_lettre("p"), "source('document')", "p", "document", "document (pièce)", SOURCE),
    _t(_lettre("e"), "source('entretien')", "e", "entretien", "entretien", SOURCE),
    _t(_lettre("v"), "source('observation')", "v", "observation", "observation (vu sur place)", SOURCE),
)
SOURCE_DEFAUT = _t(_lettre("f"), "source_defaut", "f", "source de la partie", "source par défaut de la partie, puis d, p, e ou v ; f de nouveau : aucune", SOURCE)  # noqa: E501  # fmt: skip

SUIVANTE = _t(("down", *_lettre("j")), "aller(1)", "↓ j", "suivante", "question suivante", ALLER)
PRECEDENTE = _t(("up", *_lettre("k")), "aller(-1)", "↑ k", "précédente", "question précédente", ALLER)
SANS_REPONSE = _t("tab", "manquante(1)", "Tab", "sans réponse", "question sans réponse suivante", ALLER)
SANS_REPONSE_AVANT = _t(
    "shift+tab", "manquante(-1)", "Maj+Tab", "sans réponse avant", "question sans réponse précédente", ALLER
)
PARTIE = _t("pagedown", "partie(1)", "PgDn", "partie", "partie suivante", ALLER)
PARTIE_AVANT = _t("pageup", "partie(-1)", "PgUp", "partie avant", "partie précédente", ALLER)
DEBUT = _t("home", "bout(0)", "Début", "début", "première question de la partie", ALLER)
FIN = _t("end", "bout(-1)", "Fin", "fin", "dernière question de la partie", ALLER)
MARQUEE = _t("*", "marquee", "*", "marquée", "question marquée « à revoir » suivante", ALLER)
CHERCHER = _t("/", "chercher", "/", "chercher", "chercher dans les questions, les réponses et les notes", ALLER)
NUMERO = _t(_lettre("g"), "numero", "g", "numéro", "aller à un numéro, par exemple 2.3", ALLER)

NOTE = _t(_lettre("c"), "noter", "c", "note", "note (F7 dans la note : interne ou partagée)", AUTOUR)
A_REVOIR = _t(_lettre("r"), "revoir", "r", "à revoir", "marquer « à revoir », ou enlever la marque", AUTOUR)
PIECE = _t(
    _lettre("i"),
    "piece",
    "i",
    "pièces",
    "pièces : joindre, retirer, retrouver les fichiers ; ils restent où ils sont, le dossier garde nom et empreinte",
    AUTOUR,
)
PARTAGER = _t(_lettre("m"), "partager", "m", "interne/partagée", "la note : interne au service, ou partagée", AUTOUR)

MOTIF = _t(_lettre("t"), "motiver", "t", "motif de l’écart", "constat : dire pourquoi la réponse diffère du déclaré", AUTOUR)

UTILE = _t(_lettre("z"), "utile", "z", "la plus utile", "aller à la question sans réponse la plus utile au montant", ALLER)
VISITE = _t(
    _lettre("y"), "visite", "y", "visite",
    "visite, puis 1 avant, 2 sur place, 3 après, 4 ce qui change encore le résultat, 5 à revoir ; y : toutes", ALLER,
)  # fmt: skip

POURQUOI = _t(_lettre("w"), "pourquoi", "w", "pourquoi", "pourquoi : du montant aux réponses, pas à pas", VOIR)
LEVIERS = _t(_lettre("l"), "leviers", "l", "leviers", "leviers : ce qui améliorerait l’avis ou le montant", VOIR)
ENSEMBLE = _t(_lettre("q"), "ensemble", "q", "vue d’ensemble", "besoin et réponse, robustesse, appuis, sans objet", VOIR)
CONTRADICTOIRE = _t(
    "f7", "contradictoire", "F7", "contradictoire", "contradictoire : les écarts entre les deux volets, par prix", VOIR, True
)
DECISION = _t("f8", "decision", "F8", "décision", "décision, puis clôture du dossier", VOIR, True)

DEFILER = _t("space", "defiler", "Espace", "suite du texte", "faire défiler la question et son aide", VOIR)
COMMANDES = _t("ctrl+p", "commandes", "Ctrl+P", "commandes", "toutes les commandes, par leurs mots (ou :)", VOIR, True)
COMMANDES_SIGNE = _t(":", "commandes", ":", "commandes", "toutes les commandes, par leurs mots", VOIR)
OBSERVATIONS = _t((), "observations", "", "observations", "observations du gestionnaire : cette question, l’ensemble", VOIR)
AUTEUR = _t((), "app.auteur", "", "auteur", "auteur : dire qui saisit, sur ce poste", VOIR)
COPIE = _t((), "copie", "", "copie", "copie : enregistrer le dossier ailleurs, et continuer dans cette copie", VOIR)
AIDE = _t("f1", "aide", "F1", "aide", "cette aide", VOIR, True)
AIDE_LETTRE = _t("?", "aide", "?", "aide", "cette aide", VOIR)
PLAN = _t("f2", "plan", "F2", "plan", "montrer ou cacher le plan", VOIR, True)
MANQUANTS = _t("f3", "manquants", "F3", "manquants", "ce qui manque, ce qui est à revoir ou à vérifier", VOIR, True)
RESULTATS = _t("f4", "resultats", "F4", "résultats", "résultats : scores, vigilances, montant", VOIR, True)
RAPPORT = _t("f5", "rapport", "F5", "rapport", "écrire le rapport", VOIR, True)
VOLET = _t("f6", "volet", "F6", "volet", "passer de l’auto-évaluation au constat du service", VOIR, True)
SCORES = _t(_lettre("h"), "scores", "h", "scores", "cacher ou montrer les scores", VOIR)
THEME = _t("f9", "app.theme", "F9", "clair/sombre", "thème clair ou sombre", VOIR, True)
RETOUR = _t(
    "escape",
    "retour",
    "Échap",
    "retour",
    "remonter d’un niveau ; dans une saisie : garder le texte en brouillon",
    ALLER,
    True,
)
QUITTER = _t("ctrl+q", "quitter", "Ctrl+Q", "quitter", "quitter : tout est déjà enregistré", ALLER, True)

EVALUATION: tuple[Touche, ...] = (
    *CHOISIR, OUI, NON, SAISIR, NE_SAIT_PAS, SANS_OBJET, EFFACER, ANNULER, REFAIRE, CONFIRMER, CONFIRMER_SECTION,
    *SOURCES, SOURCE_DEFAUT,
    SUIVANTE, PRECEDENTE, SANS_REPONSE, SANS_REPONSE_AVANT, MARQUEE, UTILE, VISITE, PARTIE, PARTIE_AVANT, DEBUT, FIN,
    CHERCHER, NUMERO,
    NOTE, PARTAGER, A_REVOIR, PIECE, MOTIF,
    OBSERVATIONS, COMMANDES, COMMANDES_SIGNE, DEFILER, AIDE, AIDE_LETTRE, PLAN, MANQUANTS, RESULTATS, RAPPORT, VOLET,
    CONTRADICTOIRE, DECISION, POURQUOI, LEVIERS, ENSEMBLE, SCORES, THEME, RETOUR, QUITTER,
)  # fmt: skip


def liaisons(touches: Iterable[Touche]) -> list[BindingType]:
    """The Textual bindings of a table of keys."""
    return [
        Binding(",".join(_nom(t) for t in touche.touches), touche.action, touche.aide, show=False, priority=touche.partout)
        for touche in touches
        if touche.touches
    ]


def _nom(touche: str) -> str:
    """Textual splits a list of keys on commas and reads single characters by their Unicode name."""
    return "comma" if touche == "," else touche


def barre(indices: Sequence[tuple[str, str]], cellules: int, lignes: int, mode: str = "") -> list[Ligne]:
    """The key bar: as many `touche libellé` as fit on `lignes` lines, the first ones first."""
    sorties: list[Ligne] = []
    reste = list(indices)
    for rang in range(lignes):
        courante: list[Segment] = [(f" {mode} ", "inverse"), (" ", "")] if mode and rang == 0 else [(" ", "")]
        place = cellules - largeur(tuple(courante))
        while reste:
            touche, libelle = reste[0]
            morceau: Ligne = ((touche, "accent"), (f" {libelle}" if libelle else "", ""), ("  ", ""))
            if (prise := largeur(morceau)) - 2 > place:
                break
            courante += morceau
            place -= prise
            reste.pop(0)
        sorties.append(tuple(courante))
    return sorties
