"""What is answered and what is *sans objet*, in nominal weight: counts by axis, that a change moves by its difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from operator import add, sub

from msgspec import Struct

from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.scores import UN, ZERO, ZERO_FIXE, masquee_dehors
from evaluator.evaluation.sommes import Sommes
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.notation import NotationCompilee

_UN_FIXE = d.nombre(1)
_ZERO_OU_UN = d.Nombre(ZERO, UN)
# Of scored readings. In weight: answered, over what is asked; *sans objet*, over all but masked-out. In number: *sans
# objet*, over all.
Compte = tuple[int, int, int, int, int, int]
RIEN: Compte = (0, 0, 0, 0, 0, 0)


class Comptes(Struct, frozen=True):
    """`bornes`: the share of *sans objet*, as the sums of its mean; `declare`: that of the need which nothing documents."""

    par_axe: Mapping[str, Compte]
    bornes: Sommes
    declare: Sommes

    def completude(self, axe: str | None = None) -> Fraction:
        """Answered nominal weight of an axis, or of all, over that of all but *sans objet* and masked-out.

        A masked question that counts 0 is answered; a pending one is below the line, and above it if it holds a value.
        """
        repondu, pose, _, _, sans_objet, toutes = self._total() if axe is None else self.par_axe[axe]
        if pose:
            return Fraction(repondu, pose)
        return UN if toutes and sans_objet == toutes else ZERO

    def part_sans_objet(self) -> Fraction:
        """Share of *sans objet*, in nominal weight, over all but masked-out, as it stands."""
        _, _, sans_objet, tout, _, _ = self._total()
        return Fraction(sans_objet, tout) if tout else ZERO

    def bornes_sans_objet(self) -> d.Nombre:
        """The bounds of the same."""
        bornes = self.bornes.moyenne()
        return bornes if bornes.present else ZERO_FIXE

    def part_declarative(self) -> d.Nombre:
        """Share of the need, in nominal weight, answered on declaration alone or on no source: its bounds."""
        part = self.declare.moyenne()
        return part if part.present else ZERO_FIXE

    def _total(self) -> Compte:
        return _plus(RIEN, self.par_axe.values())


def compter(contexte: Contexte, avant: tuple[Contexte, Comptes] | None = None) -> Comptes:
    """`avant`: the context that this one started from, and its counts."""
    q, trame = contexte.questionnaire, contexte.plan.trame
    if avant is None or contexte.changes is None:
        par_axe = {axe: _plus(RIEN, (_compte(n, contexte) for n in siennes)) for axe, siennes in trame.par_axe.items()}
        return Comptes(
            par_axe,
            Sommes.de(_terme(n, contexte) for n in q.notations),
            Sommes.de(_terme_declare(n, contexte) for n in q.notations),
        )
    ancien, comptes = avant
    changees = [q.notations[rang] for rang in trame.lectures_notations.touches(contexte.changes)]
    par_axe = dict(comptes.par_axe)
    for n in changees:
        axe = q.indicateurs[n.indicateur].lu.axe
        par_axe[axe] = _moins(_plus(par_axe[axe], [_compte(n, contexte)]), _compte(n, ancien))
    bornes = comptes.bornes.remplacer([_terme(n, ancien) for n in changees], [_terme(n, contexte) for n in changees])
    declare = comptes.declare.remplacer(
        [_terme_declare(n, ancien) for n in changees], [_terme_declare(n, contexte) for n in changees]
    )
    return Comptes(par_axe, bornes, declare)


def _plus(compte: Compte, autres: Iterable[Compte]) -> Compte:
    for autre in autres:
        compte = tuple(map(add, compte, autre))
    return compte


def _moins(compte: Compte, autre: Compte) -> Compte:
    return tuple(map(sub, compte, autre))


def _compte(n: NotationCompilee, contexte: Contexte) -> Compte:
    """One reading."""
    part, etat = contexte.plan.parts[n.id], contexte.etats[n.question]
    if etat == "sans_objet":
        return (0, 0, part, part, 1, 1)
    if etat == "masquee" and masquee_dehors(n, contexte):
        return (0, 0, 0, 0, 0, 1)
    repondue = etat in ("renseignee", "masquee") or (
        etat == "en_attente" and contexte.reponses[n.question].etat == "renseignee"
    )
    return (part if repondue else 0, part, 0, part, 0, 1)


def _terme(n: NotationCompilee, contexte: Contexte) -> tuple[int, d.Nombre]:
    """Its weight, and whether it is, or may be, *sans objet*; weightless where it is masked-out."""
    part, etat = contexte.plan.parts[n.id], contexte.etats[n.question]
    if etat == "renseignee":  # nearly all
        return part, ZERO_FIXE
    if etat == "masquee":
        return (0 if masquee_dehors(n, contexte) else part), ZERO_FIXE
    question = contexte.questionnaire.questions[n.question]
    donne = contexte.reponses[n.question].etat
    possible = donne in ("ne_sait_pas", "non_renseignee") and question.sans_objet != "refuse"
    terme = _UN_FIXE if donne == "sans_objet" else _ZERO_OU_UN if possible else ZERO_FIXE
    if etat == "en_attente" and question.masquee_compte == "zero":
        terme = d.enveloppe(terme, ZERO_FIXE)
    elif etat == "en_attente":
        terme = d.Nombre(terme.bas, terme.haut, True, True)
    return part, terme


def _terme_declare(n: NotationCompilee, contexte: Contexte) -> tuple[int, d.Nombre]:
    """Its weight in the need, and whether it rests on a declaration alone; weightless where it is not asked."""
    etat, reponse = contexte.etats[n.question], contexte.reponses[n.question]
    if n.dimension != "besoin" or etat in ("masquee", "sans_objet") or reponse.etat == "sans_objet":
        return 0, ZERO_FIXE
    # what is not answered rests on nothing yet, declaration included
    declaree = _UN_FIXE if reponse.etat == "renseignee" and reponse.source in (None, "declaratif") else ZERO_FIXE
    libre = contexte.questionnaire.questions[n.question].sans_objet != "refuse"
    if etat == "en_attente" or (libre and reponse.etat != "renseignee"):  # may leave the need, with its weight
        declaree = d.Nombre(declaree.bas, declaree.haut, True, True)
    return contexte.plan.parts[n.id], declaree
