"""A text in which words are found although their white space, quotes, dashes, ellipses or normalisation differ.

The differences are a closed list:

* white space: each run of it is one space, so line ends, tabs and no-break spaces do not matter;
* quotes: typographic and straight ones, single and double apart;
* dashes: hyphens, dashes and the minus sign;
* ellipsis: `…` is three dots;
* normalisation: letters with marks, composed or not (NFC, NFD).

Capitals, other punctuation and compatibility characters such as ligatures do not match each other.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from adgo.evidence import graphemes, word_boundaries

#: Groups of characters that are typed for each other; each becomes the first of its group.
ALIKE = ("'’‘ʼ`´", '"“”„«»', "-‐‑‒–—−")

_FOLDS = str.maketrans({each: group[0] for group in ALIKE for each in group} | {"…": "..."})

#: Start and end in code points of the text, the end exclusive.
Span = tuple[int, int]


def fold(words: str) -> str:
    """Return words in the form in which they are compared, without white space at the ends."""
    return FoldedText(words).folded.strip(" ")


@lru_cache(maxsize=16)
def folded_text(text: str) -> FoldedText:
    """Return a text prepared for many searches."""
    return FoldedText(text)


class FoldedText:
    """A text and its folded form, which knows the place of each of its characters in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        pieces: list[str] = []
        #: For each folded character, the span of the graphemes that it comes from.
        self._spans: list[Span] = []
        #: The places in the folded text at which a grapheme starts or ends.
        self._cuts = {0}
        for start, end in graphemes.spans(text):
            self._add(pieces, start, end)
        self.folded = "".join(pieces)

    def _add(self, pieces: list[str], start: int, end: int) -> None:
        grapheme = self.text[start:end]
        if grapheme.isspace():
            if pieces and pieces[-1] == " ":
                self._spans[-1] = (self._spans[-1][0], end)
                return
            piece = " "
        else:
            piece = unicodedata.normalize("NFC", grapheme).translate(_FOLDS)
        pieces.append(piece)
        self._spans += [(start, end)] * len(piece)
        self._cuts.add(len(self._spans))

    def find(self, words: str) -> list[Span]:
        """Return the spans of the text with words, in order: whole graphemes and whole words; they may overlap."""
        return [span for span in self.find_parts(words) if not self.cuts_word(span)]

    def find_parts(self, words: str) -> list[Span]:
        """Return the spans of the text with words, also inside longer words, but never inside a grapheme."""
        wanted = fold(words)
        found = []
        place = self.folded.find(wanted) if wanted else -1
        while place >= 0:
            last = place + len(wanted)
            if place in self._cuts and last in self._cuts:
                found.append((self._spans[place][0], self._spans[last - 1][1]))
            place = self.folded.find(wanted, place + 1)
        return found

    def cuts_word(self, span: Span) -> bool:
        """Return whether a span starts or ends inside a word or number."""
        return word_boundaries.cuts_word(self.text, span)

    def is_between(self, span: Span, before: str, after: str) -> bool:
        """Return whether the text has these words directly before and after a span.

        Args:
            span: a span of the text.
            before: the words before it; "" for any.
            after: the words after it; "" for any.
        """
        # Without words there is nothing to compare; folding all of a long text takes milliseconds.
        return (not before or fold(self.text[: span[0]]).endswith(fold(before))) and (
            not after or fold(self.text[span[1] :]).startswith(fold(after))
        )
