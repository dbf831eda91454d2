"""Only SPARQL 1.1 is passed on: other texts can make an engine read from the web, or change data."""

from __future__ import annotations

from collections.abc import Mapping

from adgo.server.engine.failure import Failure
from adgo.sparql.algebra import text_rules
from adgo.sparql.text import SparqlText


def check_syntax(text: SparqlText, declared: Mapping[str, str]) -> None:
    """Raise Failure if a text is not a query of SPARQL 1.1: `DEFINE get:soft` lets Virtuoso fetch addresses.

    Args:
        text: the query, with the declarations of all its prefixes.
        declared: prefixes that the client need not declare.
    """
    broken = (
        text.decoding.fault is not None
        or bool(text.undeclared)
        or text.misfit is not None
        or text_rules.broken(text.tokens, declared) is not None
    )
    if broken:
        raise Failure("syntax", "the query is not SPARQL 1.1")
