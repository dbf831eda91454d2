"""What is in the working folder of a project quotes articles: it is in no version, package, graph or answer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from adgo.graph import files
from adgo.graph.changing import working_folder

ROOT = Path(__file__).parent.parent.parent.parent
SECRET = "a quotation that stays here"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of ADGO's project, with a quotation in drafts in two forms."""
    for name in ("ontology", "data", "shapes", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    folder = working_folder.made(tmp_path)
    (folder / "new.jsonl").write_text(f'{{"quotation": "{SECRET}"}}\n', encoding="utf-8")
    (folder / "new.ttl").write_text(f'<http://example.org/secret> <http://example.org/is> "{SECRET}" .\n')
    monkeypatch.setenv(files.PROJECT, str(tmp_path))
    files.root.cache_clear()
    yield tmp_path
    files.root.cache_clear()


def test_no_part_of_the_graph_is_in_it(project: Path) -> None:
    parts = (
        {path for name in files.PARTS for path in files.part(name)} | files.packaged() | set(files.hygiene())
    )
    assert parts
    assert not [path for path in parts if SECRET in path.read_text(encoding="utf-8")]
    (project / "data/claims/new.ttl").write_bytes((project / "drafts/new.ttl").read_bytes())
    assert [path.name for path in files.part("claims") if SECRET in path.read_text(encoding="utf-8")] == [
        "new.ttl"
    ]


def test_no_package_has_it() -> None:
    for builder in (SdistBuilder(str(ROOT)), WheelBuilder(str(ROOT))):
        assert not builder.config.include_path("drafts/new.jsonl"), builder
        assert "drafts" not in builder.config.get_force_include(), builder
    assert SdistBuilder(str(ROOT)).config.include_path("data/entities.ttl")


def test_git_does_not_see_it(project: Path) -> None:
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=project, check=True)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=project, check=True, capture_output=True, text=True
    ).stdout
    assert "data/entities.ttl" in listed
    assert "drafts" not in listed


@pytest.mark.full
def test_a_server_of_the_project_answers_without_it(project: Path) -> None:
    command = [sys.executable, "-m", "adgo", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ
    )
    try:
        assert process.stdout
        found = re.search(r"http://[^\s/]+", process.stdout.readline())
        assert found
        query = (
            "/sparql?query="
            + "SELECT%20*%20%7B%20GRAPH%20%3Fg%20%7B%3Fs%20%3Fp%20%22"
            + SECRET.replace(" ", "%20")
        )
        for address in (
            "/drafts/", "/drafts/new.jsonl", "/data/drafts/new.jsonl", "/data/new.ttl", "/data/../drafts/new.jsonl",
            "/static/../../drafts/new.jsonl", "/data/%2e%2e/drafts/new.jsonl", "/edit",
        ):  # fmt: skip
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(found[0] + address)
            assert refused.value.code == 404, address
            assert SECRET not in refused.value.read().decode(), address
        with urllib.request.urlopen(found[0] + query + "%22%7D%20%7D&format=json") as answer:
            assert b'"bindings":[]' in answer.read().replace(b" ", b"").replace(b"\n", b"")
        with urllib.request.urlopen(found[0] + "/about/id/Momenta.html") as answer:
            assert b"Momenta" in answer.read()
    finally:
        process.terminate()
        process.communicate(timeout=60)
