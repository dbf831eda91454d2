"""Expansion and conversion to RDF (JSON-LD 1.1 API, sections 5.1 and 8.1) in one pass, with the offset of every token.

It follows pyoxigraph in the order of the triples, and in what it drops without an error. Values that contain others are
read by generators, which yield the generators of the inner values: Python's stack does not limit the depth.
"""

from __future__ import annotations

from collections.abc import Iterable

from adgo.turtle.document import Document
from adgo.turtle.jsonld import maps
from adgo.turtle.jsonld.context import KEYWORDS, NO_DEFINITION, Context
from adgo.turtle.jsonld.context_reader import ContextReader
from adgo.turtle.jsonld.inherited import Inherited, Reading
from adgo.turtle.jsonld.json_values import JsonValue, Member
from adgo.turtle.jsonld.literals import TermMaker
from adgo.turtle.jsonld.misuse import list_in_graph
from adgo.turtle.jsonld.nested_id import nest_context, nested_id
from adgo.turtle.jsonld.object_header import (
    ObjectHeader,
    TypeToken,
    is_reference_or_value,
    ordered_members,
    read_header,
    read_types,
)
from adgo.turtle.jsonld.slots import ListSlot, NodeToken, PropertySlot, Slot, TripleList
from adgo.turtle.jsonld.value_reader import JSON, LIST, ValueReader
from adgo.turtle.parsing.placed_triples import PlacedTriple, PlacedTriples
from adgo.turtle.terms import TYPE

GRAPHS = (("@graph",), ("@graph", "@set"))
VALUE_KEYS = ("@value", "@language", "@direction")


