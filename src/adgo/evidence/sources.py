"""The articles that passages point to: their records, and their texts if the user has them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Store

from adgo.evidence import store_lookup
from adgo.graph import dataset, files
from adgo.graph.namespaces import PREFIXES

SOURCE = PREFIXES["src"]

#: UTF-8 uses one to four bytes per code point; a file whose size is outside these bounds need not be hashed.
BYTES_PER_CODE_POINT = 4


class NoTexts(Exception):
    """A folder of texts is missing, or a text cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Source:
    """The record of an article: its number, length in code points, SHA-256 of its file, and label ("" if unknown)."""

    number: str
    length: int
    sha256: str
    label: str = ""

    @property
    def iri(self) -> str:
        """The article's IRI."""
        return SOURCE + self.number

    @property
    def name(self) -> str:
        """The article for a message: its label after its number, such as "source 002, China Daily (Dec 2025)"."""
        return f"source {self.number}, {self.label}" if self.label else f"source {self.number}"


@dataclass(frozen=True)
class Text:
    """The text of a source on the user's computer: decoded from UTF-8, otherwise unchanged."""

    source: Source
    path: Path
    content: str
    #: Whether the file has the recorded digest.
    recorded: bool


class Texts:
    """A folder with the texts of some articles, under any names."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise NoTexts(f"{folder}: no such folder; name the folder with the texts of the articles")

    def of(self, source: Source) -> Text | None:
        """Return the text of a source; None if the folder does not have it.

        It is the file with the recorded digest, under any name. If there is none, it is the first file whose name
        starts with the number of the source; this is a changed text (`recorded` is False).

        Raises:
            NoTexts: if a file cannot be read or is not UTF-8.
        """
        for path, size in self._sizes.items():
            if source.length <= size <= source.length * BYTES_PER_CODE_POINT:
                content = read_bytes(path)
                if hashlib.sha256(content).hexdigest() == source.sha256:
                    return Text(source, path, decode(content, path), recorded=True)
        numbered = re.compile(re.escape(source.number) + r"(?![0-9A-Za-z])")
        for path in self._sizes:
            if numbered.match(path.name):
                return Text(source, path, decode(read_bytes(path), path), recorded=False)
        return None

    @cached_property
    def _sizes(self) -> dict[Path, int]:
        """The folder's files and their sizes in bytes, sorted by name."""
        return {path: path.stat().st_size for path in sorted(self.folder.iterdir()) if path.is_file()}


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; NoTexts if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NoTexts(f"{path}: {error.strerror or error}") from error


def decode(content: bytes, path: Path) -> str:
    """Return the text of a file: decoded from UTF-8, otherwise unchanged; NoTexts if it is not UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise NoTexts(f"{path}: not UTF-8 at byte {error.start}; save the text as UTF-8") from error


def turtle(text: Text) -> str:
    """Return the record of a text in its current state, in Turtle without prefixes."""
    sha256 = hashlib.sha256(text.content.encode()).hexdigest()
    return f'src:{text.source.number} adgo:length {len(text.content)} ; adgo:sha256 "{sha256}" .\n'


def read(store: Store) -> dict[str, Source]:
    """Return the records of all articles in a store, by number; records without length or digest are skipped."""
    found = {}
    for node in store_lookup.instances(store, store_lookup.SOURCE):
        length, sha256 = (
            store_lookup.number(store, node, store_lookup.LENGTH),
            store_lookup.only(store, node, store_lookup.SHA256),
        )
        if length is not None and sha256 is not None:
            number = node.value.removeprefix(SOURCE)
            found[number] = Source(
                number, length, sha256, store_lookup.text(store, node, store_lookup.LABELS[0]) or ""
            )
    return found


def packaged() -> dict[str, Source]:
    """Return the records of ADGO's own articles, by number; UnreadableFile if they are missing."""
    return read(dataset.load([files.root() / "seeds" / "sources.ttl"]).store)
