"""Why two times cannot be compared: only one of them has a time zone."""

from __future__ import annotations

from adgo.turtle.datatypes import Value, depends_on_zone, has_zone

_REASON = "they can be ordered only if they are more than 14 hours apart"


def explanation(value: Value | None, bound: Value | None, name: str) -> str:
    """Return the end of a message about two times of which only one has a zone; "" if that is not the reason.

    Args:
        value: the value that is checked.
        bound: what it is compared with.
        name: what messages call the bound.
    """
    if value is None or not depends_on_zone(value, bound):
        return ""
    if has_zone(value):
        return f", which has a time zone, and {name} has none: {_REASON}"
    return f", which has no time zone, and {name} has one: {_REASON}"
