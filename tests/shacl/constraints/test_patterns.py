from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import warnings
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shacl_documents import made

from adgo.shacl.constraints import pattern_process, patterns
from adgo.shacl.constraints.patterns import Pattern
from adgo.shacl.engines import fast
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.reporting.error_places import place_of_error

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
        (r"^\p{IsGreek}", "", {"ά"}),
        (r"^\i\c+$", "", {"aB", "a.b", "Straße", "x" * 3000 + "a"}),
        ("^[a-z-[aeiou]]", "", {"x" * 3000 + "a"}),
        (r"^[^\W\d]+$", "", {"a", "aB", "Straße", "ά", "x" * 3000 + "a"}),
        ("a  b $", "x", set()),
        ("^(a|b)+$", "", {"a"}),
        ("a.$", "s", {"aB"}),
        ("[$]", "", set()),
    ],
)
def test_patterns_are_sparqls(source: str, flags: str, expected: set[str]) -> None:
    assert matched(source, flags) == expected


CASES = [
    # Pattern, flags, value, whether it matches: F&O 3.1, section 5.6, and XML Schema part 2, appendix G.
    (r"^\p{L}+$", "", "Köln", True),
    (r"^\i\c*$", "", "_x1", True),
    ("^[a-z-[aeiou]]+$", "", "bcd", True),
    ("^[a-z-[aeiou]]+$", "", "abc", False),
    (r"^\P{IsBasicLatin}+$", "", "αβ", True),
    ("a b", "x", "ab", True),
    (r"(a)\1", "", "aa", True),
    (r"^\S+$", "", "a\u00a0b", True),
    (r"^\d+$", "", "\u0661\u0662", True),
    (r"^\w+$", "", "a_b", False),
    ("\u017f", "i", "S", True),
    ("a.c", "", "a\nc", False),
    ("a.c", "s", "a\nc", True),
    ("^b$", "m", "a\nb\nc", True),
    ("a$|b$", "", "b\n", False),
    ("a.c", "q", "abc", False),
]


@pytest.mark.parametrize(("source", "flags", "value", "matches"), CASES)
@pytest.mark.parametrize("length", [0, 600])
def test_patterns_are_those_of_xpath(source: str, flags: str, value: str, matches: bool, length: int) -> None:
    """Rust's and Python's dialects were used: subtraction was a union, `\\i` ended the run, `\\S` refused U+00A0.

    A value next to a long one is matched by another engine, and gives the same.
    """
    long = "\u2400" * length
    assert (value in matched(source, flags, [value, long])) is matches


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (r"\bword\b", r"\\b is not an escape"),
        ("(?i)a", r"\(\? begins a group only as \(\?:"),
        ("(?=a)a", "look-around"),
        (r"^\x41$", r"\\x is not an escape"),
        ("a{,3}", "begins no quantifier"),
        ("[[:alpha:]]", "in a class"),
        (r"\p{Greek}", "not the name of a category"),
        ("a++", "a quantifier after the quantifier"),
        ("(a", "not closed"),
    ],
)
def test_a_pattern_that_xpath_does_not_have_is_refused_with_its_place(source: str, reason: str) -> None:
    written = source.replace("\\", "\\\\")
    shapes = f'ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ;\n sh:pattern "{written}" ] .'
    inputs = made("ex:a ex:q 1 .", shapes)
    with pytest.raises(ShapesError, match=reason) as caught:
        fast.validate(inputs)
    place = place_of_error(inputs, caught.value)
    assert place is not None
    assert (place.line, place.column) == (8, 13)


def test_flags_that_xpath_does_not_have_are_refused_with_their_place() -> None:
    shapes = 'ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern "a" ;\n sh:flags "g" ] .'
    inputs = made("ex:a ex:q 1 .", shapes)
    with pytest.raises(ShapesError, match="the flags may be s, m, i, x and q") as caught:
        fast.validate(inputs)
    place = place_of_error(inputs, caught.value)
    assert place is not None
    assert (place.line, place.column) == (8, 11)


@given(
    st.text("ab|()[]^$.*+?\\dw{}1,-", max_size=8),
    st.sampled_from(["", "i", "s"]),
    st.lists(st.text("ab1 \n", max_size=5), min_size=1, max_size=4),
)
def test_all_ways_of_matching_agree(source: str, flags: str, texts: list[str]) -> None:
    try:
        pattern = Pattern(source, flags, "<s>")
    except ShapesError:
        return
    expected = {text for text in texts if pattern._expression.search(text)}
    assert pattern.matched(texts) == expected
    assert pattern._linear(texts) == expected


@pytest.mark.parametrize("source", ["(a+)+$", "(a|a)*b", "(a*)*c", "a*a*a*a*a*a*b", r"(\w+\s?)*$"])
def test_a_pattern_that_would_backtrack_without_end_is_matched_quickly(source: str) -> None:
    hostile = "a" * 3000 + "!"
    assert matched(source, "", [hostile, "b"]) <= {hostile, "b"}


def test_the_time_limit_stops_a_pattern_that_only_python_can_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 1)
    with pytest.raises(ShapesError, match="backtracks for too long"):
        matched(r"^(a+)+\1$", "", ["a" * 60 + "!"])


def test_a_worker_thread_finds_what_the_main_thread_finds() -> None:
    """Outside the main thread, a valid shape was an error."""
    found: list[set[str]] = []
    thread = threading.Thread(target=lambda: found.append(matched(r"^(.)\1$", "", ["aa", "bc"])))
    thread.start()
    thread.join(60)
    assert found == [{"aa"}]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers")
def test_the_timer_of_the_caller_continues() -> None:
    """The caller's timer was switched off, and with it a limit on the time of a test."""
    rang: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rang.append(number))
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        begun = monotonic()
        assert matched(r"^(.)\1$", "", ["aa", "bc"]) == {"aa"}
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert left == pytest.approx(60 - (monotonic() - begun), abs=20)
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
        for source in ("[a||b]", "[a&&b]", "[a~~b]", r"[\[a]", "(a*)*b&&"):
            matched(source)
    assert given == []


def test_a_text_is_matched_once_in_the_separate_process(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    search = pattern_process.search

    def counted(source: str, texts: list[str], seconds: float) -> list[bool]:
        asked.append(list(texts))
        return search(source, texts, seconds)

    monkeypatch.setattr(pattern_process, "search", counted)
    pattern = Pattern(r"^(.)\1$", "", "<s>")
    assert (pattern.matched(["aa", "ab"]), pattern.matched(["aa", "cc"])) == ({"aa"}, {"aa", "cc"})
    assert asked == [["aa", "ab"], ["cc"]]


def test_the_separate_process_ends_by_itself() -> None:
    """If the caller is killed, nothing else ends it."""
    request = {"source": "(a+)+$", "texts": ["a" * 60 + "!"], "seconds": 0.2}
    done = subprocess.run(
        [sys.executable, "-I", "-S", pattern_process.__file__],
        input=json.dumps(request).encode(),
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGALRM
