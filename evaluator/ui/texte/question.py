"""The question pane: number, words, options with their keys, the answer and all that stands around it."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.dossier.reponses import NON_CONNU, Reponse, Valeur
from evaluator.evaluation.result import EtatCalcule
from evaluator.questionnaire.models import (
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionOuiNon,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.ui.brouillons import de_la_question
from evaluator.ui.editeurs import editeur, mode_de
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.contradictoire import conflit_en_lignes
from evaluator.ui.texte.declare import declare_en_lignes
from evaluator.ui.texte.lignes import INSECABLE, VIDE, Ligne, Segment, ecarter, plier, propre
from evaluator.ui.texte.pieces import piece_en_segments
from evaluator.ui.texte.tableaux import apercu
from evaluator.ui.texte.valeur import lignes_de, reponse_en_mots, valeur_en_mots

NB = INSECABLE
ETIQUETTE = 13
_VISITES = {"avant": "avant la visite", "sur_place": "sur place", "apres": "après la visite"}


def question_en_lignes(session: Session, largeur: int, *, aides_options: bool) -> list[Ligne]:
    """Everything about the current question but its help. `aides_options`: there is room for the help of each option."""
    q = session.question
    lignes = [*_tete(session, largeur), VIDE, *plier([(propre(q.libelle), "fort")], largeur - 1, tete=[(" ", "")]), VIDE]
    if (conflit := session.conflit()) is not None:
        lignes += [*conflit_en_lignes(session, conflit, largeur), VIDE]
    options, reponse = corps(q, session.reponse().valeur, largeur, aides_options), _reponse(session, largeur)
    if mode_de(q) in ("tableau", "repartition"):  # may be long: the answer and its source come first
        return [*lignes, *reponse, VIDE, *options]
    return [*lignes, *options, VIDE, *reponse]


def _tete(session: Session, largeur: int) -> list[Ligne]:
    q = session.question
    droite: list[Segment] = [glyphes.segment_etat(_etat(session)) if session.conflit() is None else glyphes.CONFLIT]
    if session.annotation().a_revoir:
        droite = [glyphes.A_REVOIR, ("  ", ""), *droite]
    numero: list[Segment] = [(f" {session.parcours.numeros[q.id]} ", "titre"), (f" {propre(q.etiquette)}", "accent")]
    details = [
        d
        for d in (
            q.periode,
            _VISITES[q.visite],
            "commune aux deux volets" if q.commun else None,
            "impérative" if q.imperatif else None,
        )
        if d
    ]
    return [
        ecarter(numero, droite, largeur - 1),
        *plier([(propre(" · ".join(details)), "attenue")], largeur - 1, tete=[(" ", "")]),
    ]


def _etat(session: Session) -> EtatCalcule:
    return glyphes.etat_affiche(session.etat(session.courante), session.reponse())


# — options, by type ————————————————————————————————————————————————————————————————————————————————————————


def corps(q: Question, valeur: Valeur | None, largeur: int, aides: bool) -> list[Ligne]:
    """The options of a question with their keys, or what is expected; the current value marked."""
    match q:
        case QuestionOuiNon():
            paires = [("o", "Oui", valeur is True), ("n", "Non", valeur is False)]
            return [ligne for touche, mot, pris in paires for ligne in _option(touche, mot, pris, None, largeur)]
        case QuestionChoix():
            return _options(q, (valeur,), largeur, aides)
        case QuestionChoixMultiple():
            choisies = valeur if isinstance(valeur, tuple) else ()
            return _options(q, choisies, largeur, aides, multiple=True)
        case QuestionNiveau():
            pris = valeur if isinstance(valeur, int) and not isinstance(valeur, bool) else None
            return [ligne for n, ancre in enumerate(q.niveaux) for ligne in _option(str(n), ancre, n == pris, None, largeur)]
        case QuestionRepartition():
            return _repartition(q, valeur, largeur)
        case QuestionTableau():
            return _tableau(q, valeur, largeur)
    return plier(
        [("Entrée", "accent"), (f" pour saisir{NB}: {editeur(q).attendu(q)}", "attenue")], largeur - 2, tete=[("  ", "")]
    )


def _options(
    q: QuestionChoix | QuestionChoixMultiple, choisies: Iterable[object], largeur: int, aides: bool, multiple: bool = False
) -> list[Ligne]:
    prises = set(choisies)
    lignes = []
    for rang, option in enumerate(q.options, 1):
        mot = option.libelle + (" (seule)" if option.exclusive else "")
        aide = option.aide if aides else None
        lignes += _option(str(rang % 10) if rang <= 10 else " ", mot, option.id in prises, aide, largeur, multiple)
    return lignes


def _option(touche: str, mot: str, pris: bool, aide: str | None, largeur: int, multiple: bool = False) -> list[Ligne]:
    boite = ("[✓]" if pris else "[ ]") if multiple else ("(●)" if pris else "( )")
    tete: list[Segment] = [("  ", ""), (touche, "accent"), (f" {boite} ", "fort" if pris else "")]
    lignes = plier([(propre(mot), "fort" if pris else "")], largeur - 1, tete=tete)
    if aide:
        lignes += plier([(propre(aide), "attenue")], largeur - 1, tete=[("        ", "")])
    return lignes


def _repartition(q: QuestionRepartition, valeur: Valeur | None, largeur: int) -> list[Ligne]:
    if not isinstance(valeur, dict) or not valeur:
        noms = " ; ".join(c.libelle for c in q.categories)
        invite = plier(
            [("Entrée", "accent"), (f" pour saisir un nombre par catégorie{NB}:", "attenue")], largeur, tete=[("  ", "")]
        )
        return [*invite, *plier([(propre(noms), "attenue")], largeur - 2, tete=[("    ", "")])]
    connues = [(c.libelle, valeur.get(c.id, 0)) for c in q.categories] + [("Non connu", valeur.get(NON_CONNU, 0))]
    lignes: list[Ligne] = []
    for nom, compte in connues:
        lignes += plier(
            [(propre(nom), "" if compte else "attenue")],
            largeur - 1,
            tete=[(f"  {compte:>7}  ", "fort" if compte else "attenue")],
        )
    unite = f" {q.unite}" if q.unite else ""
    mot = "somme" if q.recouvrement else "total"
    return [*lignes, ((f"  {sum(valeur.values()):>7}  ", "titre"), (f"{mot}{unite}", "fort"))]


def _tableau(q: QuestionTableau, valeur: Valeur | None, largeur: int) -> list[Ligne]:
    lignes = lignes_de(valeur)
    if not lignes and valeur is None:
        return [
            *plier(
                [
                    ("Entrée", "accent"),
                    (" pour ouvrir le tableau · ", "attenue"),
                    ("0", "accent"),
                    (f"{NB}: aucune ligne ({q.ligne})", "attenue"),
                ],
                largeur,
                tete=[("  ", "")],
            ),
            *plier([(propre(" · ".join(c.libelle for c in q.colonnes)), "attenue")], largeur - 2, tete=[("    ", "")]),
        ]
    return apercu(q, lignes, largeur)


# — around the answer ———————————————————————————————————————————————————————————————————————————————————————


def _champ(nom: str, segments: list[Segment], largeur: int) -> list[Ligne]:
    return plier(segments, largeur - 1, tete=[(f" {nom:<{ETIQUETTE - 1}}", "attenue")])


def _reponse(session: Session, largeur: int) -> list[Ligne]:
    q, reponse = session.question, session.reponse()
    lignes = []
    glyphe, etat, style = glyphes.ETATS[_etat(session)]
    mots = etat if session.etat(q.id) == "masquee" and reponse.etat == "non_renseignee" else _mots(q, reponse)
    lignes += _champ("Réponse", [(f"{glyphe} ", style), (mots, "fort" if reponse.etat == "renseignee" else style)], largeur)
    lignes += _source(session, largeur)
    resultat = session.evaluation.questions.get(q.id)
    if resultat and resultat.plafonnee:
        lignes += _champ(
            "Niveau",
            [
                ("! plafonné à 1", "alerte"),
                (" : sans pièce, entretien ni observation, un niveau ne compte pas au-delà de 1", ""),
            ],
            largeur,
        )
    lignes += declare_en_lignes(session, largeur)
    if session.etat(q.id) == "masquee":
        gardee = " ; sa réponse est gardée, non comptée" if reponse.etat != "non_renseignee" else ""
        lignes += _champ("Pourquoi", [(raison_masquee(session, q.id) + gardee, "alerte")], largeur)
    elif session.etat(q.id) == "en_attente":
        lignes += _champ("Condition", [("… " + raison_attente(session, q.id), "attenue")], largeur)
    for brouillon in de_la_question(session.brouillons, q.id):
        texte = propre(brouillon.texte)[:200]
        dit = f"! non enregistré, {brouillon.quoi} ({brouillon.touche}){NB}: «{NB}{texte}{NB}»"
        lignes += _champ("Brouillon", [(dit, "alerte")], largeur)
    lignes += _annotation(session, largeur)
    for controle in resultat.controles if resultat else ():
        mot, gravite = glyphes.CONTROLES[controle.gravite]
        lignes += plier([(f"{mot}{NB}: ", gravite), (propre(controle.message), "")], largeur - 1, 2, tete=[(" ", "")])
    return lignes


def _mots(q: Question, reponse: Reponse) -> str:
    if reponse.etat == "renseignee" and reponse.valeur is not None and mode_de(q) == "touches":
        return valeur_en_mots(q, reponse.valeur).split(f"{NB}: ")[0].split(" : ")[0]
    if reponse.etat == "renseignee" and mode_de(q) == "repartition":
        return reponse_en_mots(q, reponse).split(" (")[0]
    return reponse_en_mots(q, reponse)


def _source(session: Session, largeur: int) -> list[Ligne]:
    reponse = session.reponse()
    prete = session.sources_pretes.get(session.courante) or session.sources_defaut.get(session.section)
    if reponse.source:
        touche, mot = glyphes.SOURCES[reponse.source]
        return _champ("Source", [(f"{mot}", "fort")], largeur)
    if reponse.etat == "renseignee":
        compte = session.volet == "constat" and not session.question.commun
        choix: list[Segment] = [("à préciser  ", "alerte") if compte else ("—  ", "attenue")]
        for touche, mot in glyphes.SOURCES.values():
            choix += [(touche, "accent"), (f"{NB}{mot}{NB} ", "attenue")]
        return _champ("Source", choix, largeur)
    if prete and reponse.etat == "non_renseignee":
        return _champ("Source", [(f"{glyphes.SOURCES[prete][1]}, pour la réponse à venir", "attenue")], largeur)
    return []


def _annotation(session: Session, largeur: int) -> list[Ligne]:
    annotation = session.annotation()
    lignes: list[Ligne] = []
    if annotation.note:
        qui = "interne" if annotation.visibilite == "interne" else "partagée"
        bascule: list[Segment] = [(" · ", "attenue"), ("m", "accent"), (f"{NB}interne/partagée", "attenue")]
        lignes += _champ("Note", [(f"({qui}) ", "alerte"), (propre(annotation.note), ""), *bascule], largeur)
    for piece in annotation.pieces:
        lignes += _champ("Pièce", piece_en_segments(piece, session.casier.vu(piece)), largeur)
    return lignes


def raison_masquee(session: Session, question: str) -> str:
    """`masquée par 1.9 Type de demande (première demande)`."""
    causes = _causes(session, question)
    return f"masquée par {' et '.join(causes)}" if causes else "masquée par sa condition"


def raison_attente(session: Session, question: str) -> str:
    causes = _causes(session, question)
    return f"ne se pose que selon {' et '.join(causes)}" if causes else "sa condition n’est pas encore connue"


def _causes(session: Session, question: str) -> list[str]:
    questionnaire = session.parcours.questionnaire
    condition = questionnaire.conditions.get(question)
    noms = [n for n in questionnaire.questions if condition is not None and n in condition.noms]
    return [
        f"{session.parcours.numeros[n]} {propre(questionnaire.questions[n].etiquette)} "
        f"({_mots(questionnaire.questions[n], session.reponse(n))})"
        for n in noms
    ]
