"""The engine answers the queries of the project, as they are or rewritten; ADGO's own evaluation takes longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from adgo.sparql.differences.catalogue import FOLDER
from adgo.sparql.differences.plan import plan

BASE = "http://example.org/"
ROOT = Path(__file__).parents[3]
#: All but the examples of the differences, some of which only ADGO itself can answer.
QUERIES = {
    str(path.relative_to(ROOT)): path
    for folder in ("src", "shapes", "ontology")
    for path in sorted((ROOT / folder).rglob("*.rq"))
    if path.parent != FOLDER
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.full if place % 3 else []) for place, name in enumerate(QUERIES)],
)
def test_the_engine_answers_each_query_of_the_project(name: str) -> None:
    """Regression: lapsed-plans.rq called STRDT, so that ADGO evaluated all of it."""
    text = QUERIES[name].read_text(encoding="utf-8")
    planned = plan(text, BASE)
    assert planned.query is None or planned.text is not None, planned.differences
    # ADGO would also evaluate what the engine refuses with a SyntaxError.
    Store().query(planned.text or text, base_iri=BASE)


def test_there_are_queries_of_each_folder() -> None:
    assert {name.partition("/")[0] for name in QUERIES} == {"src", "shapes", "ontology"}
