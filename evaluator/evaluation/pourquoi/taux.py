"""Why this rate of the ceiling: the curve of the global score, then what a point de vigilance caps (`model.md` §4)."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from evaluator.evaluation import words
from evaluator.evaluation.pourquoi.chiffres import POINT, TAUX, chiffre, citer, entre, habiller, resultat
from evaluator.evaluation.pourquoi.enonce import courbe_en_mots
from evaluator.evaluation.pourquoi.faits import Lecture
from evaluator.evaluation.pourquoi.operation import MAX, MIN, Terme, atome, egalite, extreme, par_courbe
from evaluator.evaluation.pourquoi.pas import Ligne, Pas, poser
from evaluator.evaluation.pourquoi.scores import deux_bouts, globale
from evaluator.evaluation.result import ResultatVigilance
from evaluator.evaluation.vigilances import plafond_avis
from evaluator.questionnaire.grille import Avis

GROUPE = "Du score au taux"
_ACCORD = {"imperatif": "impérative", "majeure": "majeure"}


def taux(lecture: Lecture) -> Pas:
    """The rate that counts: that of the global score, capped where a vigilance caps it."""
    plafonnantes = _plafonnantes(lecture)
    brut = _brut(lecture)
    if not plafonnantes:
        return replace(brut, id="taux", titre="Taux du plafond", groupe=GROUPE)
    vigilances = tuple(_vigilance(lecture, v, mot) for v, mot in plafonnantes)
    retenu = retenus(lecture)
    regle = "Le plus petit du taux selon le score et de celui qu’une vigilance permet"
    if any(v.statut == "possible" for v, _ in plafonnantes):
        regle += " ; une vigilance seulement possible ne joue qu’au plus bas"
    return poser(
        Pas(
            "taux",
            "Taux du plafond",
            entre(*retenu, TAUX),
            regle=habiller(f"{regle}."),
            origine=lecture.origine("plafonnements"),
            clauses=lecture.clauses(("C-IV-c-modul",)),
            genre="taux",
            groupe=GROUPE,
            lignes=_plafonner(lecture, plafonnantes),
            enfants=(brut, *vigilances),
        )
    )


def retenus(lecture: Lecture) -> tuple[Fraction, Fraction]:
    """The rate after caps, at both ends; an irrecevable request has none shown, and this is what it would be."""
    brut = lecture.evaluation.modulation.taux_brut
    bouts = []
    for bout, valeur in ((MIN, brut.min), (MAX, brut.max)):
        plafond = plafond_avis(lecture.evaluation.vigilances, lecture.contexte, possibles=bout == MIN)
        limite = lecture.grille.taux_plafonne(plafond) if plafond else Fraction(1)
        bouts.append(min(Fraction(valeur), limite))
    return bouts[0], bouts[1]


def _plafonnantes(lecture: Lecture) -> list[tuple[ResultatVigilance, Avis]]:
    plafonds = lecture.grille.lue.plafonnements
    return [(v, plafonds[v.gravite]) for v in lecture.evaluation.vigilances
            if v.gravite in ("imperatif", "majeure") and v.gravite in plafonds]  # fmt: skip


def _plafonner(lecture: Lecture, plafonnantes: list[tuple[ResultatVigilance, Avis]]) -> tuple[Ligne, ...]:
    brut, lignes = lecture.evaluation.modulation.taux_brut, []
    for bout, valeur in ((MIN, brut.min), (MAX, brut.max)):
        termes = [atome(Fraction(valeur), TAUX, "taux_brut")]
        for v, mot in plafonnantes:
            if bout == MIN or v.statut == "certaine":
                limite = atome(lecture.grille.taux_plafonne(mot), TAUX, v.id)
                if all(t.valeur != limite.valeur for t in termes[1:]):  # two of one severity cap alike
                    termes.append(limite)
        lignes.append(egalite(extreme(termes, MIN), TAUX))
    return deux_bouts(lignes[0], lignes[1])


def _brut(lecture: Lecture) -> Pas:
    courbe = lecture.grille.lue.modulation.courbe
    brut, score = lecture.evaluation.modulation.taux_brut, lecture.evaluation.globale
    libre = lecture.scores.globale.score.absent
    lignes = []
    for bout in (score.min, score.max):
        x: Terme | Fraction = Fraction(bout) if libre else atome(Fraction(bout), POINT, "global")
        lignes.append(par_courbe(courbe, x, POINT, TAUX))
    regle = f"Taux : {courbe_en_mots(courbe, POINT, TAUX)}."
    if libre:
        regle += (f" Aucune question notée ne s’applique à coup sûr : le score global peut aller de "
                  f"{chiffre(Fraction(0), POINT)} à {chiffre(Fraction(1), POINT)}.")  # fmt: skip
    return poser(
        Pas(
            "taux_brut",
            "Taux selon le score global",
            entre(brut.min, brut.max, TAUX),
            regle=habiller(regle),
            origine=lecture.origine("modulation"),
            clauses=lecture.clauses(("C-IV-c-modul",)),
            genre="taux",
            lignes=deux_bouts(lignes[0], lignes[1]),
            enfants=(globale(lecture),),
        )
    )


def _vigilance(lecture: Lecture, v: ResultatVigilance, mot: Avis) -> Pas:
    """What one vigilance allows: the rate of the upper end of the band of its word."""
    grille = lecture.grille
    bande = next(b for b in grille.lue.avis if b.avis == mot)
    limite = grille.taux_plafonne(mot)
    courbe = grille.lue.modulation.courbe
    certitude = "certaine" if v.statut == "certaine" else "possible, selon des réponses qui manquent"
    return poser(
        Pas(
            v.id,
            habiller(f"Vigilance {citer(v.titre)}"),
            habiller(f"{resultat(limite, TAUX)} au plus"),
            regle=habiller(
                f"Vigilance {_ACCORD[v.gravite]}, {certitude} : elle plafonne l’avis à {citer(bande.libelle)}, et le taux à "
                f"celui du haut de cette bande, à {chiffre(bande.a, POINT)}."
            ),
            etat=words.LIBELLES_STATUT[v.statut],
            origine=lecture.origine(f"plafonnements.{v.gravite}"),
            clauses=lecture.clauses(v.clauses),
            genre="autre",
            lignes=(par_courbe(courbe, bande.a, POINT, TAUX),),
        )
    )
