"""One answer to an agent: the rows that fit, and how to get the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adgo.agents.agent_error import AgentError
from adgo.agents.complete_result import CompleteResult, Record
from adgo.agents.cursor import LENGTH, Cursor

#: How many bytes the members after the rows may take: the cursor and the numbers.
_RESERVE = 400


@dataclass(frozen=True)
class Budget:
    """The most rows and bytes of one answer; the bytes are those of its JSON text in UTF-8."""

    rows: int = 100
    size: int = 24_000


@dataclass(frozen=True)
class CallIdentity:
    """What the cursor of an answer is made from: the version of the data, and the digest of the call."""

    version: str
    call: str


def of(result: CompleteResult, offset: int, budget: Budget, identity: CallIdentity) -> dict[str, Any]:
    """Return the answer that begins at a row of a result.

    It is complete if no row of the result is missing in it.

    Args:
        result: the whole result.
        offset: how many rows come before it.
        budget: how large it may be.
        identity: the version of the data and the digest of the call.

    Raises:
        AgentError: if the next row alone is larger than the budget.
    """
    total = len(result.records)
    used = size({**result.head, "version": identity.version}) + _RESERVE
    rows: list[Record] = []
    while offset + len(rows) < total and len(rows) < budget.rows:
        row = result.render(result.records[offset + len(rows)])
        used += size(row) + 1
        if used > budget.size:
            break
        rows.append(row)
    if not rows and offset < total:
        raise _too_large(offset + 1, used, budget)
    remaining = total - offset - len(rows)
    following = Cursor(offset + len(rows), identity.version[:LENGTH], identity.call, result.digest[:LENGTH])
    return {
        "complete": len(rows) == total,
        "rows": len(rows),
        "total": total,
        "rows_before": offset,
        "rows_after": remaining,
        "next": str(following) if remaining else None,
        "version": identity.version,
        **result.head,
        "data": rows,
    }


def size(value: Mapping[str, Any]) -> int:
    """Return the bytes of a value as it is sent."""
    return len(as_json(value).encode())


def as_json(value: Mapping[str, Any]) -> str:
    """Return a value as JSON without white space between its parts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _too_large(number: int, needed: int, budget: Budget) -> AgentError:
    return AgentError(
        f"Row {number} does not fit: the answer would have {needed} bytes, and max_bytes is {budget.size}. No row was "
        "sent. Set max_bytes higher, leave out `evidence`, or select fewer or shorter values, such as "
        "SUBSTR(?text, 1, 500)."
    )
