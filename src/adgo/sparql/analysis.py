"""What a query's text tells before it runs: its form, its prefixes, how deep it nests, what it asks of the network."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adgo.sparql import ambiguity
from adgo.sparql.ambiguity import CALLS
from adgo.sparql.tokens import IRI, Token, tokens

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATE_FORMS = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
#: Functions whose value differs from call to call: an answer that holds one is never the same twice.
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})

_VOLATILE = tuple(VOLATILE)

#: A prologue as most are written, its prefixes in ASCII, and the form behind it.
_PREFIX = "[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_BEGINNING = re.compile(
    rf"(?:[ \t\r\n]++|#[^\r\n]*+|BASE[ \t\r\n]*+{IRI}|PREFIX[ \t\r\n]++(?:{_PREFIX})?+:[ \t\r\n]*+{IRI})*+"
    rf"({'|'.join(QUERY_FORMS)})(?=[ \t\r\n?$(*{{<])",
    re.IGNORECASE | re.ASCII,
)
#: Where none of these stands, not even in a string, a comment or another word, the text calls nothing and gives the
#: same each time.
_TELLING = re.compile(
    rf"(?:{'|'.join(sorted(VOLATILE))})(?![A-Za-z0-9_])|{'|'.join(CALLS)}", re.IGNORECASE | re.ASCII
)
#: Marks with which a template makes nodes without a name; the last three are those of triples that are spoken of.
_NAMELESS = ("[", "(", "<<", "{|", "~")


@dataclass(frozen=True)
class Survey:
    """The findings; `form` is the first of QUERY_FORMS and UPDATE_FORMS, or "" where there is none.

    `depth` is how deep brackets nest at most: where only a glance was needed, how many there are.
    """

    form: str
    depth: int
    volatile: bool = False
    remote: Token | None = None
    #: What SERVICE names, as IRIs; None for a variable, a relative IRI, or a prefix that is not declared.
    services: tuple[str | None, ...] = ()
    #: What LOAD names, the same.
    loads: tuple[str | None, ...] = ()

    @property
    def is_update(self) -> bool:
        """Whether the text is an update."""
        return self.form in UPDATE_FORMS

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph."""
        return self.form in ("CONSTRUCT", "DESCRIBE")


def survey(text: str) -> Survey:
    """Return what the text tells. The text need not be correct SPARQL."""
    return _glance(text) or read(text)


def _glance(text: str) -> Survey | None:
    """Return the findings where three quick looks give them, as with most queries."""
    beginning = _BEGINNING.match(text)
    if beginning is None or _TELLING.search(text):
        return None
    form = beginning[1].upper()
    brackets = text.count("(") + text.count("[") + text.count("{")
    return Survey(form, brackets, form == "CONSTRUCT" and _makes_blanks(text))


def read(text: str) -> Survey:
    """Return the findings of one pass over all tokens. What they do not show of calls is for `doubt` to find."""
    form = ""
    declared: dict[str, str] = {}
    called: dict[str, list[str | None]] = {name: [] for name in CALLS}
    depth = deepest = 0
    volatile = unsure = False
    remote: Token | None = None
    previous = before = name = ""
    prefix_declared = ""
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        if not form:
            form = _form(token, previous)
        if word in called:
            remote = remote or token
        volatile |= word.endswith(_VOLATILE) or (token.text == "(" and name.endswith(_VOLATILE))
        unsure |= ambiguity.malformed(token) or ambiguity.breakable(token, text)
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
    volatile |= unsure and _TELLING.search(text) is not None
    volatile |= form == "CONSTRUCT" and _makes_blanks(text)
    return Survey(form, deepest, volatile, remote, tuple(called["SERVICE"]), tuple(called["LOAD"]))


def _form(token: Token, previous: str) -> str:
    """Return the form that a token begins with, as the engine needs no space behind it; "" where it is none."""
    name = token.text.upper()
    if token.kind == "word" and name in UPDATE_FORMS:
        return name
    if token.kind == "word" or (token.kind == "pname" and previous != "PREFIX"):
        return next((form for form in QUERY_FORMS if name.startswith(form)), "")
    return ""


def _makes_blanks(text: str) -> bool:
    """Return whether the template of a CONSTRUCT makes blank nodes: each answer then has labels of its own."""
    depth = 0
    for token in tokens(text):
        depth += (token.text == "{") - (token.text == "}")
        if depth and (token.kind == "blank" or token.text in _NAMELESS):
            return True
        if not depth and token.text == "}":
            break
    return False


def undeclared(text: str) -> tuple[Token, ...]:
    """Return the first token of each prefix that the text uses and nowhere declares."""
    declared: set[str] = set()
    used: dict[str, Token] = {}
    previous = ""
    for token in tokens(text):
        if token.kind == "pname":
            prefix = token.text.partition(":")[0]
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token)
        previous = token.text.upper() if token.kind == "word" else ""
    return tuple(token for prefix, token in used.items() if prefix not in declared)


def _iri(token: Token, declared: dict[str, str]) -> str | None:
    """Return the absolute IRI that a token stands for, or None."""
    if token.kind == "iri":
        found = token.text[1:-1]
    elif token.kind == "pname" and "\\" not in token.text:
        prefix, _, local = token.text.partition(":")
        found = declared.get(prefix, "") + local
    else:
        return None
    return found if found.startswith(("http://", "https://")) else None
