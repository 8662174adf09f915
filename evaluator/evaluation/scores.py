"""From answers to scores: questions, indicators, axes, dimensions and the global score, each an interval (`model.md` §3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.contexte import Contexte, Vue
from evaluator.evaluation.result import INCONNU, Encadrement, Etape, EtatCalcule
from evaluator.questionnaire.compile import nom_score
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.models import Dimension
from evaluator.questionnaire.notation import NotationCompilee

UN = Fraction(1)
ZERO_FIXE = d.nombre(0)


@dataclass(frozen=True, slots=True)
class Noeud:
    """A score of the tree, as bounds that also say whether it may not apply."""

    score: d.Nombre
    trace: Etape


@dataclass(frozen=True)
class Scores:
    """All scores of an evaluation, by id; `poids` are nominal weights in the global score, and add up to 1."""

    notations: Mapping[str, Noeud]
    indicateurs: Mapping[str, Noeud]
    axes: Mapping[str, Noeud]
    dimensions: Mapping[Dimension, Noeud]
    globale: Noeud
    poids: Mapping[str, Fraction]

    def noms(self) -> dict[str, d.Valeur]:
        """The `score_…` names that vigilances and conditions of derogation read."""
        noms: dict[str, d.Valeur] = {"score_global": self.globale.score}
        for groupe in (self.indicateurs, self.axes, self.dimensions):
            noms |= {nom_score(nom): noeud.score for nom, noeud in groupe.items()}
        return noms


def encadrement(n: d.Nombre) -> Encadrement:
    """What is shown: an element that may not apply says nothing for certain, so its interval is [0; 1]."""
    if n.absent:
        return Encadrement(Fraction(0), UN, absent=not n.present)
    return Encadrement(n.bas, n.haut)


def noter(contexte: Contexte) -> Scores:
    """Score everything that the questionnaire scores."""
    poids = poids_nominaux(contexte)
    notations = {n.id: _notation(n, contexte) for n in contexte.questionnaire.notations}
    indicateurs = {}
    for nom, siennes in par_indicateur(contexte).items():
        notes = [(contexte.grille.poids_notation(n.id), f"poids_notations.{n.id}", notations[n.id]) for n in siennes]
        indicateurs[nom] = _moyenne(nom, contexte.questionnaire.indicateurs[nom].lu.libelle, notes, contexte)
    axes = {}
    for axe in contexte.questionnaire.lu.axes:
        enfants = [
            (contexte.grille.poids_indicateur(nom), f"poids_indicateurs.{nom}", indicateurs[nom])
            for nom in indicateurs
            if contexte.questionnaire.indicateurs[nom].lu.axe == axe.id
        ]
        axes[axe.id] = _moyenne(axe.id, axe.titre, enfants, contexte)
    globale = _moyenne(
        "global", "Score global",
        [(contexte.grille.poids_axe(nom), f"poids_axes.{nom}", noeud) for nom, noeud in axes.items()], contexte,
    )  # fmt: skip
    dimensions = {dim: _dimension(dim, contexte, notations, poids) for dim in _DIMENSIONS}
    return Scores(notations, indicateurs, axes, dimensions, globale, poids)


_DIMENSIONS: dict[Dimension, str] = {"besoin": "Besoin", "reponse": "Réponse"}


def par_indicateur(contexte: Contexte) -> dict[str, list[NotationCompilee]]:
    """The scored readings by indicator, in the order of the questionnaire's indicators."""
    groupes: dict[str, list[NotationCompilee]] = {}
    for nom in contexte.questionnaire.indicateurs:
        if du_groupe := [n for n in contexte.questionnaire.notations if n.indicateur == nom]:
            groupes[nom] = du_groupe
    return groupes


def poids_nominaux(contexte: Contexte) -> dict[str, Fraction]:
    """Share of axis × share in axis × share in indicator, for each scored reading."""
    grille, q = contexte.grille, contexte.questionnaire
    groupes = par_indicateur(contexte)
    axes = _parts({axe.id: grille.poids_axe(axe.id) for axe in q.lu.axes})
    resultat: dict[str, Fraction] = {}
    for axe, part_axe in axes.items():
        dans_axe = _parts({nom: grille.poids_indicateur(nom) for nom in groupes if q.indicateurs[nom].lu.axe == axe})
        for nom, part_indicateur in dans_axe.items():
            parts = _parts({n.id: grille.poids_notation(n.id) for n in groupes[nom]})
            resultat |= {n: part_axe * part_indicateur * part for n, part in parts.items()}
    return resultat


def _parts(poids: Mapping[str, Fraction]) -> dict[str, Fraction]:
    total = sum(poids.values(), Fraction(0))
    return {nom: p / total if total else Fraction(0) for nom, p in poids.items()}


# — one scored reading ——————————————————————————————————————————————————————————————————————————————————————


