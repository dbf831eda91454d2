"""The graph in the formats of RDF. The same graph always gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from adgo.graph import documents, files, jsonld
from adgo.graph.dataset import placed
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES, RDF
from adgo.graph.other_formats import vocabulary
from adgo.turtle import parse as parse_turtle
from adgo.turtle.writing.term_writer import TermWriter
from adgo.turtle.writing.writer import write

#: The properties of a claim that the triple term replaces in RDF 1.2.
_ATOM = ("subject", "predicate", "object")
REIFIES = f"<{RDF}reifies>"


def turtle() -> bytes:
    """Return everything that can be merged, in Turtle 1.1: names, facts, inferences and reports, without the plans."""
    return _merged().read_bytes()


def n_triples() -> bytes:
    """Return the same as `turtle` in N-Triples, sorted."""
    return b"".join(sorted(f"{each} .\n".encode() for each in _triples()))


def rdf_xml() -> bytes:
    """Return the same as `turtle` in RDF/XML."""
    return vocabulary(_merged().read_text(encoding="utf-8")).encode()


def json_ld() -> bytes:
    """Return the same as `turtle` in compact JSON-LD with an inline context."""
    content = BytesIO()
    jsonld.write(_triples(), content)
    return content.getvalue()


def n_quads(left_out: Collection[str] = ()) -> bytes:
    """Return the whole dataset in N-Quads, sorted, as `adgo serve` serves it: each part in its named graph.

    The default graph has the parts of `files.DEFAULT_PARTS`: facts and what belongs to them, and the claims.

    Args:
        left_out: parts to leave out, as in `files.PARTS`; plans, if all graphs are to be merged.
    """
    return b"".join(sorted(f"{each} .\n".encode() for each in _quads(left_out)))


def trig(left_out: Collection[str] = ()) -> bytes:
    """Return the same as `n_quads` in TriG."""
    ordered = sorted(_quads(left_out), key=lambda each: (str(each.graph_name), str(each.triple)))
    return serialize(ordered, format=RdfFormat.TRIG, prefixes=dict(sorted(PREFIXES.items()))) or b""


def turtle_1_2() -> bytes:
    """Return the same as `turtle`, and the claims, in Turtle 1.2: each claim reifies the triple that it makes.

    A claim's triple is only asserted if it is a fact.
    """
    claims = [path for name in ("claims", "entities") for path in files.part(name)]
    rows = [row for path in claims for row in parse_turtle(path.read_text(encoding="utf-8")).triples()]
    terms = {f"<{ADGO}{name}>" for name in _ATOM}
    merged = list(parse_turtle(_merged().read_text(encoding="utf-8")).triples())
    kept = [row for row in rows if row[1] not in terms and not _is_header(row)]
    text = write({*merged, *kept}, PREFIXES)
    return (text + "\n" + "".join(_reifications(rows, terms))).encode()


#: Name of a format to the function that returns the graph in it.
FORMATS: dict[str, Callable[[], bytes]] = {
    "ttl": turtle,
    "nt": n_triples,
    "rdf": rdf_xml,
    "jsonld": json_ld,
    "ttl12": turtle_1_2,
    "nq": n_quads,
    "trig": trig,
}


def _merged() -> Path:
    return files.root() / "data" / "adgo-all.ttl"


def _triples() -> Iterator[Triple]:
    return (each.triple for each in _read(_merged()))


def _quads(left_out: Collection[str]) -> set[Quad]:
    """Return the quads of the dataset as `adgo.graph.dataset.load` fills a store with them."""
    found: set[Quad] = set()
    for name in files.PARTS:
        graphs: list[NamedNode | DefaultGraph] = [NamedNode(GRAPH + name)]
        if name in files.DEFAULT_PARTS:
            graphs.append(DefaultGraph())
        for path in files.part(name) if name not in left_out else ():
            quads, header = documents.merged(list(_read(path, name)))
            found.update(placed(quads, graphs))
            found.update(placed(header, [NamedNode(GRAPH + "catalog")]) if "catalog" not in left_out else ())
    return found


def _read(path: Path, name: str = "") -> Iterator[Quad]:
    """Yield the quads of a file, with names of blank nodes that are always the same and in no other file.

    The engine's names change with each run. Files of N-Triples are often merged as texts, so that a blank node of the
    same name in another file would become the same node: the digest of the file is a part of the name.

    Args:
        path: the file.
        name: the part that it belongs to.
    """
    content = path.read_bytes()
    prefix = f"adgo{name}{hashlib.sha256(content).hexdigest()[:12]}n"
    names: dict[BlankNode, BlankNode] = {}

    def named(term: Any) -> Any:
        return (
            names.setdefault(term, BlankNode(f"{prefix}{len(names)}"))
            if isinstance(term, BlankNode)
            else term
        )

    for quad in parse(content, RdfFormat.TURTLE):
        yield Quad(named(quad.subject), quad.predicate, named(quad.object), quad.graph_name)


def _is_header(row: tuple[str, str, str]) -> bool:
    """Return whether a triple describes a file, and not what is in it."""
    return row[0].startswith(f"<{GRAPH}")


def _reifications(rows: Iterable[tuple[str, str, str]], terms: set[str]) -> Iterator[str]:
    """Yield a statement for each claim: the triple that it reifies."""
    parts: dict[str, dict[str, str]] = {}
    for subject, predicate, object_ in rows:
        if predicate in terms:
            parts.setdefault(subject, {})[predicate] = object_
    terms_in_order = [f"<{ADGO}{name}>" for name in _ATOM]
    writer = TermWriter(PREFIXES)
    for claim, found in sorted(parts.items()):
        triple = " ".join(writer.text(found[each]) for each in terms_in_order)
        yield f"{claim} {REIFIES} <<( {triple} )>> .\n"
