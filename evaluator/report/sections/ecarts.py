"""Contradictoire: each answer on which the two volets differ, with its price, and the addition that closes on the gap."""

from __future__ import annotations

from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_SOURCE, LIBELLES_VOLET, Reponse
from evaluator.evaluation import phrases
from evaluator.evaluation.comparaison import Comparaison, Desaccord, Interaction, Prix, bouts, regrouper
from evaluator.questionnaire.models import Volet
from evaluator.report import mots
from evaluator.report.differences import cote
from evaluator.report.sections.observations import observation
from evaluator.report.sections.reponses import annotation
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

SANS_CONSTAT = "Le constat du service ne contient encore aucune réponse : il n’y a rien à comparer."
SANS_AUTO = "L’auto-évaluation du gestionnaire ne contient aucune réponse : il n’y a rien à comparer."
PLAFONNEE = (
    "Le service retient le même niveau, mais seule une déclaration l’appuie : il compte pour le niveau 1 (règle de l’outil)."
)  # fmt: skip


def ecarts(sujet: Sujet) -> Bloc:
    c = sujet.comparaison
    if c is None:
        vide = SANS_AUTO if sujet.dossier.a_des_reponses("constat") else SANS_CONSTAT
        return {"absent": typo(vide)}
    rangs = _rangs(c)
    listes = [
        [_ecart(sujet, d, rangs[d.question]) for d in c.desaccords if _liste(d, c) == liste]
        for liste in (CHIFFRES, A_CONSTATER, NULS)
    ]
    return {
        "absent": "",
        "compte": typo(_compte(c)),
        "chiffres": listes[0],
        "a_constater": listes[1],
        "nuls": listes[2],
        "rapprochement": rapprochement(sujet, c),
        "sans_motif": [sujet.etiquette(q) for q in c.sans_motif],
    }


CHIFFRES, A_CONSTATER, NULS = range(3)
COURT = 60  # characters of an answer that may stand in bold


def _liste(d: Desaccord, c: Comparaison) -> int:
    """Which list of the report it goes in: with a price, alone or with others; not yet found; without effect."""
    return A_CONSTATER if d.a_constater else NULS if d.prix.nul and not _conjointe(d, c) else CHIFFRES


def _conjointe(d: Desaccord, c: Comparaison) -> bool:
    return any(i.question == d.question for i in c.interactions)


def _ranges(c: Comparaison) -> list[Desaccord]:
    """The differences in the order of the lists."""
    return sorted(c.desaccords, key=lambda d: _liste(d, c))


def _rangs(c: Comparaison) -> dict[str, str]:
    """The number of each difference, in the order of the lists."""
    return {d.question: str(rang) for rang, d in enumerate(_ranges(c), 1)}


def _compte(c: Comparaison) -> str:
    differents = french.pluriel(len(c.desaccords), "réponse diffère", "réponses diffèrent")
    pareilles = french.pluriel(len(c.accords), "réponse est la même", "réponses sont les mêmes")
    return f"{differents} ; {pareilles} des deux côtés."


def _ecart(sujet: Sujet, d: Desaccord, rang: str) -> Bloc:
    question = sujet.referentiel.questionnaire.questions[d.question]
    declare = cote(question, d.declaree, d.constatee)
    if question.volet == "constat":
        declare["texte"] = "Question posée au service seul"
    return {
        "id": d.question,
        "rang": rang,
        "etiquette": typo(question.etiquette),
        "libelle": typo(question.libelle),
        "score": score(d.prix),
        "montant": _prix(sujet, d),
        "cotes": [
            _cote(sujet, "auto_evaluation", d, d.declaree, declare),
            _cote(sujet, "constat", d, d.constatee, cote(question, d.constatee, d.declaree)),
        ],
        "plafonnee": typo(PLAFONNEE) if d.plafonnee else "",
        "motif": d.motif or "",
        "observations": [observation(sujet, o) for o in sujet.dossier.observations if o.question == d.question],
    }


def _prix(sujet: Sujet, d: Desaccord) -> str:
    """The price in euros; of an answer that costs nothing by itself, what it costs once those before it are given back."""
    joint = (
        next((i for i in sujet.comparaison.interactions if i.question == d.question), None) if sujet.comparaison else None
    )
    if joint is None or d.prix.ampleur[0] or not joint.prix.ampleur[0]:
        return montant(d.prix)
    return f"{montant(d.prix)} à elle seule ; {montant(joint.prix)} avec les autres"


def _cote(sujet: Sujet, volet: Volet, d: Desaccord, reponse: Reponse, cell: Bloc) -> Bloc:
    question = sujet.referentiel.questionnaire.questions[d.question]
    return {
        **cell,
        "court": len(str(cell["texte"])) <= COURT,
        "volet": LIBELLES_VOLET[volet],
        "source": _source(reponse),
        **annotation(sujet, question, volet),
    }