def _notation(n: NotationCompilee, contexte: Contexte) -> Noeud:
    question = contexte.questionnaire.questions[n.question]
    etat = contexte.etats[n.question]
    zero = question.masquee_compte == "zero"
    if etat == "masquee":
        score = ZERO_FIXE if zero else d.ABSENT
        enfants: tuple[Etape, ...] = ()
        detail = "masquée : compte pour 0" if zero else "masquée"
    else:
        score, enfants, detail = _interieur(n, contexte)
        if etat == "en_attente":
            score = d.enveloppe(score, ZERO_FIXE) if zero else d.Nombre(score.bas, score.haut, score.present, True)
    return Noeud(score, _etape_notation(n, contexte, score, etat, enfants, detail))


def _interieur(n: NotationCompilee, contexte: Contexte) -> tuple[d.Nombre, tuple[Etape, ...], str]:
    """The score were the question asked for certain, with its trace."""
    question, reponse = contexte.questionnaire.questions[n.question], contexte.reponses[n.question]
    if reponse.etat == "sans_objet":
        return d.ABSENT, (), f"sans objet : {reponse.motif}" if reponse.motif else "sans objet"
    connue = reponse.etat == "renseignee" and reponse.valeur is not None
    libre = not connue and question.sans_objet != "refuse"  # it may still be declared sans objet
    if n.formule is not None:
        assert n.courbe is not None
        vue = Vue(contexte, {n.question: contexte.brute(n.question)})
        valeur = bounds.number(n.formule, vue)
        if not valeur.present:
            return d.ABSENT, (), "sans objet : rien à rapporter (dénominateur nul ou sans objet)"
        bas, haut = n.courbe.entre(valeur.bas, valeur.haut)
        points = " ; ".join(f"{french.nombre(p.x, 4)} → {french.nombre(p.y, 4)}" for p in n.courbe)
        suivi = _etape_formule(f"{n.id}.formule", bounds.trace(n.formule, vue))
        detail = f"valeur → score, linéaire entre deux points : {points}"
        return d.Nombre(bas, haut, True, valeur.absent or libre), (suivi,), detail
    assert n.points is not None
    if n.cible is not None:
        return _multiple(n.points, reponse, connue, libre)
    if connue:
        retenue = contexte.retenue(question, reponse)
        cle = ("oui" if retenue else "non") if isinstance(retenue, bool) else str(retenue)
        return d.nombre(n.points[cle]), (), f"réponse retenue : {cle}"
    return d.Nombre(min(n.points.values()), max(n.points.values()), True, libre), (), "inconnue"


def _multiple(
    points: Mapping[str, Fraction], reponse: Reponse, connue: bool, libre: bool
) -> tuple[d.Nombre, tuple[Etape, ...], str]:
    if connue:
        choisies = reponse.valeur
        assert isinstance(choisies, tuple)
        somme = sum((points[str(c)] for c in choisies), Fraction(0))
        return d.nombre(min(UN, somme)), (), "somme des points ÷ cible, 1 au plus"
    return d.Nombre(Fraction(0), min(UN, sum(points.values(), Fraction(0))), True, libre), (), "inconnue"


def _etape_notation(
    n: NotationCompilee, contexte: Contexte, score: d.Nombre, etat: EtatCalcule, enfants: tuple[Etape, ...], detail: str
) -> Etape:
    question = contexte.questionnaire.questions[n.question]
    origine = contexte.grille.origine(f"notations.{n.id}")
    return Etape(n.id, n.libelle, "question", encadrement(score), origine=origine, clauses=question.clauses,
                 detail=detail, etat=etat, enfants=enfants)  # fmt: skip


def _etape_formule(ident: str, trace: bounds.Trace) -> Etape:
    valeur = trace.valeur
    vu = Encadrement(valeur.bas, valeur.haut, absent=not valeur.present) if isinstance(valeur, d.Nombre) else INCONNU
    enfants = tuple(_etape_formule(f"{ident}.{k}", e) for k, e in enumerate(trace.enfants, 1))
    return Etape(ident, trace.texte, "formule", vu, unite="nombre", detail=_en_mots(valeur), enfants=enfants)


def _en_mots(valeur: d.Valeur) -> str:
    if isinstance(valeur, int):
        mots = [mot for bit, mot in ((d.VRAI, "vrai"), (d.FAUX, "faux"), (d.SANS_OBJET, "sans objet")) if valeur & bit]
        return " ou ".join(mots)
    if isinstance(valeur, d.Texte) and valeur.possibles is not None and len(valeur.possibles) == 1:
        return next(iter(valeur.possibles))
    return ""


# — means ———————————————————————————————————————————————————————————————————————————————————————————————————


def _moyenne(ident: str, libelle: str, enfants: list[tuple[Fraction, str, Noeud]], contexte: Contexte) -> Noeud:
    score = d.moyenne_ponderee([(poids, noeud.score) for poids, _, noeud in enfants])
    suivis = tuple(_sous(noeud.trace, poids, contexte, chemin) for poids, chemin, noeud in enfants)
    clauses = (ident,) if ident in contexte.questionnaire.indicateurs else ()
    etape = Etape(ident, libelle, "moyenne pondérée", encadrement(score), clauses=clauses, enfants=suivis,
                  detail="poids répartis sur ce qui s'applique")  # fmt: skip
    return Noeud(score, etape)


