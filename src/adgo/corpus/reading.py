"""The corpus of a dataset, read by two queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, QueryResultsFormat, Store

from adgo.corpus.corpus import TYPE, Claim, Corpus, Records, Term
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES
from adgo.sparql.answering.query import query

FOLDER = Path(__file__).parent / "queries"
#: A row of a query result, with terms as in the JSON results format.
Row = dict[str, dict[str, Any]]

#: Graphs whose content is not asserted, by the last segment of their names.
UNASSERTED = ("plans", "judgements", "outside", "changes")
#: Parts of a claim with one value, and those with several, with the local names of their properties.
SINGLE = {
    "subject": "subject", "predicate": "predicate", "passage": "passage", "statement": "tells", "modality": "modality",
    "status": "status", "attribution": "attribution", "speaker": "speaker", "venue": "venue", "credited": "creditedTo",
    "stated": "statedAt",
}  # fmt: skip
SEVERAL = {"hedges": "hedge", "scopes": "scope", "emphases": "emphasis"}
#: How many things one query asks for.
_THINGS = 1_000
#: A number in a name that is compared as a number; a longer one is compared as text.
_NUMBER = re.compile(r"([0-9]{1,18})")


def read(ask: Callable[[str], list[Row]], digest: str = "") -> Corpus:
    """Return the corpus of a dataset; without records if the dataset has no claims.

    Args:
        ask: returns all rows of a SELECT query on the dataset, or raises an error: no part is taken for the whole.
        digest: the name of the state of the dataset.
    """
    claim_rows = ask(read_query("claims"))
    if not claim_rows:  # Data of another kind, perhaps large: their pages ask for what they need.
        return Corpus(digest)
    corpus = Corpus(digest, apart={name: {} for name in UNASSERTED})
    for row in ask(read_query("records")):
        graph = row.get("graph", {}).get("value", "").removeprefix(GRAPH)
        _add(corpus.apart[graph] if graph else corpus.records, row)
    claims: Records = {}
    for row in claim_rows:
        _add(claims, row)
    made = (_claim(corpus, iri, parts) for iri, parts in claims.items())
    corpus.claims = sorted((each for each in made if each), key=lambda each: _order(each.iri))
    return corpus


def read_shown(ask: Callable[[str], list[Row]], things: Iterable[str], digest: str = "") -> Corpus:
    """Return a corpus that has only the labels and times of some things, for the answer to a query on a large dataset.

    Args:
        ask: returns all rows of a SELECT query on the dataset, or raises an error.
        things: the IRIs of the things; what is not a valid IRI has no label.
        digest: the name of the state of the dataset.
    """
    corpus = Corpus(digest)
    remaining = filter(None, map(_node, sorted({*things})))
    while some := list(islice(remaining, _THINGS)):
        iris = " ".join(map(str, some))
        for row in ask(read_query("shown-things").replace("<urn:adgo:thing>", iris)):
            _add(corpus.records, row)
    return corpus


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def read_store(store: Store) -> Corpus:
    """Return the corpus of a dataset in a store."""

    return read(asking(store))


def asking(store: Store) -> Callable[[str], list[Row]]:
    """Return a function that returns the rows of a SELECT query on a store."""

    def ask(text: str) -> list[Row]:
        content = query(store, text).rows.serialize(format=QueryResultsFormat.JSON)
        return list(json.loads(content or b"{}")["results"]["bindings"])

    return ask


def read_query(name: str) -> str:
    """Return the text of one of the queries that read a dataset."""
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def _add(records: Records, row: Row) -> None:
    records.setdefault(row["it"]["value"], {}).setdefault(row["property"]["value"], []).append(
        Term.of(row["value"])
    )


def _claim(corpus: Corpus, iri: str, parts: dict[str, list[Term]]) -> Claim | None:
    """Return the claim; None if it lacks its subject, predicate or object."""
    if not all(ADGO + name in parts for name in ("subject", "predicate", "object")):
        return None

    def values(name: str) -> tuple[str, ...]:
        return tuple(each.value for each in parts.get(ADGO + name, []))

    def first(name: str) -> str:
        return next(iter(values(name)), "")

    single: dict[str, Any] = {part: first(name) for part, name in SINGLE.items()}
    several: dict[str, Any] = {part: values(name) for part, name in SEVERAL.items()}
    return Claim(
        iri,
        object=parts[ADGO + "object"][0],
        source=corpus.first(first("passage"), PREFIXES["oa"] + "hasSource"),
        is_exemplary=first("exemplary") == "true",
        named=tuple(term.value for name in parts if name != TYPE for term in parts[name] if term.is_iri),
        **single,
        **several,
    )


def _order(iri: str) -> list[tuple[int, str]]:
    """Return a sort key by which 000-9 comes before 000-10."""
    parts = enumerate(_NUMBER.split(iri))
    return [(int(part), "") if place % 2 else (0, part) for place, part in parts]
