"""Whether a query reads nothing but facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from adgo.graph.namespaces import GRAPH, PREFIXES
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.differences.walk import exists_patterns, expressions, inner_patterns
from adgo.sparql.text import SparqlText

#: The named graphs with facts, and with the words for them.
ASSERTED = frozenset(f"<{GRAPH}{name}>" for name in ("facts", "inferred", "entities", "context", "ontology"))


def reads_facts_alone(text: SparqlText, fact_properties: Collection[str]) -> bool:
    """Return whether every pattern of a query has a property that only facts have; False if this is not certain.

    Args:
        text: the query.
        fact_properties: the IRIs of these properties.
    """
    tree = parse(text.tokens)
    if tree is None:
        return False
    try:
        query = Translator(None, PREFIXES).query(tree)
    except (QueryError, NotInAlgebra):
        return False
    if query.default is not None or query.named is not None or text.analysis.form == "DESCRIBE":
        return False
    patterns = list(_every(query.pattern))
    graphs = (each.name for each in patterns if isinstance(each, algebra.GraphPattern))
    triples = (t for each in patterns if isinstance(each, algebra.BasicGraphPattern) for t in each.triples)
    known = frozenset(f"<{iri}>" for iri in fact_properties)
    return all(name in ASSERTED for name in graphs) and all(
        link in known for _, predicate, _ in triples for link in _links(predicate)
    )


def _every(pattern: algebra.Pattern) -> Iterator[algebra.Pattern]:
    yield pattern
    inside = [each for expression in expressions(pattern) for each in exists_patterns(expression)]
    for each in (*inner_patterns(pattern), *inside):
        yield from _every(each)


def _links(path: algebra.Term | algebra.Path) -> Iterator[str]:
    """Yield every predicate that a path may follow; "" for a negated set, which may follow any other."""
    match path:
        case str():
            yield path
        case algebra.Link(predicate):
            yield predicate
        case algebra.Inverse(inner) | algebra.PathRepeat(inner, _):
            yield from _links(inner)
        case algebra.PathSequence(first, second) | algebra.PathAlternative(first, second):
            yield from (*_links(first), *_links(second))
        case _:
            yield ""
