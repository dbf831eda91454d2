"""A limited query looks only at what the values of its key lead to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pyoxigraph import RdfFormat, Store

from adgo.graph.rechecking.change_reach import QueryChange
from adgo.graph.rechecking.kept_answers import solutions
from adgo.graph.rechecking.limiter import MOST_VALUES, Limiter

PREFIX = "PREFIX : <http://e/> "
DATA = ":a :p :b ; :s 1 , [] . :c :p :d . :b :q :e ; :r :f . :d :q :f . :x :r :a ."
B, NONE = "VALUES (?y) { (<http://e/b>) }", "VALUES (?y) {  }"
TABLE = 'VALUES (?k ?n) { ("1" <http://e/b>) ("1" <http://e/x>) }'
LOOKUP = "{ SELECT DISTINCT (STR(1) AS ?k) ?n { ?n :r ?m } }"


class Asked:
    """Answers queries about the data, and keeps their texts."""

    def __init__(self, trig: str) -> None:
        self.store, self.texts = Store(), list[str]()
        self.store.load(f"@prefix : <http://e/> . {trig}".encode(), RdfFormat.TURTLE)

    def __call__(self, text: str) -> Sequence[tuple[str, ...]]:
        self.texts.append(text)
        return solutions(self.store, text)


def limited(text: str, asked: Asked) -> str:
    change = QueryChange(PREFIX + text)
    return change.limited(Limiter(asked, asked), "?x", ["<http://e/a>"])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("SELECT ?x { ?x :p ?y . { SELECT DISTINCT ?y { ?y :q ?z } } }", B, id="join"),
        pytest.param(
            "SELECT ?x { { SELECT DISTINCT ?y { ?y :q ?z } } ?x :p ?y }", B, id="join from the right"
        ),
        pytest.param("SELECT ?x { ?x :p ?y MINUS { ?y :q ?z } }", B, id="minus"),
        pytest.param("SELECT ?x { ?x :p ?y OPTIONAL { ?y :q ?z } }", B, id="optional"),
        pytest.param("SELECT ?x { ?x :r ?y MINUS { ?y :q ?z } }", NONE, id="nothing to subtract from"),
        pytest.param(
            f"SELECT ?x {{ {LOOKUP} {{ SELECT ?x (STR(1) AS ?k) {{ ?x :p ?y }} }} }}",
            TABLE,
            id="a table of few rows",
        ),
    ],
)
def test_the_other_side_has_the_values_of_the_limited_one(text: str, values: str) -> None:
    asked = Asked(DATA)
    made = limited(text, asked)
    assert values in made
    rows = [row for row in solutions(asked.store, PREFIX + text) if row[0] == "<http://e/a>"]
    assert solutions(asked.store, made) == rows


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT ?x { ?x :p ?w MINUS { ?y :q ?z } }", id="no common variable"),
        pytest.param(
            "SELECT ?x { ?x :p ?w FILTER NOT EXISTS { ?w :p ?y MINUS { ?y :q ?z } } }", id="in exists"
        ),
        pytest.param("SELECT ?x { GRAPH ?g { ?x :p ?y MINUS { ?y :q ?z } } }", id="in a graph"),
        pytest.param("SELECT ?x { ?x :s ?y MINUS { ?y :q ?z } }", id="a blank node"),
    ],
)
def test_other_parts_stay_as_they_are(text: str) -> None:
    assert "(?y)" not in limited(text, Asked(DATA))


def test_many_values_are_no_limit() -> None:
    many = " , ".join(f":n{number}" for number in range(MOST_VALUES + 1))
    asked = Asked(f":a :p {many} .")
    assert "(?y)" not in limited("SELECT ?x { ?x :p ?y MINUS { ?y :q ?z } }", asked)
    assert len(asked.texts) == 1
    assert f"LIMIT {MOST_VALUES + 1}" in asked.texts[0]
