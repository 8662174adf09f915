"""What stands around an answer: note, mark, pieces, and taking over what was declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evaluator.dossier.reponses import LIBELLES_VISIBILITE, Piece
from evaluator.dossier.saisie import visibilite_par_defaut
from evaluator.ui.brouillons import cle as cle_de
from evaluator.ui.heure import heure
from evaluator.ui.pieces.casier import Vu, toutes
from evaluator.ui.screens.fond import EcranDeFond
from evaluator.ui.screens.vue import VueEvaluation
from evaluator.ui.texte.consignes import SANS_PERSONNE

if TYPE_CHECKING:
    from evaluator.ui.screens.texte import TexteSaisi


class Annotations(VueEvaluation, EcranDeFond[None]):
    """Part of the evaluation screen."""

    def _annoter(self, geste: Callable[[], object], mots: str) -> bool:
        if not self.tenter(geste):
            return False
        self.dire(f"✓ {mots}", "bon", f"enregistré {heure(self.session.dossier.enregistre_a)}")
        self.tout_montrer()
        return True

    def action_noter(self) -> None:
        from evaluator.ui.screens.texte import EcranTexte

        session = self.session
        question, annotation = session.courante, session.annotation()
        cle = cle_de("note", question)
        visibilite = annotation.visibilite if annotation.note else visibilite_par_defaut(session.volet)
        titre = f"Note — {session.parcours.numeros[question]} {session.question.etiquette}"

        def fini(saisi: TexteSaisi | None) -> None:
            if saisi is None:
                return
            if saisi.brouillon:
                session.mettre_de_cote(cle, saisi.texte, annotation.note)
                if cle in session.brouillons:
                    self.dire("note gardée en brouillon, non enregistrée : c pour la reprendre", "alerte")
                self.tout_montrer()
            elif self._annoter(lambda: session.noter(saisi.texte.strip(), saisi.visibilite or visibilite), "note"):
                session.brouillons.pop(cle, None)
                self.tout_montrer()
            else:
                session.brouillons[cle] = saisi.texte
                self.tout_montrer()

        depart = session.brouillons.get(cle, annotation.note)
        page = EcranTexte(
            titre, depart, SANS_PERSONNE, visibilite, lambda texte: session.mettre_de_cote(cle, texte, annotation.note)
        )
        self.app.push_screen(page, fini)

    def action_partager(self) -> None:
        """The note: interne to the service, or partagee."""
        if not self.session.annotation().note:
            self.alarme("aucune note ici : c pour en écrire une")
            return
        dit: list[str] = []
        if self.tenter(lambda: dit.append(LIBELLES_VISIBILITE[self.session.partager() or "interne"])):
            sens = {"interne": "elle ne quitte pas le service", "partagée": "le gestionnaire la lira"}
            self.dire(f"✓ note {dit[0]} : {sens[dit[0]]}", "bon", self._instant())
            self.tout_montrer()

    def action_revoir(self) -> None:
        marque = not self.session.annotation().a_revoir
        self._annoter(self.session.revoir, "marquée « à revoir »" if marque else "marque « à revoir » enlevée")

    def action_confirmer(self) -> None:
        session = self.session
        if session.volet != "constat":
            self.alarme("reprendre le déclaré n’a de sens que dans le constat du service (F6)")
        elif session.declaree() is None:
            self.alarme("le gestionnaire n’a rien déclaré ici, ou la question est commune aux deux volets")
        else:
            source = session.source_pour(session.courante)
            self.ecrire(lambda: session.confirmer([session.courante], source))

    def action_confirmer_section(self) -> None:
        session = self.session
        questions = session.confirmables() if session.volet == "constat" else []
        if not questions:
            self.alarme("dans le constat, rien à reprendre dans cette partie : tout est répondu, ou rien n’est déclaré")
            return
        source = session.sources_defaut.get(session.section)
        if source is None:
            self.alarme(
                f"{len(questions)} réponses à reprendre : donnez d’abord la source par défaut de la partie (f, puis d p e v)"
            )
            return
        self._annoter(
            lambda: session.confirmer(questions, source), f"{len(questions)} réponses déclarées reprises (u pour annuler)"
        )

    def action_motiver(self) -> None:
        session = self.session
        if session.volet != "constat":
            self.alarme("le motif d’un écart se donne dans le constat du service (F6)")
        elif session.reponse().etat == "non_renseignee":
            self.alarme("répondez d’abord ; le motif dit ensuite pourquoi la réponse diffère du déclaré")
        elif session.declaree() is None:
            self.alarme("le gestionnaire n’a rien déclaré ici : il n’y a pas d’écart à motiver")
        else:
            self.saisir("ecart", "Motif de l’écart :", session.reponse().motif or "")

    def donner_motif(self, texte: str) -> None:
        mots = "motif de l’écart" if texte.strip() else "motif retiré"
        if self._annoter(lambda: self.session.motiver(texte), mots):
            self.oublier_brouillon()
            self.finir_saisie()

    # — pieces —————————————————————————————————————————————————————————————————————————————————————————————

    def on_mount(self) -> None:
        """The files of the pieces are looked for once, beside: no key waits for a disk."""
        session = self.session
        pieces = [piece for _, _, piece in toutes(session.dossier)]
        if pieces:
            self.lire_a_part(session.casier.recherche(pieces, session.dossier.chemin), self._pieces_vues)

    def _pieces_vues(self, vus: list[tuple[Piece, Vu]]) -> None:
        if self.session.casier.retenir(vus):
            self.session.garder()
        if self.is_active:
            self.tout_montrer()

    def action_piece(self) -> None:
        from evaluator.ui.screens.pieces import EcranPieces  # when first opened: the first paint waits for nothing

        self.app.push_screen(EcranPieces(self.session))
