"""The wheel has every file of the graph; installed outside the checkout, ADGO queries, validates and serves it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

import adgo
from adgo.graph import documents, files

CHECKOUT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the checkout without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("--wheel-dir", folder, CHECKOUT),
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    [path] = folder.glob("adgo-*.whl")
    return path


def test_the_wheel_carries_every_file_of_the_graph(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = {
        f"adgo/files/{path.relative_to(CHECKOUT).as_posix()}"
        for name in files.PARTS
        for path in files.part(name)
    }
    wanted |= {
        f"adgo/files/{path.relative_to(CHECKOUT).as_posix()}" for path in (*files.rules(), *files.hygiene())
    }
    wanted |= {f"adgo/queries/{path.name}" for path in files.queries()}
    wanted |= {"adgo/py.typed", "adgo/files/ontology/projection/facts.rq"}
    beside = ("ontology/adgo.owl", "ontology/context.jsonld", "ontology/.adgoignore", "data/catalog-v001.xml")
    wanted |= {f"adgo/files/{name}" for name in beside}
    wanted |= {f"adgo/files/ontology/versions/{number}.ttl" for number in documents.versions()}
    assert wanted - inside == set()


def test_the_wheel_carries_nothing_else_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.split("/")[0] for name in archive.namelist()}
    assert roots == {"adgo", wheel.name.split("-py3")[0] + ".dist-info"}


@pytest.mark.full
def test_pip_install_of_the_checkout_works_in_an_empty_environment(tmp_path: Path) -> None:
    assert run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path).returncode == 0
    programs = tmp_path / "venv" / "bin"
    installed = run(programs / "pip", "install", "--quiet", CHECKOUT, cwd=tmp_path)
    if installed.returncode and not os.environ.get("CI"):
        pytest.skip(f"the dependencies cannot be installed here: {installed.stderr[-300:]}")
    assert installed.returncode == 0, installed.stderr

    assert run(programs / "pip", "check", cwd=tmp_path).returncode == 0
    assert run(programs / "adgo", "--version", cwd=tmp_path).stdout == f"adgo, version {adgo.__version__}\n"
    asked = run(programs / "adgo", "query", "partnerships", "--format", "csv", cwd=tmp_path)
    assert "Volkswagen" in asked.stdout, asked.stderr
    validated = run(programs / "adgo", "validate", "--format", "json", cwd=tmp_path)
    assert validated.returncode == 0, validated.stdout[:2000] + validated.stderr
    report = json.loads(validated.stdout)
    assert report["conforms"] is True
    assert report["triples"] > 10_000
    assert run(programs / "adgo", "build", "--check", cwd=tmp_path).returncode == 0

    server = subprocess.Popen(
        [str(programs / "adgo"), "serve", "--port", "0"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+?/(?=\s|$)", server.stdout.readline())
        assert found, "the server says where it is"
        question = found.group() + "queries/partnerships"
        asked = urllib.request.Request(question, headers={"Accept": "text/csv"})
        with urllib.request.urlopen(asked) as answer:
            assert b"Volkswagen" in answer.read()
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()
