"""The operations of an update: which kind each is, where it stands, and what it reads and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from adgo.sparql.algebra.names import QueryNames
from adgo.sparql.algebra.syntax_tree import Tree, parse
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken

#: The operations that read one graph and write another.
TRANSFERS = ("ADD", "COPY", "MOVE")


class NotParsed(Exception):
    """The text does not follow the grammar; the engine accepts or refuses it."""


@dataclass(frozen=True, slots=True)
class UpdateOperation:
    """One operation of an update.

    Attributes:
        kind: its first keyword, with DATA or WHERE if that is the second; MODIFY for any other INSERT or DELETE.
        start: where it begins in the text, in code points; the prologue before it is not part of it.
        end: where it ends, exclusive.
        prologue: all declarations before it, as text.
        names: the base and the prefixes that hold for it.
        tree: its syntax tree; None for INSERT DATA and DELETE DATA, which can be long.
    """

    kind: str
    start: int
    end: int
    prologue: str
    names: QueryNames
    tree: Tree | None

    @property
    def is_silent(self) -> bool:
        """Whether a failure of the operation is ignored."""
        return self.tree is not None and "SILENT" in self.tree.words


@dataclass(slots=True)
class _Piece:
    """The text between two semicolons: the tokens of its prologue and, unless it is DATA, of its operation."""

    prologue: list[SparqlToken] = field(default_factory=list)
    first: SparqlToken | None = None
    tokens: list[SparqlToken] = field(default_factory=list)
    end: int = 0

    @property
    def is_data(self) -> bool:
        """Whether it is INSERT DATA or DELETE DATA; known from its second token on."""
        words = [each.word for each in self.tokens[:2]]
        return len(words) == 2 and words[0] in ("INSERT", "DELETE") and words[1] == "DATA"

    def add(self, token: SparqlToken) -> None:
        """Add the next token; those of INSERT DATA and DELETE DATA are not kept."""
        self.end = token.end
        if self.first is None and _declares(self.prologue, token):
            self.prologue.append(token)
            return
        self.first = self.first or token
        if not self.is_data:
            self.tokens.append(token)


def _declares(before: list[SparqlToken], token: SparqlToken) -> bool:
    """Return whether a token belongs to the prologue that begins with these tokens."""
    if token.word in ("BASE", "PREFIX", "VERSION"):
        return True
    last = before[-1].word if before else ""
    previous = before[-2].word if len(before) > 1 else ""
    return last in ("BASE", "PREFIX", "VERSION") or previous == "PREFIX"


def operations(text: SparqlText, base: str | None) -> list[UpdateOperation]:
    """Return the operations of an update, in their order.

    Args:
        text: the update.
        base: the base IRI of the request.

    Raises:
        NotParsed: it does not follow the grammar.
        QueryError: it uses a prefix that it does not declare.
    """
    names = QueryNames(base)
    declared: list[str] = []
    found = []
    for piece in _pieces(text):
        if piece.prologue:
            names.declare(_tree(piece.prologue).need("Prologue"))
            declared.append(text.source[piece.prologue[0].start : piece.prologue[-1].end])
        if piece.first is None:
            continue
        known = QueryNames(names.base, names.prefixes)
        tree = None if piece.is_data else _tree(piece.tokens).need("Change")
        kind = " ".join(each.word for each in piece.tokens) if tree is None else _kind(tree)
        found.append(UpdateOperation(kind, piece.first.start, piece.end, "\n".join(declared), known, tree))
    return found


def _pieces(text: SparqlText) -> Iterator[_Piece]:
    piece, depth = _Piece(), 0
    for token in text.tokens:
        if token.kind == "mark":
            depth += (token.text == "{") - (token.text == "}")
            if token.text == ";" and depth == 0:
                yield piece
                piece = _Piece()
                continue
        piece.add(token)
    yield piece


def _tree(tokens: list[SparqlToken]) -> Tree:
    tree = parse(tokens, is_update=True)
    if tree is None:
        raise NotParsed
    return tree


def _kind(tree: Tree) -> str:
    first, *rest = tree.words
    if first in ("INSERT", "DELETE", "WITH"):
        return "DELETE WHERE" if first == "DELETE" and rest[:1] == ["WHERE"] else "MODIFY"
    return first


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A graph that an operation names: its term, and the token that names it."""

    graph: str
    token: SparqlToken


def source_of(operation: UpdateOperation) -> NamedPlace | None:
    """Return the named graph that an operation needs to exist; None if it needs none."""
    assert operation.tree is not None
    if operation.kind in TRANSFERS:
        return _place(operation, next(operation.tree.all("GraphOrDefault")))
    if operation.kind in ("CLEAR", "DROP"):
        return _place(operation, operation.tree)
    return None


def target_of(operation: UpdateOperation) -> NamedPlace | None:
    """Return the named graph that an ADD, COPY or MOVE writes, or that a CREATE makes; None if there is none."""
    assert operation.tree is not None
    if operation.kind in TRANSFERS:
        return _place(operation, list(operation.tree.all("GraphOrDefault"))[1])
    return _place(operation, operation.tree) if operation.kind == "CREATE" else None


def _place(operation: UpdateOperation, tree: Tree) -> NamedPlace | None:
    iri = tree.one("Iri")
    return NamedPlace(operation.names.iri(iri), iri.first_token) if iri else None
