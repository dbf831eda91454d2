"""Drafts from LangExtract's annotated documents, one JSON object a line.

The quotation is the text of an extraction; its attributes with the names of a draft's fields give the claim.
LangExtract counts code points. An extraction without a place in its own document is a draft like the others: its words
are looked for in the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Record = dict[str, Any]


def records(document: Mapping[str, Any], place: str, source: str | None) -> Iterator[tuple[str, Record]]:
    """Yield the place and fields of each extraction of a document.

    Args:
        document: the JSON of one line.
        place: where the document is written.
        source: the number of the article; None if `document_id` is that number.
    """
    for number, extraction in enumerate(document.get("extractions") or [], 1):
        interval = extraction.get("char_interval") or {}
        start, end = interval.get("start_pos"), interval.get("end_pos")
        known = isinstance(start, int) and isinstance(end, int)
        yield (
            f"{place}#{number}",
            {
                "id": f"{document.get('document_id', place)}/{number}",
                "source": source or document.get("document_id"),
                "quotation": extraction.get("extraction_text"),
                "start": start if known else None,
                "end": end if known else None,
                "unit": "code-points" if known else None,
                **(extraction.get("attributes") or {}),
            },
        )
