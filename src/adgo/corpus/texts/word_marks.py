"""Two passages beside each other: which words are in only one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A word with the blanks after it. Hyphens and apostrophes belong to a word.
_TOKEN = re.compile(r"\S+\s*")
#: What is left out of account when words are compared.
_EDGE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True)
class Piece:
    """A run of characters; `is_marked` if its words are not in the other passage."""

    text: str
    is_marked: bool = False


def marked(text: str, other: str) -> list[Piece]:
    """Return a text in pieces that together are the text: words that the other lacks in that order are marked.

    Case and punctuation at the edges of words do not matter.
    """
    tokens, others = (_TOKEN.findall(each) for each in (text, other))
    matcher = SequenceMatcher(
        None, [_plain(each) for each in tokens], [_plain(each) for each in others], autojunk=False
    )
    blanks = text[: len(text) - len("".join(tokens))]
    pieces = [Piece(blanks)] if blanks else []
    for change, first, last, _, _ in matcher.get_opcodes():
        run = "".join(tokens[first:last])
        words = run.rstrip()
        if change == "equal":
            pieces.append(Piece(run))
        elif words:
            pieces += [Piece(words, is_marked=True), *([Piece(run[len(words) :])] if run != words else [])]
    return pieces


def _plain(token: str) -> str:
    word = token.strip()
    return (_EDGE.sub("", word) or word).casefold()
