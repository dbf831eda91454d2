"""The results of an endpoint in JSON or XML, checked: whole, with the columns of the query, and each value once."""

from __future__ import annotations

import re
from typing import IO, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from adgo.graph.virtuoso_results import CorrectedFile
from adgo.turtle.rdfxml.xml_end import XmlEnd

_BLOCK = 64 * 1024
#: What each term has once, in JSON and in XML. In a string of JSON, a quote is escaped; in a text of XML, `<` is.
_TYPE_OR_VALUE = re.compile(rb'"(?:type|value)"\s*:\s*"')
_BINDING = re.compile(rb"<(?:[\w.-]+:)?binding[\s>]")
#: How many types and values of a term there are for each of these.
_JSON_WEIGHT, _XML_WEIGHT = 1, 2


def check(file: IO[bytes], form: QueryResultsFormat) -> None:
    """Raise SyntaxError or ValueError if results break off, or if a row has two values for one variable.

    Args:
        file: the file with the results, which is read from the beginning to the end.
        form: their format.
    """
    if form not in (QueryResultsFormat.JSON, QueryResultsFormat.XML):
        raise ValueError(f"it is {form.name}, which loses the kinds of terms, or does not show where it ends")
    file.seek(0)
    sent = _FollowedResults(_source(file, form), is_xml=form == QueryResultsFormat.XML)
    # The parser keeps the last one of several values.
    kept = _Count(_TYPE_OR_VALUE, b"}", _JSON_WEIGHT)
    results = parse_query_results(cast(IO[bytes], sent), format=form)
    if isinstance(results, QuerySolutions):
        results.serialize(cast(IO[bytes], kept), QueryResultsFormat.JSON)
    number = sent.finish()
    if isinstance(results, QuerySolutions) and number > kept.total():
        raise ValueError("a row has two values for one variable")


def parsed(
    file: IO[bytes], form: QueryResultsFormat, columns: frozenset[str] | None
) -> QuerySolutions | QueryBoolean:
    """Return the results in a file, which is read from the beginning and must stay open.

    Args:
        file: the file.
        form: JSON or XML.
        columns: the names of the columns of the query; None for another query, or if they are not known.

    Raises:
        SyntaxError, ValueError: if they are not results of the query.
    """
    file.seek(0)
    results = parse_query_results(_source(file, form), format=form)
    if isinstance(results, QuerySolutions):
        _check_columns(results, columns)
    return results


def format_of(media_type: str) -> QueryResultsFormat:
    """Return the format of results with a media type; JSON if that is not known."""
    return QueryResultsFormat.from_media_type(media_type) or QueryResultsFormat.JSON


def rows(results: QuerySolutions | QueryBoolean) -> QuerySolutions:
    """Return results that are rows; ValueError if they are true or false."""
    if isinstance(results, QueryBoolean):
        raise ValueError("it is true or false, and the query asks for rows")
    return results


def _check_columns(results: QuerySolutions, columns: frozenset[str] | None) -> None:
    """Raise ValueError if rows have other columns than the query."""
    found = frozenset(each.value for each in results.variables)
    if columns is not None and found != columns:
        raise ValueError(f"its columns are {_listed(found)}, and those of the query are {_listed(columns)}")


def _listed(names: frozenset[str]) -> str:
    return " ".join(f"?{each[:40]}" for each in sorted(names)[:20]) or "none"


def _source(file: IO[bytes], form: QueryResultsFormat) -> IO[bytes]:
    return file if form == QueryResultsFormat.XML else cast(IO[bytes], CorrectedFile(file))


class _Count:
    """A file that counts what occurs in the bytes that are written to it."""

    def __init__(self, pattern: re.Pattern[bytes], end: bytes, weight: int) -> None:
        self._pattern, self._end, self._weight = pattern, end, weight
        self._open = bytearray()
        self._number = 0

    def write(self, content: bytes) -> int:
        """Take some bytes and return their number."""
        place = content.rfind(self._end) + 1
        self._open += content[:place] if place else content
        if place:
            self._number += len(self._pattern.findall(self._open))
            self._open = bytearray(content[place:])
        return len(content)

    def flush(self) -> None:
        """Do nothing: `total` counts the rest."""

    def total(self) -> int:
        """Return the number, when all is written."""
        return self._weight * (self._number + len(self._pattern.findall(self._open)))


class _FollowedResults:
    """A file with results that are followed to their end, and whose values are counted, while it is read."""

    def __init__(self, file: IO[bytes], *, is_xml: bool) -> None:
        self._file = file
        self._xml = XmlEnd() if is_xml else None
        pattern, end, weight = (
            (_BINDING, b">", _XML_WEIGHT) if is_xml else (_TYPE_OR_VALUE, b"}", _JSON_WEIGHT)
        )
        self._count = _Count(pattern, end, weight)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        content = self._file.read(size)
        self._count.write(content)
        if self._xml is not None:
            self._xml.add(content)
        return content

    def finish(self) -> int:
        """Read the rest, and return how many types and values there are; SyntaxError if the document breaks off."""
        while self.read(_BLOCK):
            pass
        if self._xml is not None:
            self._xml.close()
        return self._count.total()
