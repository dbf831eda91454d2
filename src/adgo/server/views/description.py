"""The service description, VoID and DCAT, computed from the data by the files in `descriptions/`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from flask import Response, request
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from adgo.export.text_to_sparql import executables
from adgo.export.text_to_sparql.schema_card import schema_card
from adgo.graph.namespaces import PREFIXES
from adgo.queries.paraphrases import QUESTIONS
from adgo.server import delivery, page_queries
from adgo.server.engine.worker import write_for_people
from adgo.server.protocol.cache import CachedAnswer
from adgo.server.protocol.negotiation import GRAPHS, Format, NotAcceptable, choose, prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.reply import Reply
from adgo.server.site import Site
from adgo.server.site_corpus import read_corpus

FOLDER = Path(__file__).parent / "descriptions"
_PREFIXES = MappingProxyType(
    {
        **PREFIXES,
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "void-ext": "http://ldf.fi/void-ext#",
        "question": QUESTIONS,
    }
)
CARD_TYPE = "text/markdown; charset=utf-8"
#: The start of the IRIs of what is described, below the server's public URL.
DESCRIBED = ".well-known/void#"
#: The properties of each class are only counted if the default graph has at most this number of triples: it takes about
#: 10 seconds for a million.
MOST_PARTITIONED = 500_000
_TRIPLES = NamedNode(PREFIXES["void"] + "triples")


def respond(site: Site) -> Response:
    """Return the description of service and dataset in the negotiated format."""
    wanted = _wanted_format(site)
    key = f"sd-{site.edition.digest}-{wanted.name}-{site.url()}"
    entry = site.endpoint.cache.get(key)
    if entry is None:
        content = document(site, wanted)
        # The tag is that of the content: another version or another address describes the same data differently.
        tag = f"sd-{hashlib.sha256(content).hexdigest()[:32]}"
        entry = CachedAnswer(content, wanted.content_type, tag, rows=len(_triples(site)))
        site.endpoint.cache.put(key, entry)
    return delivery.deliver(Reply(entry.tag, entry.content_type, entry=entry))


def card(site: Site) -> Response:
    """Return the schema card of the data."""
    text = site.kept("card", lambda: schema_card(partial(page_queries.answered, site)))
    content = text.encode()
    entry = CachedAnswer(content, CARD_TYPE, f"card-{hashlib.sha256(content).hexdigest()[:32]}")
    return delivery.deliver(Reply(entry.tag, CARD_TYPE, entry=entry))


def _wanted_format(site: Site) -> Format:
    """Return the format that the client wants; there is no page, so a browser gets Turtle."""
    accept, wish = request.headers.get("Accept"), site.wish()
    try:
        return GRAPHS[0] if not wish and prefers_page(accept) else choose(accept, GRAPHS, wish)
    except NotAcceptable as error:
        types = ", ".join(each.media_type for each in GRAPHS)
        raise Problem(
            406, f"The description is not available in this format. Ask for one of: {types}."
        ) from error


def document(site: Site, wanted: Format) -> bytes:
    """Return the description in a format, with IRIs below the server's public URL."""
    written = BytesIO()
    write_for_people(_triples(site), written, wanted.name, {**_PREFIXES, "here": site.url() + DESCRIBED})
    return written.getvalue()


def _triples(site: Site) -> list[Triple]:
    """Return the triples of the description, from memory if the data have not changed."""
    return site.kept("description", lambda: _made(site), site.url())


def _made(site: Site) -> list[Triple]:
    """Return the triples of the description; the stored questions are those of the packaged graph."""
    found = [each for part in _parts(site) for each in _described(site, part)]
    found += _described(site, "partitions/*.ttl" if _size(found) <= MOST_PARTITIONED else "large/*.ttl")
    if not site.has_own_data:
        found += executables.triples(read_corpus(site), site.url("sparql"))
    return list(dict.fromkeys(found))


def _described(site: Site, part: str) -> Iterator[Triple]:
    """Yield what the Turtle files of a part of the description state, and what its queries find."""
    for path in sorted(FOLDER.glob(part)):
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=site.url()):
            yield quad.triple
    for path in _queries(part):
        content = page_queries.constructed(site, path.read_text(encoding="utf-8"))
        for quad in parse(content, RdfFormat.N_TRIPLES):
            yield quad.triple


def _size(triples: Iterable[Triple]) -> int:
    """Return how many triples the default graph has, as its description says."""
    sizes = (each for each in triples if str(each.subject).endswith(f"{DESCRIBED}default>"))
    return next(int(str(each.object.value)) for each in sizes if each.predicate == _TRIPLES)  # type: ignore[union-attr]


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
