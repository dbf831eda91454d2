"""pySHACL in a separate process.

The process can be ended: neither the queries of rdflib nor the regular expressions of Python can be interrupted. And
what pySHACL and rdflib change in their process (warnings, logging, comparison of literals) ends with it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

from adgo.shacl.engines.outcome import ALL, EngineOutcome, FocusCheck, PyshaclRules, gathered
from adgo.shacl.engines.pyshacl_interface import require
from adgo.shacl.engines.wording import reword
from adgo.shacl.evaluation.deadline import SECONDS, Deadline, DeadlineExceeded
from adgo.shacl.inputs import Inputs
from adgo.shacl.model import module_process
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.not_evaluated import NotEvaluated, refuse
from adgo.shacl.model.result import ValidationResult
from adgo.turtle.document import Document, Row, Rows
from adgo.turtle.terms import TermTable

#: The last message of the process; before it come checks, results, or an error that ends them.
DONE = "done"
#: Seconds after its time limit at which the process ends by itself, if the calling process is gone.
GRACE = 5


class EndedProcess(ShapesError):
    """The process was ended, or ended by itself, while it checked a shape."""


def validate(inputs: Inputs, seconds: float = SECONDS, rules: PyshaclRules = ALL) -> EngineOutcome:
    """Return pySHACL's results, unsorted and without places.

    If it is to go on after errors, a shape that exceeds the time limit or ends the process is skipped too, and the
    others are checked again without it.

    Args:
        inputs: the documents.
        seconds: the time limit of each focus node of each shape, in seconds (0: none). It covers queries,
            patterns and recursive shapes.
        rules: which shapes to check, and whether to go on after an error.

    Raises:
        ShapesError: pySHACL is not installed, cannot process the shapes, or exceeds the time limit.
    """
    require("the engine pyshacl")
    if not rules.keep_going:
        refuse(inputs.shapes_reader.not_evaluated)
    ended: list[NotEvaluated] = []
    while True:
        try:
            outcome = _outcome(inputs, seconds, rules)
        except ShapesError as error:
            shape = error.node or ""
            if not rules.keep_going or not isinstance(error, EndedProcess) or not rules.covers(shape):
                raise
            ended.append(NotEvaluated(shape, "", error))
            rules = rules._replace(without=rules.without | {shape})
            continue
        outcome.not_evaluated += ended
        reword(inputs, outcome.results)
        return outcome


def _outcome(inputs: Inputs, seconds: float, rules: PyshaclRules) -> EngineOutcome:
    """Return the outcome of one process; EndedProcess if it was ended before its report was complete."""
    deadline = Deadline(seconds)
    with _started() as process:
        answer = _Answer(process, deadline)
        try:
            answer.ask(inputs, rules)
            return deadline.run(lambda: gathered(answer))
        except DeadlineExceeded:
            raise _too_long(inputs, answer.last, seconds) from None
        finally:
            process.kill()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        module_process.command("adgo.shacl.engines.pyshacl_process"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=module_process.environment(),
    )


def _too_long(inputs: Inputs, step: FocusCheck, seconds: float) -> EndedProcess:
    display = Display(inputs.prefixes)
    return EndedProcess(
        f"pySHACL takes longer than {seconds:g} s to check {display.term(step.focus)} against "
        f"{display.term(step.shape)}: correct its queries or patterns, or allow more time (--query-timeout)",
        step.shape,
    )


class _Answer:
    """The messages of the process; the time limit starts again with each."""

    def __init__(self, process: subprocess.Popen[bytes], deadline: Deadline) -> None:
        self.process, self.deadline = process, deadline
        self.last = FocusCheck("", "")
        self._first: Any = None

    def ask(self, inputs: Inputs, rules: PyshaclRules) -> None:
        """Send the graphs, and return when the process has read them; this has no time limit."""
        roles = [
            list(inputs.data_graph.rows()),
            inputs.shapes_reader.kept_rows(),
            [*(row for document in inputs.ontology for row in document.rows), *inputs.inferred.ontology],
        ]
        assert self.process.stdin
        with suppress(BrokenPipeError), self.process.stdin as stdin:
            pickle.dump((inputs.table.terms, roles, inputs.neighbours, rules, self.deadline.seconds), stdin)
        self._first = self._next()

    def __iter__(self) -> Iterator[FocusCheck | list[ValidationResult] | NotEvaluated]:
        part = self._first
        while part != DONE:
            if isinstance(part, FocusCheck):
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
            raise EndedProcess(
                f"pySHACL's process ended before its report was complete (exit code {code})",
                self.last.shape or None,
            ) from error
        if isinstance(part, ShapesError):
            raise part
        return part


def main() -> None:
    """Read graphs from standard input, and write the checks and results of pySHACL to standard output."""
    # Anything that a library prints must not mix with the messages.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    terms, roles, neighbours, rules, seconds = pickle.load(sys.stdin.buffer)
    try:
        for part in _parts(_inputs(terms, roles, neighbours), rules):
            if seconds and isinstance(part, FocusCheck):
                _limit_lifetime(seconds + GRACE)
            _send(part, out)
    except ShapesError as error:
        _send(error, out)
    except Exception as error:
        _send(ShapesError(f"pySHACL fails on these shapes: {type(error).__name__}: {error}"), out)


def _parts(inputs: Inputs, rules: PyshaclRules) -> Iterator[Any]:
    from adgo.shacl.engines import pyshacl_engine

    yield from pyshacl_engine.steps(inputs, rules)
    yield DONE


def _limit_lifetime(seconds: float) -> None:
    """Let the system end this process after some seconds, in case the calling process is gone."""
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
