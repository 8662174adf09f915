"""The panes of the evaluation screen, and how they are refreshed. What the keys do is in `evaluation.py`."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VOLET, Volet
from evaluator.ui import keys
from evaluator.ui.brouillons import Genre, cle, touche
from evaluator.ui.editeurs import editeur, mode_de
from evaluator.ui.heure import heure, jour_heure
from evaluator.ui.screens.base import REPOS, Ecran
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes, scores
from evaluator.ui.texte.aide import aide_en_lignes
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment
from evaluator.ui.texte.plan import Plan
from evaluator.ui.texte.question import question_en_lignes
from evaluator.ui.texte.valeur import reponse_en_mots
from evaluator.ui.visite import FILTRES, TOUTES
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

BROUILLON_GARDE = "brouillon gardé, non enregistré : Entrée pour le reprendre"
LARGEUR_TITRE = 110  # below, the title says the volet in short
VOLETS_COURTS: dict[Volet, str] = {"auto_evaluation": "Auto-éval.", "constat": "Constat"}
PEINT = 0.03  # seconds: two frames
HAUTEUR_AIDES = 30  # from this many lines on, each option shows its help under it


SUITE = (
    keys.POURQUOI, keys.LEVIERS, keys.UTILE, keys.VISITE, keys.CONTRADICTOIRE, keys.DECISION, keys.ENSEMBLE, keys.PLAN,
    keys.COMMANDES, keys.NOTE, keys.A_REVOIR, keys.ANNULER, keys.VOLET, keys.RAPPORT, keys.PARTIE, keys.CHERCHER,
    keys.SCORES, keys.EFFACER, keys.SOURCE_DEFAUT, keys.RETOUR, keys.QUITTER,
)  # fmt: skip
BARRE = [("↓ ↑", "question"), ("Tab", "sans réponse"), ("?", "aide"), ("F3", "manquants"), ("F4", "résultats")] + [
    (t.affiche, t.court) for t in SUITE
]
# What a dossier that is closed or held elsewhere leaves to do.
BARRE_LECTURE = [(t.affiche, t.court) for t in (
    keys.AIDE_LETTRE, keys.MANQUANTS, keys.RESULTATS, keys.POURQUOI, keys.LEVIERS, keys.ENSEMBLE, keys.CONTRADICTOIRE,
    keys.DECISION, keys.RAPPORT, keys.PLAN, keys.VOLET, keys.VISITE, keys.CHERCHER, keys.PARTIE, keys.SCORES, keys.COMMANDES,
    keys.RETOUR, keys.QUITTER,
)]  # fmt: skip


class Rangee(Horizontal):
    """Its panes cover it."""

    BLANK = True


class Colonne(Vertical):
    """Its panes cover it."""

    BLANK = True


class VueEvaluation(Ecran[None]):
    """One persistent pane per thing; moving on changes what they show, never the focus. They cover the screen."""

    BLANK = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.saisie: Genre | Literal[""] = ""  # what the input line is for
        self.attend = ""  # what the next key says: source (of the section), filtre
        self._repos: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        with Rangee(id="milieu"):
            yield Lignes(id="plan")
            with Colonne(id="centre"):
                yield Lignes(id="question")
                yield LigneDeSaisie(id="saisie")
            yield Lignes(id="scores")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        self.query_one("#saisie").display = False
        if gardes := len(self.session.brouillons):
            mots = french.pluriel(
                gardes, "brouillon de la dernière fois, non enregistré", "brouillons de la dernière fois, non enregistrés"
            )
            self.dire(f"{mots} : F3 les montre", "alerte")
        dossier = self.session.dossier
        for annonce in dossier.annonces:
            self.alarme(annonce)
        if dossier.lecture_seule:
            self.call_after_refresh(self.alarme, f"lecture seule : {dossier.lecture_seule}")  # its lines need a width
        elif dossier.cloture:
            self.dire(self._clos(), "alerte")
        if fautes := self.session.dossier.fautes:
            self.alarme(f"{french.pluriel(len(fautes), 'faute')} dans ce fichier ; la première : {fautes[0].message}")
        self.tout_montrer(haut=True)

    def _clos(self) -> str:
        """Why nothing is written in a closed dossier, and how to write again; empty where it is open."""
        cloture = self.session.dossier.cloture
        if cloture is None:
            return ""
        return f"dossier clos le {jour_heure(cloture.instant)} : on le lit ; pour y écrire, r dans la liste (Échap)"

    # — showing ————————————————————————————————————————————————————————————————————————————————————————————

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        session, etroit = self.session, self.size.width < LARGEUR_TITRE
        volet = VOLETS_COURTS[session.volet] if etroit else LIBELLES_VOLET[session.volet]
        gauche: list[Segment] = [
            (f" {volet}", "accent"),
            (" · ", "attenue"),
            (session.dossier.nom.removesuffix(".agls"), "titre"),
        ]
        droite: list[Segment] = []
        if conflits := len(session.dossier.conflits):
            droite += [(f"! {french.pluriel(conflits, 'conflit')}  ", "erreur")]
        if session.dossier.lecture_seule or session.dossier.clos:
            droite += [("! lecture seule  " if session.dossier.lecture_seule else "! clos  ", "alerte")]
        faites, toutes = session.comptes(session.chemin)
        droite += [(f"{faites}/{toutes}", "fort")]
        if session.scores_visibles and not self.query_one("#scores").display:
            droite += [("  " + scores.resume(session.evaluation, session.dossier.referentiel.grille, court=etroit), "")]
        if session.dossier.enregistre_a:
            droite += [(f"  {self._instant()}", "bon")]
        return gauche, [*droite, (" ", "")]

    @property
    def plan_seul(self) -> bool:
        """The plan covers the question: a narrow terminal."""
        return not self.query_one("#centre").display

    def mode(self) -> str:
        if self.saisie:
            return "SAISIE"
        if self.attend:
            return {"source": "SOURCE", "filtre": "VISITE"}[self.attend]
        if self.session.dossier.lecture_seule or self.session.dossier.clos:
            return "LECTURE"
        return FILTRES[self.session.filtre].titre if self.session.filtre else "PARCOURS"

    def barre(self) -> Sequence[tuple[str, str]]:
        if self.saisie:
            return [
                ("Entrée", "enregistrer"),
                ("Échap", "garder en brouillon"),
                ("F1", "aide"),
                ("F3", "manquants"),
                ("F4", "résultats"),
            ]
        if self.attend == "source":
            return [(t.affiche, t.aide) for t in keys.SOURCES] + [("f", "aucune")]
        if self.attend == "filtre":
            return [(str(n), f.mots) for n, f in enumerate(FILTRES.values(), 1)] + [("y", TOUTES), ("Échap", "retour")]
        if self.plan_seul:
            return [
                ("↓ ↑", "question"),
                ("Entrée", "voir la question"),
                ("PgDn PgUp", "partie"),
                ("F2", "refermer le plan"),
                *BARRE[1:],
            ]
        if self.session.ferme:
            return [("↓ ↑", "question"), *BARRE_LECTURE]
        q = self.session.question
        cles = editeur(q).touches(q)
        indices = [(cles, "répondre")] if cles and mode_de(q) != "tableau" else []
        if mode_de(q) != "touches":
            indices.append(
                ("Entrée", {"tableau": "ouvrir le tableau", "repartition": "saisir les nombres"}.get(mode_de(q), "saisir"))
            )
        if mode_de(q) == "tableau" and not self.session.reponse().valeur:
            indices.append(("0", "aucune ligne"))
        indices += [("x", "ne sait pas")]
        if q.sans_objet != "refuse":
            indices += [("s", "sans objet")]
        indices += [("d p e v", "source")]
        if self.session.declaree() is not None:
            indices += [("a", "reprendre")]
            if self.session.ecart(q.id):
                indices += [("t", "motif de l’écart")]
        if self.session.filtre:
            indices += [("y", TOUTES)]
        return indices + BARRE

    def tout_montrer(self, *, haut: bool = False) -> None:
        """Every pane, after anything changed. `haut`: the question from its top."""
        session = self.session
        zone = self.query_one("#question", Lignes)
        zone.montrer(self._question, haut=haut)
        plan = self.query_one("#plan", Lignes)
        if plan.display:
            trame = Plan(session, 0)
            plan.montrer(trame.large, voir=trame.curseur)
        cote = self.query_one("#scores", Lignes)
        if cote.display:
            cote.montrer(self._scores)
        self.rafraichir()
        self.call_after_refresh(self._peint)

    def _peint(self) -> None:
        """Once all is painted, and not before: a timer takes its turn among what paints."""
        if not self.is_attached:
            return
        self._quand_la_main_repose()
        self.set_timer(PEINT, self._apres)

    def _apres(self) -> None:
        """What no one waits for: the place, so that a crash costs none; the next question; what the key left behind."""
        self.session.garder()
        if self.is_active and not self.plan_seul:
            self._prevoir()
        gc.collect(0)

    def _prevoir(self) -> None:
        """Draw the next question while this one is read."""
        session, ici = self.session, self.session.courante
        try:
            if session.aller(1):
                self.query_one("#question", Lignes).prevoir(self._question)
        finally:
            session.courante = ici

    def _quand_la_main_repose(self) -> None:
        """A little after the last key: what takes more than a key press may, and what is left for the next sitting."""
        if self._repos:
            self._repos.stop()
        self._repos = self.set_timer(REPOS, self._au_repos)

    def _sans_prix(self) -> bool:
        session = self.session
        return session.scores_visibles and session.ecart(session.courante) and not session.compare

    def _au_repos(self) -> None:
        self._repos = None
        gc.collect()
        if not self.is_active:
            return
        change = self._sans_prix() or self.session.visite_perimee
        if self._sans_prix():
            _ = self.session.comparaison
        if self.session.visite_perimee:
            self.session.retracer()
        self._noter_brouillon()
        self.session.garder()
        if change:
            self.tout_montrer()

    @on(Input.Changed)
    def _frappe(self) -> None:
        self._quand_la_main_repose()

    def _question(self, largeur: int) -> list[Ligne]:
        session = self.session
        aides = self.size.height >= HAUTEUR_AIDES
        lignes = question_en_lignes(session, largeur, aides_options=aides)
        aide = aide_en_lignes(session.question, session.dossier.referentiel.textes, largeur, options=not aides)
        return [*lignes, VIDE, *aide] if aide else lignes

    def _scores(self, largeur: int) -> list[Ligne]:
        if not self.session.scores_visibles:
            return [((glyphes.CACHES, "attenue"),)]
        return scores.panneau(self.session.evaluation, self.session.dossier.referentiel.grille, largeur)

    def on_resize(self) -> None:
        self.call_after_refresh(self._a_cette_taille)

    def _a_cette_taille(self) -> None:
        if self.saisie and self.plan_seul:  # the plan came over the line
            self.ranger_saisie()
        else:
            self.tout_montrer()

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def _instant(self) -> str:
        return f"enregistré {heure(self.session.dossier.enregistre_a)}"

    # — writing, typing ————————————————————————————————————————————————————————————————————————————————————

    def ecrire(self, geste: Callable[[], object], ensuite: Callable[[], bool] = lambda: False) -> bool:
        """Write, then say what is written. On failure nothing moves and what was typed is kept.

        `ensuite` follows a good write and says whether one moved on: all is then shown at once, in one frame.
        """
        self.attend = ""
        ident = self.session.courante
        if not self.tenter(geste):
            self.rafraichir()
            return False
        session = self.session
        reponse = session.reponse(ident)
        q = session.parcours.question(ident)
        glyphe = glyphes.ETATS[reponse.etat][0]
        mots = reponse_en_mots(q, reponse, source=True)
        self.dire(f"{glyphe} {session.parcours.numeros[ident]} {q.etiquette} : {mots}", "bon", self._instant())
        self.tout_montrer(haut=ensuite())
        return True

    def saisir(self, pour: Genre, invite: str, texte: str, exemple: str = "", *, remplacer: bool = False) -> None:
        """Open the input line, on the draft of a reason if there is one."""
        if clos := self._clos():
            self.alarme(clos)  # before anything is typed for nothing
            return
        self.saisie = pour
        if pour != "valeur":
            texte = self.session.brouillons.get(cle(pour, self.session.courante), texte)
        self.query_one(LigneDeSaisie).ouvrir(invite, texte, exemple, remplacer=remplacer)
        if exemple:
            self.dire(f"attendu : {exemple}", "attenue")
        self.rafraichir()

    def finir_saisie(self) -> None:
        self.fermer_saisie()
        self.tout_montrer()

    def fermer_saisie(self) -> None:
        """Without showing what stands behind it: the caller does."""
        self.saisie = ""
        self.query_one(LigneDeSaisie).fermer()

    def _noter_brouillon(self) -> bool:
        """Keep what the input line holds and what is not recorded. False where that is nothing."""
        if not self.saisie:
            return False
        q, reponse = self.session.question, self.session.reponse()
        enregistre = reponse.motif or ""
        if self.saisie == "valeur":
            enregistre = "" if reponse.valeur is None else editeur(q).texte(q, reponse.valeur)
        ou = cle(self.saisie, q.id)
        self.session.mettre_de_cote(ou, self.query_one(LigneDeSaisie).texte, enregistre)
        return ou in self.session.brouillons

    def ranger_saisie(self) -> None:
        """Leave the input line; what is typed and not recorded stays as a draft, and is said to be one."""
        if self.saisie and self._noter_brouillon():
            self.dire(f"brouillon gardé, non enregistré : {touche(self.saisie)} pour le reprendre", "alerte")
        else:
            self.dire("")
        self.finir_saisie()

    def oublier_brouillon(self) -> None:
        """What the input line held is recorded."""
        if self.saisie:
            self.session.brouillons.pop(cle(self.saisie, self.session.courante), None)

    def non_enregistre(self) -> str:
        """Drafts and objectives wait on this machine for the next sitting: only where it refuses are they lost."""
        if self.saisie:
            self.ranger_saisie()
        if self.session.garder():
            return ""
        brouillons, objectifs = len(self.session.brouillons), len(self.session.objectifs)
        perdus = []
        if brouillons:
            perdus.append(french.pluriel(brouillons, "brouillon non enregistré", "brouillons non enregistrés"))
        if objectifs and not self.session.dossier.clos:
            perdus.append(french.pluriel(objectifs, "objectif retenu, non écrit avant la clôture",
                                         "objectifs retenus, non écrits avant la clôture"))  # fmt: skip
        return " et ".join(perdus)

    def action_plan(self) -> None:
        if self.saisie:  # where it is narrow, the plan covers the line
            self.ranger_saisie()
        self.toggle_class("-plan")
        self.call_after_refresh(self.tout_montrer)
