"""Reads the annex of a printed report as a reader with a calculator would: text only, with none of the program's code.

`lire_html` and `lire_md` give the steps; `verifier` recomputes every line in exact fractions and says what is wrong.
"""

from __future__ import annotations

import html as entites
import re
from dataclasses import dataclass, field
from fractions import Fraction

FINE, NB = "\u202f", "\u00a0"
ETAPE = re.compile(rf" \(étape{NB}(\d+)\)")
NOMBRE = re.compile(rf"−?(?:\d+/\d+|\d{{1,3}}(?:{FINE}\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?)")
# a fraction printed beside its decimals: `0,666667 point (2/3)`, `16 726,14 € (…)`, `81,9909 % du plafond (…)`
DECIMALES = re.compile(rf"(−?[\d{FINE}]+(?:,\d+)?)({FINE}%)?([^()=→+×÷\d]*?) \((−?\d+/\d+)\)")
EXACT = f"exact{NB}: "


@dataclass
class Etape:
    numero: int
    titre: str
    resultat: str
    lignes: list[str] = field(default_factory=list)  # exact operations
    calculette: list[str] = field(default_factory=list)  # the same in decimals
    texte: str = ""  # all that is printed of the step

    @property
    def valeurs(self) -> list[Fraction]:
        """The figures of the result, lowest first: one, or the two ends."""
        return [nombre(n, apres) for n, apres in chiffres(sans_decimales(self.resultat))]


def lire_html(section: str) -> list[Etape]:
    etapes = []
    for bloc in re.findall(r'<li value="\d+">.*?</li>\s*(?=<li value=|</ol>)', section, re.DOTALL):
        numero, titre = re.match(r'<li value="(\d+)"><strong>(.*?)</strong>', bloc, re.DOTALL).groups()
        lignes = [nu(ligne) for ligne in re.findall(r'<p class="operation">(.*?)</p>', bloc, re.DOTALL)]
        calculette = [nu(ligne) for ligne in re.findall(r'<p class="calculette">(.*?)</p>', bloc, re.DOTALL)]
        nom, resultat = partager(nu(titre))
        etapes.append(Etape(int(numero), nom, resultat, lignes, calculette, nu(bloc)))
    return etapes


def lire_md(section: str) -> list[Etape]:
    etapes = []
    for element in re.split(r"^(?=\d+\. |#)", section, flags=re.MULTILINE):
        if lu := re.match(r"(\d+)\. \*\*(.*?)\*\*(.*)", element, re.DOTALL):
            nom, resultat = partager(nu(lu[2]))
            morceaux = [nu(m) for m in re.split(r"<br>|\n", lu[3]) if m.strip()]
            # an operation is a line with an equals sign or an arrow outside quotations
            lignes = [m for m in morceaux if re.search(r"[=→]", re.sub(r"«[^»]*»", "", m))]
            rangs = [k for k, m in enumerate(morceaux) if m.startswith(EXACT)]
            etapes.append(Etape(int(lu[1]), nom, resultat, lignes, [morceaux[k - 1] for k in rangs], nu(element)))
    return etapes


def nu(texte: str) -> str:
    return re.sub(r"\\([\\`*_{}\[\]<>|~&$#@^=.)+-])", r"\1", entites.unescape(re.sub(r"<[^>]+>", " ", texte))).strip()


def partager(titre: str) -> tuple[str, str]:
    """`Titre : résultat`: a result has no colon outside its quotations, but « le calcul donne »."""
    morceaux = re.split(f"{NB}: (?![^«]*»)", titre)
    if len(morceaux) > 1 and re.match("aucun montant|pas encore|non connu", morceaux[-2]):
        morceaux[-2:] = [f"{morceaux[-2]}{NB}: {morceaux[-1]}"]
    return f"{NB}: ".join(morceaux[:-1]), morceaux[-1]


def chiffres(texte: str) -> list[tuple[str, str]]:
    """Each number outside quotations, with what follows it."""
    hors = re.sub(r"«[^»]*»", lambda m: " " * len(m[0]), texte)
    return [(m[0], hors[m.end() : m.end() + 2]) for m in NOMBRE.finditer(hors)]


def nombre(texte: str, apres: str) -> Fraction:
    exact = Fraction(texte.replace(FINE, "").replace(",", ".").replace("−", "-"))
    return exact / 100 if apres.startswith(f"{FINE}%") else exact


