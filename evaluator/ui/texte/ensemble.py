"""The overview of a dossier: the plane, how robust the opinion is, on what the answers rest, what is *sans objet*."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator import french
from evaluator.evaluation import phrases
from evaluator.evaluation.analyse import Analyse
from evaluator.evaluation.appuis import Appuis
from evaluator.evaluation.robustesse import Robustesse
from evaluator.evaluation.sans_objet import SansObjets
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.texte.lignes import (
    COTE,
    INSECABLE,
    TRES_LARGE,
    VIDE,
    Ligne,
    Segment,
    cale,
    cote_a_cote,
    entrees,
    filet,
    plier,
    propre,
)
from evaluator.ui.texte.plan_besoin import plan_en_lignes

NB = INSECABLE
NOMS, COLONNE = 20, 10
ETROIT = 72
ALERTE = "score élevé qui repose surtout sur la déclaration"


def ensemble_en_lignes(analyse: Analyse, cellules: int) -> list[Ligne]:
    """The plane and the robustness, then (beside them where there is room) supports and *sans objet*."""
    large = cellules >= TRES_LARGE
    moitie = cellules // 2 if large else cellules
    reste = cellules - moitie - len(COTE) if large else cellules
    referentiel = analyse.referentiel
    premier = [
        filet("Besoin et réponse", moitie),
        *plan_en_lignes(analyse.plan, moitie),
        VIDE,
        filet("Robustesse de l’avis", moitie),
        *robustesse_en_lignes(analyse.robustesse, referentiel, moitie),
    ]
    second = [
        filet("Sur quoi reposent les réponses", reste),
        *appuis_en_lignes(analyse.appuis, referentiel, reste),
        VIDE,
        filet("Sans objet", reste),
        *sans_objet_en_lignes(analyse.sans_objet, referentiel, reste),
    ]
    if large:
        return [ligne for _, ligne in cote_a_cote(entrees(None, premier), second, moitie)]
    return [*premier, VIDE, *second]


def robustesse_en_lignes(robustesse: Robustesse, referentiel: Referentiel, cellules: int) -> list[Ligne]:
    """The verdict first, strong; then the range, the weight that would flip the opinion, the local parameters."""
    lignes: list[Ligne] = []
    signe: Segment = {"robuste": ("✓ ", "bon"), "fragile": ("! ", "alerte")}.get(robustesse.verdict or "", ("· ", "attenue"))  # type: ignore[assignment]  # styles are literals
    for rang, phrase in enumerate(phrases.robustesse(robustesse, referentiel)):
        tete: list[Segment] = [(" ", ""), signe if rang == 0 else ("  ", "")]
        lignes += plier([(propre(phrase), "fort" if rang == 0 else "")], cellules - 1, tete=tete)
    return lignes


def appuis_en_lignes(appuis: Sequence[Appuis], referentiel: Referentiel, cellules: int) -> list[Ligne]:
    """One column per axis, one line per support; a warning in words under it."""
    titres = {a.id: a.titre for a in referentiel.questionnaire.lu.axes}
    place = NOMS if cellules > ETROIT else NOMS - 5
    colonne = max(min((cellules - place - 1) // max(len(appuis), 1), COLONNE), 6)
    noms = [a.axe or ("Ensemble" if colonne == COLONNE else "Tout") for a in appuis]
    lignes: list[Ligne] = [((" " * (place + 1) + "".join(f"{nom:>{colonne}}" for nom in noms), "attenue"),)]
    for rangee, libelle in phrases.LIBELLES_APPUI.items():
        cases = "".join(f"{french.pourcent(a.parts.get(rangee, 0), 0):>{colonne}}" for a in appuis)
        lignes.append(((" " + cale(libelle, place), ""), (cases, "fort")))
    if any(a.fragile for a in appuis):
        signe = "! fragile" if colonne == COLONNE else "!"
        signes = "".join(f"{signe if a.fragile else '':>{colonne}}" for a in appuis)
        lignes.append(((" " * (place + 1), ""), (signes, "alerte")))
    for nom, appui in zip(noms, appuis, strict=True):
        titre = propre(titres.get(nom, "tout le questionnaire"))
        alerte: list[Segment] = [(f" ! {ALERTE}", "alerte")] if appui.fragile else []
        lignes += plier([(titre, "attenue"), *alerte], cellules - 1, tete=[(f" {nom:<9}", "attenue")])
    return lignes


def sans_objet_en_lignes(sans_objet: SansObjets, referentiel: Referentiel, cellules: int) -> list[Ligne]:
    """What it would change were each of them zero; then the list, with the reasons."""
    lignes = plier([(propre(phrases.sans_objet(sans_objet, referentiel)), "fort")], cellules - 1, tete=[(" ", "")])
    for so in sans_objet.liste:
        nom = propre(referentiel.questionnaire.questions[so.question].etiquette)
        poids = f"{french.pourcent(so.poids)} du score" if so.poids else "hors du score"
        motif: Segment = (propre(so.motif), "") if so.motif else ("sans motif", "alerte")
        segments: list[Segment] = [(nom, "fort"), (f" ({poids}){NB}: ", "attenue"), motif]
        lignes += plier(segments, cellules - 1, tete=[(" − ", "attenue")])
    return lignes
