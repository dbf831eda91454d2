"""Drafts from W3C Web Annotations, also as hypothes.is hands them out.

The quotation is the `TextQuoteSelector`. The claim is in tags such as `predicate=adgo:hasMarket`, or in a body whose
text is a JSON object with the fields of a draft. The offsets of a `TextPositionSelector` have no declared unit: the
standard counts code points, browsers count UTF-16 units. An annotation of several targets says the same of each: it
gives a draft for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adgo.intake import json_text
from adgo.intake.draft import Record, Refusal
from adgo.intake.readers import annotation_pages

Values = Mapping[str, Any]


def records(content: Any, path: str, source: str | None) -> Iterator[tuple[str, Record] | Refusal]:
    """Yield the place and fields of each target of each annotation, and a refusal for what gives no fields.

    Args:
        content: the JSON of one annotation, a list, a collection or an answer of the hypothes.is API.
        path: the name of the file, for messages.
        source: the number of the article; None if the annotations name it in a tag `source=…`.
    """
    for number, annotation in enumerate(annotation_pages.annotations_in(content), 1):
        targets = _many(annotation.get("target")) or [{}]
        for count, target in enumerate(targets, 1):
            place = f"{path}#{number}" + (f".{count}" if len(targets) > 1 else "")
            yield _record(annotation, target, place, source)
    yield from annotation_pages.missing(content, path)


def _record(annotation: Values, target: Any, place: str, source: str | None) -> tuple[str, Record] | Refusal:
    """Return the place and fields of one target of an annotation, or why it gives none."""
    name = str(annotation.get("id") or place)
    selectors: dict[str, Values] = {}
    for each in _selectors(target):
        for kind in _many(each.get("type")):
            if _passage(selectors.setdefault(kind, each)) != _passage(each):
                message = f"a target has two different selectors of the type {kind}: keep one, or make it two targets"
                return Refusal(place, name, "several places", message, source or "")
    try:
        fields = _fields(annotation)
    except ValueError as error:
        message = f"a body that starts with {{ is not JSON: {error}"
        return Refusal(place, name, "not JSON", message, source or "")
    quote, offsets = selectors.get("TextQuoteSelector", {}), selectors.get("TextPositionSelector", {})
    return place, {
        "id": annotation.get("id"),
        "source": source,
        "quotation": quote.get("exact") or None,
        "before": quote.get("prefix") if quote.get("exact") else None,
        "after": quote.get("suffix") if quote.get("exact") else None,
        "start": offsets.get("start"),
        "end": offsets.get("end"),
        **fields,
    }


def _passage(selector: Values) -> Values:
    """Return what a selector selects, without what refines it."""
    return {key: value for key, value in selector.items() if key not in ("id", "type", "refinedBy")}


def _selectors(target: Any) -> Iterator[Values]:
    """Yield all selectors of a target, also those that refine others."""
    waiting = _many(target.get("selector")) if isinstance(target, Mapping) else []
    while waiting:
        selector = waiting.pop()
        yield selector
        waiting += _many(selector.get("refinedBy"))


def _fields(annotation: Values) -> Record:
    """Return the fields that tags and bodies give; a field with several values has a list, which no draft may have."""
    texts = [*_many(annotation.get("tags")), annotation.get("text") or ""]
    for body in [*_many(annotation.get("body")), *_many(annotation.get("bodyValue"))]:
        texts.append(body.get("value", "") if isinstance(body, Mapping) else body)
    found: dict[str, list[Any]] = {}
    for name, value in (pair for text in map(str, texts) for pair in _pairs(text)):
        if value not in found.setdefault(name, []):
            found[name].append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _pairs(text: str) -> Iterable[tuple[str, Any]]:
    """Return the names and values of the fields in a tag such as `predicate=adgo:hasMarket` or a JSON object."""
    if text.lstrip().startswith("{"):
        read = json_text.read(text)
        return read.items() if isinstance(read, dict) else []
    name, sign, value = text.partition("=")
    return [(name, value.strip())] if sign and name.isidentifier() else []


def _many(value: Any) -> list[Any]:
    """Return a value as a list, as JSON-LD writes one value without brackets."""
    if value is None:
        return []
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else [value]
