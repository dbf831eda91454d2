"""The sentences of an article, as far as punctuation shows them."""

from __future__ import annotations

import re

from adgo.evidence.folded_text import Span

#: The end of a sentence: its mark, closing quotes and brackets, and white space or the end of the text. A small letter
#: after it shows an abbreviation, such as `Inc.`.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+(?![a-z\s])|\s*\Z)|\n\s*\n")


def sentence(text: str, span: Span) -> Span:
    """Return the place of the sentence, or sentences, around a span, without white space at its ends."""
    start = max((match.end() for match in _END.finditer(text, 0, span[0])), default=0)
    end = next((match.end() for match in _END.finditer(text, max(span[1] - 1, 0))), len(text))
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
