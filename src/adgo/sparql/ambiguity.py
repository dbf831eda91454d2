"""Where the engine may read a text otherwise than its tokens say, and see a call in it that they do not show.

The engine's parser knows no tokens: it takes a keyword wherever its letters stand, and, where an IRI, a string or a
prefixed name does not suit it, a shorter one. `SERVICESILENT<…>` is a call to it, and so is what follows the second dot
of `ex:a.b.SERVICE:x {`. Nothing calls without the letters of a keyword, so only texts that have them are looked at:
whether the letters stand in a token of another kind, and whether one before them might have ended earlier than that.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain

from adgo.sparql import grammar
from adgo.sparql.tokens import IRI, Token, tokens

#: Words that name what is to be called.
CALLS = ("SERVICE", "LOAD")
CALLING = re.compile("|".join(CALLS), re.IGNORECASE | re.ASCII)

_ESCAPES = re.compile(
    r"(?:[^\\]|\\[tbnrf\"'\\]|\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}"
    r"|\\U(?!0000[dD][89a-fA-F])00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})*+",
    re.DOTALL,
)
#: An IRI that can be nothing else: behind `<` as an operator, `http://` is no expression.
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
#: Without these an IRI, read as an expression, ends in `a < b > c`, which is none.
_EXPRESSIVE = re.compile(r"[(),;&#']")
_IRI = re.compile(IRI)
#: Words that an IRI or a prefixed name has to follow, whatever it looks like.
_NAMING = ("GRAPH", "SERVICE", "SILENT", "FROM", "NAMED")
_OPENING = ("{", "{|")
_NOTHING = Token("end", "", -1)


def first(text: str, *, is_update: bool = False, certain: bool = False) -> Token | None:
    """Return the first token in which the engine might see a call that is not there; None where there is none.

    `certain` asks for a text that is SPARQL beyond doubt, as one has to be whose calls are answered.
    """
    if not CALLING.search(text):
        return None
    unsure = certain
    depth = 0
    for before, token, *after in _windows(tokens(text)):
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
        at_start = is_update and depth == 0 and before.kind != "word"
        if malformed(token) or _hides_call(before, token, after, at_start=at_start):
            return token
        unsure = unsure or breakable(token, text)
    # The grammar has the last word on what can be told from a text's tokens, but takes its time.
    wrong = grammar.misfit(text, is_update=is_update) if unsure else None
    return wrong.token if wrong else None


def malformed(token: Token) -> bool:
    """Return whether a token is a string with an escape that is none: the engine looks for a shorter string."""
    return token.kind == "string" and "\\" in token.text and not _ESCAPES.fullmatch(token.text)


def breakable(token: Token, text: str) -> bool:
    """Return whether the engine might read `<` for less-than where the token says IRI, or an IRI in `<<`."""
    if token.kind == "iri":
        return not _ABSOLUTE.match(token.text) and _EXPRESSIVE.search(token.text) is not None
    return token.kind == "mark" and token.text in ("<<", "<<(") and bool(_IRI.match(text, token.start + 1))


def _hides_call(before: Token, token: Token, after: list[Token], *, at_start: bool) -> bool:
    """Return whether a word or a prefixed name has letters in it, and around it, that make a call."""
    if token.kind == "word":
        return CALLING.search(token.text) is not None and token.text.upper() not in CALLS
    if token.kind != "pname":
        return False
    name, leading = token.text.upper(), before.text.upper() if before.kind == "word" else ""
    if leading in CALLS and name.startswith("SILENT"):
        return True
    if at_start and name.startswith("LOAD"):
        return True
    if "SERVICE" not in name or leading in _NAMING:
        return False
    # What is called stands in the token behind the keyword, or in the next one; then comes the group.
    if name.endswith(("SERVICE", "SILENT")) and after[0].kind in ("iri", "pname", "variable"):
        return after[1].text in _OPENING
    return after[0].text in _OPENING


def _windows(stream: Iterable[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield each token with the one before it and the two behind it."""
    window = deque([_NOTHING, _NOTHING], 4)
    for token in chain(stream, (_NOTHING, _NOTHING)):
        window.append(token)
        if len(window) == 4 and window[1] is not _NOTHING:
            yield tuple(window)
