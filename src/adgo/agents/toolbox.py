"""The tools: each makes a complete result, of which an answer has as many rows as fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from adgo.agents import answer, cursor, tool_definitions
from adgo.agents.agent_error import AgentError
from adgo.agents.answer import Budget, CallIdentity
from adgo.agents.complete_result import CompleteResult
from adgo.agents.graph_source import GraphSource

if TYPE_CHECKING:
    from adgo.server.protocol.cache import BoundedCache

#: Bytes of results that are kept for the answers after the first.
KEPT = 256 * 1024 * 1024
#: How much larger than its text a result is in memory, about.
BLOAT = 8


class Toolbox:
    """Answers the calls of agents. May be used from many threads."""

    def __init__(self, source: GraphSource) -> None:
        """Make the tools for a source of data."""
        self.source = source

    @cached_property
    def _kept(self) -> BoundedCache[tuple[str, str, str], CompleteResult]:
        from adgo.server.protocol.cache import BoundedCache

        return BoundedCache(KEPT, lambda result: result.size * BLOAT + 1000)

    def call(self, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to one call.

        Args:
            tool: the name of the tool.
            arguments: what the agent sent.

        Raises:
            AgentError: if there is no answer; it says why, and what to do.
        """
        given = tool_definitions.check(tool, arguments)
        sent = given.get("cursor")
        place = cursor.parse(sent) if sent else None
        return self.source.at_one_version(lambda version: self._answer(tool, given, place, version))

    def _answer(
        self, tool: str, given: Mapping[str, Any], place: cursor.Cursor | None, version: str
    ) -> dict[str, Any]:
        """Return the answer of one version of the data.

        Args:
            tool: the name of the tool.
            given: the checked arguments.
            place: where the answer begins; None for the beginning.
            version: the version of the data.
        """
        if place is not None:
            place.check(tool, given, version)
        identity = CallIdentity(version, cursor.of_call(tool, given))
        result = self._result(tool, given, identity, place.result if place else None)
        budget = Budget(given["max_rows"], given["max_bytes"])
        return answer.of(result, place.offset if place else 0, budget, identity)

    def _result(
        self, tool: str, given: Mapping[str, Any], identity: CallIdentity, digest: str | None
    ) -> CompleteResult:
        """Return the complete result: the one with a digest if that is given, else a new one.

        Args:
            tool: the name of the tool.
            given: the checked arguments.
            identity: the version of the data and the digest of the call.
            digest: the beginning of the digest of the result that the first answer was a part of.

        Raises:
            AgentError: if a result with this digest cannot be had again.
        """
        key = (identity.version, identity.call, digest or "")
        kept = self._kept.get(key) if digest else None
        if kept is not None:
            return kept
        made = _make(self.source, tool, given)
        if digest and made.digest[: cursor.LENGTH] != digest:
            raise AgentError(
                "The rows after this cursor cannot be had any more: the query gave other rows, or another order, when "
                "it was run again on the same data. Drop the rows that you have, add ORDER BY with enough variables, "
                "leave out functions such as RAND and NOW, and make the call again without a cursor."
            )
        self._kept.put((*key[:2], made.digest[: cursor.LENGTH]), made)
        return made


def _make(source: GraphSource, tool: str, given: Mapping[str, Any]) -> CompleteResult:
    """Return the complete result of one tool. What makes it is imported now, so that a client can connect earlier.

    Args:
        source: the data.
        tool: the name of the tool, which is that of a function in `results`.
        given: the checked arguments.
    """
    from adgo.agents import results

    make: Callable[[GraphSource, Mapping[str, Any]], CompleteResult] = getattr(results, tool)
    return make(source, given)
