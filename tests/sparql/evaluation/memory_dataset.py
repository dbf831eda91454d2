"""A dataset in memory whose terms stay as they were written, and queries over it by ADGO's own evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.syntax_tree import parse as parse_tree
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.evaluation.patterns import Evaluator
from adgo.sparql.tokens import tokenize

Triple = tuple[str, str, str]
Solution = dict[str, str]
PREFIXES = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


class MemoryDataset:
    """Graphs as lists of triples; the default graph has the name None. `asked` counts the lookups."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self.contents: dict[str | None, dict[Triple, None]] = {None: {}}
        self._by_subject: dict[tuple[str | None, str], list[Triple]] = {}
        self.asked = 0
        for quad in quads:
            graph = None if quad.graph_name == DefaultGraph() else str(quad.graph_name)
            self.add(graph, [(str(quad.subject), str(quad.predicate), str(quad.object))])

    def add(self, graph: str | None, triples: Iterable[Triple]) -> None:
        contents = self.contents.setdefault(graph, {})
        for triple in triples:
            if triple not in contents:
                contents[triple] = None
                self._by_subject.setdefault((graph, triple[0]), []).append(triple)

    def triples(
        self, subject: str | None, predicate: str | None, obj: str | None, graph: str | None
    ) -> Iterator[Triple]:
        self.asked += 1
        wanted = (subject, predicate, obj)
        some = self.contents.get(graph, ()) if subject is None else self._by_subject.get((graph, subject), ())
        for triple in some:
            if all(term is None or term == found for term, found in zip(wanted, triple, strict=True)):
                yield triple

    def graphs(self) -> list[str]:
        return [name for name in self.contents if name is not None]


def dataset(trig: str) -> MemoryDataset:
    """Return the dataset of a TriG text; the prefixes `:` and `xsd:` are declared."""
    declared = "@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    return MemoryDataset(parse((declared + trig).encode(), RdfFormat.TRIG))


@lru_cache
def translated(query: str, base: str | None = None) -> algebra.Query:
    tree = parse_tree(tokenize(query))
    assert tree is not None, f"not SPARQL: {query}"
    return Translator(base).query(tree)


def solutions(data: MemoryDataset, query: str, base: str | None = None) -> list[Solution]:
    """Return the solutions of a query, the prefixes declared."""
    return list(Evaluator(data, base).run(translated(PREFIXES + query, base).pattern))


def rows(data: MemoryDataset, query: str, base: str | None = None) -> list[tuple[str | None, ...]]:
    """Return the rows of a SELECT, its terms as short as `shortened` writes them."""
    columns = translated(PREFIXES + query, base).columns
    return [
        tuple(shortened(found[name]) if name in found else None for name in columns)
        for found in solutions(data, query, base)
    ]


def shortened(term: str) -> str:
    """Return a term with `:x` for an IRI of the data, and `xsd:x` for a datatype."""
    for start, prefix in (("<http://e/", ":"), ("<http://www.w3.org/2001/XMLSchema#", "xsd:")):
        if term.startswith(start):
            return prefix + term[len(start) : -1]
        term = term.replace(f"^^{start}", f"^^{prefix}")
    return term.removesuffix(">") if '"^^' in term and "^^<" not in term else term


def value(expression: str, base: str | None = None) -> str | None:
    """Return the value of an expression, shortened; None if it is an error."""
    [[found]] = rows(MemoryDataset(), f"SELECT ({expression} AS ?value) {{}}", base)
    return found
