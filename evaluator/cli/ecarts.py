"""The comparison of the two volets as text, for `agls comparer`: the terminal of the service, internal notes included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from textwrap import wrap

from evaluator import french
from evaluator.cli.resume import encadre, montant
from evaluator.dossier.reponses import LIBELLES_SOURCE, LIBELLES_VISIBILITE, LIBELLES_VOLET, Annotation, Reponse
from evaluator.evaluation import phrases, portee, words
from evaluator.evaluation.comparaison import Comparaison, Desaccord, Prix, bouts, regrouper, somme
from evaluator.evaluation.comparaison_json import Autour
from evaluator.evaluation.phrases import euros_signes
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Question
from evaluator.report.differences import cote
from evaluator.report.texte import assainir, typo

NB = french.INSECABLE
LARGEUR = 100


def texte(
    nom: str,
    referentiel: Referentiel,
    c: Comparaison,
    autour: Mapping[str, Autour],
    autres: Sequence[tuple[str | None, str]],
) -> str:
    """Both results, the differences by price, the reconciliation, the differences without a reason.

    `autres`: the gestionnaire's observations on what is no difference: a question, or the whole (None).
    """
    lignes = [*_lignes(nom, referentiel, c, autour)]
    for question, observation in autres:
        sur = f"sur « {referentiel.questionnaire.questions[question].etiquette} »" if question else "sur l’ensemble"
        lignes += ["", *_replier(f"Observation du gestionnaire {sur} : ", "", saisie=observation)]
    return "\n".join(lignes)


def _lignes(nom: str, referentiel: Referentiel, c: Comparaison, autour: Mapping[str, Autour]) -> Iterator[str]:
    yield typo(f"{nom} — auto-évaluation et constat, exercice {c.constatee.exercice or 'non renseigné'}")
    yield from (_resultat(e, referentiel) for e in (c.declaree, c.constatee))
    yield typo(f"Écart total : {prix_en_mots(c.total)}")
    if c.indicatif:
        yield "Les euros sont ceux du chiffre indicatif (barème de 2013)."
    if not c.desaccords:
        yield "Les deux volets disent la même chose."
        return
    yield ""
    compte = french.pluriel(len(c.desaccords), "différence")
    yield from _replier(
        f"{compte}, de la plus chère à la moins chère. {phrases.PRIX}", ""
    )  # fmt: skip
    if limite := phrases.limite(c):
        yield from _replier(limite, "")
    lues = sum(d.lue for d in c.desaccords)
    for rang, d in enumerate(c.desaccords, 1):
        yield ""
        if rang == lues + 1:  # those that nothing reads come last
            yield from _replier(
                "Les différences qui suivent n’entrent ni dans le score, ni dans l’avis, ni dans le montant.", ""
            )
            yield ""
        yield from _desaccord(rang, d, referentiel.questionnaire.questions[d.question], autour.get(d.question, Autour()))
    yield ""
    yield from _rapprochement(c, referentiel)
    yield ""
    yield from _sans_motif(c, referentiel)


def _resultat(e: Evaluation, referentiel: Referentiel) -> str:
    avis = words.avis(e.modulation.avis, referentiel.grille)
    return "  " + typo(
        f"{LIBELLES_VOLET[e.volet]} : avis « {avis} », score {encadre(e.globale)}{NB}point, "
        f"montant {montant(portee.montants(e))}"
    )


# — one difference ——————————————————————————————————————————————————————————————————————————————————————————


def prix_en_mots(p: Prix) -> str:
    """`−0,0513 point, −1 200 €`; at each end where they differ."""
    if (p.score_min, p.montant_min) == (p.score_max, p.montant_max):
        return _bout(p.score_min, p.montant_min)
    return f"{_bout(p.score_min, p.montant_min)} (borne basse) ; {_bout(p.score_max, p.montant_max)} (borne haute)"


def _bout(score: Fraction, euros: int | None) -> str:
    return f"{points(score)}, {euros_signes(euros) if euros is not None else 'montant non borné'}"


def points(score: Fraction) -> str:
    """`−0,0513 point`, `0 point`."""
    return f"{'+' if score > 0 else ''}{french.score(score) if score else '0'}{NB}point"


def _desaccord(rang: int, d: Desaccord, question: Question, autour: Autour) -> Iterator[str]:
    deux_cotes = question.volet is None  # else an act of the service, which declares nothing
    yield from _replier(question.libelle, "   ", f"{rang}. ")
    if d.lue:
        yield from _replier(f"prix : {'aucun à elle seule' if d.prix.nul else prix_en_mots(d.prix)}")
    if deux_cotes:
        yield from _cote("déclaré", question, d.declaree, d.constatee)
    if d.a_constater:
        yield "   constaté" + typo(" : pas encore constaté")
    else:
        yield from _cote("constaté", question, d.constatee, d.declaree)
    if d.plafonnee:
        yield from _replier(
            "même niveau, compté 1 dans le constat : il repose sur une déclaration seule ou n’a pas de source"
        )
    if deux_cotes:
        yield from _annotation("gestionnaire", autour.declaree)
    yield from _annotation("service", autour.constatee)
    for observation in autour.observations:
        yield from _replier("observation du gestionnaire : ", saisie=observation)
    if d.motif:
        yield from _replier("motif : ", saisie=d.motif)
    elif deux_cotes and not (d.plafonnee or d.a_constater):
        yield "   sans motif"


def _cote(mot: str, question: Question, reponse: Reponse, autre: Reponse) -> Iterator[str]:
    """One answer, its source, and the rows of a table that the other side does not have."""
    vue = cote(question, reponse, autre)
    source = typo(f" (source : {LIBELLES_SOURCE[reponse.source]})") if reponse.source else ""
    yield from _replier(f"{mot} : ", saisie=f"{vue['texte']}{source}")
    lignes = vue["lignes"]
    for ligne in lignes if isinstance(lignes, list) else ():
        yield from _replier("· ", "     ", saisie=str(ligne))


def _annotation(qui: str, a: Annotation) -> Iterator[str]:
    if a.note:
        yield from _replier(f"note du {qui} ({LIBELLES_VISIBILITE[a.visibilite]}) : ", saisie=a.note)
    for piece in a.pieces:
        yield from _replier(f"pièce du {qui} ({LIBELLES_VISIBILITE[piece.visibilite]}) : ", saisie=piece.nom)


def _replier(mots: str, retrait: str = "   ", puce: str = "", *, saisie: str = "") -> Iterator[str]:
    """A text folded to the width, its later lines set in. `saisie`: what someone typed, kept as written."""
    phrase = typo(mots) + assainir(saisie)
    debut = f"{puce}" if puce else retrait
    yield from wrap(phrase, LARGEUR, initial_indent=debut, subsequent_indent=retrait + ("" if puce else "  ")) or [debut]


# — the reconciliation ——————————————————————————————————————————————————————————————————————————————————————


def _rapprochement(c: Comparaison, referentiel: Referentiel) -> Iterator[str]:
    """From declared to found, a table that adds up: at one end, or at each where they differ."""
    questions = referentiel.questionnaire.questions
    lignes = [("Auto-évaluation", bouts(c.declaree))]
    lignes.append((f"les prix ci-dessus ({len(c.desaccords)})", somme(d.prix for d in c.desaccords)))
    for groupe, prix in regrouper(c.interactions):
        lignes.append((phrases.effet_d_ensemble([f"« {questions[i.question].etiquette} »" for i in groupe], groupe), prix))
    lignes += [(phrases.ARRONDIS, c.arrondis), (phrases.REGLES, c.regles)]
    lignes = [lignes[0], *((mot, p) for mot, p in lignes[1:] if not p.nul)]
    lignes.append(("Constat du service", bouts(c.constatee)))
    if c.interactions:
        yield from _replier(phrases.EFFETS_D_ENSEMBLE, "")
    yield typo("Du montant déclaré au montant constaté :")
    seul = all((p.score_min, p.montant_min) == (p.score_max, p.montant_max) for _, p in lignes)
    yield from _table([(mot, p.montant_min, p.score_min) for mot, p in lignes], "" if seul else "borne basse")
    if not seul:
        yield from _table([(mot, p.montant_max, p.score_max) for mot, p in lignes], "borne haute")


def _table(lignes: list[tuple[str, int | None, Fraction]], titre: str) -> Iterator[str]:
    """One line per term, the label last so that figures stand in columns; both ends of the table carry no sign."""
    if titre:
        yield f"  {titre}"
    dernier = len(lignes) - 1
    for rang, (mot, montant_, score) in enumerate(lignes):
        bord = rang in (0, dernier)
        euros = "—" if montant_ is None else french.euros(montant_) if bord else euros_signes(montant_)
        points_ = f"{'+' if score > 0 and not bord else ''}{french.nombre(score, 4, fixe=True)}{NB}point"
        exact = f"({french.fraction(score)})".replace("-", "−") if french.arrondi(score, 4) != score else ""
        yield f"  {euros:>12}  {points_:>14} {exact:<22} {'' if bord else '  '}{typo(mot)}".rstrip()


def _sans_motif(c: Comparaison, referentiel: Referentiel) -> Iterator[str]:
    questions = referentiel.questionnaire.questions
    if not c.sans_motif:
        yield "Aucune différence n’est sans motif."
        return
    lues = {d.question for d in c.desaccords if d.lue}
    comptent = [questions[nom].etiquette for nom in c.sans_motif if nom in lues]
    autres = [questions[nom].etiquette for nom in c.sans_motif if nom not in lues]
    for noms, suite in ((comptent, "sans motif"), (autres, "sans motif ni effet sur le résultat")):
        if noms:
            yield from _replier(f"{french.pluriel(len(noms), 'différence')} {suite} : {' ; '.join(noms)}", "  ", " ")
