"""The SPARQL queries of shapes: what SHACL forbids in them, and variables that are bound before they run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from adgo.shacl.model.errors import ShapesError

if TYPE_CHECKING:
    from adgo.sparql.tokens import SparqlToken

_FORBIDDEN = frozenset({"MINUS", "VALUES", "SERVICE"})
#: Variables that SHACL binds in every query (SHACL 5.3.1).
_ALWAYS_BOUND = frozenset({"currentShape", "shapesGraph"})
#: Longer messages of the query parser are cut.
_LONGEST = 160
#: Keywords and marks that end a GROUP BY or ORDER BY.
_AFTER_GROUPS = frozenset({"HAVING", "LIMIT", "OFFSET"})
_NOT_SETWISE = frozenset(
    {"UNION", "LIMIT", "OFFSET", "GROUP", "HAVING", "GRAPH", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE"}
    | {"GROUP_CONCAT", "REDUCED"}
)


class ConstraintQuery:
    """A query of a shape. Its text is tokenized once, however often it runs."""

    def __init__(self, text: str) -> None:
        """Hold the text of the query, prefixes included."""
        self.text = text

    @cached_property
    def tokens(self) -> Sequence[SparqlToken]:
        """The tokens, without white space and comments."""
        from adgo.sparql.tokens import tokenize  # most shapes have no query

        return tuple(tokenize(self.text))

    def check(self, bound: Collection[str], shape: str) -> None:
        """Raise ShapesError if SHACL forbids the query (SHACL 5.2.1, 5.3.2).

        Args:
            bound: the names of the variables that are pre-bound.
            shape: the N-Triples term of the query's shape, for the error.
        """
        for number, token in enumerate(self.tokens):
            if token.word in _FORBIDDEN:
                raise ShapesError(f"a SPARQL constraint may not use {token.word} (SHACL 5.2.1)", shape)
            if token.word == "AS" and number + 1 < len(self.tokens):
                name = _variable(self.tokens[number + 1])
                if name in _ALWAYS_BOUND or name in bound:
                    raise ShapesError(
                        f"a SPARQL constraint may not assign ?{name}, which is bound already", shape
                    )
        for names in self._nested_projections():
            missing = ", ".join(f"${name}" for name in bound if name not in names)
            if missing:
                raise ShapesError(
                    f"a nested SELECT has to return the variables that are bound before: {missing}", shape
                )

    def _nested_projections(self) -> Iterator[set[str]]:
        """Yield the variables of each SELECT inside a group."""
        depth = 0
        for number, token in enumerate(self.tokens):
            depth += (token.text == "{") - (token.text == "}")
            if depth and token.word == "SELECT":
                names = set()
                for each in self.tokens[number + 1 :]:
                    if each.text == "{" or each.word == "WHERE":
                        break
                    names.add(_variable(each))
                yield names

    def uses(self, name: str) -> bool:
        """Return whether the query has a variable of that name."""
        return name in self._variables

    @cached_property
    def _variables(self) -> frozenset[str]:
        return frozenset(map(_variable, self.tokens)) - {""}

    def has_word(self, word: str) -> bool:
        """Return whether the query has a keyword, given in capitals."""
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(token.word for token in self.tokens) - {""}

    def bind(self, bindings: Mapping[str, str]) -> str:
        """Return the text with variables replaced by terms; comments, strings and IRIs stay as they are.

        In GROUP BY and ORDER BY the term is written in parentheses, `bound(?x)` becomes `(true)`, and a variable that
        a SELECT returns becomes `(term AS ?free)`.
        """
        if self._variables.isdisjoint(bindings):
            return self.text
        written: list[str] = []
        copied = free = 0
        projecting = grouping = False
        for number, token in enumerate(self.tokens):
            if token.start < copied:
                continue
            projecting = token.word == "SELECT" or (
                projecting and token.text != "{" and token.word not in ("WHERE", "FROM")
            )
            grouping = token.word in ("GROUP", "ORDER") or (grouping and not _ends_grouping(token))
            end = self._end_of_bound_call(number, bindings)
            name = _variable(token)
            if end:
                written += [self.text[copied : token.start], "(true)"]
                copied = end
            elif name in bindings:
                term = f"({bindings[name]})" if grouping else bindings[name]
                term = f"({bindings[name]} AS ?_free{free})" if projecting else term
                written += [self.text[copied : token.start], term]
                copied = token.end
                free += 1
        return "".join([*written, self.text[copied:]])

    def _end_of_bound_call(self, number: int, bindings: Mapping[str, str]) -> int:
        """Return the position after `bound(?x)` if it begins at this token and ?x is in the bindings, else 0."""
        if self.tokens[number].word != "BOUND":
            return 0
        rest = self.tokens[number + 1 : number + 4]
        if [token.text for token in rest[::2]] == ["(", ")"] and _variable(rest[1]) in bindings:
            return rest[2].end
        return 0

    @cached_property
    def is_flat(self) -> bool:
        """Whether the query is one group with at most OPTIONAL and EXISTS groups in it.

        In such a query a variable that is bound for the whole group is bound wherever it is used.
        """
        stack: list[str] = []
        before = ""
        for token in self.tokens:
            if token.text == "{":
                if stack and not (before == "EXISTS" or (before == "OPTIONAL" and len(stack) == 1)):
                    return False
                if "OPTIONAL" in stack:
                    return False
                stack.append(before)
            elif token.text == "}" and stack:
                stack.pop()
            before = token.word
        return True

    @cached_property
    def runs_setwise(self) -> bool:
        """Whether one run of the SELECT gives, for each `$this`, the solutions of a run with `$this` bound.

        True if the query is flat, has no aggregates and no limits, returns `$this`, and starts its group with a triple
        of `$this`.
        """
        words = [token.word for token in self.tokens]
        if not self.is_flat or not self._words.isdisjoint(_NOT_SETWISE) or words.count("SELECT") != 1:
            return False
        opening = [token.text for token in self.tokens].index("{")
        projection = self.tokens[words.index("SELECT") + 1 : opening]
        if not any(token.text == "*" or _variable(token) == "this" for token in projection):
            return False
        first, second = self.tokens[opening + 1], self.tokens[opening + 2]
        is_verb = second.kind in ("iri", "variable", "pname") or second.text in ("a", "^", "(", "!")
        return _variable(first) == "this" and is_verb

    def starting_with(self, patterns: str) -> ConstraintQuery:
        """Return the query with more patterns at the start of its group."""
        opening = next(token for token in self.tokens if token.text == "{").end
        return ConstraintQuery(self.text[:opening] + patterns + self.text[opening:])


def _variable(token: SparqlToken) -> str:
    """Return the name of a variable, "" for any other token."""
    return token.text[1:] if token.kind == "variable" else ""


def _ends_grouping(token: SparqlToken) -> bool:
    return token.text in ("{", "}") or token.word in _AFTER_GROUPS


def short_message(error: SyntaxError) -> str:
    """Return in one line what is wrong with a query: the parser lists everything that it would have accepted."""
    message = str(error).splitlines()[0]
    place, _, expected = message.partition(": expected ")
    if "Prefix not found" in message:
        return f"{place}: a prefix is not declared; declare it with sh:declare and name that in sh:prefixes"
    return message if len(message) <= _LONGEST else f"{place}: expected {expected[: _LONGEST - len(place)]}…"
