"""Random calls by the official client: no answer says that it is complete if it is not, or gives a wrong number.

The expected number of rows is counted by the engine alone, on the same data, without anything of ADGO's agents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import strategies as st
from mcp_session import Session
from pyoxigraph import QueryBoolean, QueryTriples, Store
from random_examples import examples

from adgo import queries
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import PREFIXES

#: Patterns from one solution to hundreds of millions, which no budget holds.
PATTERNS = (
    "?a adgo:partnersWith ?b",
    "?a a adgo:Claim ; adgo:modality ?b",
    "GRAPH graph:plans { ?a ?b ?c }",
    "?a ?b ?c",
    "?a adgo:within ?b . ?c a adgo:Firm",
    "?a adgo:noSuchProperty ?b",
    "?a a adgo:Claim . ?b a adgo:Claim",
    "?a ?b ?c . ?d ?e ?f",
)
#: Of the last two, the part that binds ?a: every other triple is combined with each of its solutions.
PARTS = {PATTERNS[-2]: "?a a adgo:Claim", PATTERNS[-1]: "?a ?b ?c"}
TAILS = ("", " ORDER BY ?a ?b", " LIMIT 0", " LIMIT 1", " LIMIT 37", " LIMIT 5000", " OFFSET 3 LIMIT 100")
HEADS = (
    "SELECT * {{ {0} }}{1}",
    "SELECT DISTINCT ?a {{ {0} }}{1}",
    "SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {0} }}{1} }}",
    "SELECT ?a (CONCAT(STR(?a), REPLACE(STR(?b), '.', '{2}')) AS ?long) {{ {0} }}{1}",
    "CONSTRUCT {{ ?a rdfs:seeAlso ?b }} {{ {0} }}{1}",
    "ASK {{ {0} }}",
)
STORED = sorted(queries.load())
AMOUNTS = st.fixed_dictionaries(
    {},
    optional={
        "max_rows": st.integers(1, 1000),
        "max_bytes": st.one_of(st.integers(2000, 9000), st.integers(2000, 200_000)),
    },
)
EVIDENCE = st.fixed_dictionaries({}, optional={"evidence": st.booleans()})


@dataclass(frozen=True)
class Call:
    """A call, and a query with as many rows; None if the number of rows is only compared between pages."""

    tool: str
    arguments: dict[str, Any] = field(default_factory=dict)
    text: str | None = None
    is_endless: bool = False


def _query(head: str, pattern: str, tail: str, more: dict[str, Any]) -> Call:
    text = head.format(pattern, tail, "x" * 200)
    if pattern not in PARTS or "LIMIT" in tail or head.startswith("ASK"):
        return Call("query", {"sparql": text, **more}, text)
    same = _with_as_many_rows(head, pattern)
    return Call("query", {"sparql": text, **more, "timeout": 2}, same, is_endless=same is None)


def _with_as_many_rows(head: str, pattern: str) -> str | None:
    """Return a short query with as many rows as one on a product; None if it has more than any answer can hold.

    Whether the query on the product ends within its time depends on the machine.
    """
    if "COUNT" in head:
        return "SELECT (1 AS ?n) {}"
    if "DISTINCT" in head or (head.startswith("CONSTRUCT") and pattern == PATTERNS[-1]):
        return head.format(PARTS[pattern], "")
    return None


CALLS = st.one_of(
    st.builds(_query, *map(st.sampled_from, (HEADS, PATTERNS, TAILS)), EVIDENCE),
    st.builds(
        lambda name, more: Call("question", {"name": name, **more}, queries.load()[name].text),
        st.sampled_from(STORED),
        EVIDENCE,
    ),
    st.builds(
        lambda words: Call("find", {"words": words}), st.sampled_from(("Momenta", "level 4", "qzx", "a"))
    ),
    st.builds(lambda words: Call("schema", {"words": words}), st.sampled_from(("claim", "adgo", "o", "qzx"))),
    st.builds(
        lambda about: Call("evidence", {"about": about}),
        st.sampled_from(("src:000", "Momenta", "p:004-5", "claim:004-5a", "nobody", "id:Germany")),
    ),
)


def counted(store: Store, text: str) -> int:
    """Return how many rows a query has, counted by the engine alone; the triples of a graph are counted once."""
    found = store.query(text, prefixes=dict(PREFIXES))
    if isinstance(found, QueryBoolean):
        return 1
    if isinstance(found, QueryTriples):
        return len(set(found))
    return sum(1 for _ in found)


def check(answer: dict[str, Any], call: dict[str, Any], before: int, total: int | None) -> None:
    """Fail if a flag or a number of an answer is wrong."""
    rows = len(answer["data"])
    total = answer["total"] if total is None else total
    assert (answer["rows"], answer["total"], answer["rows_before"]) == (rows, total, before)
    assert answer["rows_after"] == total - before - rows
    assert answer["complete"] == (rows == total)
    assert (answer["next"] is None) == (before + rows == total)
    assert rows <= call.get("max_rows", 100)
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= call.get("max_bytes", 24_000)


@pytest.fixture(scope="module")
def counts() -> dict[str, int]:
    """Return numbers of rows that were counted already, by query."""
    return {}


@pytest.fixture(scope="module", autouse=True)
def shared(agent: Session, packaged: Dataset, counts: dict[str, int]) -> None:
    """Give the random tests, which take no fixtures, what they share."""
    SHARED.update(agent=agent, packaged=packaged, counts=counts)


SHARED: dict[str, Any] = {}


def expected(call: Call) -> int | None:
    if call.text is None:
        return None
    if call.text not in SHARED["counts"]:
        SHARED["counts"][call.text] = counted(SHARED["packaged"].store, call.text)
    return int(SHARED["counts"][call.text])


@examples(20, 500, CALLS, AMOUNTS, AMOUNTS)
def test_no_flag_is_wrong(call: Call, amounts: dict[str, int], others: dict[str, int]) -> None:
    """A call, and the next answer with another budget. A call without an answer says so, and sends no rows."""
    agent, asked = SHARED["agent"], {**call.arguments, **amounts}
    result = agent.raw(call.tool, **asked)
    if result.is_error:
        text = result.content[0].text
        assert result.structured_content is None
        assert any(reason in text for reason in REASONS), text
        return
    assert not call.is_endless, "an answer to a query that is larger than any limit"
    answer = result.structured_content
    total = expected(call)
    check(answer, asked, 0, total)
    if answer["next"]:
        more = {**call.arguments, **others}
        following = agent.raw(call.tool, **more, cursor=answer["next"])
        if following.is_error:
            assert "does not fit" in following.content[0].text
        else:
            check(following.structured_content, more, answer["rows"], answer["total"])
            assert following.structured_content["version"] == answer["version"] == SHARED["packaged"].digest


#: Why a call of this test may have no answer.
REASONS = (
    "does not fit",
    "larger than 16 MiB",
    "ran longer than",
    "more than 512 MiB",
    "Nothing is called 'nobody'",
)
