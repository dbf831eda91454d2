"""What an agent reads if a call has no answer."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class AgentError(Exception):
    """A call has no answer: the message says why, and what to do instead."""


def unknown(kind: str, name: str, known: Iterable[str], remedy: str) -> AgentError:
    """Return the error for a name that nothing has, with the nearest names.

    Args:
        kind: what the name is a name of, such as "stored question".
        name: the name.
        known: the names that exist.
        remedy: a sentence that says what to do.
    """
    near = get_close_matches(name, list(known), 3, 0.4)
    nearest = f" The nearest names are: {', '.join(near)}." if near else ""
    return AgentError(f"No {kind} is called {name!r}.{nearest} {remedy}")
