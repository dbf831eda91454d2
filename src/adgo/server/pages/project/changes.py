"""`/changes`: what has changed in the graph, as a page and as an Atom feed at `/changes.atom`."""

from __future__ import annotations

from xml.etree import ElementTree

from flask import Blueprint, Response

from adgo.corpus import changes
from adgo.corpus.changes import RecordedChange
from adgo.corpus.tables import recorded_changes
from adgo.graph.namespaces import GRAPH
from adgo.server import site_corpus
from adgo.server.pages.citing import data_source
from adgo.server.pages.filters import link
from adgo.server.pages.rendering import render_page, without_forbidden
from adgo.server.pages.tables import table_response
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site, site

blueprint = Blueprint("changes", __name__)
ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"


@blueprint.get("/changes")
def page() -> Response:
    """Return the changes as a page, CSV or XLSX."""
    corpus = site_corpus.read_corpus(site())
    found = changes.every(corpus)
    return table_response.respond(
        lambda: [recorded_changes.table(corpus, found, "changes", "Changes of ADGO")],
        lambda: render_page("changes.html", c=corpus, changes=found),
    )


@blueprint.get("/changes.atom")
def feed() -> Response:
    """Return the feed (RFC 4287)."""
    here = site()
    found = changes.every(site_corpus.read_corpus(here))
    if not found:
        raise Problem(404, "The data of this server record no changes.")
    content = ElementTree.tostring(_feed(here, found), encoding="utf-8", xml_declaration=True)
    response = Response(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _feed(here: Site, found: list[RecordedChange]) -> ElementTree.Element:
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _add(root, "id", GRAPH + "changes")
    _add(root, "title", "Changes of ADGO")
    _add(root, "updated", _midnight(found[0]))
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=here.url("changes.atom"))
    _add(root, "link", rel="alternate", type="text/html", href=here.url("changes"))
    # Atom demands an author.
    _add(_add(root, "author"), "name", data_source.of_site(here).author or "Not stated")
    for each in found:
        _add_entry(root, here, each)
    return root


def _add_entry(root: ElementTree.Element, here: Site, change: RecordedChange) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", change.iri)
    _add(entry, "title", change.title)
    _add(entry, "updated", _midnight(change))
    _add(entry, "category", term=change.type)
    _add(entry, "summary", change.description)
    path = link(change.iri) or ""
    own = path if path.startswith("/") else "changes"
    _add(entry, "link", rel="alternate", type="text/html", href=here.url(own))


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = without_forbidden(text) or None
    return child


def _midnight(change: RecordedChange) -> str:
    return f"{change.day.isoformat()}T00:00:00Z"
