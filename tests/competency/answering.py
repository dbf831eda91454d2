"""What the tests of the stored questions share: a query's rows as the expected rows write them."""

from __future__ import annotations

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store

from adgo.graph.namespaces import PREFIXES

#: What the expected rows are for, of a question whose default changes from day to day.
FIXED = {"lapsed-plans": {"day": "2027-01-01"}, "status-as-of": {"day": "2026-01-01"}}


def short(term: object) -> str:
    """Return a term as the expected rows write it: a prefixed name, or a literal's text."""
    if isinstance(term, NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value
    return "" if term is None else str(getattr(term, "value", term))


def rows(store: Store, text: str) -> list[list[str]]:
    """Return the header and the sorted rows of a query; a yes or no is one cell under `answer`."""
    found = store.query(text)
    if isinstance(found, QueryBoolean):
        return [["answer"], ["yes" if found else "no"]]
    assert isinstance(found, QuerySolutions)
    header = [variable.value for variable in found.variables]
    return [header, *sorted([short(row[name]) for name in header] for row in found)]
