"""Boundaries of words and numbers: Unicode Standard Annex 29, and what its default rules leave open for numbers.

More than by the annex belongs together:

* the groups of one number, also with blanks between them (`1 900`), times of day and fractions (`12:30`, `3/4`);
* a sign and the number after it, and a plus after a word or number (`−5`, `≥10`, `Level 2+`);
* letters beside other numerals (`½`, `m²`).

Less belongs together: a possessive `’s` may be cut off, an article that French or Italian elides too (`d’Uber`); a
stop without a blank after it ends a sentence if the next word has a capital; and scripts without blanks, such as
Chinese, may be cut anywhere.
"""

from __future__ import annotations

import regex

_APOSTROPHE = "['’‘ʼ`´＇]"
#: Blanks that separate the groups of one number; a line end or tab does not.
_BLANK = "[ \u00a0\u2007\u2008\u2009\u200a\u202f\u205f]"
_GROUP_BEFORE = r"(?<![\p{L}\p{N}])\p{Nd}{1,3}"
_GROUP_AFTER = r"\p{Nd}{3}(?![\p{L}\p{N}])"
_IN_NUMBER = "[.,:/’'ʼ‘·٫٬⁄∕，．：／]"
_SIGN = r"[-‐‑−–+±~≈<>≤≥＋－]"
#: What may stand before a sign; after a letter or digit, a dash joins two words or numbers.
_BEFORE_SIGN = r"(?:^|[\s\p{Ps}\p{Pi}\p{Sc}/\"'])"
_NO_BLANKS = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\N{KATAKANA-HIRAGANA PROLONGED"
    r" SOUND MARK}]"
)


def _any_of(*pairs: tuple[str, str]) -> regex.Pattern[str]:
    """Return a pattern of the places between two patterns."""
    places = "|".join(f"(?<={before})(?={after})" for before, after in pairs)
    # WORD: \b and \B follow Annex 29. Marks and invisible characters belong to the letter before them.
    return regex.compile(places, regex.WORD | regex.VERSION1)


_INSIDE = _any_of(
    (r"\S", r"\B\S"),
    (r"[\p{L}\p{N}]\p{M}*", r"[\p{L}\p{N}]"),
    (rf"\p{{L}}\p{{M}}*{_APOSTROPHE}", r"\p{L}"),
    (r"\p{L}\p{M}*", rf"{_APOSTROPHE}\p{{L}}"),
    (rf"\p{{Nd}}{_IN_NUMBER}", r"\p{Nd}"),
    (r"\p{Nd}", rf"{_IN_NUMBER}\p{{Nd}}"),
    (rf"{_GROUP_BEFORE}{_BLANK}", _GROUP_AFTER),
    (_GROUP_BEFORE, _BLANK + _GROUP_AFTER),
    (rf"{_BEFORE_SIGN}{_SIGN}", r"\p{Sc}?\p{Nd}"),
    (rf"{_BEFORE_SIGN}{_SIGN}\p{{Sc}}", r"\p{Nd}"),
    (r"(?:^|[\s\p{Ps}\p{Pi}])[.,]", r"\p{Nd}"),
    (r"[\p{L}\p{N}]\+*", r"\++(?![\p{L}+])"),
)

_OUTSIDE = _any_of(
    (_NO_BLANKS + r"\p{M}*", r"[\p{L}\p{N}]"),
    (r"[\p{L}\p{N}]\p{M}*", _NO_BLANKS),
    (r"\p{L}\p{M}*", rf"{_APOSTROPHE}[sS](?![\p{{L}}\p{{N}}])"),
    (rf"(?<![\p{{L}}\p{{N}}])(?:[cdjlmnstJL]|[Qq]u|[dns]?[aeu]ll){_APOSTROPHE}", r"\p{L}\p{M}*\p{L}"),
    (r"\p{Ll}\p{M}*\p{Ll}\p{M}*", r"[.:]\p{Lu}"),
    (r"\p{Ll}\p{M}*\p{Ll}\p{M}*[.:]", r"\p{Lu}"),
)

#: Joiners and other invisible characters; they neither start nor end a word. U+200B separates words.
_INVISIBLE = regex.compile(r"[\p{Cf}--\u200b]+", regex.VERSION1)


def inside_word(text: str, place: int) -> bool:
    """Return whether a place is inside a word or number.

    Args:
        text: the text.
        place: the place, in code points; it does not cut a grapheme.
    """
    if not 0 < place < len(text):
        return False
    text, place = _visible(text, place)
    return bool(_INSIDE.match(text, place)) and not _OUTSIDE.match(text, place)


def cuts_word(text: str, span: tuple[int, int]) -> bool:
    """Return whether a span starts or ends inside a word or number.

    Args:
        text: the text.
        span: its first code point, and the one after its last.
    """
    return any(inside_word(text, place) for place in span)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the smallest span of whole words and numbers that has a span in it.

    Args:
        text: the text.
        start: the first code point of the span.
        end: the code point after the last one.
    """
    while inside_word(text, start):
        start -= 1
    while inside_word(text, end):
        end += 1
    return start, end


#: How far a place is looked around: longer than words and numbers that people write.
_AROUND = 200


def _visible(text: str, place: int) -> tuple[str, int]:
    """Return the surroundings of a place without invisible characters, and the place in them."""
    before = _INVISIBLE.sub("", text[max(0, place - _AROUND) : place])
    return before + _INVISIBLE.sub("", text[place : place + _AROUND]), len(before)
