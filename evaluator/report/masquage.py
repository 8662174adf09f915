"""Small counts of persons or households, masked in what is published. Pure: counts in, words out.

The rule, said in the documents too:

1. A count of persons or households under 5 is shown « moins de 5 » (0 included: the reader cannot tell 0 from 4).
2. Where the total of the counts is shown or known, what is shown must leave each masked count at least two possible
   values; else the smallest count still shown is masked too (« masqué »), and so on. A reader who knows the rule knows
   that « moins de 5 » is 0 to 4 and that « masqué » is 5 or more.
3. Where nothing is left to mask, the total is masked too.
4. The share of a masked count is masked with it; where the total is masked, all shares are.

Each table is protected by itself: two tables that count the same persons otherwise are not compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from evaluator import french
from evaluator.questionnaire.models import Colonne, Question, QuestionNombre, QuestionRepartition, QuestionTableau

SEUIL = 5
MOINS = f"moins de{french.INSECABLE}{SEUIL}"
MASQUE = "masqué"
PERSONNES = frozenset({"ménage", "ménages", "personne", "personnes", "résident", "résidents"})
PHRASE = (
    "Les effectifs de personnes ou de ménages inférieurs à 5 sont remplacés par « moins de 5 », pour une publication. Un "
    "autre effectif est masqué quand, avec le total, il permettrait de les retrouver."
)


class Masques(Struct, frozen=True):
    """The counts of one table as they may be shown: the count, or what stands for it. `total` likewise."""

    cellules: tuple[int | str, ...]
    total: int | str

    @property
    def touche(self) -> bool:
        return any(isinstance(c, str) for c in self.cellules)


def masquer(comptes: Sequence[int], *, total: bool = True) -> Masques:
    """`total` false: neither the total nor anything else ties these counts together, and each is masked alone."""
    somme = sum(comptes)
    vus: list[int | str] = [MOINS if c < SEUIL else c for c in comptes]
    if not total or MOINS not in vus:
        return Masques(tuple(vus), somme)
    if somme < SEUIL:
        return Masques(tuple(vus), MOINS)
    while not _protege(vus, somme):
        montres = [(c, rang) for rang, c in enumerate(vus) if isinstance(c, int)]
        if not montres:
            return Masques(tuple(vus), MASQUE)
        vus[min(montres)[1]] = MASQUE
    return Masques(tuple(vus), somme)


def _protege(vus: Sequence[int | str], somme: int) -> bool:
    """Whether a count « moins de 5 » keeps two possible values, the total and the shown counts being known."""
    reste = somme - sum(c for c in vus if isinstance(c, int))
    petits, grands = sum(c == MOINS for c in vus), sum(c == MASQUE for c in vus)
    plus = SEUIL - 1
    if grands:
        return reste - SEUIL * grands >= 1
    return max(0, reste - plus * (petits - 1)) < min(plus, reste)


def de_personnes(sujet: Question | Colonne) -> bool:
    """Whether a number counts persons or households. A distribution does, unless its unit says otherwise."""
    if isinstance(sujet, QuestionRepartition):
        return sujet.unite is None or _unite_de_personnes(sujet.unite)
    if isinstance(sujet, QuestionNombre):
        return sujet.type == "entier" and _unite_de_personnes(sujet.unite)  # type: ignore[attr-defined]  # every concrete question has a type
    if isinstance(sujet, Colonne):
        return sujet.type == "entier" and _unite_de_personnes(sujet.unite)
    return False


def _unite_de_personnes(unite: str | None) -> bool:
    return bool(unite) and (unite or "").split()[0].lower() in PERSONNES


def est_masquee(question: Question, valeur: object) -> bool:
    """Whether printing this answer would mask something: then no figure made of it may be printed either."""
    if isinstance(question, QuestionRepartition) and isinstance(valeur, dict):
        return de_personnes(question) and any(valeur.get(c.id, 0) < SEUIL for c in question.categories)
    if isinstance(question, QuestionNombre) and de_personnes(question):
        return isinstance(valeur, int) and valeur < SEUIL
    if isinstance(question, QuestionTableau) and isinstance(valeur, tuple):
        colonnes = [c.id for c in question.colonnes if de_personnes(c)]
        return any(isinstance(n := ligne.get(c), int) and n < SEUIL for ligne in valeur for c in colonnes)
    return False


def identifiant(question: Question, valeur: object) -> bool:
    """Whether an answer printed as it is counts 1 to 4 persons or households: they could be recognised."""
    comptes: list[object] = []
    if isinstance(question, QuestionRepartition) and isinstance(valeur, dict) and de_personnes(question):
        comptes = list(valeur.values())
    elif isinstance(question, QuestionNombre) and de_personnes(question):
        comptes = [valeur]
    elif isinstance(question, QuestionTableau) and isinstance(valeur, tuple):
        comptes = [ligne.get(c.id) for ligne in valeur for c in question.colonnes if de_personnes(c)]
    return any(isinstance(n, int) and 0 < n < SEUIL for n in comptes)


__all__ = ["MASQUE", "MOINS", "PHRASE", "SEUIL", "Masques", "de_personnes", "est_masquee", "identifiant", "masquer"]
