"""What the text of a query or update shows before it runs: its form, how deep it nests, what it calls."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from adgo.sparql import ambiguity
from adgo.sparql.ambiguity import CALLS
from adgo.sparql.tokens import IRI, SparqlToken

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATE_FORMS = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
#: Functions whose value differs from call to call within a query.
MANY_VALUED = frozenset({"RAND", "UUID", "STRUUID", "BNODE"})
#: Functions whose value differs from query to query: an answer that depends on one differs each time.
VOLATILE = MANY_VALUED | {"NOW"}

_VOLATILE = tuple(VOLATILE)

#: The usual prologue, with prefixes in ASCII, and the query form after it.
_PREFIX = "[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_BEGINNING = re.compile(
    rf"(?:[ \t\r\n]++|#[^\r\n]*+|BASE[ \t\r\n]*+{IRI}|PREFIX[ \t\r\n]++(?:{_PREFIX})?+:[ \t\r\n]*+{IRI})*+"
    rf"({'|'.join(QUERY_FORMS)})(?=[ \t\r\n?$(*{{<])",
    re.IGNORECASE | re.ASCII,
)
#: A text without any of these, even in a string, a comment or another word, calls nothing and is not volatile.
_REMARKABLE = re.compile(
    rf"(?:{'|'.join(sorted(VOLATILE))})(?![A-Za-z0-9_])|{'|'.join(CALLS)}", re.IGNORECASE | re.ASCII
)
#: A template in which blank nodes can be found without tokens, as it has no string, comment or brace.
_SIMPLE_TEMPLATE = re.compile(
    rf"CONSTRUCT[ \t\r\n]*+\{{((?:[^{{}}\"'#<]|{IRI})*+)\}}", re.IGNORECASE | re.ASCII
)
#: Marks by which a template makes blank nodes; the last three are those of triples about triples.
_NAMELESS = ("[", "(", "<<", "{|", "~")


@dataclass(frozen=True)
class Analysis:
    """The findings about a text.

    Attributes:
        form: the first of QUERY_FORMS and UPDATE_FORMS in the text; "" if there is none.
        depth: the largest number of nested brackets; in a quick analysis the number of all opening brackets.
        volatile: whether the same query may give another answer to the same data.
        call: the first SERVICE or LOAD, or None.
        services: the IRI of each SERVICE; None for a variable, a relative IRI, or an undeclared prefix.
        loads: the IRI of each LOAD, likewise.
        exact: whether the analysis read the tokens; a quick analysis did not, as the text has no letters of a call.
    """

    form: str
    depth: int
    volatile: bool = False
    call: SparqlToken | None = None
    services: tuple[str | None, ...] = ()
    loads: tuple[str | None, ...] = ()
    exact: bool = True

    @property
    def is_update(self) -> bool:
        """Whether the text is an update."""
        return self.form in UPDATE_FORMS

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph."""
        return self.form in ("CONSTRUCT", "DESCRIBE")

    def varying(self) -> Analysis:
        """Return the same findings, with `volatile` set."""
        return replace(self, volatile=True)


def quick(source: str) -> Analysis | None:
    """Return the findings of three fast searches, which are enough for most queries; None if they are not.

    Blank nodes in the template of a CONSTRUCT are left to `makes_blank_nodes`.
    """
    beginning = _BEGINNING.match(source)
    if beginning is None or _REMARKABLE.search(source):
        return None
    brackets = source.count("(") + source.count("[") + source.count("{")
    return Analysis(beginning[1].upper(), brackets, exact=False)


def analyse(source: str, tokens: Iterable[SparqlToken]) -> Analysis:
    """Return the findings of one pass over all tokens.

    `ambiguity` finds the calls that the tokens do not show; `makes_blank_nodes` finds blank nodes in a template.
    """
    form = ""
    declared: dict[str, str] = {}
    called: dict[str, list[str | None]] = {name: [] for name in CALLS}
    depth = deepest = 0
    volatile = unsure = False
    call: SparqlToken | None = None
    previous = before = name = ""
    prefix_declared = ""
    for token in tokens:
        word = token.text.upper() if token.kind == "word" else ""
        if not form:
            form = _form(token, previous)
        if word in called:
            call = call or token
        volatile |= word.endswith(_VOLATILE) or (token.text == "(" and name.endswith(_VOLATILE))
        unsure |= ambiguity.malformed(token) or ambiguity.breakable(token, source)
        caller = before if previous == "SILENT" else previous
        if caller in called and word != "SILENT":
            called[caller].append(_iri(token, declared))
        if token.kind == "iri" and before == "PREFIX":
            declared[prefix_declared] = token.text[1:-1]
        if token.kind == "pname" and previous == "PREFIX":
            prefix_declared = token.text.partition(":")[0]
            declared[prefix_declared] = ""
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
            deepest = max(deepest, depth)
        before, previous = previous, word
        name = token.text.upper() if token.kind == "pname" else ""
    volatile |= unsure and _REMARKABLE.search(source) is not None
    return Analysis(form, deepest, volatile, call, tuple(called["SERVICE"]), tuple(called["LOAD"]))


def _form(token: SparqlToken, previous: str) -> str:
    """Return the form that a token begins with; the engine needs no space after it. "" if it begins with none."""
    name = token.text.upper()
    if token.kind == "word" and name in UPDATE_FORMS:
        return name
    if token.kind == "word" or (token.kind == "pname" and previous != "PREFIX"):
        return next((form for form in QUERY_FORMS if name.startswith(form)), "")
    return ""


def may_make_blank_nodes(source: str) -> bool:
    """Return False if the template of a CONSTRUCT makes no blank nodes; True if its tokens must be read to know."""
    beginning = _BEGINNING.match(source)
    template = _SIMPLE_TEMPLATE.match(source, beginning.start(1)) if beginning else None
    return template is None or "_:" in template[1] or any(mark in template[1] for mark in _NAMELESS)


def makes_blank_nodes(tokens: Iterable[SparqlToken]) -> bool:
    """Return whether the template of a CONSTRUCT makes blank nodes: their labels then differ from answer to answer."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth and (token.kind == "blank" or token.text in _NAMELESS):
            return True
        if not depth and token.text == "}":
            break
    return False


def undeclared(tokens: Iterable[SparqlToken]) -> tuple[SparqlToken, ...]:
    """Return the first token of each prefix that the text uses without declaring it."""
    declared: set[str] = set()
    used: dict[str, SparqlToken] = {}
    previous = ""
    for token in tokens:
        if token.kind == "pname":
            prefix = token.text.partition(":")[0]
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token)
        previous = token.word
    return tuple(token for prefix, token in used.items() if prefix not in declared)


def _iri(token: SparqlToken, declared: dict[str, str]) -> str | None:
    """Return the absolute http IRI that a token stands for, or None."""
    if token.kind == "iri":
        found = token.text[1:-1]
    elif token.kind == "pname" and "\\" not in token.text:
        prefix, _, local = token.text.partition(":")
        found = declared.get(prefix, "") + local
    else:
        return None
    return found if found.startswith(("http://", "https://")) else None
