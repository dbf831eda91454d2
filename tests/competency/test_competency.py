"""The stored questions give exactly the rows of the CSV files in this folder, one file for each question."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from answering import FIXED, rows
from pyoxigraph import NamedNode, QuerySolutions
from rdflib.plugins.sparql import prepareQuery

from adgo import queries
from adgo.graph import files
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO, PREFIXES

HERE = Path(__file__).parent
QUESTIONS = queries.load()


def answer(packaged: Dataset, name: str, **arguments: str) -> list[list[str]]:
    """Return header and rows of a stored question, as of a fixed day if its default is today."""
    return rows(packaged.store, QUESTIONS[name].ask(arguments or FIXED.get(name, {})))


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_answer_is_exact(packaged: Dataset, name: str) -> None:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert answer(packaged, name) == [expected[0], *sorted(expected[1:])]


def test_no_expectation_is_left_without_a_question() -> None:
    assert {path.stem for path in HERE.glob("*.csv")} == set(QUESTIONS)


def test_every_competency_question_is_stored_once() -> None:
    ids = [question.id for question in QUESTIONS.values()]
    assert sorted(each for each in ids if each.startswith("O-")) == [f"O-{n:02}" for n in range(1, 31)]
    assert len(ids) == len(set(ids))


def test_every_term_of_the_ontology_is_asked_for(packaged: Dataset) -> None:
    """A term counts as asked for if a question names it, or names a class or property above it.

    A term that waits for data (vs:term_status "testing") or is deprecated has nothing to ask for.
    """
    named = {
        ADGO + local
        for question in QUESTIONS.values()
        for local in re.findall(r"\badgo:(\w+)", re.sub(r"#.*", "", question.text))
    }
    terms = """
        SELECT DISTINCT ?term ?above WHERE {
            GRAPH graph:ontology {
                ?term a ?kind .
                VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
                ?term (rdfs:subClassOf|rdfs:subPropertyOf)* ?above .
                FILTER NOT EXISTS {
                    VALUES (?mark ?waits) { (vs:term_status "testing") (owl:deprecated true) }
                    ?term ?mark ?waits
                }
            }
            FILTER (STRSTARTS(STR(?term), STR(adgo:)))
        }
    """
    above: dict[str, set[str]] = {}
    found = packaged.store.query(terms, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    for row in found:
        term, higher = row["term"], row["above"]
        assert isinstance(term, NamedNode)
        above.setdefault(term.value, set()).add(getattr(higher, "value", ""))
    assert above
    assert sorted(term for term, higher in above.items() if not higher & named) == []


def patterns(part: object) -> int:
    """Return the number of triple patterns in a part of a parsed query."""
    if isinstance(part, dict):
        own = len(part["triples"]) if "triples" in part else 0
        return own + sum(patterns(value) for key, value in part.items() if key != "triples")
    return sum(patterns(each) for each in part) if isinstance(part, list) else 0


def test_what_an_analyst_asks_of_reports_takes_eight_patterns() -> None:
    """Bug: the obvious query returned no row, and the right one took a dozen patterns over claims."""
    text = QUESTIONS["chinese-firms-in-germany"].text
    assert patterns(prepareQuery(text).algebra) <= 8
    assert "GRAPH" not in text


def test_a_file_without_its_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("#+ id: X\nASK {}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.rq: add a line `#\+ question"):
        queries.read(path)


def test_the_questions_are_the_files(packaged: Dataset) -> None:
    assert [path.stem for path in files.queries()] == sorted(QUESTIONS)
