"""The service description, VoID and DCAT, computed from the data by the files in `descriptions/`."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from flask import Response, request
from pyoxigraph import RdfFormat, Triple, parse

from adgo.graph.namespaces import PREFIXES
from adgo.server import delivery, page_queries
from adgo.server.endpoint import Reply
from adgo.server.engine.worker import write_for_people
from adgo.server.protocol.cache import CachedAnswer
from adgo.server.protocol.negotiation import GRAPHS, Format, NotAcceptable, choose, prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site

FOLDER = Path(__file__).parent / "descriptions"
_PREFIXES = MappingProxyType({**PREFIXES, "sd": "http://www.w3.org/ns/sparql-service-description#"})


def respond(site: Site) -> Response:
    """Return the description of service and dataset in the negotiated format."""
    wanted = _wanted_format()
    key = f"sd-{site.edition.digest}-{wanted.name}-{site.url()}"
    entry = site.endpoint.cache.get(key)
    if entry is None:
        content = document(site, wanted)
        # The tag is that of the content: another version or another address describes the same data differently.
        entry = CachedAnswer(content, wanted.content_type, f"sd-{hashlib.sha256(content).hexdigest()[:32]}")
        site.endpoint.cache.put(key, entry)
    return delivery.deliver(Reply(entry.tag, entry.content_type, entry=entry))


def _wanted_format() -> Format:
    """Return the format that the client wants; there is no page, so a browser gets Turtle."""
    accept, wish = request.headers.get("Accept"), request.args.get("format")
    try:
        return GRAPHS[0] if not wish and prefers_page(accept) else choose(accept, GRAPHS, wish)
    except NotAcceptable as error:
        types = ", ".join(each.media_type for each in GRAPHS)
        raise Problem(
            406, f"The description is not available in this format. Ask for one of: {types}."
        ) from error


def document(site: Site, wanted: Format) -> bytes:
    """Return the description in a format, with IRIs below the server's public URL."""
    triples: dict[Triple, None] = {}
    parts = _parts(site)
    for path in [path for part in parts for path in sorted(FOLDER.glob(part))]:
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=site.url()):
            triples[quad.triple] = None
    for path in [path for part in parts for path in _queries(part)]:
        for quad in parse(
            page_queries.constructed(site, path.read_text(encoding="utf-8")), RdfFormat.N_TRIPLES
        ):
            triples[quad.triple] = None
    written = BytesIO()
    write_for_people(triples, written, wanted.name, _PREFIXES)
    return written.getvalue()


def _parts(site: Site) -> list[str]:
    """Return the patterns of the files of the description that hold for a server."""
    holds = {
        "*.ttl": True,
        "writable/*.ttl": bool(site.token),
        "federated/*.ttl": bool(site.settings.services),
        "packaged/*.ttl": not site.has_own_data,
    }
    return [part for part, is_true in holds.items() if is_true]


def _queries(part: str) -> list[Path]:
    """Return the queries beside the Turtle of a part."""
    return sorted(FOLDER.glob(part.replace(".ttl", ".rq")))
