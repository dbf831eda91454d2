"""Reads JSON text into values that know their offsets, and goes on after an error."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.errors import TurtleError
from adgo.turtle.jsonld.json_builder import (
    AFTER,
    CLOSING,
    END,
    ITEM_NEXT,
    JsonBuilder,
    JsonState,
    JsonTooDeep,
)
from adgo.turtle.jsonld.json_values import ITEM, MARK, JsonValue
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.fault_list import TooManyFaults


def read(document: Document, limits: Limits) -> JsonValue:
    """Return the JSON value of the document's text; TurtleError with all faults."""
    builder = JsonBuilder(document, limits)
    place, state = 0, ITEM_NEXT
    try:
        while state != END:
            place, state = _read_faultless(builder, place, state)
            if state != END:
                from adgo.turtle.jsonld import json_repair  # Most texts have no faults.

                place, state = json_repair.repair(builder, place, state)
    except (TooManyFaults, JsonTooDeep):
        pass
    faults = builder.faults.listed()
    if faults or builder.root is None:
        raise TurtleError(faults)
    return builder.root


def _read_faultless(builder: JsonBuilder, place: int, state: JsonState) -> tuple[int, JsonState]:
    """Read until the end of the text or something faulty; return the offset there, and what was allowed."""
    text, stack, match_item, match_mark = builder.text, builder.stack, ITEM.match, MARK.match
    while True:
        if state != ITEM_NEXT:
            mark = match_mark(text, place)
            assert mark is not None
            found = mark.group(1)
            if found and stack and (found == CLOSING[stack[-1].kind] or (found == "," and state == AFTER)):
                place = mark.end()
                if found == ",":
                    state = ITEM_NEXT
                else:
                    stack.pop().end = place - 1
                    state = AFTER
                continue
            if state == AFTER:
                is_end = not stack and not found and mark.end() == len(text)
                return place, END if is_end else state
        match = match_item(text, place)
        if match is None:
            return place, state
        key, string, word, opening = match.groups()
        if (key is not None) != (bool(stack) and stack[-1].kind == "object"):
            return place, state
        token = string or word or opening
        state = builder.add(key, match.start(1), token, match.start(match.lastindex or 0))
        place = match.end()
