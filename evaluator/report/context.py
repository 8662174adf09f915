"""The display-ready context of a report: text, lists and groups only. Everything was computed before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import cast

from evaluator import french
from evaluator.errors import WrongUse
from evaluator.evaluation.result import Evaluation
from evaluator.report.sections.appuis import appuis
from evaluator.report.sections.axes import axes
from evaluator.report.sections.besoin import besoin
from evaluator.report.sections.calcul import calcul
from evaluator.report.sections.contradictoire import contradictoire
from evaluator.report.sections.credits_n1 import credits_n1
from evaluator.report.sections.decision import decision
from evaluator.report.sections.donnees import donnees
from evaluator.report.sections.ecarts import ecarts
from evaluator.report.sections.fiche import fiche
from evaluator.report.sections.financements import financements, versement
from evaluator.report.sections.fondement import contester, fondement
from evaluator.report.sections.grille import grille, grille_complete
from evaluator.report.sections.identite import titre
from evaluator.report.sections.indicateurs import indicateurs
from evaluator.report.sections.leviers import leviers
from evaluator.report.sections.manque import manque
from evaluator.report.sections.mentions import empreintes, mentions
from evaluator.report.sections.missions import missions
from evaluator.report.sections.montant_accorde import montant_accorde
from evaluator.report.sections.objectifs import objectifs
from evaluator.report.sections.observations import observations
from evaluator.report.sections.parametres import parametres
from evaluator.report.sections.parties import parties
from evaluator.report.sections.plan import plan
from evaluator.report.sections.preuves import preuves
from evaluator.report.sections.progres import progres
from evaluator.report.sections.reponses import reponses
from evaluator.report.sections.resultats import resultats
from evaluator.report.sections.robustesse import robustesse
from evaluator.report.sections.sans_objet import sans_objet
from evaluator.report.sections.signatures import signatures
from evaluator.report.sections.simulation import portee, simulation
from evaluator.report.sections.suivi import suivi
from evaluator.report.sections.synthese import synthese
from evaluator.report.sections.verification import verification
from evaluator.report.sections.vigilances import vigilances
from evaluator.report.sujet import DossierLu, Sujet
from evaluator.report.texte import Affichable, Bloc, nettoyer, typo

SECTIONS: dict[str, tuple[str, Callable[[Sujet], Bloc]]] = {  # title in the table of contents (empty: not in it)
    "titre": ("", titre),
    "synthese": ("Synthèse", synthese),
    "contradictoire": ("Les deux résultats", contradictoire),
    "ecarts": ("Ce qui diffère, et ce que cela change", ecarts),
    "simulation": ("Où en est la résidence", simulation),
    "manque": ("Ce qui reste à renseigner", manque),
    "decision": ("Décision", decision),
    "plan": ("Besoin et réponse", plan),
    "axes": ("Les axes de l’annexe I", axes),
    "leviers": ("Objectifs possibles pour la convention", leviers),
    "progres": ("Plan de progrès", progres),
    "preuves": ("Pièces à réunir", preuves),
    "robustesse": ("Solidité de l’avis", robustesse),
    "vigilances": ("Points de vigilance", vigilances),
    "indicateurs": ("Les indicateurs", indicateurs),
    "resultats": ("Résultats", resultats),
    "appuis": ("Sur quoi reposent les réponses", appuis),
    "sans_objet": ("Les « sans objet »", sans_objet),
    "calcul": ("Comment le montant est calculé", calcul),
    "reponses": ("Les réponses", reponses),
    "parametres": ("Les paramètres et leur origine", parametres),
    "mentions": ("Portée de ce document", mentions),
    "portee": ("Portée de ce document", portee),
    "observations": ("Observations du gestionnaire", observations),
    "parties": ("", parties),
    "missions": ("Ce que l’aide finance", missions),
    "besoin": ("Le besoin auquel répond la convention", besoin),
    "objectifs": ("Les objectifs des trois années", objectifs),
    "suivi": ("Le suivi et l’évaluation", suivi),
    "montant_accorde": ("Le montant de l’exercice", montant_accorde),
    "credits_n1": ("L’emploi des crédits de l’année précédente", credits_n1),
    "financements": ("Les autres financements et le coût net", financements),
    "versement": ("Le versement", versement),
    "signatures": ("Signatures", signatures),
    "fondement": ("Ce que la loi demande de dire", fondement),
    "donnees": ("Les données et leurs sources", donnees),
    "contester": ("Comment contester", contester),
    "grille": ("", grille),
    "grille_complete": ("", grille_complete),
    "fiche": ("", fiche),
    "empreintes": ("Empreintes", empreintes),
    "verification": ("", verification),
}


# What a kind for publication may print: these sections mask the counts of persons under 5, or show none.
PUBLIABLES = frozenset(
    {"titre", "fiche", "indicateurs", "resultats", "decision", "parametres", "mentions", "portee", "empreintes"}
)  # fmt: skip


class Section(Mapping[str, Affichable]):
    """The context of one section, computed when it is first read: a kind pays only for what it prints."""

    def __init__(self, faire: Callable[[], Bloc]) -> None:
        self._faire = faire
        self._lue: Bloc | None = None

    @property
    def lue(self) -> bool:
        """Some template, or the table of contents, has read it."""
        return self._lue is not None

    def lire(self) -> Bloc:
        if self._lue is None:
            self._lue = cast(Bloc, nettoyer(self._faire()))
        return self._lue

    def __getitem__(self, cle: str) -> Affichable:
        return self.lire()[cle]

    def __iter__(self) -> Iterator[str]:
        return iter(self.lire())

    def __len__(self) -> int:
        return len(self.lire())


def contexte(
    dossier: DossierLu,
    evaluation: Evaluation,
    jour: date,
    *,
    modele: str = "evaluation",
    sections: Sequence[str] = (),
    publication: bool = False,
) -> Bloc:
    """What every template of every format reads, by section. Those of `sections` are computed now, any other if it is read.

    A section with nothing to say has a true `vide`: its partial prints nothing, and it is not in the table of contents.
    `publication`: small counts are masked, and a section that does not mask them is not there to be read; raises `WrongUse`
    where `sections` names one.
    """
    if publication and (autres := [s for s in sections if s in SECTIONS and s not in PUBLIABLES]):
        raise WrongUse(_non_publiables(modele, autres))
    sujet = Sujet(dossier, evaluation, jour, modele, tuple(sections), publication)
    lues = {
        nom: Section(partial(faire, sujet)) for nom, (_, faire) in SECTIONS.items() if not publication or nom in PUBLIABLES
    }
    vides = [nom for nom in sections if nom in lues and lues[nom].lire().get("vide")]
    brut: Bloc = {**lues}
    brut["sommaire"] = [
        {"section": nom, "titre": typo(SECTIONS[nom][0])}
        for nom in sections
        if nom in SECTIONS and SECTIONS[nom][0] and nom not in vides
    ]
    brut["date"] = french.jour_long(jour)
    brut["empreinte_courte"] = "".join(c for c in dossier.empreinte[:16] if c in "0123456789abcdef")
    return brut


def _non_publiables(modele: str, autres: Sequence[str]) -> str:
    cites = ", ".join(f"« {nom} »" for nom in autres)
    quoi = f"la section {cites} ne masque" if len(autres) == 1 else f"les sections {cites} ne masquent"
    return (
        f"modèle « {modele} » : il est fait pour être publié, et {quoi} pas les petits effectifs ; retirez « publication: "
        f"true », ou gardez parmi : {', '.join(sorted(PUBLIABLES))}"
    )
