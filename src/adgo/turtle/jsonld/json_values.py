"""JSON values with the offsets of their tokens, and the tokens of JSON (RFC 8259) as regular expressions."""

from __future__ import annotations

import json
import re
from typing import Literal, NamedTuple

from adgo.turtle.tokens import Expression

Kind = Literal["object", "array", "string", "number", "boolean", "null"]

SPACE = r"[ \t\r\n]*+"
INSIDE = r'[^"\\\x00-\x1f]*+'
#: A string without its closing quote.
BEGUN_STRING = rf'"{INSIDE}(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{{4}}){INSIDE})*+'
STRING = rf'{BEGUN_STRING}"'
NUMBER = r"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
#: What may stand inside a word or number; a value must not go on with it.
GOES_ON = r"(?![A-Za-z0-9_.+\-])"

#: The key of a member, if there is one, and a value: a string, another scalar, or an opening bracket.
ITEM = re.compile(
    rf"{SPACE}(?:({STRING}){SPACE}:{SPACE})?+(?:({STRING})|({NUMBER}{GOES_ON}|(?:true|false|null){GOES_ON})|([\[{{]))"
)
#: What follows a value or an opening bracket.
MARK = re.compile(rf"{SPACE}([,\]}}]?)")
GAP = re.compile(SPACE)

#: One token, for its end.
TOKEN = Expression(rf"{STRING}|[{{}}\[\],:]|[^\s{{}}\[\],:\"]++")


class Member(NamedTuple):
    """A member of a JSON object: its key, the offset of the key, and its value."""

    key: str
    start: int
    value: JsonValue


class JsonValue:
    """A JSON value.

    Attributes:
        kind: the kind of value.
        start: the offset of its first character.
        end: the offset of its last character, for arrays and objects.
        text: the text of a string, with escapes resolved; of another scalar as written.
        members: the members of an object, in document order and with repeated keys.
        items: the items of an array.
    """

    __slots__ = ("end", "items", "kind", "members", "start", "text")

    def __init__(self, kind: Kind, start: int, text: str = "") -> None:
        self.kind, self.start, self.end, self.text = kind, start, start, text
        self.members: list[Member] = [] if kind == "object" else _NO_MEMBERS
        self.items: list[JsonValue] = [] if kind == "array" else _NO_ITEMS

    @property
    def is_scalar(self) -> bool:
        """Whether the value is neither an object nor an array."""
        return self.kind not in ("object", "array")

    def lookup(self) -> dict[str, JsonValue]:
        """Return the members of an object by key; of a repeated key, the last one."""
        return {member.key: member.value for member in self.members}

    def listed(self) -> list[JsonValue]:
        """Return the items of an array, or the value itself as the only item."""
        return self.items if self.kind == "array" else [self]

    def objects(self) -> list[JsonValue]:
        """Return the value if it is an object, or the objects in an array and in the arrays in it."""
        found: list[JsonValue] = []
        stack = [self]
        while stack:
            each = stack.pop()
            if each.kind == "array":
                stack += reversed(each.items)
            elif each.kind == "object":
                found.append(each)
        return found


#: What all values that are not objects or arrays share; nothing is added to them.
_NO_MEMBERS: list[Member] = []
_NO_ITEMS: list[JsonValue] = []


def scalar(token: str, start: int) -> JsonValue:
    """Return the value of a token that is a word or a number."""
    kind: Kind = "null" if token == "null" else "boolean" if token in ("true", "false") else "number"
    return JsonValue(kind, start, token)


def unquoted(token: str) -> str:
    """Return the text of a string token; ValueError if an escape stands for half of a character."""
    if "\\" not in token:
        return token[1:-1]
    text: str = json.loads(token)
    text.encode()
    return text
