"""Drafts from Label Studio's export as JSON: labelled spans, and relations between them.

A relation is a claim about the span from which it starts: each of its labels is a predicate, and the other span the
object. The quotation is the task's text from the first of the two spans to the end of the last. A span without a
relation is a draft that still lacks its claim. Label Studio does not declare what its offsets count. What is neither a
span nor a relation, and an annotation that was cancelled, are refusals. Predictions of a model are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adgo.intake.anchoring import Offsets, Quotation, Unanchored, anchor
from adgo.intake.draft import Record, Refusal

Values = Mapping[str, Any]
#: The name and fields of a draft, or why there is none.
Found = tuple[str, Record | tuple[str, str]]

_NO_TEXT = "has no text, and Label Studio does not say what its offsets count: export spans with their text"


def records(content: Any, path: str, source: str | None) -> Iterator[tuple[str, Record] | Refusal]:
    """Yield the place and fields of each relation, and of each span without one; a refusal for everything else.

    Args:
        content: the JSON of the export: a list of tasks.
        path: the name of the file, for messages.
        source: the number of the article; None if the tasks have it as `data.source`.
    """
    for number, task in enumerate(content if isinstance(content, list) else [content], 1):
        data = task.get("data", {})
        article = source or data.get("source")
        for annotation in _annotations(task):
            for name, found in _of_annotation(annotation, _text(data)):
                key = f"{task.get('id', number)}/{name}"
                place = f"{path}#{key}"
                if isinstance(found, dict):
                    yield place, {"id": key, "source": article, **found}
                else:
                    reason, message = found
                    yield Refusal(place, key, reason, f"{name} {message}", str(article or ""))


def _annotations(task: Values) -> list[Values]:
    """Return the annotations of a task; KeyError if it has none at all, as in the smaller export JSON-MIN."""
    found = task["completions"] if "completions" in task else task["annotations"]
    return found or []


def _text(data: Values) -> str:
    """Return the text of a task, which is its longest value."""
    return max((each for each in data.values() if isinstance(each, str)), key=len, default="")


def _of_annotation(annotation: Values, text: str) -> Iterator[Found]:
    results = annotation.get("result") or []
    if results and annotation.get("was_cancelled"):
        name = f"annotation {annotation.get('id', '')}".strip()
        message = f"was cancelled, so its {len(results)} results are left out: submit it in Label Studio, or delete it"
        yield name, ("cancelled", message)
        return
    yield from _of_results(results, text)


def _of_results(results: list[Values], text: str) -> Iterator[Found]:
    spans: dict[str, Values] = {}
    for number, each in enumerate(results, 1):
        name, value = str(each.get("id", f"result {number}")), each.get("value", {})
        if each.get("type") == "relation":
            continue
        if name not in spans and ("start" in value or isinstance(value.get("text"), str)):
            spans[name] = value
        else:
            message = f"has a result of the type {each.get('type')}, which is neither a span nor a relation"
            yield name, ("no span", f"{message}: write what it says as a draft of its own")
    related: set[str] = set()
    for each in results:
        if each.get("type") == "relation":
            related |= {str(each.get("from_id")), str(each.get("to_id"))}
            yield from _of_relation(each, spans, text)
    for name, span in spans.items():
        if name not in related:
            yield name, {"quotation": span.get("text")} | _numbers(_offsets(span))


def _of_relation(relation: Values, spans: Mapping[str, Values], text: str) -> Iterator[Found]:
    """Yield a claim for each label of a relation, in each of its directions."""
    ends = str(relation.get("from_id")), str(relation.get("to_id"))
    name = "-".join(ends)
    for end in ends:
        if end not in spans:
            message = f"is a relation to the span {end}, which the file does not have: correct the export"
            yield name, ("no span", message)
            return
        if not isinstance(spans[end].get("text"), str):
            yield name, ("no unit", f"is a relation to the span {end}, which {_NO_TEXT}")
            return
    direction = relation.get("direction")
    pairs = [ends[::-1]] if direction == "left" else [ends, ends[::-1]] if direction == "bi" else [ends]
    claims = [
        _claim(spans[subject], spans[object_], label, text)
        for label in relation.get("labels") or [None]
        for subject, object_ in pairs
    ]
    for number, claim in enumerate(claims, 1):
        yield name if number == 1 else f"{name}-{number}", claim


def _claim(subject: Values, object_: Values, label: str | None, text: str) -> Record:
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
        "predicate": label,
        "object": object_["text"],
    }


def _numbers(offsets: Offsets | None) -> Record:
    # Spans of hypertext start and end at XPaths, not at offsets.
    return {} if offsets is None else {"start": offsets.start, "end": offsets.end}


def _offsets(span: Values) -> Offsets | None:
    if isinstance(span.get("start"), int) and isinstance(span.get("end"), int):
        return Offsets(span["start"], span["end"])
    return None
