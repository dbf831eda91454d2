"""A query without one of its conditions: every way to leave one out, by the program's own grammar of SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from pyoxigraph import Store

from adgo.graph.namespaces import PREFIXES
from adgo.sparql import grammar
from adgo.sparql.tokens import SparqlToken, tokenize

_EMPTY = Store()
#: A part of the grammar that ends a production of the tree.
_CLOSE = grammar.Node("close")
#: What a query can do without, by the keyword that it begins with.
_CLAUSES = ("FILTER", "MINUS", "OPTIONAL")


class Weaker(NamedTuple):
    """What was left out of a query, and the query without it."""

    removed: str
    text: str


@dataclass
class Tree:
    """A production of the grammar with the tokens and productions that it is made of."""

    name: str
    parts: list[Tree | SparqlToken] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        last = self.parts[-1]
        return last.end if isinstance(last, Tree) else last.start + len(last.text)

    @property
    def trees(self) -> list[Tree]:
        """The productions among its parts."""
        return [part for part in self.parts if isinstance(part, Tree) and part.parts]

    def words(self, *wanted: str) -> list[int]:
        """Return the numbers of the parts that are one of these keywords or marks."""
        return [
            number
            for number, part in enumerate(self.parts)
            if isinstance(part, SparqlToken) and part.text.upper() in wanted
        ]

    def walk(self) -> Iterator[Tree]:
        """Yield it and every production below it."""
        yield self
        for each in self.trees:
            yield from each.walk()


def weaker(text: str) -> list[Weaker]:
    """Return the query without each of its conditions in turn, as far as the result is a valid query."""
    query = tree(text)
    made = {}
    for start, end in _conditions(text, query):
        weak = text[:start] + " " + text[end:]
        if weak not in made and _is_query(weak):
            made[weak] = Weaker(" ".join(text[start:end].split()), weak)
    return list(made.values())


def tree(text: str) -> Tree:
    """Return the tree of a query."""
    left = [*tokenize(text), grammar.END]
    top = Tree("")
    open_: list[Tree] = [top]
    stack = [grammar.Node("name", "Query")]
    while stack:
        node, terminal = stack.pop(), grammar.symbol(left[0])
        if node.kind == "close":
            open_.pop()
        elif node.kind == "terminal":
            assert grammar.fits(terminal, node.text), f"{left[0]} where {node.text} should be"
            open_[-1].parts.append(left.pop(0))
        else:
            if node.kind == "name":
                grown = Tree(node.text)
                open_[-1].parts.append(grown)
                open_.append(grown)
                stack.append(_CLOSE)
            stack.extend(grammar.expand(node, terminal) or ())
    return top.trees[0]


def _is_query(text: str) -> bool:
    try:
        _EMPTY.query(text, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError):
        return False
    return True


def _conditions(text: str, query: Tree) -> Iterator[tuple[int, int]]:
    """Yield the spans of the conditions of a query; neither the head of a CONSTRUCT nor the list of a SELECT is one."""
    for where in query.walk():
        if where.name != "WhereClause":
            continue
        for each in where.walk():
            yield from _spans(text, each)
    for each in query.walk():
        if each.name == "SolutionModifier":
            for having in each.words("HAVING"):
                last = each.parts[having + 1]
                assert isinstance(last, Tree)
                yield each.parts[having].start, last.end


def _spans(text: str, part: Tree) -> Iterator[tuple[int, int]]:
    match part.name:
        case "NotTriples":
            if part.words(*_CLAUSES):
                yield part.start, part.end
            yield from _members(part.trees) if part.words("UNION") else ()
        case "And" | "Expression" | "List" | "Objects" | "Path":
            yield from _members(part.trees)
        case "DataBlock":
            yield from _rows(part)
        case "Subject":
            yield from _pairs(text, part)


def _members(members: list[Tree]) -> Iterator[tuple[int, int]]:
    """Yield the span of each of several members with the mark or keyword that joins it to the others."""
    for number, member in enumerate(members if len(members) > 1 else ()):
        if number:
            yield members[number - 1].end, member.end
        else:
            yield member.start, members[1].start


def _rows(block: Tree) -> Iterator[tuple[int, int]]:
    """Yield the span of each row of a VALUES block that has several."""
    inside = block.parts[block.words("{")[0] + 1 : -1]
    starts = [part.start for part in inside if not (isinstance(part, SparqlToken) and part.text == ")")]
    if len(block.words("(")) > 1:
        starts = [block.parts[number].start for number in block.words("(")[1:]]
    for start, end in zip(starts, [*starts[1:], block.parts[-1].start], strict=True):
        if len(starts) > 1:
            yield start, end


def _pairs(text: str, subject: Tree) -> Iterator[tuple[int, int]]:
    """Yield the span of each predicate with its objects that demands something: a certain value, or any at all."""
    for properties in subject.trees:
        if properties.name != "Properties":
            continue
        marks = [";" in getattr(part, "text", "") for part in properties.parts]
        pairs = [
            [part for _, part in group]
            for is_mark, group in groupby(zip(marks, properties.parts, strict=True), lambda each: each[0])
            if not is_mark
        ]
        demanding = [_demands(text, pair) for pair in pairs]
        for number, pair in enumerate(pairs):
            if not demanding[number]:
                continue
            last = pair[-1]
            assert isinstance(last, Tree)
            if number:
                yield properties.parts[properties.words(";")[number - 1]].start, last.end
            elif len(pairs) > 1:
                yield pair[0].start, pairs[1][0].start
            else:
                yield subject.start, subject.end


def _demands(text: str, pair: list[Tree | SparqlToken]) -> bool:
    """Return whether a pair's object is a constant, or a variable that occurs nowhere else."""
    last = pair[-1]
    assert isinstance(last, Tree)
    found = text[last.start : last.end].strip()
    return not found.startswith("?") or [each.text for each in tokenize(text)].count(found) == 1
