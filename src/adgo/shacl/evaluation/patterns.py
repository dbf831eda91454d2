"""Regular expressions as SPARQL has them, in time that a hostile one cannot stretch."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

from adgo.shacl.model.shapes import ShapesError
from adgo.shacl.model.terms import literal

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Seconds that Python's backtracking engine may take for one pattern over all values.
SECONDS = 10

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_BATCH = 2000
_SHORT = 500
#: Where SPARQL's syntax and Python's differ, or where backtracking may explode: left to the linear engine.
_NOT_PYTHON = re.compile(
    r"\\[pPiIcC0-9bBAZzGhvXRuUNkg]|\(\?|\)[*+?{]|\[(?:\\.|[^\]\\])*-\[|\[\^?\]|\[\[|&&|~~|\(\?P|[*+?}]\+|\[[^\]]*\\[^\]]*$"
)
_REPEAT = re.compile(r"(?<!\\)[*+]|\{[0-9]+,")


class Pattern:
    """A regular expression with SPARQL's flags; made ready when first used."""

    def __init__(self, source: str, flags: str, shape: str) -> None:
        """Hold the expression; ShapesError for flags that SPARQL does not have."""
        if set(flags) - set("imsxq"):
            raise ShapesError(f"sh:flags may hold i, m, s, x and q, not {flags!r}", shape)
        self.source, self.flags, self.shape = source, flags, shape

    def matched(self, texts: Collection[str]) -> set[str]:
        """Return the texts that the expression matches somewhere.

        A plain expression on short texts goes to Python's engine, any other to pyoxigraph's, which takes linear time;
        what that refuses (look-around, back references, which SPARQL lacks or leaves open) goes to Python's under a
        time limit. Raises ShapesError for an expression that neither can read, and beyond the limit.
        """
        if "q" in self.flags:
            return self._literally(texts)
        if self._is_plain():
            expression = self._compiled()
            short = {text for text in texts if len(text) <= _SHORT}
            found = {text for text in short if expression.search(text)}
            rest: set[str] = set(texts) - short
            return found | (self._linear(rest) if rest else set())
        return self._linear(texts)

    def _literally(self, texts: Iterable[str]) -> set[str]:
        if "i" in self.flags:
            return {text for text in texts if self.source.lower() in text.lower()}
        return {text for text in texts if self.source in text}

    def _is_plain(self) -> bool:
        return not _NOT_PYTHON.search(self.source) and len(_REPEAT.findall(self.source)) <= 2

    def _compiled(self) -> re.Pattern[str]:
        flags = 0
        for flag in self.flags:
            flags |= _FLAGS[flag]
        try:
            return re.compile(self._python_source(), flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise ShapesError(f"sh:pattern {self.source!r} cannot be read: {error}", self.shape) from error

    def _python_source(self) -> str:
        if "m" in self.flags:
            return self.source
        # Python's `$` also matches before a last line feed; SPARQL's does not.
        parts = re.split(r"(\\.|\[(?:\\.|[^\]\\])*\])", self.source, flags=re.DOTALL)
        return "".join(part if number % 2 else part.replace("$", r"\Z") for number, part in enumerate(parts))

    def _linear(self, texts: Collection[str]) -> set[str]:
        from pyoxigraph import Store

        store = Store()
        found: set[str] = set()
        regex = f"REGEX(?text, {literal(self.source)}, {literal(self.flags)})"
        if not self._is_known(store):
            return self._limited(texts)
        queue = iter(sorted(texts))
        while batch := list(islice(queue, _BATCH)):
            rows = " ".join(f"({number} {literal(text)})" for number, text in enumerate(batch))
            query = f"SELECT ?number {{ VALUES (?number ?text) {{ {rows} }} FILTER({regex}) }}"
            found.update(batch[int(row[0].value)] for row in _rows(store, query))
        return found

    def _is_known(self, store: Store) -> bool:
        query = f"SELECT (REGEX('', {literal(self.source)}, {literal(self.flags)}) AS ?known) {{}}"
        return any(row[0] is not None for row in _rows(store, query))

    def _limited(self, texts: Collection[str]) -> set[str]:
        expression = self._compiled()
        try:
            with _alarm(SECONDS):
                return {text for text in texts if expression.search(text)}
        except TimeoutError:
            raise ShapesError(
                f"sh:pattern {self.source!r} takes longer than {SECONDS} s: it backtracks without end on some value",
                self.shape,
            ) from None


def _rows(store: Store, query: str) -> Iterator[Any]:
    return cast("Iterator[Any]", store.query(query))


@contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in the block after so many seconds; only the main thread of a Unix system can."""
    import signal

    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        raise ShapesError("a pattern that needs Python's backtracking engine can run in the main thread only")

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
