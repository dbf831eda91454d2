"""Ctrl-C during a query: it reaches the program at once, and the query takes no more memory."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from adgo.sparql.answering.interrupts import interruptible

#: Sends SIGINT to the process when the work has run for half a second.
SIGNAL = """\
import os, signal, threading, time
from adgo.sparql.answering.interrupts import interruptible
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
begun = time.monotonic()
"""
#: One step of the engine that takes hours, many short ones, and one in which Python sleeps.
WORKS = {
    "engine": """\
from pyoxigraph import NamedNode, Quad, Store
store, iris = Store(), [NamedNode(f"urn:{number}") for number in range(300)]
store.extend(Quad(iri, iri, iri) for iri in iris)
work = lambda: list(store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"))
""",
    "python": """\
def work():
    while True:
        steps.append(1)
""",
    "sleep": "work = lambda: time.sleep(60)\n",
}


def outcome(code: str) -> list[str]:
    """Return what a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_an_interrupt_is_raised_at_once(work: str) -> None:
    code = f"{SIGNAL}steps = []\n{work}" + (
        "try:\n    interruptible(work)\n"
        "except KeyboardInterrupt:\n    print('interrupted', time.monotonic() - begun < 10)"
    )
    assert outcome(code) == ["interrupted", "True"]


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_a_time_limit_ends_the_work(work: str) -> None:
    code = f"""\
import time
from adgo.sparql.answering.interrupts import TimeIsUp, interruptible
begun, steps = time.monotonic(), []
{work}
try:
    interruptible(work, 0.3)
except TimeIsUp:
    print('ended', time.monotonic() - begun < 10)
"""
    assert outcome(code) == ["ended", "True"]


@pytest.mark.full
def test_after_an_interrupt_the_work_goes_on_no_longer() -> None:
    """Its rows would fill the memory of a notebook, which lives on."""
    code = f"{SIGNAL}steps = []\n{WORKS['python']}" + (
        "try:\n    interruptible(work)\n"
        "except KeyboardInterrupt:\n    time.sleep(0.5)\n    before = len(steps)\n    time.sleep(0.2)\n"
        "    print(before > 0, len(steps) == before, threading.active_count())"
    )
    assert outcome(code) == ["True", "True", "1"]


def test_what_the_work_returns_or_raises_arrives() -> None:
    assert interruptible(lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 // 0)
    with pytest.raises(SystemExit):
        interruptible(lambda: sys.exit(3))


def test_only_the_main_thread_needs_another_one() -> None:
    found: list[bool] = []

    def ask() -> None:
        found.append(interruptible(threading.current_thread) is threading.current_thread())

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    found.append(interruptible(threading.current_thread) is threading.current_thread())
    assert found == [True, False]
