"""Which files have changed since they were looked at last."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from time import time_ns
from typing import NamedTuple

#: A file may change again within the resolution of its time without another time or size, in nanoseconds.
_RECENT = 2 * 10**9


class _FileState(NamedTuple):
    """When a file was written, its size and number, the digest of its content, and when it was looked at."""

    written: int
    size: int
    number: int
    digest: bytes
    seen: int


class FileStates:
    """The states of files: the time, the size and the digest of the content of each."""

    def __init__(self) -> None:
        self._states: dict[Path, _FileState | None] = {}

    def changed(self, files: Iterable[Path]) -> dict[Path, bool]:
        """Return the files that have changed, each with whether it exists, and remember their states.

        A file that was not among the files before has changed, and so has one that was and is not any more. A file
        that was written again with the same content has not changed.

        Args:
            files: all files now.
        """
        now = dict.fromkeys(files)
        found = {file: False for file in self._states if file not in now}
        for file in found:
            del self._states[file]
        for file in now:
            before = self._states.get(file)
            state = _state(file, before)
            is_new = file not in self._states
            self._states[file] = state
            if is_new or (state and state.digest) != (before and before.digest):
                found[file] = state is not None
        return found

    def watch(self, files: Iterable[Path]) -> None:
        """Look at other files from now on: take the states of new ones, and keep those of the files known before."""
        self._states = {
            file: self._states[file] if file in self._states else _state(file, None) for file in files
        }


def _state(file: Path, before: _FileState | None) -> _FileState | None:
    """Return the state of a file, None if it cannot be read; the content is read only if it may have changed."""
    seen = time_ns()
    try:
        about = file.stat()
        same = before and (about.st_mtime_ns, about.st_size, about.st_ino) == before[:3]
        if before and same and before.seen - about.st_mtime_ns > _RECENT:
            return before
        digest = blake2b(file.read_bytes(), digest_size=16).digest()
    except OSError:
        return None
    return _FileState(about.st_mtime_ns, about.st_size, about.st_ino, digest, seen)
