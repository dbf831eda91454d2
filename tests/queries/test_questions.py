"""Stored questions: headers, parameters, and arguments that cannot smuggle SPARQL in."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from adgo.graph.namespaces import PREFIXES
from adgo.queries import BadParameter, Parameter, Question, load, read

DATE = "<http://www.w3.org/2001/XMLSchema#date>"

TEXT = """#+ id: X
#+ question: What?
#+ kind: test
#+ parameter: thing the thing
#+ parameter: word the word
#+ parameter: day the day

SELECT ?thing ?word ?day {
    VALUES ?thing { <urn:a> }
    VALUES ?word { "default" }
    VALUES ?day { "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }
}
"""


@pytest.fixture
def question(tmp_path: Path) -> Question:
    path = tmp_path / "what.rq"
    path.write_text(TEXT, encoding="utf-8")
    return read(path)


def row(text: str) -> list[str]:
    found = Store().query(text, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    [only] = found
    return [str(term) for term in only]


def test_the_header_is_read(question: Question) -> None:
    assert (question.name, question.id, question.question, question.kind) == ("what", "X", "What?", "test")
    assert [(p.name, p.meaning) for p in question.parameters] == [
        ("thing", "the thing"),
        ("word", "the word"),
        ("day", "the day"),
    ]
    assert question.parameters[0].default == "<urn:a>"


def test_without_arguments_the_defaults_are_used(question: Question) -> None:
    assert question.ask({}) == TEXT


def test_arguments_take_the_places_of_the_defaults(question: Question) -> None:
    assert row(question.ask({"thing": "id:Momenta", "word": "new", "day": "2027-02-03"})) == [
        "<https://w3id.org/adgo/id/Momenta>",
        '"new"',
        '"2027-02-03"^^<http://www.w3.org/2001/XMLSchema#date>',
    ]
    assert row(question.ask({"thing": "<urn:b>"}))[0] == "<urn:b>"
    assert row(question.ask({"thing": "urn:b"}))[0] == "<urn:b>"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_literal_argument_stays_one_literal(word: str) -> None:
    """Whatever the text holds, quotes and braces too, it is a word and never SPARQL."""
    question = Question("what", "X", "What?", "test", TEXT, _parameters())
    found = Store().query(question.ask({"word": word}))
    assert isinstance(found, QuerySolutions)
    assert [solution["word"].value for solution in found] == [word]  # type: ignore[union-attr]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_iri_argument_is_one_iri_or_refused(value: str) -> None:
    question = Question("what", "X", "What?", "test", TEXT, _parameters())
    with contextlib.suppress(BadParameter):
        found = Store().query(question.ask({"thing": value}))
        assert isinstance(found, QuerySolutions)
        assert len(list(found)) == 1


def test_a_value_that_is_not_an_iri_is_refused(question: Question) -> None:
    with pytest.raises(BadParameter, match="thing takes an IRI or a name such as <urn:a>, not 'two words'"):
        question.ask({"thing": "two words"})


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "2026", ""])
def test_a_value_that_does_not_fit_the_datatype_is_refused(question: Question, day: str) -> None:
    """Bug: a day that is none compared with nothing, and the answer was an empty table."""
    with pytest.raises(BadParameter, match=r'day takes a value such as "2026-01-01".*, not'):
        question.ask({"day": day})


OPEN = """#+ id: X
#+ question: What?
#+ kind: test
#+ parameter: day^^xsd:date the day; today if none is given

SELECT (COALESCE(?day, "today") AS ?taken) { VALUES ?day { UNDEF } }
"""


def test_a_parameter_may_leave_its_default_to_the_query(tmp_path: Path) -> None:
    path = tmp_path / "when.rq"
    path.write_text(OPEN, encoding="utf-8")
    question = read(path)
    assert question.parameters == (Parameter("day", "the day; today if none is given", "", "xsd:date"),)
    assert row(question.ask({})) == ['"today"']
    assert row(question.ask({"day": "2027-02-03"})) == [f'"2027-02-03"^^{DATE}']
    with pytest.raises(BadParameter, match="day takes a value of the type xsd:date, not 'soon'"):
        question.ask({"day": "soon"})


def _parameters() -> tuple[Parameter, ...]:
    return (
        Parameter("thing", "the thing", "<urn:a>"),
        Parameter("word", "the word", '"default"'),
        Parameter("day", "the day", f'"2026-01-01"^^{DATE}', DATE),
    )


def test_an_unknown_parameter_is_refused_with_those_there_are(question: Question) -> None:
    with pytest.raises(BadParameter, match="what has no parameter 'other'; it takes thing, word, day"):
        question.ask({"other": "x"})


def test_a_parameter_without_its_place_is_named(tmp_path: Path) -> None:
    path = tmp_path / "what.rq"
    path.write_text(TEXT.replace("VALUES ?word", "VALUES ?other"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"what\.rq: bind word with `VALUES \?word"):
        read(path)


@pytest.mark.parametrize("question", load().values(), ids=lambda question: question.name)
def test_every_stored_question_reads_like_one(question: Question) -> None:
    assert question.question.endswith(("?", "status.")), question.question
    assert question.kind
    assert all(parameter.default or parameter.datatype for parameter in question.parameters)
