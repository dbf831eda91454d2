"""What the pages keep in memory: computed once for each state of the data, and nobody waits for another's value."""

from __future__ import annotations

import threading
import time

import pytest
from process import PATIENCE

from adgo.server.site import KeptValues


def test_a_value_is_computed_once_for_each_state():
    kept, made = KeptValues(), []
    for state in ("one", "one", "two", "two", "one"):
        assert kept.get("name", state, lambda state=state: made.append(state) or state) == state
    assert made == ["one", "two", "one"]


def test_many_threads_at_once_compute_a_value_once():
    kept, made = KeptValues(), []

    def make() -> int:
        made.append(1)
        time.sleep(0.05)
        return 7

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("x", 1, make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, found) == ([1], [7] * 8)


def test_other_names_do_not_wait_while_a_value_is_computed():
    """Regression: the corpus and the differences of all sites shared one lock each, held over many queries."""
    kept, release, started = KeptValues(), threading.Event(), threading.Event()

    def slow() -> str:
        started.set()
        assert release.wait(PATIENCE)
        return "slow"

    thread = threading.Thread(target=kept.get, args=("slow", 1, slow))
    thread.start()
    try:
        assert started.wait(PATIENCE)
        assert kept.get("other", 1, lambda: "at once") == "at once"
        assert KeptValues().get("slow", 1, lambda: "another site") == "another site"
    finally:
        release.set()
        thread.join()


def test_a_value_may_need_another_and_a_failure_keeps_nothing():
    kept = KeptValues()
    assert kept.get("outer", 1, lambda: kept.get("inner", 1, lambda: 2) + 1) == 3

    def fail() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept.get("failing", 1, fail)
    assert kept.get("failing", 1, lambda: 5) == 5
