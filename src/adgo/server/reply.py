"""The answer to a query, and what its response says about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from adgo.server.engine.answer import Answer
from adgo.server.protocol.cache import CachedAnswer


@dataclass
class Reply:
    """The answer to a query: either `entry`, which is in the cache, or `answer`, which is not.

    Attributes:
        tag: the entity tag; None if the answer may differ each time.
        content_type: the header of that name.
        entry: the answer if it is in the cache.
        answer: the answer if it is not.
        form: the form of the result, as the worker reports it.
        file_name: the name under which a browser saves the answer; "" if it should show the answer.
        data: the digest of the data that the answer is from.
        help: addresses of what to read about the differences between the engine and SPARQL 1.1 that the query meets.
    """

    tag: str | None
    content_type: str
    entry: CachedAnswer | None = None
    answer: Answer | None = None
    form: str = ""
    file_name: str = ""
    help: tuple[str, ...] = ()
    data: str = ""

    @property
    def rows(self) -> int | None:
        """How many rows or triples the answer has; None if it does not consist of such."""
        return self.answer.rows if self.answer is not None else self.entry.rows if self.entry else None

    def content(self) -> bytes:
        """Return the complete body."""
        if self.entry is not None:
            return self.entry.content
        assert self.answer is not None
        return self.answer.content()


def help_addresses(base: str | None, differences: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses, without scheme and host, of the descriptions of differences.

    Args:
        base: the address of the endpoint; None if there is none, and so no address.
        differences: their names.
    """
    path = urlsplit(base or "").path
    return tuple(f"{path}/differences#{name}" for name in differences) if path else ()
