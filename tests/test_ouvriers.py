"""A process that dies, loops or grows costs its own task only. `eval` is the work: a new process knows it already."""

from __future__ import annotations

import os
import signal
import sys
import threading

import pytest

from evaluator.ouvriers import Perdue, mener

MOURIR = "__import__('os')._exit(3)"
DORMIR = "__import__('time').sleep({})"
QUI = "__import__('os').getpid()"


def test_the_others_are_done_all_the_same() -> None:
    taches = ["1 + 1", MOURIR, DORMIR.format(600), "2 + 2", MOURIR, "'trois'"]
    faites = dict(mener(eval, taches, processus=2, delai=0.5))
    assert faites == {0: 2, 1: Perdue("arret"), 2: Perdue("delai"), 3: 4, 4: Perdue("arret"), 5: "trois"}


def test_a_process_is_replaced_before_it_grows() -> None:
    qui = [pid for _, pid in mener(eval, [QUI] * 5, processus=1, delai=60, recycler=2)]
    assert [qui.count(pid) for pid in dict.fromkeys(qui)] == [2, 2, 1]
    assert os.getpid() not in qui


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_an_interruption_lets_what_is_under_way_end() -> None:
    taches = ["'prêt'", f"({DORMIR.format(1)}, 'écrit')[1]", "'jamais commencé'"]
    faites: list[object] = []

    def recueillir() -> None:
        for _, resultat in mener(eval, taches, processus=1, delai=60):
            faites.append(resultat)
            if resultat == "prêt":
                threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        recueillir()
    assert faites == ["prêt", "écrit"]
