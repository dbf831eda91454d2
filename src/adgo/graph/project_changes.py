"""Changes of the project's files: by one command at a time, and only if nobody has changed a file meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from adgo.graph import files
from adgo.graph.changing import journal
from adgo.graph.changing.project_lock import locked

#: Gives files new texts, or removes those whose text is None: all of them or none.
Write = Callable[[Mapping[Path, str | None]], None]


class ChangedMeanwhile(RuntimeError):
    """A file of the project has changed since a command has read it; nothing was written."""


@contextmanager
def changing() -> Iterator[Write]:
    """Yield a function that writes new texts; read the data for them inside the block.

    Another command that changes the project waits until the block ends. The function raises ChangedMeanwhile, and
    writes nothing, if a file of the project has changed since the block began, or since it wrote last, for instance
    in an editor. If the process ends while it writes, the next command completes the change.

    Raises:
        NotProject: if the files are those of the installed package.
    """
    root = files.changeable_root()
    with locked(root):
        before = _digest()

        def write(texts: Mapping[Path, str | None]) -> None:
            nonlocal before
            if not texts:
                return
            if _digest() != before:
                raise ChangedMeanwhile(
                    "nothing was written, because a file of the project has changed meanwhile: run the command again"
                )
            journal.write(root, texts)
            before = _digest()

        yield write


def _digest() -> bytes:
    """Return the digest of the names and bytes of all files of the project."""
    found = sha256()
    for path in (path for name in files.PARTS for path in files.part(name)):
        content = path.read_bytes()
        found.update(f"{path}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    return found.digest()
