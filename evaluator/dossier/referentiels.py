"""The questionnaire that a dossier froze, thawed when it is needed, once per content in the life of the program."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import cast

from evaluator.canonical import Json
from evaluator.dossier.evenements import Creation
from evaluator.dossier.lignes import condense, octets_canoniques
from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.load import Referentiel, degeler

_GARDES = 8
_CACHE: OrderedDict[str, Referentiel] = OrderedDict()  # pure values by their hash: forgetting one costs time only


def empreintes(gele: Mapping[str, Json]) -> dict[str, str | None]:
    """SHA-256 of each frozen part, null for an overlay that is not there."""
    return {cle: None if partie is None else condense(octets_canoniques(partie)) for cle, partie in gele.items()}


def degele(creation: Creation, fichier: str) -> Referentiel:
    """What `creation` froze, compiled. The key is computed from the content, never taken from the file.

    Raises `FaultyInput` where a part does not match its hash, or no longer checks.
    """
    gele = cast(dict[str, Json], creation.gele)
    calculees = empreintes(gele)
    fautes = [
        Faute(f"la copie figée « {cle} » ne correspond pas à son empreinte", fichier, 1)
        for cle in sorted(calculees.keys() | creation.empreintes.keys())
        if calculees.get(cle) != creation.empreintes.get(cle)
    ]
    if fautes:
        raise FaultyInput(fautes)
    cle = condense(octets_canoniques(cast(Json, calculees)))
    trouve = _CACHE.get(cle)
    if trouve is None:
        trouve = _CACHE[cle] = degeler(gele, fichier)
    _CACHE.move_to_end(cle)
    while len(_CACHE) > _GARDES:
        _CACHE.popitem(last=False)
    return trouve
