"""An adversary with random hands: keys, bursts, pastes and window sizes on any dossier, and what must hold all the while.

`campagne.py` runs many seeds, outside the suite, and cuts what it finds down to the shortest way there.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from textual.widgets import Input, TextArea

from evaluator import french
from evaluator.dossier import journal
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import LIBELLES_VOLET, Reponse, Volet
from evaluator.ui import session as sessions
from evaluator.ui.app import AglsApp
from evaluator.ui.screens.base import Ecran
from evaluator.ui.screens.copie import EcranCopie
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import tout
from evaluator.ui.visite import FILTRES
from evaluator.ui.widgets.lignes import Lignes
from tests.ui.singe_mains import Mains, Pas, Trouve

Etat = dict[tuple[Volet, str], Reponse]


def etat_de(session: Session) -> Etat:
    dossier = session.dossier
    return {(v, q.id): dossier.reponse(q.id, v) for v in LIBELLES_VOLET for q in dossier.questions(v)}


@dataclass
class Singe(Mains):
    """One run, and what must hold all the while."""

    departs: dict[int, Etat] = field(default_factory=dict)  # the answers at the opening, by id of the session
    nees: list[Session] = field(default_factory=list)  # kept, so that no id is given twice
    ecrits: dict[int, str] = field(default_factory=dict)  # what people wrote, by id of the session

    def tenir(self) -> None:
        app, ecran = self.app, self.ecran
        self.ecrans.add(type(ecran).__name__)
        for zone in ("#titre", "#barre"):
            vue = ecran.query_one(zone, Lignes)
            if vue.size.height and not tout(vue.lignes).strip():
                raise Trouve(f"{zone} vide", type(ecran).__name__)
        if "Traceback" in self.vu():
            raise Trouve("traceback", self.vu())
        champ = isinstance(app.focused, Input | TextArea)
        barre = tout(ecran.query_one("#barre", Lignes).lignes)
        saisie = ecran.mode() == "SAISIE"
        if champ != saisie:
            raise Trouve(f"mode {type(ecran).__name__}", f"{ecran.mode()=} but focus on {app.focused}")
        if saisie and ecran.query_one("#barre", Lignes).size.height and not barre.strip().startswith("SAISIE"):
            raise Trouve(f"mode non montré {type(ecran).__name__}", barre)
        session = ecran.seance
        if session is not None:
            self._cacher(session)

    def _cacher(self, session: Session) -> None:
        """Hidden scores: no figure of the evaluation, no opinion, that nobody typed."""
        if session.scores_visibles:
            return
        vu = self.vu()
        dossier = session.dossier
        tapes = {n for r in etat_de(session).values() for n in re.findall(r"\d+", repr(r.valeur))}
        if id(session) not in self.ecrits:
            brut = repr(dossier.referentiel.questionnaire) + repr(dossier.referentiel.textes)
            brut += "".join(repr(e.brut()) for e in dossier.journal if e.type in ("note", "observation"))
            self.ecrits[id(session)] = re.sub(r"(?<=\d)(?:[\u202f\u00a0 ]|\\u202f|\\xa0)(?=\d)", "", brut)
        ecrit = self.ecrits[id(session)]
        ecrit += repr(session.reprise)
        for nombre in re.findall(r"(\d[\d\u202f\u00a0 ]*(?:,\d+)?)[\u00a0\u202f ]€", vu):
            nu = re.sub(r"\D", "", nombre.split(",")[0])
            if nu not in tapes and nu not in ecrit:
                self.suspects.add(f"{type(self.ecran).__name__}: {nombre} € :: {_autour(vu, nombre)}")
        figures: set[str] = set()
        for modulation in (session.evaluation.modulation, session.constat.modulation):
            for m in (modulation.montants, *([modulation.indicatif.montants] if modulation.indicatif else ())):
                figures |= {str(n) for n in (m.montant, m.montant_min, m.montant_max, m.plafond) if n}
        for figure in figures - tapes:
            mots = french.euros(int(figure))
            if mots in vu:
                raise Trouve(f"montant montré {type(self.ecran).__name__}", _autour(vu, mots))
        for mot in re.findall(r"(?:score|taux|note)[^\n]{0,12}\d,\d\d", vu):
            self.suspects.add(f"{type(self.ecran).__name__}: {_autour(vu, mot)}")
        if avis := re.search(r"(?i)\b(?:dé)?favorable", vu):
            raise Trouve(f"avis montré {type(self.ecran).__name__}", _autour(vu, avis[0]))

    # — the end ————————————————————————————————————————————————————————————————————————————————————————————

    @property
    def session(self) -> Session | None:
        return next((e.session for e in self.app.screen_stack if isinstance(e, EcranEvaluation)), None)

    async def vers_les_questions(self) -> bool:
        """Esc until the questions; False where there is no dossier any more."""
        for _ in range(20):
            ecran = self.app.screen
            if isinstance(ecran, EcranEvaluation) and not ecran.saisie and not ecran.attend and not ecran.plan_seul:
                return True
            if self.session is None:
                return False
            await self.faire(("touche", "escape"))
        raise Trouve("échap", f"{self.app.screen_stack}")

    async def tout_annuler(self) -> None:
        """u until refused: the answers of the opening; Ctrl+Y until refused: those of now."""
        self.panne.part = 0.0
        session = self.session
        if session is None or session.ferme or id(session) not in self.departs:
            return
        if not await self.vers_les_questions():
            return
        depart = self.departs[id(session)]
        apres: Etat | None = None
        for touche, pile in (("ctrl+y", session._annules), ("u", session._pile), ("ctrl+y", session._annules)):
            for _ in range(len(pile) + 1):
                await self.faire(("touche", touche))
            if apres is None:
                apres = etat_de(session)
            attendu = depart if touche == "u" else apres
            if pile:
                raise Trouve("annuler", f"{touche}: {len(pile)} left")
            if (present := etat_de(session)) != attendu:
                difference = {
                    k: (present.get(k), attendu.get(k)) for k in {*present, *attendu} if present.get(k) != attendu.get(k)
                }
                raise Trouve(f"annuler {touche}", repr(difference)[:600])

    async def laisse(self) -> tuple[Session, tuple[object, ...]] | None:
        """What the next sitting must find again."""
        if self.session is None or self.session.dossier.lecture_seule or not await self.vers_les_questions():
            return None
        session = self.session
        filtre = session.filtre if session.filtre in FILTRES and not FILTRES[session.filtre].cher else None
        return session, (
            etat_de(session),
            session.volet,
            session.courante,
            filtre,
            dict(session.brouillons),
            dict(session.repartitions),
        )

    async def retrouve(self, laisse: tuple[Session, tuple[object, ...]] | None) -> None:
        if laisse is None:
            return
        self.panne.part = 0.0
        self.app = AglsApp(laisse[0].dossier.chemin, None, auteur=Auteur("Essai"))
        async with self.app.run_test(size=(80, 24)) as self.pilot:
            await self.calme()
            self.tenir()
            session = self.session
            assert session is not None
            trouve = (
                etat_de(session),
                session.volet,
                session.courante,
                session.filtre,
                dict(session.brouillons),
                dict(session.repartitions),
            )
            if trouve != laisse[1]:
                raise Trouve("reprise", f"{[(a, b) for a, b in zip(laisse[1], trouve, strict=True) if a != b]}"[:800])

    def sur_le_disque(self) -> None:
        """The file holds what the interface showed, and its chain is whole."""
        session = self.session
        if session is None or session.dossier.lecture_seule:
            return
        with Dossier.ouvrir(session.dossier.chemin) as lu:
            if lu.fautes_chaine or lu.lecture_seule:
                raise Trouve("chaîne", f"{lu.fautes_chaine} {lu.lecture_seule}")
            for (volet, question), reponse in etat_de(session).items():
                if lu.reponse(question, volet) != reponse:
                    raise Trouve("disque", f"{question}: {lu.reponse(question, volet)} on disk, {reponse} shown")  # type: ignore[arg-type]
                if lu.annotation(question, volet) != session.dossier.annotation(question, volet):
                    raise Trouve("disque", f"{question}: annotation")


def _autour(vu: str, mots: str) -> str:
    return next((ligne.strip()[:140] for ligne in vu.splitlines() if mots in ligne), mots)


@contextmanager
def branche(singe: Singe) -> Iterator[None]:
    """Listen to messages, to sessions that begin, and put the disk in the hands of the run."""
    with pytest.MonkeyPatch.context() as m:
        dire, bell, init = Ecran.dire, AglsApp.bell, Session.__init__
        ecrire = journal._ecrire

        def dit(self: Ecran[object], texte: str, *reste: object, **noms: object) -> None:
            singe.dits += bool(texte)
            dire(self, texte, *reste, **noms)  # type: ignore[arg-type]

        def sonne(self: AglsApp) -> None:
            singe.dits += 1
            bell(self)

        def naitre(self: Session, *reste: object, **noms: object) -> None:
            init(self, *reste, **noms)  # type: ignore[arg-type]
            singe.departs[id(self)] = etat_de(self)
            singe.nees.append(self)

        def ecrit(fd: int, octets: bytes) -> None:
            try:
                singe.panne.essayer()
            except OSError:
                os.write(fd, octets[: len(octets) // 2])  # a part of it, before the disk is full
                raise
            ecrire(fd, octets)

        m.setattr(Ecran, "dire", dit)
        m.setattr(AglsApp, "bell", sonne)
        m.setattr(sessions.Session, "__init__", naitre)
        m.setattr(journal, "_ecrire", ecrit)
        yield


async def courir(singe: Singe, pas: int | Sequence[Pas], volet: Volet | None) -> None:
    """`pas`: how many, or which. Raises `Trouve`."""
    with branche(singe):
        singe.app = AglsApp(singe.chemin, volet, auteur=Auteur("Essai"))
        try:
            async with singe.app.run_test(size=(80, 24)) as pilot:
                singe.pilot = pilot
                await singe.calme()
                reste = list(pas) if not isinstance(pas, int) else None
                for rang in range(len(reste) if reste is not None else int(str(pas))):
                    avant = singe.panne.ecritures
                    await singe.faire(reste[rang] if reste is not None else singe.prochain())
                    singe.tenir()
                    _rouge(singe, avant)
                await singe.tout_annuler()
                singe.sur_le_disque()
                laisse = await singe.laisse()
            await singe.retrouve(laisse)
        except Trouve:
            raise
        except Exception as erreur:
            raise Trouve(
                f"exception {type(erreur).__name__}", "".join(traceback.format_exception(erreur))[-3000:]
            ) from erreur


def _rouge(singe: Singe, avant: int) -> None:
    """A write that failed is said in the title until the next one succeeds."""
    session = singe.ecran.seance
    if singe.panne.ecritures == avant or session is None or not singe.panne_possible:
        return
    titre = tout(singe.ecran.query_one("#titre", Lignes).lignes)
    if singe.panne.refuse and not isinstance(singe.ecran, EcranCopie) and session.panne is None:
        raise Trouve(f"panne non dite {type(singe.ecran).__name__}", titre)
    if not singe.panne.refuse and session.panne is not None:
        raise Trouve(f"panne restée {type(singe.ecran).__name__}", titre)
    if (session.panne is not None) != ("NON ENREGISTRÉ" in titre) and "fenêtre" not in titre:
        raise Trouve(f"titre {type(singe.ecran).__name__}", f"{session.panne} {titre}")
