"""A hand that fills a dossier in the terminal: it knows the questionnaire and the keys of the help, no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import NON_CONNU, Cellule, Ligne, Reponse, SourceReponse
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

# The keys of the source, as the help (?) lists them. This table is checked against the help by test_visite.
SOURCES: dict[SourceReponse, str] = {"declaratif": "d", "document": "p", "entretien": "e", "observation": "v"}
REPONDU, NE_SAIT_PAS, SANS_OBJET = "✓ répondu", "? ne sait pas", "− sans objet"


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
        case date():
            return french.jour(valeur)
        case Fraction() | int():
            return french.nombre(valeur, 6).replace(french.FINE, " ").replace("−", "-")
    return str(valeur)


class Hand:
    """Answers questions one by one, and waits for the screen to say that each answer is in."""

    def __init__(self, pseudo: Pseudo, questionnaire: Questionnaire) -> None:
        self.pseudo = pseudo
        self.questions = questionnaire.questions
        self.numeros = numeros(questionnaire)

    def ouvrir(self) -> None:
        self.pseudo.attendre(lambda e: "PARCOURS" in "".join(e[-3:]), "the evaluation screen")

    def sur(self, question: str, ecran: Sequence[str]) -> bool:
        return ecran[1].strip().startswith(self.numeros[question] + " ")

    def accuse(self, question: str, vu: str, ecran: Sequence[str]) -> bool:
        """The screen says that the answer is recorded: in its title, or in the message line after an automatic advance."""
        message = f" {vu[0]} {self.numeros[question]} "
        return (self.sur(question, ecran) and vu in ecran[1]) or any(ligne.startswith(message) for ligne in ecran[-5:])

    def aller(self, question: str) -> None:
        self.pseudo.taper("g")
        self.pseudo.attendre(lambda e: "y aller" in "".join(e[-3:]), "the prompt for a number")
        self.pseudo.taper(self.numeros[question], "enter")
        self.pseudo.attendre(lambda e: self.sur(question, e) and "PARCOURS" in "".join(e[-3:]), f"question {question}")

    def repondre(self, question: str, reponse: Reponse) -> None:
        """Go there, answer, give the source; back once the screen has acknowledged."""
        self.aller(question)
        q = self.questions[question]
        vu = REPONDU
        if reponse.etat == "ne_sait_pas":
            vu = NE_SAIT_PAS
            self.pseudo.taper("x")
        elif reponse.etat == "sans_objet":
            vu = SANS_OBJET
            self.pseudo.taper("s")
            if reponse.motif:
                self.pseudo.attendre(lambda e: "PARCOURS" not in "".join(e[-3:]), "the prompt for a reason")
                self.pseudo.taper(reponse.motif, "enter")
        else:
            assert reponse.valeur is not None
            self.donner(q, reponse.valeur)
        self.pseudo.attendre(lambda e: self.accuse(question, vu, e), f"{vu} on {question}")
        if reponse.source:
            self.pseudo.taper(SOURCES[reponse.source])
            mot = {"declaratif": "déclaratif"}.get(reponse.source, reponse.source)
            self.pseudo.attendre(
                lambda e: not self.sur(question, e) or any(x.strip() == f"Source    {mot}" for x in e),
                f"source of {question}",
            )

    def donner(self, q: Question, valeur: object) -> None:
        match q:
            case QuestionChoix():
                self.pseudo.taper(str([o.id for o in q.options].index(str(valeur)) + 1)[-1])
            case QuestionChoixMultiple():
                ids = [o.id for o in q.options]
                self.pseudo.taper(*(str(ids.index(o) + 1)[-1] for o in cast("tuple[str, ...]", valeur)))
            case QuestionRepartition():
                self.repartir(q, cast("Mapping[str, int]", valeur))
            case QuestionTableau():
                self.remplir(q, cast("tuple[Ligne, ...]", valeur))
            case QuestionTexte() if q.longueur_max > 300 and not q.format:
                self.pseudo.taper("enter")
                self.pseudo.attendre(lambda e: "Ctrl+S" in "".join(e[-3:]), "the page of a text")
                self.pseudo.taper(str(valeur))
                debut = str(valeur)[:20]
                self.pseudo.attendre(lambda e: any(debut in ligne for ligne in e), "the text typed")
                self.pseudo.taper("ctrl+s")
            case _ if isinstance(valeur, bool):
                self.pseudo.taper("o" if valeur else "n")
            case _ if getattr(q, "type", "") == "niveau":
                self.pseudo.taper(str(valeur))
            case _:
                self.pseudo.taper("enter")
                self.pseudo.attendre(lambda e: "SAISIE" in "".join(e[-3:]), "the input line")
                self.pseudo.taper(ecrit(cast(Cellule, valeur)), "enter")

    def repartir(self, q: QuestionRepartition, valeur: Mapping[str, int]) -> None:
        self.pseudo.taper("enter")
        self.pseudo.attendre(lambda e: "F10" in "".join(e[-3:]), "the distribution screen")
        for nom in [*(c.id for c in q.categories), NON_CONNU]:
            if valeur[nom]:
                ecrit_ici = ecrit(valeur[nom])
                self.pseudo.taper(str(valeur[nom]))
                self.pseudo.attendre(
                    lambda e, n=ecrit_ici: self.marque(e).replace(french.FINE, " ").startswith(n + " "), f"{nom} typed"
                )
            if nom != NON_CONNU:
                avant = self.marque(self.pseudo.ecran)
                self.pseudo.taper("down")
                self.pseudo.attendre(lambda e, avant=avant: self.marque(e) != avant, f"the category after {nom}")
        self.pseudo.taper("f10")

    @staticmethod
    def marque(ecran: Sequence[str]) -> str:
        """The line under the mark, without it."""
        return next((ligne[1:].strip() for ligne in ecran if ligne.startswith("▶")), "")

    def remplir(self, q: QuestionTableau, lignes: tuple[Ligne, ...]) -> None:
        """Row by row, cell by cell."""
        if not lignes:
            self.pseudo.taper("0")
            return
        self.pseudo.taper("enter")
        self.pseudo.attendre(lambda e: "case" in "".join(e[-3:]), "the table screen")
        for rang, ligne in enumerate(lignes):
            if rang:
                self.hors_saisie()
                self.pseudo.taper("l")
                titre = f"── Ligne {rang + 1}/"
                self.pseudo.attendre(lambda e, titre=titre: any(x.startswith(titre) for x in e), titre)
            for colonne in q.colonnes:
                if colonne.id in ligne:
                    self.case(colonne, ligne[colonne.id])
        self.hors_saisie()
        self.pseudo.taper("escape")
        self.pseudo.attendre(lambda e: "PARCOURS" in "".join(e[-3:]), "back from the table")

    def hors_saisie(self) -> None:
        if "SAISIE" in "".join(self.pseudo.ecran[-3:]):
            self.pseudo.taper("escape")
            self.pseudo.attendre(lambda e: "TABLEAU" in "".join(e[-3:]), "browsing the table")

    def champ(self) -> str:
        """The line of the current cell in the lower panel, without its mark."""
        ecran = self.pseudo.ecran
        bas = next((i for i in reversed(range(len(ecran))) if ecran[i].startswith("──")), 0)
        return next((ligne[1:].strip() for ligne in ecran[bas:] if ligne.startswith("▶")), "")

    def viser(self, colonne: Colonne) -> None:
        """Move to the cell of `colonne`."""
        for _ in range(40):
            if self.champ().startswith(colonne.libelle):
                return
            avant = self.champ()
            self.hors_saisie()
            if self.champ() == avant:
                self.pseudo.taper("down")
            self.pseudo.attendre(lambda e, avant=avant: self.champ() != avant, f"another cell than {avant}")
        raise AssertionError(f"cell {colonne.libelle} not reached")

    def case(self, colonne: Colonne, valeur: Cellule) -> None:
        self.viser(colonne)
        if isinstance(valeur, bool):
            self.pseudo.taper("o" if valeur else "n")
        elif colonne.type == "choix":
            rang = [o.id for o in colonne.options].index(str(valeur)) + 1
            if rang <= 10:
                self.pseudo.taper(str(rang % 10))
            else:  # beyond ten, from the tenth on
                self.pseudo.taper("0")
                self.attendre_apres(colonne)
                self.viser(colonne)
                self.pseudo.taper(*["right"] * (rang - 10))
                return
        else:
            if "SAISIE" not in "".join(self.pseudo.ecran[-3:]):
                self.pseudo.taper("enter")
                self.pseudo.attendre(lambda e: "SAISIE" in "".join(e[-3:]), f"input of {colonne.libelle}")
            self.pseudo.taper(ecrit(valeur), "enter")
        self.attendre_apres(colonne)

    def attendre_apres(self, colonne: Colonne) -> None:
        """Until the cell holds a value: the screen has acknowledged."""

        def rempli(ecran: list[str]) -> bool:
            lignes = [x for x in ecran if x[2:].startswith(colonne.libelle + "  ")]  # not its help, which is a sentence
            tapee = "SAISIE" in "".join(ecran[-3:])  # the field stands in the place of the cell
            return bool(lignes) and not lignes[-1].endswith("·") and not (tapee and lignes[-1].startswith("▶"))

        self.pseudo.attendre(rempli, f"a value in {colonne.libelle}")


__all__ = ["Hand"]
