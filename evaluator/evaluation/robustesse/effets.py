"""What each local parameter changes: the same answers with that one parameter back to the default of the tool."""

from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction

from msgspec import Struct

from evaluator.canonical import Json, empreinte
from evaluator.dossier.reponses import Reponses
from evaluator.errors import FaultyInput
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import AvisRendu, Encadrement, Evaluation
from evaluator.evaluation.robustesse.parametres import dire, nommer
from evaluator.questionnaire.grille import Ecart
from evaluator.questionnaire.load import Referentiel, degeler

SOLIDAIRE = "ce paramètre ne se remet pas seul à sa valeur d’origine : un autre paramètre local dépend de lui"
_GARDES = 64
_CACHE: OrderedDict[tuple[str, str], Referentiel | None] = OrderedDict()  # pure values by their hashes, as for dossiers


class EffetParametre(Struct, frozen=True):
    """What one local parameter changes: the result with it, and with the default of the tool in its place.

    `pourquoi`: why the default cannot be put back alone; the figures are then those of the dossier as it stands.
    """

    chemin: str
    libelle: str  # in words, never the path
    defaut: str
    local: str
    score: Encadrement  # with the default
    montant: int | None
    montant_min: int | None
    montant_max: int | None
    avis: AvisRendu
    ecart_montant: int | None  # euros that the local parameter adds (negative: takes away); None where either is unknown
    ecart_score: Fraction | None
    pourquoi: str = ""


def effets(referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation) -> tuple[EffetParametre, ...]:
    """One per parameter of the local grid that differs from the default, in its order."""
    if not referentiel.grille.ecarts:
        return ()
    origine = _variante(referentiel, None)
    return tuple(_effet(referentiel, origine, ecart, reponses, evaluation) for ecart in referentiel.grille.ecarts)


def ecarts_en_mots(referentiel: Referentiel) -> tuple[tuple[Ecart, str, str, str], ...]:
    """Each difference from the default: it, its name, the value of the tool and the local one, in words."""
    if not referentiel.grille.ecarts:
        return ()
    origine = _variante(referentiel, None)
    return tuple((e, *_mots(referentiel, origine, e)) for e in referentiel.grille.ecarts)


def _mots(referentiel: Referentiel, origine: Referentiel | None, ecart: Ecart) -> tuple[str, str, str]:
    defaut = ecart.defaut if origine is None else dire(origine, ecart.chemin)
    return nommer(referentiel, ecart.chemin), defaut, dire(referentiel, ecart.chemin)


def _effet(
    referentiel: Referentiel, origine: Referentiel | None, ecart: Ecart, reponses: Reponses, locale: Evaluation
) -> EffetParametre:
    libelle, defaut, local = _mots(referentiel, origine, ecart)
    sans = _variante(referentiel, ecart.chemin)
    e = locale if sans is None else evaluer(sans, reponses)
    ici, la = locale.modulation.montants.montant, e.modulation.montants.montant
    score, autre = locale.globale.valeur, e.globale.valeur
    chiffre = sans is not None
    return EffetParametre(
        ecart.chemin,
        libelle,
        defaut,
        local,
        e.globale,
        la,
        e.modulation.montants.montant_min,
        e.modulation.montants.montant_max,
        e.modulation.avis,
        ici - la if chiffre and ici is not None and la is not None else None,
        score - autre if chiffre and score is not None and autre is not None else None,
        "" if chiffre else SOLIDAIRE,
    )


def _variante(referentiel: Referentiel, chemin: str | None) -> Referentiel | None:
    """The referentiel without this local parameter (all of them: None). None where what is left is no valid grid."""
    q, g = referentiel.questionnaire, referentiel.grille
    gele = referentiel.gele
    sources = empreinte([q.empreinte, referentiel.textes.empreinte, referentiel.baremes.empreinte, gele["grille_defaut"],
                         gele["grille_locale"]])  # fmt: skip
    cle = (sources, chemin or "")
    if cle not in _CACHE:
        locale = gele["grille_locale"]
        reste = _sans(locale, chemin) if isinstance(locale, dict) and chemin else None
        try:
            _CACHE[cle] = degeler({**gele, "grille_locale": reste}, g.lue.titre)
        except FaultyInput:
            _CACHE[cle] = None
        while len(_CACHE) > _GARDES:
            _CACHE.popitem(last=False)
    else:
        _CACHE.move_to_end(cle)
    return _CACHE[cle]


def _sans(arbre: dict[str, Json], chemin: str) -> dict[str, Json]:
    """The tree without what stands at this path (`poids_axes.A1`; an id may itself hold a dot)."""
    if chemin in arbre:
        return {cle: v for cle, v in arbre.items() if cle != chemin}
    reste: dict[str, Json] = {}
    for cle, valeur in arbre.items():
        if isinstance(valeur, dict) and chemin.startswith(f"{cle}."):
            if dedans := _sans(valeur, chemin.removeprefix(f"{cle}.")):
                reste[cle] = dedans
        else:
            reste[cle] = valeur
    return reste
