"""What must be on disk before anything else is said or done."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Have a small file on disk under its name, whole: a crash leaves the one that was there before, or this one."""
    written = path.with_name(f"{path.name}.tmp")
    written.write_text(text)
    sync(written)
    written.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file's content, or the names in a folder, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
