"""Fast path: answers plain queries without going through Flask.

Most requests are plain queries, and for a small one a view takes longer than the engine. A request that is not plain,
or that must be refused, goes to the view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from adgo.server import delivery
from adgo.server.delivery import EncodedReply
from adgo.server.listen.fault_guard import Environ, StartResponse, Wsgi
from adgo.server.protocol import sparql_request
from adgo.server.protocol.cache import BoundedCache
from adgo.server.protocol.negotiation import prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.settings import KIB
from adgo.server.site import Site

Key = tuple[str | bytes, ...]

#: The parts of a request that its response depends on.
_PARTS = (
    "QUERY_STRING",
    "CONTENT_TYPE",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_HOST",
    "wsgi.url_scheme",
)
#: A request with one of these headers is not plain.
_NOT_PLAIN = (
    "HTTP_IF_MATCH",
    "HTTP_IF_NONE_MATCH",
    "HTTP_AUTHORIZATION",
    "HTTP_RANGE",
    "HTTP_TRANSFER_ENCODING",
    "HTTP_CONTENT_ENCODING",
    "HTTP_CONTENT_RANGE",
    "HTTP_ADGO_DATA",
)
#: Ports that Flask leaves out of a URL.
_DEFAULT_PORTS = (":80", ":443")

#: A request with a longer body, in bytes, is not plain: there are few.
_MAX_BODY = 256 * KIB
#: Bytes that a kept response needs in addition to its body and its key: headers, query.
OVERHEAD = 4000


@dataclass(frozen=True)
class KeptResponse:
    """A whole response, the query that it answers, and the bytes that it takes in memory."""

    question: QueryRequest
    headers: list[tuple[str, str]]
    body: bytes
    size: int


class FastPath:
    """WSGI middleware that answers plain queries itself, from memory if the same request was answered before.

    Responses are kept until the data change, as many as fit into `capacity` bytes. Only responses with an entity tag
    are kept: others may differ from call to call.
    """

    def __init__(self, app: Wsgi, site: Site, capacity: int) -> None:
        self._app = app
        self._site = site
        self._responses: BoundedCache[Key, KeptResponse] = BoundedCache(capacity, lambda kept: kept.size)
        site.endpoint.caches.append(self._responses)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        is_plain = environ["PATH_INFO"] == "/sparql" and not any(map(environ.get, _NOT_PLAIN))
        body = _body(environ) if is_plain else None
        if body is None:
            return self._app(environ, start_response)
        key = (self._site.endpoint.digest, body, *(environ.get(name, "") for name in _PARTS))
        if (kept := self._responses.get(key)) is not None:
            self._site.endpoint.cache.count_hit()
            self._site.endpoint.note(kept.question, "kept", 0, len(kept.body))
            start_response("200 OK", list(kept.headers))
            return [kept.body]
        question = self._question(environ, body)
        if question is None:
            return self._app(environ, start_response)
        return self._answer(question, key, environ, start_response)

    def _question(self, environ: Environ, body: bytes) -> QueryRequest | None:
        """Return the query of a request, or None if the view must see the request."""
        accept, host = environ.get("HTTP_ACCEPT"), environ.get("HTTP_HOST", "")
        if prefers_page(accept) or host.endswith(_DEFAULT_PORTS):
            return None
        # PEP 3333: the bytes of a request are in strings as Latin-1.
        query_string = environ.get("QUERY_STRING", "").encode("latin-1")
        method, kind = environ["REQUEST_METHOD"], environ.get("CONTENT_TYPE") or ""
        try:
            operation = sparql_request.parse(method, query_string, kind, lambda: body, self._site.settings)
            if operation is None or operation.text.is_update:
                return None
            base = self._site.address(environ["wsgi.url_scheme"], host, "sparql")
            return self._site.endpoint.prepare(operation, accept, base)
        except Problem:
            return None

    def _answer(
        self, question: QueryRequest, key: Key, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        try:
            reply = self._site.endpoint.reply(question)
        except Problem as problem:
            return delivery.add_common_headers(problem.response())(environ, start_response)
        encoded = delivery.encode(reply, environ.get("HTTP_ACCEPT_ENCODING"))
        headers = [*encoded.headers.items(), *delivery.COMMON.items()]
        start_response("200 OK", headers)
        if encoded.close is not None:
            return _ClosingBody(encoded)
        body = b"".join(encoded.body)
        # The data may have changed since the key was made.
        if reply.tag and reply.data == key[0]:
            question.text.drop_tokens()  # they are not counted in the size
            size = len(body) + sum(map(len, key)) + OVERHEAD
            self._responses.put(key, KeptResponse(question, headers, body, size))
        return [body]


class _ClosingBody:
    """The blocks of a reply, which is closed when the server has sent them or the client has left."""

    def __init__(self, encoded: EncodedReply) -> None:
        self._encoded = encoded

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._encoded.body)

    def close(self) -> None:
        """Release the memory or file that the reply holds."""
        if self._encoded.close is not None:
            self._encoded.close()


def _body(environ: Environ) -> bytes | None:
    """Return the body of a plain request, which the view can read again; None if the request is not plain."""
    length, kind = environ.get("CONTENT_LENGTH") or "", environ.get("CONTENT_TYPE") or ""
    if environ["REQUEST_METHOD"] == "GET":
        return None if length or kind else b""
    if environ["REQUEST_METHOD"] != "POST" or kind not in (sparql_request.FORM, sparql_request.QUERY):
        return None
    if not length.isdecimal() or int(length) > _MAX_BODY:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body if len(body) == int(length) else None
