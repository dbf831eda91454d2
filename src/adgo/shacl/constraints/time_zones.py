"""Why two times cannot be compared: only one of them has a time zone."""

from __future__ import annotations

from adgo.turtle.datatypes import Value, depends_on_zone, has_zone


def explanation(value: Value | None, bound: Value | None, name: str) -> str:
    """Return what messages add if two times cannot be compared for lack of a zone; "" if that is not the reason.

    Args:
        value: the value that is checked.
        bound: what it is compared with.
        name: what messages call the bound.
    """
    if value is None or not depends_on_zone(value, bound):
        return ""
    if has_zone(value):
        return f", which has a time zone, and {name} has none: their order is not known within 14 hours"
    return f", which has no time zone, and {name} has one: their order is not known within 14 hours"
