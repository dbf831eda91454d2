"""How claims become facts: generates the plain triples of facts, plans and inferences, and the other built files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from adgo.graph import contested_values, documents, files, other_formats
from adgo.graph.contested_values import Contest
from adgo.graph.dataset import UnreadableFile, read_bytes, read_quads
from adgo.graph.namespaces import GRAPH, PREFIXES
from adgo.sparql.answering.query import QueryAnswer
from adgo.sparql.answering.query import query as answer
from adgo.sparql.answering.results import Rows
from adgo.turtle import write

#: Parts that are written by hand; all others are generated from them.
HAND_WRITTEN = ("ontology", "entities", "claims", "judgements", "reviews", "outside", "changes", "shapes")

#: The parts that `adgo-all.ttl` merges. It has no plans, as a merged plan would read as a fact.
MERGED = ("ontology", "entities", "context", "facts", "inferred", "reports")

#: Parts that are not in the default graph of the build, as shapes describe classes as if they were things.
_NOT_IN_DEFAULT_GRAPH = ("shapes", "guards")

#: Paths of generated files that are not in `data/`.
_ELSEWHERE = {"guards": "shapes/guards.ttl"}

#: Origins of generated files other than the claims.
_ORIGIN = {"guards": "vocabulary"}

#: IRIs in place of blank nodes, which two results of a query cannot share (RDF 1.1, section 3.5).
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

#: Returns measurements of the filled store. It is a parameter because this package must not import that of evidence.
Measure = Callable[[Store], list[Triple]]


def build(
    measure: Measure | None = None, only: Collection[str] = (), contests: list[Contest] | None = None
) -> dict[str, str]:
    """Return the text of every generated file by its path below the root.

    The same hand-written files give the same bytes on any machine: no clock or network is used.

    Args:
        measure: returns triples for the catalogue from the filled store, such as the error rate of second readings.
        only: parts that are made of claims, such as "facts"; only their files are generated, in less time.
        contests: the contested values, which give no facts, are appended to it.

    Raises:
        UnreadableFile: if a hand-written file, a rule or a query of `ontology/projection` cannot be read.
    """
    store = Store()
    generated = {files.root() / name for name in _ELSEWHERE.values()}
    for part in HAND_WRITTEN:
        for path in files.part(part):
            if path in generated:
                continue
            quads, _ = documents.merged(list(read_quads(path)))
            add(store, part, [Triple(q.subject, q.predicate, q.object) for q in quads])
    if not only:
        add_guards(store)
    _repeat(store, None, [projection("withheld")])
    add(store, None, construct(store, projection("contested")))
    if contests is not None:
        contests += contested_values.read(store)
    add(store, None, construct(store, projection("claim-standings")))
    add(store, "facts", construct(store, projection("facts")))
    _repeat(store, "inferred", files.rules())
    add(store, "inferred", construct(store, projection("inference-labels")))
    add(store, "reports", construct(store, projection("reports")))
    _repeat(store, "context", [projection("context")])
    add(store, "plans", construct(store, projection("plans")))
    add(store, "catalog", construct(store, projection("catalog")))
    if measure is not None:
        add(store, "catalog", measure(store))
    headers = construct(store, projection("headers"))
    chosen = {part: path for part, path in paths().items() if not only or part in only}
    made = {path: turtle(store, part, path, headers) for part, path in chosen.items()}
    if only:
        return made
    return made | {
        "ontology/adgo.owl": other_formats.vocabulary(write(terms(store, ("ontology",)), PREFIXES)),
        "ontology/context.jsonld": other_formats.context(coercions(store)),
        **other_formats.catalogs(made),
    }


def coercions(store: Store) -> dict[str, str]:
    """Return for each property how JSON-LD writes its values, if it can shorten them."""
    return {row["property"].value: row["values"].value for row in _select(store, projection("jsonld"))}


def paths() -> dict[str, str]:
    """Return the path below the root of each generated file, by part."""
    return {part: _ELSEWHERE.get(part, f"data/{part}.ttl") for part in _HEADERS}


def add(store: Store, part: str | None, triples: Sequence[Triple]) -> None:
    """Add triples to the named graph of their part, and to the default graph, which the queries read.

    Args:
        store: the graph of the build.
        part: the name of the part; None for what only the build uses, which is added only to the default graph.
        triples: the triples.
    """
    graphs: list[NamedNode | DefaultGraph] = [] if part is None else [NamedNode(GRAPH + part)]
    if part not in (*_NOT_IN_DEFAULT_GRAPH, "plans"):
        graphs.append(DefaultGraph())
    for graph in graphs:
        store.bulk_extend([Quad(t.subject, t.predicate, t.object, graph) for t in triples])


def projection(name: str) -> Path:
    """Return the file of a query."""
    return files.root() / "ontology" / "projection" / f"{name}.rq"


def construct(store: Store, query: Path) -> list[Triple]:
    """Return the triples that a query gives; UnreadableFile if it is not a CONSTRUCT query."""
    try:
        return list(_ask(store, query).triples)
    except TypeError as error:
        raise UnreadableFile(f"{query}: must be a CONSTRUCT query") from error


def _select(store: Store, query: Path) -> Rows:
    try:
        return _ask(store, query).rows
    except TypeError as error:
        raise UnreadableFile(f"{query}: must be a SELECT query") from error


def _ask(store: Store, query: Path) -> QueryAnswer:
    """Return the answer to the query in a file; UnreadableFile if the file is not a valid query.

    The query reads the default graph, which has the merged parts: querying the union of graphs is much slower.
    """
    try:
        return answer(store, read_bytes(query).decode())
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{query}: {error}") from error


def add_guards(store: Store) -> None:
    """Add a shape for each property, made from the classes of its subjects and values in the vocabulary."""
    for query in ("closed-lists", "guard-kinds"):
        add(store, None, construct(store, projection(query)))
    shapes = [
        Triple(_unnamed(each.subject), each.predicate, _unnamed(each.object))
        for each in construct(store, projection("guards"))
    ]
    for part in ("guards", "shapes"):
        add(store, part, shapes)


def _unnamed(term: Any) -> Any:
    """Return the term, or the blank node for an IRI that replaces one."""
    if isinstance(term, NamedNode) and term.value.startswith(_UNNAMED):
        return BlankNode(sha256(term.value.encode()).hexdigest())
    return term


def _repeat(store: Store, part: str | None, queries: Sequence[Path]) -> None:
    """Add the results of the queries, repeatedly until nothing is added, as a query may use results of another."""
    size = -1
    while size != len(store):
        size = len(store)
        for query in queries:
            add(store, part, construct(store, query))


def turtle(store: Store, part: str, path: str, headers: Sequence[Triple]) -> str:
    """Return the text of a generated file of Turtle.

    Args:
        store: the graph of the build.
        part: the name of the part that the file holds.
        path: the file's path below the root.
        headers: the headers of all files; the file gets its own.
    """
    name = NamedNode(documents.iri(Path(path)))
    # One file has one header, so that of the vocabulary is not merged.
    triples = [
        triple
        for triple in terms(store, MERGED if part == "adgo-all" else (part,))
        if triple[0] != f"<{documents.ONTOLOGY}>"
    ]
    triples += [(str(t.subject), str(t.predicate), str(t.object)) for t in headers if t.subject == name]
    return preface(part) + write(triples, PREFIXES)


def preface(part: str) -> str:
    """Return the comment at the top of a generated file."""
    return f"# {_HEADERS[part]}\n# Generated by `adgo build`; edit the {_ORIGIN.get(part, 'claims')} instead.\n\n"


def terms(store: Store, parts: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the triples of parts, sorted; terms are in N-Triples form."""
    return sorted(
        {
            (str(quad.subject), str(quad.predicate), str(quad.object))
            for part in parts
            for quad in store.quads_for_pattern(None, None, None, NamedNode(GRAPH + part))
        }
    )