def sans_decimales(texte: str) -> str:
    return DECIMALES.sub(r"\4\3", texte).removeprefix(EXACT)


# — a small calculator ——————————————————————————————————————————————————————————————————————————————————————


class Calculette:
    """`le plus petit de (a − b) et de c`, +, −, ×, ÷, brackets; a number is followed by its unit, which it skips."""

    JETON = re.compile(rf"(le plus petit de |le plus grand de |, de | et de | [+−×÷] |[()]|{NOMBRE.pattern})")

    def __init__(self, texte: str) -> None:
        self.texte = texte
        self.jetons: list[tuple[str, str]] = []
        fin = 0
        for m in self.JETON.finditer(texte):
            self.jetons.append((m[0], texte[m.end() : m.end() + 2]))
            fin = m.end()
        self.reste = texte[fin:]
        self.k = 0

    def lire(self) -> Fraction:
        valeur = self.somme()
        assert self.k == len(self.jetons), f"operation not understood: {self.texte!r} at {self.jetons[self.k :]}"
        return valeur

    def vu(self, *jetons: str) -> str | None:
        if self.k < len(self.jetons) and self.jetons[self.k][0] in jetons:
            self.k += 1
            return self.jetons[self.k - 1][0]
        return None

    def somme(self) -> Fraction:
        valeur = self.produit()
        while signe := self.vu(" + ", " − "):
            autre = self.produit()
            valeur = valeur + autre if signe == " + " else valeur - autre
        return valeur

    def produit(self) -> Fraction:
        valeur = self.facteur()
        while signe := self.vu(" × ", " ÷ "):
            autre = self.facteur()
            valeur = valeur * autre if signe == " × " else valeur / autre
        return valeur

    def facteur(self) -> Fraction:
        if self.vu("("):
            valeur = self.somme()
            assert self.vu(")"), f"bracket not closed: {self.texte!r}"
            return valeur
        if choix := self.vu("le plus petit de ", "le plus grand de "):
            valeurs = [self.produit()]
            while self.vu(", de ", " et de "):
                valeurs.append(self.produit())
            return min(valeurs) if "petit" in choix else max(valeurs)
        assert self.k < len(self.jetons), f"a figure is missing: {self.texte!r}"
        texte, apres = self.jetons[self.k]
        self.k += 1
        return nombre(texte, apres)


def calculer(texte: str) -> Fraction:
    return Calculette(texte).lire()


# — the check ———————————————————————————————————————————————————————————————————————————————————————————————


def verifier(etapes: list[Etape]) -> int:
    """Recompute every line; how many were equations. Raises `AssertionError` with the line that does not hold."""
    par_numero = {e.numero: e for e in etapes}
    assert [e.numero for e in etapes] == list(range(1, len(etapes) + 1))
    equations = 0
    for etape in etapes:
        arrondies(etape.resultat)
        for ligne in etape.lignes:
            arrondies(ligne)
            citations(etape, ligne, par_numero)
            equations += controler(etape, sans_decimales(ETAPE.sub("", ligne)))
        assert len(etape.calculette) == sum(ligne.startswith(EXACT) for ligne in etape.lignes)
        for ligne in etape.calculette:
            a_la_calculette(etape, ETAPE.sub("", ligne))
    return equations


def a_la_calculette(etape: Etape, ligne: str) -> None:
    """The decimals alone give the printed figure: to the euro for an amount, to a hundred-thousandth for the rest."""
    bout = re.match(rf"au plus (bas|haut){NB}: ", ligne)
    corps = ligne[bout.end() :] if bout else ligne
    assert "/" not in re.sub(r"«[^»]*»", "", corps), f"a fraction for a calculator: {ligne!r}"
    arrondi = f", arrondi à l’euro inférieur{NB}: "
    operation, _, texte = corps.rpartition(arrondi if arrondi in corps else " ≈ ")
    trouve, donne = calculer(operation), nombre(*chiffres(texte)[0])
    if arrondi in corps:
        assert trouve.__floor__() == donne, f"step {etape.numero}: {ligne!r} gives {float(trouve)}"
    else:
        ecart = max(Fraction(5, 100), donne / 500_000) if "€" in texte else Fraction(1, 100_000)  # rates have six places
        assert abs(trouve - donne) <= ecart, f"step {etape.numero}: {ligne!r} gives {float(trouve)}"


