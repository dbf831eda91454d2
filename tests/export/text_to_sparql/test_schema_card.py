"""The schema card: it fits, what it says of the graph is so, and its queries run."""

from __future__ import annotations

import re
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from adgo.corpus.reading import asking
from adgo.export.text_to_sparql.schema_card import MOST_TOKENS, schema_card
from adgo.export.text_to_sparql.token_bound import tokens
from adgo.graph.dataset import load
from adgo.graph.namespaces import ADGO, GRAPH, RDF

EXAMPLE = "https://example.org/"


@cache
def store() -> Store:
    return load().store


@cache
def card() -> str:
    return schema_card(asking(store()))


def test_the_card_of_the_packaged_graph_fits_with_every_class() -> None:
    assert MOST_TOKENS == 4_000
    assert tokens(card()) <= MOST_TOKENS
    assert "left out" not in card()
    names = {quad.object.value for quad in store().quads_for_pattern(None, NamedNode(f"{RDF}type"), None)
             if isinstance(quad.object, NamedNode) and quad.graph_name == store_default()}  # fmt: skip
    missing = [
        each for each in names if each.startswith(ADGO) and f"adgo:{each.removeprefix(ADGO)} " not in card()
    ]
    assert missing == []


def store_default() -> object:
    return next(store().quads_for_pattern(NamedNode(f"{ADGO}Firm"), None, None)).graph_name.__class__()


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", 0),
        ("a firm", 2),
        ("adgo:reportedParty", 5),
        ("12345", 2),
        ("无", 2),
        ("{ ?x }", 4),
        ("a\n\nb", 3),
    ],
)
def test_tokens_are_never_counted_too_low(text: str, counted: int) -> None:
    """What o200k_base and cl100k_base give, or more: both give 0, 2, 5, 2, 1, 4, 3."""
    assert tokens(text) == counted


def test_the_card_says_that_plans_are_not_facts_and_where_they_are() -> None:
    assert "## Plans are not facts" in card()
    plans = sum(1 for _ in store().quads_for_pattern(None, None, None, NamedNode(f"{GRAPH}plans")))
    assert f"graph:plans {plans}" in card()


def test_every_query_of_the_card_has_rows_with_its_prefixes() -> None:
    declared = "\n".join(re.findall(r"^PREFIX .*$", card(), re.MULTILINE))
    texts = re.findall(r"```sparql\n(.*?)```", card(), re.DOTALL)
    assert len(texts) == 3
    for text in texts:
        assert list(store().query(f"{declared}\n{text}")), text


def test_classes_and_properties_are_those_of_the_data() -> None:
    """Counted by another query, and values looked at one by one."""
    line = next(each for each in card().splitlines() if each.startswith("* adgo:Report ("))
    members = {
        q.subject
        for q in store().quads_for_pattern(None, NamedNode(f"{RDF}type"), NamedNode(f"{ADGO}Report"))
    }
    assert f"({len(members)})" in line
    used = {q.predicate.value for each in members for q in store().quads_for_pattern(each, None, None)}
    for name in (each.removeprefix(ADGO) for each in used if each.startswith(ADGO)):
        assert f"adgo:{name} → " in line
    assert "adgo:startsNotAfter → xsd:date" in line


def test_a_graph_with_many_classes_is_cut_by_whole_lines_and_says_so() -> None:
    many = Store()
    for number in range(900):
        it = NamedNode(f"{EXAMPLE}thing{number}")
        many.add(Quad(it, NamedNode(f"{RDF}type"), NamedNode(f"{EXAMPLE}Class{number}")))
        many.add(Quad(it, NamedNode(f"{EXAMPLE}property{number}"), Literal("x")))
    found = schema_card(asking(many))
    shown = found.count("\n* <https://example.org/Class")
    assert 0 < shown < 900
    assert f"* {900 - shown} smaller classes are left out" in found
    assert tokens(found) <= MOST_TOKENS
    assert "adgo" not in found
