"""Annotations in a list, a page, a collection or an answer of the hypothes.is API, and how many of them are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adgo.intake.draft import Refusal


def annotations_in(content: Any) -> list[Mapping[str, Any]]:
    """Return the annotations of a JSON text.

    Args:
        content: the JSON of one annotation, a list, a page, a collection or an answer of the hypothes.is API.
    """
    if isinstance(content, list):
        return content
    for key in ("rows", "items"):
        if key in content:
            return annotations_in(content[key])
    if "first" in content:  # A collection names its first page, or has it.
        return annotations_in(content["first"]) if isinstance(content["first"], Mapping) else []
    return [content]


def missing(content: Any, path: str) -> Iterator[Refusal]:
    """Yield a refusal if an answer, page or collection says that there are more annotations than it has.

    Args:
        content: the JSON of one annotation, a list, a page, a collection or an answer of the hypothes.is API.
        path: the name of the file, for messages.
    """
    if not isinstance(content, Mapping):
        return
    first = content.get("first")
    page = first if isinstance(first, Mapping) else content
    total, there = content.get("total"), len(annotations_in(content))
    lacking = total - there if isinstance(total, int) else 0
    following = first if isinstance(first, str) else page.get("next")
    if lacking <= 0 and not following:
        return
    count = f"{lacking} of {total} annotations are" if lacking > 0 else "more annotations are"
    where = f", on {following}" if following else ""
    message = f"{count} not in this file{where}: hand in the other pages too"
    yield Refusal(path, path, "incomplete file", message)
