"""The beginning of a JSON object: its context, types and identifier, and the members that are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adgo.turtle.jsonld.context import Context
from adgo.turtle.jsonld.context_reader import ContextReader
from adgo.turtle.jsonld.json_values import JsonValue, Member
from adgo.turtle.jsonld.misuse import misuse


@dataclass(slots=True)
class TypeToken:
    """A type of a node: its expanded name, the offset of its token, and that of the key `@type`."""

    name: str
    start: int
    key_start: int


@dataclass(slots=True)
class ObjectHeader:
    """What the members `@context`, `@type` and `@id` of an object say, and its other members.

    Attributes:
        context: the active context for the other members.
        types: its types.
        id: the value of `@id`, or None.
        rest: the other members, in the order in which they are read: `@graph` last.
    """

    context: Context
    types: list[TypeToken]
    id: JsonValue | None
    rest: list[Member]

    def iri(self) -> str | None:
        """Return the IRI or blank node that `@id` names; None if there is no `@id`, or it means nothing."""
        return None if self.id is None else self.context.expand(self.id.text, relative=True, vocab=False)


def ordered_members(
    value: JsonValue, context: Context, reader: ContextReader
) -> tuple[Context, list[Member]]:
    """Return the context inside an object, and its other members: types first, then `@id`, and `@graph` last.

    Args:
        value: the object.
        context: the active context outside.
        reader: the reader of contexts.
    """
    members = value.members
    local = next((member for member in members if member.key == "@context"), None)
    if local is not None:
        context = reader.read(context, local.value)
        members = [member for member in members if member is not local]
    groups: dict[str, list[Member]] = {"@type": [], "@id": [], "": [], "@graph": []}
    for member in members:
        groups.get(context.expand(member.key) or "", groups[""]).append(member)
    groups["@type"].sort(key=lambda member: member.key)
    return context, [member for group in groups.values() for member in group]


def read_header(
    context: Context,
    members: list[Member],
    extra: Member | None,
    reader: ContextReader,
    id_: JsonValue | None = None,
) -> ObjectHeader:
    """Return the header of an object.

    Args:
        context: the active context.
        members: its ordered members.
        extra: the member that a map adds; None for none.
        reader: the reader of contexts.
        id_: the identifier, if it is known already.
    """
    header = ObjectHeader(context, [], id_, [])
    for number, member in enumerate(members):
        name = header.context.expand(member.key)
        if not _take(header, name, member, reader):
            header.rest = members[number:]
            break
        if name == "@id" and extra is not None and extra.key == "@id":
            extra = None
    if extra is not None and not _take(header, header.context.expand(extra.key), extra, reader):
        header.rest = [extra, *header.rest]
    return header


def _take(header: ObjectHeader, name: str | None, member: Member, reader: ContextReader) -> bool:
    """Apply a member that belongs to the header; return whether it does, or means nothing."""
    if name is None or name == "@index":
        return True
    if name == "@type":
        header.context, types = read_types(header.context, member, reader)
        header.types += types
        return True
    if name == "@id":
        if member.value.kind != "string":
            raise misuse(reader.document, member.value, f"the value of {name} is a string")
        header.id = member.value
        return True
    return False


def read_types(context: Context, member: Member, reader: ContextReader) -> tuple[Context, list[TypeToken]]:
    """Return the context that types make active, and the types.

    Args:
        context: the active context.
        member: the member `@type`.
        reader: the reader of contexts.
    """
    inner, types = context, []
    for each in sorted(member.value.listed(), key=lambda value: value.text):
        if each.kind != "string":
            raise misuse(reader.document, each, "the value of @type is a string, or an array of strings")
        inner = reader.scoped(context, each.text, propagate=False) or inner
        name = context.expand(each.text, relative=True)
        if name is not None:
            types.append(TypeToken(name, each.start, member.start))
    return inner, types


def is_reference_or_value(members: Iterable[Member], context: Context) -> bool:
    """Return whether an object has only an `@id`, or is a value object: then its outer context stays active.

    Args:
        members: the members of the object.
        context: the active context.
    """
    has_type = has_id = False
    for member in members:
        name = context.expand(member.key)
        if name in ("@value", "@language", "@direction"):
            return True
        if name == "@type":
            has_type = True
        elif name == "@id" and not has_type:
            has_id = True
        elif name not in (None, "@index", "@context"):
            return False
    return has_id
