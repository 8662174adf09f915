"""A typed tree compiled once into closures.

A sub-expression that reads one table and nothing else is worth the same as long as the table is the same object: its value
is kept on the table, under the text of the sub-expression, and serves every formula that says the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import cast

from evaluator.french import Borne
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula import rows
from evaluator.questionnaire.formula.compiled import (
    Code,
    CodeNombre,
    CodeVerite,
    Compile,
    Environnement,
    Ligne,
    assembler,
)
from evaluator.questionnaire.formula.tree import (
    Appel,
    Binaire,
    Cellule,
    Constante,
    Jour,
    Litteral,
    Membre,
    Noeud,
    Nom,
    Parmi,
    Unaire,
    enfants,
)


def compiler(n: Noeud) -> Compile:
    """The closure of a tree out of the typing pass."""
    return _COMPILATEURS[type(n)](n)


# — leaves ——————————————————————————————————————————————————————————————————————————————————————————————————


def _constante(n: Constante) -> Compile:
    valeur = d.nombre(n.valeur)
    return Compile(lambda env, ligne: valeur, str(n.valeur))


def _jour(n: Jour) -> Compile:
    valeur = d.nombre(n.ordinal)
    return Compile(lambda env, ligne: valeur, f"jour {n.ordinal}")


def _nom(n: Nom) -> Compile:
    nom = n.nom
    return Compile(lambda env, ligne: env.lire(nom), None)


def _cellule(n: Cellule) -> Compile:
    nom = n.nom
    return Compile(lambda env, ligne: ligne[nom], f"[{nom}]")  # type: ignore[index]  # only inside a row


def _membre(n: Membre) -> Compile:
    nom, membre = n.nom, n.membre

    def lire(env: Environnement, _: Ligne) -> d.Valeur:
        valeur = env.lire(nom)
        assert isinstance(valeur, d.Repartition)
        return valeur.categories[membre]

    return Compile(lire, None)


# — operators ———————————————————————————————————————————————————————————————————————————————————————————————


def _unaire(n: Unaire) -> Compile:
    partie = compiler(n.terme)
    if n.operateur == "non":
        verite = cast(CodeVerite, partie.code)
        return assembler(lambda env, ligne: d.NON[verite(env, ligne)], "non({})", [partie])
    nombre = cast(CodeNombre, partie.code)
    return assembler(lambda env, ligne: d.oppose(nombre(env, ligne)), "−({})", [partie])


_ARITHMETIQUE: dict[str, Callable[[d.Nombre, d.Nombre], d.Nombre]] = {"−": d.moins, "×": d.fois, "÷": d.divise}


def _binaire(n: Binaire) -> Compile:
    if n.operateur == "+":
        return _somme(n)
    gauche = compiler(n.gauche)
    if isinstance(n.droite, Litteral):
        return _litteral(n.operateur, gauche, n.droite.texte)
    droite = compiler(n.droite)
    texte = f"({{}}) {n.operateur} ({{}})"
    return assembler(_calcul(n.operateur, gauche.code, droite.code), texte, [gauche, droite])


def _calcul(operateur: str, gauche: Code, droite: Code) -> Code:
    if operateur in ("et", "ou"):
        return _logique(operateur, cast(CodeVerite, gauche), cast(CodeVerite, droite))
    if operation := _ARITHMETIQUE.get(operateur):
        a, b = cast(CodeNombre, gauche), cast(CodeNombre, droite)
        return lambda env, ligne: operation(a(env, ligne), b(env, ligne))

    def comparer(env: Environnement, ligne: Ligne) -> d.Valeur:
        a, b = gauche(env, ligne), droite(env, ligne)
        if isinstance(a, d.Texte):
            assert isinstance(b, d.Texte)
            return _compare_textes(operateur, a, b)
        assert isinstance(a, d.Nombre)
        assert isinstance(b, d.Nombre)
        return d.compare(operateur, a, b)

    return comparer


def _logique(operateur: str, gauche: CodeVerite, droite: CodeVerite) -> CodeVerite:
    decide, issues = (d.FAUX, d.ET) if operateur == "et" else (d.VRAI, d.OU)

    def lire(env: Environnement, ligne: Ligne) -> d.Verite:
        premier = gauche(env, ligne)
        return decide if premier == decide else issues[premier][droite(env, ligne)]

    return lire


def _somme(n: Binaire) -> Compile:
    """`a + b + c` is one sum of three terms, though its tree nests them two by two."""
    parties = [compiler(terme) for terme in operandes(n)]
    termes = [cast(CodeNombre, p.code) for p in parties]
    texte = " + ".join(["({})"] * len(parties))
    return assembler(lambda env, ligne: d.somme_en_chaine([t(env, ligne) for t in termes]), texte, parties)


def operandes(n: Noeud) -> list[Noeud]:
    """What a step of a formula rests on: a chain of `+`, `et` or `ou` has all its terms as operands."""
    if not isinstance(n, Binaire) or n.operateur not in ("+", "et", "ou"):
        return list(enfants(n))
    termes: list[Noeud] = []
    gauche: Noeud = n
    while isinstance(gauche, Binaire) and gauche.operateur == n.operateur:
        termes.append(gauche.droite)
        gauche = gauche.gauche
    return [gauche, *reversed(termes)]


def _litteral(operateur: str, gauche: Compile, texte: str) -> Compile:
    """Comparison with one known text: by far the most frequent one."""
    lire = gauche.code
    egal_a, autre = (d.VRAI, d.FAUX) if operateur == "=" else (d.FAUX, d.VRAI)

    def comparer(env: Environnement, ligne: Ligne) -> d.Valeur:
        a = lire(env, ligne)
        assert isinstance(a, d.Texte)
        resultat = d.SANS_OBJET if a.absent else 0
        if not a.present:
            return resultat or d.SANS_OBJET
        if a.possibles is None:
            return resultat | d.VRAI | d.FAUX
        if texte not in a.possibles:
            return resultat | autre
        return resultat | egal_a | (autre if len(a.possibles) > 1 else 0)

    return assembler(comparer, f"({{}}) {operateur} '{_echapper(texte)}'", [gauche])


def _echapper(texte: str) -> str:
    return repr(texte).replace("{", "{{").replace("}", "}}")


def _compare_textes(operateur: str, a: d.Texte, b: d.Texte) -> d.Verite:
    resultat = d.SANS_OBJET if a.absent or b.absent else 0
    if not (a.present and b.present):
        return resultat or d.SANS_OBJET
    if a.possibles is None or b.possibles is None:
        egal = different = True
    else:
        egal = bool(a.possibles & b.possibles)
        different = not (a.possibles == b.possibles and len(a.possibles) == 1)
    vrai, faux = (egal, different) if operateur == "=" else (different, egal)
    return resultat | (d.VRAI if vrai else 0) | (d.FAUX if faux else 0)


_CHOIX = (d.Texte, d.Ensemble)


def _parmi(n: Parmi) -> Compile:
    partie = compiler(n.terme)
    lire = partie.code
    voulus = frozenset(t.texte for t in n.textes)

    def chercher(env: Environnement, ligne: Ligne) -> d.Valeur:
        valeur = lire(env, ligne)
        assert isinstance(valeur, _CHOIX)
        resultat = d.SANS_OBJET if valeur.absent else 0
        if not valeur.present:
            return resultat or d.SANS_OBJET
        possibles = valeur.possibles
        vrai = possibles is None or not possibles.isdisjoint(voulus)
        if isinstance(valeur, d.Texte):
            faux = possibles is None or not possibles <= voulus
        else:
            faux = valeur.certains.isdisjoint(voulus)
        return resultat | (d.VRAI if vrai else 0) | (d.FAUX if faux else 0)

    return assembler(chercher, f"({{}}) parmi {_echapper('; '.join(sorted(voulus)))}", [partie])


# — calls ———————————————————————————————————————————————————————————————————————————————————————————————————


def _appel(n: Appel) -> Compile:
    return _FONCTIONS[n.fonction](n)


def _si(n: Appel) -> Compile:
    parties = [compiler(a) for a in n.arguments]
    condition, (alors, sinon) = cast(CodeVerite, parties[0].code), (p.code for p in parties[1:])

    def choisir(env: Environnement, ligne: Ligne) -> d.Valeur:
        issue = d.a_la_racine(condition(env, ligne))
        if issue == d.VRAI:
            return alors(env, ligne)
        if issue == d.FAUX:
            return sinon(env, ligne)
        a, b = alors(env, ligne), sinon(env, ligne)
        if isinstance(a, d.Nombre) and isinstance(b, d.Nombre):
            return d.enveloppe(a, b)
        assert isinstance(a, int)
        assert isinstance(b, int)
        return a | b

    return assembler(choisir, "si({}; {}; {})", parties)


def _agregat(operation: Callable[[list[d.Nombre]], d.Nombre]) -> Callable[[Appel], Compile]:
    def compiler_appel(n: Appel) -> Compile:
        parties = [compiler(a) for a in n.arguments]
        termes = [cast(CodeNombre, p.code) for p in parties]
        texte = f"{n.fonction}({'; '.join(['{}'] * len(parties))})"
        return assembler(lambda env, ligne: operation([t(env, ligne) for t in termes]), texte, parties)

    return compiler_appel


def _part(n: Appel) -> Compile:
    parties = [compiler(a) for a in n.arguments]
    a, b = (cast(CodeNombre, p.code) for p in parties)
    return assembler(lambda env, ligne: d.divise(a(env, ligne), b(env, ligne)), "part({}; {})", parties)


def _renseigne(n: Appel) -> Compile:
    quoi = n.arguments[0]
    nom = quoi.nom if isinstance(quoi, Cellule | Nom) else ""
    if not isinstance(quoi, Cellule):
        return Compile(lambda env, ligne: env.renseigne(nom), None)

    def cellule(env: Environnement, ligne: Ligne) -> d.Valeur:
        assert ligne is not None
        return d.VRAI if est_connu(ligne[nom]) else env.cellule_vide_renseignee

    return Compile(cellule, None)


def est_connu(valeur: d.Valeur) -> bool:
    """True where only one outcome is left, and it is a value."""
    match valeur:
        case d.Nombre():
            return valeur.connu is not None
        case d.Texte():
            return valeur.present and not valeur.absent and valeur.possibles is not None and len(valeur.possibles) == 1
        case int():
            return valeur in (d.VRAI, d.FAUX)
        case d.Ensemble():
            return valeur.present and not valeur.absent and valeur.possibles == valeur.certains
        case d.Table():
            return valeur.present and not valeur.absent and not valeur.ouverte
    return valeur.present and not valeur.absent and valeur.total.connu is not None


def _annee(n: Appel) -> Compile:
    partie = compiler(n.arguments[0])
    lire = cast(CodeNombre, partie.code)

    def annee(env: Environnement, ligne: Ligne) -> d.Valeur:
        jour = lire(env, ligne)
        if not jour.present:
            return d.ABSENT
        bas = _an(jour.bas)
        return d.Nombre(bas, bas if jour.bas is jour.haut else _an(jour.haut), True, jour.absent)

    return assembler(annee, "annee({})", [partie])


def _an(ordinal: Borne) -> Borne:
    return ordinal if isinstance(ordinal, float) else Fraction(date.fromordinal(int(ordinal)).year)


def _annees(n: Appel) -> Compile:
    """Full years from the first date to the second (negative if it comes before)."""
    parties = [compiler(a) for a in n.arguments]
    debut, fin = (cast(CodeNombre, p.code) for p in parties)

    def annees(env: Environnement, ligne: Ligne) -> d.Valeur:
        de, a = debut(env, ligne), fin(env, ligne)
        if not (de.present and a.present):
            return d.ABSENT
        bas = _duree(de.haut, a.bas)
        haut = bas if de.bas is de.haut and a.bas is a.haut else _duree(de.bas, a.haut)
        return d.Nombre(bas, haut, True, de.absent or a.absent)

    return assembler(annees, "annees({}; {})", parties)


def _duree(debut: Borne, fin: Borne) -> Borne:
    if isinstance(fin, float):
        return fin
    if isinstance(debut, float):
        return -debut
    de, a = date.fromordinal(int(debut)), date.fromordinal(int(fin))
    return Fraction(a.year - de.year - ((a.month, a.day) < (de.month, de.day)))


_FONCTIONS: dict[str, Callable[[Appel], Compile]] = {
    "si": _si,
    "somme": _agregat(d.somme),
    "moyenne": _agregat(lambda termes: d.moyenne_ponderee([(1, t) for t in termes])),
    "min": _agregat(d.minimum),
    "max": _agregat(d.maximum),
    "part": _part,
    "nombre": lambda n: rows.nombre(n, compiler),
    "total": lambda n: rows.total(n, compiler),
    "renseigne": _renseigne,
    "annees": _annees,
    "annee": _annee,
}
_COMPILATEURS: dict[type[Noeud], Callable[..., Compile]] = {
    Constante: _constante,
    Jour: _jour,
    Nom: _nom,
    Cellule: _cellule,
    Membre: _membre,
    Unaire: _unaire,
    Binaire: _binaire,
    Parmi: _parmi,
    Appel: _appel,
}
