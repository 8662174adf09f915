"""How the prices of the differences add up, from the declared amount to the amount found."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation import phrases, portee
from evaluator.evaluation.comparaison import Comparaison, Prix, regrouper
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import Ligne, cale, plier, propre


def nom_de(session: Session, question: str) -> str:
    """`4.16 Partenaires`."""
    parcours = session.parcours
    return f"{parcours.numeros[question]} {propre(parcours.question(question).etiquette)}"


def nom_en_colonne(session: Session, question: str) -> str:
    """The same in a list: the names under one another."""
    parcours = session.parcours
    return f"{parcours.numeros[question]:<5}{propre(parcours.question(question).etiquette)}"


def reconciliation(session: Session, comparaison: Comparaison, cellules: int) -> list[Ligne]:
    """Declared + prices + interactions + the rest = found, in euros, line by line, at each end of the interval."""
    lignes: list[Ligne] = []
    if limite := phrases.limite(comparaison):
        lignes += plier([(limite, "attenue")], cellules - 1, tete=[(" ", "")])
    termes = _termes(session, comparaison)
    bords = [portee.montants(e) for e in (comparaison.declaree, comparaison.constatee)]
    bouts: list[tuple[str, list[int | None], list[int | None]]] = [
        ("borne basse", [m.montant_min for m in bords], [p.montant_min for _, p in termes]),
        ("borne haute", [m.montant_max for m in bords], [p.montant_max for _, p in termes]),
    ]
    if bouts[0][1:] == bouts[1][1:]:
        bouts = [("", *bouts[0][1:])]
    for titre, (avant, apres), euros in bouts:
        if titre:
            lignes.append(((f" {titre}", "accent"),))
        lignes += _somme("déclaré", _euros(avant), cellules)
        for (nom, _), montant in zip(termes, euros, strict=True):
            if montant != 0:
                lignes += _somme(nom, "—" if montant is None else phrases.euros_signes(montant), cellules)
        lignes += _somme("constaté", _euros(apres), cellules)
    return lignes


def _termes(session: Session, comparaison: Comparaison) -> list[tuple[str, Prix]]:
    termes: list[tuple[str, Prix]] = [(nom_de(session, e.question), e.prix) for e in comparaison.desaccords]
    for groupe, prix in regrouper(comparaison.interactions):
        termes.append((phrases.effet_d_ensemble([nom_de(session, i.question) for i in groupe], groupe), prix))
    return [*termes, (phrases.ARRONDIS, comparaison.arrondis), (phrases.REGLES, comparaison.regles)]


def _euros(montant: int | None) -> str:
    return "—" if montant is None else french.euros(montant)


def _somme(nom: str, montant: str, cellules: int) -> list[Ligne]:
    place = max(len(montant) + 2, 24)
    lignes = plier([(nom, "")], max(cellules - place - 1, 20), 2, tete=[(" ", "")])
    premiere = lignes[0]
    deja = sum(len(texte) for texte, _ in premiere)
    return [(*premiere, (cale("", max(cellules - place - deja, 1)), ""), (f"{montant:>{place - 1}}", "fort")), *lignes[1:]]