class Expansion:
    """Finds the triples of one document."""

    def __init__(self, document: Document, *, is_lenient: bool = False) -> None:
        """Hold the document, and whether terms that only RFC 3987 or BCP 47 dislikes are kept."""
        self.document = document
        self.made, self.terms = TripleList(), TermMaker(is_lenient=is_lenient)
        self.contexts = ContextReader(document, is_lenient=is_lenient)
        self.values = ValueReader(self.contexts, self.terms)
        self.root: JsonValue | None = None

    def triples(self, root: JsonValue) -> PlacedTriples:
        """Return the triples of the document's value."""
        self.root = root
        stack: list[Reading] = [self.element(root, Inherited(Slot(self.made), Context(self.document.base)))]
        while stack:
            inner = next(stack[-1], None)
            if inner is None:
                stack.pop()
            else:
                stack.append(inner)
        self.made.triples.is_complete = not self.terms.has_refused
        return self.made.triples

    def element(self, value: JsonValue, around: Inherited, *, in_array: bool = False) -> Reading:
        """Read any value.

        Args:
            value: the value.
            around: what it inherits.
            in_array: whether it is an item of an array.
        """
        if value.kind == "array":
            yield self.array(value, around)
        elif value.kind == "object":
            yield self.object(value, around, in_array=in_array)
        elif around.extra is None:
            self.values.scalar(value, around, in_array=in_array)
        else:
            yield maps.reference_in_map(self, value, around)

    def array(self, value: JsonValue, around: Inherited) -> Reading:
        """Read the items of an array, which is a list if the property says so."""
        items = self.list_slot(value, around) if around.container == LIST else None
        inner = around if items is None else around._replace(slot=items)
        for item in value.items:
            if item.is_scalar and around.extra is None:
                self.values.scalar(item, inner, in_array=True)
            else:
                yield self.element(item, inner, in_array=True)
        if items is not None:
            items.close()

    def list_slot(self, value: JsonValue, around: Inherited) -> ListSlot:
        """Return the slot of the first item of a list; pyoxigraph ends the process for a list in a graph."""
        if type(around.slot) is Slot:
            raise list_in_graph(self.document, value)
        return ListSlot(around.slot, value.start, value.end if value.kind == "array" else value.start)

    def object(self, value: JsonValue, around: Inherited, *, in_array: bool) -> Reading:
        """Read an object: a map, or anything else, which a graph container puts into a graph.

        Args:
            value: the object.
            around: what it inherits.
            in_array: whether it is an item of an array.
        """
        container = around.container
        if container in GRAPHS:
            self.values_slot(value, around)
            around = around._replace(slot=Slot(self.made, is_dead=around.slot.is_dead))
        elif ("@index" in container and not in_array) or "@id" in container or "@type" in container:
            yield maps.read_map(self, value, around)
            return
        elif "@language" in container and not in_array:
            self.values.language_map(value, around)
            return
        outer = inner = around.context
        if outer.previous is not None and (
            around.extra is not None or not is_reference_or_value(value.members, outer)
        ):
            inner = outer.previous
        scoped = self.values.property_context(outer, around.term)
        inner = inner if scoped is outer else scoped
        yield self.plain_object(
            value, around._replace(context=inner, container=() if in_array else container)
        )

    def values_slot(self, value: JsonValue, around: Inherited) -> None:
        """Add the blank node of a graph without a name."""
        around.slot.begin(value.start)
        around.slot.fill(NodeToken(self.made.fresh(), value.start))

    def plain_object(self, value: JsonValue, around: Inherited) -> Reading:
        """Read a list, set, value or node object; the active context is already the one for its first member."""
        context, members = ordered_members(value, around.context, self.contexts)
        around = around._replace(context=context)
        first = next((each for each in members if context.expand(each.key) != "@index"), None)
        name = None if first is None else context.expand(first.key)
        if first is not None and name in ("@list", "@set"):
            yield self.list_or_set(first.value, around, is_list=name == "@list")
            return
        header = read_header(context, members, around.extra, self.contexts)
        if around.container != LIST:
            yield self.value_or_node(value, header, around.slot)
            return
        items = self.list_slot(value, around)
        yield self.value_or_node(value, header, items)
        items.close()

    def list_or_set(self, value: JsonValue, around: Inherited, *, is_list: bool) -> Reading:
        """Read the value of `@list` or `@set`.

        Args:
            value: the value.
            around: what it inherits.
            is_list: whether the key is `@list`.
        """
        inner = Inherited(around.slot, around.context, around.term)
        if not is_list:
            if around.term is not None and type(around.slot) is Slot:
                raise list_in_graph(self.document, value)
            yield self.element(value, inner)
        elif around.term is not None:
            items = self.list_slot(value, around)
            yield self.element(value, inner._replace(slot=items))
            items.close()

    def value_or_node(self, value: JsonValue, header: ObjectHeader, slot: Slot) -> Reading:
        """Read an object whose header was read.

        Args:
            value: the object.
            header: its header.
            slot: where it stands.
        """
        name = header.context.expand(header.rest[0].key) if header.rest else None
        if name in VALUE_KEYS:
            datatype = header.types[0].name if header.types else None
            self.values.value_object(header.rest, header.context, datatype, slot)
        elif name == "@graph" and value is self.root and header.id is None and not header.types:
            yield self.element(header.rest[0].value, Inherited(slot, header.context))
        else:
            yield self.node(value, header, slot)

    def node(self, value: JsonValue, header: ObjectHeader, slot: Slot) -> Reading:
        """Read a node object.

        Args:
            value: the object.
            header: its header.
            slot: where it stands.
        """
        if header.id is not None and not header.rest and header.iri() is None:
            return
        subject = self.start_node(value, header, slot)
        yield self.members(header.rest, subject, header.context, slot)

    def start_node(self, value: JsonValue, header: ObjectHeader, slot: Slot) -> NodeToken:
        """Put a node into its slot, add its types, and return it.

        Args:
            value: the object.
            header: its header.
            slot: where it stands.
        """
        id_, name = header.id, header.iri()
        if id_ is None:
            id_, name = nested_id(header.rest, header.context, self.contexts)
        term = self.made.fresh() if name is None else self.terms.node(name)
        subject = NodeToken(term, value.start if id_ is None else id_.start)
        slot.begin(subject.start)
        slot.fill(subject)
        self.add_types(header.types, subject, slot)
        return subject

    def add_types(self, types: Iterable[TypeToken], subject: NodeToken, slot: Slot) -> None:
        """Add the triples of a node's types, also inside properties that are dropped.

        Args:
            types: the types.
            subject: the node.
            slot: where the node stands.
        """
        for each in types:
            term = self.terms.node(each.name)
            if subject.term is not None and term is not None and not slot.is_muted:
                starts = subject.start, each.key_start, each.start
                self.made.triples.append(PlacedTriple(subject.term, TYPE, term, *starts))

    def members(self, members: Iterable[Member], subject: NodeToken, context: Context, slot: Slot) -> Reading:
        """Read the members of a node object after its header, or of the value of `@nest`.

        Args:
            members: the members.
            subject: the node.
            context: the active context.
            slot: where the node stands.
        """
        for member in members:
            name = context.expand(member.key)
            if name is None:
                continue
            if name not in KEYWORDS:
                reading = self.property(member, subject, context, slot)
                if reading is not None:
                    yield reading
            elif name == "@type":
                context, types = read_types(context, member, self.contexts)
                self.add_types(types, subject, slot)
            elif name == "@reverse":
                yield self.reverse(member.value, subject, context, slot)
            elif name == "@nest":
                nested = nest_context(context, member.key, self.contexts)
                for each in member.value.objects():
                    yield self.members(each.members, subject, nested, slot)
            elif name in ("@graph", "@included"):
                muted = subject.term is None if name == "@graph" else slot.is_muted
                inner_slot = Slot(self.made, is_muted=muted, is_dead=slot.is_dead)
                yield self.element(member.value, Inherited(inner_slot, context))

    def reverse(self, value: JsonValue, subject: NodeToken, context: Context, slot: Slot) -> Reading:
        """Read the value of `@reverse`.

        Args:
            value: the value.
            subject: the node.
            context: the active context.
            slot: where the node stands.
        """
        for member in value.members:
            name = context.expand(member.key)
            if name is not None and name not in KEYWORDS:
                reading = self.property(member, subject, context, slot, in_reverse=True)
                if reading is not None:
                    yield reading

    def property(
        self, member: Member, subject: NodeToken, context: Context, slot: Slot, *, in_reverse: bool = False
    ) -> Reading | None:
        """Read the value of a property; return the reading that is left to do, or None.

        Args:
            member: the property and its value.
            subject: the node.
            context: the active context.
            slot: where the node stands.
            in_reverse: whether it is inside `@reverse`.
        """
        definition = context.terms.get(member.key, NO_DEFINITION)
        predicate = NodeToken(self.terms.iri(context.expand(member.key)), member.start)
        inner = PropertySlot(slot, subject, predicate, is_reverse=definition.is_reverse != in_reverse)
        value = member.value
        if definition.type == JSON and not in_reverse:
            self.values.json(value, inner)
            return None
        around = Inherited(inner, context, member.key, definition.container)
        if value.is_scalar:
            self.values.scalar(value, around, in_array=False)
            return None
        return self.element(value, around)
