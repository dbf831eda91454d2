"""The wheel has every file of the graph; installed outside the checkout, ADGO queries, validates and serves it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path

import pytest
import yaml

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


@pytest.mark.full
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


#: Not copied with a checkout: what no build takes.
LEFT_OUT = shutil.ignore_patterns(
    *("tests", "benchmarks", "build", "dist", "node_modules"),
    *("__pycache__", ".git", ".venv*", ".hypothesis", ".*_cache", ".coverage*"),
)
#: A build that sets this writes no other time into its files.
FIXED = {"SOURCE_DATE_EPOCH": "1795000000"}


def build(source: Path, into: Path, **environment: str) -> list[Path]:
    """Return wheel and sdist, built from a copy of the checkout."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", into],
        cwd=source,
        env=os.environ | FIXED | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return sorted(into.iterdir())


@pytest.fixture(scope="module")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Return a copy of the checkout, and the wheel and the sdist that are built from it."""
    folder = tmp_path_factory.mktemp("distribution")
    shutil.copytree(CHECKOUT, folder / "checkout", ignore=LEFT_OUT)
    return folder / "checkout", build(folder / "checkout", folder / "dist")


@pytest.mark.full
def test_two_builds_give_the_same_bytes(distribution: tuple[Path, list[Path]], tmp_path: Path) -> None:
    """Wheel and sdist; in another folder and time zone, with other times and permissions of files."""
    checkout, first = distribution
    copy = tmp_path / "elsewhere" / "adgo"
    shutil.copytree(checkout, copy)
    for path in copy.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    second = build(copy, tmp_path / "dist", TZ="Asia/Tokyo")
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.full
def test_the_sdist_builds_the_same_wheel(distribution: tuple[Path, list[Path]], tmp_path: Path) -> None:
    """It needs no network, except npm for the assets of the pages.

    Bug: it had those parts of the tests whose folders are named shapes and shacl.
    """
    wheel, sdist = distribution[1]
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    assert not (unpacked / "tests").exists()
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "docs/index.md"):
        assert (unpacked / name).is_file(), name
    again, _ = build(unpacked, tmp_path / "dist", ADGO_WEB_ASSETS="skip")
    assert contents(again) == contents(wheel)


def contents(wheel: Path) -> dict[str, int]:
    """Return the checksum of each file in a wheel, without the assets from npm and the list of files."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            each.filename: each.CRC
            for each in archive.infolist()
            if "/vendor/" not in each.filename and not each.filename.endswith("/RECORD")
        }


@pytest.mark.full
def test_the_package_index_accepts_the_metadata(
    distribution: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    """By `twine check --strict`, which also renders the README. Twine is installed for this test only."""
    tools = tmp_path / "tools"
    installed = run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target", tools, "twine>=6"),
        cwd=tmp_path,
    )
    if installed.returncode and not os.environ.get("CI"):
        pytest.skip(f"twine cannot be installed here: {installed.stderr[-300:]}")
    assert installed.returncode == 0, installed.stderr
    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *distribution[1]],
        env=os.environ | {"PYTHONPATH": str(tools)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASSED") == 2


def test_the_citation_names_the_version_and_what_it_cites() -> None:
    """The last version that was issued: a version that ends in -dev is not cited."""
    citation = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    number, day = re.findall(r"^## \[?([\d.]+)\]?.*?(\d{4}-\d\d-\d\d)", changes, re.MULTILINE)[0]
    assert (citation["version"], str(citation["date-released"])) == (number, day)
    assert adgo.__version__ in (number, adgo.__version__.removesuffix("-dev") + "-dev")
    assert citation["license"] == ["Apache-2.0", "CC-BY-4.0"]
    assert citation["identifiers"][0]["value"].endswith(f"/ontology/{number}")
    assert number in documents.versions()


@pytest.mark.full
def test_pip_install_of_the_checkout_works_in_an_empty_environment(tmp_path: Path) -> None:
    assert run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path).returncode == 0
    programs = tmp_path / "venv" / "bin"
    installed = run(programs / "pip", "install", "--quiet", f"{CHECKOUT}[pandas]", cwd=tmp_path)
    if installed.returncode and not os.environ.get("CI"):
        pytest.skip(f"the dependencies cannot be installed here: {installed.stderr[-300:]}")
    assert installed.returncode == 0, installed.stderr

    assert run(programs / "pip", "check", cwd=tmp_path).returncode == 0
    assert run(programs / "adgo", "--version", cwd=tmp_path).stdout == f"adgo, version {adgo.__version__}\n"
    _ask_from_python(programs / "python", tmp_path)
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


PARTNERS = """
import adgo
frame = adgo.query("partnerships").to_pandas()
print(dict(zip(frame["firm_label"], frame["partner_label"]))["Momenta"], frame["start"].dtype)
"""


def _ask_from_python(python: Path, folder: Path) -> None:
    """Run the first program of the guide for Python as a user does, outside the checkout."""
    guide = (CHECKOUT / "docs" / "how-to" / "ask-from-python.md").read_text(encoding="utf-8")
    program, shown = (
        re.search(rf"```{kind}\n(.*?)```", guide, re.DOTALL) for kind in ("python", "(?:text|output)")
    )
    assert program
    assert shown
    assert run(python, "-I", "-c", program[1], cwd=folder).stdout == shown[1]
    asked = run(python, "-I", "-c", PARTNERS, cwd=folder)
    assert asked.stdout == "Uber Int64\n", asked.stderr
