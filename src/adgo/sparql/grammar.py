"""Find where a text stops being SPARQL, with a predictive (LL(1)) check against `sparql.ebnf`.

The engine's own parser decides what is correct. This check runs only after the parser has refused a text, as it can
name the first token that does not fit and what would have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import chain
from pathlib import Path

from adgo.sparql.tokens import SparqlToken

FILE = Path(__file__).with_name("sparql.ebnf")
END = SparqlToken("end", "", -1)
#: Kinds of tokens, in words for people.
WORDS = {
    "variable": "a variable",
    "iri": "an IRI",
    "pname": "a prefixed name",
    "string": "a string",
    "number": "a number",
    "blank": "a blank node",
    "language": "a language tag",
    "function": "a function",
}
#: Common groups of expectations: the words for a group, what must be expected to use them, what they cover.
_NODES = {
    "variable",
    "iri",
    "pname",
    "string",
    "number",
    "blank",
    "'true'",
    "'false'",
    "'['",
    "'('",
}
_CALLS = {"function", "'+'", "'-'", "'!'", "'NOT'", "'EXISTS'", "'COUNT'", "'GROUP_CONCAT'"}
_OPERATORS = {
    f"'{sign}'" for sign in ("||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "IN", "NOT")
}
GROUPS: tuple[tuple[str, set[str], set[str]], ...] = (
    (
        "a variable, IRI, literal, function or bracketed expression",
        {"variable", "string", "function"},
        _NODES | _CALLS,
    ),
    ("an operator", {"'||'", "'&&'"}, _OPERATORS),
    ("an expression in brackets, or a function", {"function", "'('"}, _CALLS | {"'('", "iri", "pname"}),
    ("a variable, IRI, literal or blank node", {"variable", "string", "blank"}, _NODES | {"'+'", "'-'"}),
    (
        "a predicate: variable, IRI or path",
        {"variable", "'a'", "'^'"},
        {"variable", "iri", "pname", "'a'", "'^'", "'!'", "'('"},
    ),
)
#: What SPARQL 1.1 lacks and the grammar accepts: it is never proposed.
_LATER = frozenset({"'VERSION'", "'LATERAL'", "'<<('", "'<<'", "'~'", "'{|'"})
#: At most this many possibilities are listed.
MANY = 8


@dataclass(frozen=True, eq=False)
class Node:
    """A part of the grammar. Its kind is terminal, name, sequence, choice, many (*), some (+) or maybe (?)."""

    kind: str
    text: str = ""
    parts: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Misfit:
    """The first token that does not fit (END if the text ends too early), and what would have fitted."""

    token: SparqlToken
    expected: frozenset[str]

    def sentence(self) -> str:
        """Return the misfit in words."""
        text = self.token.text[:40]
        if self.token.kind == "stray" and text.startswith(("'", '"')):
            remedy = "Write a quotation mark at its end. A string of several lines needs three at each end."
            return f"`{text}` begins a string that does not end. {remedy}"
        found = "the query ends" if self.token is END else f"`{text}` does not fit here"
        keywords = [each[1:-1] for each in self.expected - _LATER if each[1:-1].isalpha()]
        near = get_close_matches(self.token.word, keywords, n=1, cutoff=0.75)
        remedy = f" Did you mean {near[0]}?" if near else ""
        return f"{found}; expected {wording(self.expected)}.{remedy}"


def misfit(tokens: Iterable[SparqlToken], *, is_update: bool = False) -> Misfit | None:
    """Return the first misfit of a query or update, or None if the grammar accepts it."""
    # The end of the text has to fit, too: it follows the start symbol.
    stack = list(start_nodes("Update" if is_update else "Query"))
    for token in chain(tokens, (END,)):
        terminal = symbol(token)
        passed: list[Node] = []
        while (node := stack.pop()).kind != "terminal":
            passed.append(node)
            follow = expand(node, terminal)
            if follow is None:
                return Misfit(token, _expected(passed))
            stack.extend(follow)
        if not fits(terminal, node.text):
            return Misfit(token, _expected([*passed, node]) - {"end"})
    return None


@cache
def start_nodes(name: str) -> tuple[Node, ...]:
    """Return the parser's stack at the start of a text: the end of the text below the start symbol."""
    return Node("terminal", "end"), Node("name", name)


def _expected(passed: list[Node]) -> frozenset[str]:
    return frozenset().union(*map(first, passed))


