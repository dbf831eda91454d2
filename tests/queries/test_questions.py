"""Stored questions: headers, parameters, and arguments that cannot smuggle SPARQL in."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions, Store

from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import PREFIXES
from adgo.queries import BadParameter, Parameter, Question, load, read

QUESTIONS = load()
#: The sections of the page of questions.
AIMS = (
    "Firms and people",
    "Places and rules",
    "Plans and deployments",
    "Disagreements",
    "Figures and technology",
    "Evidence and sources",
)
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
    [only] = asked(Store(), text)
    return [str(term) for term in only]


def asked(store: Store, text: str) -> QuerySolutions:
    found = store.query(text, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    return found


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
    with pytest.raises(BadParameter, match="day takes a day such as 2026-01-31, not"):
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
    with pytest.raises(BadParameter, match="day takes a day such as 2026-01-31, not 'soon'"):
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


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.name)
def test_every_stored_question_reads_like_one(question: Question) -> None:
    assert question.question.endswith(("?", "status.")), question.question
    assert question.kind
    assert all(parameter.default or parameter.datatype for parameter in question.parameters)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.name)
def test_every_stored_question_has_what_the_page_of_questions_shows(question: Question) -> None:
    assert 5 < len(question.title) <= 70, question.title
    assert question.aim in AIMS
    assert question.words
    # The page is for readers: no number of an article, no id of a question, no name of a property.
    assert not re.search(r"\b00\d\b|\bO-\d|[a-z]+:\w|[{}|]", question.title + " " + question.question)
    # Each place in the title and the question is that of a parameter.
    named = set(re.findall(r"\{(\w+)\|", question.title_form + question.question_form))
    assert named <= {parameter.name for parameter in question.parameters}
    for parameter in question.parameters:
        marked = question.titled({parameter.name: "§"}) + question.asked({parameter.name: "§"})
        assert "§" in marked, f"neither the title nor the question has a place for {parameter.name}"


def test_titles_and_places_in_the_order_are_used_once() -> None:
    assert len({question.title.casefold() for question in QUESTIONS.values()}) == len(QUESTIONS)
    for aim in AIMS:
        orders = sorted(question.order for question in QUESTIONS.values() if question.aim == aim)
        assert orders == list(range(1, len(orders) + 1)), aim


def test_a_day_is_today_if_none_is_given() -> None:
    """Bug: plans that were due later this year were listed as late, because the default day was in the future."""
    days = [
        (question, parameter)
        for question in QUESTIONS.values()
        for parameter in question.parameters
        if parameter.is_day
    ]
    assert len(days) == 2
    for question, parameter in days:
        assert parameter.default == ""
        assert "NOW()" in question.text


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(q.name, p.name) for q in QUESTIONS.values() for p in q.parameters if p.is_thing],
)
def test_each_option_of_a_parameter_has_an_answer(packaged: Dataset, name: str, parameter: str) -> None:
    question = QUESTIONS[name]
    found = (row[0] for row in asked(packaged.store, question.options_query(parameter)))
    options = {each.value for each in found if isinstance(each, NamedNode)}
    default = question.parameter(parameter).default
    assert PREFIXES["id"] + default.removeprefix("id:") in options
    for option in sorted(options)[::7]:
        assert list(asked(packaged.store, question.ask({parameter: option}))), option


def test_questions_to_see_exist() -> None:
    stored = load()
    assert {name for each in stored.values() for name in each.see} <= set(stored)
    asks = {name for name, each in stored.items() if "\nASK" in each.text}
    assert asks == {name for name, each in stored.items() if each.see}
