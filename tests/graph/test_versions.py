"""Issued versions of the vocabulary never change, and the version in the making says that it is one."""

from __future__ import annotations

import hashlib
import re

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from adgo import __version__
from adgo.graph import documents, files
from adgo.graph.documents import ONTOLOGY, OWL

FOLDER = files.root() / "ontology" / "versions"
#: The digests as they were when each version was issued, beside those in the folder: whoever changes a file and its
#: line in SHA256SUMS has to come here too.
ISSUED = {"0.1.0": "f70354d90bf90d31957478a516668770f77e72b4f6c88a1e08b7ebe563176e24"}


def header(content: bytes) -> dict[str, list[str]]:
    """Return what a Turtle file says of the vocabulary as a whole: property to values."""
    said: dict[str, list[str]] = {}
    for quad in parse(content, RdfFormat.TURTLE):
        if quad.subject == NamedNode(ONTOLOGY):
            said.setdefault(quad.predicate.value, []).append(quad.object.value)
    return said


def test_an_issued_version_keeps_its_bytes() -> None:
    listed = dict(
        reversed(line.split()) for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.ttl")}
    assert found == listed == {f"{number}.ttl": digest for number, digest in ISSUED.items()}


@pytest.mark.parametrize("number", ISSUED)
def test_an_issued_version_names_itself(number: str) -> None:
    said = header(documents.versions()[number].read_bytes())
    assert said[OWL + "versionIRI"] == [f"{ONTOLOGY}/{number}"]
    assert said[OWL + "versionInfo"] == [number]


def test_the_current_version_is_issued_or_says_that_it_is_in_the_making() -> None:
    content = (files.root() / "ontology" / "adgo.ttl").read_bytes()
    said, number = header(content), documents.current()
    assert said[OWL + "versionInfo"] == [number]
    assert said[OWL + "versionIRI"] == [f"{ONTOLOGY}/{number}"]
    assert said[OWL + "priorVersion"] == [f"{ONTOLOGY}/{max(documents.versions(), key=_order)}"]
    assert number not in documents.versions(), "to go on after an issue, give the next version with -dev"
    assert number.endswith("-dev")
    assert any("development version" in each for values in said.values() for each in values)


def test_package_citation_and_vocabulary_agree_on_the_version() -> None:
    assert documents.current() == __version__
    citation = (files.root() / "CITATION.cff").read_text(encoding="utf-8")
    newest = max(documents.versions(), key=_order)
    assert re.findall(r"(?m)^version: (\S+)$", citation) == [newest], "only an issued version can be cited"
    assert re.findall(rf'(?m)value: "{ONTOLOGY}/(\S+)"$', citation) == [newest]
    changes = (files.root() / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^## (\S+)", changes)[:2] == ["Unreleased", newest]


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", number)[:3])
