"""Is a report what its own data give? The file is of unknown origin: what it holds is checked before it is used."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from evaluator import french
from evaluator.canonical import Json, condense
from evaluator.dossier.dossier import Dossier
from evaluator.errors import FaultyInput, Faute
from evaluator.evaluation.evaluate import evaluer
from evaluator.fichiers import lire_borne
from evaluator.report.entree import composition
from evaluator.report.entree.comparaison import Difference, comparer
from evaluator.report.entree.jointe import FICHIER_MAX, Jointe, declaree
from evaluator.report.entree.lecture import Entree, lire
from evaluator.report.entree.porteurs import PORTEURS
from evaluator.report.entree.recalcul import Recalcul, refaire

SANS_DONNEES = ".md"  # prints the hash, carries nothing
EXTENSIONS = (*PORTEURS, SANS_DONNEES)


class Controle(Struct, frozen=True):
    """`recalcul`: None where there was nothing to compute again, or nothing that could be. `fautes`: of the file itself."""

    jointe: Jointe
    recalcul: Recalcul | None = None
    fautes: tuple[Faute, ...] = ()

    @property
    def juste(self) -> bool:
        """Something was computed again, and all of it is equal."""
        return self.recalcul is not None and not self.fautes and not self.recalcul.ecarts


def controler(chemin: Path) -> Controle:
    """Raises `Unreadable`, and `FaultyInput` for a file that is no report of its extension, or is damaged."""
    octets = _octets(chemin)
    extension = chemin.suffix.lower()
    try:
        if extension == SANS_DONNEES:
            nu = octets.translate(None, b"\\`")  # without its escapes; the characters take twice the bytes, or more
            jointe = Jointe(None, declaree(nu.decode("utf-8", "replace")))
        else:
            jointe = PORTEURS[extension].extraire(octets)
    except FaultyInput as erreur:
        raise FaultyInput(_nommees(erreur, chemin)) from None
    if jointe.octets is None:
        return Controle(jointe)
    fautes: list[Faute] = []
    if jointe.empreinte is None:
        fautes.append(Faute("le fichier ne déclare pas l’empreinte de ses données : elle a été ôtée", chemin.name))
    elif (trouvee := condense(jointe.octets)) != jointe.empreinte:
        detail = f"leur empreinte est {trouvee}, le fichier déclare {jointe.empreinte}"
        fautes.append(Faute(f"les données jointes ont été modifiées : {detail}", chemin.name))
    try:
        return Controle(jointe, refaire(lire(jointe.octets)), tuple(fautes))
    except FaultyInput as erreur:
        return Controle(jointe, None, (*fautes, *_nommees(erreur, chemin)))


def _octets(chemin: Path) -> bytes:
    octets = lire_borne(chemin, FICHIER_MAX)
    if len(octets) > FICHIER_MAX:
        raise FaultyInput([Faute(f"rapport de plus de {FICHIER_MAX // 1024 // 1024} Mo : refusé", chemin.name)])
    return octets


def _nommees(erreur: FaultyInput, chemin: Path) -> list[Faute]:
    return [Faute(f.message, f"{chemin.name} ({f.fichier})" if f.fichier else chemin.name) for f in erreur.fautes]


def rapprocher(entree: Entree, dossier: Dossier) -> list[Difference]:
    """Where `dossier`, as it is now, no longer gives the input that a report carried; its later events apart.

    The name of the file and the version of the program do not count.
    """
    evaluation = evaluer(dossier.referentiel, dossier.reponses(entree.volet))
    refait = composition.arbre(dossier, evaluation, entree.jour, entree.modele)
    resultat = composition.resultat(
        evaluation, dossier.referentiel, entree.nom, entree.dossier, entree.evenements, entree.empreinte
    )
    ecarts = [
        *comparer(_sans_nom(entree.arbre["dossier"]), _sans_nom(refait["dossier"]), "dossier"),
        *comparer(entree.arbre["reponses"], refait["reponses"], "reponses"),
        *comparer(dict(entree.empreintes), refait["empreintes"], "empreintes"),
        *comparer(dict(entree.resultat), resultat, "resultat"),
    ]
    n = entree.evenements
    if n > dossier.evenements or dossier.journal[n - 1].empreinte != entree.empreinte:
        plus_court = french.pluriel(dossier.evenements, "événement")
        trouve = plus_court if n > dossier.evenements else "un autre événement à ce rang"
        ecarts.append(Difference("journal", f"{french.pluriel(n, 'événement')}, empreinte {entree.empreinte}", trouve))
    return ecarts


def _sans_nom(dossier: Json) -> Json:
    return {cle: v for cle, v in dossier.items() if cle != "nom"} if isinstance(dossier, dict) else dossier
