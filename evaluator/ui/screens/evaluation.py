"""The evaluation: plan, question, live scores. Keys act on the session; the session writes; the screen then shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from evaluator.dossier.reponses import LIBELLES_VOLET, SourceReponse, Valeur
from evaluator.dossier.valeurs import ValeurRefusee, lire
from evaluator.ui import keys
from evaluator.ui.editeurs import ChoixRefuse, editeur, mode_de
from evaluator.ui.heure import heure
from evaluator.ui.keys import Touche
from evaluator.ui.screens.annotations import Annotations
from evaluator.ui.screens.base import Ecran
from evaluator.ui.screens.renvois import Renvois
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes, scores
from evaluator.ui.texte.aide import aide_en_lignes
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment
from evaluator.ui.texte.plan import Plan
from evaluator.ui.texte.question import question_en_lignes
from evaluator.ui.texte.valeur import reponse_en_mots
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

HAUTEUR_AIDES = 30  # from this many lines on, each option shows its help under it


class EcranEvaluation(Annotations, Renvois, Ecran[None]):
    """One persistent pane per thing; moving on changes what they show, never the focus."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = keys.EVALUATION
    BINDINGS = keys.liaisons(keys.EVALUATION)  # noqa: RUF012  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.saisie: str = ""  # what the input line is for: valeur, motif, piece
        self.attend_source_defaut = False

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        with Horizontal(id="milieu"):
            yield Lignes(id="plan")
            with Vertical(id="centre"):
                yield Lignes(id="question")
                yield LigneDeSaisie(id="saisie")
            yield Lignes(id="scores")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        self.query_one("#saisie").display = False
        for annonce in self.session.dossier.annonces:
            self.dire(f"! {annonce}", "alerte")
        self.call_after_refresh(self.tout_montrer, haut=True)

    # — showing ————————————————————————————————————————————————————————————————————————————————————————————

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        session = self.session
        gauche: list[Segment] = [(f" {session.dossier.nom.removesuffix('.agls')}", "titre")]
        gauche += [(" · ", "attenue"), (LIBELLES_VOLET[session.volet], "accent")]
        droite: list[Segment] = []
        if session.dossier.lecture_seule or session.dossier.clos:
            droite += [("! lecture seule  " if session.dossier.lecture_seule else "! clos  ", "alerte")]
        faites, toutes = session.comptes()
        droite += [(f"{faites}/{toutes}", "fort")]
        if session.scores_visibles and not self.query_one("#scores").display:
            droite += [("  " + scores.resume(session.evaluation, session.dossier.referentiel.grille), "")]
        if session.dossier.enregistre_a:
            droite += [(f"  enregistré {heure(session.dossier.enregistre_a)} ", "bon")]
        return gauche, droite

    def mode(self) -> str:
        return "SAISIE" if self.saisie else "SOURCE" if self.attend_source_defaut else "PARCOURS"

    def barre(self) -> Sequence[tuple[str, str]]:
        if self.saisie:
            return [("Entrée", "enregistrer"), ("Échap", "garder en brouillon"), ("F1", "aide"), ("F3", "manquants"), ("F4", "résultats")]
        if self.attend_source_defaut:
            return [(t.affiche, t.aide) for t in keys.SOURCES] + [("f", "aucune")]
        q = self.session.question
        cles = editeur(q).touches(q)
        indices = [("/".join(cles.split("/")), "répondre")] if cles else []
        if mode_de(q) != "touches":
            indices.append(("Entrée", {"tableau": "ouvrir le tableau", "repartition": "saisir les nombres"}.get(mode_de(q), "saisir")))
        indices += [("x", "ne sait pas")]
        if q.sans_objet != "refuse":
            indices += [("s", "sans objet")]
        indices += [("d p e v", "source")]
        if self.session.declaree() is not None:
            indices += [("a", "reprendre")]
        montrees = (keys.SUIVANTE, keys.SANS_REPONSE, keys.AIDE_LETTRE, keys.NOTE, keys.A_REVOIR, keys.ANNULER, keys.PLAN,
                    keys.MANQUANTS, keys.RESULTATS, keys.VOLET, keys.RAPPORT, keys.PARTIE, keys.CHERCHER, keys.SCORES,
                    keys.EFFACER, keys.SOURCE_DEFAUT, keys.RETOUR, keys.QUITTER)  # fmt: skip
        return indices + [(t.affiche.split(" ")[0] if t is not keys.SUIVANTE else "↓ ↑", t.court if t is not keys.SUIVANTE else "question")
                          for t in montrees]  # fmt: skip

    def tout_montrer(self, *, haut: bool = False) -> None:
        """Every pane, after anything changed. `haut`: the question from its top."""
        session = self.session
        zone = self.query_one("#question", Lignes)
        zone.montrer(self._question, haut=haut)
        plan = self.query_one("#plan", Lignes)
        if plan.display:
            plan.montrer(lambda n: Plan(session, n), voir=Plan(session, 20).curseur)
        cote = self.query_one("#scores", Lignes)
        if cote.display:
            cote.montrer(self._scores)
        self.rafraichir()

    def _question(self, largeur: int) -> list[Ligne]:
        session = self.session
        aides = self.size.height >= HAUTEUR_AIDES
        lignes = question_en_lignes(session, largeur, aides_options=aides)
        aide = aide_en_lignes(session.question, session.dossier.referentiel.textes, largeur, options=not aides)
        return [*lignes, VIDE, *aide] if aide else lignes

    def _scores(self, largeur: int) -> list[Ligne]:
        if not self.session.scores_visibles:
            return [(("scores cachés (h)", "attenue"),)]
        return scores.panneau(self.session.evaluation, self.session.dossier.referentiel.grille, largeur)

    def on_resize(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    # — answering ——————————————————————————————————————————————————————————————————————————————————————————

    def ecrire(self, geste: Callable[[], object]) -> bool:
        """Write, then say what is written. On failure nothing moves and what was typed is kept."""
        self.attend_source_defaut = False
        ident = self.session.courante
        if not self.tenter(geste):
            self.rafraichir()
            return False
        session = self.session
        reponse = session.reponse(ident)
        q = session.parcours.question(ident)
        glyphe = glyphes.ETATS[reponse.etat][0]
        instant = f" — enregistré {heure(session.dossier.enregistre_a)}" if session.dossier.enregistre_a else ""
        mots = reponse_en_mots(q, reponse, source=True)
        self.dire(f"{glyphe} {session.parcours.numeros[ident]} {q.etiquette} : {mots[:160]}{instant}", "bon")
        self.tout_montrer()
        return True

    def avancer(self) -> None:
        if self.session.aller(1):
            self.tout_montrer(haut=True)

    def action_choisir(self, rang: int) -> None:
        q, avant = self.session.question, self.session.reponse()
        try:
            valeur = editeur(q).choisir(q, avant.valeur, rang)
        except ChoixRefuse as refus:
            self.alarme(str(refus))
            return
        if valeur is None:
            self.ecrire(self.session.effacer)
        else:
            self._donner(valeur, avance=editeur(q).simple)

    def action_booleen(self, oui: bool) -> None:
        if self.session.question.type != "oui_non":  # type: ignore[attr-defined]  # every question has a type
            self.alarme("o et n répondent aux questions par oui ou non")
            return
        self._donner(oui, avance=True)

    def _donner(self, valeur: Valeur, *, avance: bool) -> bool:
        """Record; go on by itself where nothing is left to say, that is where the source is known."""
        nouvelle = self.session.sans_reponse(self.session.courante)
        if not self.ecrire(lambda: self.session.repondre(valeur)):
            return False
        if avance and nouvelle and self.session.reponse().source:
            self.avancer()
        return True

    def action_ne_sait_pas(self) -> None:
        if self.ecrire(self.session.ne_sait_pas):
            self.avancer()

    def action_sans_objet(self) -> None:
        q = self.session.question
        if q.sans_objet == "refuse":
            self.alarme("« sans objet » n’est pas une réponse possible ici : répondez, ou x pour « ne sait pas »")
        elif q.sans_objet == "libre":
            if self.ecrire(lambda: self.session.sans_objet(None)):
                self.avancer()
        else:
            self.saisir("motif", "Motif du sans objet :", self.session.reponse().motif or "")

    def action_source(self, source: SourceReponse) -> None:
        session = self.session
        if self.attend_source_defaut:
            self.attend_source_defaut = False
            session.sources_defaut[session.section] = source
            self.dire(f"source par défaut de la partie : {glyphes.SOURCES[source][1]} (f pour changer)")
            self.tout_montrer()
            return
        avant = session.reponse()
        if avant.etat != "renseignee":
            session.sourcer(source)
            self.dire(f"source de la réponse à venir : {glyphes.SOURCES[source][1]}")
            self.tout_montrer()
        elif self.ecrire(lambda: session.sourcer(source)) and avant.source is None:
            self.avancer()

    def action_source_defaut(self) -> None:
        if self.attend_source_defaut:
            self.attend_source_defaut = False
            self.session.sources_defaut.pop(self.session.section, None)
            self.dire("plus de source par défaut pour cette partie")
        else:
            self.attend_source_defaut = True
            self.dire("source par défaut de la partie : d, p, e ou v ; f de nouveau pour aucune")
        self.tout_montrer()

    def action_effacer(self) -> None:
        if self.session.sans_reponse(self.session.courante):
            self.session.brouillons.pop(self.session.courante, None)
            self.dire("rien à effacer ici")
            self.tout_montrer()
        else:
            self.ecrire(self.session.effacer)

    def action_annuler(self) -> None:
        def annuler() -> None:
            if self.session.annuler() is None:
                raise ChoixRefuse("rien à annuler : ni dans cette session, ni pour cette question")

        try:
            fait = self.tenter(annuler)
        except ChoixRefuse as refus:
            self.alarme(str(refus))
            return
        if fait:
            session = self.session
            mots = reponse_en_mots(session.question, session.reponse(), source=True)
            self.dire(f"↶ {session.parcours.numeros[session.courante]} revient à : {mots[:120]}"
                      f" — enregistré {heure(session.dossier.enregistre_a)}", "bon")  # fmt: skip
            self.tout_montrer(haut=True)

    # — typing —————————————————————————————————————————————————————————————————————————————————————————————

    def action_saisir(self) -> None:
        q = self.session.question
        mode = mode_de(q)
        if self.query_one("#plan").display and not self.query_one("#centre").display:
            self.remove_class("-plan")
            self.call_after_refresh(self.tout_montrer)
        elif mode == "touches":
            self.dire(f"répondez par {editeur(q).touches(q)} ; ↓ question suivante")
        elif mode == "ligne":
            reponse = self.session.reponse()
            ancien = "" if reponse.valeur is None else editeur(q).texte(q, reponse.valeur)
            self.saisir("valeur", "Réponse :", self.session.brouillons.get(q.id, ancien), editeur(q).attendu(q))
        else:
            self.ouvrir_page(mode)

    def saisir(self, pour: str, invite: str, texte: str, exemple: str = "") -> None:
        self.saisie = pour
        self.query_one(LigneDeSaisie).ouvrir(invite, texte, exemple)
        if exemple:
            self.dire(f"attendu : {exemple}", "attenue")
        self.rafraichir()

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        q, texte = self.session.question, event.texte
        if self.saisie == "motif":
            if not texte.strip():
                self.alarme("un motif est demandé : dites en quelques mots pourquoi la question ne s’applique pas")
            elif self.ecrire(lambda: self.session.sans_objet(texte.strip())):
                self.finir_saisie()
                self.avancer()
        elif self.saisie == "piece":
            self.joindre(texte)
        elif not texte.strip():
            self.alarme("rien n’est saisi ; Échap pour sortir, puis Suppr pour effacer une réponse")
        else:
            try:
                valeur = lire(q, texte)
            except ValeurRefusee as refus:
                self.alarme(str(refus))
                return
            avance = self.session.sans_reponse(q.id)
            if self.ecrire(lambda: self.session.repondre(valeur)):
                self.session.brouillons.pop(q.id, None)
                self.finir_saisie()
                if avance and self.session.reponse().source:
                    self.avancer()

    def finir_saisie(self) -> None:
        self.saisie = ""
        self.query_one(LigneDeSaisie).fermer()
        self.tout_montrer()

    def ranger_saisie(self) -> None:
        """Leave the input line; a value typed and not recorded stays as a draft, and is said to be one."""
        texte, q = self.query_one(LigneDeSaisie).texte, self.session.question
        ancien = self.session.reponse().valeur
        inchange = ancien is not None and texte == editeur(q).texte(q, ancien)
        if self.saisie == "valeur" and texte.strip() and not inchange:
            self.session.brouillons[q.id] = texte
            self.dire("brouillon gardé, non enregistré : Entrée pour le reprendre", "alerte")
        self.finir_saisie()

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.saisie:
            return action in {t.action.split("(")[0] for t in self.TOUCHES if t.partout} or action.startswith("app.")
        return True

    def _aller(self, bouge: bool, sinon: str) -> None:
        self.attend_source_defaut = False
        self.dire("" if bouge else sinon, "attenue")
        self.tout_montrer(haut=bouge)

    def action_aller(self, pas: int) -> None:
        self._aller(self.session.aller(pas), "dernière question ; F3 : ce qui manque, F4 : résultats" if pas > 0 else "première question")

    def action_manquante(self, pas: int) -> None:
        self._aller(self.session.manquante(pas), "tout est répondu ; F3 : ce qui est à revoir, F4 : résultats")

    def action_partie(self, pas: int) -> None:
        self._aller(self.session.partie(pas), "dernière partie" if pas > 0 else "première partie")

    def action_bout(self, rang: int) -> None:
        self._aller(self.session.bout(rang), "déjà là")

    def action_defiler(self) -> None:
        self.query_one("#question", Lignes).page()

    def action_scores(self) -> None:
        self.session.scores_visibles = not self.session.scores_visibles
        self.tout_montrer()

    def action_plan(self) -> None:
        self.toggle_class("-plan")
        self.call_after_refresh(self.tout_montrer)

    @on(Lignes.Cliquee, "#plan")
    def _cliquee(self, event: Lignes.Cliquee) -> None:
        genre, ident = Plan(self.session, 20).entrees[event.rang]
        if genre == "question" and not self.saisie:
            self.aller_a(ident)