def symbol(token: SparqlToken) -> str:
    """Return a token as the grammar writes it: a keyword or mark in quotes, any other token as its kind."""
    if token.kind not in ("word", "mark"):
        return token.kind
    text = token.text
    # Keywords stand in any case, except `a`; `true` and `false` are written in small letters in the grammar.
    forms = (f"'{each}'" for each in (text, text.upper(), text.lower() if len(text) > 1 else text))
    return next((each for each in forms if each in _quoted()), token.kind)


@cache
def expand(node: Node, terminal: str) -> tuple[Node, ...] | None:
    """Return the parts that replace a node before this terminal, the last part first; None if none can."""
    inner = node.parts
    match node.kind:
        case "name":
            return (grammar()[node.text],)
        case "sequence":
            return inner[::-1]
        case "choice":
            for each in inner:
                if _begins(each, terminal):
                    return (each,)
            return () if any(nullable(each) for each in inner) else None
        case "some":
            return (_many(inner), *inner[::-1])
        case _:
            wanted = _begins(inner[0], terminal)
            return () if not wanted else (node, *inner[::-1]) if node.kind == "many" else inner[::-1]


@cache
def _many(parts: tuple[Node, ...]) -> Node:
    return Node("many", "", parts)


def _begins(node: Node, terminal: str) -> bool:
    return any(fits(terminal, each) for each in first(node))


def fits(terminal: str, wanted: str) -> bool:
    """Return whether a terminal of a text is one that the grammar asks for."""
    return terminal == wanted or (wanted == "function" and terminal in first(grammar()["function"]))


@cache
def _quoted() -> frozenset[str]:
    """Return all keywords and marks of the grammar, each in quotes."""
    return frozenset(re.findall(r"'[^' ]+'", FILE.read_text(encoding="utf-8")))


@cache
def first(node: Node) -> frozenset[str]:
    """Return the terminals that a node can begin with."""
    if node.kind == "terminal":
        return frozenset({node.text})
    if node.kind == "name":
        return first(grammar()[node.text])
    found: set[str] = set()
    for each in node.parts:
        found |= first(each)
        if node.kind == "sequence" and not nullable(each):
            break
    return frozenset(found)


@cache
def nullable(node: Node) -> bool:
    """Return whether a node can be empty."""
    match node.kind:
        case "terminal":
            return False
        case "name":
            return nullable(grammar()[node.text])
        case "sequence" | "some":
            return all(nullable(each) for each in node.parts)
        case "choice":
            return any(nullable(each) for each in node.parts)
        case _:
            return True


@cache
def grammar() -> dict[str, Node]:
    """Return the productions of `sparql.ebnf` by name."""
    rules = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, right = line.partition(" ::= ")
            rules[name] = _read(re.findall(r"'[^' ]+'|\w+|[()|*+?]", right))
    return rules


def _read(symbols: list[str]) -> Node:
    """Return the tree of one right-hand side."""
    levels: list[list[list[Node]]] = [[[]]]
    for symbol in symbols:
        branch = levels[-1][-1]
        if symbol == "(":
            levels.append([[]])
        elif symbol == ")":
            closed = _choice(levels.pop())
            levels[-1][-1].append(closed)
        elif symbol == "|":
            levels[-1].append([])
        elif symbol in "*+?":
            branch[-1] = Node({"*": "many", "+": "some", "?": "maybe"}[symbol], "", (branch[-1],))
        else:
            branch.append(Node("name" if symbol[0].isupper() else "terminal", symbol))
    return _choice(levels[0])


def _choice(branches: list[list[Node]]) -> Node:
    nodes = [Node("sequence", "", tuple(branch)) for branch in branches]
    return nodes[0] if len(nodes) == 1 else Node("choice", "", tuple(nodes))


def wording(expected: frozenset[str]) -> str:
    """Return the expectations of SPARQL 1.1 as a list for people, with common groups in a few words."""
    left = set(expected - _LATER)
    kinds: list[str] = []
    for words, needed, covered in GROUPS:
        if needed <= left:
            kinds.append(words)
            left -= covered
    kinds += sorted(WORDS[each] for each in left if each in WORDS)
    marks = sorted(each[1:-1] for each in left if each.startswith("'"))
    # A forgotten closing mark is the most likely mistake, so closing marks come first.
    closing = [mark for mark in marks if mark in ")}]"]
    parts = [f"`{mark}`" for mark in closing] + kinds + [f"`{mark}`" for mark in marks if mark not in closing]
    if len(parts) > MANY:
        return ", ".join(parts[:MANY]) + f" or one of {len(parts) - MANY} more"
    return " or ".join(filter(None, [", ".join(parts[:-1]), parts[-1] if parts else "nothing more"]))
