"""Drafts from W3C Web Annotations, also as hypothes.is hands them out.

The quotation is the `TextQuoteSelector`. The claim is in tags such as `predicate=adgo:hasMarket`, or in a body whose
text is a JSON object with the fields of a draft. The offsets of a `TextPositionSelector` have no declared unit: the
standard counts code points, browsers count UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adgo.intake import json_text

Record = dict[str, Any]


def records(content: Any, path: str, source: str | None) -> Iterator[tuple[str, Record]]:
    """Yield the place and fields of each annotation.

    Args:
        content: the JSON of one annotation, a list, a collection or an answer of the hypothes.is API.
        path: the name of the file, for messages.
        source: the number of the article; None if the annotations name it in a tag `source=…`.
    """
    for number, annotation in enumerate(_annotations(content), 1):
        fields = _fields(annotation)
        selectors = {kind: each for each in _selectors(annotation) for kind in _many(each.get("type"))}
        quote = selectors.get("TextQuoteSelector", {})
        place = selectors.get("TextPositionSelector", {})
        yield (
            f"{path}#{number}",
            {
                "id": annotation.get("id"),
                "source": source,
                "quotation": quote.get("exact") or None,
                "before": quote.get("prefix") if quote.get("exact") else None,
                "after": quote.get("suffix") if quote.get("exact") else None,
                "start": place.get("start"),
                "end": place.get("end"),
                **fields,
            },
        )


def _annotations(content: Any) -> list[Mapping[str, Any]]:
    if isinstance(content, list):
        return content
    for key in ("rows", "items", "first"):
        if key in content:
            return _annotations(content[key])
    return [content]


def _selectors(annotation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield all selectors of the targets, also those that refine others."""
    for target in _many(annotation.get("target")):
        waiting = _many(target.get("selector")) if isinstance(target, Mapping) else []
        while waiting:
            selector = waiting.pop()
            yield selector
            waiting += _many(selector.get("refinedBy"))


def _fields(annotation: Mapping[str, Any]) -> Record:
    """Return the fields that tags and bodies give; a field with several values has a list, which no draft may have."""
    texts = [*_many(annotation.get("tags")), annotation.get("text") or ""]
    for body in _many(annotation.get("body") or annotation.get("bodyValue")):
        texts.append(body.get("value", "") if isinstance(body, Mapping) else body)
    found: dict[str, list[Any]] = {}
    for name, value in (pair for text in map(str, texts) for pair in _pairs(text)):
        if value not in found.setdefault(name, []):
            found[name].append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _pairs(text: str) -> Iterable[tuple[str, Any]]:
    """Return the names and values of the fields in a tag such as `predicate=adgo:hasMarket` or a JSON object."""
    if text.lstrip().startswith("{"):
        return _object(text).items()
    name, sign, value = text.partition("=")
    return [(name, value.strip())] if sign and name.isidentifier() else []


def _object(text: str) -> Record:
    try:
        read = json_text.read(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _many(value: Any) -> list[Any]:
    """Return a value as a list, as JSON-LD writes one value without brackets."""
    if value is None:
        return []
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else [value]
