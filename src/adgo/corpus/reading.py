"""The corpus of a dataset, read by two queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, Store

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
#: What stands for the limit in the files of queries that have one.
_LIMIT = "LIMIT 123456789"
#: Languages in which a name is looked up.
_LANGUAGES = ("en", "de", "zh")
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
    _add_records(corpus, ask(read_query("records")))
    corpus.claims = _claims(corpus, claim_rows)
    return corpus


def read_terms(ask: Callable[[str], list[Row]], digest: str = "") -> Corpus:
    """Return a corpus that has only the terms of the ontology, with the standings and the rules that give them.

    Args:
        ask: returns all rows of a SELECT query on the dataset, or raises an error.
        digest: the name of the state of the dataset.
    """
    corpus = Corpus(digest)
    for row in ask(read_query("terms")):
        _add(corpus.records, row)
    return corpus


def read_near(ask: Callable[[str], list[Row]], things: Collection[str], terms: Corpus, most: int) -> Corpus:
    """Return a corpus that has only what is said of some things, and the first claims that name them.

    Of what else these claims name, it has the records: labels, times, passages, sources. So it gives the standings of
    the claims and of the things, and nothing that compares them with other claims.

    Args:
        ask: returns all rows of a SELECT query on the dataset, or raises an error.
        things: the IRIs of the things; what is not a valid IRI has no claims.
        terms: the terms of the ontology, as `read_terms` returns them.
        most: how many claims are read at most; one more shows that there are more.
    """
    corpus = Corpus(terms.digest, records=dict(terms.records), apart={name: {} for name in UNASSERTED})
    claim_rows = _asked(ask, "claims-of-things", things, most)
    for row in _asked(ask, "reports-on-things", things):
        _add(corpus.records, row)
    claims = {row["it"]["value"] for row in claim_rows}
    _add_records(corpus, _asked(ask, "judgements-on-things", {*things, *claims}))
    named = {*things, *(row["value"]["value"] for row in claim_rows if row["value"]["type"] == "uri")}
    seen = {*corpus.records, *corpus.apart["judgements"]}
    for _ in range(2):  # The things, then the sources of the passages among them.
        _add_records(corpus, _asked(ask, "records-of-things", named - seen))
        seen |= named
        named = {term.value for it in named for term in corpus.values(it, PREFIXES["oa"] + "hasSource")}
    corpus.claims = _claims(corpus, claim_rows)
    return corpus


def things_called(ask: Callable[[str], list[Row]], name: str, most: int) -> list[str]:
    """Return the IRIs of the first things that have a name exactly, or with other capital letters.

    Args:
        ask: returns all rows of a SELECT query on the dataset, or raises an error.
        name: the name.
        most: how many things are returned at most.
    """
    written = sorted({name, name.lower(), name.capitalize(), name.title(), name.upper()})
    texts = " ".join(str(Literal(each, language=tag)) for each in written for tag in (None, *_LANGUAGES))
    text = read_query("things-called").replace('"example"', texts).replace(_LIMIT, f"LIMIT {most}")
    return [row["it"]["value"] for row in ask(text)]


def _asked(
    ask: Callable[[str], list[Row]], name: str, things: Iterable[str], most: int | None = None
) -> list[Row]:
    """Return the rows of a query about some things, asked for a limited number of things at a time.

    Args:
        ask: returns all rows of a SELECT query.
        name: the name of the query in `queries/`.
        things: the IRIs of the things; one that is not valid is left out.
        most: the number that the query's LIMIT gets; None if it has none.
    """
    text = read_query(name) if most is None else read_query(name).replace(_LIMIT, f"LIMIT {most}")
    remaining = filter(None, map(_node, sorted({*things})))
    found: list[Row] = []
    while some := list(islice(remaining, _THINGS)):
        found += ask(text.replace("<urn:adgo:thing>", " ".join(map(str, some))))
    return found


def _add_records(corpus: Corpus, rows: Iterable[Row]) -> None:
    for row in rows:
        graph = row.get("graph", {}).get("value", "").removeprefix(GRAPH)
        _add(corpus.apart[graph] if graph else corpus.records, row)


def _claims(corpus: Corpus, rows: Iterable[Row]) -> list[Claim]:
    """Return the claims of some rows in the order of their names, without those that lack a part."""
    claims: Records = {}
    for row in rows:
        _add(claims, row)
    made = (_claim(corpus, iri, parts) for iri, parts in claims.items())
    return sorted((each for each in made if each), key=lambda each: _order(each.iri))


def read_shown(ask: Callable[[str], list[Row]], things: Iterable[str], digest: str = "") -> Corpus:
    """Return a corpus that has only the labels and times of some things, for the answer to a query on a large dataset.

    Args:
        ask: returns all rows of a SELECT query on the dataset, or raises an error.
        things: the IRIs of the things; what is not a valid IRI has no label.
        digest: the name of the state of the dataset.
    """
    corpus = Corpus(digest)
    for row in _asked(ask, "shown-things", things):
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
