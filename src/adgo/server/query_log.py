"""The log of queries and changes: one line of JSON for each."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import UTC, datetime
from typing import Any, NamedTuple

from adgo.server.settings import Settings

LOG = logging.getLogger("adgo.query")
#: Outcomes of queries whose text is logged only if they are slow.
GOOD = ("ok", "kept", "unchanged")


class LogLine(NamedTuple):
    """What is logged of one query or change.

    Attributes:
        form: such as SELECT, or UPDATE; "" if it is not known.
        outcome: "ok", "kept" (from the cache), "unchanged" (304), "refused", or the reason of a failure.
        seconds: how long it took.
        bytes: the size of the answer.
        format: short name of the answer's format, if there is an answer.
        status: the HTTP status of a refusal.
        changed_literals: how many literals of a change the store changed, if there are any.
    """

    form: str
    outcome: str
    seconds: float = 0
    bytes: int = 0
    format: str | None = None
    status: int | None = None
    changed_literals: int | None = None


def is_on() -> bool:
    """Return whether anything is logged."""
    return LOG.isEnabledFor(logging.INFO)


def write(text: str, line: LogLine, settings: Settings) -> None:
    """Write a line to the log.

    Args:
        text: the query or change. The log names it by its SHA-256 digest. If it is slow or failed, its first
            `settings.log_queries` characters are logged too.
        line: what happened to it.
        settings: the settings of the server.
    """
    if not is_on():
        return
    record: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "query": hashlib.sha256(text.encode()).hexdigest(),
        **{name: value for name, value in line._asdict().items() if value is not None},
    }
    record["milliseconds"] = round(record.pop("seconds") * 1000, 1)
    if settings.log_queries and text and (line.outcome not in GOOD or line.seconds > settings.short):
        record["text"] = text[: settings.log_queries]
    LOG.info(json.dumps(record))
