"""The messages about paths that name no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.turtle.files import expand


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (r"data\f3.ttl", "write data/f3.ttl"),
        (r"data\other.ttl", "here / separates folders"),
        (r"C:\data\f3.ttl", "a path of Windows"),
        ("c:/data/f3.ttl", "/mnt/c/data/f3.ttl"),
        ("https://example.org/x.ttl?version=1", "download it first"),
        ("http://localhost:3030/ds/sparql", "SPARQL endpoint"),
        ("http://localhost:7200/repositories/mine", "SPARQL endpoint"),
        ("missing.ttl", "no such file or folder"),
    ],
)
def test_the_message_says_what_the_path_may_be(
    path: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "f3.ttl").touch()
    files, reason = expand(path)
    assert files == []
    assert says in (reason or "")
