"""Reads JSON values that are literals or references: value expansion (JSON-LD 1.1 API, section 5.3)."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.turtle.jsonld.context import NO_DEFINITION, Context, TermDefinition
from adgo.turtle.jsonld.context_reader import ContextReader
from adgo.turtle.jsonld.inherited import Inherited
from adgo.turtle.jsonld.json_values import JsonValue, Member
from adgo.turtle.jsonld.literals import TermMaker, json_term
from adgo.turtle.jsonld.misuse import misuse
from adgo.turtle.jsonld.slots import ListSlot, NodeToken, Slot

LIST = ("@list",)
JSON = "@json"


class ValueReader:
    """Adds the triples of values that contain no others."""

    def __init__(self, contexts: ContextReader, terms: TermMaker) -> None:
        self.contexts, self.terms = contexts, terms

    def scalar(self, value: JsonValue, around: Inherited, *, in_array: bool) -> None:
        """Add the triple of a string, number or boolean.

        Args:
            value: the value; null adds nothing.
            around: what it inherits.
            in_array: whether it is an item of an array.
        """
        if value.kind == "null" or around.term is None:
            return
        if around.container == LIST and not in_array:
            items = ListSlot(around.slot, value.start, value.start)
            self._scalar(value, around._replace(slot=items), around.term)
            items.close()
        else:
            self._scalar(value, around, around.term)

    def _scalar(self, value: JsonValue, around: Inherited, term: str) -> None:
        context = around.context
        definition = context.terms.get(term, NO_DEFINITION)
        if definition.context is not None:
            context = self.property_context(context, term)
            definition = context.definition(term)
        kind = definition.type
        if value.kind == "string" and kind in ("@id", "@vocab"):
            name = reference(value.text, context, kind)
            if name is not None:
                fill(around.slot, self.terms.node(name), value.start)
            elif kind == "@vocab":
                fill(around.slot, around.slot.made.fresh(), value.start)
            return
        language, direction = _of_strings(context, definition) if value.kind == "string" else (None, None)
        datatype = None if kind in ("@id", "@vocab", "@none") else kind
        self._literal(value, around.slot, datatype, language, direction)

    def property_context(self, context: Context, term: str | None) -> Context:
        """Return the context inside a property: its scoped context, or the given one."""
        if term is None:
            return context
        return self.contexts.scoped(context, term, propagate=True) or context

    def value_object(
        self, members: Iterable[Member], context: Context, datatype: str | None, slot: Slot
    ) -> None:
        """Add the triple of a value object.

        Args:
            members: its members after `@type`.
            context: the active context.
            datatype: its type, if it is known already.
            slot: where it stands.
        """
        found: dict[str, JsonValue] = {}
        for member in members:
            name = context.expand(member.key)
            if name is not None:
                found.setdefault(name, member.value)
        if "@type" in found and datatype is None:
            datatype = context.expand(found["@type"].text, relative=True)
        if "@value" in found:
            texts = [
                each.text if each and each.kind == "string" else None for each in map(found.get, _STRINGS)
            ]
            self._literal(found["@value"], slot, datatype, *texts)

    def _literal(
        self, value: JsonValue, slot: Slot, datatype: str | None, language: str | None, direction: str | None
    ) -> None:
        if datatype == JSON:
            self.json(value, slot)
        elif not value.is_scalar:
            message = (
                "the value of @value is a string, a number, true, false or null; only @json may have others"
            )
            raise misuse(self.contexts.document, value, message)
        elif value.kind != "null":
            fill(slot, self.terms.literal(value, datatype, language, direction), value.start, is_literal=True)

    def json(self, value: JsonValue, slot: Slot) -> None:
        """Add the triple of a JSON literal."""
        fill(slot, json_term(value), value.start, is_literal=True)

    def language_map(self, value: JsonValue, around: Inherited) -> None:
        """Add the triples of the strings in a language map."""
        context = around.context
        direction = _of_strings(context, context.definition(around.term))[1]
        for member in value.members:
            is_none = "@none" in (member.key, context.expand(member.key, vocab=False))
            for each in member.value.listed():
                if each.kind == "string":
                    language = None if is_none else member.key
                    self._literal(each, around.slot, None, language, direction)


_STRINGS = ("@language", "@direction")


def fill(slot: Slot, term: str | None, start: int, *, is_literal: bool = False) -> None:
    """Put a value into its slot.

    Args:
        slot: where the value stands.
        term: the value; None if there is no such term.
        start: the offset of its token.
        is_literal: whether it is a literal.
    """
    slot.begin(start)
    slot.fill(NodeToken(term, start), is_literal=is_literal)


def reference(text: str, context: Context, kind: str) -> str | None:
    """Return the IRI or blank node that a string refers to; None for nothing.

    Args:
        text: the string.
        context: the active context.
        kind: the type mapping: `@id` or `@vocab`.
    """
    if kind == "@vocab":
        name = context.expand(text, relative=True)
        if name is None:
            return None
        return (context.previous or context).expand(name, relative=True, vocab=False)
    return context.expand(text, relative=True, vocab=False)


def _of_strings(context: Context, definition: TermDefinition) -> tuple[str | None, str | None]:
    """Return the language and base direction of a string without type."""
    if definition.type is not None:
        return None, None
    language = definition.language[0] if definition.language else context.language
    return language, definition.direction[0] if definition.direction else context.direction
