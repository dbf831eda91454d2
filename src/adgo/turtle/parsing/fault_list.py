"""The faults of one document, in the order found; uses of the same undeclared prefix are merged."""

from __future__ import annotations

from dataclasses import replace

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.term_resolver import UndeclaredPrefix

#: Characters of a message; a longer one is shortened, as it may quote hostile text.
LONGEST = 400


class TooManyFaults(Exception):
    """As many faults are listed as the limit allows; reading stops."""


class FaultList:
    """The faults of a document, each reported by the offsets of the faulty text."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self._document = document
        self._limit = limits.faults
        self._stopped = False
        #: For each undeclared prefix, the index of its fault and the number of its uses.
        self._prefixes: dict[str, tuple[int, int]] = {}
        self._faults: list[Fault] = []

    def warn(self, start: int, end: int, message: str) -> None:
        """Add a loose term to the warnings of the document, up to the limit of faults.

        Args:
            start: the offset at which the term starts.
            end: the offset at which it ends, exclusive.
            message: why only a lenient reader accepts it.
        """
        if len(self._document.warnings) < self._limit:
            self._document.warnings.append(self._fault(start, end, message, is_loose=True))

    def add(self, start: int, end: int, message: str, *, is_loose: bool = False) -> None:
        """Add a fault.

        Args:
            start: the offset at which the faulty text starts.
            end: the offset at which it ends, exclusive.
            message: what is wrong and what to write instead.
            is_loose: whether a lenient reader accepts the text.

        Raises:
            TooManyFaults: if the limit is reached.
        """
        self._faults.append(self._fault(start, end, message, is_loose=is_loose))
        if len(self._faults) >= self._limit:
            self._stopped = True
            raise TooManyFaults

    def _fault(self, start: int, end: int, message: str, *, is_loose: bool) -> Fault:
        line, column = self._document.position(start)
        last_line, end_column = self._document.position(max(end, start + 1))
        source = self._document.line_text(line)
        if last_line != line:
            end_column = max(len(source), column) + 1
        if len(message) > LONGEST:
            message = f"{message[: LONGEST // 2]} … {message[-LONGEST // 2 :]}"
        return Fault(self._document.path, line, column, end_column, message, source, is_loose)

    def add_undeclared_prefix(
        self, error: UndeclaredPrefix, start: int, end: int, declared: list[str]
    ) -> None:
        """Add a fault for a prefix that is not declared; count later uses of the prefix instead of adding them.

        Args:
            error: the prefix.
            start: the offset at which the name with the prefix starts.
            end: the offset at which it ends, exclusive.
            declared: the prefixes that are declared.

        Raises:
            TooManyFaults: if the limit is reached.
        """
        if error.prefix in self._prefixes:
            place, times = self._prefixes[error.prefix]
            self._prefixes[error.prefix] = place, times + 1
            return
        from adgo.turtle.parsing.remedies.undeclared_prefix import remedy  # Most texts have no faults.

        self._prefixes[error.prefix] = len(self._faults), 1
        self.add(start, end, f"{error}{remedy(error.prefix, declared, is_scheme=error.is_scheme)}")

    def listed(self) -> list[Fault]:
        """Return all faults in the order of their positions."""
        for place, times in self._prefixes.values():
            if times > 1:
                fault = self._faults[place]
                self._faults[place] = replace(fault, message=f"{fault.message} (used {times} times)")
        if self._stopped:
            note = f"reading stopped after {len(self._faults)} errors"
            self._faults[-1] = replace(self._faults[-1], message=f"{self._faults[-1].message} ({note})")
        return sorted(self._faults, key=lambda fault: (fault.line or 0, fault.column or 0))
