"""A syntax error in words for the person who typed the query: the place, a caret, and what to mend."""

from __future__ import annotations

import re
from typing import Any

from adgo.graph.namespaces import PREFIXES
from adgo.sparql import grammar
from adgo.sparql.analysis import undeclared
from adgo.sparql.tokens import Token, place

_REPORTED = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
#: More prefixes than this are not listed.
MANY = 8
#: What the parser says about meaning rather than grammar, to be passed on in its words.
_MEANING = re.compile(
    r"(The SELECT contains [^,\[]*|Duplicated variable name in SELECT|\\u escape[^,\[]*|[A-Z][a-z]+ [a-z][^,\[]{15,})"
)


def explain(text: str, reported: str, *, is_update: bool = False) -> dict[str, Any]:
    """Return the members of the problem: detail, line, column, excerpt (the line with a caret under the place).

    `reported` is what the parser said: "error at LINE:COLUMN: expected one of …".
    """
    unknown = undeclared(text)
    if unknown:
        prefixes = [each.text.partition(":")[0] for each in unknown[:MANY]]
        names = ", ".join(f"{each}:" for each in prefixes)
        lines = " ".join(map(_declaration, prefixes))
        detail = f"Prefix {names} is used but not declared. Put before the query: {lines}"
        return members(text, unknown[0].start, detail)
    wrong = grammar.misfit(text, is_update=is_update)
    if wrong is not None:
        start = len(text.rstrip()) if wrong.token is grammar.END else wrong.token.start
        return members(text, start, wrong.sentence())
    match = _REPORTED.match(reported)
    start = _position(text, int(match[1]), int(match[2])) if match else 0
    meaning = _MEANING.search(match[3]) if match else None
    if meaning:
        return members(text, start, meaning[1].strip().rstrip(".") + ".")
    return members(text, start, "The query is not SPARQL from here on, or just before it.")


def unclear(text: str, token: Token, *, is_update: bool = False) -> dict[str, Any]:
    """Return the members of the problem for a token in which `doubt` finds a call, perhaps."""
    if grammar.misfit(text, is_update=is_update) is not None:
        return explain(text, "", is_update=is_update)
    detail = (
        f"`{token.text[:40]}` can be read in two ways, and one calls another server. Put white space behind keywords, "
        "and a dot between a triple and a group."
    )
    return members(text, token.start, detail)


def members(text: str, start: int, detail: str) -> dict[str, Any]:
    """Return the problem's members for one position of the text."""
    line, column = place(text, start)
    content = re.split(r"\r\n|\r|\n", text)[line - 1]
    # Long lines are cut around the place, so that the caret stands where a person sees it.
    left = max(0, column - 61)
    shown = content[left : left + 100].replace("\t", " ")
    return {
        "detail": f"Line {line}, column {column}: {detail}",
        "line": line,
        "column": column,
        "excerpt": f"{shown}\n{' ' * (column - 1 - left)}^",
    }


def _declaration(prefix: str) -> str:
    return f"PREFIX {prefix}: <{PREFIXES.get(prefix, '…')}>"


def _position(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return min(len(text), sum(len(each) + 1 for each in lines[: line - 1]) + column - 1)
