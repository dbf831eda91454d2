"""Made-up articles on record, and the store that cites them."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from adgo.graph.namespaces import PREFIXES

HEAD = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())


def record(number: str, content: str) -> str:
    """The record of a made-up article in Turtle."""
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return f'src:{number} a adgo:Source ; adgo:length {len(content)} ; adgo:sha256 "{sha256}" .\n'


@pytest.fixture(scope="session")
def store_of() -> Callable[[str], Store]:
    """Turtle without prefixes into a store."""

    def build(turtle: str) -> Store:
        store = Store()
        store.load(HEAD + turtle, RdfFormat.TURTLE)
        return store

    return build


@pytest.fixture
def article(tmp_path: Path) -> Callable[[str, str], str]:
    """Writes a made-up article into `tmp_path / "texts"` and returns its record in Turtle."""

    def write(number: str, content: str) -> str:
        folder = tmp_path / "texts"
        folder.mkdir(exist_ok=True)
        (folder / f"{number}_made_up.txt").write_bytes(content.encode())
        return record(number, content)

    return write
