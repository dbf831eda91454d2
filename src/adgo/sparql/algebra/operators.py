"""The algebra of SPARQL 1.1 (section 18): patterns, paths and expressions as data.

Terms are strings in N-Triples form; a variable is a string that begins with a question mark. Blank nodes of a query
are variables whose names no query can write.
"""

from __future__ import annotations

from dataclasses import dataclass

Term = str
#: What makes a variable out of the blank node of a query.
HIDDEN = "?:"
#: Begins the name of a function whose call has been rewritten so that the engine answers it by the standard.
MADE_RIGHT = "made right "
#: The keywords of the set functions.
AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})


def is_variable(term: Term) -> bool:
    """Return whether a term of a pattern is a variable."""
    return term[0] == "?"


@dataclass(frozen=True, slots=True)
class Link:
    """A path of one predicate."""

    predicate: Term


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path walked backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class PathSequence:
    """Two paths, one after the other."""

    first: Path
    second: Path


@dataclass(frozen=True, slots=True)
class PathAlternative:
    """Either of two paths; what both reach counts twice."""

    first: Path
    second: Path


@dataclass(frozen=True, slots=True)
class PathRepeat:
    """A path walked once or not at all (?), any number of times (*), or at least once (+)."""

    path: Path
    mark: str


@dataclass(frozen=True, slots=True)
class Negated:
    """Any predicate but these; `backward` are those that are walked backwards, None if no predicate is."""

    forward: frozenset[Term] | None
    backward: frozenset[Term] | None


Path = Link | Inverse | PathSequence | PathAlternative | PathRepeat | Negated
TriplePattern = tuple[Term, Term | Path, Term]


@dataclass(frozen=True, slots=True)
class Constant:
    """A term."""

    term: Term


@dataclass(frozen=True, slots=True)
class Variable:
    """The value of a variable."""

    name: Term


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator: a keyword in capitals, a mark, or an IRI in N-Triples form."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a pattern has a solution that agrees with the one at hand."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A set function over the solutions of a group; `argument` is None for COUNT(*)."""

    function: str
    argument: Expression | None
    distinct: bool
    separator: str = " "


Expression = Constant | Variable | Call | Exists | Aggregate


@dataclass(frozen=True, slots=True)
class BasicGraphPattern:
    """A basic graph pattern; a predicate may be a path."""

    triples: tuple[TriplePattern, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Both patterns."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True, slots=True)
class LeftJoin:
    """The left pattern, and the right one if it and the condition hold."""

    left: Pattern
    right: Pattern
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Union:
    """Either pattern."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True, slots=True)
class Minus:
    """The left pattern without what agrees with a solution of the right one."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True, slots=True)
class Filter:
    """The solutions for which an expression is true."""

    condition: Expression
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Extend:
    """A variable bound to the value of an expression, if it has one."""

    pattern: Pattern
    variable: Term
    expression: Expression


@dataclass(frozen=True, slots=True)
class GraphPattern:
    """A pattern in a named graph, or in each of them; `service`: the words before the name if a service is asked."""

    name: Term
    pattern: Pattern
    service: str = ""


@dataclass(frozen=True, slots=True)
class InlineData:
    """Solutions written out; None if a row leaves a variable unbound."""

    variables: tuple[Term, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Solutions grouped by keys, with the aggregates of each group; no keys: one group, even of nothing."""

    keys: tuple[tuple[Term, Expression], ...] | None
    aggregates: tuple[tuple[Term, Aggregate], ...]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Order:
    """Solutions in order; each condition with whether it is descending."""

    conditions: tuple[tuple[Expression, bool], ...]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Project:
    """Some of the variables."""

    variables: tuple[Term, ...]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Distinct:
    """Each solution once."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a sequence of solutions."""

    pattern: Pattern
    offset: int
    limit: int | None


Pattern = (
    BasicGraphPattern
    | Join
    | LeftJoin
    | Union
    | Minus
    | Filter
    | Extend
    | GraphPattern
    | InlineData
    | Grouping
    | Order
    | Project
    | Distinct
    | Slice
)
#: The pattern of an empty group: one solution that binds nothing.
UNIT = BasicGraphPattern(())


def join(left: Pattern, right: Pattern) -> Pattern:
    """Return the join of two patterns; the join with an empty group is the other pattern."""
    if left == UNIT:
        return right
    return left if right == UNIT else Join(left, right)


#: An expression without a value, to the engine too.
ERROR = Call(
    f"{MADE_RIGHT}/",
    (
        Constant('"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        Constant('"0"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ),
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its form, its solutions, the columns of a SELECT, and the template or the terms of the others.

    `default` and `named` are the graphs of its dataset clauses, None if it has none.
    """

    form: str
    pattern: Pattern
    columns: tuple[Term, ...]
    template: tuple[TriplePattern, ...]
    described: tuple[Term, ...]
    default: tuple[Term, ...] | None
    named: tuple[Term, ...] | None
