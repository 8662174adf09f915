"""`agls verifier` of a report: what it says of itself, computed again, in words that a reader compares with the page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from evaluator import __version__, french
from evaluator.cli.resume import encadre, montant
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.errors import AglsError, FaultyInput
from evaluator.evaluation import words
from evaluator.report.entree.comparaison import Difference, une_ligne
from evaluator.report.entree.controle import Controle, controler, rapprocher
from evaluator.report.entree.recalcul import Recalcul

LIGNES_MAX = 40
FAUTE_MAX = 500  # characters
NI_SIGNATURE = (
    "Une empreinte n’est pas une signature : elle dit que rien n’a changé par accident, pas qui a écrit.",
    "Comparez les lignes ci-dessus avec la page : son texte imprimé n’est pas relu.",
)


def verifier(chemin: Path, dossier: Path | None) -> int:
    """Print what was found, and give the exit code: 0 where all is equal, 1 where it is not or nothing could be verified."""
    try:
        controle = controler(chemin)
        for ligne in lignes(chemin.name, controle):
            print(ligne)
        code = 0 if controle.juste else 1
        if dossier is not None and controle.recalcul is not None:
            code = max(code, _avec_dossier(controle.recalcul, dossier))
        return code
    except FaultyInput as erreur:
        for faute in erreur.fautes:
            print(une_ligne(str(faute), FAUTE_MAX))
        return erreur.code
    except AglsError as erreur:
        print(erreur, file=sys.stderr)
        return erreur.code


def lignes(nom: str, controle: Controle) -> Iterator[str]:
    """All that is said of one report."""
    if controle.jointe.octets is None:
        yield f"{nom} : {_sans_donnees(controle)} ; rien n’a été vérifié"
        return
    for faute in controle.fautes:
        yield une_ligne(str(faute), FAUTE_MAX)
    if controle.recalcul is None:
        yield f"{nom} : les données jointes ne permettent pas de recalculer le résultat"
        return
    e = controle.recalcul.entree
    yield f"{nom} : rapport « {une_ligne(e.modele)} » du {french.jour_long(e.jour)}, dossier {une_ligne(e.nom)}"
    yield from (f"  {ligne}" for ligne in _resultat(controle.recalcul))
    yield f"  Empreinte des données : {controle.jointe.empreinte or 'non déclarée'}"
    if e.programme != __version__:
        yield f"  Écrit par la version {une_ligne(e.programme)} du programme, recalculé par la version {__version__}"
    ecarts = controle.recalcul.ecarts
    if ecarts:
        combien = french.pluriel(len(ecarts), "écart")
        yield f"  DIFFÉRENT : le résultat que le rapport porte n’est pas celui que ses données donnent ({combien}) :"
        yield from _detail(ecarts, "recalculé")
    elif controle.fautes:
        yield "  Le résultat recalculé est celui que le rapport porte, mais le fichier a les défauts dits plus haut"
    else:
        yield "  Égal : le résultat recalculé d’après les données jointes est celui que le rapport porte"
    yield from (f"  {phrase}" for phrase in NI_SIGNATURE)


def _sans_donnees(controle: Controle) -> str:
    if controle.jointe.empreinte is None:
        return "ce document ne porte ni données d’évaluation ni leur empreinte"
    return (f"ce document n’embarque pas ses données (publication, Markdown, ou fichier récrit par un traitement de texte) ;"
            f" il en donne l’empreinte {controle.jointe.empreinte}")  # fmt: skip


def _resultat(recalcul: Recalcul) -> Iterator[str]:
    evaluation, grille = recalcul.evaluation, recalcul.referentiel.grille
    m = evaluation.modulation
    nom = recalcul.entree.reponses.get("residence_nom")
    yield f"Résidence : {une_ligne(str(nom.valeur)) if nom and nom.etat == 'renseignee' else 'non renseignée'}"
    yield f"Volet : {LIBELLES_VOLET[evaluation.volet]}, exercice {evaluation.exercice or 'non renseigné'}"
    yield f"Avis : {une_ligne(words.avis(m.avis, grille))}"
    yield f"Montant proposé : {montant(m.montants)}"
    if m.indicatif is not None:
        yield f"Montant indicatif (barème de 2013) : {montant(m.indicatif.montants)}"
    yield f"Score global : {encadre(evaluation.globale)}"
    if ligne := words.ligne_grille(grille):
        yield f"! {ligne}"


def _detail(ecarts: list[Difference], autre: str) -> Iterator[str]:
    yield from (f"    {e.ou} : {e.imprime} dans le rapport, {e.recalcule} {autre}" for e in ecarts[:LIGNES_MAX])
    if len(ecarts) > LIGNES_MAX:
        yield f"    … et {french.pluriel(len(ecarts) - LIGNES_MAX, 'autre')}"


def _avec_dossier(recalcul: Recalcul, chemin: Path) -> int:
    with Dossier.ouvrir(chemin) as dossier:
        ecarts = rapprocher(recalcul.entree, dossier)
        depuis = dossier.evenements - recalcul.entree.evenements
    if ecarts:
        print(f"  {chemin.name} ne donne pas, ou plus, les mêmes données ({french.pluriel(len(ecarts), 'écart')}) :")
        for ligne in _detail(ecarts, "dans le dossier"):
            print(ligne)
        return 1
    suite = f" ; {french.pluriel(depuis, 'événement')} depuis, sans effet sur elles" if depuis else ""
    print(f"  {chemin.name} donne les mêmes données à son événement {recalcul.entree.evenements}{suite}")
    return 0
