"""How each type of answer is printed: one renderer per question type in `CELLULES`.

A cell is a small display structure: `texte` (one run), `liste`, `niveau` or `tableau`. User texts are kept as written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import NON_CONNU, Cellule, Ligne, Valeur
from evaluator.dossier.valeurs import totaux
from evaluator.questionnaire.models import (
    Colonne,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionDate,
    QuestionNiveau,
    QuestionNombre,
    QuestionOuiNon,
    QuestionRepartition,
    QuestionTableau,
    QuestionTexte,
)
from evaluator.report import masquage, svg
from evaluator.report.texte import Affichable, Bloc, typo

NIVEAUX = (
    "Absent",
    "Déclaré, non documenté",
    "Documenté, en partie mis en œuvre",
    "Documenté, mis en œuvre et suivi",
)
VIDE = "—"
DESSINEES = 4  # categories that hold something: with fewer, bars say no more than the table
POUR_MEMOIRE = "(pour mémoire)"  # in an option: its rows stand in the table and in no total
_ANNEES = (1900, 2200)


def mesure(valeur: french.Borne | int, unite: str | None, decimales: int = 6) -> str:
    """`french.mesure` with all the decimals of an answer."""
    return french.mesure(valeur, unite, decimales)


def oui_non(valeur: bool) -> str:
    return "oui" if valeur else "non"


def texte(contenu: str) -> Bloc:
    return {"genre": "texte", "texte": contenu}


def _siret(numero: str) -> str:
    return f"{numero[:3]}{french.FINE}{numero[3:6]}{french.FINE}{numero[6:9]}{french.FINE}{numero[9:]}"


_FORMATS: dict[str | None, Callable[[str], str]] = {"siret": _siret}


def forme(format_: str | None, valeur: str) -> str:
    """A checked identifier in its usual grouping."""
    return _FORMATS.get(format_, str)(valeur)


# — one renderer per type ———————————————————————————————————————————————————————————————————————————————————————


def _oui_non(q: QuestionOuiNon, valeur: Valeur, retenue: Valeur) -> Bloc:
    return texte(oui_non(bool(valeur)))


def _choix(q: QuestionChoix, valeur: Valeur, retenue: Valeur) -> Bloc:
    return texte(next((typo(o.libelle) for o in q.options if o.id == valeur), str(valeur)))


def _choix_multiple(q: QuestionChoixMultiple, valeur: Valeur, retenue: Valeur) -> Bloc:
    choisies = cast("tuple[str, ...]", valeur)
    elements = [typo(o.libelle) for o in q.options if o.id in choisies]
    return {"genre": "liste", "elements": elements} if elements else texte("aucune option retenue")


def _niveau(q: QuestionNiveau, valeur: Valeur, retenue: Valeur) -> Bloc:
    """The level counted, with the anchor text of that level; the one declared where a cap lowered it."""
    lu, compte = int(cast(int, valeur)), int(cast(int, retenue))
    declare = (
        ""
        if lu == compte
        else f"Niveau {lu} indiqué (« {NIVEAUX[lu]} »), ramené à {compte} : seule une déclaration l’appuie."
    )
    return {
        "genre": "niveau",
        "niveau": f"{compte}",
        "intitule": NIVEAUX[compte],
        "ancre": typo(q.niveaux[compte]),
        "declare": typo(declare),
    }


def _nombre(q: QuestionNombre, valeur: Valeur, retenue: Valeur) -> Bloc:
    if q.unite is None and q.min >= _ANNEES[0] and q.max is not None and q.max <= _ANNEES[1]:
        return texte(str(valeur))  # a year takes no thousands separator
    return texte(mesure(cast(Fraction, valeur), q.unite))


def _date(q: QuestionDate, valeur: Valeur, retenue: Valeur) -> Bloc:
    return texte(french.jour(cast(date, valeur)))


def _texte(q: QuestionTexte, valeur: Valeur, retenue: Valeur) -> Bloc:
    return texte(forme(q.format, str(valeur)))


def _repartition(q: QuestionRepartition, valeur: Valeur, retenue: Valeur, *, masquer: bool = False) -> Bloc:
    comptes = cast("Mapping[str, int]", valeur)
    noms = {c.id: typo(c.libelle) for c in q.categories} | {NON_CONNU: "Non connu"}
    tous = [comptes.get(i, 0) for i in noms]
    if masquer and masquage.de_personnes(q):
        vus = masquage.masquer(tous, total=not q.recouvrement)
    else:
        vus = masquage.Masques(tuple(tous), sum(tous))
    # a household may stand in several categories: a total, or a share of it, would mean nothing
    parts = not q.recouvrement
    total = vus.total if isinstance(vus.total, int) else 0
    nombres = [_compte(c) for c in vus.cellules]
    dits = [_part(c, total, masquee=isinstance(vus.total, str)) for c in vus.cellules]
    fin = [] if not parts else ["Total", _compte(vus.total), french.pourcent(Fraction(1)) if total else VIDE]
    tete = "Catégorie" if parts else "Catégorie (plusieurs possibles par ménage)"
    return {
        "genre": "tableau",
        "colonnes": [
            _entete(tete),
            _entete("Nombre", droite=True),
            *([_entete("Part du total", droite=True)] if parts else []),
        ],
        "lignes": [
            _ligne(nom, nombre, *([dit] if parts else []))
            for nom, nombre, dit in zip(noms.values(), nombres, dits, strict=True)
        ],
        "totaux": fin,
        "etroit": True,
        "dessinee": sum(1 for c in vus.cellules if c) >= DESSINEES,
        "barres": _barres(list(noms.values()), vus.cellules, dits if parts else nombres, nombres),
    }


def _compte(vu: int | str) -> str:
    return vu if isinstance(vu, str) else french.nombre(vu, 0)


def _part(vu: int | str, total: int, *, masquee: bool) -> str:
    if masquee or isinstance(vu, str):
        return masquage.MASQUE
    return french.pourcent(Fraction(vu, total)) if total else VIDE


def _barres(noms: list[str], vus: Sequence[int | str], dits: list[str], nombres: list[str]) -> Bloc:
    """The same figures as bars: `47 (12,5 %)`; a masked count has no bar."""
    comptes = [
        svg.Compte(
            nom, vu if isinstance(vu, int) else None, nombre if dit in (nombre, masquage.MASQUE) else f"{nombre} ({dit})"
        )
        for nom, vu, dit, nombre in zip(noms, vus, dits, nombres, strict=True)
    ]
    lecture = typo(f"{' ; '.join(f'{c.libelle} : {c.texte}' for c in comptes)}.")
    return {"svg": svg.repartition(comptes), "lecture": lecture}


def _tableau(q: QuestionTableau, valeur: Valeur, retenue: Valeur, *, masquer: bool = False) -> Bloc:
    lignes = cast("tuple[Ligne, ...]", valeur)
    if not lignes:
        return texte("aucune ligne : tableau validé vide")
    sommes = {c.id: mesure(somme, _unite(c)) for c, somme in totaux(q, lignes)}
    comptees, hors = _comptees(q, lignes)
    pied = {c.id: mesure(somme, _unite(c)) for c, somme in totaux(q, comptees)} if hors else sommes
    masquees = _masquees(q, lignes, sommes) if masquer else {}
    return {
        "genre": "tableau",
        "colonnes": [_entete(typo(c.libelle), droite=c.type in _CHIFFRES) for c in q.colonnes],
        "lignes": [
            _ligne(*(masquees[c.id][rang] if c.id in masquees else cellule(c, ligne.get(c.id)) for c in q.colonnes))
            for rang, ligne in enumerate(lignes)
        ],
        "totaux": _totaux(q.colonnes, pied, hors) if sommes else [],
        "etroit": False,
        "dessinee": False,
    }


def _comptees(q: QuestionTableau, lignes: tuple[Ligne, ...]) -> tuple[tuple[Ligne, ...], str]:
    """The rows that a total adds up, and which it leaves out in words: those kept for the record say so in their option."""
    pour_memoire = {
        (c.id, o.id): o.libelle.replace(POUR_MEMOIRE, "").strip()
        for c in q.colonnes
        for o in c.options
        if POUR_MEMOIRE in o.libelle
    }
    hors = [nom for (c, o), nom in pour_memoire.items() if any(ligne.get(c) == o for ligne in lignes)]
    gardees = tuple(x for x in lignes if not any(x.get(c) == o for c, o in pour_memoire))
    return gardees, f"hors {' et '.join(f'{n[:1].lower()}{n[1:]}' if n[1:2].islower() else n for n in hors)}" if hors else ""


def _masquees(q: QuestionTableau, lignes: tuple[Ligne, ...], sommes: dict[str, str]) -> dict[str, list[str]]:
    """The cells of each column that counts persons, as they may be shown; `sommes` gets the totals that may be."""
    vues: dict[str, list[str]] = {}
    for colonne in q.colonnes:
        if not masquage.de_personnes(colonne):
            continue
        connus = {rang: n for rang, ligne in enumerate(lignes) if isinstance(n := ligne.get(colonne.id), int)}
        masques = masquage.masquer(list(connus.values()), total=colonne.id in sommes)
        par_rang = dict(zip(connus, masques.cellules, strict=True))
        vues[colonne.id] = [_compte(par_rang[r]) if r in par_rang else cellule(colonne, None) for r in range(len(lignes))]
        if colonne.id in sommes and isinstance(masques.total, str):
            sommes[colonne.id] = masques.total
    return vues


def _entete(libelle: str, *, droite: bool = False) -> Bloc:
    return {"libelle": libelle, "droite": droite}


def _ligne(*cellules: str) -> list[str]:
    return list(cellules)


def _totaux(colonnes: tuple[Colonne, ...], sommes: Mapping[str, str], hors: str = "") -> list[str]:
    rang = [sommes.get(c.id, "") for c in colonnes]
    if not rang[0]:
        rang[0] = f"Total, {hors}" if hors else "Total"
    return rang


_CHIFFRES = frozenset({"entier", "decimal", "montant"})


def _unite(colonne: Colonne) -> str | None:
    return "€" if colonne.type == "montant" else colonne.unite


def cellule(colonne: Colonne, valeur: Cellule | None) -> str:
    """One cell of a table; an empty one is unknown and says so."""
    if valeur is None:
        return "non connu"
    match colonne.type:
        case "oui_non":
            return oui_non(bool(valeur))
        case "choix":
            return next((typo(o.libelle) for o in colonne.options if o.id == valeur), str(valeur))
        case "date":
            return french.jour(cast(date, valeur))
        case "texte":
            return str(valeur)
    unite = _unite(colonne)
    return mesure(Fraction(cast(Fraction, valeur)), unite if unite in ("€", "%") else None)


CELLULES: dict[str, Callable[..., Bloc]] = {
    "oui_non": _oui_non,
    "choix": _choix,
    "choix_multiple": _choix_multiple,
    "niveau": _niveau,
    "entier": _nombre,
    "decimal": _nombre,
    "montant": _nombre,
    "date": _date,
    "texte": _texte,
    "repartition": _repartition,
    "tableau": _tableau,
}


def rendre(question: Question, valeur: Valeur, retenue: Valeur | None = None, *, masquer: bool = False) -> Bloc:
    """The cell of an answer. `retenue`: the value counted, where it differs (a capped level). `masquer`: to be published."""
    comptee = valeur if retenue is None else retenue
    if masquer and isinstance(question, QuestionRepartition):
        return _repartition(question, valeur, comptee, masquer=True)
    if masquer and isinstance(question, QuestionTableau):
        return _tableau(question, valeur, comptee, masquer=True)
    if masquer and masquage.est_masquee(question, valeur):
        unite = getattr(question, "unite", None)
        return texte(f"{masquage.MOINS}{french.INSECABLE}{unite}" if unite else masquage.MOINS)
    cell = CELLULES[question.type](question, valeur, comptee)  # type: ignore[attr-defined]
    return {"ancre": "", "declare": "", **cell} if cell["genre"] == "niveau" else cell


def resume(question: QuestionTableau, lignes: tuple[Ligne, ...], *, masquer: bool = False) -> list[str]:
    """A table in a few words: how many rows, how they spread over its key column, its totals."""
    if not lignes:
        return ["aucune ligne : tableau validé vide"]
    mots = [french.pluriel(len(lignes), question.ligne)]
    cle = next((c for c in question.colonnes if c.cle), None) or next(
        (c for c in question.colonnes if c.type == "choix"), None
    )
    if cle:
        for option in cle.options:
            if compte := sum(1 for ligne in lignes if ligne.get(cle.id) == option.id):
                mots.append(typo(f"{option.libelle} ({french.nombre(compte, 0)})"))
        if inconnues := sum(1 for ligne in lignes if ligne.get(cle.id) is None):
            mots.append(typo(f"{cle.libelle} non connu ({french.nombre(inconnues, 0)})"))
    comptees, hors = _comptees(question, lignes)
    sommes = {c.id: mesure(somme, _unite(c)) for c, somme in totaux(question, comptees)}
    if masquer:
        _masquees(question, comptees, sommes)
    mots += [
        typo(f"total{f' {hors}' if hors else ''}, {c.libelle} : {sommes[c.id]}") for c in question.colonnes if c.id in sommes
    ]
    return mots


__all__ = ["CELLULES", "Affichable", "cellule", "mesure", "rendre", "resume"]
