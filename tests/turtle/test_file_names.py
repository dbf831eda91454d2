"""Names of files that are not UTF-8, as text, as URIs and in the shell."""

from __future__ import annotations

import os
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.turtle.file_names import printable, shell_quoted, uri_reference

NAMES = st.binary(min_size=1, max_size=12).filter(lambda name: b"\0" not in name).map(os.fsdecode)


@pytest.mark.parametrize(
    ("name", "text", "uri"),
    [
        (b"n\xff.ttl", "n%FF.ttl", "n%FF.ttl"),
        ("ü b.ttl".encode(), "ü b.ttl", "%C3%BC%20b.ttl"),
        (b"/d/n\xff.ttl", "/d/n%FF.ttl", "file:///d/n%FF.ttl"),
        (b"/d/a b", "/d/a b", "file:///d/a%20b"),
    ],
)
def test_bytes_that_are_not_utf8_are_percent_encoded(name: bytes, text: str, uri: str) -> None:
    """Bug: such a name ended in a traceback."""
    path = os.fsdecode(name)
    assert (printable(path), uri_reference(path)) == (text, uri)


@given(NAMES)
def test_every_name_can_be_written(name: str) -> None:
    printable(name).encode()
    uri_reference(name).encode("ascii")


@pytest.mark.parametrize("name", [b"n\xff.ttl", b"it's \xfe\\n", b"plain", b"a b", b"\xc3\xbc\xff"])
def test_the_shell_reads_the_same_bytes(name: bytes) -> None:
    command = f"printf %s {shell_quoted(os.fsdecode(name))}"
    assert subprocess.run(["bash", "-c", command], capture_output=True).stdout == name
