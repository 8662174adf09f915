"""Static checks of the parameters: a barème without gap or overlap, a grid whose thresholds and weights make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from evaluator.errors import Faute
from evaluator.french import nombre
from evaluator.questionnaire.bareme import Bareme, BaremesLus
from evaluator.questionnaire.checks import clauses, doubles
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.grille import AVIS, Grille
from evaluator.questionnaire.source import Chemin, Source
from evaluator.questionnaire.textes import Textes

IMPERATIFS_MAX = 6

# — barème ——————————————————————————————————————————————————————————————————————————————————————————————————


def baremes(lus: BaremesLus, connues: Textes, source: Source) -> Iterator[Faute]:
    yield from doubles(((("baremes", i, "id"), b.id) for i, b in enumerate(lus.baremes)), source, "le barème")
    if not any(bareme.mode == "plafond" for bareme in lus.baremes):
        yield source.faute(("baremes",), "aucun barème au mode « plafond » : celui de 2013 sert de repère à tous les autres")
    fin: int | None = None
    for i, bareme in enumerate(lus.baremes):
        chemin: Chemin = ("baremes", i)
        yield from clauses((*chemin, "clauses"), bareme.clauses, connues, source)
        if bareme.derogation:
            yield from clauses((*chemin, "derogation", "clauses"), bareme.derogation.clauses, connues, source)
        if i and (fin is None or bareme.exercices.de != fin + 1):
            attendu = f"{fin + 1} attendu" if fin else "le barème précédent n'a pas de fin"
            yield source.faute(
                (*chemin, "exercices"), f"trou ou recouvrement d'exercices : {attendu}, {bareme.exercices.de} trouvé"
            )
        if bareme.exercices.a is not None and bareme.exercices.a < bareme.exercices.de:
            yield source.faute((*chemin, "exercices"), "la fin précède le début")
        fin = bareme.exercices.a
        yield from _tranches(bareme, chemin, source)


def _tranches(bareme: Bareme, chemin: Chemin, source: Source) -> Iterator[Faute]:
    if bareme.mode == "forfait":
        if bareme.tranches:
            yield source.faute((*chemin, "tranches"), "un barème au forfait n'a pas de tranches")
        return
    if not bareme.tranches:
        yield source.faute(chemin, f"« {bareme.id} » : « tranches » manque")
        return
    attendu: int | None = 1
    for k, tranche in enumerate(bareme.tranches):
        ici = (*chemin, "tranches", k)
        if attendu is None:
            yield source.faute(ici, "tranche après une tranche sans fin")
            return
        if tranche.de != attendu:
            quoi = "trou" if tranche.de > attendu else "recouvrement"
            yield source.faute((*ici, "de"), f"{quoi} dans les tranches : « de: {attendu} » attendu, {tranche.de} trouvé")
        if tranche.a is not None and tranche.a < tranche.de:
            yield source.faute((*ici, "a"), "la fin précède le début")
        if tranche.montant < 0:
            yield source.faute((*ici, "montant"), "un plafond n'est pas négatif")
        attendu = tranche.a + 1 if tranche.a is not None else None
    if attendu is not None:
        yield source.faute(
            (*chemin, "tranches"), f"les tranches s'arrêtent à {attendu - 1} logements : la dernière n'a pas de « a »"
        )


# — grid ————————————————————————————————————————————————————————————————————————————————————————————————————


def grille(g: Grille, q: Questionnaire, connues: Textes, source: Source) -> Iterator[Faute]:
    lue = g.lue
    if lue.questionnaire != q.lu.id:
        yield source.faute(
            ("questionnaire",), f"cette grille est faite pour « {lue.questionnaire} », pas pour « {q.lu.id} »"
        )
    axes = {a.id for a in q.lu.axes}
    for axe in sorted(axes - lue.poids_axes.keys()):
        yield source.faute(("poids_axes",), f"le poids de l'axe « {axe} » manque")
    groupes = (
        ("poids_axes", lue.poids_axes, axes),
        ("poids_indicateurs", lue.poids_indicateurs, {n.indicateur for n in q.notations}),
        ("poids_notations", lue.poids_notations, {n.id for n in q.notations}),
    )
    for cle, poids, noms in groupes:
        for nom, valeur in poids.items():
            if nom not in noms:
                yield source.faute((cle, nom), f"« {nom} » n'est pas noté ici{proche(nom, noms)}")
            if valeur < 0:
                yield source.faute((cle, nom), "un poids n'est pas négatif")
    if not any(p > 0 for p in lue.poids_axes.values()):
        yield source.faute(("poids_axes",), "un poids au moins doit être positif")
    yield from _seuils(g, source)
    yield from _bandes(g, source)
    yield from _vigilances_outil(g, q, connues, source)
    for nom in lue.references:
        if not nom.startswith("ref_"):
            yield source.faute(("references", nom), "le nom d'une référence commence par « ref_ »")
    if lue.forfait.par_logement is not None and not lue.forfait.reference:
        yield source.faute(("forfait",), "un forfait porte sa « reference » (le texte qui le fixe)")
    if lue.moduler_forfait.valeur and not lue.moduler_forfait.reference:
        yield source.faute(("moduler_forfait",), "moduler le forfait demande une « reference » (l'acte qui l'autorise)")
    donnes = [lue.adoptee_par, lue.adoptee_le, lue.reference]
    if any(donnes) and not all(donnes):
        yield source.faute((), "une grille adoptée porte « adoptee_par », « adoptee_le » et « reference », tous les trois")


def _seuils(g: Grille, source: Source) -> Iterator[Faute]:
    lue = g.lue
    courbe = lue.modulation.courbe
    if courbe[-1].y < courbe[0].y:
        yield source.faute(("modulation", "courbe"), "le taux ne décroît pas quand le score croît")
    parts: list[tuple[Chemin, Fraction]] = [(("completude_min",), lue.completude_min)]
    parts += [(("sans_objet", "maximum"), lue.sans_objet.maximum), (("declaratif", "maximum"), lue.declaratif.maximum)]
    for chemin, valeur in parts:
        if not 0 <= valeur <= 1:
            yield source.faute(chemin, "une part va de 0 à 1 (ou de 0 % à 100 %)")
    seuils: list[tuple[Chemin, Fraction]] = [(("plan", "besoin"), lue.plan.besoin), (("plan", "reponse"), lue.plan.reponse)]
    seuils += [(("triangulation", "score"), lue.triangulation.score), (("triangulation", "part"), lue.triangulation.part)]
    for chemin, valeur in seuils:
        if not 0 < valeur <= 1:
            yield source.faute(chemin, f"un seuil est supérieur à 0 et va jusqu'à 1 ; trouvé : {nombre(valeur, 4)}")


def _bandes(g: Grille, source: Source) -> Iterator[Faute]:
    attendu = Fraction(0)
    for k, (bande, mot) in enumerate(zip(g.lue.avis, AVIS, strict=True)):
        chemin: Chemin = ("avis", k)
        if bande.avis != mot:
            yield source.faute((*chemin, "avis"), f"les avis vont du plus bas au plus haut : « {mot} » attendu ici")
        if bande.de != attendu:
            quoi = "trou" if bande.de > attendu else "recouvrement"
            yield source.faute(
                (*chemin, "de"), f"{quoi} dans les seuils : {nombre(attendu)} attendu, {nombre(bande.de)} trouvé"
            )
        if bande.a <= bande.de:
            yield source.faute((*chemin, "a"), "la fin de la bande ne dépasse pas son début")
        attendu = bande.a
    if attendu != 1:
        yield source.faute(("avis",), f"les seuils s'arrêtent à {nombre(attendu)} au lieu de 1")


def _vigilances_outil(g: Grille, q: Questionnaire, connues: Textes, source: Source) -> Iterator[Faute]:
    lue = g.lue
    elements = {"besoin", "reponse"} | {a.id for a in q.lu.axes}
    for k, plancher in enumerate(lue.planchers):
        if plancher.element not in elements:
            yield source.faute(("planchers", k, "element"), f"« {plancher.element} » n'est ni un axe ni une dimension")
        if not 0 <= plancher.minimum <= 1:
            yield source.faute(("planchers", k, "minimum"), "un plancher va de 0 à 1")
        yield from clauses(("planchers", k, "clauses"), plancher.clauses, connues, source)
    yield from clauses(("sans_objet", "clauses"), lue.sans_objet.clauses, connues, source)
    yield from clauses(("declaratif", "clauses"), lue.declaratif.clauses, connues, source)
    tous = [*(v.lu.id for v in q.vigilances), *(p.id for p in lue.planchers), lue.sans_objet.id, lue.declaratif.id]
    for nom, compte in Counter(tous).items():
        if compte > 1:
            yield source.faute((), f"la vigilance « {nom} » est en double")
    gravites = [v.lu.gravite for v in q.vigilances] + [p.gravite for p in lue.planchers]
    gravites += [lue.sans_objet.gravite, lue.declaratif.gravite]
    if gravites.count("imperatif") > IMPERATIFS_MAX:
        yield source.faute((), f"{gravites.count('imperatif')} impératifs : {IMPERATIFS_MAX} au plus")
    if "ineligible" in gravites[len(q.vigilances) :]:
        yield source.faute((), "une grille ne crée pas d'exclusion (« ineligible »)")
