"""pySHACL in a process apart, which can be ended: neither rdflib's queries nor Python's patterns heed a clock."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

from adgo.shacl.engines.outcome import Outcome, Step, gathered
from adgo.shacl.evaluation.deadline import SECONDS, Deadline, Overdue
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Result
from adgo.shacl.model.shapes import ShapesError
from adgo.turtle.document import Document, Row, Rows
from adgo.turtle.terms import TermTable

#: What the process says last; before it come steps, results, or an error that ends them.
DONE = "done"
#: Seconds by which the process outlasts its limit, which whoever waits for it keeps.
GRACE = 5


def validate(inputs: Inputs, seconds: float = SECONDS, only: frozenset[str] | None = None) -> Outcome:
    """Return what `reference.validate` returns, or raise what it raises.

    Each focus node of each shape may take the seconds given, whatever pySHACL does with it: queries, patterns, shapes
    that lead back to themselves. Beyond that the process is ended, and ShapesError says so. With 0 there is no limit,
    and no other process.
    """
    if not seconds:
        from adgo.shacl.engines import pyshacl_engine

        return pyshacl_engine.validate(inputs, only)
    deadline = Deadline(seconds)
    with _started() as process:
        said = _Said(process, deadline)
        try:
            said.ask(inputs, only)
            return deadline.run(lambda: gathered(said))
        except Overdue:
            raise _too_long(inputs, said.last, seconds) from None
        finally:
            process.kill()


def _started() -> subprocess.Popen[bytes]:
    # The same modules as here, and none from the folder where the user happens to be.
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "adgo.shacl.engines.pyshacl_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def _too_long(inputs: Inputs, step: Step, seconds: float) -> ShapesError:
    display = Display(inputs.prefixes)
    return ShapesError(
        f"pySHACL takes longer than {seconds:g} s to check {display.term(step.focus)} against "
        f"{display.term(step.shape)}: mend its queries or patterns, or allow it more time (--query-timeout)",
        step.shape,
    )


class _Said:
    """What the process says, part by part; the clock starts anew with each."""

    def __init__(self, process: subprocess.Popen[bytes], deadline: Deadline) -> None:
        self.process, self.deadline = process, deadline
        self.last = Step("", "")
        self._first: Any = None

    def ask(self, inputs: Inputs, only: frozenset[str] | None) -> None:
        """Hand the graphs over, and return when the process has made its own of them, which takes what it takes."""
        roles = [
            list(inputs.data_graph.rows()),
            list(inputs.shapes_graph.rows()),
            [row for document in inputs.ontology for row in document.rows],
        ]
        assert self.process.stdin
        with suppress(BrokenPipeError), self.process.stdin as stdin:
            pickle.dump((inputs.table.terms, roles, inputs.neighbours, only, self.deadline.seconds), stdin)
        self._first = self._next()

    def __iter__(self) -> Iterator[Step | list[Result]]:
        part = self._first
        while part != DONE:
            if isinstance(part, Step):
                self.last = part
            yield part
            self.deadline.step()
            part = self._next()

    def _next(self) -> Any:
        assert self.process.stdout
        try:
            part = pickle.load(self.process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            code = self.process.wait()
            raise ShapesError(
                f"pySHACL's process ended before its report was there (exit code {code})"
            ) from error
        if isinstance(part, ShapesError):
            raise part
        return part


def main() -> None:
    """Read graphs from standard input, and write to standard output what pySHACL does and finds."""
    # What a library might print must not get between the parts.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    terms, roles, neighbours, only, seconds = pickle.load(sys.stdin.buffer)
    try:
        for part in _parts(_inputs(terms, roles, neighbours), only):
            if isinstance(part, Step):
                _outlive_nobody(seconds + GRACE)
            _send(part, out)
    except ShapesError as error:
        _send(error, out)
    except Exception as error:
        _send(ShapesError(f"pySHACL fails on these shapes: {type(error).__name__}: {error}"), out)


def _parts(inputs: Inputs, only: frozenset[str] | None) -> Iterator[Any]:
    from adgo.shacl.engines import pyshacl_engine

    yield from pyshacl_engine.steps(inputs, only)
    yield DONE


def _outlive_nobody(seconds: float) -> None:
    """Have the system end this process after so long, should the one that would have ended it be gone."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _send(part: Any, out: IO[bytes]) -> None:
    pickle.dump(part, out)
    out.flush()


def _inputs(terms: Iterable[str], roles: Iterable[Iterable[Row]], neighbours: frozenset[int]) -> Inputs:
    table = TermTable()
    for term in terms:
        table.intern(term)
    data, shapes, ontology = ([_document(table, rows)] if rows else [] for rows in roles)
    return Inputs(table, data, shapes, ontology, neighbours=neighbours)


def _document(table: TermTable, rows: Iterable[Row]) -> Document:
    document = Document("", "", table, Rows())
    for row in rows:
        document.rows.add(row, None)
    return document


if __name__ == "__main__":
    main()
