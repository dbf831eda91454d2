"""Short ways to write expected algebra, and to get that of a query."""

from __future__ import annotations

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.syntax_tree import Tree, parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.tokens import tokenize

PREFIXES = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def tree(text: str, *, is_update: bool = False) -> Tree | None:
    return parse(tokenize(text), is_update=is_update)


def query(text: str, base: str | None = None) -> algebra.Query:
    """Return the algebra of a query; the prefixes `:` and `xsd:` are declared."""
    found = tree(PREFIXES + text)
    assert found is not None, f"not SPARQL: {text}"
    return Translator(base).query(found)


def pattern(group: str) -> algebra.Pattern:
    """Return the algebra of a group, without the projection of SELECT *."""
    found = query(f"SELECT * {group}").pattern
    assert isinstance(found, algebra.Project)
    return found.pattern


def iri(name: str) -> str:
    return f"<http://e/{name}>"


def integer(value: int) -> algebra.Constant:
    return algebra.Constant(f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>')


def bgp(*triples: str) -> algebra.BasicGraphPattern:
    """Return a basic graph pattern; each triple is three words: variables, or names of IRIs."""
    terms = [
        tuple(each if each.startswith("?") else iri(each) for each in triple.split()) for triple in triples
    ]
    return algebra.BasicGraphPattern(tuple(terms))


V = algebra.Variable
