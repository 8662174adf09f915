"""i: the pieces of the question: joined, taken away, shared or not, copied, found again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VISIBILITE, Piece, Visibilite
from evaluator.dossier.saisie import visibilite_par_defaut
from evaluator.ui.heure import heure
from evaluator.ui.pieces.casier import Vu, dossier_des_pieces, toutes
from evaluator.ui.pieces.fichier import Abandon, Avance, FichierRefuse, copier, empreinte, piece_de
from evaluator.ui.screens.fichier import EcranFichier
from evaluator.ui.screens.vue_pieces import ICI_MEME, VuePieces
from evaluator.ui.session import Session
from evaluator.ui.texte.pieces import AJOUTER, bilan_en_mots

Lu = tuple[Path, str, int] | FichierRefuse  # a file that was read, with its hash and size, or why it was not


class EcranPieces(VuePieces):
    """The pieces of the question in hand."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._gestes: list[tuple[str, Callable[[], None]]] = []  # how to take back each thing done here
        self._suite: list[Lu] = []  # read, not joined yet
        self._dits: list[str] = []  # joined, in words
        self._deja: list[str] = []  # joined already, with the same content
        self._refus: list[str] = []

    def preparer(self) -> None:
        super().preparer()
        self._examiner([piece for _, _, piece in self.montrees()], tout=False, invite="")

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    def _ecrire(self, geste: Callable[[], None], retour: Callable[[], None], mots: str) -> bool:
        if not self.tenter(geste):
            return False
        self._gestes.append((mots, retour))
        self._dire_fait(mots)
        return True

    def _dire_fait(self, mots: str, signe: str = "✓") -> None:
        self.tout_montrer()
        fin = f"enregistré {heure(self.session.dossier.enregistre_a)}"
        place = self.size.width - len(fin) - 4
        self.dire(f"{signe} {mots}", "bon", fin if len(mots) < place else "")  # the words first

    def _poser(self, piece: Piece, mots: str) -> bool:
        """Join; one of the same name is replaced, and comes back when this is undone."""
        ancienne = self._de_ce_nom(piece.nom)

        def revenir() -> None:
            if ancienne is None:
                self._retirer(piece)
            else:
                self._remettre(ancienne)

        return self._ecrire(lambda: self._remettre(piece), revenir, mots)

    def _remettre(self, piece: Piece) -> None:
        self.session.dossier.joindre(self.question, self.session.volet, piece)

    def _retirer(self, piece: Piece) -> None:
        self.session.dossier.retirer(self.question, self.session.volet, piece.nom)

    def _de_ce_nom(self, nom: str) -> Piece | None:
        return next((p for p in self.session.annotation(self.question).pieces if p.nom == nom), None)

    def _ici(self, quoi: str) -> Piece | None:
        """The piece in hand, where it is of the open volet."""
        trouvee = self.prise(self.liste.choisie)
        if trouvee is None:
            self.alarme(f"choisissez une pièce à {quoi}")
            return None
        if trouvee[0] is not None:
            self.alarme("cette pièce est celle du gestionnaire : elle se change dans son auto-évaluation (F6)")
            return None
        return trouvee[1]

    def action_retirer(self) -> None:
        piece = self._ici("retirer")
        if piece is not None:
            mots = f"« {piece.nom} » retirée ; u pour annuler"
            self._ecrire(lambda: self._retirer(piece), lambda: self._remettre(piece), mots)

    def action_visibilite(self) -> None:
        piece = self._ici("rendre interne ou partagée")
        if piece is not None:
            autre: Visibilite = "interne" if piece.visibilite == "partagee" else "partagee"
            self._poser(replace(piece, visibilite=autre), f"« {piece.nom} » est maintenant {LIBELLES_VISIBILITE[autre]}")

    def action_annuler(self) -> None:
        if not self._gestes:
            self.alarme("rien à annuler : rien n’a été changé ici")
            return
        mots, retour = self._gestes[-1]
        if self.tenter(retour):
            self._gestes.pop()
            self._dire_fait(f"annulé : {mots.split(' ; ')[0]}", "↶")

    # — adding —————————————————————————————————————————————————————————————————————————————————————————————

    def action_ajouter(self) -> None:
        if self._libre():
            numero = self.session.parcours.numeros[self.question]
            self._choisir_fichier(
                f"Joindre à {numero} {self.session.parcours.question(self.question).etiquette}", self._lire
            )

    def _choisir_fichier(self, pour: str, fini: Callable[[tuple[Path, ...]], None]) -> None:
        casier = self.session.casier
        base = casier.ou if casier.ou is not None and casier.ou.is_dir() else self.dossier.absolute().parent

        def choisi(chemins: tuple[Path, ...] | None) -> None:
            if chemins:
                casier.ou = chemins[0].parent
                fini(chemins)

        self.app.push_screen(EcranFichier(pour, base), choisi)

    def _libre(self) -> bool:
        if self.occupe:
            self.alarme("une lecture est en cours : Échap pour l’abandonner")
        return not self.occupe

    def _lire(self, chemins: tuple[Path, ...]) -> None:
        def geste(avance: Avance) -> list[Lu]:
            return [_lu(chemin, avance) for chemin in chemins]

        noms = f"« {chemins[0].name} »" if len(chemins) == 1 else f"{len(chemins)} fichiers"
        self.lire_a_part(geste, self._joindre_tous, invite=f"lecture de {noms}")

    def _joindre_tous(self, lus: list[Lu]) -> None:
        self._suite, self._dits, self._deja, self._refus = lus, [], [], []
        self._joindre_suite()

    def _joindre_suite(self) -> None:
        """One after the other, until one asks something."""
        while self._suite:
            lu = self._suite.pop(0)
            if isinstance(lu, FichierRefuse):
                self._refus.append(str(lu))
                continue
            chemin, sha256, taille = lu
            piece = piece_de(chemin, sha256, visibilite_par_defaut(self.session.volet))
            meme = self._de_ce_nom(piece.nom)
            if meme is not None and meme.sha256 != sha256:
                self.a_trancher = (chemin, piece, taille)
                self.tout_montrer()
                self.dire("même nom, autre contenu : 1 remplacer, 2 garder les deux, Échap ne pas joindre", "alerte")
                return
            if meme is not None:
                self._situer(meme, chemin, taille)
                self._deja.append(meme.nom)
            elif not self._joindre(chemin, piece, taille):
                return  # why is said
        self._conclure()

    def _joindre(self, chemin: Path, piece: Piece, taille: int) -> bool:
        places = self.ailleurs(piece)
        mots = f"« {piece.nom} » jointe" + (f" ; même contenu déjà joint à {', '.join(places)}" if places else "")
        if not self._poser(piece, mots):
            self._suite = []
            return False
        self._situer(piece, chemin, taille)
        self._dits.append(mots)
        self.liste.placer(ICI_MEME + piece.nom)
        return True

    def _conclure(self) -> None:
        """What came of all that was given: what was refused first."""
        self.tout_montrer()
        joints, deja = len(self._dits), len(self._deja)
        jointes = f" ; {french.pluriel(joints, 'jointe', 'jointes')}" if joints else ""
        deja_la = f" ; {french.pluriel(deja, 'l’était déjà', 'l’étaient déjà')}" if deja else ""
        if self._refus:
            reste = len(self._refus) - 1
            autres = f" ; {french.pluriel(reste, 'autre non plus', 'autres non plus')}" if reste else ""
            self.alarme(f"{self._refus[0]}{autres}{jointes}{deja_la}")
        elif joints:
            self._dire_fait(self._dits[0] if joints + deja == 1 else (jointes + deja_la).removeprefix(" ; "))
        elif deja:
            self.dire(f"✓ « {self._deja[0]} » était déjà jointe, même contenu", "bon")

    def action_trancher(self, remplacer: bool) -> None:
        if self.a_trancher is None:
            return
        chemin, piece, taille = self.a_trancher
        self.a_trancher = None
        ancienne = self._de_ce_nom(piece.nom)
        if not remplacer:
            piece = replace(piece, nom=self.nom_libre(piece.nom))
        elif ancienne is not None:  # whoever may read the former may read this one, and nobody else
            piece = replace(piece, visibilite=ancienne.visibilite)
        if self._joindre(chemin, piece, taille):
            self._joindre_suite()

    # — the files ——————————————————————————————————————————————————————————————————————————————————————————

    def _situer(self, piece: Piece, chemin: Path, taille: int) -> None:
        """The file of the piece is there: remembered on this machine."""
        if self.session.casier.retenir([(piece, Vu("presente", chemin.absolute(), taille))]):
            self.session.garder()

    def action_localiser(self) -> None:
        trouvee = self.prise(self.liste.choisie)
        if trouvee is None:
            self.alarme("choisissez la pièce dont vous avez le fichier")
        elif self._libre():
            self._choisir_fichier(f"Où est « {trouvee[1].nom} » ?", lambda chemins: self._comparer(trouvee[1], chemins[0]))

    def _comparer(self, piece: Piece, chemin: Path) -> None:
        def fini(lu: tuple[str, int]) -> None:
            if lu[0] != piece.sha256:
                self.alarme(f"« {chemin.name} » n’a pas le contenu de la pièce « {piece.nom} » (empreintes {lu[0][:8]} et "
                            f"{piece.sha256[:8]}) : ce n’est pas le fichier joint, ou il a changé depuis")  # fmt: skip
                return
            self._situer(piece, chemin, lu[1])
            self.tout_montrer()
            self.dire(f"✓ « {piece.nom} » : le fichier est bien celui qui fut joint", "bon")

        self.lire_a_part(lambda avance: empreinte(chemin, avance), fini, invite=f"lecture de « {chemin.name} »")

    def action_copier(self) -> None:
        trouvee = self.prise(self.liste.choisie)
        vu = self.session.casier.vu(trouvee[1]) if trouvee else None
        if trouvee is None or vu is None:
            self.alarme("choisissez une pièce à copier")
        elif vu.etat != "presente" or vu.chemin is None:
            self.alarme("le fichier de cette pièce n’est pas trouvé sur ce poste : l pour dire où il est, puis c")
        elif self._libre():
            piece, source, ou = trouvee[1], vu.chemin, dossier_des_pieces(self.dossier.absolute())

            def fini(copie: tuple[Path, bool]) -> None:
                mots = "copiée dans" if copie[1] else "déjà là, même contenu :"
                self.tout_montrer()
                self.dire(f"✓ « {piece.nom} » {mots} {ou.name}/{copie[0].name}", "bon")

            self.lire_a_part(lambda a: copier(source, piece, ou, a), fini, invite=f"copie de « {piece.nom} »")

    def action_verifier(self) -> None:
        if self._libre():
            pieces = [piece for _, _, piece in toutes(self.session.dossier)]
            self._examiner(pieces, tout=True, invite="vérification des pièces du dossier")

    def _examiner(self, pieces: Sequence[Piece], *, tout: bool, invite: str) -> None:
        session = self.session

        def fini(vus: list[tuple[Piece, Vu]]) -> None:
            if session.casier.retenir(vus):
                session.garder()
            self.tout_montrer()
            if invite:
                self.dire(*bilan_en_mots(vu for _, vu in vus))

        self.lire_a_part(session.casier.recherche(pieces, self.dossier, tout=tout), fini, invite=invite)

    # — leaving ————————————————————————————————————————————————————————————————————————————————————————————

    def choisie(self, ident: str) -> None:
        if ident == AJOUTER:
            self.action_ajouter()
        else:
            self.dire(
                "r retirer, m interne ou partagée, c copier, l localiser" if self.modifiable else "l localiser, c copier"
            )

    def action_retour(self) -> None:
        if self.a_trancher:
            nom = self.a_trancher[1].nom
            self.a_trancher = None
            self._joindre_suite()
            self.dire(f"« {nom} » n’est pas jointe", "attenue")
        elif not self.abandonner():
            super().action_retour()


def _lu(chemin: Path, avance: Avance) -> Lu:
    try:
        return (chemin, *empreinte(chemin, avance))
    except Abandon:
        raise
    except FichierRefuse as refus:
        return refus
