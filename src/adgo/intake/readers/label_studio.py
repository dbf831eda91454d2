"""Drafts from Label Studio's export as JSON: labelled spans, and relations between them.

A relation is a claim about the span from which it starts: its label is the predicate and the other span the object.
The quotation is the task's text from the first of the two spans to the end of the last. A span without a relation is
a draft that still lacks its claim. Label Studio does not declare what its offsets count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adgo.intake.anchoring import Offsets, Quotation, Unanchored, anchor

Record = dict[str, Any]
Values = Mapping[str, Any]


def records(content: Any, path: str, source: str | None) -> Iterator[tuple[str, Record]]:
    """Yield the place and fields of each relation, and of each span without one.

    Args:
        content: the JSON of the export: a list of tasks.
        path: the name of the file, for messages.
        source: the number of the article; None if the tasks have it as `data.source`.
    """
    for number, task in enumerate(content if isinstance(content, list) else [content], 1):
        data = task.get("data", {})
        for annotation in _annotations(task):
            for name, record in _of_results(annotation.get("result", []), _text(data)):
                key = f"{task.get('id', number)}/{name}"
                yield f"{path}#{key}", {"id": key, "source": source or data.get("source"), **record}


def _annotations(task: Values) -> list[Values]:
    """Return the annotations of a task; KeyError if it has none at all, as in the smaller export JSON-MIN."""
    found = task["completions"] if "completions" in task else task["annotations"]
    return found or []


def _text(data: Values) -> str:
    """Return the text of a task, which is its longest value."""
    return max((each for each in data.values() if isinstance(each, str)), key=len, default="")


def _of_results(results: list[Values], text: str) -> Iterator[tuple[str, Record]]:
    spans = {
        each["id"]: each["value"] for each in results if "id" in each and "text" in each.get("value", {})
    }
    related = set()
    for each in results:
        ends = each.get("from_id"), each.get("to_id")
        if each.get("type") == "relation" and all(end in spans for end in ends):
            related |= set(ends)
            first, last = (spans[end] for end in (ends if each.get("direction") != "left" else ends[::-1]))
            yield f"{ends[0]}-{ends[1]}", _claim(first, last, each.get("labels") or [], text)
    for name, span in spans.items():
        if name not in related:
            yield name, {"quotation": span["text"]} | _numbers(_offsets(span))


def _claim(subject: Values, object_: Values, labels: list[str], text: str) -> Record:
    try:
        places = [anchor(text, Quotation(each["text"]), _offsets(each)) for each in (subject, object_)]
    except Unanchored:
        # The two spans have no certain places in the task's own text, so there is no certain passage either.
        quotation = f"{subject['text']} … {object_['text']}"
    else:
        quotation = text[min(start for start, _ in places) : max(end for _, end in places)]
    return {
        "quotation": quotation,
        "subject": subject["text"],
        "predicate": labels[0] if labels else None,
        "object": object_["text"],
    }


def _numbers(offsets: Offsets | None) -> Record:
    # Spans of hypertext start and end at XPaths, not at offsets.
    return {} if offsets is None else {"start": offsets.start, "end": offsets.end}


def _offsets(span: Values) -> Offsets | None:
    if isinstance(span.get("start"), int) and isinstance(span.get("end"), int):
        return Offsets(span["start"], span["end"])
    return None
