"""Documents from the web: the only place that opens a URL.

Imports, LOAD and queries to other endpoints use it. Every failure is a `FetchError` with a sentence for the person who
asked.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.error import URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import OpenerDirector, Request

from adgo.turtle.formats import accept_header, bare
from adgo.turtle.web import body
from adgo.turtle.web.connection import opener
from adgo.turtle.web.errors import ConnectionFailed, FetchError, printable
from adgo.turtle.web.limits import FetchClock, FetchRules

#: Characters of an error page that are shown.
_EXCERPT = 500
_REDIRECTS = (301, 302, 303, 307, 308)
#: What is left as it is when a path or a query string is percent-encoded.
_PLAIN = "/%:=&?~+!$,;'@()*[]"


@dataclass(frozen=True)
class WebDocument:
    """A complete document: its address after redirects, its media type without parameters, its bytes and its headers.

    A text type other than XML, which names its own encoding, is converted to UTF-8 if its charset is another. Names of
    headers are in lower case.
    """

    url: str
    media_type: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class PostBody:
    """The body of a POST request and its media type."""

    content: bytes
    media_type: str


def fetch(
    url: str, rules: FetchRules | None = None, *, accept: str | None = None, post: PostBody | None = None
) -> WebDocument:
    """Return the document at an address, or raise FetchError.

    A redirect is followed to http and https addresses only, never from https to http, and never from a public
    address to a private one. 301, 302, 307 and 308 repeat a POST; 303 makes it a GET, as HTTP says.

    Args:
        url: http or https address; characters beyond ASCII are percent-encoded.
        rules: the limits; None for the usual ones.
        accept: the Accept header; None for all RDF formats.
        post: what to send; None for a GET.
    """
    rules = rules or FetchRules()
    clock = FetchClock(rules)
    web = opener(clock, proxies=rules.proxies)
    here = check_url(url)
    for _ in range(rules.redirects + 1):
        with _opened(web, _request(here, accept or accept_header(), post), clock) as response:
            if response.status not in _REDIRECTS:
                return _document(here, response, clock)
            here = _target(here, response.headers.get("Location", ""), rules.redirects)
            post = None if response.status == 303 else post
    raise FetchError(f"it redirects more than {rules.redirects} times")


def fetch_into(
    file: IO[bytes], url: str, rules: FetchRules, *, accept: str, post: PostBody, authorization: str = ""
) -> WebDocument:
    """Write the answer to a POST request to a file, as it was sent; return the rest of the document, without content.

    No redirect is followed, so the credentials reach the server at this address only.

    Args:
        file: the binary file.
        url: http or https address.
        rules: the limits; the number of redirects is ignored.
        accept: the Accept header.
        post: what to send.
        authorization: the value of the Authorization header; "" for none.

    Raises:
        FetchError: if there is no complete answer; the file may then have a part of it.
    """
    clock = FetchClock(rules)
    here = check_url(url)
    request = _request(here, accept, post)
    request.add_header("Accept-Encoding", "identity")
    if authorization:
        request.add_header("Authorization", authorization)
    with _opened(opener(clock, proxies=rules.proxies), request, clock) as response:
        if response.status in _REDIRECTS:
            _target(here, response.headers.get("Location", ""), 0)
        _check_status(response)
        with _explained_faults(clock):
            body.copy(response, clock, file)
        return WebDocument(here, _media_type(response), b"", _headers(response))


def _request(url: str, accept: str, post: PostBody | None) -> Request:
    headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": "adgo"}
    if post is None:
        return Request(url, headers=headers)
    return Request(url, post.content, headers | {"Content-Type": post.media_type})


def check_url(url: str) -> str:
    """Return an address as it can be sent, without its fragment; FetchError if it is not an http or https URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise FetchError(f"it is not a valid URL: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError("it is not an http or https URL")
    if "@" in parts.netloc:
        raise FetchError("its URL contains a user name or a password, which are not sent")
    if any(character <= " " or character in '<>"\\^`{|}\x7f' for character in host):
        raise FetchError(f"it is not a valid URL: the host is {host!r}")
    path = quote(f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/", safe=_PLAIN)
    return f"{parts.scheme}://{name}{'' if port is None else f':{port}'}{path}"


def _opened(web: OpenerDirector, request: Request, clock: FetchClock) -> http.client.HTTPResponse:
    try:
        response: http.client.HTTPResponse | None = web.open(request, timeout=clock.left())
    except TimeoutError as error:
        raise clock.error() from error
    except URLError as error:
        raise _fault(error.reason, clock) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _fault(error, clock) from error
    if response is None:
        raise FetchError("the environment names a proxy of a kind that is not supported")
    return response


def _fault(error: object, clock: FetchClock) -> FetchError:
    """Return the error for a request that has no response."""
    if isinstance(error, TimeoutError):
        return clock.error()
    is_connection = isinstance(error, OSError) and not isinstance(error, ssl.SSLError)
    return (ConnectionFailed if is_connection else FetchError)(_explain(error, clock))


def _explain(error: object, clock: FetchClock) -> str:
    """Return in words why there is no response."""
    if isinstance(error, TimeoutError):
        return clock.explain()
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of the server is not valid: {error.verify_message}"
    if isinstance(error, http.client.RemoteDisconnected):
        return "the server closed the connection without a response"
    if isinstance(error, http.client.HTTPException):
        return f"the server does not answer in HTTP ({type(error).__name__}: {printable(str(error))[:100]})"
    if isinstance(error, OSError):
        return f"the server cannot be reached: {error.strerror or error}"
    return f"the request could not be sent: {error}"


def _target(here: str, location: str, redirects: int) -> str:
    """Return the address that a redirect leads to; FetchError if the rules forbid it."""
    shown = printable(location)[:200]
    if not redirects:
        raise FetchError(f"it redirects to {shown!r}, but redirects are not followed; use that URL instead")
    try:
        target = check_url(urljoin(here, location))
    except (ValueError, FetchError) as error:
        raise FetchError(f"it redirects to {shown!r}: {error}") from error
    if here.startswith("https:") and not target.startswith("https:"):
        raise FetchError(f"it redirects from https to http ({shown!r}), which is not followed")
    if _is_private(target) and not _is_private(here):
        raise FetchError(
            f"it redirects to an address of a private network ({shown!r}), which is not followed"
        )
    return target


def _is_private(url: str) -> bool:
    """Return whether a host has an address that is not of the public internet; False if it has none."""
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
    except OSError:
        return False  # Connecting fails too, or a proxy knows the host.
    addresses = (ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found)
    return any(not address.is_global for address in addresses)


def _document(url: str, response: http.client.HTTPResponse, clock: FetchClock) -> WebDocument:
    _check_status(response)
    media_type = _media_type(response)
    with _explained_faults(clock):
        content = body.read(response, clock)
    charset = response.headers.get_content_charset("utf-8")
    if media_type.startswith("text/") and media_type != "text/xml":
        content = body.as_utf8(content, charset)
    return WebDocument(url, media_type, content, _headers(response))


@contextlib.contextmanager
def _explained_faults(clock: FetchClock) -> Iterator[None]:
    """Turn the errors of a connection whose body is read into FetchError."""
    try:
        yield
    except TimeoutError as error:
        raise clock.error() from error
    except http.client.IncompleteRead as error:
        raise ConnectionFailed("the response was cut off in the middle of a chunk") from error
    except (OSError, http.client.HTTPException) as error:
        raise ConnectionFailed(f"the response was cut off: {_explain(error, clock)}") from error


def _media_type(response: http.client.HTTPResponse) -> str:
    return bare(response.headers.get("Content-Type", ""))


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _check_status(response: http.client.HTTPResponse) -> None:
    """Raise FetchError for a status other than 200; its detail is the text that the server sent."""
    if response.status == 200:
        return
    detail = ""
    media_type = _media_type(response)
    if not media_type.endswith(("html", "xml")):
        with contextlib.suppress(OSError, http.client.HTTPException):
            sent = response.read(4 * _EXCERPT).decode(errors="replace")
            detail = printable(_problem(sent) if media_type.endswith("json") else sent)[:_EXCERPT]
    reason = http.client.responses.get(response.status, "")
    raise FetchError(
        f"the server answered {response.status} {reason}".rstrip(),
        response.status,
        detail,
        _seconds_to_wait(response.headers.get("Retry-After", "").strip()),
    )


def _seconds_to_wait(after: str) -> float | None:
    """Return the seconds that a header Retry-After (RFC 9110) says to wait; None if it does not say."""
    if re.fullmatch("[0-9]{1,9}", after):
        return float(after)
    try:
        when = parsedate_to_datetime(after)
        # HTTP dates are in UTC; the oldest form does not say so.
        return max(0.0, when.replace(tzinfo=when.tzinfo or UTC).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _problem(sent: str) -> str:
    """Return the explanation in a problem document (RFC 9457); the text itself if it is not one."""
    try:
        return str(json.loads(sent)["detail"])
    except (ValueError, LookupError, TypeError):
        return sent
