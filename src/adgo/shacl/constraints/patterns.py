"""Regular expressions as SPARQL defines them, in limited time even if they are hostile."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from adgo.shacl.model.errors import ShapesError
from adgo.turtle.term_parts import literal

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Seconds that Python's backtracking engine may take for one pattern over all values.
SECONDS = 10.0

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
#: Texts that are matched by one query.
_BATCH = 2000
#: The longest text, in characters, that goes to Python's engine in this process.
_SHORT = 500
#: Syntax that SPARQL and Python read differently.
_DIFFERENT = re.compile(
    r"\\[pPiIcCXRGhzNk]|\[(?:\\.|[^\]\\])*-\[|\[\^?\]|\[\[|&&|~~|--|\|\||[*+?}]\+|\[[^\]]*\\[^\]]*$"
)
#: Syntax with which backtracking may take exponential time, or that Python alone has.
_RISKY = re.compile(r"\\[0-9bBAZvuUg]|\(\?|\)[*+?{]")
_REPEAT = re.compile(r"(?<!\\)[*+]|\{[0-9]+,")


class Pattern:
    """A regular expression with SPARQL's flags; compiled when first used."""

    def __init__(self, source: str, flags: str, shape: str) -> None:
        """Hold the expression.

        Args:
            source: the regular expression.
            flags: any of `i`, `m`, `s`, `x` and `q`, as for SPARQL's REGEX.
            shape: the N-Triples term of the shape, for errors.

        Raises:
            ShapesError: there are other flags.
        """
        if set(flags) - set("imsxq"):
            raise ShapesError(f"sh:flags may only contain i, m, s, x and q, not {flags!r}", shape)
        self.source, self.flags, self.shape = source, flags, shape
        #: Texts that the separate process has matched, and whether they match.
        self._known: dict[str, bool] = {}

    def matched(self, texts: Collection[str]) -> set[str]:
        """Return the texts in which the expression matches somewhere.

        A plain expression is matched against short texts by Python's engine, otherwise by pyoxigraph's, which takes
        linear time. What pyoxigraph does not support (look-around, back references), and everything if it is not
        installed, is matched by Python's engine in a separate process with a time limit.

        Raises:
            ShapesError: no engine can read the expression, or the time limit is exceeded.
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
        """Return whether both engines read the expression alike, and Python's takes polynomial time."""
        return (
            not _DIFFERENT.search(self.source)
            and not _RISKY.search(self.source)
            and len(_REPEAT.findall(self.source)) <= 2
        )

    def _compiled(self) -> re.Pattern[str]:
        try:
            return re.compile(self._python_source(), self._python_flags())
        except (re.error, OverflowError, RecursionError) as error:
            raise ShapesError(f"sh:pattern {self.source!r} cannot be read: {error}", self.shape) from error

    def _python_flags(self) -> int:
        flags = 0
        for flag in self.flags:
            flags |= _FLAGS[flag]
        return flags

    def _python_source(self) -> str:
        if "m" in self.flags:
            return self.source
        # Python's `$` also matches before a last line feed; SPARQL's does not.
        parts = re.split(r"(\\.|\[(?:\\.|[^\]\\])*\])", self.source, flags=re.DOTALL)
        return "".join(part if number % 2 else part.replace("$", r"\Z") for number, part in enumerate(parts))

    def _linear(self, texts: Collection[str]) -> set[str]:
        try:
            from pyoxigraph import Store  # most patterns do not need it
        except ImportError as error:
            if _DIFFERENT.search(self.source):
                raise ShapesError(
                    f"sh:pattern {self.source!r} needs pyoxigraph, which is not installed (pip install pyoxigraph)",
                    self.shape,
                ) from error
            return self._backtracking(texts)
        store = Store()
        found: set[str] = set()
        regex = f"REGEX(?text, {literal(self.source)}, {literal(self.flags)})"
        if not self._is_known(store):
            return self._backtracking(texts)
        queue = iter(sorted(texts))
        while batch := list(islice(queue, _BATCH)):
            rows = " ".join(f"({number} {literal(text)})" for number, text in enumerate(batch))
            query = f"SELECT ?number {{ VALUES (?number ?text) {{ {rows} }} FILTER({regex}) }}"
            found.update(batch[int(row[0].value)] for row in _rows(store, query))
        return found

    def _is_known(self, store: Store) -> bool:
        query = f"SELECT (REGEX('', {literal(self.source)}, {literal(self.flags)}) AS ?known) {{}}"
        return any(row[0] is not None for row in _rows(store, query))

    def _backtracking(self, texts: Collection[str]) -> set[str]:
        from adgo.shacl.constraints import pattern_process  # few patterns need it

        new = sorted(set(texts) - self._known.keys())
        if new:
            try:
                found = pattern_process.search(self._python_source(), self._python_flags(), new, SECONDS)
            except TimeoutError:
                raise ShapesError(
                    f"sh:pattern {self.source!r} takes longer than {SECONDS:g} s: "
                    "it backtracks for too long on some value",
                    self.shape,
                ) from None
            except ValueError as error:
                raise ShapesError(
                    f"sh:pattern {self.source!r} cannot be read: {error}", self.shape
                ) from error
            self._known.update(zip(new, found, strict=True))
        return {text for text in texts if self._known[text]}


def _rows(store: Store, query: str) -> Iterator[Any]:
    return cast("Iterator[Any]", store.query(query))
