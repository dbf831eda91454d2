"""Things that claims name and that have no kind."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from adgo.graph.namespaces import GRAPH, PREFIXES, short
from adgo.intake.withdrawal import kindless_things

PREFIX_LINES = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("adgo", "claim", "id", "rdf", "skos")
)
#: Two claims that name a trial, as subject and as object.
CLAIMS = """
claim:001-1a adgo:subject id:trial ; adgo:predicate adgo:locatedIn ; adgo:object id:Munich .
claim:001-1b adgo:subject id:plan ; adgo:predicate adgo:dependsOn ; adgo:object id:trial ; adgo:speaker id:Ada .
"""


def store(**parts: str) -> Store:
    made = Store()
    for name, text in parts.items():
        made.load((PREFIX_LINES + text).encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(GRAPH + name))
    return made


@pytest.mark.parametrize(
    ("claims", "without"),
    [
        ("", {"id:trial": {"001-1a", "001-1b"}, "id:plan": {"001-1b"}, "id:Ada": {"001-1b"}}),
        (
            "claim:002-1a adgo:subject id:trial ; adgo:predicate rdf:type ; adgo:object adgo:Trial .",
            {"id:plan": {"001-1b"}, "id:Ada": {"001-1b"}},
        ),
        ("id:plan a adgo:MarketEntry . id:Ada a adgo:Person . id:trial a adgo:Trial .", {}),
    ],
)
def test_a_kind_comes_from_a_claim_or_a_file_that_people_write(
    claims: str, without: dict[str, set[str]]
) -> None:
    """The class adgo:Matter in context.ttl, which says nothing of a thing, was taken for a kind."""
    made = store(
        claims=CLAIMS + claims,
        entities="id:Munich a adgo:City . id:trial skos:prefLabel 'tests'@en .",
        context="id:trial a adgo:Matter .",
    )
    found = kindless_things.things(made)
    assert {
        short(thing): {short(each).removeprefix("claim:") for each in named} for thing, named in found.items()
    } == without


def test_the_message_names_the_first_claims() -> None:
    claims = {f"{PREFIXES['claim']}001-{number}a" for number in range(1, 8)}
    said = kindless_things.refusal({PREFIXES["id"] + "trial": claims})
    assert said.endswith(
        "\n  id:trial: claim:001-1a, claim:001-2a, claim:001-3a, claim:001-4a, claim:001-5a and 2 more"
    )
