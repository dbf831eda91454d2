"""SPARQL queries as tokens: what SHACL forbids in them, and pre-binding by replacing variables (SHACL 5.3.2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from adgo.shacl.model.shapes import ShapesError

_FORBIDDEN = frozenset({"MINUS", "VALUES", "SERVICE"})
#: Longer complaints of the query parser are cut.
_LONGEST = 160
_AFTER_GROUPS = frozenset({"HAVING", "LIMIT", "OFFSET", "{", "}"})
_NOT_SETWISE = frozenset(
    {"UNION", "LIMIT", "OFFSET", "GROUP", "HAVING", "GRAPH", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE"}
    | {"GROUP_CONCAT", "REDUCED"}
)


class Token(NamedTuple):
    """A piece of a query."""

    kind: str
    text: str

    @property
    def name(self) -> str:
        """The name of a variable, a word in capitals, anything else as it is."""
        if self.kind == "variable":
            return self.text[1:]
        return self.text.upper() if self.kind == "word" and ":" not in self.text else self.text


@cache
def _token() -> re.Pattern[str]:
    """The expression of a token, compiled when a query is first read: most shapes have none."""
    return re.compile(
        r"""(?P<string>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"""
        r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')"""
        r"""|(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)|(?P<comment>\#[^\n\r]*)|(?P<space>\s+)|(?P<variable>[?$]\w+)"""
        r"""|(?P<word>(?:[^\W\d_][\w.\-]*)?:[\w.\-:%\\]*|[^\W\d]\w*)|(?P<other>.)""",
        re.DOTALL,
    )


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, white space among them, comments left out."""
    found = (Token(match.lastgroup or "other", match[0]) for match in _token().finditer(query))
    return [token for token in found if token.kind != "comment"]


def _meaningful(query: str) -> list[Token]:
    return [token for token in tokens(query) if token.kind != "space"]


def check(query: str, bound: Collection[str], shape: str) -> None:
    """Raise ShapesError for what SHACL forbids in a query whose `bound` variables are pre-bound."""
    found = _meaningful(query)
    for number, token in enumerate(found):
        if token.kind == "word" and token.name in _FORBIDDEN:
            raise ShapesError(f"a SPARQL constraint may not use {token.name} (SHACL 5.2.1)", shape)
        if token.name == "AS" and number + 1 < len(found) and found[number + 1].kind == "variable":
            name = found[number + 1].name
            if name in {*bound, "currentShape", "shapesGraph"}:
                raise ShapesError(
                    f"a SPARQL constraint may not assign ?{name}, which is bound already", shape
                )
    for names in _nested_projections(found):
        missing = [name for name in bound if name not in names]
        if missing:
            told = ", ".join(f"${name}" for name in missing)
            raise ShapesError(
                f"a nested SELECT has to return the variables that are bound before: {told}", shape
            )


def _nested_projections(found: list[Token]) -> Iterator[set[str]]:
    """Yield the variables of each SELECT inside a group."""
    depth = 0
    for number, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth and token.name == "SELECT":
            names = set()
            for each in found[number + 1 :]:
                if each.text == "{" or each.name == "WHERE":
                    break
                if each.kind == "variable":
                    names.add(each.name)
            yield names


def uses(query: str, name: str) -> bool:
    """Return whether a query has a variable of that name."""
    return any(token.kind == "variable" and token.name == name for token in tokens(query))


def has_word(query: str, word: str) -> bool:
    """Return whether a keyword, given in capitals, stands in a query."""
    return any(token.kind == "word" and token.name == word for token in tokens(query))


def bind(query: str, bindings: Mapping[str, str]) -> str:
    """Return the query with variables replaced by terms: in patterns and expressions the term itself.

    In GROUP BY and ORDER BY the term stands in parentheses, `bound(?x)` becomes `(true)`, and
    a variable that a SELECT returns `(term AS ?free)`.
    """
    found = tokens(query)
    written: list[str] = []
    projecting = grouping = False
    free = 0
    number = 0
    while number < len(found):
        token = found[number]
        if token.name == "SELECT":
            projecting = True
        elif token.text == "{" or token.name in ("WHERE", "FROM"):
            projecting = False
        grouping = token.name in ("GROUP", "ORDER") or (grouping and token.name not in _AFTER_GROUPS)
        end = _bound_call(found, number, bindings)
        if end:
            written.append("(true)")
            number = end
            continue
        if token.kind == "variable" and token.name in bindings:
            term = bindings[token.name]
            bare = f"({term})" if grouping else term
            written.append(f"({term} AS ?_free{free})" if projecting else bare)
            free += 1
        else:
            written.append(token.text)
        number += 1
    return "".join(written)


def _bound_call(found: list[Token], number: int, bindings: Mapping[str, str]) -> int:
    """Return the index after `bound(?x)` of a variable in the bindings, 0 where there is none at this token."""
    if found[number].name != "BOUND":
        return 0
    rest = [
        (index, token) for index, token in enumerate(found[number + 1 :], number + 1) if token.kind != "space"
    ][:3]
    texts = [token.text for _, token in rest]
    if len(rest) == 3 and texts[0] == "(" and texts[2] == ")" and rest[1][1].name in bindings:
        return rest[2][0] + 1
    return 0


def is_flat(query: str) -> bool:
    """Return whether a query is one group with at most OPTIONAL and EXISTS groups in it.

    In such a query a variable that is bound for the whole group is bound wherever it is used.
    """
    stack: list[str] = []
    before = ""
    for token in _meaningful(query):
        if token.text == "{":
            if stack and not (before == "EXISTS" or (before == "OPTIONAL" and len(stack) == 1)):
                return False
            if "OPTIONAL" in stack:
                return False
            stack.append(before)
        elif token.text == "}" and stack:
            stack.pop()
        before = token.name
    return True


def runs_setwise(query: str) -> bool:
    """Return whether running a SELECT once gives, for each `$this`, what running it with `$this` bound would.

    True of a flat query without aggregates or limits that returns `$this` and whose group starts with a triple of it.
    """
    found = _meaningful(query)
    names = [token.name for token in found]
    if not is_flat(query) or _NOT_SETWISE.intersection(names) or names.count("SELECT") != 1:
        return False
    opening = names.index("{")
    projection = found[names.index("SELECT") + 1 : opening]
    if not any(
        token.text == "*" or (token.kind == "variable" and token.name == "this") for token in projection
    ):
        return False
    first, second = found[opening + 1], found[opening + 2]
    is_verb = second.kind in ("iri", "variable") or ":" in second.text or second.text in ("a", "^", "(", "!")
    return first.kind == "variable" and first.name == "this" and is_verb


def after_first_brace(query: str, addition: str) -> str:
    """Return the query with an addition at the start of its group."""
    found = [token.text for token in tokens(query)]
    opening = found.index("{") + 1
    return "".join([*found[:opening], addition, *found[opening:]])


def fault(error: SyntaxError) -> str:
    """Return what is wrong with a query in one line: the parser lists all that it would have taken instead."""
    told = str(error).splitlines()[0]
    place, _, expected = told.partition(": expected ")
    if "Prefix not found" in told:
        return f"{place}: a prefix is not declared; declare it with sh:declare and name that in sh:prefixes"
    return told if len(told) <= _LONGEST else f"{place}: expected {expected[: _LONGEST - len(place)]}…"
