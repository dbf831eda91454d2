"""Random JSON-LD documents: the triples are those of pyoxigraph, and each token states its part of its triple."""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph as ox
from hypothesis import given, settings
from jsonld_documents import BASE, CONTEXT, documents, layouts, written

from adgo.turtle import Document, Rows, TermTable, TurtleError
from adgo.turtle.document import Part, TokenSpan
from adgo.turtle.formats import JSON_LD
from adgo.turtle.jsonld.placing import placed_triples
from adgo.turtle.limits import LENIENT, LIMITS
from adgo.turtle.parsing.placed_triples import agree
from adgo.turtle.reader import read_content
from adgo.turtle.term_parts import datatype, is_blank, is_iri, lexical
from adgo.turtle.terms import RDF, TYPE

PARTS: tuple[Part, ...] = ("subject", "predicate", "object")
#: Terms with more than one meaning, because contexts inside the documents define them again.
MEANINGS = {
    "name": ("http://e/name", "http://e/otherName", "http://e/typedName", "http://e/local", "ex:local"),
    "title": ("http://e/v#title", "http://e/stickyTitle"),
    "knows": ("http://e/knows", "http://e/k", "ex:k"),
    "inner": ("http://e/inner",),
    "child": ("http://e/parent",),
}


def read(text: str) -> Document | None:
    """The document; None if pyoxigraph refuses it."""
    try:
        return read_content(text.encode(), JSON_LD, base=BASE)
    except TurtleError:
        return None


def token(document: Document, span: TokenSpan) -> Any:
    """What stands at a place, found by its lines and columns alone: a JSON scalar, or a bracket."""
    assert span.line == span.end_line
    line = re.split(r"\r\n|\r|\n", document.text)[(span.line or 0) - 1]
    found = line[(span.column or 0) - 1 : (span.end_column or 0) - 1]
    return found if found in ("{", "}", "[", "]") else json.loads(found, parse_int=float)


def may_mean(key: str, iri: str) -> bool:
    """Whether a key may stand for a property, in one of the contexts of the documents."""
    definition = CONTEXT.get(key)
    name = definition if isinstance(definition, str) else (definition or {}).get("@id", key)
    prefix, _, local = name.partition(":")
    namespaces = {"ex": "http://e/", "v": "http://e/v#"}
    whole = namespaces[prefix] + local if prefix in namespaces else name
    return iri in (whole, name, *MEANINGS.get(key, ()), f"http://vocab.example/{key}", f"http://o/{key}")


def states(found: Any, term: str) -> bool:
    """Whether a token may stand for a subject or object."""
    if is_blank(term):
        return isinstance(found, str)
    if is_iri(term):
        return isinstance(found, str) and term[1:-1].endswith(found.rpartition(":")[2])
    if datatype(term) == f"<{RDF}JSON>":
        return found in ("{", "[") or bool(found == json.loads(lexical(term), parse_int=float))
    if isinstance(found, str):
        return found == lexical(term)
    if isinstance(found, bool):
        return lexical(term) == str(found).lower()
    return bool(float(lexical(term)) == found)


@settings(max_examples=80)
@given(documents, layouts)
def test_triples_are_those_of_pyoxigraph_and_each_token_states_its_part(
    content: Any, layout: dict[str, Any]
) -> None:
    text = written(content, layout)
    document = read(text)
    if document is None:
        return
    assert not document.note
    theirs = ox.Dataset(ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=BASE))
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in document.triples() if "--" not in o[-6:])
    kept = [q for q in theirs if "--" not in str(q.object)[-6:]]
    ours = ox.Dataset(ox.parse(lines, ox.RdfFormat.N_TRIPLES))
    merged = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object) for q in kept)
    for graph in (ours, merged):
        graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert ours == merged
    for row, (subject, predicate, value) in enumerate(document.triples()):
        at_subject, at_predicate, at_value = (token(document, document.locate(row, part)) for part in PARTS)
        assert is_blank(subject) or states(at_subject, subject)
        assert states(at_value, value) or predicate == f"<{RDF}rest>" or is_list(document, value)
        if not predicate.startswith(f"<{RDF}"):
            assert may_mean(at_predicate, predicate[1:-1]) or predicate in ("<http://e/key>", "<ex:key>")
        elif predicate == TYPE:
            assert at_predicate in ("@type", "kind") or at_predicate == at_value


def is_list(document: Document, term: str) -> bool:
    """Whether a term is a list, whose token is that of its array or its only item."""
    return term == f"<{RDF}nil>" or any(s == term and p == f"<{RDF}first>" for s, p, _ in document.triples())


@settings(max_examples=25)
@given(documents)
def test_another_layout_of_a_document_leads_to_the_same_tokens(content: Any) -> None:
    found = []
    for layout in ({}, {"indent": 1}, {"separators": (",", ":"), "ensure_ascii": False}):
        document = read(written(content, layout))
        found.append(
            document
            and [
                token(document, document.locate(row, part))
                for row in range(len(document.rows))
                for part in PARTS
            ]
        )
    assert found[0] == found[1] == found[2]


@settings(max_examples=40)
@given(documents)
def test_a_lenient_reading_finds_the_triples_that_pyoxigraph_keeps_leniently(content: Any) -> None:
    text = written(content, {})
    document = Document("d.jsonld", text, TermTable(), Rows(), base=BASE)
    try:
        quads = list(ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=BASE, lenient=True))
    except SyntaxError:
        return
    triples = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
    assert agree(triples, placed_triples(document, LENIENT))


@settings(max_examples=40)
@given(documents)
def test_pyoxigraph_drops_no_triple_of_a_document_that_is_placed_completely(content: Any) -> None:
    text = written(content, {})
    try:
        placed = placed_triples(Document("d.jsonld", text, TermTable(), Rows(), base=BASE), LIMITS)
        strict, lenient = (
            list(ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=BASE, lenient=each)) for each in (False, True)
        )
    except (TurtleError, SyntaxError):
        return
    assert not placed.is_complete or len(strict) == len(lenient)
