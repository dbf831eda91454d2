"""What rdflib 7 answers differently from SPARQL 1.1: each fault with the section that shows it, and an example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.dataset import QueryDataset
from adgo.sparql.evaluation.patterns import Evaluator
from adgo.sparql.evaluation.values import number


@dataclass(frozen=True)
class Fault:
    """A fault of rdflib.

    Attributes:
        name: what is wrong.
        section: the section of SPARQL 1.1 that says what is right.
        data: an example of data, as TriG.
        query: a query over it that rdflib answers wrongly.
        rows: the right rows, worked out by hand; each is its bindings.
        may_meet: whether a query may meet the fault, by its algebra and the data.
    """

    name: str
    section: str
    data: str
    query: str
    rows: list[dict[str, str]]
    may_meet: Callable[[algebra.Pattern, QueryDataset], bool]


def below(value: object) -> Iterator[object]:
    """Yield every part of some algebra, itself too."""
    if is_dataclass(value):
        yield value
        for each in fields(value):
            yield from below(getattr(value, each.name))
    elif isinstance(value, tuple | frozenset):
        for each in value:
            yield from below(each)


def solutions(pattern: algebra.Pattern, data: QueryDataset) -> Iterator[list[dict[str, str]]]:
    """Yield the solutions of a pattern in each graph."""
    yield list(Evaluator(data).run(pattern))
    for name in data.graphs():
        yield list(Evaluator(data).run(algebra.GraphPattern(name, pattern)))


def groups_of(pattern: algebra.Pattern) -> Iterator[algebra.Grouping]:
    return (each for each in below(pattern) if isinstance(each, algebra.Grouping))


def groups_nothing(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    return any(
        each.keys is not None and any(not found for found in solutions(each.pattern, data))
        for each in groups_of(pattern)
    )


class EmptyDataset:
    """A dataset without triples."""

    def triples(self, *_: str | None) -> tuple[()]:
        return ()

    def graphs(self) -> tuple[()]:
        return ()


def asks_an_absent_graph(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    """Whether a pattern in GRAPH has solutions without triples, and the graph may not be there."""
    present = set(data.graphs())
    return any(
        isinstance(each, algebra.GraphPattern)
        and each.name not in present
        and list(Evaluator(EmptyDataset()).run(each.pattern)) != []
        for each in below(pattern)
    )


def aggregates_other_terms(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    """Whether SUM or MIN meets a value that is not a number, or is unbound."""
    return any(
        number(solution.get(aggregate.argument.name, "_:unbound")) is None
        for each in groups_of(pattern)
        for _, aggregate in each.aggregates
        if aggregate.function in ("SUM", "MIN")
        for found in solutions(each.pattern, data)
        for solution in found
    )


def repeats_a_loop(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    """Whether a path of length zero meets one of another length from a node to itself."""
    return any(
        isinstance(each, algebra.PathRepeat)
        and each.mark != "+"
        and any(
            solutions(algebra.BasicGraphPattern((("?n", algebra.PathRepeat(each.path, "+"), "?n"),)), data)
        )
        for each in below(pattern)
    )


def lists_unbound(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    """Whether IN or NOT IN has a variable among its values, which may be unbound."""
    return any(
        isinstance(each, algebra.Call)
        and each.function in ("IN", "NOT IN")
        and any(isinstance(value, algebra.Variable) for value in each.arguments[1:])
        for each in below(pattern)
    )


def nests_graphs(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    return any(
        isinstance(each, algebra.GraphPattern)
        and any(isinstance(inner, algebra.GraphPattern) for inner in below(each.pattern))
        for each in below(pattern)
    )


def groups_by_unbound(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    """Whether a key of a group is unbound in a solution."""
    return any(
        name not in solution
        for each in groups_of(pattern)
        for name, _ in each.keys or ()
        for found in solutions(each.pattern, data)
        for solution in found
    )


def variables(value: object) -> Counter[str]:
    """Return how often each variable stands in some algebra."""
    if isinstance(value, str):
        return Counter([value] if value.startswith("?") else [])
    parts = [getattr(value, each.name) for each in fields(value)] if is_dataclass(value) else value
    return sum(map(variables, parts), Counter()) if isinstance(parts, list | tuple) else Counter()


def hides_variables(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    """Whether a subquery has a variable that it does not select, and that stands outside it too."""
    everywhere = variables(pattern)
    return any(
        everywhere[name] > count
        for each in below(pattern)
        if isinstance(each, algebra.Project) and each is not pattern
        for name, count in variables(each.pattern).items()
        if name not in each.variables
    )


def negates_inverses(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    return any(isinstance(each, algebra.Negated) and each.backward is not None for each in below(pattern))


def makes_optional_of_values(pattern: algebra.Pattern, data: QueryDataset) -> bool:
    """Whether an OPTIONAL with a condition of its own comes after VALUES."""
    return any(
        isinstance(each, algebra.LeftJoin)
        and each.condition is not None
        and any(isinstance(inner, algebra.InlineData) for inner in below(each.left))
        for each in below(pattern)
    )


FAULTS = [
    Fault(
        "an inverse predicate in a negated set is looked for forwards",
        "18.2.2.2 (!^:q goes backwards)",
        "{ :a :p :b }",
        "SELECT ?x { :b !(^:q) ?x }",
        [{"x": "<http://e/a>"}],
        negates_inverses,
    ),
    Fault(
        "nothing, grouped by a key, is a group",
        "18.5.1 (no solutions, no groups)",
        "{ :a :p 1 }",
        "SELECT ?x (COUNT(*) AS ?n) { ?x :q ?y } GROUP BY ?x",
        [],
        groups_nothing,
    ),
    Fault(
        "a graph that does not exist is an empty one",
        "18.6 (Graph(IRI, P) has no solutions if IRI names no graph)",
        "{ :a :p 1 }",
        "SELECT ?x { GRAPH :none { } }",
        [],
        asks_an_absent_graph,
    ),
    Fault(
        "an aggregate leaves out what is unbound or not a number",
        "18.5.1.3 and 18.5.1.5 (an error in SUM or MIN is an error of the aggregate)",
        "{ :a :p 1 . :b :q 2 }",
        "SELECT (SUM(?y) AS ?n) { ?x ?v ?z OPTIONAL { ?x :p ?y } }",
        [{}],
        aggregates_other_terms,
    ),
    Fault(
        "a path of length zero counts twice if there is a longer one",
        "18.4 (ZeroOrOnePath and ZeroOrMorePath are sets)",
        "{ :a :p :a }",
        "SELECT ?x { :a :p* :a }",
        [{}],
        repeats_a_loop,
    ),
    Fault(
        "GRAPH in GRAPH has no solutions",
        "18.6 (the inner one asks its own graph)",
        ":g1 { :a :p 1 }",
        "SELECT ?x { GRAPH ?g { GRAPH ?x { VALUES ?z { :b } } OPTIONAL { ?z :p ?y } } }",
        [{"x": "<http://e/g1>"}],
        nests_graphs,
    ),
    Fault(
        "a group without a value of its key joins with nothing",
        "18.5.1 (the key is unbound) and 18.3 (compatible mappings)",
        "{ :a :p 1 }",
        "SELECT ?x { { SELECT ?x (COUNT(*) AS ?n) { ?z :p ?y } GROUP BY ?x } VALUES ?x { :b } }",
        [{"x": "<http://e/b>"}],
        groups_by_unbound,
    ),
    Fault(
        "a subquery sees variables of the query around it",
        "12 (only the variables that a subquery selects are visible outside it)",
        "{ :a :p :b . :c :q :d }",
        "SELECT ?x ?z { VALUES (?x ?z) { (:b :c) } { SELECT ?z { ?z :q ?y . ?x :p :b } } }",
        [{"x": "<http://e/b>", "z": "<http://e/c>"}],
        hides_variables,
    ),
    Fault(
        "IN fails if one of its values is an error, though another is equal",
        "17.4.1.9 (IN is true if any of the comparisons is true)",
        "{ :a :p :a }",
        "SELECT ?x { ?x :p ?x FILTER (?x IN (:a, ?y)) }",
        [{"x": "<http://e/a>"}],
        lists_unbound,
    ),
    Fault(
        "a row of VALUES is lost if the condition of an OPTIONAL would hold without its values",
        "18.5 (LeftJoin keeps each solution of the left side for which the condition is not true)",
        "{ :a :p 1 }",
        "SELECT ?x { VALUES (?x) { (:a) } OPTIONAL { FILTER (!BOUND(?x)) } }",
        [{"x": "<http://e/a>"}],
        makes_optional_of_values,
    ),
]
#: Exceptions of rdflib on correct queries.
FAILURES = (
    "Invalid path in NegatedPath",  # 18.2.2.4: a negated set may hold inverse predicates
    "has no attribute",
)
