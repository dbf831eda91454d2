"""Reports a fault of JSON syntax, and says where reading continues."""

from __future__ import annotations

import re

from adgo.turtle.jsonld.json_builder import AFTER, CLOSING, END, ITEM_NEXT, OPENED, JsonBuilder, JsonState
from adgo.turtle.jsonld.json_remedies import COMMENT, STRING_TOKEN, diagnose
from adgo.turtle.jsonld.json_values import ITEM, SPACE, STRING, JsonValue

KEY = re.compile(rf"{SPACE}{STRING}{SPACE}:")
REST_OF_STRING = re.compile(r'(?:[^"\\]|\\.)*?"(?=\s*+[,:}\]])', re.DOTALL)
COLON = re.compile(rf"{SPACE}:")
BEGINS_VALUE = re.compile(r"[\"'\[{\w+\-.]")


def repair(builder: JsonBuilder, place: int, state: JsonState) -> tuple[int, JsonState]:
    """Report what is wrong after an offset; return where to continue, and what may follow.

    Args:
        builder: the value so far, whose faults and open brackets are changed.
        place: the offset at which the last faultless token ends.
        state: what was allowed.
    """
    start = builder.gap_end(place)
    if start >= len(builder.text):
        return _report_end(builder, start, state)
    comment = COMMENT.match(builder.text, start)
    if comment:
        builder.faults.add(start, comment.end(), diagnose(builder.text, start).message)
        return comment.end(), state
    if state == AFTER:
        return _after_value(builder, place, start)
    char = builder.text[start]
    if char in "]}":
        return _closing(builder, place, start, state)
    if char == ",":
        builder.faults.add(start, start + 1, "a value is missing before this ',': remove it")
        return start + 1, ITEM_NEXT
    if builder.stack and builder.stack[-1].kind == "object":
        return _member(builder, start)
    if KEY.match(builder.text, start):
        return _key_without_object(builder, start)
    return _value(builder, start)


def _opening(builder: JsonBuilder) -> str:
    """Return what a message says about the innermost open bracket."""
    opened = builder.stack[-1]
    mark = "{" if opened.kind == "object" else "["
    return f"'{mark}' of line {builder.document.position(opened.start)[0]}"


def _report_end(builder: JsonBuilder, start: int, state: JsonState) -> tuple[int, JsonState]:
    if builder.stack:
        closing = CLOSING[builder.stack[-1].kind]
        message = f"'{closing}' is missing before the end of the file: the {_opening(builder)} is still open"
        builder.faults.add(start, start, message)
    elif state != AFTER:
        builder.faults.add(start, start, "the file has no JSON value: write an object in {…}")
    return start, END


def _after_value(builder: JsonBuilder, place: int, start: int) -> tuple[int, JsonState]:
    """Report what follows a value and is neither a comma nor the right closing bracket."""
    char = builder.text[start]
    if not builder.stack:
        message = "the file goes on after its JSON value: put several objects into one array, [ …, … ]"
        builder.faults.add(start, start + 1, message)
        return start, END
    if char in "]}":
        return _closing(builder, place, start, AFTER)
    if BEGINS_VALUE.match(char):
        builder.faults.add(place - 1, place, "',' is missing after this value")
        return place, ITEM_NEXT
    closing = CLOSING[builder.stack[-1].kind]
    builder.faults.add(start, start + 1, f"found '{char}' where ',' or '{closing}' was expected")
    return start, END


def _closing(builder: JsonBuilder, place: int, start: int, state: JsonState) -> tuple[int, JsonState]:
    """Report a closing bracket after a comma, or one that closes nothing or another kind of bracket."""
    char = builder.text[start]
    if not builder.stack:
        builder.faults.add(start, start + 1, f"'{char}' does not close anything: no bracket is open here")
        return start, END
    if char == CLOSING[builder.stack[-1].kind]:
        builder.faults.add(place - 1, place, f"remove this ',': nothing follows it before '{char}'")
        return start, AFTER
    closing = CLOSING[builder.stack[-1].kind]
    builder.faults.add(
        start, start + 1, f"found '{char}' where '{closing}' must close the {_opening(builder)}"
    )
    return start, END


def _member(builder: JsonBuilder, start: int) -> tuple[int, JsonState]:
    """Report a faulty member of an object."""
    key = KEY.match(builder.text, start)
    if key:
        return _value(builder, builder.gap_end(key.end()))
    string = STRING_TOKEN.match(builder.text, start)
    if string and BEGINS_VALUE.match(builder.text, builder.gap_end(string.end())):
        builder.faults.add(start, string.end(), "':' is missing between this key and its value")
        return _value_after(builder, string.end())
    if string:
        message = "':' and a value are missing after this key, or '[' and ']' around a list of values"
        builder.faults.add(start, string.end(), message)
        return string.end(), AFTER
    invalid = diagnose(builder.text, start)
    end = invalid.end
    colon = COLON.match(builder.text, end)
    message = invalid.message
    if builder.text[start] not in "\"'“”„‘’«»":
        message = f"{builder.text[start:end]!r} is not a key: a key is a string in double quotes"
    builder.faults.add(invalid.start, end, message)
    return _value_after(builder, colon.end()) if colon else (end, END)


def _value_after(builder: JsonBuilder, place: int) -> tuple[int, JsonState]:
    """Read the value after a faulty key; return its end, and what may follow."""
    item = ITEM.match(builder.text, place)
    if item is None or item.group(1):
        start = builder.gap_end(place)
        return _value(builder, start) if start < len(builder.text) else (place, AFTER)
    opening = item.group(4)
    if opening:
        return item.end(), builder.open(JsonValue("object" if opening == "{" else "array", item.start(4)))
    return item.end(), AFTER


def _key_without_object(builder: JsonBuilder, start: int) -> tuple[int, JsonState]:
    key = KEY.match(builder.text, start)
    assert key is not None
    where = "in an array" if builder.stack else "outside an object"
    message = f"a key with ':' is not allowed {where}: put {{ and }} around it"
    builder.faults.add(start, key.end(), message)
    return _value_after(builder, key.end())


def _value(builder: JsonBuilder, start: int) -> tuple[int, JsonState]:
    """Report text that is not a value and continue after it."""
    if start >= len(builder.text):
        return _report_end(builder, start, OPENED)
    invalid = diagnose(builder.text, start)
    if builder.text[start] in ",}]":
        builder.faults.add(start, start + 1, f"a value is missing between ':' and '{builder.text[start]}'")
        return start, AFTER
    builder.faults.add(invalid.start, invalid.end, invalid.message)
    if invalid.is_comment:
        return _value_after(builder, invalid.end)
    if builder.text[start] == '"':
        return _after_string(builder.text, invalid.end)
    return invalid.end, AFTER


def _after_string(text: str, place: int) -> tuple[int, JsonState]:
    """Return the end of a faulty string, and what may follow; `place` is the end of what was reported."""
    # A string that goes on on the next line ends at the first quote before a mark; otherwise its quote is missing.
    rest = REST_OF_STRING.match(text, place)
    if rest:
        return rest.end(), AFTER
    if text[place : place + 1] not in "\r\n":
        return len(text), AFTER
    return place, ITEM_NEXT if text[place - 1] == "," else AFTER
