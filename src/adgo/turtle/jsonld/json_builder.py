"""The JSON value being built and the brackets around it: an explicit stack instead of recursion."""

from __future__ import annotations

from enum import IntEnum

from adgo.turtle.document import Document
from adgo.turtle.jsonld.json_values import GAP, JsonValue, Member, scalar, unquoted
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.fault_list import FaultList


class JsonState(IntEnum):
    """What may follow."""

    OPENED = 0  #: an item or the closing bracket
    ITEM = 1  #: an item
    AFTER = 2  #: a comma or the closing bracket
    END = 3  #: nothing


OPENED, ITEM_NEXT, AFTER, END = JsonState
CLOSING = {"object": "}", "array": "]"}


class JsonTooDeep(Exception):
    """More brackets are open than the limit allows; reading stops."""


class JsonBuilder:
    """Adds values to the innermost open object or array, given tokens in document order, and collects faults."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.text, self.limits = document.text, limits
        self.document = document
        self.faults = FaultList(document, limits)
        #: The open objects and arrays, the innermost last.
        self.stack: list[JsonValue] = []
        self.root: JsonValue | None = None

    def add(self, key: str | None, key_start: int, token: str, start: int) -> JsonState:
        """Add a value to the innermost object or array and return what may follow.

        Args:
            key: the token of its key; None in an array.
            key_start: the offset of the key.
            token: the token of the value, or its opening bracket.
            start: the offset of the value.
        """
        opens = token in ("{", "[")
        if opens:
            value = JsonValue("object" if token == "{" else "array", start)
        elif token[0] == '"':
            value = JsonValue("string", start, self.string(token, start))
        else:
            value = scalar(token, start)
        if key is not None:
            self.stack[-1].members.append(Member(self.string(key, key_start), key_start, value))
        elif self.stack:
            self.stack[-1].items.append(value)
        else:
            self.root = value
        return self.open(value) if opens else AFTER

    def open(self, value: JsonValue) -> JsonState:
        """Open an object or array; stop reading if too many are open."""
        if len(self.stack) >= self.limits.json_nesting:
            message = (
                f"more than {self.limits.json_nesting:,} brackets are open at once, the limit for JSON-LD: "
                "reduce the nesting, or convert the file to Turtle"
            )
            self.faults.add(value.start, value.start + 1, message)
            raise JsonTooDeep
        self.stack.append(value)
        return OPENED

    def string(self, token: str, start: int) -> str:
        """Return the text of a string token; report one that is too long or has half of a surrogate pair."""
        if len(token) > self.limits.literal:
            limit = f"{self.limits.literal:,}"
            self.faults.add(start, start + 1, f"this string has more characters than the limit of {limit}")
        try:
            return unquoted(token)
        except ValueError:
            message = (
                "this string has half of a surrogate pair: write \\uD8XX\\uDCXX together, or the character"
            )
            self.faults.add(start, start + len(token), message)
            return ""

    def gap_end(self, place: int) -> int:
        """Return the end of the white space at an offset."""
        gap = GAP.match(self.text, place)
        return gap.end() if gap else place
