"""The examples of the hygiene queries' conditions: data, and the rows that a query finds in them."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, RdfFormat, Store

from adgo.graph import files
from adgo.graph.namespaces import short
from adgo.turtle.terms import TYPE

HERE = Path(__file__).parent / "hygiene"
CHECKS = files.hygiene()
_ROW = re.compile(r"^# row: (.+)$", re.MULTILINE)


def path_of(check: Path) -> Path:
    """Return the file of a check's example."""
    return HERE / f"{check.stem}.trig"


def example(check: Path) -> tuple[Store, set[str]]:
    """Return the data of a check's example, and the rows that it says are found."""
    text = path_of(check).read_text(encoding="utf-8")
    store = Store()
    store.load(text.encode(), RdfFormat.TRIG)
    return store, set(_ROW.findall(text))


def rows(store: Store, text: str) -> set[str]:
    """Return the rows of a query as examples write them: with prefixes, `_` for a blank node, `a` for rdf:type."""
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    return {" ".join(_written(term) for term in row if term is not None) for row in found}


def _written(term: object) -> str:
    if isinstance(term, BlankNode):
        return "_"
    text = str(term)
    if isinstance(term, NamedNode):
        return "a" if text == TYPE else short(term.value)
    return re.sub(r'^"(\d+)"\^\^<.*#integer>$', r"\1", text)
