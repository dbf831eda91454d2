"""What steps returned, by the digests of all that they read: until the build ends, or kept in a file between builds."""

from __future__ import annotations

import json
import tempfile
import zlib
from hashlib import sha256
from typing import Protocol

#: The digests of the lines that a step returned, by kind and bucket.
Manifest = dict[str, dict[int, str]]


class Memo(Protocol):
    """Keeps texts by their digests, and for each run of a step the digests of what it returned."""

    def put(self, text: str) -> str:
        """Keep a text, and return its digest."""
        ...

    def get(self, digest: str) -> str:
        """Return the text with a digest; Damaged if it is not there as it was put."""
        ...

    def recall(self, key: str) -> Manifest | None:
        """Return what the run with a key returned; None if it is not known."""
        ...

    def note(self, key: str, manifest: Manifest) -> None:
        """Keep what the run with a key returned."""
        ...

    def finish(self) -> None:
        """Drop what this build has not used, and make the rest durable."""
        ...


class Damaged(Exception):
    """A kept text is missing or not what it was."""


def digest_of(*parts: str) -> str:
    """Return the digest of texts in their order."""
    made = sha256()
    for part in parts:
        content = part.encode()
        made.update(b"%d:" % len(content) + content)
    return made.hexdigest()


def packed(text: str) -> bytes:
    """Return a text in less space."""
    return zlib.compress(text.encode(), 1)


def unpacked(content: bytes, digest: str) -> str:
    """Return the text of `packed`; Damaged if it does not have the digest."""
    try:
        text = zlib.decompress(content).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise Damaged(digest) from error
    if digest_of(text) != digest:
        raise Damaged(digest)
    return text


def written(manifest: Manifest) -> str:
    """Return a manifest as text."""
    return json.dumps(manifest, separators=(",", ":"))


def read(text: str) -> Manifest:
    """Return the manifest of a text."""
    return {
        kind: {int(bucket): each for bucket, each in made.items()} for kind, made in json.loads(text).items()
    }


class Spilled:
    """A memo that ends with the build: the texts are in a temporary file that has no name."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="adgo-build-")  # noqa: SIM115 - `close` closes it
        self._end = 0

    def put(self, text: str) -> str:
        """Keep a text, and return its place in the file."""
        content = packed(text)
        self._file.seek(self._end)
        self._file.write(content)
        place = f"{self._end:x}.{len(content):x}"
        self._end += len(content)
        return place

    def get(self, digest: str) -> str:
        """Return the text at a place."""
        start, _, length = digest.partition(".")
        self._file.seek(int(start, 16))
        return zlib.decompress(self._file.read(int(length, 16))).decode()

    def recall(self, key: str) -> Manifest | None:
        """Return None: nothing is known before the build."""
        return None

    def note(self, key: str, manifest: Manifest) -> None:
        """Do nothing: each run occurs once."""

    def finish(self) -> None:
        """Do nothing: nothing is kept after the build."""

    def close(self) -> None:
        """Drop everything."""
        self._file.close()
