"""Properties of replay: the state is that of the journal read again, whatever the way there; memory changes nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from msgspec.structs import replace

from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.fusion import fusionner
from evaluator.dossier.reponses import NON_RENSEIGNEE, Reponse, Reponses, Volet
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.memoire import Memoire
from tests.evaluation.strategies import exists

from .dossiers import partiel
from .generes import genere
from .reference import tirer

VOLETS: tuple[Volet, ...] = ("auto_evaluation", "constat")


def _suite(ref, rng: Random, length: int) -> list[tuple[Volet, str, Reponse]]:
    """Answers of both volets, some cleared, some given twice, some taken back."""
    whole = {v: {n: a for n, a in partiel(rng, ref).par_question.items() if exists(ref.questionnaire.questions[n], v)}
             for v in VOLETS}  # fmt: skip
    steps: list[tuple[Volet, str, Reponse]] = []
    for _ in range(length):
        volet = rng.choice(VOLETS)
        name = rng.choice(sorted(whole[volet]))
        answer = whole[volet][name]
        steps += [(volet, name, a) for a in rng.choice([[answer], [answer, answer], [answer, NON_RENSEIGNEE, answer],
                                                        [NON_RENSEIGNEE], [NON_RENSEIGNEE, answer]])]  # fmt: skip
    return steps


def _figures(d: Dossier, memories: dict[Volet, Memoire] | None = None) -> list:
    return [evaluer(d.referentiel, d.reponses(v), memoire=memories[v] if memories else None) for v in VOLETS]


def journal_relu(rng: Random, seen: Counter) -> list[str]:
    """After each answer, the evaluation with memory is that from nothing; read again from disk, it is the same; merged with
    its own copy, the same; an answer given twice or cleared and given again leaves what it was."""
    ref = genere(rng.randrange(10**4))
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with Dossier.creer(here / "un.agls", ref) as d:
            memories = {v: Memoire(d.referentiel) for v in VOLETS}
            for volet, name, answer in _suite(ref, rng, 6):
                before = _figures(d)
                kept = d.reponse(name, volet)
                d.repondre(name, volet, answer)
                seen["answers"] += 1
                warm, cold = _figures(d, memories), _figures(d)
                found += ["memory"] * (warm != cold)
                now = d.reponse(name, volet)
                d.repondre(name, volet, now)
                found += [f"{name} given twice"] * (_figures(d) != cold)
                if d.precedente(name, volet) is not None and rng.random() < 0.3:
                    d.repondre(name, volet, kept)
                    found += [f"{name} taken back"] * (_figures(d) != before)
                    d.repondre(name, volet, now)
                    found += [f"{name} done again"] * (_figures(d) != cold)
            last = _figures(d)
        again = [_figures(Dossier.ouvrir(here / "un.agls")) for _ in range(2)]
        found += ["read again"] * (again != [last, last])
        (here / "copie.agls").write_bytes((here / "un.agls").read_bytes())
        fusionner(here / "un.agls", here / "copie.agls", here / "reunis.agls", Auteur())
        found += ["merged with its copy"] * (_figures(Dossier.ouvrir(here / "reunis.agls")) != last)
    return found


def ordre_des_evenements(rng: Random, seen: Counter) -> list[str]:
    """Events of different questions in another order, those of one question in theirs: the same evaluation."""
    ref = genere(rng.randrange(10**4))
    steps = _suite(ref, rng, 8)
    common = {n for n, q in ref.questionnaire.questions.items() if q.commun}
    key: Callable[[tuple[Volet, str, Reponse]], tuple[str, str]] = lambda s: (s[1], "" if s[1] in common else s[0])  # noqa: E731
    queues: dict[tuple[str, str], list] = {}
    for s in steps:
        queues.setdefault(key(s), []).append(s)
    mixed = []
    while queues:
        k = rng.choice(sorted(queues))
        mixed.append(queues[k].pop(0))
        if not queues[k]:
            del queues[k]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for n, order in enumerate((steps, mixed)):
            with Dossier.creer(Path(folder) / f"{n}.agls", ref) as d:
                for volet, name, answer in order:
                    d.repondre(name, volet, answer)
                results.append(_figures(d))
    seen["events"] += len(steps)
    return ["another order of events"] * (results[0] != results[1])


def memoire_pas_a_pas(rng: Random, seen: Counter) -> list[str]:
    """Answers of annex I, the zoo or a questionnaire of its own, one after the other: memory against nothing, traces too."""
    ref, base = tirer(rng, seen)
    memory, here = Memoire(ref), Reponses(base.volet, {})
    names = rng.sample(sorted(base.par_question), len(base.par_question))
    for name in names[:12]:
        here = Reponses(base.volet, {**here.par_question, name: replace(base[name])})
        seen["prefixes"] += 1
        warm, cold = evaluer(ref, here, memoire=memory), evaluer(ref, here)
        if warm != cold or warm.trace != cold.trace:
            return [f"{name} {base[name]}"]
    return []
