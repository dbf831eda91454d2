"""Regular expressions as SPARQL defines them, in limited time even if they are hostile."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import sh
from adgo.turtle.term_parts import literal

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Seconds that Python's backtracking engine may take for one pattern over all values.
SECONDS = 10.0

#: Texts that are matched by one query.
_BATCH = 2000
#: The longest text, in characters, that goes to Python's engine in this process.
_SHORT = 500
#: Syntax with which backtracking may take exponential time.
_RISKY = re.compile(r"\\[1-9]|\)[*+?{]")
_REPEAT = re.compile(r"(?<!\\)[*+]|\{[0-9]+,")


class Pattern:
    """A regular expression of XPath with its flags, translated for the engines that match it."""

    def __init__(self, source: str, flags: str, shape: str) -> None:
        """Hold the expression.

        Args:
            source: the regular expression.
            flags: any of `i`, `m`, `s`, `x` and `q`, as for SPARQL's REGEX.
            shape: the N-Triples term of the shape, for errors.

        Raises:
            ShapesError: it is not a regular expression of XPath, or there are other flags.
        """
        from adgo.sparql.xpath.pattern_reader import PatternError  # most shapes have no pattern
        from adgo.sparql.xpath.regular_expressions import compiled

        self.source, self.flags, self.shape = source, flags, shape
        #: Texts that the separate process has matched, and whether they match.
        self._known: dict[str, bool] = {}
        try:
            self._expression = compiled(source, flags)
        except PatternError as error:
            raise self._refused(str(error), is_flag=error.code == "FORX0001") from error
        except (re.error, OverflowError, RecursionError) as error:
            raise self._refused(f"it cannot be compiled ({error})") from error

    def _refused(self, reason: str, *, is_flag: bool = False) -> ShapesError:
        """Return the error of an expression, or of flags, that XPath does not allow."""
        name, value = ("flags", self.flags) if is_flag else ("pattern", self.source)
        what = f"sh:{name} {value!r} is not valid in SPARQL"
        position = TextPosition(self.shape, sh(name), literal(value))
        return ShapesError(f"{what}: {reason}", self.shape, position)

    def matched(self, texts: Collection[str]) -> set[str]:
        """Return the texts in which the expression matches somewhere.

        A plain expression is matched against short texts by Python's engine, otherwise by pyoxigraph's, which takes
        linear time. What pyoxigraph does not support (references to groups, the flag m), and everything if it is not
        installed, is matched by Python's engine in a separate process with a time limit.

        Raises:
            ShapesError: the time limit is exceeded.
        """
        if not self._is_plain:
            return self._linear(texts)
        expression = self._expression
        short = {text for text in texts if len(text) <= _SHORT}
        found = {text for text in short if expression.search(text)}
        rest: set[str] = set(texts) - short
        return found | (self._linear(rest) if rest else set())

    @cached_property
    def _is_plain(self) -> bool:
        """Whether Python's engine takes polynomial time for the expression."""
        return "q" in self.flags or (
            not _RISKY.search(self.source) and len(_REPEAT.findall(self.source)) <= 2
        )

    def _linear(self, texts: Collection[str]) -> set[str]:
        try:
            from pyoxigraph import Store  # most patterns do not need it
        except ImportError:
            return self._backtracking(texts)
        from adgo.sparql.xpath.regular_expressions import for_engine

        translated = for_engine(self.source, self.flags)
        if translated is None:
            return self._backtracking(texts)
        store = Store()
        found: set[str] = set()
        regex = f"REGEX(?text, {literal(translated)})"
        queue = iter(sorted(texts))
        while batch := list(islice(queue, _BATCH)):
            rows = " ".join(f"({number} {literal(text)})" for number, text in enumerate(batch))
            query = f"SELECT ?number {{ VALUES (?number ?text) {{ {rows} }} FILTER({regex}) }}"
            found.update(batch[int(row[0].value)] for row in _rows(store, query))
        return found

    def _backtracking(self, texts: Collection[str]) -> set[str]:
        from adgo.shacl.constraints import pattern_process  # few patterns need it

        new = sorted(set(texts) - self._known.keys())
        if new:
            try:
                found = pattern_process.search(self._expression.pattern, new, SECONDS)
            except TimeoutError:
                raise ShapesError(
                    f"sh:pattern {self.source!r} takes longer than {SECONDS:g} s: "
                    "it backtracks for too long on some value",
                    self.shape,
                ) from None
            except ValueError as error:
                raise ShapesError(
                    f"sh:pattern {self.source!r} cannot be matched: {error}", self.shape
                ) from error
            self._known.update(zip(new, found, strict=True))
        return {text for text in texts if self._known[text]}


def _rows(store: Store, query: str) -> Iterator[Any]:
    return cast("Iterator[Any]", store.query(query))
