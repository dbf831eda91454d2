"""Cursors: where a result goes on, and of which call, version of the data and result it is a part.

A cursor has no secrets. Its parts are checked against the call that it is sent with, and the last part reveals a cursor
that was not copied exactly.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adgo.agents.agent_error import AgentError

#: Characters of a digest in a cursor.
LENGTH = 12
#: Arguments that only say how much is sent at once.
_AMOUNTS = ("cursor", "max_rows", "max_bytes")
_FORM = re.compile(r"(\d{1,12})\.([0-9a-f]{12})\.([0-9a-f]{12})\.([0-9a-f]{12})\.([0-9a-f]{6})")
_AGAIN = "Make the call again without a cursor."


@dataclass(frozen=True)
class Cursor:
    """The number of rows before the next one, and the digests of the version, the call and the result."""

    offset: int
    version: str
    call: str
    result: str

    def __str__(self) -> str:
        body = f"{self.offset}.{self.version}.{self.call}.{self.result}"
        return f"{body}.{_digest(body)[:6]}"

    def check(self, tool: str, arguments: Mapping[str, Any], version: str) -> None:
        """Return if the cursor belongs to a call and to the version of the data that is served now.

        Args:
            tool: the name of the tool that is called.
            arguments: the arguments of the call.
            version: the version of the data.

        Raises:
            AgentError: if it does not.
        """
        if self.version != version[:LENGTH]:
            raise AgentError(
                f"The data have changed: this cursor belongs to version {self.version}, and the data are now version "
                f"{version[:LENGTH]}. Rows of two versions must not be mixed. Drop the rows that you have. {_AGAIN}"
            )
        if self.call != of_call(tool, arguments):
            raise AgentError(
                "This cursor belongs to another call. Repeat the call that gave it: the same tool, all of the same "
                f"arguments, and the cursor. To start another one, leave the cursor out. {_AGAIN}"
            )


def parse(text: str) -> Cursor:
    """Return the cursor that a text stands for; AgentError if it was not copied exactly."""
    found = _FORM.fullmatch(text.strip())
    if found:
        cursor = Cursor(int(found[1]), found[2], found[3], found[4])
        if str(cursor) == text.strip():
            return cursor
    raise AgentError(
        f"{text[:80]!r} is not a cursor of this server. Copy `next` from the answer exactly, or leave it out. {_AGAIN}"
    )


def of_call(tool: str, arguments: Mapping[str, Any]) -> str:
    """Return the digest of a call, without the arguments that say how much is sent at once."""
    asked = {name: value for name, value in arguments.items() if name not in _AMOUNTS and value is not None}
    return _digest(json.dumps([tool, asked], sort_keys=True, ensure_ascii=True))[:LENGTH]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
