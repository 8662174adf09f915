"""Why this amount: the smallest of its terms, rounded once, down to the euro (`model.md` §4)."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from evaluator.evaluation import words
from evaluator.evaluation.pourquoi.chiffres import EUROS, PARTS, PROPORTION, TAUX, chiffre, citer, entre, habiller, resultat
from evaluator.evaluation.pourquoi.cout import cout_net
from evaluator.evaluation.pourquoi.faits import Lecture, borne, fait
from evaluator.evaluation.pourquoi.operation import MAX, MIN, Terme, atome, divise, egalite, extreme, fois
from evaluator.evaluation.pourquoi.pas import Ligne, Pas, poser
from evaluator.evaluation.pourquoi.plafond import plafond, valeur
from evaluator.evaluation.pourquoi.scores import deux_bouts, globale
from evaluator.evaluation.pourquoi.taux import retenus, taux
from evaluator.evaluation.result import Montants
from evaluator.evaluation.scores import masquee_dehors
from evaluator.evaluation.termes import cout_net as net
from evaluator.french import Borne
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.formula import domain as d

GROUPE = "Le montant"
TITRE = "Montant proposé"
REGLE = "Le plus petit des termes du montant, arrondi une seule fois, à l’euro inférieur."


def montant(lecture: Lecture) -> Pas:
    """The whole tree: the amount, or why there is none."""
    evaluation = lecture.evaluation
    if evaluation.recevabilite.statut == "irrecevable":
        return _irrecevable(lecture)
    m, bareme = evaluation.modulation.montants, lecture.bareme
    if m.montant_min is None or bareme is None:
        return _sans_montant(lecture)
    regle = REGLE
    if m.terme_limitant is not None:
        regle += f" Ce qui le fixe : {words.LIBELLES_TERME[m.terme_limitant]}."
    elif m.terme_min and m.terme_max:
        regle += (f" Ce qui fixe le plus bas : {words.LIBELLES_TERME[m.terme_min]} ; le plus haut : "
                  f"{words.LIBELLES_TERME[m.terme_max]}.")  # fmt: skip
    pas = _minimum(lecture, bareme, m, "montant", TITRE)
    sans_effet = () if _module(lecture, bareme) else (replace(taux(lecture), poids="sans effet sur les euros du forfait"),)
    enfants = (*_recevabilite(lecture), *_completude(lecture), *sans_effet, *pas.enfants)
    return replace(pas, regle=habiller(" ".join((regle, *_raisons(lecture)))), enfants=enfants)


def _raisons(lecture: Lecture) -> list[str]:
    return [f"{r[:1].upper()}{r[1:].removesuffix('.')}." for r in lecture.evaluation.modulation.raisons]


# — the minimum —————————————————————————————————————————————————————————————————————————————————————————————


def _minimum(lecture: Lecture, bareme: Bareme, m: Montants, ident: str, titre: str) -> Pas:
    """The terms of a regime and the smallest of them, at both ends."""
    suffixe = "" if ident == "montant" else "_indicatif"
    principal = _principal(lecture, bareme, suffixe)
    enfants = [principal]
    if lecture.grille.lue.terme_cout_net:
        enfants.append(cout_net(lecture))
    enfants.append(fait(lecture, "montant_demande", titre="Montant demandé", clauses=("C-IV-c-modul",)))
    enfants[-1] = replace(enfants[-1], groupe=GROUPE)
    lignes = [_bout(lecture, bareme, principal.id, bout) for bout in (MIN, MAX)]
    return poser(
        Pas(
            ident,
            titre,
            _montant_en_mots(m),
            regle=REGLE,
            origine=habiller(words.LIBELLES_ORIGINE["defaut_outil"]),
            clauses=lecture.clauses(("C-IV-c-modul",)),
            genre="montant",
            groupe=GROUPE,
            lignes=deux_bouts(lignes[0], lignes[1]),
            enfants=tuple(enfants),
        )
    )


def _montant_en_mots(m: Montants) -> str:
    if m.montant is not None:
        return chiffre(Fraction(m.montant), EUROS)
    assert m.montant_min is not None
    haut: Borne = d.INF if m.montant_max is None else Fraction(m.montant_max)
    bouts = entre(Fraction(m.montant_min), haut, EUROS)
    return habiller(f"aucun montant retenu : le calcul donne {bouts}" if m.montant_min == m.montant_max
                    else f"pas encore de montant : {bouts}")  # fmt: skip


def _module(lecture: Lecture, bareme: Bareme) -> bool:
    """Whether the rate applies to the euros of this regime."""
    return bareme.mode == "plafond" or lecture.grille.lue.moduler_forfait.valeur


def _produit(lecture: Lecture, bareme: Bareme, bout: int) -> Borne:
    euros, part = borne(valeur(lecture, bareme), bout), retenus(lecture)[0 if bout == MIN else 1]
    if not _module(lecture, bareme):
        return euros
    return Fraction(0) if part == 0 else euros * part


def _principal(lecture: Lecture, bareme: Bareme, suffixe: str) -> Pas:
    """The ceiling times the rate; or the lump sum alone."""
    haut = plafond(lecture, bareme, f"plafond{suffixe}")
    if not _module(lecture, bareme):
        return haut
    parts = retenus(lecture)
    euros = valeur(lecture, bareme)
    lignes: list[Ligne] = []
    for bout, part in zip((MIN, MAX), parts, strict=True):
        bord = borne(euros, bout)
        if isinstance(bord, float):
            lignes.append(("plafond sans limite connue",))
        else:
            lignes.append(egalite(fois(atome(bord, EUROS, haut.id), atome(part, TAUX, "taux")), EUROS))
    bas, sommet = _produit(lecture, bareme, MIN), _produit(lecture, bareme, MAX)
    return poser(
        Pas(
            f"plafond_module{suffixe}",
            f"{haut.titre} × taux",
            entre(bas, sommet, EUROS),
            regle=habiller(f"{haut.titre} multiplié par le taux."),
            clauses=lecture.clauses(("C-IV-c-modul",)),
            genre="terme",
            groupe=haut.groupe,
            lignes=deux_bouts(lignes[0], lignes[1]),
            enfants=(taux(lecture), haut),
        )
    )


def _bout(lecture: Lecture, bareme: Bareme, principal: str, bout: int) -> Ligne:
    """`le plus petit de a, de b et de c, arrondi à l’euro inférieur = 16 726 €`."""
    termes: list[tuple[Borne, str]] = [(_produit(lecture, bareme, bout), principal)]
    autres = [(lecture.contexte.nombre("montant_demande"), "montant_demande")]
    if lecture.grille.lue.terme_cout_net:
        autres.insert(0, (net(lecture.contexte)[0], "cout_net"))
    termes += [(borne(n, bout), nom) for n, nom in autres if n.present and (bout == MIN or not n.absent)]
    finis: list[Terme] = [atome(v, EUROS, nom) for v, nom in termes if not isinstance(v, float)]
    if bout == MIN and lecture.evaluation.recevabilite.statut == "indeterminee":
        finis.append(atome(Fraction(0), EUROS, "recevabilite"))
    if not finis:
        return ("aucun terme n’a de limite connue",)
    terme = extreme(finis, MIN)
    entier = Fraction(terme.valeur.__floor__())
    return (*terme.ligne, f", arrondi à l’euro inférieur = {resultat(entier, EUROS)}")


# — what is said beside the terms ———————————————————————————————————————————————————————————————————————————


def recevabilite(lecture: Lecture) -> Pas:
    """Whether the residence may receive the aid at all (C-IV-b-excl, C-IV-b-pf)."""
    r, q = lecture.evaluation.recevabilite, lecture.referentiel.questionnaire
    exclusions = [v for v in q.vigilances if v.lu.gravite == "ineligible"]
    regle = {
        "recevable": "Aucune exclusion de la circulaire ne joue.",
        "irrecevable": "Une exclusion de la circulaire joue : le montant est nul, quels que soient les scores.",
        "indeterminee": "Une exclusion peut jouer selon le statut, qui n’est pas établi : au plus bas, le montant est nul.",
    }[r.statut]
    zero = chiffre(Fraction(0), EUROS)
    suites = {"recevable": "", "irrecevable": f", {zero}", "indeterminee": f", {zero} au plus bas"}
    motifs = [m.message for m in r.motifs] if r.statut == "irrecevable" else []
    noms = [nom for nom in lecture.questions if any(nom in v.si.noms for v in exclusions)]
    return poser(
        Pas(
            "recevabilite",
            "Recevabilité",
            words.LIBELLES_RECEVABILITE[r.statut] + suites[r.statut],
            regle=habiller(" ".join((regle, *motifs))),
            origine="circulaire",
            clauses=lecture.clauses([m.clause for m in r.motifs] or [c for v in exclusions for c in v.lu.clauses[:1]]),
            groupe="La recevabilité",
            enfants=tuple(fait(lecture, nom) for nom in noms),
        )
    )  # fmt: skip


def _recevabilite(lecture: Lecture) -> tuple[Pas, ...]:
    return (recevabilite(lecture),)


def completude(lecture: Lecture) -> Pas:
    """The share of the scored questions that are answered, in weight."""
    haut: list[Fraction] = []
    bas: list[Fraction] = []
    for n in lecture.referentiel.questionnaire.notations:
        etat = lecture.contexte.etats[n.question]
        if etat == "sans_objet" or masquee_dehors(n, lecture.contexte):
            continue
        bas.append(lecture.parts[n.id])
        tenue = etat == "en_attente" and lecture.contexte.reponses[n.question].etat == "renseignee"
        if etat in ("renseignee", "masquee") or tenue:
            haut.append(lecture.parts[n.id])
    lignes: tuple[Ligne, ...] = ()
    if sum(bas, Fraction(0)):
        terme = divise(atome(sum(haut, Fraction(0)), PARTS), atome(sum(bas, Fraction(0)), PARTS))
        lignes = (egalite(terme, PROPORTION),) if terme.valeur == lecture.evaluation.completude else ()
    minimum = lecture.grille.lue.completude_min
    return poser(
        Pas(
            "completude",
            "Part du questionnaire qui a une réponse",
            resultat(lecture.evaluation.completude, PROPORTION),
            regle=habiller(
                f"Poids des questions notées qui ont une réponse, sur celui de toutes celles qui s’appliquent. Au-dessous "
                f"de {chiffre(minimum, PROPORTION)}, aucun avis ni montant n’est rendu."
            ),
            origine=lecture.origine("completude_min"),
            groupe="La recevabilité",
            lignes=lignes,
        )
    )


def _completude(lecture: Lecture) -> tuple[Pas, ...]:
    return (completude(lecture),) if lecture.evaluation.completude < lecture.grille.lue.completude_min else ()


# — no amount ———————————————————————————————————————————————————————————————————————————————————————————————


def _irrecevable(lecture: Lecture) -> Pas:
    score = replace(globale(lecture), poids="pour information, sans effet")
    return poser(
        Pas(
            "montant",
            TITRE,
            chiffre(Fraction(0), EUROS),
            regle=habiller("Demande irrecevable : le montant est nul, quels que soient les scores."),
            clauses=lecture.clauses([m.clause for m in lecture.evaluation.recevabilite.motifs]),
            genre="montant",
            groupe=GROUPE,
            lignes=((f"demande irrecevable → {chiffre(Fraction(0), EUROS)}",),),
            enfants=(score, recevabilite(lecture)),
        )
    )


def _sans_montant(lecture: Lecture) -> Pas:
    """No regime, or no lump sum: the reasons, and the indicative figure apart."""
    enfants = [*_recevabilite(lecture), *_completude(lecture)]
    i = lecture.evaluation.modulation.indicatif
    if i is not None:
        enfants.append(indicatif(lecture, i.montants))
    else:
        enfants.append(taux(lecture))
        if lecture.grille.lue.terme_cout_net:
            enfants.append(cout_net(lecture))
        enfants.append(fait(lecture, "montant_demande", titre="Montant demandé", clauses=("C-IV-c-modul",)))
    return Pas(
        "montant",
        TITRE,
        "aucun montant",
        regle=habiller(" ".join(_raisons(lecture)) or "Aucun barème ne s’applique."),
        genre="montant",
        groupe=GROUPE,
        enfants=tuple(enfants),
    )


def indicatif(lecture: Lecture, m: Montants) -> Pas:
    """The figure under the last barème by ceilings: what it would be, never an amount."""
    bareme = lecture.referentiel.baremes.dernier_plafond
    pas = _minimum(lecture, bareme, m, "indicatif", "Chiffre indicatif, selon le barème de 2013")
    regle = (
        f"{REGLE} Il suit le dernier barème par plafonds, {citer(bareme.titre)} : ce n’est pas le montant d’une convention."
    )
    return replace(pas, regle=habiller(regle), groupe="À titre indicatif", genre="terme")
