"""The manifest of a published folder: the SHA-256 of every file, as `sha256sum` writes and checks it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NAME = "manifest.sha256"


class NotPublished(Exception):
    """A folder is not one that ADGO has published, or somebody has changed it; the message says how."""


@dataclass(frozen=True)
class PublishedFile:
    """A file of the folder: its path with slashes, the SHA-256 of its content in hexadecimal, its size in bytes."""

    path: str
    sha256: str
    size: int


def write_file(folder: Path, path: str, content: bytes) -> PublishedFile:
    """Write a file of the folder, with the folders that it is in, and return its record.

    Args:
        folder: the folder that is published.
        path: the path of the file in it, with slashes.
        content: the content.
    """
    place = folder / path
    try:
        place.write_bytes(content)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return PublishedFile(path, hashlib.sha256(content).hexdigest(), len(content))


def text(files: Iterable[PublishedFile]) -> str:
    """Return the manifest: a line for each file, sorted by path."""
    return "".join(f"{each.sha256}  {each.path}\n" for each in sorted(files, key=lambda each: each.path))


def read(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by its path, from the manifest in a folder; NotPublished if it has none."""
    try:
        lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
        return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError) as error:
        raise NotPublished(
            f"{folder} is not empty and has no {NAME}, so `adgo publish` has not written it. Name a new folder."
        ) from error


def check(folder: Path) -> None:
    """Raise NotPublished if a folder holds anything that its manifest does not list, or that has changed since."""
    listed = read(folder)
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    present.pop(NAME)
    foreign = sorted(present.keys() - listed.keys())
    changed = [
        name for name in sorted(present.keys() & listed.keys()) if _digest(present[name]) != listed[name]
    ]
    for names, what in ((foreign, "were not written by `adgo publish`"), (changed, "were changed since")):
        if names:
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            raise NotPublished(f"{folder}: files that {what}: {shown}. Move them away, or name a new folder.")


def _digest(path: Path) -> str:
    if path.is_symlink():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
