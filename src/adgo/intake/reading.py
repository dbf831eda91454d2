"""Reads drafts from a file in any of the known forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from adgo.intake import json_text
from adgo.intake.draft import Draft, Record, Refusal, drafts_of, read_json_lines
from adgo.intake.readers import label_studio, langextract, web_annotation

#: Returns the place and fields of each draft in a JSON value, or why there are none, from the value, its place and the
#: number of the article.
Records = Callable[[Any, str, str | None], Iterator[tuple[str, Record] | Refusal]]

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
        UnreadableDrafts: if the file cannot be read, is not JSON of that form, or has no draft.
    """
    found = _read(_text(path), path, form, source)
    if not found:
        raise UnreadableDrafts(
            f"{path}: no draft is in it, so nothing was checked: look at the file and its form"
        )
    return found


def _read(text: str, path: Path, form: str, source: str | None) -> list[Draft | Refusal]:
    """Return the drafts of a text, which may be none."""
    if form == "jsonl":
        return list(read_json_lines(text, str(path)))
    if form == "langextract":
        return list(_documents(text, str(path), source))
    try:
        return list(drafts_of(_WHOLE_FILES[form](json_text.read(text), str(path), source)))
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


def _documents(text: str, path: str, source: str | None) -> Iterator[Draft | Refusal]:
    """Yield the drafts of LangExtract's documents, and a refusal for each line that is not one."""
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{path}:{number}"
        try:
            if line.strip():
                yield from drafts_of(list(langextract.records(json_text.read(line), place, source)))
        except ValueError as error:
            yield Refusal(place, place, "not JSON", f"not JSON: {error}")
        except (AttributeError, KeyError, TypeError) as error:
            message = (
                f"not a document of LangExtract: {type(error).__name__}: {error}: correct or remove the line"
            )
            yield Refusal(place, place, "form", message)
