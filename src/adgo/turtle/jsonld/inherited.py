"""What a JSON value inherits from the values around it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from adgo.turtle.jsonld.context import Context
from adgo.turtle.jsonld.json_values import JsonValue, Member
from adgo.turtle.jsonld.slots import Slot

#: Reads a value; yields the readings of the values in it, each of which must end before it goes on.
Reading = Generator[Any, None, None]


class Inherited(NamedTuple):
    """What a JSON value inherits from the values around it.

    Attributes:
        slot: where the value stands in the graph.
        context: the active context.
        term: the active property, as written; None outside properties, where literals mean nothing.
        container: the container mapping of the property.
        extra: a member that a map adds to each of its values; None for none.
    """

    slot: Slot
    context: Context
    term: str | None = None
    container: tuple[str, ...] = ()
    extra: Member | None = None


def map_member(key: str, member: Member) -> Member:
    """Return the member that a map adds to its values: its value is the map's key.

    Args:
        key: the key of the added member.
        member: the member of the map.
    """
    return Member(key, member.start, JsonValue("string", member.start, member.key))
