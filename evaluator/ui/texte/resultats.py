"""The results screen: opinion and amount first, then what they are made of."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.reponses import Valeur
from evaluator.evaluation import words
from evaluator.evaluation.analyse import Analyse
from evaluator.evaluation.result import Encadrement, Etape, Evaluation, Montants, ResultatIndicateur
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import GRAVITES
from evaluator.ui.texte import glyphes, scores
from evaluator.ui.texte.ensemble import robustesse_en_lignes
from evaluator.ui.texte.lignes import (
    COTE,
    INSECABLE,
    TRES_LARGE,
    VIDE,
    Entree,
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
from evaluator.ui.texte.valeur import valeur_en_mots

NB = INSECABLE


def resultats_en_entrees(
    evaluation: Evaluation, referentiel: Referentiel, largeur: int, analyse: Analyse | None = None
) -> list[Entree]:
    """Everything, in the order in which it is asked for, as lines of a list.

    Each figure stands for the step that made it. `analyse`: also plane, robustness, beside the figures where there is room.
    """
    large = analyse is not None and largeur >= TRES_LARGE
    moitie = largeur // 2 if large else largeur
    chiffres = [
        *_avis(evaluation, referentiel, moitie),
        *_termes(evaluation, referentiel, moitie),
        *_barres(evaluation, referentiel, moitie),
    ]
    solidite = _solidite(analyse, largeur - moitie - len(COTE) if large else largeur) if analyse else []
    milieu = cote_a_cote(chiffres, [ligne for _, ligne in solidite[1:]], moitie) if large else [*chiffres, *solidite]
    return [
        *entrees(None, bandeaux(evaluation, referentiel, largeur)),
        *milieu,
        *_vigilances(evaluation, largeur),
        *_indicateurs(evaluation, referentiel, largeur),
    ]


def bandeaux(evaluation: Evaluation, referentiel: Referentiel, largeur: int) -> list[Ligne]:
    """The lines that no one may miss: whose grid this is, under which regime."""
    forfait = referentiel.grille.lue.forfait.par_logement is not None
    textes = (words.ligne_grille(referentiel.grille), words.ligne_regime(evaluation.exercice, forfait))
    return [
        ligne
        for texte in textes
        if texte
        for ligne in plier([(propre(texte), "alerte")], largeur - 1, tete=[(" ! ", "alerte")])
    ]


def _champ(nom: str, segments: list[Segment], largeur: int, ident: str | None = None) -> list[Entree]:
    return entrees(ident, plier(segments, largeur - 1, tete=[(f" {nom:<14}", "attenue")]))


def _avis(evaluation: Evaluation, referentiel: Referentiel, largeur: int) -> list[Entree]:
    m, grille = evaluation.modulation, referentiel.grille
    lignes: list[Entree] = [(None, filet("Avis et montant", largeur))]
    lignes += _champ("Recevabilité", [(words.LIBELLES_RECEVABILITE[evaluation.recevabilite.statut], "fort")], largeur)
    if evaluation.recevabilite.statut == "indeterminee":  # a message would state as a fact what is not known yet
        exclusions = [propre(v.titre) for v in evaluation.vigilances if v.gravite == "ineligible"]
        lignes += _champ("", [(f"à écarter{NB}: " + f"{NB}; ".join(exclusions), "alerte")], largeur)
    for motif in evaluation.recevabilite.motifs if evaluation.recevabilite.statut == "irrecevable" else ():
        lignes += _champ("", [(f"{motif.clause}  ", "accent"), (propre(motif.message), "")], largeur)
    lignes += _champ("Avis", [(scores.avis_en_mots(evaluation, grille), "titre")], largeur, "taux")
    sans_montant = "aucun montant proposé : le forfait par logement n’est pas renseigné"
    montant = scores.montant_en_mots(m.montants) if m.indicatif is None else sans_montant
    lignes += _champ("Montant", [(montant, "titre")], largeur, "montant")
    if m.sens:
        ecart = f" ({_signe(m.ecart_n1)} par rapport à N-1)" if m.ecart_n1 is not None and m.agls_n1 else ""
        lignes += _champ("Sens", [(words.LIBELLES_SENS[m.sens] + ecart, "")], largeur)
    for rang, raison in enumerate(m.raisons):
        lignes += _champ("" if rang else "Pourquoi", [(propre(raison), "")], largeur)
    lignes += _champ(
        "Complétude",
        [
            (french.pourcent(evaluation.completude), "fort"),
            (
                f" (il en faut {french.pourcent(grille.lue.completude_min)} pour un avis)"
                f" · sans objet{NB}: {french.pourcent(evaluation.part_sans_objet)}",
                "",
            ),
        ],
        largeur,
    )
    if plafonnees := evaluation.plafonnees_parmi(referentiel.questionnaire.notees):
        noms = ", ".join(propre(referentiel.questionnaire.questions[q].etiquette) for q in plafonnees)
        lignes += _champ("Plafonnés à 1", [(f"▾ {noms}", "alerte")], largeur)
    return lignes


def _signe(ecart: object) -> str:
    texte = french.euros(ecart)  # type: ignore[arg-type]  # a Fraction
    return texte if texte.startswith("−") else f"+{texte}"


def _termes(evaluation: Evaluation, referentiel: Referentiel, largeur: int) -> list[Entree]:
    """The terms of the amount, each with its figure, and which one binds; apart, the indicative figure."""
    m = evaluation.modulation
    lignes: list[Entree] = [(None, VIDE), (None, filet("Ce qui fait le montant", largeur))]
    etape = next((e for e in evaluation.trace.parcourir() if e.id == "montant"), evaluation.trace)
    for terme in etape.enfants:
        if terme.id == "taux":
            continue  # said below, with the rate before caps
        lignes += _terme(terme, largeur)
        for plafond in terme.enfants:
            if plafond.id == "plafond":
                lignes += _terme(plafond, largeur, retrait="   ")
    taux = "aucun" if m.taux is None else _taux(m.taux)
    brut = "" if m.taux is None or m.taux == m.taux_brut else f" (avant les points de vigilance{NB}: {_taux(m.taux_brut)})"
    lignes += _suite([(f"Taux{NB}: ", ""), (taux, "fort"), (brut, "attenue")], largeur, "taux")
    lignes += _suite([(f"Ce qui borne{NB}: ", ""), (limite(m.montants), "fort")], largeur)
    if m.derogation.demandee or m.derogation.possible:
        lignes += entrees(None, _derogation(evaluation, largeur))
    if m.indicatif is not None:
        lignes += [(None, VIDE), (None, filet("À titre indicatif seulement : barème de 2013", largeur))]
        indicatif: list[Segment] = [
            ("indicatif, jamais un montant de convention", "alerte"),
            (f"{NB}: ", ""),
            (scores.montant_en_mots(m.indicatif.montants), "fort"),
            (f" · {limite(m.indicatif.montants)}", "attenue"),
        ]
        lignes += entrees(None, plier(indicatif, largeur - 1, 2, tete=[(" ! ", "alerte")]))
    return lignes


def _suite(segments: list[Segment], largeur: int, ident: str | None = None, tete: str = " ") -> list[Entree]:
    return entrees(ident, plier(segments, largeur - 1, 2, tete=[(tete, "")]))


def _terme(terme: Etape, largeur: int, retrait: str = " ") -> list[Entree]:
    detail = f" · {propre(terme.detail)}" if terme.detail else ""
    segments: list[Segment] = [(f"{propre(terme.libelle)}{NB}: ", ""), (_euros(terme.valeur, terme.unite), "fort")]
    return _suite([*segments, (detail, "attenue")], largeur, terme.id, retrait)


def limite(montants: Montants) -> str:
    """Which term binds, or which binds each end."""
    if montants.terme_limitant:
        return words.LIBELLES_TERME[montants.terme_limitant]
    if montants.terme_min and montants.terme_max:
        return f"en bas, {words.LIBELLES_TERME[montants.terme_min]} ; en haut, {words.LIBELLES_TERME[montants.terme_max]}"
    return "rien encore : aucun montant"


def _taux(taux: Encadrement) -> str:
    if taux.valeur is not None:
        return french.pourcent(taux.valeur, 2)
    return f"de {french.pourcent(taux.min, 2)} à {french.pourcent(taux.max, 2)}"


def _euros(valeur: Encadrement, unite: str) -> str:
    if valeur.absent:
        return "sans objet"
    if unite == "taux":
        return _taux(valeur)
    if valeur.valeur is not None:
        return french.euros(valeur.valeur)
    if isinstance(valeur.max, float):
        return "inconnu" if not valeur.min else f"{french.euros(valeur.min)} au moins"
    return f"de {french.euros(valeur.min)} à {french.euros(valeur.max)}"


def _derogation(evaluation: Evaluation, largeur: int) -> list[Ligne]:
    d = evaluation.modulation.derogation
    etat = "prise en compte" if d.prise else "non prise en compte"
    lignes = plier(
        [(f"Dérogation au plafond{NB}: ", ""), ("demandée, " if d.demandee else "non demandée, ", ""), (etat, "fort")],
        largeur - 1,
        2,
        tete=[(" ", "")],
    )
    for condition in d.conditions:
        signe: Segment = ("✓ ", "bon") if condition.remplie else ("? ", "alerte") if condition.possible else ("✗ ", "erreur")
        lignes += plier([(propre(condition.libelle), "")], largeur - 1, tete=[("   ", ""), signe])
    return lignes


def _barres(evaluation: Evaluation, referentiel: Referentiel, largeur: int) -> list[Entree]:
    ticks = scores.seuils(referentiel.grille)
    noms = 12 if largeur < 100 else 60
    mots = ", ".join(f"{french.nombre(b.de)} {b.libelle}" for b in referentiel.grille.lue.avis if b.de > 0)
    lignes: list[Entree] = [(None, VIDE), (None, filet("Scores", largeur))]
    mesures = [("global", "Global", "", evaluation.globale, True)]
    mesures += [(a.id, a.id, propre(a.titre), a.score, False) for a in evaluation.axes]
    mesures += [
        ("besoin", "Besoin", "", evaluation.dimensions["besoin"], False),
        ("reponse", "Réponse", "", evaluation.dimensions["reponse"], False),
    ]
    place = max(largeur - noms - 22, 8)
    for ident, nom, titre, score, fort in mesures:
        texte = f"{nom} {titre}".strip() if noms > 20 else nom
        ligne = (
            (" " + cale(texte, noms - 2) + " ", "fort" if fort else ""),
            *scores.barre(score, min(place, 60), ticks),
            (f"  {scores.score_en_mots(score, 4)}", "fort"),
        )
        lignes.append((ident, ligne))  # type: ignore[arg-type]  # styles are literals
        axe = next((a for a in evaluation.axes if a.id == nom), None)
        if axe and noms <= 20:
            complet = [(f"{titre} (complet à {french.pourcent(axe.completude, 0)})", "attenue")]
            lignes += entrees(None, plier(complet, largeur - 1, tete=[(" " * noms, "")]))  # type: ignore[arg-type]
    return [*lignes, *_suite([(f"█ acquis  ▒ possible  │ seuils{NB}: {mots}", "attenue")], largeur)]


def _solidite(analyse: Analyse, largeur: int) -> list[Entree]:
    """The plane and the verdict of robustness; the whole of it is on the overview."""
    lignes: list[Entree] = [(None, VIDE), (None, filet("Besoin et réponse, robustesse (q : tout voir)", largeur))]
    lignes += entrees(None, plan_en_lignes(analyse.plan, largeur))
    verdict = robustesse_en_lignes(analyse.robustesse, analyse.referentiel, largeur)
    return [*lignes, *entrees(None, verdict)]


def _vigilances(evaluation: Evaluation, largeur: int) -> list[Entree]:
    lignes: list[Entree] = [(None, VIDE), (None, filet("Points de vigilance", largeur))]
    if not evaluation.vigilances and not evaluation.controles:
        return [*lignes, (None, ((" aucun", "attenue"),))]
    for controle in evaluation.controles:
        if controle.gravite != "info":
            mot, style = glyphes.CONTROLES[controle.gravite]
            dit = plier([(propre(controle.message), "")], largeur - 1, tete=[(f" {mot:<15} ", style)])
            lignes += entrees(None, dit)
    for v in sorted(evaluation.vigilances, key=lambda v: (v.statut == "possible", GRAVITES.index(v.gravite))):
        signe, style = glyphes.GRAVITES[v.gravite]
        mot = words.LIBELLES_GRAVITE[v.gravite]
        statut = ", possible" if v.statut == "possible" else ""
        lecture = ["lecture de l’outil"] if v.portee == "lecture" else []
        titre: list[Segment] = [(propre(v.titre), "fort"), (f" ({mot}{statut})", style)]
        lignes += entrees(v.id, plier(titre, largeur - 1, tete=[(f" {signe:<3} ", style)]))
        message = propre(v.message) if v.statut == "certaine" else "dépend d’une réponse qui manque"
        segments: list[Segment] = [(message, ""), (f" [{', '.join([*v.clauses, *lecture])}]", "attenue")]
        lignes += entrees(None, plier(segments, largeur - 1, tete=[("     ", "")]))
    return lignes


def _indicateurs(evaluation: Evaluation, referentiel: Referentiel, largeur: int) -> list[Entree]:
    lignes: list[Entree] = [
        (None, VIDE),
        (None, filet(f"Les {len(evaluation.indicateurs)} indicateurs de l’annexe I", largeur)),
    ]
    for indicateur in evaluation.indicateurs:
        score = f"score {scores.score_en_mots(indicateur.score)}" if indicateur.score else "affiché, non noté"
        nom: list[Segment] = [(indicateur.id, "accent"), (f"  {propre(indicateur.libelle)}", "fort")]
        lignes += _suite(nom, largeur, indicateur.id if indicateur.score else None)
        segments: list[Segment] = [(valeur_indicateur(indicateur), "titre"), ("  ", ""), (score, "attenue")]
        lignes += entrees(None, plier(segments, largeur - 1, tete=[("   ", "")]))
        for question, valeur in indicateur.details.items():
            lignes += entrees(None, _detail(referentiel, question, valeur, largeur))
    return lignes


def valeur_indicateur(i: ResultatIndicateur) -> str:
    """`0,5 ETP`, `42 %`, `de 0 à 4 missions sur 4`; nothing for a list."""
    if i.valeur is None:
        return ""
    if i.valeur.absent:
        return "sans objet"

    def mot(borne: object) -> str:
        if i.affichage == "part":
            return french.pourcent(borne)  # type: ignore[arg-type]  # a bound
        return french.mesure(borne, i.unite)  # type: ignore[arg-type]  # a bound

    if i.valeur.valeur is not None:
        return mot(i.valeur.valeur)
    if isinstance(i.valeur.max, float):
        return "non connu" if not i.valeur.min else f"{mot(i.valeur.min)} au moins"
    return f"de {mot(i.valeur.min)} à {mot(i.valeur.max)}"


def _detail(referentiel: Referentiel, nom: str, valeur: Valeur, largeur: int) -> list[Ligne]:
    question = referentiel.questionnaire.questions.get(nom)
    if question is None:
        return []
    mots = f"{question.etiquette}{NB}: {valeur_en_mots(question, valeur)}"
    return plier([(propre(mots), "")], largeur - 1, 2, tete=[("   ", "")])
