"""The shapes' page: what the data must hold to, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import render_template

from adgo.graph.namespaces import PREFIXES
from adgo.server import page_queries
from adgo.server.page_queries import Row
from adgo.server.site import Site

SHACL = PREFIXES["sh"]


@dataclass
class Shape:
    """One shape: what it asks for, what it is about, the message where it fails, how grave that is, and its parts."""

    iri: str
    description: str
    message: str
    severity: str
    aims: list[str]
    parts: list[Shape] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return self.iri.rpartition("/")[2]


def render(site: Site) -> str:
    """Return the page."""
    found = page_queries.rows(site, "shapes")
    shapes = {row["shape"]["value"]: _shape(row) for row in found}
    parts = set()
    for row in found:
        parent = row.get("parent", {}).get("value")
        if parent in shapes:
            shapes[parent].parts.append(shapes[row["shape"]["value"]])
            parts.add(row["shape"]["value"])
    return render_template("shapes.html", shapes=[each for it, each in shapes.items() if it not in parts])


def _shape(row: Row) -> Shape:
    def text(name: str) -> str:
        return str(row.get(name, {}).get("value", ""))

    severity = text("severity").removeprefix(SHACL) or "Violation"
    return Shape(text("shape"), text("description"), text("message"), severity, text("aims").split())
