"""From claims to plain triples: what is asserted, what is only planned, what follows, and what the dataset holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, QueryTriples, Store, Triple

from adgo.graph import companions, documents, files
from adgo.graph.dataset import UnreadableFile, read_bytes, read_quads
from adgo.graph.namespaces import GRAPH, PREFIXES, XSD
from adgo.turtle import write

#: Parts that are written by hand; everything else is made from them.
HAND_WRITTEN = ("ontology", "entities", "claims", "judgements", "reviews", "outside", "shapes")

#: What `adgo-all.ttl` merges. Plans are not in it, as a merged plan would read as a fact.
MERGED = ("ontology", "entities", "context", "facts", "inferred", "reports")

#: Parts that the default graph of the build leaves out: shapes describe classes as if they were things.
_APART = ("shapes", "guards")

#: Where a generated file goes that is not below `data/`.
_ELSEWHERE = {"guards": "shapes/guards.ttl"}

#: What a generated file is made of, if not of the claims.
_ORIGIN = {"guards": "vocabulary"}

#: Names that stand for blank nodes, which one query cannot share between two of its results (RDF 1.1, 3.5).
_UNNAMED = "https://w3id.org/.well-known/genid/"

_HEADERS = {
    "facts": "What the articles state as fact, as plain triples. Each is true standing alone.",
    "plans": "What the articles report as planned, conditional, forecast or hedged. Not facts: it asserts nothing.",
    "inferred": "What the rules in ontology/rules add to the facts, each triple with the claims it follows from.",
    "reports": "One flat record for each undertaking and family of sources. It states nothing about the undertaking.",
    "context": "Names and types of what the facts, the inferred triples and the reports point to.",
    "catalog": "What the dataset holds.",
    "guards": "Who each property is said of, and what its values are, by the kinds that the vocabulary gives it.",
    "adgo-all": "Ontology, entities, context, facts, inferred triples and reports in one file. No plans.",
}

#: What measures the filled store; given from outside, as this package does not depend on that of the evidence.
Measure = Callable[[Store], list[Triple]]

_WHOLE_DECIMAL = re.compile(rf'^"([+-]?\d+)"(?=\^\^<{XSD}decimal>$)')


class ContestedValue(Exception):
    """Claims give a functional property several values and no judgement prefers one; the message names them."""


def build(measure: Measure | None = None, only: Collection[str] = ()) -> dict[str, str]:
    """Return the text of every generated file by its path below the root, made from the hand-written files alone.

    If `only` names parts that are made of claims, such as facts, it returns their files alone, in less time.

    The same bytes come from the same input on any machine: no clock, no network, no order of files. What `measure`
    returns for the filled store, such as the error rate of second readings, goes into the catalogue.

    Raises UnreadableFile if a hand-written file, a rule or a projection cannot be read, ContestedValue if
    claims contest a value.
    """
    store = Store()
    generated = {files.root() / name for name in _ELSEWHERE.values()}
    for part in HAND_WRITTEN:
        for path in files.part(part):
            if path in generated:
                continue
            quads, _ = documents.merged(list(read_quads(path)))
            _add(store, part, [Triple(q.subject, q.predicate, q.object) for q in quads])
    if not only:
        _guard(store)
    _settle(store)
    _repeat(store, None, [_projection("withheld")])
    _add(store, None, _construct(store, _projection("claim-standings")))
    _add(store, "facts", _construct(store, _projection("facts")))
    _repeat(store, "inferred", files.rules())
    _add(store, "inferred", _construct(store, _projection("inference-labels")))
    _add(store, "reports", _construct(store, _projection("reports")))
    _repeat(store, "context", [_projection("context")])
    _add(store, "plans", _construct(store, _projection("plans")))
    _add(store, "catalog", _construct(store, _projection("catalog")))
    if measure is not None:
        _add(store, "catalog", measure(store))
    headers = _construct(store, _projection("headers"))
    paths = {part: path for part, path in _paths().items() if not only or part in only}
    made = {path: _turtle(store, part, path, headers) for part, path in paths.items()}
    if only:
        return made
    return made | {
        "ontology/adgo.owl": companions.vocabulary(write(_terms(store, ("ontology",)), PREFIXES)),
        "ontology/context.jsonld": companions.context(_coercions(store)),
        **companions.catalogs(made),
    }


def _coercions(store: Store) -> dict[str, str]:
    """How JSON-LD writes the values of each property that it can write in short."""
    return {row["property"].value: row["values"].value for row in _select(store, _projection("jsonld"))}


def _paths() -> dict[str, str]:
    """Every generated file: its part and its path below the root."""
    return {part: _ELSEWHERE.get(part, f"data/{part}.ttl") for part in _HEADERS}


def _add(store: Store, part: str | None, triples: Sequence[Triple]) -> None:
    """Put triples in the named graph of their part, and in the default graph, which the queries read.

    Without a part they are in the default graph alone: marks that only the build uses.
    """
    graphs: list[NamedNode | DefaultGraph] = [] if part is None else [NamedNode(GRAPH + part)]
    if part not in (*_APART, "plans"):
        graphs.append(DefaultGraph())
    for graph in graphs:
        store.bulk_extend([Quad(t.subject, t.predicate, t.object, graph) for t in triples])


def _projection(name: str) -> Path:
    return files.root() / "ontology" / "projection" / f"{name}.rq"


def _construct(store: Store, query: Path) -> list[Triple]:
    triples = _ask(store, query)
    if not isinstance(triples, QueryTriples):
        raise UnreadableFile(f"{query}: must be a CONSTRUCT query")
    return list(triples)


def _select(store: Store, query: Path) -> QuerySolutions:
    rows = _ask(store, query)
    if not isinstance(rows, QuerySolutions):
        raise UnreadableFile(f"{query}: must be a SELECT query")
    return rows


def _ask(store: Store, query: Path) -> object:
    """The results of the query in a file; UnreadableFile names a file that does not hold one.

    The default graph already holds the merge: a query over the union of graphs takes many times as long.
    """
    try:
        return store.query(read_bytes(query).decode())
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{query}: {error}") from error


def _guard(store: Store) -> None:
    """Add a shape for each property, made of the kinds that the vocabulary gives its subjects and values."""
    for query in ("closed-lists", "guard-kinds"):
        _add(store, None, _construct(store, _projection(query)))
    shapes = [
        Triple(_unnamed(each.subject), each.predicate, _unnamed(each.object))
        for each in _construct(store, _projection("guards"))
    ]
    for part in ("guards", "shapes"):
        _add(store, part, shapes)


def _unnamed(term: Any) -> Any:
    """The term itself, or the blank node that its name stands for."""
    if isinstance(term, NamedNode) and term.value.startswith(_UNNAMED):
        return BlankNode(sha256(term.value.encode()).hexdigest())
    return term


def _settle(store: Store) -> None:
    contests = [
        f"{row['one']} and {row['other']} differ on {row['predicate']} of {row['subject']}"
        for row in _select(store, _projection("contested"))
    ]
    if contests:
        raise ContestedValue(
            "\n".join(contests)
            + "\nsay in data/judgements.ttl which claim to take: adgo:prefers, with the reason"
        )


def _repeat(store: Store, part: str | None, queries: Sequence[Path]) -> None:
    """Add what the queries construct until none adds anything, as one may build on what another added."""
    size = -1
    while size != len(store):
        size = len(store)
        for query in queries:
            _add(store, part, _construct(store, query))


def _turtle(store: Store, part: str, path: str, headers: Sequence[Triple]) -> str:
    name = NamedNode(documents.iri(Path(path)))
    # One file has one header: the vocabulary's own stays out of the merge.
    triples = [
        triple
        for triple in _terms(store, MERGED if part == "adgo-all" else (part,))
        if triple[0] != f"<{documents.ONTOLOGY}>"
    ]
    triples += [(str(t.subject), str(t.predicate), str(t.object)) for t in headers if t.subject == name]
    return (
        f"# {_HEADERS[part]}\n# Generated by `adgo build`; edit the {_ORIGIN.get(part, 'claims')} instead.\n\n"
        + write(triples, PREFIXES)
    )


def _terms(store: Store, parts: Sequence[str]) -> list[tuple[str, str, str]]:
    """The triples of parts as terms in N-Triples form, sorted."""
    return sorted(
        {
            (str(quad.subject), str(quad.predicate), _pointed(str(quad.object)))
            for part in parts
            for quad in store.quads_for_pattern(None, None, None, NamedNode(GRAPH + part))
        }
    )


def _pointed(term: str) -> str:
    """Return a decimal with its point: the store writes 50.0 as "50", which no claim has as a term."""
    return _WHOLE_DECIMAL.sub(r'"\1.0"', term)
