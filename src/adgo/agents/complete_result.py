"""A result before it is divided into answers: all of its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: One row as JSON.
Record = Mapping[str, Any]


def _as_it_is(record: Any) -> Record:
    made: Record = record
    return made


@dataclass(frozen=True)
class CompleteResult:
    """All rows of one result.

    Attributes:
        records: what the rows are made from.
        digest: the digest of the records: two results with the same digest have the same rows in the same order.
        size: about how many bytes the records take.
        head: what an answer says besides its rows, such as the question in words.
        render: makes a row from a record.
    """

    records: Sequence[Any]
    digest: str
    size: int
    head: Mapping[str, Any] = field(default_factory=dict)
    render: Callable[[Any], Record] = _as_it_is


def of_rows(rows: Sequence[Record], head: Mapping[str, Any] | None = None) -> CompleteResult:
    """Return the result that has these rows, which are ready to be sent."""
    content = json.dumps([*rows], ensure_ascii=False).encode()
    return CompleteResult(rows, hashlib.sha256(content).hexdigest(), len(content), head or {})
