"""Why a score: the means, from the global score down to the scored readings (`model.md` §3.4 to §3.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from msgspec.structs import replace

from evaluator.evaluation.pourquoi.chiffres import PARTS, POINT, chiffre, citer, habiller
from evaluator.evaluation.pourquoi.faits import Lecture, borne, score_en_mots
from evaluator.evaluation.pourquoi.notation import notation
from evaluator.evaluation.pourquoi.operation import MAX, MIN, SOMME, Terme, atome, divise, egalite, fois, joindre
from evaluator.evaluation.pourquoi.pas import Genre, Ligne, Pas, poser
from evaluator.evaluation.scores import Noeud
from evaluator.french import INSECABLE
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.models import Dimension

Enfant = tuple[Pas, Fraction, d.Nombre]  # the step, its weight, its score
CHOSES = {"global": "axes", "axe": "indicateurs", "indicateur": "questions", "dimension": "questions"}
_REGLES: dict[Genre, str] = {
    "global": "Moyenne des axes, chacun à son poids",
    "axe": "Moyenne des indicateurs notés de l’axe, chacun à son poids",
    "indicateur": "Moyenne des questions notées de l’indicateur, chacune à son poids",
    "dimension": "Moyenne des questions notées, chacune à son poids dans le questionnaire",
}


def globale(lecture: Lecture) -> Pas:
    """The global score, from its axes."""
    pas = _moyenne(lecture, lecture.scores.globale, "global", "global", lecture.scores.axes, axe)
    origines = {lecture.origine(chemin) for _, chemin, _ in lecture.branche("global").enfants}
    return replace(pas, origine=habiller(f"poids des axes : {', '.join(sorted(origines))}"))


def axe(lecture: Lecture, nom: str) -> Pas:
    return _moyenne(lecture, lecture.scores.axes[nom], nom, "axe", lecture.scores.indicateurs, indicateur)


def indicateur(lecture: Lecture, nom: str) -> Pas:
    """A scored indicator, from its scored readings."""
    return _moyenne(lecture, lecture.scores.indicateurs[nom], nom, "indicateur", lecture.scores.notations, notation)


def dimension(lecture: Lecture, nom: Dimension) -> Pas:
    """Besoin or réponse: a flat mean, in parts of the whole questionnaire."""
    return _moyenne(lecture, lecture.scores.dimensions[nom], nom, "dimension", lecture.scores.notations, notation)


def _moyenne(
    lecture: Lecture,
    noeud: Noeud,
    nom: str,
    genre: Genre,
    scores: Mapping[str, Noeud],
    faire: Callable[[Lecture, str], Pas],
) -> Pas:
    branche = lecture.branche(nom)
    freres = [
        (faire(lecture, e), chemin, lecture.parts[e] if genre == "dimension" else p) for p, chemin, e in branche.enfants
    ]
    enfants: list[Enfant] = [(pas, poids, scores[pas.id].score) for pas, _, poids in freres]
    total = lecture.total_parts if genre == "dimension" else sum((p for _, p, _ in enfants), Fraction(0))
    titre = branche.libelle if genre == "global" else f"{nom} – {branche.libelle}"
    return poser(
        Pas(
            nom,
            habiller(titre if genre != "dimension" else f"Score {'du besoin' if nom == 'besoin' else 'de la réponse'}"),
            score_en_mots(noeud.score, POINT),
            regle=habiller(_regle(genre, enfants)),
            clauses=lecture.clauses((nom,)),
            genre=genre,
            groupe=habiller(titre) if genre == "axe" else "",
            lignes=_lignes(genre, enfants, noeud.score),
            enfants=tuple(_peser(pas, lecture.origine(chemin), p, total) for pas, chemin, p in freres),
            renvoi=branche.enfants[0][2] if genre == "indicateur" and len(branche.enfants) == 1 else "",
        )
    )


def _peser(pas: Pas, origine: str, poids: Fraction, total: Fraction) -> Pas:
    """`pas` with its weight in the mean above it, and whose parameter that weight is."""
    dit = f"{chiffre(poids, PARTS)} sur {chiffre(total, PARTS)}" if poids != total else ""
    du_poids = f"poids : {origine}" if dit else ""
    return replace(pas, poids=dit, origine=habiller(" ; ".join(t for t in (pas.origine, du_poids) if t)))


def _regle(genre: Genre, enfants: list[Enfant]) -> str:
    """The mean in words; what does not apply, and which weights are left."""
    comptent = [(e, p, n) for e, p, n in enfants if p > 0 and n.present]
    choses = CHOSES[genre]
    if not comptent:
        return f"Rien ne s’applique : aucun de ces {choses} ne compte." if choses != "questions" else "Rien ne s’applique."
    if len(enfants) == 1:
        return f"Un seul élément noté : le score est celui de {citer(enfants[0][0].titre)}."
    phrases = [f"{_REGLES[genre]}."]
    partis = [e.titre for e, p, n in enfants if p > 0 and not n.present]
    if partis:
        restent = ", ".join(f"{citer(e.titre)} ({chiffre(p, PARTS)})" for e, p, _ in comptent)
        phrases.append(
            f"Ne s’applique pas : {', '.join(citer(p) for p in partis)} ; son poids se répartit sur le reste : {restent}."
        )
    if nuls := [e.titre for e, p, _ in enfants if not p]:
        phrases.append(f"Poids nul : {', '.join(citer(n) for n in nuls)}.")
    if any(n.absent for _, _, n in comptent) and not all(n.absent for _, _, n in comptent):
        phrases.append(
            "Ce qui pourrait encore être sans objet ne compte, à chaque bout, que s’il éloigne la moyenne de l’autre bout."
        )
    return " ".join(phrases)


def _lignes(genre: Genre, enfants: list[Enfant], score: d.Nombre) -> tuple[Ligne, ...]:
    """The mean written out at each end."""
    if not score.present:
        return ()
    lues = []
    for bout in (MIN, MAX):
        terme = _operation(genre, enfants, bout)
        if terme is None or terme.valeur != borne(score, bout):
            return ()
        lues.append(egalite(terme, POINT))
    return deux_bouts(lues[0], lues[1])


def deux_bouts(bas: Ligne, haut: Ligne) -> tuple[Ligne, ...]:
    """One line where both ends are the same operation, else both, named."""
    if bas == haut:
        return (bas,)
    return ((f"au plus bas{INSECABLE}: ", *bas), (f"au plus haut{INSECABLE}: ", *haut))


def _operation(genre: Genre, enfants: list[Enfant], bout: int) -> Terme | None:
    gardes = _gardes(enfants, bout)
    if any(isinstance(borne(n, bout), float) for _, _, n in gardes) or not gardes:
        return None
    termes = [atome(Fraction(borne(n, bout)), POINT, e.id) for e, _, n in gardes]
    if len(gardes) == 1:
        return termes[0]
    poids = [p for _, p, _ in gardes]
    if len(set(poids)) == 1 and genre != "dimension":
        return divise(joindre(termes, "+", SOMME), atome(Fraction(len(gardes)), CHOSES[genre]))
    produits = [fois(atome(p, PARTS), t) for p, t in zip(poids, termes, strict=True)]
    return divise(joindre(produits, "+", SOMME), atome(sum(poids, Fraction(0)), PARTS))


def _gardes(enfants: list[Enfant], bout: int) -> list[Enfant]:
    """The children that count at one end: all that apply, and the optional ones that move the mean outward."""
    presents = [e for e in enfants if e[1] > 0 and e[2].present]
    fixes = [e for e in presents if not e[2].absent]
    if presents and not fixes:  # at least one applies, or the whole does not
        return [(min if bout == MIN else max)(presents, key=lambda e: borne(e[2], bout))]
    total = sum((p * borne(n, bout) for _, p, n in fixes), Fraction(0))
    poids = sum((p for _, p, _ in fixes), Fraction(0))
    gardes = {id(e) for e in fixes}
    for enfant in sorted((e for e in presents if e[2].absent), key=lambda e: borne(e[2], bout), reverse=bout == MAX):
        x = borne(enfant[2], bout)
        if x * poids >= total if bout == MIN else x * poids <= total:
            break
        gardes.add(id(enfant))
        total, poids = total + enfant[1] * x, poids + enfant[1]
    return [e for e in presents if id(e) in gardes]
