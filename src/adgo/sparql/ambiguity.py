"""Find places where the engine may read a text differently from its tokens, and see a call that they do not show.

The engine's parser has no tokens. It accepts a keyword at any place where its letters stand, and if an IRI, a string or
a prefixed name does not suit it, it tries a shorter one. `SERVICESILENT<…>` is a call to it, and so is the part after
the second dot of `ex:a.b.SERVICE:x {`. Nothing is called without the letters of a keyword, so only texts that have them
are examined: do the letters stand in a token of another kind, and could a token before them have ended earlier?
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from adgo.sparql.tokens import IRI, SparqlToken

#: The keywords that are followed by an address to call.
CALLS = ("SERVICE", "LOAD")
CALLING = re.compile("|".join(CALLS), re.IGNORECASE | re.ASCII)

_ESCAPES = re.compile(
    r"(?:[^\\]|\\[tbnrf\"'\\]|\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}"
    r"|\\U(?!0000[dD][89a-fA-F])00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})*+",
    re.DOTALL,
)
#: An IRI that cannot be anything else: after `<` as an operator, `http://` is not an expression.
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
#: Without one of these, an IRI that is read as an expression ends in `a < b > c`, which is not an expression.
_EXPRESSIVE = re.compile(r"[(),;&#']")
_IRI = re.compile(IRI)
#: After these words only an IRI or a prefixed name can follow.
_NAMING = ("GRAPH", "SERVICE", "SILENT", "FROM", "NAMED")
_OPENING = ("{", "{|")
_NOTHING = SparqlToken("end", "", -1)


@dataclass(frozen=True)
class HiddenCall:
    """The first token that may hide a call, or None; and whether the grammar must be checked to be sure of the rest."""

    token: SparqlToken | None
    needs_grammar: bool = False


def hidden_call(source: str, tokens: Iterable[SparqlToken], *, is_update: bool = False) -> HiddenCall:
    """Return the first token in which the engine might see a call that is not there.

    Args:
        source: the text of a query or update.
        tokens: its tokens.
        is_update: whether it is an update.
    """
    unsure = False
    depth = 0
    for before, token, *after in _windows(tokens):
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
        at_start = is_update and depth == 0 and before.kind != "word"
        if malformed(token) or _hides_call(before, token, after, at_start=at_start):
            return HiddenCall(token)
        unsure = unsure or breakable(token, source)
    return HiddenCall(None, unsure)


def malformed(token: SparqlToken) -> bool:
    """Return whether a token is a string with an invalid escape: the engine then looks for a shorter string."""
    return token.kind == "string" and "\\" in token.text and not _ESCAPES.fullmatch(token.text)


def breakable(token: SparqlToken, source: str) -> bool:
    """Return whether the engine might read an IRI's `<` as less-than, or the second `<` of `<<` as an IRI's first."""
    if token.kind == "iri":
        return not _ABSOLUTE.match(token.text) and _EXPRESSIVE.search(token.text) is not None
    return token.kind == "mark" and token.text in ("<<", "<<(") and bool(_IRI.match(source, token.start + 1))


def _hides_call(before: SparqlToken, token: SparqlToken, after: list[SparqlToken], *, at_start: bool) -> bool:
    """Return whether the letters in and around a word or a prefixed name can be read as a call."""
    if token.kind == "word":
        return CALLING.search(token.text) is not None and token.word not in CALLS
    if token.kind != "pname":
        return False
    name, leading = token.text.upper(), before.word
    if leading in CALLS and name.startswith("SILENT"):
        return True
    if at_start and name.startswith("LOAD"):
        return True
    if "SERVICE" not in name or leading in _NAMING:
        return False
    # The address is the token after the keyword, or the one after that; then the group follows.
    if name.endswith(("SERVICE", "SILENT")) and after[0].kind in ("iri", "pname", "variable"):
        return after[1].text in _OPENING
    return after[0].text in _OPENING


def _windows(stream: Iterable[SparqlToken]) -> Iterator[tuple[SparqlToken, ...]]:
    """Yield each token with the one before it and the two after it."""
    window = deque([_NOTHING, _NOTHING], 4)
    for token in chain(stream, (_NOTHING, _NOTHING)):
        window.append(token)
        if len(window) == 4 and window[1] is not _NOTHING:
            yield tuple(window)
