"""Turns a response of the backend into an answer of this server, in the format that the client asked for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import IO, Any, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, Triple, serialize

from adgo.graph import jsonld, result_document, triple_document, virtuoso_results
from adgo.server.backend.client import BackendResponse
from adgo.server.backend.conversion import ConversionLimits, LimitedFile
from adgo.server.engine import row_count
from adgo.server.engine.answer import Answer
from adgo.server.engine.failure import Failure
from adgo.server.engine.frames import PIECE_BYTES
from adgo.server.engine.result_output import ResultOutput, TooLarge, UnwritableResult
from adgo.server.engine.worker import GRAPH_FORMATS, RESULT_FORMATS, write_for_people
from adgo.turtle import engine_quads, formats

#: Bytes of memory for each triple that was seen; for each that is kept, besides its text; for each byte of results.
_SEEN, _KEPT, _PARSED = 128, 512, 8
_ROWS_FIRST = re.compile(rb'\s*\{\s*"results"')


@dataclass(frozen=True)
class Converted:
    """An answer, and how many rows or triples the backend sent for it: a graph may have fewer, as it is a set."""

    answer: Answer
    sent: int


class AnswerOutput(ResultOutput):
    """A binary file that puts what is written to it into an answer, within the limits of its conversion."""

    def __init__(self, answer: Answer, limits: ConversionLimits, *, xml: bool = False) -> None:
        """Write to an answer; `xml` is that of ResultOutput."""
        super().__init__(limits.size, xml=xml)
        self.answer = answer
        self.limits = limits

    def _pass_on(self) -> None:
        if len(self._buffer) >= PIECE_BYTES:
            self._send()

    def _send(self) -> None:
        self.limits.check()
        self.check()
        if self.count is not None:
            self.count.feed(self._buffer)
        self.answer.add(self._buffer)
        self._buffer.clear()

    def finish(self) -> None:
        """Put the remaining bytes into the answer, and the number of rows if they are counted."""
        self._send()
        if self.count is not None:
            self.answer.rows = self.count.total()


def converted(
    response: BackendResponse,
    form: str,
    request: dict[str, Any],
    limits: ConversionLimits,
    columns: frozenset[str] | None = None,
) -> Converted:
    """Return the answer that a response has, in the format of a request.

    Args:
        response: the response; its file is closed.
        form: whether the query asks for "bindings", "boolean" or "graph".
        request: the request, as a worker reads it.
        limits: the limits of the conversion.
        columns: the names of the columns of the query; None for another query, or if they are not known.

    Raises:
        Failure: if it is beyond the limits, not such an answer, or cannot be written in the format.
    """
    answer = Answer(form=form)
    is_xml = (request["graph"] if form == "graph" else request["results"]) in ("xml", "rdf")
    output = AnswerOutput(answer, limits, xml=is_xml)
    try:
        with response.file:
            sent = _write(response, form, request, output, columns)
        output.finish()
        return Converted(answer, answer.rows if sent is None else sent)
    except Exception as error:
        answer.close()
        failure = _failure(error, output)
    # Raised only here, as the error that it follows holds parsed results, which no other thread may free.
    raise failure


def _failure(error: Exception, output: AnswerOutput) -> Failure:
    if output.limits.failure is not None:
        return output.limits.failure
    if isinstance(error, Failure):
        return error
    if output.too_large or isinstance(error, TooLarge):
        return Failure("large", "the result is larger than its limit")
    if isinstance(error, UnwritableResult | jsonld.Unwritable):
        return Failure("format", str(error))
    return Failure("backend", f"it sent an answer that cannot be read: {str(error)[:200]}")


def _write(
    response: BackendResponse,
    form: str,
    request: dict[str, Any],
    output: AnswerOutput,
    columns: frozenset[str] | None,
) -> int | None:
    """Write an answer; return how many triples were sent, None if it has rows."""
    file = cast(IO[bytes], output)
    if form == "graph":
        is_kept = bool(request.get("prefixes")) or request["graph"] == "jsonld"
        triples = _DistinctTriples(response, output.limits, is_kept=is_kept)
        output.answer.rows = _write_graph(triples, request, file)
        return triples.sent
    if request.get("byte_order_mark"):
        file.write(codecs.BOM_UTF8)
    results = _results(response, output.limits, columns)
    try:
        if form == "boolean":
            virtuoso_results.truth(results).serialize(file, RESULT_FORMATS[request["results"]])
            output.answer.rows = 1
        else:
            output.count = row_count.of_results(request["results"])
            result_document.rows(results).serialize(file, RESULT_FORMATS[request["results"]])
    finally:
        # An error keeps this frame, and only the thread that parsed the results may free them.
        del results
    return None


def _results(
    response: BackendResponse, limits: ConversionLimits, columns: frozenset[str] | None
) -> QuerySolutions | QueryBoolean:
    form = QueryResultsFormat.from_media_type(response.document.media_type)
    if form not in (QueryResultsFormat.JSON, QueryResultsFormat.XML):
        raise ValueError(f"its media type is {response.document.media_type[:60]!r}")
    if form == QueryResultsFormat.JSON and _ROWS_FIRST.match(response.file.read(100)):
        # The parser keeps rows until it has read the names of the columns.
        limits.hold(_PARSED * response.file.seek(0, 2))
    file = cast(IO[bytes], LimitedFile(response.file, limits))
    result_document.check(file, form)
    return result_document.parsed(file, form, columns)


def _write_graph(triples: _DistinctTriples, request: dict[str, Any], file: IO[bytes]) -> int:
    """Write triples as a worker does, and return their number."""
    if request.get("prefixes"):
        write_for_people(triples, file, request["graph"])
    elif request["graph"] == "jsonld":
        jsonld.write(triples, file)
    else:
        serialize(triples, file, GRAPH_FORMATS[request["graph"]])
    return triples.number


class _DistinctTriples:
    """The triples of a response, each once: a graph is a set, and some engines repeat them. They are read once."""

    def __init__(self, response: BackendResponse, limits: ConversionLimits, *, is_kept: bool) -> None:
        self._response = response
        self._limits = limits
        self._is_kept = is_kept
        self.number = self.sent = 0

    def __iter__(self) -> Iterator[Triple]:
        document = self._response.document
        kind = formats.by_media_type(document.media_type)
        if kind is None:
            raise ValueError(f"its media type is {document.media_type[:60]!r}")
        seen: set[bytes] = set()
        file = cast(IO[bytes], LimitedFile(self._response.file, self._limits))
        quads = engine_quads.read(file, kind, base=document.url)
        for quad in triple_document.without_graphs(quads):
            self.sent += 1
            text = str(quad.triple).encode()
            digest = blake2b(text, digest_size=16).digest()
            if digest not in seen:
                seen.add(digest)
                self._limits.hold(_SEEN + (_KEPT + 2 * len(text) if self._is_kept else 0))
                yield quad.triple
        self.number = len(seen)
