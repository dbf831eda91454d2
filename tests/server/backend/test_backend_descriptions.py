"""Answers to DESCRIBE: whole, or a failure. They were never counted, so that one that was cut off looked whole."""

from __future__ import annotations

from typing import Any

import pytest
from fake_backend import FakeBackend, Sent
from pyoxigraph import RdfFormat
from test_backend_answers import ask, failure

#: As many triples as an engine may stop at.
ROUND = 200


def triples(number: int, subject: str = "urn:thing") -> bytes:
    return "".join(f"<{subject}> <urn:n> {each} .\n" for each in range(number)).encode()


def sent(content: bytes) -> Sent:
    return Sent(200, {"Content-Type": "text/turtle"}, content)


@pytest.mark.parametrize(
    "text",
    [
        "DESCRIBE <urn:thing>",
        "PREFIX u: <urn:> DESCRIBE u:thing",
        "DESCRIBE ?x { ?x <urn:n> 1 } # one thing",
        "DESCRIBE ?x <urn:none> { ?x <urn:n> ?n } ORDER BY ?n LIMIT 7",
        "DESCRIBE ?x { ?x <urn:n> ?n } VALUES ?n { 1 2 }",
    ],
)
def test_a_description_has_all_triples_of_what_it_describes(
    begin: Any, backend: FakeBackend, text: str
) -> None:
    backend.store.load(triples(ROUND), RdfFormat.TURTLE)
    pool = begin()
    assert ask(pool, text).rows == ROUND
    backend.store.load(b"<urn:thing> <urn:last> 1 .", RdfFormat.TURTLE)
    backend.plan = [sent(triples(ROUND))]
    found = failure(pool, text)
    assert (found.reason, found.message) == ("backend-cut", "it sent 200 triples of things that have 201")


def test_a_description_that_may_be_cut_off_and_cannot_be_counted_is_refused(
    begin: Any, backend: FakeBackend
) -> None:
    """An engine may add other triples to a description, and stop at any of them."""
    backend.store.load(triples(ROUND - 1), RdfFormat.TURTLE)
    pool = begin()
    other = b"<urn:other> <urn:of> <urn:thing> .\n"
    backend.plan = [sent(triples(ROUND - 1) + other)]
    found = failure(pool, "DESCRIBE <urn:thing>")
    assert found.reason == "backend-cut"
    assert "CONSTRUCT can be counted" in found.message
    backend.plan = [sent(triples(ROUND - 2) + other)]
    assert ask(pool, "DESCRIBE <urn:thing>").rows == ROUND - 1
    backend.plan = [sent(triples(ROUND))]
    assert failure(pool, "DESCRIBE * { ?x <urn:n> 1 }").reason == "backend-cut"


def test_the_limit_of_rows_applies_to_what_is_described(begin: Any, backend: FakeBackend) -> None:
    things = b"".join(triples(2, f"urn:thing{each}") for each in range(15))
    backend.store.load(things, RdfFormat.TURTLE)
    backend.cap = 10
    pool = begin()
    backend.plan = [sent(triples(3))]
    found = failure(pool, "DESCRIBE ?x { ?x <urn:n> 1 }")
    assert found.message == "it gave 10 of 15 solutions, its limit"
    assert ask(pool, "DESCRIBE ?x { ?x <urn:n> 1 } LIMIT 4").rows == 8


def test_a_grouped_query_is_not_sent_to_be_counted(begin: Any, backend: FakeBackend) -> None:
    """The count was no SPARQL, so that the client learned that its query was wrong."""
    backend.store.load(triples(15), RdfFormat.TURTLE)
    backend.cap = 10
    pool = begin()
    backend.plan = [sent(b"<urn:thing> <urn:is> 1 .")]
    found = failure(pool, "CONSTRUCT { ?x <urn:is> 1 } WHERE { ?x <urn:n> ?n } GROUP BY ?x")
    assert found.reason == "backend-cut"


def test_a_column_may_have_any_name(begin: Any, backend: FakeBackend) -> None:
    """A column `solutions` had the name of the count, which the engine refused as a fault of the client."""
    values = " ".join(map(str, range(ROUND)))
    answer = ask(begin(), f"SELECT ?solutions {{ VALUES ?solutions {{ {values} }} }}")
    assert answer.rows == ROUND
