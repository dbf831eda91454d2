"""Read requests of the SPARQL 1.1 Protocol (section 2), strictly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qsl

from flask import Request

from adgo.graph.namespaces import PREFIXES
from adgo.server.protocol import data_version, request_arguments, request_content
from adgo.server.protocol.problem import Problem
from adgo.server.settings import KIB, MIB, Settings
from adgo.sparql.text import SparqlText

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
#: A request with more arguments is refused.
MAX_ARGUMENTS = 200
#: Editors on Windows write it at the beginning of a file.
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Operation:
    """A query or an update.

    Attributes:
        text: the query or update.
        default: the graphs that the request names for the default graph.
        named: the named graphs that the request names.
        wish: the format that the request asks for by name; None if by its Accept header alone.
        wished_by: the argument that names the format.
        seconds: the time limit that the request asks for; None if it names none.
        is_for_spreadsheet: whether CSV is for a program such as Excel, with a byte order mark and a file name; None if
            the request does not say.
        declared: the prefixes that a query need not declare, with their namespaces.
        data: the version of the data that the request is for; None for any.
    """

    text: SparqlText
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    wish: str | None = None
    wished_by: str = "format"
    seconds: float | None = None
    is_for_spreadsheet: bool | None = None
    declared: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    data: str | None = None


def read(request: Request, settings: Settings) -> Operation | None:
    """Return what a request to the endpoint asks for, or None for a GET without a query string.

    Raises:
        Problem: as `parse` and `request_content.read` do; 400 also if a POST has no body; 411 if it is an update and
            the server could not see that it is incomplete.
    """
    if request.method == "POST" and not request.content_type and not request_content.is_announced(request):
        raise Problem(400, f"The request has no body. Send a query in one, of type {QUERY} or {FORM}.")
    content = partial(request_content.read, request, upload_limit(settings))
    found = parse(request.method, request.query_string, request.content_type or "", content, settings)
    # A part of a query does no harm: its client has left, and does not read the answer.
    if found is not None and found.text.is_update:
        request_content.require_complete(request)
    return found


def parse(
    method: str, query_string: bytes, content_type: str, content: Callable[[], bytes], settings: Settings
) -> Operation | None:
    """Return what the parts of a request ask for, or None for a GET without a query string.

    Args:
        method: the HTTP method; GET and HEAD have no body.
        query_string: the part of the URL after "?", as it was sent.
        content_type: the header of that name, "" if there is none.
        content: returns the whole body; called only if the request is right so far.
        settings: how long a query or an update may be.

    Raises:
        Problem: 400 if something is missing, given twice or not UTF-8; 413 above a limit; 415 for another body.
    """
    arguments = fields(query_string)
    if method in ("GET", "HEAD"):
        if not arguments:
            return None
        if "update" in arguments:
            raise Problem(400, "An update must be sent with POST, not GET.")
        return operation(arguments, settings, is_update=False)
    media_type = _media_type(content_type)
    is_operation_in_url = "query" in arguments or "update" in arguments
    if media_type == FORM:
        if is_operation_in_url:
            raise Problem(400, "Put the query or update into the body of the form, not into the address.")
        for name, values in fields(content()).items():
            arguments[name] += values
        is_update = "update" in arguments
        if is_update and "query" in arguments:
            raise Problem(400, "The request has both a query and an update: send one of them.")
        return operation(arguments, settings, is_update=is_update)
    if media_type not in (QUERY, UPDATE):
        raise Problem(415, f"Send a body of type {QUERY}, {UPDATE} or {FORM}, and say so in Content-Type.")
    if is_operation_in_url:
        raise Problem(
            400, "The request has an operation in its body and one in its address: send one of them."
        )
    is_update = media_type == UPDATE
    arguments["update" if is_update else "query"] = [_decode(content())]
    return operation(arguments, settings, is_update=is_update)


def _media_type(content_type: str) -> str:
    """Return the media type without parameters; Problem 415 if it names an encoding other than UTF-8."""
    request_content.require_utf8(content_type)
    return content_type.partition(";")[0].strip().lower()


def operation(arguments: dict[str, list[str]], settings: Settings, *, is_update: bool) -> Operation:
    """Return the operation that the arguments of a request describe.

    Args:
        arguments: the values of each argument, by name.
        settings: how long a query or an update may be.
        is_update: whether the request is an update.

    Raises:
        Problem: 400 if there is no query or update, or more than one, or if another argument has a value that cannot be
            used; 413 if the query or update is too long.
    """
    name = "update" if is_update else "query"
    texts = arguments.get(name, [])
    if not texts:
        raise Problem(400, "The request holds no query. Send one as the argument `query`.")
    if len(texts) > 1:
        raise Problem(400, f"The request holds more than one {name}: send one at a time.")
    limit = upload_limit(settings) if is_update else settings.query_size * KIB
    if len(texts[0].encode()) > limit:
        raise Problem(
            413, f"The {name} is longer than {limit // KIB} KiB. Shorten it, or split it into several."
        )
    wish, wished_by = request_arguments.wish(arguments)
    is_lenient = request_arguments.switch(arguments, "prefixes")
    return Operation(
        SparqlText(texts[0].removeprefix(BYTE_ORDER_MARK), is_update),
        *request_arguments.dataset(arguments, is_update=is_update),
        wish,
        wished_by,
        request_arguments.seconds(arguments),
        request_arguments.switch(arguments, "bom"),
        PREFIXES if (not settings.strict_prefixes if is_lenient is None else is_lenient) else {},
        data_version.wanted(None, arguments),
    )


def fields(encoded: bytes) -> dict[str, list[str]]:
    """Return the values of each argument of a query string or form; Problem 400 if it is not UTF-8."""
    found: dict[str, list[str]] = defaultdict(list)
    try:
        text = encoded.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
        for name, value in parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MAX_ARGUMENTS
        ):
            found[name].append(value)
    except UnicodeDecodeError as error:
        raise Problem(
            400, "The arguments are not UTF-8: encode the query in UTF-8, then percent-encode it."
        ) from error
    except ValueError as error:
        raise Problem(400, f"The request has more than {MAX_ARGUMENTS} arguments.") from error
    return found


def upload_limit(settings: Settings) -> int:
    """Return how many bytes a body may have: percent-encoding makes a query up to three times as long."""
    return max(settings.upload * MIB, 3 * settings.query_size * KIB + KIB)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8 at byte {error.start}: send it in UTF-8.") from error
