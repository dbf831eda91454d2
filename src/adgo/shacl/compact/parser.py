"""SHACL Compact Syntax: from text to the triples of a shapes graph.

The grammar and the triples are those of the draft of the W3C SHACL Community Group
(https://w3c.github.io/shacl/shacl-compact-syntax/).
"""

from __future__ import annotations

from collections.abc import Callable

from adgo.shacl.compact import words
from adgo.shacl.compact.body_parser import BodyParser
from adgo.shacl.compact.graph_builder import GraphBuilder, PlacedNode
from adgo.shacl.compact.token_stream import Misplaced, TokenStream
from adgo.shacl.compact.tokens import IRIS, TOKEN, described
from adgo.shacl.model.names import CLASS, IMPORTS, OWL_ONTOLOGY, RDFS, SHACL, TYPE, sh
from adgo.turtle.document import Document, Rows
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.limits import LIMITS, Limits
from adgo.turtle.parsing.fault_list import TooManyFaults
from adgo.turtle.parsing.term_resolver import Unresolved
from adgo.turtle.terms import RDF, XSD, TermTable

#: Prefixes that need no declaration.
_PREFIXES = {"rdf": RDF, "rdfs": RDFS, "sh": SHACL, "xsd": XSD}


def parse(
    text: str, table: TermTable, *, path: str = "<text>", base: str | None = None, limits: Limits = LIMITS
) -> Document:
    """Return the shapes graph that a text describes, with the places of its terms.

    Args:
        text: the whole text.
        table: the term table to use.
        path: what messages call the text.
        base: the IRI of the document, unless the text says BASE.
        limits: the limits of the document.

    Raises:
        TurtleError: with all syntax errors of the text.
    """
    document = Document(path, text, table, Rows(), base=base, tokens=TOKEN)
    faults = _CompactParser(document, limits).read()
    if faults:
        raise TurtleError(faults)
    return document


class _CompactParser:
    """Reads one document, by recursive descent; each method is named after what it reads."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.stream = TokenStream(document, limits)
        self.graph = GraphBuilder(document)
        self.bodies = BodyParser(self.stream, self.graph)
        self.imports: list[PlacedNode] = []
        self._base_start = 0
        for prefix, namespace in _PREFIXES.items():
            self.stream.resolver.declare(prefix, namespace)

    def read(self) -> list[Fault]:
        """Return the faults of the document, whose rows, prefixes and base are then known."""
        try:
            self._try(self._directives)
            while self.stream.current.kind != "end":
                self._try(self._shape)
        except TooManyFaults:
            pass
        resolver = self.stream.resolver
        self.document.prefixes, self.document.base = resolver.prefixes, resolver.base
        if resolver.base is not None:
            self._header(resolver.base)
        return self.stream.faults.listed()

    def _try(self, read: Callable[[], None]) -> None:
        """Read something; if it has a fault, go on at the next shape."""
        try:
            read()
        except Misplaced:
            if self.stream.current.kind != "end":
                self.stream.next()
            while self.stream.current.kind != "end" and not self.stream.at(*words.SHAPES):
                self.stream.next()

    def _header(self, base: str) -> None:
        ontology = self.graph.term(f"<{base}>", self._base_start)
        self.graph.add(
            ontology, self.graph.term(TYPE, self._base_start), self.graph.term(OWL_ONTOLOGY, self._base_start)
        )
        for imported in self.imports:
            self.graph.state(ontology, IMPORTS, imported)

    def _directives(self) -> None:
        stream = self.stream
        while stream.at(*words.DIRECTIVES):
            word = stream.next().text
            prefix = self._prefix() if word == "PREFIX" else ""
            if stream.current.kind != "iri":
                stream.fail(f"'{word}' needs an IRI in angle brackets, not {described(stream.current)}")
            token = stream.next()
            if word == "IMPORTS":
                self.imports.append(stream.node(token))
                continue
            try:
                iri = stream.resolver.iri(token.text)
            except Unresolved as error:
                stream.faults.add(token.start, token.end, str(error))
                continue
            if word == "BASE":
                stream.resolver.rebase(iri)
                self._base_start = token.start
            else:
                stream.resolver.declare(prefix, iri)

    def _prefix(self) -> str:
        token = self.stream.current
        if token.kind != "name" or not token.text.endswith(":"):
            self.stream.fail(f"'PREFIX' needs a prefix with a colon, as in 'ex:', not {described(token)}")
        return self.stream.next().text[:-1]

    def _shape(self) -> None:
        stream, graph = self.stream, self.graph
        if not stream.at(*words.SHAPES):
            self._no_shape()
        keyword = stream.next()
        if stream.current.kind not in IRIS:
            stream.fail(f"'{keyword.text}' needs the IRI of a shape, not {described(stream.current)}")
        shape = stream.node(stream.next())
        graph.state(shape, TYPE, graph.term(sh("NodeShape"), keyword.start))
        if keyword.text == "shapeClass":
            graph.state(shape, TYPE, graph.term(CLASS, keyword.start))
        elif stream.at("->"):
            self._target_classes(shape)
        self.bodies.body(shape)

    def _no_shape(self) -> None:
        """Record a fault at a token that cannot begin a shape; raise Misplaced."""
        token = self.stream.current
        message = f"expected 'shape', 'shapeClass' or a directive, found {described(token)}"
        if token.text in words.DIRECTIVES:
            message = f"'{token.text}' must come before the first shape"
        elif token.kind == "word":
            message += words.remedy(token.text, [*words.SHAPES, *words.DIRECTIVES])
        elif token.text == ".":
            message = (
                "BASE, IMPORTS and PREFIX have no '.' at the end, and a shape ends with '}': remove the '.'"
            )
        elif token.text == "}":
            message = "this '}' closes nothing: remove it, or write the '{' that it closes"
        self.stream.fail(message)

    def _target_classes(self, shape: PlacedNode) -> None:
        stream = self.stream
        stream.next()
        if stream.current.kind not in IRIS:
            stream.fail(f"'->' needs the IRI of a class, not {described(stream.current)}")
        while stream.current.kind in IRIS:
            self.graph.state(shape, sh("targetClass"), stream.node(stream.next()))
