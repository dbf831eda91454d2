"""Reads drafts from a file in any of the known forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from adgo.intake import json_text
from adgo.intake.draft import Draft, Refusal, drafts_of, read_json_lines
from adgo.intake.readers import label_studio, langextract, web_annotation

#: Returns the place and fields of each draft in a JSON value, from the value, its place and the number of the article.
Records = Callable[[Any, str, str | None], Iterator[tuple[str, dict[str, Any]]]]

_WHOLE_FILES: dict[str, Records] = {
    "web-annotation": web_annotation.records,
    "label-studio": label_studio.records,
}
FORMS = ("jsonl", *_WHOLE_FILES, "langextract")


class UnreadableDrafts(Exception):
    """A file of drafts cannot be read; the message says why."""


def read(path: Path, form: str = "jsonl", source: str | None = None) -> list[Draft | Refusal]:
    """Return the drafts of a file in their order; a record that is not a draft is a refusal in its place.

    Args:
        path: the file.
        form: one of `FORMS`.
        source: the number of the article, for forms whose records do not name it.

    Raises:
        UnreadableDrafts: if the file cannot be read, or is not JSON of that form.
    """
    text = _text(path)
    if form == "jsonl":
        return list(read_json_lines(text, str(path)))
    try:
        values = _values(text, str(path)) if form == "langextract" else [(str(path), json_text.read(text))]
        records = langextract.records if form == "langextract" else _WHOLE_FILES[form]
        return [each for place, value in values for each in drafts_of(records(value, place, source))]
    except ValueError as error:
        raise UnreadableDrafts(f"{path}: not JSON: {error}") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise UnreadableDrafts(f"{path}: not the form {form}: {type(error).__name__}: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableDrafts(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableDrafts(f"{path}: not UTF-8 at byte {error.start}") from error


def _values(text: str, path: str) -> list[tuple[str, Any]]:
    """Return the JSON value of each line that is not empty, with its place."""
    return [
        (f"{path}:{number}", json_text.read(line))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
