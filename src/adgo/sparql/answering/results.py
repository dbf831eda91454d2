"""Results of ADGO's own evaluation, with the interface of the engine's results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    Variable,
    serialize,
)

from adgo.sparql.answering import result_writer
from adgo.sparql.answering.store_dataset import term

#: The names that `result_writer` has for the engine's formats.
_NAMES = {
    QueryResultsFormat.JSON: "json",
    QueryResultsFormat.XML: "xml",
    QueryResultsFormat.CSV: "csv",
    QueryResultsFormat.TSV: "tsv",
}
#: Characters that are gathered before they are written.
_PIECE = 16_384


class EvaluatedSolution:
    """One row: its terms by name, by position, and in the order of the columns."""

    def __init__(self, columns: tuple[str, ...], solution: dict[str, str]) -> None:
        self._columns = columns
        self._solution = solution

    def __getitem__(self, key: int | str | Variable) -> Any:
        """Return the term of a column, None if it is unbound.

        Raises:
            KeyError: there is no column of that name.
            IndexError: there is no column at that position.
        """
        if isinstance(key, int):
            column = self._columns[key]
        else:
            column = f"?{key.value if isinstance(key, Variable) else key}"
            if column not in self._columns:
                raise KeyError(f"The variable {column} is not selected.")
        written = self._solution.get(column)
        return None if written is None else term(written)

    def __iter__(self) -> Iterator[Any]:
        """Yield the terms in the order of the columns, None for each that is unbound."""
        return (self[at] for at in range(len(self._columns)))

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._columns)


class EvaluatedSolutions:
    """The rows of a SELECT; they can be read once."""

    def __init__(self, columns: tuple[str, ...], solutions: Iterator[dict[str, str]]) -> None:
        self._columns = columns
        self._solutions = solutions
        self.variables = [Variable(each[1:]) for each in columns]

    def __iter__(self) -> Iterator[EvaluatedSolution]:
        """Yield the rows."""
        return (EvaluatedSolution(self._columns, each) for each in self._solutions)

    def __next__(self) -> EvaluatedSolution:
        """Return the next row."""
        return EvaluatedSolution(self._columns, next(self._solutions))

    def serialize(
        self, output: IO[bytes] | None = None, format: QueryResultsFormat | None = None
    ) -> bytes | None:
        """Write the rows to a file, or return them as bytes if there is no file.

        Args:
            output: the file.
            format: the format, JSON if it is None.
        """
        pieces = result_writer.written(self._columns, self._solutions, _name(format))
        return _write(pieces, output)


class EvaluatedBoolean:
    """The answer to an ASK."""

    def __init__(self, value: bool) -> None:
        self._value = value

    def __bool__(self) -> bool:
        """Return the answer."""
        return self._value

    def serialize(
        self, output: IO[bytes] | None = None, format: QueryResultsFormat | None = None
    ) -> bytes | None:
        """Write the answer to a file, or return it as bytes if there is no file.

        Args:
            output: the file.
            format: the format, JSON if it is None.
        """
        return _write([result_writer.boolean(self._value, _name(format))], output)


class EvaluatedTriples:
    """The triples of a CONSTRUCT or DESCRIBE; they can be read once."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._triples = iter(triples)

    def __iter__(self) -> Iterator[Triple]:
        """Yield the triples."""
        return self._triples

    def serialize(
        self, output: IO[bytes] | None = None, format: RdfFormat = RdfFormat.TURTLE
    ) -> bytes | None:
        """Write the triples to a file, or return them as bytes if there is no file.

        Args:
            output: the file.
            format: the format.
        """
        return serialize(self._triples, output, format)


#: Results of either evaluation.
Rows = QuerySolutions | EvaluatedSolutions
Truth = QueryBoolean | EvaluatedBoolean
Triples = QueryTriples | EvaluatedTriples


def _name(form: QueryResultsFormat | None) -> str:
    return _NAMES[form or QueryResultsFormat.JSON]


def _write(pieces: Iterable[str], output: IO[bytes] | None) -> bytes | None:
    if output is None:
        return "".join(pieces).encode()
    gathered: list[str] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _PIECE:
            output.write("".join(gathered).encode())
            gathered, size = [], 0
    output.write("".join(gathered).encode())
    return None
