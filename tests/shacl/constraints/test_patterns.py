from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import warnings
from time import monotonic, sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adgo.shacl.constraints import pattern_process, patterns
from adgo.shacl.constraints.patterns import Pattern
from adgo.shacl.model.errors import ShapesError

TEXTS = ["", "a", "ab\n", "aB", "a.b", "Straße", "ά", "7", "x" * 3000 + "a"]


def matched(source: str, flags: str = "", texts: list[str] = TEXTS) -> set[str]:
    return Pattern(source, flags, "<s>").matched(texts)


@pytest.mark.parametrize(
    ("source", "flags", "expected"),
    [
        ("^a$", "", {"a"}),
        ("b$", "", {"a.b"}),
        ("b$", "m", {"ab\n", "a.b"}),
        ("^ab", "i", {"ab\n", "aB"}),
        ("^a.b", "q", set()),
        ("A.B", "qi", {"a.b"}),
        (r"^\p{Lu}", "", {"Straße"}),
        (r"^\p{Greek}", "", {"ά"}),
        (r"^[^\W\d]+$", "", {"a", "aB", "Straße", "ά", "x" * 3000 + "a"}),
        ("a  b $", "x", set()),
        ("^(a|b)+$", "", {"a"}),
        ("a.$", "s", {"aB"}),
        ("[$]", "", set()),
    ],
)
def test_patterns_are_sparqls(source: str, flags: str, expected: set[str]) -> None:
    assert matched(source, flags) == expected


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("^F-[0-9]{8}$", True),
        ("[a-z-[aeiou]]", False),
        (r"[\]a-[b]", False),
        ("[]a-[b]]", False),
        ("(a+)+", False),
    ],
)
def test_expressions_that_python_reads_like_sparql_are_plain(source: str, plain: bool) -> None:
    """`F-[0-9]` was matched by the slower engine, as if it subtracted a class."""
    assert Pattern(source, "", "<s>")._is_plain() is plain


@settings(derandomize=True, deadline=None)
@given(
    st.text("ab|()[]^$.*+?\\dwp{}1,-", max_size=8),
    st.lists(st.text("ab1 \n", max_size=5), min_size=1, max_size=4),
)
def test_both_ways_of_matching_agree(source: str, texts: list[str]) -> None:
    pattern = Pattern(source, "", "<s>")
    if not pattern._is_plain():
        return
    try:
        expression = pattern._compiled()
    except ShapesError:
        return
    from pyoxigraph import Store

    if pattern._is_known(Store()):
        assert {text for text in texts if expression.search(text)} == pattern._linear(texts)


@pytest.mark.parametrize("source", ["(a+)+$", "(a|a)*b", "(a*)*c", "a*a*a*a*a*a*b", r"(\w+\s?)*$"])
def test_a_pattern_that_would_backtrack_without_end_is_matched_quickly(source: str) -> None:
    hostile = "a" * 3000 + "!"
    assert matched(source, "", [hostile, "b"]) <= {hostile, "b"}


def test_look_around_goes_to_pythons_engine() -> None:
    assert matched("^(?!a)", "", ["a", "b"]) == {"b"}


def test_the_time_limit_stops_a_pattern_that_only_python_can_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 1)
    with pytest.raises(ShapesError, match="backtracks for too long"):
        matched("^(?=a)(a+)+$", "", ["a" * 60 + "!"])


def test_a_worker_thread_finds_what_the_main_thread_finds() -> None:
    """Outside the main thread, a valid shape was an error."""
    found: list[set[str]] = []
    thread = threading.Thread(target=lambda: found.append(matched("^(?!a)", "", ["a", "b"])))
    thread.start()
    thread.join(60)
    assert found == [{"b"}]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers")
def test_the_timer_of_the_caller_continues() -> None:
    """The caller's timer was switched off, and with it a limit on the time of a test."""
    rang: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rang.append(number))
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        begun = monotonic()
        assert matched("^(?!a)", "", ["a", "b"]) == {"b"}
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert left == pytest.approx(60 - (monotonic() - begun), abs=0.5)
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        while not rang and monotonic() - begun < 50:
            sleep(0.01)
        assert rang == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_no_warning_is_given_about_a_pattern() -> None:
    """Python warns of class operations that it may support one day; with warnings as errors, validation failed."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        for source in ("[a--b]", "[a||b]", "[[a]]", "[a&&b]", "[a~~b]", "(?=[[a])"):
            matched(source)
    assert given == []


def test_a_text_is_matched_once_in_the_separate_process(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    search = pattern_process.search

    def counted(source: str, flags: int, texts: list[str], seconds: float) -> list[bool]:
        asked.append(list(texts))
        return search(source, flags, texts, seconds)

    monkeypatch.setattr(pattern_process, "search", counted)
    pattern = Pattern("^(?!a)", "", "<s>")
    assert (pattern.matched(["a", "b"]), pattern.matched(["b", "c"])) == ({"b"}, {"b", "c"})
    assert asked == [["a", "b"], ["c"]]


def test_the_separate_process_ends_by_itself() -> None:
    """If the caller is killed, nothing else ends it."""
    request = {"source": "(a+)+$", "flags": 0, "texts": ["a" * 60 + "!"], "seconds": 0.2}
    done = subprocess.run(
        [sys.executable, "-I", "-S", pattern_process.__file__],
        input=json.dumps(request).encode(),
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGALRM


@pytest.mark.parametrize(("source", "flags"), [("(", ""), ("[a", ""), ("a", "z")])
def test_an_expression_that_cannot_be_read_is_an_error(source: str, flags: str) -> None:
    with pytest.raises(ShapesError, match=r"cannot be read|sh:flags"):
        matched(source, flags)


def test_expressions_with_another_meaning_in_python_are_not_plain() -> None:
    assert not any(
        Pattern(source, "", "<s>")._is_plain() for source in (r"\p{L}", "(a)*", "(?i)a", "a*a*a*", "[a-[b]]")
    )
