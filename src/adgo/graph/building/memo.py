"""What steps returned, by the digests of all that they read: in memory, or kept in a file between builds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
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


class InMemory:
    """A memo that ends with the build."""

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}

    def put(self, text: str) -> str:
        """Keep a text, and return its digest."""
        digest = digest_of(text)
        if digest not in self._texts:
            self._texts[digest] = packed(text)
        return digest

    def get(self, digest: str) -> str:
        """Return the text with a digest."""
        return zlib.decompress(self._texts[digest]).decode()

    def recall(self, key: str) -> Manifest | None:
        """Return None: nothing is known before the build."""
        return None

    def note(self, key: str, manifest: Manifest) -> None:
        """Do nothing: each run occurs once."""

    def drop(self, digests: Iterable[str]) -> None:
        """Drop texts that no later step reads."""
        for digest in digests:
            self._texts.pop(digest, None)

    def finish(self) -> None:
        """Drop everything."""
        self._texts.clear()
