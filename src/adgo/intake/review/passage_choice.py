"""The fields that give a draft another passage."""

from __future__ import annotations

from typing import Any

from adgo.evidence.folded_text import Span, folded_text


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
