"""A folder that is replaced as a whole: readers see the old folder or the new one."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from adgo.publishing import manifest


@contextlib.contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield a new folder beside a folder; it replaces the other if the block ends without an exception.

    Raises:
        NotPublished: if the folder holds files that ADGO has not written, or that were changed since.
        OSError: if the new folder cannot be made or moved; the other folder is unchanged.
    """
    folder = folder.absolute()
    check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    new = beside / "new"
    try:
        new.mkdir()
        yield new
        # Files that somebody wrote meanwhile must not be lost.
        check(folder)
        _swap(folder, new, beside / "old")
    finally:
        shutil.rmtree(beside)


def check(folder: Path) -> None:
    """Raise NotPublished if a folder cannot be replaced; a missing or empty folder can be."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise manifest.NotPublished(f"{folder} is not a folder. Name a new folder.")
    if folder.exists() and any(folder.iterdir()):
        manifest.check(folder)


def _swap(folder: Path, new: Path, old: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
