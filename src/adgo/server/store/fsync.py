"""Files and folders that are on disk before anything that depends on them happens."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Replace a small file atomically and write it to disk: after a crash it has its old content or the new one."""
    written = path.with_name(f"{path.name}.tmp")
    written.write_text(text, encoding="utf-8")
    sync(written)
    written.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Write a file's content, or the names in a folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