def arrondies(texte: str) -> None:
    """Decimals in brackets are those of the fraction before them."""
    for decimales, pour_cent, _, fraction in DECIMALES.findall(texte):
        montre = Fraction(decimales.replace(FINE, "").replace(",", ".").replace("−", "-"))
        places = len(decimales.partition(",")[2])
        exact = Fraction(fraction) * (100 if pour_cent else 1)
        assert places >= (2 if "€" in texte else 4), f"{decimales} beside {fraction}: too few decimals"
        marge = (
            Fraction(1, 10**places) if "€" in texte else Fraction(1, 2 * 10**places)
        )  # cents are cut, the rest is rounded
        assert abs(exact - montre) <= marge, f"{decimales} beside {fraction}: {texte!r}"


def citations(etape: Etape, ligne: str, etapes: dict[int, Etape]) -> None:
    """An operand that cites a step is one of the results printed there, and the step comes before."""
    for m in ETAPE.finditer(ligne):
        cite = int(m[1])
        assert cite < etape.numero, f"step {etape.numero} cites step {cite}"
        texte, apres = dernier(ligne[: m.start()])
        attendues = etapes[cite].valeurs
        assert nombre(texte, apres) in attendues, f"step {etape.numero}: {texte} is not a result of step {cite}: {ligne!r}"


def dernier(texte: str) -> tuple[str, str]:
    return chiffres(texte)[-1]


def controler(etape: Etape, ligne: str) -> int:
    """One line against the result that is printed; 1 if it was an equation."""
    bout = re.match(rf"au plus (bas|haut){NB}: ", ligne)
    corps = ligne[bout.end() :] if bout else ligne
    valeurs = etape.valeurs
    attendu = valeurs[-1] if bout and bout[1] == "haut" else valeurs[0] if valeurs else None
    if "→" in corps:
        cle, _, texte = corps.rpartition(" → ")
        donne = nombre(*chiffres(texte)[0])
        lire_une_table(etape, cle, texte, donne)
    elif " = " in corps:
        operation, _, texte = corps.rpartition(" = ")
        donne = nombre(*chiffres(texte)[0])
        if operation.endswith(", arrondi à l’euro inférieur"):
            exact = calculer(operation.removesuffix(", arrondi à l’euro inférieur"))
            assert exact.__floor__() == donne, f"step {etape.numero}: {ligne!r} gives {exact}"
        else:
            exact = calculer(operation)
            assert exact == donne, f"step {etape.numero}: {ligne!r} gives {exact}"
    else:
        assert not chiffres(corps), f"step {etape.numero}: what is {ligne!r}?"
        return 0
    assert donne == attendu, f"step {etape.numero}: {ligne!r}, and the result printed is {etape.resultat!r}"
    return 1


def lire_une_table(etape: Etape, cle: str, texte: str, donne: Fraction) -> None:
    """`clé → résultat`: the rule that is printed says the same."""
    if limite := re.search(r"^(.*), au (moins|plus) (.*)$", cle):
        borne = nombre(*dernier(limite[3]))
        if chiffres(limite[1]):
            operation, _, valeur = limite[1].rpartition(" = ")
            exact = nombre(*dernier(valeur))
            if operation:
                assert calculer(operation) == exact, f"step {etape.numero}: {cle!r}"
            assert exact >= borne if limite[2] == "moins" else exact <= borne, f"step {etape.numero}: {cle!r}"
        assert f"{texte.strip()} à {limite[3]}" in sans_decimales(etape.texte), f"step {etape.numero}: no rule for {cle!r}"
    elif re.search("logements?", cle):
        taille = int(nombre(*dernier(cle)))
        tranches = re.findall(rf"de (\d+){NB}logements? à (\d+){NB}logements?{NB}: ([\d{FINE}]+)", etape.texte)
        derniere = re.findall(rf"à partir de (\d+){NB}logements?{NB}: ([\d{FINE}]+)", etape.texte)
        tous = [(int(a), int(b), m) for a, b, m in tranches] + [(int(a), 10**9, m) for a, m in derniere]
        assert [nombre(m, "") for a, b, m in tous if a <= taille <= b] == [donne], f"step {etape.numero}: {cle!r}"
    elif re.search("masquée|irrecevable|aucune ligne|limite connue", cle):
        assert donne == 0
    elif not cle.startswith("somme de"):
        assert f"{cle}{NB}: {texte}" in sans_decimales(etape.texte), f"step {etape.numero}: no rule for {cle!r}"
