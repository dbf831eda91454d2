"""The benchmark: every row is exact, by the rows that were written by hand from the articles."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from answering import FIXED, short
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from adgo import queries
from adgo.export.text_to_sparql.benchmark import benchmark
from adgo.graph.dataset import Dataset, load

COMPETENCY = Path(__file__).parents[2] / "competency"

#: Every day, these; in the full run, all.
SAMPLE = ("firm-profile", "lapsed-plans", "partnerships", "qcraft-sold-in-europe", "spellings")


@cache
def document(day: str, names: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(benchmark(load(), day, names))
    return found


def entry(name: str) -> dict[str, Any]:
    day = FIXED.get(name, {}).get("day", "2027-01-01")
    names = SAMPLE if name in SAMPLE else tuple(set(queries.load()) - {"status-as-of"})
    if name == "status-as-of":
        names = (name,)
    [found] = [each for each in document(day, names)["questions"] if each["name"] == name]
    return dict(found)


def rows(answer: dict[str, Any]) -> list[list[str]]:
    """Return header and rows as the expected rows write them."""
    if "boolean" in answer:
        return [["answer"], ["yes" if answer["boolean"] else "no"]]
    found = parse_query_results(json.dumps(answer).encode(), QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    names = [each.value for each in found.variables]
    return [names, *sorted([short(row[name]) for name in names] for row in found)]


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each in SAMPLE else pytest.mark.full) for each in queries.load()]
)
def test_every_row_is_exact(name: str) -> None:
    with (COMPETENCY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    [answer] = entry(name)["answers"]
    assert rows(answer) == [expected[0], *sorted(expected[1:])]


def test_the_query_alone_gives_the_rows(packaged: Dataset) -> None:
    """Without ADGO's own evaluation: the engine, and no default of today in it."""
    for name in ("partnerships", "lapsed-plans"):
        found = packaged.store.query(entry(name)["query"]["sparql"])
        assert isinstance(found, QuerySolutions)
        assert len(list(found)) == len(entry(name)["answers"][0]["results"]["bindings"])
    assert "2027-01-01" in entry("lapsed-plans")["query"]["sparql"]
    assert "2027-01-01" in entry("lapsed-plans")["question"]["zh"]


def test_each_question_is_in_three_languages_with_whole_numbers_as_names() -> None:
    """The questions file of the TEXT2SPARQL client: unique `id`, `question` by language, `query.sparql`, `dataset`."""
    found = document("2027-01-01", SAMPLE)
    assert {"id", "prefix"} <= found["dataset"].keys()
    numbers = {name: number for number, name in enumerate(queries.load(), 1)}
    assert {each["name"]: each["id"] for each in found["questions"]} == {
        name: numbers[name] for name in SAMPLE
    }
    for each in found["questions"]:
        assert list(each["question"]) == ["en", "de", "zh"]
        assert min(len(others) for others in each["paraphrases"].values()) >= 1
        assert len(each["paraphrases"]["en"]) >= 2


@pytest.mark.full
def test_the_day_is_that_of_the_last_change_unless_one_is_given(packaged: Dataset) -> None:
    text = "SELECT ?d { GRAPH ?g { <https://w3id.org/adgo/dataset> <http://purl.org/dc/terms/modified> ?d } }"
    [row] = packaged.store.query(text)  # type: ignore[union-attr, misc]
    content = benchmark(packaged, names=SAMPLE)
    assert json.loads(content)["dataset"]["day"] == row["d"].value
    assert json.loads(content)["dataset"]["data"] == packaged.digest
    assert content == benchmark(packaged, names=SAMPLE)
