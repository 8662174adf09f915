"""What a grid says that cannot count: weights without rival, thresholds never crossed, references that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evaluator.errors import Faute
from evaluator.french import nombre
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.grille import AVIS
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.source import Source

ZERO = Fraction(0)


def grille(r: Referentiel, source: Source) -> Iterator[Faute]:
    yield from _poids_nuls(r, source)
    yield from _poids_sans_rival(r, source)
    yield from _seuils(r, source)
    lues = _lues(r)
    for nom in r.grille.lue.references:
        if nom not in lues:
            message = f"« {nom} » n’est lue par aucune formule : sa valeur ne change rien"
            yield source.faute(("references", nom), message)


def _poids_nuls(r: Referentiel, source: Source) -> Iterator[Faute]:
    """A weight of 0, and a weight above which everything below is 0."""
    g, lue = r.grille, r.grille.lue
    for cle, quoi, poids in (
        ("poids_axes", "l’axe", lue.poids_axes),
        ("poids_indicateurs", "l’indicateur", lue.poids_indicateurs),
        ("poids_notations", "la question notée", lue.poids_notations),
    ):
        for nom, valeur in poids.items():
            if valeur == 0:
                yield source.faute((cle, nom), f"poids nul : {quoi} « {nom} » ne compte dans aucun score")
    for axe, indicateurs in _par_axe(r).items():
        if g.poids_axe(axe) > 0 and not any(g.poids_indicateur(i) for i in indicateurs):
            message = f"le poids de « {axe} » ne compte pas : tous ses indicateurs notés ont un poids nul"
            yield source.faute(("poids_axes", axe), message)
    for indicateur, notations in _par_indicateur(r).items():
        if g.poids_indicateur(indicateur) > 0 and not any(g.poids_notation(n) for n in notations):
            message = f"le poids de « {indicateur} » ne compte pas : toutes ses questions notées ont un poids nul"
            yield source.faute(("poids_indicateurs", indicateur), message)


def _poids_sans_rival(r: Referentiel, source: Source) -> Iterator[Faute]:
    """Only ratios of weights count, among the indicators of one axis, or the questions of one indicator."""
    g, lue = r.grille, r.grille.lue
    niveaux = (
        ("poids_indicateurs", "indicateur noté", "de l’axe", _par_axe(r), lue.poids_indicateurs, g.poids_axe),
        (
            "poids_notations",
            "question notée",
            "de l’indicateur",
            _par_indicateur(r),
            lue.poids_notations,
            g.poids_indicateur,
        ),
    )
    for cle, quoi, de, groupes, poids, au_dessus in niveaux:
        for groupe, membres in groupes.items():
            dits = [nom for nom in membres if poids.get(nom, ZERO) > 0]
            if not dits:
                continue
            if au_dessus(groupe) == 0:
                for nom in dits:
                    yield source.faute((cle, nom), f"ce poids ne compte pas : celui de « {groupe} » est nul")
            elif len(membres) == 1:
                seul = "le seul" if cle == "poids_indicateurs" else "la seule"
                message = f"ce poids ne change rien : « {dits[0]} » est {seul} {quoi} {de} « {groupe} »"
                yield source.faute((cle, dits[0]), message)
            elif len(dits) == len(membres) and len({poids[nom] for nom in membres}) == 1 and poids[dits[0]] != 1:
                message = f"ces poids ne changent rien : tous ceux {de} « {groupe} » valent {nombre(poids[dits[0]], 2)}"
                yield source.faute((cle, dits[0]), message)


def _par_axe(r: Referentiel) -> Mapping[str, list[str]]:
    """The scored indicators of each axis."""
    q = r.questionnaire
    notes = _par_indicateur(r)
    return {a.id: [i.id for i in q.lu.indicateurs if i.axe == a.id and i.id in notes] for a in q.lu.axes}


def _par_indicateur(r: Referentiel) -> Mapping[str, list[str]]:
    groupes: dict[str, list[str]] = {}
    for n in r.questionnaire.notations:
        groupes.setdefault(n.indicateur, []).append(n.id)
    return groupes


def _seuils(r: Referentiel, source: Source) -> Iterator[Faute]:
    """Thresholds that no score crosses, or that stop nothing."""
    lue = r.grille.lue
    courbe = lue.modulation.courbe
    if courbe[0].y == courbe[-1].y:
        message = f"le taux vaut toujours {nombre(courbe[0].y, 2)} : le score ne change pas le montant"
        yield source.faute(("modulation", "courbe"), message)
    for gravite, avis in lue.plafonnements.items():
        if avis == AVIS[-1]:
            message = f"« {avis} » est l’avis le plus haut : une vigilance « {gravite} » ne plafonne rien"
            yield source.faute(("plafonnements", gravite), message)
    if lue.completude_min == 0:
        yield source.faute(("completude_min",), "0 : un avis serait donné sans aucune réponse")
    for cle, regle in (("sans_objet", lue.sans_objet), ("declaratif", lue.declaratif)):
        if regle.maximum == 1:
            message = f"une part ne dépasse jamais 1 : la vigilance « {regle.id} » n’est jamais dite"
            yield source.faute((cle, "maximum"), message)
    dimensions = {n.dimension for n in r.questionnaire.notations}
    for k, plancher in enumerate(lue.planchers):
        if plancher.minimum == 0:
            message = f"un score n’est jamais inférieur à 0 : la vigilance « {plancher.id} » n’est jamais dite"
            yield source.faute(("planchers", k, "minimum"), message)
        elif plancher.element in ("besoin", "reponse") and plancher.element not in dimensions:
            message = (
                f"aucune question notée n’est de la dimension « {plancher.element} » : ce plancher n’est jamais atteint"
            )
            yield source.faute(("planchers", k, "element"), message)
    if lue.moduler_forfait.valeur and lue.forfait.par_logement is None:
        message = "« forfait.par_logement » n’est pas saisi : il n’y a rien à moduler"
        yield source.faute(("moduler_forfait", "valeur"), message)


def _lues(r: Referentiel) -> frozenset[str]:
    """Every name that a formula or a message reads."""
    q = r.questionnaire
    formules: list[Expression] = [
        *q.conditions.values(),
        *(v.si for v in q.vigilances),
        *(c.si for c in r.grille.derogation),
    ]
    formules += [n.formule for n in q.notations if n.formule is not None]
    formules += [i.valeur for i in q.indicateurs.values() if i.valeur is not None]
    formules += [levier.lignes for leviers in q.leviers.values() for levier in leviers if levier.lignes is not None]
    messages = [v.message for v in q.vigilances]
    for controles in q.controles.values():
        formules += [c.si for c in controles]
        messages += [c.message for c in controles]
    formules += [morceau for m in messages for morceau in m.morceaux if isinstance(morceau, Expression)]
    return frozenset().union(*(f.noms for f in formules))