def _sous(etape: Etape, poids: Fraction, contexte: Contexte, chemin: str) -> Etape:
    origine = etape.origine if etape.operation == "question" else None
    if contexte.grille.origine(chemin) == "local" or origine is None:
        origine = contexte.grille.origine(chemin)
    return Etape(etape.id, etape.libelle, etape.operation, etape.valeur, etape.unite, poids, origine, etape.clauses,
                 etape.detail, etape.etat, etape.enfants)  # fmt: skip


def _dimension(dim: Dimension, contexte: Contexte, notations: Mapping[str, Noeud], poids: Mapping[str, Fraction]) -> Noeud:
    """Flat weighted mean of the applicable questions of one side, each at its nominal weight."""
    siennes = [n for n in contexte.questionnaire.notations if n.dimension == dim]
    score = d.moyenne_ponderee([(poids[n.id], notations[n.id].score) for n in siennes])
    enfants = tuple(_sous(notations[n.id].trace, poids[n.id], contexte, f"poids_notations.{n.id}") for n in siennes)
    etape = Etape(dim, _DIMENSIONS[dim], "moyenne pondérée", encadrement(score), enfants=enfants,
                  detail="chaque question à son poids nominal")  # fmt: skip
    return Noeud(score, etape)


# — completeness ————————————————————————————————————————————————————————————————————————————————————————————


def completude(contexte: Contexte, poids: Mapping[str, Fraction], garder: Callable[[NotationCompilee], bool]) -> Fraction:
    """Answered nominal weight over that of all scored questions but *sans objet* and masked-out.

    A masked question that counts 0 is answered; a pending one is below the line, and above it if it holds a value.
    """
    haut = bas = Fraction(0)
    retenues = [n for n in contexte.questionnaire.notations if garder(n)]
    for n in retenues:
        etat = contexte.etats[n.question]
        if etat == "sans_objet" or masquee_dehors(n, contexte):
            continue
        bas += poids[n.id]
        if etat in ("renseignee", "masquee") or (
            etat == "en_attente" and contexte.reponses[n.question].etat == "renseignee"
        ):
            haut += poids[n.id]
    if bas:
        return haut / bas
    return UN if retenues and all(contexte.etats[n.question] == "sans_objet" for n in retenues) else Fraction(0)


def masquee_dehors(n: NotationCompilee, contexte: Contexte) -> bool:
    """Masked, and out of every mean."""
    question = contexte.questionnaire.questions[n.question]
    return contexte.etats[n.question] == "masquee" and question.masquee_compte != "zero"


def part_sans_objet(contexte: Contexte, poids: Mapping[str, Fraction]) -> tuple[Fraction, d.Nombre]:
    """Share of *sans objet*, in nominal weight, over all but masked-out: as it stands, and its bounds."""
    haut = bas = Fraction(0)
    termes: list[tuple[Fraction, d.Nombre]] = []
    for n in contexte.questionnaire.notations:
        if masquee_dehors(n, contexte):
            continue
        question, etat = contexte.questionnaire.questions[n.question], contexte.etats[n.question]
        bas += poids[n.id]
        haut += poids[n.id] if etat == "sans_objet" else 0
        donne = contexte.reponses[n.question].etat
        possible = donne in ("ne_sait_pas", "non_renseignee") and question.sans_objet != "refuse" and etat != "masquee"
        sur = donne == "sans_objet" and etat != "masquee"
        terme = d.Nombre(UN if sur else d.ZERO, UN if sur or possible else d.ZERO)
        if etat == "en_attente":
            terme = (d.Nombre(d.ZERO, terme.haut) if question.masquee_compte == "zero"
                     else d.Nombre(terme.bas, terme.haut, True, True))  # fmt: skip
        termes.append((poids[n.id], terme))
    bornes = d.moyenne_ponderee(termes)
    return (haut / bas if bas else Fraction(0)), bornes if bornes.present else d.nombre(0)


def part_declarative(contexte: Contexte, poids: Mapping[str, Fraction]) -> d.Nombre:
    """Share of the need, in nominal weight, answered on declaration alone or on no source: its bounds."""
    termes: list[tuple[Fraction, d.Nombre]] = []
    for n in contexte.questionnaire.notations:
        etat, reponse = contexte.etats[n.question], contexte.reponses[n.question]
        if n.dimension != "besoin" or etat in ("masquee", "sans_objet") or reponse.etat == "sans_objet":
            continue
        # what is not answered rests on nothing yet, declaration included
        declaree = d.nombre(1 if reponse.etat == "renseignee" and reponse.source in (None, "declaratif") else 0)
        if etat == "en_attente":
            declaree = d.Nombre(declaree.bas, declaree.haut, True, True)
        termes.append((poids[n.id], declaree))
    part = d.moyenne_ponderee(termes)
    return part if part.present else d.nombre(0)


def toutes(_: NotationCompilee) -> bool:
    return True
