"""Turns a response of the backend into an answer of this server, in the format that the client asked for."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO, Any, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from adgo.graph import jsonld, virtuoso_results
from adgo.graph.virtuoso_results import CorrectedFile
from adgo.server.backend.client import BackendResponse
from adgo.server.engine import row_count
from adgo.server.engine.answer import Answer
from adgo.server.engine.failure import Failure
from adgo.server.engine.frames import PIECE_BYTES
from adgo.server.engine.result_output import ResultOutput, TooLarge, UnwritableResult
from adgo.server.engine.worker import GRAPH_FORMATS, RESULT_FORMATS, write_for_people
from adgo.turtle import formats


class AnswerOutput(ResultOutput):
    """A binary file that puts what is written to it into an answer, at most `limit` bytes."""

    def __init__(self, answer: Answer, limit: int, *, xml: bool = False) -> None:
        """Write to an answer; the arguments are those of ResultOutput."""
        super().__init__(limit, xml=xml)
        self.answer = answer

    def _pass_on(self) -> None:
        if len(self._buffer) >= PIECE_BYTES:
            self._send()

    def _send(self) -> None:
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


def converted(response: BackendResponse, form: str, request: dict[str, Any], limit: int) -> Answer:
    """Return the answer that a response has, in the format of a request.

    Args:
        response: the response; its file is closed.
        form: whether the query asks for "bindings", "boolean" or "graph".
        request: the request, as a worker reads it.
        limit: most bytes of the answer.

    Raises:
        Failure: if it is too large, not such an answer, or cannot be written in the format.
    """
    answer = Answer(form=form)
    is_xml = (request["graph"] if form == "graph" else request["results"]) in ("xml", "rdf")
    output = AnswerOutput(answer, limit, xml=is_xml)
    try:
        with response.file:
            _write(response, form, request, output)
        output.finish()
        return answer
    except Exception as error:
        answer.close()
        failure = _failure(error, output)
    # Raised only here, as the error that it follows holds parsed results, which no other thread may free.
    raise failure


def _failure(error: Exception, output: AnswerOutput) -> Failure:
    if isinstance(error, Failure):
        return error
    if output.too_large or isinstance(error, TooLarge):
        return Failure("large", "the result is larger than its limit")
    if isinstance(error, UnwritableResult | jsonld.Unwritable):
        return Failure("format", str(error))
    return Failure("backend", f"it sent an answer that cannot be read: {str(error)[:200]}")


def _write(response: BackendResponse, form: str, request: dict[str, Any], output: AnswerOutput) -> None:
    file = cast(IO[bytes], output)
    if form == "graph":
        output.answer.rows = _write_graph(_DistinctTriples(response), request, file)
        return
    if request.get("byte_order_mark"):
        file.write(codecs.BOM_UTF8)
    results = _results(response)
    try:
        if form == "boolean":
            virtuoso_results.truth(results).serialize(file, RESULT_FORMATS[request["results"]])
            output.answer.rows = 1
        elif isinstance(results, QuerySolutions):
            output.count = row_count.of_results(request["results"])
            results.serialize(file, RESULT_FORMATS[request["results"]])
        else:
            raise ValueError("it is true or false, and the query asks for rows")
    finally:
        # An error keeps this frame, and only the thread that parsed the results may free them.
        del results


def _results(response: BackendResponse) -> QuerySolutions | QueryBoolean:
    form = QueryResultsFormat.from_media_type(response.document.media_type)
    if form not in (QueryResultsFormat.JSON, QueryResultsFormat.XML):
        raise ValueError(f"its media type is {response.document.media_type[:60]!r}")
    file = response.file if form == QueryResultsFormat.XML else CorrectedFile(response.file)
    return parse_query_results(cast(IO[bytes], file), format=form)


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

    def __init__(self, response: BackendResponse) -> None:
        self._response = response
        self.number = 0

    def __iter__(self) -> Iterator[Triple]:
        document = self._response.document
        kind = formats.by_media_type(document.media_type)
        if kind is None:
            raise ValueError(f"its media type is {document.media_type[:60]!r}")
        seen: set[Triple] = set()
        for quad in parse(self._response.file, kind.engine_format(), base_iri=document.url):
            if quad.triple not in seen:
                seen.add(quad.triple)
                yield quad.triple
        self.number = len(seen)
