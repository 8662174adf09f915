"""Why, step by step: one step at a time, and the numbers of those it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.evaluation.pourquoi import Pas, expliquer
from evaluator.evaluation.result import INCONNU, Etape
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.lineaire.voir import CACHES
from evaluator.ui.parcours import nu
from evaluator.ui.texte.pourquoi import Arbre, Place

REMONTER = "r"


def pourquoi(seance: Seance, texte: str) -> None:
    """Of the current question, of another by its number, or of a step by its identifier (`montant`, `A3`)."""
    session = seance.session
    if not session.scores_visibles:
        seance.dire(CACHES)
        return
    numeros = {numero: ident for ident, numero in session.parcours.numeros.items()}
    ident = numeros.get(texte, texte) or session.courante
    arbre = Arbre(session.analyse.pourquoi)
    if not arbre.viser(ident) and ident in session.parcours.numeros:
        etape = session.evaluation.etape(ident) or Etape(ident, "", "", INCONNU)
        arbre = Arbre(expliquer(session.dossier.referentiel, session.evaluation, etape))
    elif not arbre.place and ident != arbre.racine.id:
        seance.refuser(
            f"« {texte[:60]} » n’est pas un chiffre du calcul : montant, un axe (A3), ou le numéro d’une question"
        )
        return
    _descendre(seance, arbre)


def _descendre(seance: Seance, arbre: Arbre) -> None:
    vus: set[Place] = set()  # said in full already
    while True:
        pas = arbre.pas()
        for phrase in pas_en_phrases(pas, court=arbre.place in vus):
            seance.dire(phrase)
        vus.add(arbre.place)
        choix = [f"{'1 à ' if len(pas.enfants) > 1 else ''}{len(pas.enfants)} : ce pas"] if pas.enfants else []
        choix += [f"{REMONTER} : remonter"] if arbre.place else []
        if not choix:
            return
        texte = seance.dialogue.demander(f"Pourquoi ({' ; '.join(choix)} ; Entrée : finir)")
        if not texte:
            return
        if nu(texte) == REMONTER:
            arbre.place = arbre.place[:-1]
        elif texte.isdecimal() and 1 <= int(texte) <= len(pas.enfants):
            arbre.place = (*arbre.place, int(texte) - 1)
        else:
            seance.refuser(f"{' ; '.join(choix)} ; trouvé : « {texte[:60]} »")


def pas_en_phrases(pas: Pas, *, court: bool = False) -> Iterator[str]:
    """All that is known of one step (only its result, where `court`), then what it rests on."""
    yield f"{pas.titre} : {pas.resultat}"
    yield from () if court else _detail(pas)
    if pas.enfants:
        yield "Repose sur :"
    for rang, enfant in enumerate(pas.enfants, 1):
        yield f"{rang} : {enfant.titre}, {enfant.resultat}"


def _detail(pas: Pas) -> Iterator[str]:
    for approche, exact in pas.operations:
        yield f"Calcul : {approche or exact}"
        if approche:
            yield f"Exact : {exact}"
    champs = (("Règle", pas.regle), ("Poids", pas.poids), ("Réponse", pas.reponse), ("État", pas.etat),
              ("Source", pas.source), ("Origine", pas.origine))  # fmt: skip
    for nom, texte in champs:
        if texte:
            yield f"{nom} : {texte}"
    for ident, titre in pas.clauses:
        yield f"Texte {ident} : {titre}"
