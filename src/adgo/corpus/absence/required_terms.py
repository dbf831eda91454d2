"""The classes and properties that an answer to a query needs."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.graph.namespaces import PREFIXES, RDF
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.differences.walk import inner_patterns
from adgo.sparql.text import SparqlText

_TYPE = f"<{RDF}type>"


def required_terms(text: SparqlText) -> tuple[list[str], list[str]]:
    """Return the IRIs of the classes and of the properties in the patterns of a query, each once.

    Patterns that need not match, such as those in OPTIONAL, do not count. A query that cannot be read has none.
    """
    tree = parse(text.tokens)
    if tree is None:
        return [], []
    try:
        query = Translator(None, PREFIXES).query(tree)
    except (QueryError, NotInAlgebra):
        return [], []
    triples = list(_triples(query.pattern))
    classes = [one for _, predicate, one in triples if predicate == _TYPE and one.startswith("<")]
    properties = [each for _, predicate, _ in triples for each in _properties(predicate)]
    return _iris(classes), _iris(properties)


def _triples(pattern: algebra.Pattern) -> Iterator[algebra.TriplePattern]:
    if isinstance(pattern, algebra.BasicGraphPattern):
        yield from pattern.triples
    inner = inner_patterns(pattern)
    for each in inner[:1] if isinstance(pattern, algebra.LeftJoin | algebra.Minus) else inner:
        yield from _triples(each)


def _properties(path: algebra.Term | algebra.Path) -> Iterator[str]:
    """Yield the predicates of a path that no way along it can leave out."""
    match path:
        case str():
            yield path
        case algebra.Link(predicate):
            yield predicate
        case algebra.Inverse(inner) | algebra.PathRepeat(inner, "+"):
            yield from _properties(inner)
        case algebra.PathSequence(first, second):
            yield from (*_properties(first), *_properties(second))


def _iris(terms: list[str]) -> list[str]:
    return list(dict.fromkeys(each[1:-1] for each in terms if each.startswith("<") and each != _TYPE))
