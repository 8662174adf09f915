"""The questionnaire that a dossier froze, thawed when it is needed, once per content in the life of the program."""

from __future__ import annotations

from collections import OrderedDict
from typing import cast

from evaluator.canonical import Json, condense, octets_canoniques
from evaluator.dossier import copies
from evaluator.dossier.evenements import Creation
from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.load import Referentiel, degeler

_GARDES = 8
_CACHE: OrderedDict[str, Referentiel] = OrderedDict()  # pure values by their hash: forgetting one costs time only


def degele(creation: Creation, fichier: str) -> Referentiel:
    """What `creation` froze, compiled. The key is computed from the content, never taken from the file.

    Raises `FaultyInput` where a part does not match its hash, or no longer checks.
    """
    gele = cast(dict[str, Json], creation.gele)
    calculees = copies.empreintes(gele)
    fautes = [
        Faute(f"la copie figée « {cle} » ne correspond pas à son empreinte", fichier, 1)
        for cle in sorted(calculees.keys() | creation.empreintes.keys())
        if calculees.get(cle) != creation.empreintes.get(cle)
    ]
    if fautes:
        raise FaultyInput(fautes)
    cle = condense(octets_canoniques(cast(Json, dict(calculees))))
    trouve = _CACHE.get(cle)
    if trouve is None:
        trouve = _CACHE[cle] = degeler(gele, fichier, calculees)
    _CACHE.move_to_end(cle)
    while len(_CACHE) > _GARDES:
        _CACHE.popitem(last=False)
    return trouve
