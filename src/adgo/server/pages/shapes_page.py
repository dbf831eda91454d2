"""`/shapes` as a page: the SHACL shapes in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response

from adgo.corpus.reading import Row
from adgo.graph.namespaces import PREFIXES
from adgo.server import page_queries
from adgo.server.pages.rendering import render_page
from adgo.server.site import Site

SHACL = PREFIXES["sh"]


@dataclass
class ShapeText:
    """One shape in words: what it requires, the message if data violate it, its severity, targets and parts."""

    iri: str
    description: str
    message: str
    severity: str
    aims: list[str]
    parts: list[ShapeText] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The fragment of its URL on the page."""
        return self.iri.rpartition("/")[2]


def render_shapes(site: Site) -> Response:
    """Return the page."""
    found = page_queries.rows(site, "shapes")
    shapes = {row["shape"]["value"]: _shape(row) for row in found}
    parts = set()
    for row in found:
        it, parent = row["shape"]["value"], row.get("parent", {}).get("value")
        # A part of a part is listed for itself: shapes may refer to each other in a circle.
        if parent in shapes and parent != it:
            shapes[parent].parts.append(shapes[it])
            parts.add(it)
    return render_page("shapes.html", shapes=[each for it, each in shapes.items() if it not in parts])


def _shape(row: Row) -> ShapeText:
    def text(name: str) -> str:
        return str(row.get(name, {}).get("value", ""))

    severity = text("severity").removeprefix(SHACL) or "Violation"
    return ShapeText(text("shape"), text("description"), text("message"), severity, text("aims").split())
