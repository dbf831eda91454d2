"""Index, id and type maps, whose keys are a member of each of their values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from adgo.turtle.jsonld.context import Context
from adgo.turtle.jsonld.context_reader import ContextReader
from adgo.turtle.jsonld.inherited import Inherited, Reading, map_member
from adgo.turtle.jsonld.json_values import JsonValue, Member
from adgo.turtle.jsonld.object_header import ObjectHeader, read_header
from adgo.turtle.jsonld.slots import NodeToken, Slot, TripleList
from adgo.turtle.jsonld.value_reader import ValueReader


class ObjectReader(Protocol):
    """What reads the values of maps."""

    made: TripleList
    contexts: ContextReader
    values: ValueReader

    def element(self, value: JsonValue, around: Inherited) -> Reading:
        """Read any value."""

    def plain_object(self, value: JsonValue, around: Inherited) -> Reading:
        """Read an object that is not a map."""

    def node(self, value: JsonValue, header: ObjectHeader, slot: Slot) -> Reading:
        """Read a node object whose header was read.

        Args:
            value: the object.
            header: its header.
            slot: where it stands.
        """

    def start_node(self, value: JsonValue, header: ObjectHeader, slot: Slot) -> NodeToken:
        """Put a node into its slot and return it.

        Args:
            value: the object.
            header: its header.
            slot: where it stands.
        """

    def members(self, members: Iterable[Member], subject: NodeToken, context: Context, slot: Slot) -> Reading:
        """Read the members of a node object.

        Args:
            members: the members.
            subject: the node.
            context: the active context.
            slot: where the node stands.
        """


def read_map(reader: ObjectReader, value: JsonValue, around: Inherited) -> Reading:
    """Read the values of a map, each of which gets a member from its key.

    Args:
        reader: what reads the values.
        value: the map.
        around: what it inherits.
    """
    context, container = around.context, around.container
    keys = [each for each in ("@id", "@type") if each in container]
    key = keys[0] if keys else context.definition(around.term).index
    for member in value.members:
        is_none = key is None or context.expand(member.key) == "@none"
        extra = None if is_none or key is None else map_member(key, member)
        inner = Inherited(around.slot, context.previous or context, around.term, (), extra)
        if "@graph" in container:
            for each in member.value.objects():
                yield _graph(reader, each, inner)
        else:
            yield reader.element(member.value, inner)


def _graph(reader: ObjectReader, value: JsonValue, around: Inherited) -> Reading:
    """Read a value of a map of graphs: an object with `@graph`, or the content of the graph."""
    context = around.context
    if not value.members:
        return
    if context.expand(value.members[0].key) == "@graph":
        yield reader.plain_object(value, around)
        return
    header = read_header(context, [], around.extra, reader.contexts)
    subject = reader.start_node(value, header, around.slot)
    yield reader.members(header.rest, subject, context, around.slot)
    content = Slot(reader.made, is_muted=subject.term is None, is_dead=around.slot.is_dead)
    yield reader.plain_object(value, Inherited(content, context, around.term))


def reference_in_map(reader: ObjectReader, value: JsonValue, around: Inherited) -> Reading:
    """Read a scalar in a map that adds a member to it: it identifies a node if the property says so.

    Args:
        reader: what reads the node.
        value: the scalar.
        around: what it inherits.
    """
    context = reader.values.property_context(around.context, around.term)
    kind = context.definition(around.term).type
    if value.kind != "string" or kind not in ("@id", "@vocab"):
        reader.values.scalar(value, around, in_array=True)
        return
    text = context.expand(value.text, relative=True) if kind == "@vocab" else value.text
    inner = context if kind == "@id" else context.previous or context
    id_ = None if text is None else JsonValue("string", value.start, text)
    header = read_header(inner, [], around.extra, reader.contexts, id_)
    yield reader.node(value, header, around.slot)
