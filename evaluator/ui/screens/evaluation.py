"""The evaluation: plan, question, live scores. Keys act on the session; the session writes; the screen then shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on

from evaluator import french
from evaluator.dossier.reponses import SourceReponse, Valeur
from evaluator.dossier.valeurs import ValeurRefusee, lire
from evaluator.evaluation import phrases
from evaluator.questionnaire.models import Question, QuestionNombre, QuestionTexte
from evaluator.ui import keys, visite
from evaluator.ui.editeurs import ChoixRefuse, editeur, mode_de
from evaluator.ui.keys import Touche
from evaluator.ui.screens.annotations import Annotations
from evaluator.ui.screens.renvois import Renvois
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.plan import Plan
from evaluator.ui.texte.valeur import reponse_en_mots
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie


def _sans_unite(q: Question, texte: str) -> str:
    """`17,5 mois` as 17,5 where the question counts months, as in the cell of a table."""
    if not isinstance(q, QuestionNombre):
        return texte
    from evaluator.ui.collage import sans_unite

    return sans_unite(q.unite, texte)


class EcranEvaluation(Annotations, Renvois):
    """Keys act on the session; the session writes; the panes then show."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = keys.EVALUATION
    BINDINGS = keys.liaisons(keys.EVALUATION)  # Textual's own declaration

    # — answering ——————————————————————————————————————————————————————————————————————————————————————————

    def avancer(self) -> bool:
        """For what follows a write: nothing is shown yet."""
        return self.session.aller(1)

    def avancer_si_source(self) -> bool:
        """Where the source is known, nothing is left to say of an answer."""
        return bool(self.session.reponse().source) and self.avancer()

    def action_choisir(self, rang: int) -> None:
        if self.attend == "filtre":
            self._filtrer(rang)
            return
        q, avant = self.session.question, self.session.reponse()
        try:
            valeur = editeur(q).choisir(q, avant.valeur, rang)
        except ChoixRefuse as refus:
            if mode_de(q) == "ligne" and (not isinstance(q, QuestionTexte) or q.format):
                self._ouvrir_ligne(str(rang % 10))  # a digit begins the number, the date or the code
            else:
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

    def _donner(self, valeur: Valeur, *, avance: bool) -> None:
        """Record; go on by itself where nothing is left to say."""
        avance = avance and self.session.sans_reponse(self.session.courante)
        self.ecrire(lambda: self.session.repondre(valeur), lambda: avance and self.avancer_si_source())

    def action_ne_sait_pas(self) -> None:
        self.ecrire(self.session.ne_sait_pas, self.avancer)

    def action_sans_objet(self) -> None:
        q = self.session.question
        if q.sans_objet == "refuse":
            self.alarme("« sans objet » n’est pas une réponse possible ici : répondez, ou x pour « ne sait pas »")
        elif q.sans_objet == "libre":
            self.ecrire(lambda: self.session.sans_objet(None), self.avancer)
        else:
            self.saisir("motif", "Motif du sans objet :", self.session.reponse().motif or "")

    def action_source(self, source: SourceReponse) -> None:
        session = self.session
        if self.attend == "source":
            self.attend = ""
            session.sources_defaut[session.section] = source
            self.dire(f"source par défaut de la partie : {glyphes.SOURCES[source][1]} (f pour changer)")
            self.tout_montrer()
            return
        avant = session.reponse()
        if avant.etat != "renseignee":
            session.sourcer(source)
            self.dire(f"source de la réponse à venir : {glyphes.SOURCES[source][1]}")
            self.tout_montrer()
        else:
            self.ecrire(lambda: session.sourcer(source), lambda: avant.source is None and self.avancer())

    def action_source_defaut(self) -> None:
        if self.attend == "source":
            self.attend = ""
            self.session.sources_defaut.pop(self.session.section, None)
            self.dire("plus de source par défaut pour cette partie")
        else:
            self.attend = "source"
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
        self._revenir(self.session.annuler, "↶", "rien à annuler : rien n’a été répondu dans cette session")

    def action_refaire(self) -> None:
        self._revenir(self.session.refaire, "↷", "rien à refaire : rien n’a été annulé depuis la dernière réponse")

    def _revenir(self, geste: Callable[[], str | None], signe: str, sinon: str) -> None:
        rendu: list[str | None] = []
        if not self.tenter(lambda: rendu.append(geste())):
            return
        if rendu[0] is None:
            self.alarme(sinon)
            return
        session = self.session
        mots = reponse_en_mots(session.question, session.reponse(), source=True)
        self.dire(f"{signe} {session.parcours.numeros[session.courante]} revient à : {mots}", "bon", self._instant())
        self.tout_montrer(haut=True)

    # — typing —————————————————————————————————————————————————————————————————————————————————————————————

    def action_saisir(self) -> None:
        q = self.session.question
        mode = mode_de(q)
        if self.plan_seul:
            self.remove_class("-plan")
            self.call_after_refresh(self.tout_montrer)
        elif mode == "touches":
            self.dire(f"répondez par {editeur(q).touches(q)} ; ↓ question suivante")
        elif mode == "ligne":
            reponse = self.session.reponse()
            ancien = "" if reponse.valeur is None else editeur(q).texte(q, reponse.valeur)
            brouillon = self.session.brouillons.get(q.id)
            nombre = not isinstance(q, QuestionTexte)
            self._ouvrir_ligne(ancien if brouillon is None else brouillon, remplacer=nombre and brouillon is None)
        else:
            self.ouvrir_page(mode)

    def _ouvrir_ligne(self, texte: str, *, remplacer: bool = False) -> None:
        q = self.session.question
        self.saisir("valeur", "Réponse :", texte, editeur(q).attendu(q), remplacer=remplacer)

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        q, texte = self.session.question, event.texte
        if self.saisie == "motif":
            if not texte.strip():
                self.alarme("un motif est demandé : dites en quelques mots pourquoi la question ne s’applique pas")
            else:
                self.ecrire(lambda: self.session.sans_objet(texte.strip()), lambda: self._enregistree() and self.avancer())
        elif self.saisie == "ecart":
            self.donner_motif(texte)
        elif not texte.strip():
            self.alarme("rien n’est saisi ; Échap pour sortir, puis Suppr pour effacer une réponse")
        else:
            try:
                valeur = lire(q, _sans_unite(q, texte))
            except ValeurRefusee as refus:
                self.alarme(str(refus))
                return
            avance = self.session.sans_reponse(q.id)
            self.ecrire(
                lambda: self.session.repondre(valeur),
                lambda: self._enregistree() and avance and self.avancer_si_source(),
            )

    def _enregistree(self) -> bool:
        """What was typed is on the disk: the line closes."""
        self.oublier_brouillon()
        self.fermer_saisie()
        return True

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.saisie:
            return action in {t.action.split("(")[0] for t in self.TOUCHES if t.partout} or action.startswith("app.")
        return True

    def _aller(self, bouge: bool, sinon: str) -> None:
        self.attend = ""
        self.session.rouvrir = None
        self.dire("" if bouge else sinon, "attenue")
        self.tout_montrer(haut=bouge)

    def action_aller(self, pas: int) -> None:
        self._aller(
            self.session.aller(pas),
            "dernière question ; F3 : ce qui manque, F4 : résultats" if pas > 0 else "première question",
        )

    def action_manquante(self, pas: int) -> None:
        self._aller(self.session.manquante(pas), "tout est répondu ; F3 : ce qui est à revoir, F4 : résultats")

    def action_partie(self, pas: int) -> None:
        self._aller(self.session.partie(pas), "dernière partie" if pas > 0 else "première partie")

    def action_bout(self, rang: int) -> None:
        self._aller(self.session.bout(rang), "déjà là")

    def action_utile(self) -> None:
        bouge = self.session.utile()
        self._aller(bouge, "plus rien de ce qui manque ne change l’avis ni le montant")
        if bouge:
            utile = next(m for m in self.session.analyse.manque.utiles if m.question == self.session.courante)
            self.dire(phrases.gain_manque(utile) if self.session.scores_visibles else "la plus utile", "attenue")

    def action_marquee(self) -> None:
        self._aller(self.session.marquee(), "aucune autre question n’est marquée « à revoir » (r la marque)")

    def action_visite(self) -> None:
        """The menu of filters; a second time, all questions again."""
        if self.attend == "filtre" or self.session.filtre:
            self.attend = ""
            self.session.filtrer(None)
            self.dire(visite.TOUTES)
            self.tout_montrer(haut=True)
        else:
            self.attend = "filtre"
            self.dire("quelles questions parcourir ?")
            self.tout_montrer()

    def _filtrer(self, rang: int) -> None:
        noms = list(visite.FILTRES)
        if not 1 <= rang <= len(noms):
            self.alarme(f"un numéro de 1 à {len(noms)}, ou y pour {visite.TOUTES}")
            return
        self.attend = ""
        mots = visite.FILTRES[noms[rang - 1]].mots
        if self.session.filtrer(noms[rang - 1]):
            reste = french.pluriel(len(self.session.chemin), "question")
            self.dire(f"{mots} : {reste} à voir ; y pour {visite.TOUTES}")
        else:
            self.dire(f"{mots} : aucune question", "alerte")
        self.tout_montrer(haut=True)

    def action_defiler(self) -> None:
        self.query_one("#question", Lignes).page()

    def action_scores(self) -> None:
        self.session.scores_visibles = not self.session.scores_visibles
        self.tout_montrer()

    @on(Lignes.Cliquee, "#plan")
    def _cliquee(self, event: Lignes.Cliquee) -> None:
        genre, ident = Plan(self.session, 20).entrees[event.rang]
        if genre == "question" and not self.saisie:
            self.aller_a(ident)
