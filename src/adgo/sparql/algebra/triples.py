"""The triple patterns of a block: its subjects, predicates and paths, objects, brackets and lists."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.chains import chained
from adgo.sparql.algebra.errors import NotInAlgebra
from adgo.sparql.algebra.names import QueryNames
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.algebra.terms import term, variable
from adgo.sparql.tokens import SparqlToken
from adgo.turtle.terms import FIRST, NIL, REST, TYPE


def triples(tree: Tree | None, names: QueryNames) -> Iterator[algebra.TriplePattern]:
    """Yield the triple patterns of a `Triples`."""
    while tree:
        subject = tree.one("Subject")
        if subject:
            node, inner = _node(subject, names)
            yield from inner
            properties = subject.one("Properties")
            if properties:
                yield from _properties(node, properties, names)
        tree = tree.one("Triples")


def _properties(subject: algebra.Term, tree: Tree, names: QueryNames) -> Iterator[algebra.TriplePattern]:
    verb: algebra.Term | algebra.Path = ""
    for part in tree.parts:
        if isinstance(part, SparqlToken):
            continue
        if part.name == "Verb":
            verb = _verb(part, names)
            continue
        for each in part.all("Object"):
            if each.own_tokens:
                raise NotInAlgebra(each.own_tokens[0])
            found, inner = _node(each.need("Node"), names)
            yield (subject, verb, found)
            yield from inner


def _verb(tree: Tree, names: QueryNames) -> algebra.Term | algebra.Path:
    written = tree.one("Path")
    if written is None:
        return variable(tree.first_token)
    found = _path(written, names)
    return found.predicate if isinstance(found, algebra.Link) else found


def _node(tree: Tree, names: QueryNames) -> tuple[algebra.Term, list[algebra.TriplePattern]]:
    """Return the term of a node, and the triples inside its brackets."""
    written, blank, collection = tree.one("Term"), tree.one("BlankProperties"), tree.one("Collection")
    if written:
        return term(written, names), []
    if blank:
        node = names.fresh()
        properties = blank.one("Properties")
        return node, list(_properties(node, properties, names)) if properties else []
    if collection is None:
        raise NotInAlgebra(tree.first_token)
    return _list(collection, names)


def _list(tree: Tree, names: QueryNames) -> tuple[algebra.Term, list[algebra.TriplePattern]]:
    items = list(tree.all("Node"))
    if not items:
        return NIL, []
    cells = [names.fresh() for _ in items]
    made: list[algebra.TriplePattern] = []
    for item, cell, after in zip(items, cells, [*cells[1:], NIL], strict=True):
        found, inner = _node(item, names)
        made += [(cell, FIRST, found), *inner, (cell, REST, after)]
    return cells[0], made


def _path(tree: Tree, names: QueryNames) -> algebra.Path:
    return chained(algebra.PathAlternative, [_sequence(each, names) for each in tree.all("PathSequence")])


def _sequence(tree: Tree, names: QueryNames) -> algebra.Path:
    return chained(algebra.PathSequence, [_step(each, names) for each in tree.all("PathStep")], is_right=True)


def _step(tree: Tree, names: QueryNames) -> algebra.Path:
    found = _primary(tree.need("PathPrimary"), names)
    for mark in tree.words:
        if mark in ("?", "*", "+"):
            found = algebra.PathRepeat(found, mark)
    return algebra.Inverse(found) if "^" in tree.words else found


def _primary(tree: Tree, names: QueryNames) -> algebra.Path:
    inner = tree.one("Path")
    if inner:
        return _path(inner, names)
    if "!" not in tree.words:
        return algebra.Link(_predicate(tree, names))
    members = list(tree.all("PathOne"))
    backward = frozenset(_predicate(each, names) for each in members if "^" in each.words)
    forward = frozenset(_predicate(each, names) for each in members if "^" not in each.words)
    return algebra.Negated(forward if forward or not backward else None, backward or None)


def _predicate(tree: Tree, names: QueryNames) -> algebra.Term:
    iri = tree.one("Iri")
    return names.iri(iri) if iri else TYPE
