"""Results of Virtuoso that are not as the standard has them, in the form of the standard."""

from __future__ import annotations

import re
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

#: The only column of Virtuoso's answer to ASK, which has one row if the answer is true, and none if it is false.
ASK_COLUMN = "__ASK_RETVAL"
#: A boolean in Virtuoso's JSON, which writes 1 and 0. No string of JSON can hold this text: its quotes are escaped.
_NUMERIC_BOOLEAN = re.compile(
    rb'("datatype": "http://www\.w3\.org/2001/XMLSchema#boolean", "value": )"([01])"'
)
_WORDS = {b"1": b'"true"', b"0": b'"false"'}
#: A blank node in Virtuoso's JSON: its label is not one of SPARQL's, and some are said to be IRIs.
_NODE_ID = re.compile(rb'"type": "(?:bnode|uri)", "value": "nodeID://([A-Za-z0-9_]+)"')

#: Bytes that are read at a time.
_BLOCK = 64 * 1024


def corrected(content: bytes) -> bytes:
    """Return Virtuoso's results in JSON with booleans in words and the blank nodes that SPARQL has; others as they are.

    Args:
        content: whole results, or a part that begins or ends with a brace: no correction goes beyond one.
    """
    content = _NODE_ID.sub(rb'"type": "bnode", "value": "\1"', content)
    return _NUMERIC_BOOLEAN.sub(lambda found: found[1] + _WORDS[found[2]], content)


class CorrectedFile:
    """A file with results of Virtuoso in JSON, which is corrected while it is read; the lines may have any length."""

    def __init__(self, file: IO[bytes]) -> None:
        """Read a file from where it is."""
        self._file = file
        # What was read after the last brace, and is not corrected yet.
        self._open = bytearray()
        self._piece, self._given = b"", 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size` of them if it is not negative; b"" at the end."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_BLOCK), b""))
        if self._given == len(self._piece):
            self._piece, self._given = self._next_piece(), 0
        start, self._given = self._given, min(self._given + size, len(self._piece))
        return self._piece[start : self._given]

    def _next_piece(self) -> bytes:
        """Return the next bytes up to a brace, corrected; b"" at the end."""
        while block := self._file.read(_BLOCK):
            end = block.rfind(b"}") + 1
            self._open += block[:end] if end else block
            if end:
                whole, self._open = bytes(self._open), bytearray(block[end:])
                return corrected(whole)
        whole, self._open = bytes(self._open), bytearray()
        return corrected(whole)


def truth(results: QuerySolutions | QueryBoolean) -> QueryBoolean:
    """Return the answer to an ASK query; ValueError if rows are not Virtuoso's form of one."""
    if isinstance(results, QueryBoolean):
        return results
    if [each.value for each in results.variables] != [ASK_COLUMN]:
        raise ValueError("it has rows, and the query asks for true or false")
    answer = str(any(row[0] is not None and row[0].value == "1" for row in results)).lower()
    made = parse_query_results(b'{"head":{},"boolean":%s}' % answer.encode(), format=QueryResultsFormat.JSON)
    assert isinstance(made, QueryBoolean)
    return made
