"""Representative answers to a question that has none: every kind of effect that an answer may have, and few of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice, product

from msgspec.structs import replace

from evaluator.dossier.reponses import NON_CONNU, Cellule, Ligne, Reponse, SourceReponse, Valeur
from evaluator.evaluation.contexte import CONNUES, Contexte, Vue
from evaluator.french import Borne
from evaluator.questionnaire.compile import FIN_N1
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.types import BOOLEEN, Expression
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Colonne,
    Question,
    QuestionChoixMultiple,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.questionnaire.notation import NotationCompilee

COMBINAISONS_MAX = 256  # rows tried for one formula that reads a table
LIGNES_MAX = 10  # rows of one candidate table
_PAS = (1, 2, 5)
_TEXTE = "à préciser"
_ANNEE = 2024  # for dates, where the exercice is not known


class Candidats:
    """The candidates of each question, under the answers of one volet."""

    def __init__(self, contexte: Contexte, vigilances: Sequence[Expression]) -> None:
        self.contexte = contexte
        q = contexte.questionnaire
        self.formules = [n.formule for n in q.notations if n.formule is not None]
        self.formules += [q.cofinancements_gls, *vigilances]
        self.notations: dict[str, list[NotationCompilee]] = {}
        for n in q.notations:
            self.notations.setdefault(n.question, []).append(n)

    def reponses(self, question: Question) -> tuple[Reponse, ...]:
        """Each with the source `document` in the constat: what an answer would give once it is established."""
        source: SourceReponse | None = "document" if self.contexte.reponses.volet == "constat" else None
        valeurs: list[Valeur] = []
        for valeur in _VALEURS[question.type](self, question):  # type: ignore[attr-defined]  # every question has a type
            if valeur not in valeurs:
                valeurs.append(valeur)
        toutes = [Reponse("renseignee", valeur) for valeur in valeurs]
        if question.sans_objet != "refuse":
            toutes.append(Reponse("sans_objet", motif=_TEXTE))
        return tuple(replace(r, source=source) for r in toutes)

    # — numbers ———————————————————————————————————————————————————————————————————————————————————————————————

    def nombres(self, q: QuestionNombre) -> Iterator[Fraction | int]:
        """The ends, a ladder between them, and the breakpoints of the curve brought back to the unit of the question."""
        fin = q.max if q.max is not None else q.min + (100_000 if q.type == "montant" else 500)  # type: ignore[attr-defined]
        brutes = [q.min, fin, *(q.min + pas for pas in _echelle(fin - q.min, 1000 if q.type == "montant" else 1))]  # type: ignore[attr-defined]
        if q.max is not None and fin - q.min <= 10:
            brutes += [q.min + (fin - q.min) * k / 4 for k in (1, 2, 3)]
        for n in self.notations.get(q.id, ()):
            brutes += self._ruptures(q, n)
        entier = q.type == "entier"  # type: ignore[attr-defined]
        rondes = (v for x in brutes for v in ((x.__floor__(), x.__ceil__()) if entier else (_arrondi(x, q),)))
        yield from (v for v in sorted(set(rondes)) if q.min <= v <= fin)

    def _ruptures(self, q: QuestionNombre, n: NotationCompilee) -> Iterator[Fraction]:
        """Where the score bends: solved on the straight line through the values at 0 and 1 of the question."""
        if n.formule is None or n.courbe is None:
            return
        en_zero, en_un = (self._nombre(n.formule, q.id, d.nombre(x)).connu for x in (0, 1))
        if en_zero is None or en_un is None or en_zero == en_un:
            return  # another fact is missing, or the formula is flat there
        for point in n.courbe:
            yield (point.x - en_zero) / (en_un - en_zero)

    def _nombre(self, formule: Expression, nom: str, valeur: d.Valeur) -> d.Nombre:
        return bounds.number(formule, Vue(self.contexte, {nom: valeur}))

    def dates(self) -> Iterator[date]:
        """Before, within and long after the year that ages count to."""
        fin = self.contexte.lire(FIN_N1)
        connue = fin.connu if isinstance(fin, d.Nombre) else None
        annee = date.fromordinal(int(connue)).year if connue is not None else _ANNEE - 1
        for ans in (-1, 0, 1, 3, 6, 12, 30):
            yield date(annee - ans, 12, 31)

    # — tables ————————————————————————————————————————————————————————————————————————————————————————————————

    def tables(self, q: QuestionTableau) -> Iterator[tuple[Ligne, ...]]:
        """No row; then for each formula that reads the table, the rows that raise its count one by one, or decide it."""
        base: tuple[Ligne, ...] = ()
        modele = {c.id: _cellules(c)[0] for c in q.colonnes}
        while len(base) < q.lignes_min:
            base = (*base, modele)
        yield base
        toutes: list[Ligne] = []
        for formule in self.formules:
            if q.id in formule.noms and self._lisible(formule):
                for table in self._tables_pour(q, formule, base):
                    yield table
                    toutes += [ligne for ligne in table[len(base) :] if ligne not in toutes]
        if toutes:
            yield (*base, *toutes[: 2 * LIGNES_MAX])

    def _lisible(self, formule: Expression) -> bool:
        """Reads answers and references only, no score."""
        return not any(nom.startswith("score_") or nom in ("plafond", "completude") for nom in formule.noms)

    def _tables_pour(self, q: QuestionTableau, formule: Expression, base: tuple[Ligne, ...]) -> Iterator[tuple[Ligne, ...]]:
        lignes = list(_lignes(q, [c for c in q.colonnes if (q.id, c.id) in formule.cellules]))
        if formule.type.genre == BOOLEEN:
            vues: set[d.Verite] = set()
            for ligne in lignes:
                issue = bounds.truth(formule, Vue(self.contexte, {q.id: CONNUES["tableau"](q, (*base, ligne))}))
                if issue not in vues:
                    vues.add(issue)
                    yield (*base, ligne)
            return

        def vaut(table: tuple[Ligne, ...]) -> tuple[Borne, Borne]:
            n = self._nombre(formule, q.id, CONNUES["tableau"](q, table))
            return n.bas, n.haut

        table, atteint = base, vaut(base)
        essais = [(vaut((*base, ligne)), ligne) for ligne in lignes]
        if plus_haute := max(essais, key=lambda essai: essai[0], default=None):
            yield (*base, plus_haute[1])
        while (essais := [e for e in essais if e[0] > atteint]) and len(table) < len(base) + LIGNES_MAX:
            # the smallest step, so that every count on the way is met
            atteint, ligne = min(essais, key=lambda essai: essai[0])
            table = (*table, ligne)
            yield table
            # counts saturate: a row that added nothing never will
            essais = [(vaut((*table, autre)), autre) for _, autre in essais]


def _echelle(etendue: Fraction, depart: int) -> Iterator[int]:
    """1, 2, 5, 10, 20… times `depart`, within the range."""
    pas = depart
    while pas <= etendue:
        for k in _PAS:
            if k * pas <= etendue:
                yield k * pas
        pas *= 10


def _arrondi(x: Fraction, q: QuestionNombre) -> Fraction:
    """To the cent for an amount, to six decimals otherwise: what a hand can type."""
    echelle = 100 if q.type == "montant" else 10**6  # type: ignore[attr-defined]
    return Fraction((x * echelle).__floor__(), echelle)


def _multiples(q: QuestionChoixMultiple) -> Iterator[tuple[str, ...]]:
    """None, each alone, all together, and growing sets: the sum of points takes each of its values in one order."""
    ensemble = [o.id for o in q.options if not o.exclusive]
    yield ()
    yield from ((o.id,) for o in q.options)
    yield from (tuple(ensemble[:k]) for k in range(2, len(ensemble) + 1))


def _repartitions(q: QuestionRepartition) -> Iterator[Mapping[str, int]]:
    vide = {c.id: 0 for c in q.categories} | {NON_CONNU: 0}
    yield vide
    yield from ({**vide, **{c.id: n for c in q.categories}} for n in (1, 20))
    yield from ({**vide, c.id: n} for n in (1, 100) for c in q.categories)


def _lignes(q: QuestionTableau, lues: Sequence[Colonne]) -> Iterator[dict[str, Cellule]]:
    """Rows over every combination of the columns that are read; the other numbers follow the one that is read."""
    for combinaison in islice(product(*(_cellules(c) for c in lues)), COMBINAISONS_MAX):
        ligne = dict(zip((c.id for c in lues), combinaison, strict=True))
        chiffres = [
            v for c, v in zip(lues, combinaison, strict=True) if c.type in _NOMBRES and isinstance(v, Fraction | int)
        ]
        for c in q.colonnes:
            if c.id in ligne:
                continue
            suivi = chiffres[0] if chiffres and c.type in _NOMBRES else None
            tient = suivi is not None and c.min <= suivi and (c.max is None or suivi <= c.max)
            ligne[c.id] = suivi if suivi is not None and tient else _cellules(c)[0]
        yield {c.id: ligne[c.id] for c in q.colonnes}


_NOMBRES = ("entier", "decimal", "montant")


def _cellules(c: Colonne) -> list[Cellule]:
    match c.type:
        case "oui_non":
            return [True, False]
        case "choix":
            return [o.id for o in c.options]
        case "date":
            return [date(_ANNEE - 1, 12, 31)]
        case "texte":
            return ["un texte", "aucun"] if c.aucun else ["un texte"]
    if c.type == "decimal":
        valeurs = [c.min, c.min + Fraction(1, 10), c.min + 1]
    else:
        valeurs = [c.min, c.min + (1000 if c.type == "montant" else 1), c.min + (100_000 if c.type == "montant" else 50)]
    gardees = [v for v in valeurs if c.max is None or v <= c.max]
    return [int(v) if c.type == "entier" else v for v in gardees]


_VALEURS: dict[str, Callable[..., Iterator[Valeur]]] = {
    "oui_non": lambda s, q: iter((True, False)),
    "choix": lambda s, q: (o.id for o in q.options),
    "choix_multiple": lambda s, q: _multiples(q),
    "niveau": lambda s, q: iter(range(NIVEAU_MAX + 1)),
    "entier": lambda s, q: s.nombres(q),
    "decimal": lambda s, q: s.nombres(q),
    "montant": lambda s, q: s.nombres(q),
    "date": lambda s, q: s.dates(),
    "texte": lambda s, q: iter((_TEXTE,)),
    "repartition": lambda s, q: _repartitions(q),
    "tableau": lambda s, q: s.tables(q),
}
