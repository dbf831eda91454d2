"""Drafts from LangExtract's annotated documents, one JSON object a line.

The quotation is the text of an extraction; its attributes with the names of a draft's fields give the claim.
LangExtract counts code points of the document's own text. An extraction without a place in it is a draft like the
others: its words are looked for in the article. An extraction without words only has a place in that text, so it is
taken only if the text is the article's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from adgo.intake.draft import Record


def records(document: Mapping[str, Any], place: str, source: str | None) -> Iterator[tuple[str, Record]]:
    """Yield the place and fields of each extraction of a document.

    Args:
        document: the JSON of one line.
        place: where the document is written.
        source: the number of the article; None if `document_id` is that number.
    """
    for number, extraction in enumerate(document.get("extractions") or [], 1):
        yield (
            f"{place}#{number}",
            {
                "id": f"{document.get('document_id', place)}/{number}",
                "source": source or document.get("document_id"),
                "quotation": extraction.get("extraction_text"),
                **_span(extraction, document.get("text")),
                **(extraction.get("attributes") or {}),
            },
        )


def _span(extraction: Mapping[str, Any], text: Any) -> Record:
    """Return the fields for the place of an extraction; its offsets count in the text of its document."""
    interval = extraction.get("char_interval") or {}
    start, end = interval.get("start_pos"), interval.get("end_pos")
    if not (isinstance(start, int) and isinstance(end, int)):
        return {}
    known = extraction.get("extraction_text") or isinstance(text, str)
    span: Record = {"start": start, "end": end, "unit": "code-points" if known else None}
    if not extraction.get("extraction_text") and isinstance(text, str):
        span["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return span
