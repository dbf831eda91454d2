"""The fields that give a draft another passage."""

from __future__ import annotations

import re
from typing import Any

from adgo.evidence.folded_text import Span, folded_text

#: The end of a sentence: its mark, closing quotes and brackets, and white space or the end of the text.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|\Z)|\n\s*\n")


def passage_fields(text: str, span: Span) -> dict[str, Any]:
    """Return the fields of a draft with a passage, for `DraftReview.correct`; None removes a field.

    Args:
        text: the text of the article.
        span: the place of the passage, in code points.
    """
    start, end = span
    fields: dict[str, Any] = dict.fromkeys(("before", "after", "start", "end", "unit"))
    fields["quotation"] = text[start:end]
    if len(folded_text(text).find(fields["quotation"])) > 1:
        fields |= {"start": start, "end": end, "unit": "code-points"}
    return fields


def sentence(text: str, span: Span) -> Span:
    """Return the place of the sentence, or sentences, around a span, without white space at its ends."""
    start = max((match.end() for match in _END.finditer(text, 0, span[0])), default=0)
    end = next((match.end() for match in _END.finditer(text, max(span[1] - 1, 0))), len(text))
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
