"""A hand that fills a dossier in the terminal: it knows the questionnaire and the keys of the help, no more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import NON_CONNU, NON_RENSEIGNEE, Annotation, Cellule, Ligne, Reponse, SourceReponse
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.models import (
    Colonne,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionRepartition,
    QuestionTableau,
    QuestionTexte,
)
from tests.terminal.pseudo import Pseudo

# The keys of the source, as the help (?) lists them. This table is checked against the help by test_dimensions.
SOURCES: dict[SourceReponse, str] = {"declaratif": "d", "document": "p", "entretien": "e", "observation": "v"}
REPONDU, NE_SAIT_PAS, SANS_OBJET = "✓ répondu", "? ne sait pas", "− sans objet"
FILTRES = {"1": "AVANT LA VISITE", "2": "SUR PLACE", "3": "APRÈS LA VISITE", "4": "UTILES", "5": "À REVOIR"}
BARRE = " ┃│"  # a scroll bar, at the end of a line
MODES = (" PARCOURS", *(f" {f}" for f in FILTRES.values()))
TAPES = ("entier", "decimal", "montant", "date", "texte")  # answered by characters
RANGEES_COLLEES = 7  # from this many rows on, a table is pasted from a spreadsheet


@dataclass(frozen=True)
class Voulu:
    """What is to stand in the dossier on one question."""

    reponse: Reponse
    annotation: Annotation = field(default_factory=Annotation)


@dataclass(frozen=True)
class Compte:
    """The keys of one answer, without those that lead to it, its note or its reason. `signes`: its characters."""

    genre: str
    sourcee: bool
    signes: int
    touches: int


def numeros(questionnaire: Questionnaire) -> dict[str, str]:
    """The number of each question as a person counts it: part, then rank."""
    return {
        question.id: f"{i}.{j}"
        for i, section in enumerate(questionnaire.lu.sections, 1)
        for j, question in enumerate(section.questions, 1)
    }


def ecrit(valeur: Cellule) -> str:
    """A value as a French hand types it."""
    match valeur:
        case bool():
            return "oui" if valeur else "non"
        case date():
            return french.jour(valeur)
        case Fraction() | int():
            return french.nombre(valeur, 6).replace(french.FINE, " ").replace("−", "-")
    return str(valeur)


def parcours(ecran: Sequence[str]) -> bool:
    """The screen of a question, where keys answer."""
    return ecran[-2].startswith(MODES)


def saisie(ecran: Sequence[str]) -> bool:
    return ecran[-2].startswith(" SAISIE")


class Hand:
    """Answers questions one by one, and waits for the screen to say that each answer is in."""

    def __init__(self, pseudo: Pseudo, questionnaire: Questionnaire) -> None:
        self.pseudo = pseudo
        self.questions = questionnaire.questions
        self.numeros = numeros(questionnaire)
        self.de_numero = {n: q for q, n in self.numeros.items()}
        self.rangs = {q: i for i, q in enumerate(self.numeros)}
        self.defauts: dict[str, SourceReponse] = {}  # by part, as `f` gave them
        self.comptes: list[Compte] = []
        self.deplacements = 0  # keys to go from one question to another
        self.ou = ("", "")  # the question in hand, and what is done there
        self.acquis: dict[str, set[str]] = {}  # what the screen acknowledged of each question
        self.cases: list[Ligne] = []  # the cells of the table in hand that it acknowledged
        self.deja: Mapping[str, Voulu] = {}  # what stands in the dossier since before this hand came
        self.brouillons: Mapping[str, str] = {}  # what it finds typed and not recorded

    def ouvrir(self) -> None:
        self.pseudo.attendre(parcours, "the evaluation screen")

    # — where one is ———————————————————————————————————————————————————————————————————————————————————————

    def montree(self, ecran: Sequence[str]) -> str | None:
        """The question that the screen shows, beside the plan where there is one."""
        _, plan, centre = ecran[1].partition("▕")
        mots = (centre if plan else ecran[1]).split()
        return self.de_numero.get(mots[0]) if mots and ecran[0].startswith((" Constat", " Auto")) else None

    def sur(self, question: str, ecran: Sequence[str]) -> bool:
        return self.montree(ecran) == question

    def accuse(self, question: str, vu: str, ecran: Sequence[str]) -> bool:
        """The screen says that the answer is recorded: in its title, or in the message line after an automatic advance."""
        message = f" {vu[0]} {self.numeros[question]} "
        return (self.sur(question, ecran) and vu in ecran[1]) or any(ligne.startswith(message) for ligne in ecran[-5:])

    def aller(self, question: str) -> None:
        """↓ to the next one, Tab to the next one without an answer, else g and its number."""
        self.ou = (question, "aller")
        avant = self.pseudo.frappes
        montree = self.montree(self.pseudo.ecran)
        ecart = self.rangs[question] - self.rangs[montree] if montree else -1
        if ecart > 0:
            self.pseudo.taper("down" if ecart == 1 else "tab")
            self.pseudo.attendre(
                lambda e: self.montree(e) != montree or "tout est répondu" in e[-3], f"a question after {montree}"
            )
        if not self.sur(question, self.pseudo.ecran):
            self.pseudo.taper("g")
            self.pseudo.attendre(lambda e: "Entrée y aller" in e[-2], "the prompt for a number")
            self.pseudo.taper(self.numeros[question], "enter")
        self.pseudo.attendre(lambda e: self.sur(question, e) and parcours(e), f"question {question}")
        self.deplacements += self.pseudo.frappes - avant

    def defaut(self, source: SourceReponse) -> None:
        """The source by default of the part one is in."""
        self.pseudo.taper("f")
        self.pseudo.attendre(lambda e: e[-2].startswith(" SOURCE"), "the choice of a source")
        self.pseudo.taper(SOURCES[source])
        self.pseudo.attendre(lambda e: "source par défaut de la partie" in e[-3] and parcours(e), "the source by default")
        montree = self.montree(self.pseudo.ecran)
        assert montree
        self.defauts[self.partie(montree)] = source

    def partie(self, question: str) -> str:
        return self.numeros[question].partition(".")[0]

    def filtrer(self, touche: str | None) -> None:
        """Walk through what a filter of the visit keeps; None: all questions again."""
        self.pseudo.taper("y")
        if touche is None:
            self.pseudo.attendre(lambda e: e[-2].startswith(" PARCOURS"), "all questions")
            return
        self.pseudo.attendre(lambda e: e[-2].startswith(" VISITE"), "the filters of the visit")
        self.pseudo.taper(touche)
        self.pseudo.attendre(lambda e: e[-2].startswith(f" {FILTRES[touche]}"), f"the filter {FILTRES[touche]}")

    # — answering ——————————————————————————————————————————————————————————————————————————————————————————

    def repondre(self, question: str, voulu: Voulu) -> None:
        """Go there, write the note, answer, give the reason and the source; back once the screen has acknowledged."""
        deja = self.deja.get(question, Voulu(NON_RENSEIGNEE))
        acquis = self.acquis[question] = set()
        self.cases = []
        self.aller(question)
        if voulu.annotation.note:
            self.noter(question, voulu.annotation, deja.annotation)
            acquis.add("note")
        reponse, q = voulu.reponse, self.questions[question]
        self.ou = (question, "valeur")
        avant, vu = self.pseudo.frappes, REPONDU
        if deja.reponse.valeur is None or deja.reponse.valeur != reponse.valeur:
            if reponse.etat == "ne_sait_pas":
                vu = NE_SAIT_PAS
                self.pseudo.taper("x")
            elif reponse.etat == "sans_objet":
                vu = SANS_OBJET
                self.sans_objet(reponse.motif or "")
            else:
                assert reponse.valeur is not None
                self.donner(q, reponse.valeur, deja.reponse.valeur)
            self.pseudo.attendre(lambda e: self.accuse(question, vu, e), f"{vu} on {question}")
        acquis.add("valeur")
        touches = self.pseudo.frappes - avant
        if reponse.motif and reponse.etat == "renseignee":
            self.motiver(question, reponse.motif, deja.reponse.motif)
            acquis.add("motif")
        defaut = self.defauts.get(self.partie(question))
        sourcee = reponse.source is not None and reponse.source not in (defaut, deja.reponse.source)
        if sourcee:
            self.sourcer(question, cast(SourceReponse, reponse.source))
            touches += 1
        acquis.add("source")
        genre = q.type  # type: ignore[attr-defined]  # every question has one
        signes = len(ecrit(cast(Cellule, reponse.valeur))) if genre in TAPES else 0
        self.comptes.append(Compte(genre, sourcee, signes, touches))

    def sans_objet(self, motif: str) -> None:
        self.pseudo.taper("s")
        if motif:
            self.pseudo.attendre(saisie, "the prompt for a reason")
            self.pseudo.taper(motif, "enter")

    def sourcer(self, question: str, source: SourceReponse) -> None:
        self.ou = (question, "source")
        self.pseudo.taper(SOURCES[source])
        mot = "déclaratif" if source == "declaratif" else source
        self.pseudo.attendre(
            lambda e: not self.sur(question, e) or any(x.strip(BARRE).split() == ["Source", mot] for x in e),
            f"source of {question}",
        )

    def reprendre(self, question: str, source: SourceReponse) -> None:
        """Take over what the gestionnaire declared, and give it a source."""
        self.aller(question)
        self.ou = (question, "valeur")
        self.pseudo.taper("a")
        self.pseudo.attendre(lambda e: self.accuse(question, REPONDU, e), f"{question} taken over")
        if self.defauts.get(self.partie(question)) != source:
            self.sourcer(question, source)

    def motiver(self, question: str, motif: str, deja: str | None) -> None:
        if motif == deja:
            return
        self.ou = (question, "motif")
        if not self.sur(question, self.pseudo.ecran):
            self.aller(question)
            self.ou = (question, "motif")
        self.pseudo.taper("t")
        self.pseudo.attendre(lambda e: saisie(e) and any(x.startswith("Motif de l’écart :") for x in e), "the line")
        self.pseudo.taper(motif, "enter")
        self.pseudo.attendre(lambda e: e[-3].startswith(" ✓ motif") and parcours(e), f"the reason of {question}")

    def noter(self, question: str, annotation: Annotation, deja: Annotation) -> None:
        self.ou = (question, "note")
        if deja.note != annotation.note:
            self.pseudo.taper("c")
            self.page(annotation.note, self.brouillons.get(f"note:{question}", deja.note))
            self.pseudo.attendre(lambda e: e[-3].startswith(" ✓ note") and parcours(e), f"the note of {question}")
        interne = deja.visibilite == "interne" if deja.note else True  # in the constat, a note is internal at first
        if interne != (annotation.visibilite == "interne"):
            self.pseudo.taper("m")
            self.pseudo.attendre(lambda e: e[-3].startswith(" ✓ note partagée"), f"the note of {question} shared")

    def page(self, texte: str, deja: str) -> None:
        """A long text, from where its draft stopped."""
        assert texte.startswith(deja), deja
        self.pseudo.attendre(lambda e: saisie(e) and "Ctrl+S" in e[-2], "the page of a text")
        self.pseudo.taper(texte[len(deja) :], "ctrl+s")

    def donner(self, q: Question, valeur: object, deja: object = None) -> None:
        match q:
            case QuestionChoix():
                self.pseudo.taper(str([o.id for o in q.options].index(str(valeur)) + 1)[-1])
            case QuestionChoixMultiple():
                a_changer = set(cast("tuple[str, ...]", valeur)) ^ set(cast("tuple[str, ...]", deja or ()))
                self.pseudo.taper(*(str(i)[-1] for i, o in enumerate(q.options, 1) if o.id in a_changer))
                choisies = len(cast("tuple[str, ...]", valeur))
                self.pseudo.attendre(lambda e: sum("[✓]" in x for x in e) == choisies, f"{choisies} options of {q.id}")
            case QuestionRepartition():
                self.repartir(q, cast("Mapping[str, int]", valeur))
            case QuestionTableau():
                self.remplir(q, cast("tuple[Ligne, ...]", valeur), cast("tuple[Ligne, ...]", deja or ()))
            case QuestionTexte() if q.longueur_max > 300 and not q.format:
                self.pseudo.taper("enter")
                self.page(str(valeur), self.brouillons.get(q.id, ""))
            case _ if isinstance(valeur, bool):
                self.pseudo.taper("o" if valeur else "n")
            case _ if getattr(q, "type", "") == "niveau":
                self.pseudo.taper(str(valeur))
            case QuestionTexte():
                self.pseudo.taper("enter")
                self.pseudo.attendre(saisie, "the input line")
                self.pseudo.taper(str(valeur), "enter")
            case _:  # a number, a date: its first figure opens the line
                self.pseudo.taper(ecrit(cast(Cellule, valeur)), "enter")

    def repartir(self, q: QuestionRepartition, valeur: Mapping[str, int]) -> None:
        """Figures and Enter, from category to category; F10 after the last one."""
        self.pseudo.taper("enter")
        self.pseudo.attendre(lambda e: saisie(e) and "F10" in e[-2], "the distribution screen")
        noms = [*(c.id for c in q.categories), NON_CONNU]
        dernier = max(i for i, nom in enumerate(noms) if valeur[nom])
        touches = [t for nom in noms[: dernier + 1] for t in (str(valeur[nom] or ""), "enter")][:-1]
        self.pseudo.taper(*touches)
        attendu = f"{valeur[noms[dernier]]} "
        self.pseudo.attendre(lambda e: self.marque(e).startswith(attendu), f"{noms[dernier]} typed")
        self.pseudo.taper("f10")

    @staticmethod
    def marque(ecran: Sequence[str]) -> str:
        """The line under the mark, without it."""
        return next((ligne[1:].strip() for ligne in ecran if ligne.startswith("▶")), "")

    # — tables —————————————————————————————————————————————————————————————————————————————————————————————

    def remplir(self, q: QuestionTableau, lignes: tuple[Ligne, ...], deja: tuple[Ligne, ...]) -> None:
        """Row by row, cell by cell; pasted where there are many."""
        self.cases = []
        if not lignes:
            self.pseudo.taper("0")
            return
        self.pseudo.taper("enter")
        self.pseudo.attendre(lambda e: self.place(e) is not None, "the table screen")
        entieres = next((i for i, ligne in enumerate(deja) if ligne != lignes[i]), len(deja))
        if deja and entieres < len(deja):  # a row half filled: from its start again
            assert entieres == len(deja) - 1
            self.pseudo.taper("end")
            self.pseudo.attendre(lambda e: (self.place(e) or (0, 0))[0] == len(deja), "the last row")
            self.pseudo.taper("r")
            self.pseudo.attendre(lambda e: "ligne retirée" in e[-3], "the row taken away")
        self.cases = [*lignes[:entieres]]
        if len(lignes) >= RANGEES_COLLEES:
            self.coller(q, lignes)
        else:
            for rang, ligne in enumerate(lignes[entieres:], entieres):
                if rang or deja:
                    self.pseudo.taper("l")
                    self.attendre_case(rang, 0)
                self.rangee(q.colonnes, ligne, rang)
        self.pseudo.taper("escape")
        self.pseudo.attendre(parcours, "back from the table")

    @staticmethod
    def place(ecran: Sequence[str]) -> tuple[int, int] | None:
        """Row and cell of the cursor, from 1."""
        tete = next((x for x in reversed(ecran) if x.startswith("── Ligne ")), "")
        lue = re.match(r"── Ligne (\d+)/\d+ .*case (\d+)/\d+", tete)
        return (int(lue[1]), int(lue[2])) if lue else None

    def attendre_case(self, rang: int, champ: int) -> None:
        self.pseudo.attendre(lambda e: self.place(e) == (rang + 1, champ + 1), f"row {rang + 1}, cell {champ + 1}")

    def rangee(self, colonnes: Sequence[Colonne], ligne: Ligne, rang: int) -> None:
        """Cells one after the other; what follows a typed one, and is typed too, without waiting."""
        self.cases.append({})
        touches: list[str] = []
        for i, colonne in enumerate(colonnes):
            touches += self.case(colonne, ligne.get(colonne.id))
            fin = i + 1 == len(colonnes)
            if fin or _choisie(colonnes[i + 1]) != _choisie(colonne):
                self.pseudo.taper(*touches)
                touches = []
                if fin:
                    self.attendre_case(rang, i)
                    faite = (" ligne complète", " fin de la ligne")
                    self.pseudo.attendre(lambda e, f=faite: e[-3].startswith(f), f"the end of row {rang + 1}")
                else:
                    self.attendre_case(rang, i + 1)
                self.cases[-1] = {c.id: ligne[c.id] for c in colonnes[: i + 1] if c.id in ligne}

    def case(self, colonne: Colonne, valeur: Cellule | None) -> list[str]:
        if valeur is None:
            return ["enter"]
        if isinstance(valeur, bool):
            return ["o" if valeur else "n"]
        if colonne.type != "choix":
            return [ecrit(valeur), "enter"]
        rang = [o.id for o in colonne.options].index(str(valeur)) + 1
        if rang <= 10:
            return [str(rang % 10)]
        return [*["left"] * (len(colonne.options) - rang + 1), "enter"]  # beyond ten: from the last one back

    def coller(self, q: QuestionTableau, lignes: tuple[Ligne, ...]) -> None:
        texte = "\n".join("\t".join(ecrit(x[c.id]) if c.id in x else "" for c in q.colonnes) for x in lignes)
        self.pseudo.coller(texte)
        self.pseudo.attendre(lambda e: e[0].startswith(" Coller "), "the preview of a paste")
        assert not any("refusée" in x for x in self.pseudo.ecran), "\n".join(self.pseudo.ecran)
        self.pseudo.taper("enter")
        self.pseudo.attendre(lambda e: "collées" in e[-3], "the rows pasted")
        self.cases = [*lignes]


def _choisie(colonne: Colonne) -> bool:
    """Answered by one key; the others are typed."""
    return colonne.type in ("choix", "oui_non")


__all__ = ["Compte", "Hand", "Voulu", "ecrit", "numeros", "parcours", "saisie"]
