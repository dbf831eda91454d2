"""What a query's text tells before it runs: its form, its prefixes, how deep it nests, what it asks of the network."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.server.tokens import Token, tokens

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATE_FORMS = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
#: Functions whose value differs from call to call: an answer that holds one is never the same twice.
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


@dataclass(frozen=True)
class Survey:
    """The findings; `form` is the first of QUERY_FORMS and UPDATE_FORMS, or "" where there is none."""

    form: str
    undeclared: tuple[Token, ...]
    depth: int
    volatile: bool
    remote: Token | None
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
    form = ""
    declared: dict[str, str] = {}
    called: dict[str, list[str | None]] = {"SERVICE": [], "LOAD": []}
    used: dict[str, Token] = {}
    depth = deepest = 0
    volatile = False
    remote: Token | None = None
    previous = before = ""
    prefix_declared = ""
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        if word in QUERY_FORMS or word in UPDATE_FORMS:
            form = form or word
        if word in called:
            remote = remote or token
        volatile |= word in VOLATILE
        caller = before if previous == "SILENT" else previous
        if caller in called and word != "SILENT":
            called[caller].append(_iri(token, declared))
        if token.kind == "iri" and before == "PREFIX":
            declared[prefix_declared] = token.text[1:-1]
        if token.kind == "pname":
            prefix = token.text.partition(":")[0]
            if previous == "PREFIX":
                prefix_declared = prefix
                declared[prefix] = ""
            else:
                used.setdefault(prefix, token)
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
            deepest = max(deepest, depth)
        before, previous = previous, word
    undeclared = tuple(token for prefix, token in used.items() if prefix not in declared)
    return Survey(
        form, undeclared, deepest, volatile, remote, tuple(called["SERVICE"]), tuple(called["LOAD"])
    )


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
