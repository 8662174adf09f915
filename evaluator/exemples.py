"""The example dossiers shipped with a questionnaire: answers per volet and expected figures, as YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from msgspec import Struct

from evaluator import resources
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.echange import Lues, lire_reponses
from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.errors import FaultyInput, Faute, Unreadable, cause
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Encadrement, Evaluation
from evaluator.french import lire_nombre
from evaluator.questionnaire.load import Referentiel, charger
from evaluator.questionnaire.models import VOLETS, Volet
from evaluator.questionnaire.reader import lire_fichier
from evaluator.questionnaire.source import Chemin, Source

CLES = frozenset({"id", "titre", "presentation", "attendu", "observations", *VOLETS})
_AUTEUR = Auteur("Exemple", "", "AGLS Évaluateur")
_GESTIONNAIRE = Auteur("Exemple", "gestionnaire", "")


class Exemple(Struct, frozen=True):
    """One example: its answers by volet (common ones in each), and what is expected of them."""

    id: str
    titre: str
    volets: Mapping[Volet, Lues]
    source: Source
    observations: tuple[tuple[str | None, str], ...] = ()  # (question or the whole, words) of the gestionnaire

    def reponses(self, volet: Volet, referentiel: Referentiel) -> Reponses:
        """The answers of one volet; common ones may be given in either."""
        questions = referentiel.questionnaire.questions
        communes: dict[str, Reponse] = {}
        for lues in self.volets.values():
            communes |= {nom: r for nom, r in lues.reponses.items() if questions[nom].commun}
        return Reponses(volet, communes | dict(self.volets[volet].reponses))


def lire(chemin: Path, referentiel: Referentiel, nom: str | None = None) -> Exemple:
    """Read one example. Raises `FaultyInput` with all faults of its answers."""
    source = lire_fichier(chemin, nom)
    arbre = source.arbre
    if not isinstance(arbre, dict):
        raise FaultyInput([source.faute((), "un exemple commence par « id: … »")])
    fautes = [source.faute((cle,), f"« {cle} » : clé inconnue dans un exemple") for cle in arbre if cle not in CLES]
    volets: dict[Volet, Lues] = {}
    for volet in VOLETS:
        if volet in arbre:
            try:
                volets[volet] = lire_reponses(source.sous(volet), referentiel.questionnaire, volet)
            except FaultyInput as erreur:
                fautes += erreur.fautes
    observations, fautes_observations = _observations(source, arbre.get("observations"), referentiel)
    fautes += fautes_observations
    if fautes:
        raise FaultyInput(fautes)
    ident, titre = str(arbre.get("id", chemin.stem)), str(arbre.get("titre", chemin.stem))
    return Exemple(ident, titre, volets, source, observations)


def _observations(
    source: Source, lues: object, referentiel: Referentiel
) -> tuple[tuple[tuple[str | None, str], ...], list[Faute]]:
    """`[{question, texte}]`, the question left out for the whole."""
    if lues is None:
        return (), []
    if not isinstance(lues, list):
        return (), [source.faute(("observations",), "« observations » est une liste de « {question, texte} »")]
    observations, fautes = [], []
    for rang, lue in enumerate(lues):
        question, texte = (lue.get("question"), lue.get("texte")) if isinstance(lue, dict) else (None, None)
        if not isinstance(texte, str) or not texte.strip():
            fautes.append(source.faute(("observations", rang), "une observation a un « texte »"))
        elif question is not None and question not in referentiel.questionnaire.questions:
            fautes.append(source.faute(("observations", rang, "question"), f"« {question} » n'est pas une question"))
        else:
            observations.append((question if isinstance(question, str) else None, texte))
    return tuple(observations), fautes


def fichiers(questionnaire: str = "annexe_1") -> list[Path]:
    """The shipped examples."""
    racine = resources.dossier_livre(resources.QUESTIONNAIRES) / questionnaire / "exemples"
    return sorted(racine.glob("*.yaml"))


def construire(racine: Path | None = None) -> Path:
    """Write the example dossiers in a new folder and return it."""
    dossier = racine or libre(Path("agls-demo"))
    try:
        dossier.mkdir(parents=True)
    except OSError as erreur:
        raise Unreadable(f"{dossier} : création impossible ({cause(erreur)})") from None
    referentiel = charger()
    for fichier in fichiers():
        exemple = lire(fichier, referentiel)
        with Dossier.creer(dossier / f"{exemple.id.replace('_', '-')}.agls", referentiel, auteur=_AUTEUR) as cree:
            for volet, lues in exemple.volets.items():
                cree.repondre_tout(volet, lues.reponses, lues.annotations)
        if exemple.observations:
            with Dossier.ouvrir(cree.chemin, ecriture=True, auteur=_GESTIONNAIRE, role="gestionnaire") as recu:
                for question, texte in exemple.observations:
                    recu.observer(texte, question)
    return dossier


def libre(souhaite: Path) -> Path:
    """`souhaite`, or the first of `souhaite-2`, `souhaite-3`… that does not exist."""
    candidat, rang = souhaite, 1
    while candidat.exists():
        rang += 1
        candidat = souhaite.with_name(f"{souhaite.name}-{rang}")
    return candidat


# — expected figures ————————————————————————————————————————————————————————————————————————————————————————


def ecarts(exemple: Exemple, referentiel: Referentiel) -> Iterator[Faute]:
    """Each expected figure that the evaluation does not give."""
    arbre = exemple.source.arbre
    assert isinstance(arbre, dict)
    attendus = arbre.get("attendu")
    for volet in exemple.volets:
        attendu = attendus.get(volet) if isinstance(attendus, dict) else None
        if not isinstance(attendu, dict):
            yield exemple.source.faute(("attendu",), f"les chiffres attendus de « {volet} » manquent")
            continue
        trouve = _figures(evaluer(referentiel, exemple.reponses(volet, referentiel)))
        yield from _comparer(exemple.source, ("attendu", volet), attendu, trouve)


def _comparer(
    source: Source, chemin: Chemin, attendu: Mapping[str, object], trouve: Mapping[str, object]
) -> Iterator[Faute]:
    for cle, valeur in attendu.items():
        ici = (*chemin, cle)
        if cle not in trouve:
            yield source.faute(ici, f"« {cle} » n'est pas un chiffre attendu ; connus : {', '.join(trouve)}")
        elif isinstance(valeur, dict) and isinstance(sous := trouve[cle], Mapping):
            yield from _comparer(source, ici, valeur, sous)
        elif _normal(valeur) != _normal(trouve[cle]):
            yield source.faute(ici, f"attendu : {_montrer(valeur)} ; trouvé : {_montrer(trouve[cle])}")


def _normal(valeur: object) -> object:
    if isinstance(valeur, list | tuple):
        return sorted(str(v) for v in valeur)
    if isinstance(valeur, str) and (lu := lire_nombre(valeur)) is not None:
        return lu
    return Fraction(valeur) if isinstance(valeur, int | Fraction) and not isinstance(valeur, bool) else valeur


def _montrer(valeur: object) -> str:
    if valeur is None:
        return "rien"
    return ", ".join(sorted(map(str, valeur))) if isinstance(valeur, list | tuple) else str(valeur)


def _exact(e: Encadrement | None) -> Fraction | None:
    return e.valeur if e else None


def _figures(e: Evaluation) -> dict[str, object]:
    m = e.modulation
    return {
        "avis": m.avis,
        "montant": m.montants.montant,
        "montant_min": m.montants.montant_min,
        "montant_max": m.montants.montant_max,
        "plafond": m.montants.plafond,
        "global": _exact(e.globale),
        "besoin": _exact(e.dimensions["besoin"]),
        "reponse": _exact(e.dimensions["reponse"]),
        "taux": _exact(m.taux),
        "terme_limitant": m.montants.terme_limitant,
        "sens": m.sens,
        "ecart_n1": m.ecart_n1,
        "indicatif": {"montant": m.indicatif.montants.montant, "plafond": m.indicatif.montants.plafond}
        if m.indicatif
        else {},
        "plafonnees": list(e.plafonnees),
        "vigilances": [v.id for v in e.vigilances if v.statut == "certaine"],
    }
