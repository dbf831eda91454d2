"""The shape of a query: its text without the constants that do not decide how it is answered.

Programs send the same query with other constants again and again. Queries of one shape are planned alike, so a query
that needs no treatment is planned once for its shape.
"""

from __future__ import annotations

import re

#: A string that does not end counts as one, so that the time grows with the length of the text only.
_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?+|' + r"'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?+|"
    r'"(?:[^"\\\r\n]|\\.)*+"?+|' + r"'(?:[^'\\\r\n]|\\.)*+'?+"
)
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*+>"
_NAME = r"(?<![\w.-])(?:[^\W\d_][\w.-]*+)?+:(?:[\w:%-]|\\.|\.(?=[\w:%\\-]))*+"
_DECLARATION = rf"\b(?:[Pp][Rr][Ee][Ff][Ii][Xx]\s++{_NAME}|[Bb][Aa][Ss][Ee])\s*+{_IRI}"
_PARTS = re.compile(
    rf"[?$]\w++|_:\w++|@[\w-]++|\^\^\s*+(?:{_IRI}|{_NAME})|{_DECLARATION}|{_IRI}(?=\s*+\()"  # these are kept
    rf"|(?P<iri>{_IRI}|{_NAME}(?!\s*+\())"
    rf"|(?P<string>{_STRING})"
    r"|(?P<number>(?<![\w.:+-])[1-9][0-9]{0,8}(?![\w.]))"
    r"|(?P<comment>\#[^\r\n]*+)",
    re.DOTALL,
)
#: In a text with one of these words, the content of a string may decide.
_READ_STRINGS = ("REGEX", "REPLACE", "STRDT", "STRLANG", "BNODE", "IRI", "URI", "^^")
#: So it may if a function with an IRI is called.
_CALL = re.compile(r"(?::[\w.%-]*+|>)\s*+\(")
#: What stands for a constant in a shape.
_CONSTANTS = {"iri": "<>", "number": "1", "string": '""', "comment": " "}


def shape_of(source: str) -> str | None:
    """Return the shape of a query, None if each text of its kind has to be planned."""
    capitals = source.upper()
    # Whether two graphs of a dataset are the same decides.
    if "FROM" in capitals:
        return None
    keeps_strings = any(word in capitals for word in _READ_STRINGS) or _CALL.search(source) is not None

    def constant(found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind is None or (kind == "string" and keeps_strings):
            return found[0]
        return _CONSTANTS[kind]

    return _PARTS.sub(constant, source)
