"""How many tokens a text has at most for a language model."""

from __future__ import annotations

import re

#: What tokenizers split a text into: words within camelCase, digits, single other characters, line breaks. A space is
#: part of the word after it.
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]{1,3}|\n+|[^\sA-Za-z0-9]|[^\S\n ]| {2,}")
#: A token of an English word has this number of letters or more, on average.
LETTERS = 5


def tokens(text: str) -> int:
    """Return an upper bound of the tokens of an English or technical text.

    Tokenizers differ, and ADGO has none. Each word counts as one token for every five letters begun, each other
    character as one, and a character outside ASCII as two.
    """
    return sum(map(_tokens, _PIECE.findall(text)))


def _tokens(piece: str) -> int:
    if not piece.isascii():
        return 2 * len(piece)
    return -(-len(piece) // LETTERS) if piece.isalpha() else 1
