"""Two passages beside each other: which words are in only one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

#: A word with the blanks after it. Hyphens and apostrophes belong to a word.
_TOKEN = re.compile(r"\S+\s*")
#: What is left out of account when words are compared.
_EDGE = re.compile(r"^\W+|\W+$")
#: The least likeness of two passages whose words are compared in their order.
IN_ORDER = 0.4
#: The least part of its words that the shorter passage must share; if it shares fewer, nothing is marked.
LEAST_SHARED = 0.2


@dataclass(frozen=True)
class MarkedText:
    """A run of characters; `is_marked` if its words are not in the other passage."""

    text: str
    is_marked: bool = False


def marked(text: str, other: str) -> list[MarkedText]:
    """Return a text in pieces that together are the text: the words that the other lacks are marked.

    Case and punctuation at the edges of words do not matter. In passages that are much alike, a word at another place
    is marked too. In passages that have next to nothing in common, nothing is marked.
    """
    tokens, others = (_TOKEN.findall(each) for each in (text, other))
    own, theirs = ([_plain(each) for each in listed] for listed in (tokens, others))
    shared = len(set(own) & set(theirs))
    if not shared or shared < LEAST_SHARED * min(len(set(own)), len(set(theirs))):
        return [MarkedText(text)]
    blanks = text[: len(text) - len("".join(tokens))]
    return [*([MarkedText(blanks)] if blanks else []), *_runs(tokens, _only_here(own, theirs))]


def marked_terms(text: str, terms: Iterable[str]) -> list[MarkedText]:
    """Return a text in pieces that together are the text: each place of one of the terms is marked.

    Args:
        text: the text.
        terms: names or other words; the longest that fits is marked.
    """
    wanted = sorted({each for each in terms if each}, key=len, reverse=True)
    if not wanted:
        return [MarkedText(text)]
    parts = re.split(f"({'|'.join(map(re.escape, wanted))})", text)
    return [MarkedText(part, is_marked=bool(place % 2)) for place, part in enumerate(parts) if part]


def _only_here(own: list[str], theirs: list[str]) -> list[bool]:
    """Return for each word whether the other passage lacks it; in that order, if the passages are much alike."""
    matcher = SequenceMatcher(None, own, theirs, autojunk=False)
    if matcher.ratio() < IN_ORDER:
        return [each not in theirs for each in own]
    found = [True] * len(own)
    for start, _, size in matcher.get_matching_blocks():
        found[start : start + size] = [False] * size
    return found


def _runs(tokens: list[str], is_only_here: list[bool]) -> Iterable[MarkedText]:
    """Return the tokens in runs that are marked or not; the blanks after a marked run are not marked."""
    pairs = zip(tokens, is_only_here, strict=True)
    for is_marked, run in groupby(pairs, key=lambda pair: pair[1]):
        joined = "".join(token for token, _ in run)
        words = joined.rstrip() if is_marked else joined
        yield MarkedText(words, is_marked)
        if words != joined:
            yield MarkedText(joined[len(words) :])


def _plain(token: str) -> str:
    word = token.strip()
    return (_EDGE.sub("", word) or word).casefold()
