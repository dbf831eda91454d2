"""`@nest`: members of a node object that are written in an object of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.turtle.jsonld.context import Context
from adgo.turtle.jsonld.context_reader import ContextReader
from adgo.turtle.jsonld.json_values import JsonValue, Member


def nest_context(context: Context, key: str, reader: ContextReader) -> Context:
    """Return the active context inside the value of `@nest`.

    Args:
        context: the active context outside.
        key: `@nest` or its alias.
        reader: the reader of contexts.
    """
    return reader.scoped(context, key, propagate=True) or context.previous or context


def nested_id(
    members: Iterable[Member], context: Context, reader: ContextReader
) -> tuple[JsonValue | None, str | None]:
    """Return the first `@id` inside `@nest` and its IRI; None for both if there is none.

    Args:
        members: the members of a node object without an `@id` of its own.
        context: the active context.
        reader: the reader of contexts.
    """
    stack: list[tuple[Iterator[Member], Context]] = [(iter(members), context)]
    is_nested = False
    while stack:
        left, active = stack[-1]
        member = next(left, None)
        if member is None:
            stack.pop()
            continue
        name = active.expand(member.key)
        if name == "@id" and is_nested and member.value.kind == "string":
            return member.value, active.expand(member.value.text, relative=True, vocab=False)
        if name == "@nest":
            is_nested = True
            inner = nest_context(active, member.key, reader)
            objects = [each for each in member.value.listed() if each.kind == "object"]
            stack += [(iter(each.members), inner) for each in reversed(objects)]
    return None, None
