"""Changes of several files, all or none: a journal has the new texts until all of them are in their places.

The change is decided when the journal is complete on disk. If the process ends before, nothing has changed; if it ends
after, the next command that reads or changes the project completes the change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from adgo.graph.changing import working_folder

#: The journal, in the working folder.
NAME = ".unfinished-change.json"


class Unfinished(OSError):
    """A change of the project was interrupted, and cannot be completed; the message says why and what to do."""


def path_of(root: Path) -> Path:
    """Return where the journal of a project is while files change."""
    return root / working_folder.NAME / NAME


def write(root: Path, texts: Mapping[Path, str | None]) -> None:
    """Give files of a project their new texts, or remove them: all of them or, if it is interrupted, none for long.

    Hold the lock of the project.

    Args:
        root: the folder of the project.
        texts: the new texts by path; None removes a file.
    """
    if not texts:
        return
    entries = [
        {"path": os.path.relpath(path, root), "before": _digest(path), "text": text}
        for path, text in texts.items()
    ]
    working_folder.made(root)
    _replace(path_of(root), json.dumps(entries).encode())
    _apply(root, entries)


def complete(root: Path) -> None:
    """Complete a change that was interrupted, if there is one. Hold the lock of the project.

    Raises:
        Unfinished: if the journal is damaged, or a file was edited since; nothing is changed then.
    """
    journal = path_of(root)
    _temporary(journal).unlink(missing_ok=True)
    if not journal.exists():
        return
    try:
        entries = json.loads(journal.read_bytes())
        for entry in entries:
            _check(root, journal, entry)
    except (ValueError, TypeError, KeyError) as error:
        raise Unfinished(f"{journal}: damaged; check the project's files, then remove it") from error
    _apply(root, entries)


def _check(root: Path, journal: Path, entry: Mapping[str, Any]) -> None:
    """Raise Unfinished if a file is outside the project, or is neither what it was nor what it is to be."""
    path = root / entry["path"]
    if not path.resolve().is_relative_to(root.resolve()):
        raise Unfinished(f"{journal}: {entry['path']} is outside the project; remove the journal")
    text = entry["text"]
    wanted = None if text is None else sha256(text.encode()).hexdigest()
    if _digest(path) not in (entry["before"], wanted):
        raise Unfinished(
            f"{path}: a change of several files was interrupted, and this one was edited since; undo the edit, or "
            f"remove {journal} and check all files of the project"
        )


def _apply(root: Path, entries: list[dict[str, Any]]) -> None:
    """Put the texts of a journal into their places, and remove the journal."""
    for entry in entries:
        path = root / entry["path"]
        if entry["text"] is None:
            path.unlink(missing_ok=True)
        else:
            _replace(path, entry["text"].encode())
    path_of(root).unlink()


def _replace(path: Path, content: bytes) -> None:
    """Replace a file, by way of a file whose name is always the same, so that an interruption leaves no others."""
    target = path.resolve()
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
    new = _temporary(target)
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.chmod(mode)
    new.replace(target)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _digest(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else None