def _source(reponse: Reponse) -> str:
    if reponse.source:
        return LIBELLES_SOURCE[reponse.source]
    return "non indiquée" if reponse.valeur is not None else ""


# — figures ———————————————————————————————————————————————————————————————————————————————————————————————


def score(p: Prix) -> str:
    """`− 0,0250 point`, or both ends where something is unknown."""
    return _deux(mots.points_signes(p.score_min), mots.points_signes(p.score_max))


def montant(p: Prix) -> str:
    if p.montant_min is None and p.montant_max is None:
        return "non chiffrable"
    return _deux(_euros(p.montant_min), _euros(p.montant_max))


def _euros(valeur: int | None) -> str:
    return "non chiffrable" if valeur is None else mots.euros_signes(valeur)


def _deux(bas: str, haut: str) -> str:
    return bas if bas == haut else f"borne basse {bas}, borne haute {haut}"


# — the addition ——————————————————————————————————————————————————————————————————————————————————————————


def rapprochement(sujet: Sujet, c: Comparaison) -> Bloc:
    """The table that goes from the declared figures to those found: every line of it adds up, at each end."""
    deux = any(p.montant_min != p.montant_max or p.score_min != p.score_max for p in _tous(c)) or not _connus(c)
    euros = c.total.montant_min is not None or c.total.montant_max is not None
    lignes: list[Affichable] = [_ligne("Auto-évaluation du gestionnaire", bouts(c.declaree), deux, euros, total=True)]
    rangs = _rangs(c)
    lignes += [
        _ligne(f"{rangs[d.question]}. {sujet.etiquette(d.question)}", d.prix, deux, euros)
        for d in _ranges(c)
        if not d.prix.nul
    ]
    if nuls := sum(1 for d in c.desaccords if d.prix.nul and not _conjointe(d, c)):
        nom = french.pluriel(nuls, "différence sans effet", "différences sans effet")
        lignes.append(_ligne(nom, Prix(Fraction(0), Fraction(0), *_zeros(c)), deux, euros))
    for groupe, prix in regrouper(c.interactions):
        numeros = [f"n° {rangs[i.question]}" for i in groupe]
        lignes.append(
            _ligne(_majuscule(phrases.effet_d_ensemble(numeros, groupe, _avec(groupe[0], c, rangs))), prix, deux, euros)
        )
    autres = ((_majuscule(phrases.ARRONDIS), c.arrondis), (_majuscule(phrases.REGLES), c.regles))
    lignes += [_ligne(nom, p, deux, euros) for nom, p in autres if not p.nul]
    lignes.append(_ligne("Constat du service", bouts(c.constatee), deux, euros, total=True))
    return {
        "deux": deux,
        "euros": euros,
        "lignes": lignes,
        "total": typo(f"Écart total : {score(c.total)}{f', {montant(c.total)}' if euros else ''}."),
        "prix": typo(phrases.PRIX),
        "conjoints": typo(phrases.EFFETS_D_ENSEMBLE) if c.interactions else "",
        "indicatif": c.indicatif,
        "borne": typo(phrases.limite(c)),
    }


def _avec(i: Interaction, c: Comparaison, rangs: dict[str, str]) -> str:
    """`n° 1 à n° 11`: those before it that weigh something, alone or with others."""
    pesent = sorted(
        int(rangs[d.question]) for d in c.desaccords if d.question in i.avant and (not d.prix.nul or _conjointe(d, c))
    )
    if len(pesent) > 2 and pesent[-1] - pesent[0] == len(pesent) - 1:
        return f"n° {pesent[0]} à n° {pesent[-1]}"
    return ", ".join(f"n° {rang}" for rang in pesent)


def _majuscule(mots_: str) -> str:
    return mots_[:1].upper() + mots_[1:]


def _tous(c: Comparaison) -> list[Prix]:
    return [*(d.prix for d in c.desaccords), *(i.prix for i in c.interactions), c.arrondis, c.regles, c.total]


def _connus(c: Comparaison) -> bool:
    ends = (bouts(c.declaree), bouts(c.constatee))
    return all(p.score_min == p.score_max and p.montant_min == p.montant_max for p in ends)


def _zeros(c: Comparaison) -> tuple[int | None, int | None]:
    return (None if c.total.montant_min is None else 0, None if c.total.montant_max is None else 0)


def _ligne(nom: str, p: Prix, deux: bool, euros: bool, *, total: bool = False) -> Bloc:
    scores = [p.score_min, p.score_max] if deux else [p.score_min]
    montants = [p.montant_min, p.montant_max] if deux else [p.montant_min]
    cellules = [french.score(s) if total else mots.points_signes(s) for s in scores]
    if euros:
        cellules += ["–" if m is None else french.euros(m) if total else mots.euros_signes(m) for m in montants]
    return {"nom": typo(nom), "cellules": cellules, "total": total}
