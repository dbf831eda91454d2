"""Each file of shapes works alone in both engines, and only one of them needs SPARQL."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph, Namespace, URIRef

from adgo.graph import files
from adgo.graph.validation import validate

SHACL = Namespace(str(SH))

#: Whatever makes an engine of SHACL Core stop or fail.
BEYOND_CORE = (
    "sparql",
    "target",
    "js",
    "select",
    "ask",
    "rule",
    "prefixes",
    "declare",
    "expression",
    "values",
)

each_file = pytest.mark.parametrize("path", files.part("shapes"), ids=lambda path: path.stem)

#: One wrong triple for each file, which the file has to find without the others.
WRONG = {
    "claims": "claim:900-1a a adgo:Claim .",
    "domain": "id:Example a adgo:Firm , adgo:Person .",
    "guards": "id:Example adgo:hasParty id:Example .",
    "outside": "id:Example a adgo:OutsideRecord .",
    "reports": "id:Example a adgo:Report .",
    "reviews": "id:Example a adgo:Review .",
    "sparql": "id:Example adgo:editorialPart adgo:basedInCountry .",
    "style": "adgo:small a owl:Class .",
}

PREFIXES = """
@prefix adgo: <https://w3id.org/adgo/ontology#> .
@prefix claim: <https://w3id.org/adgo/claim/> .
@prefix id: <https://w3id.org/adgo/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


@cache
def read(path: Path) -> Graph:
    return Graph().parse(path)


@each_file
def test_a_file_alone_finds_its_own_mistakes(path: Path, tmp_path: Path) -> None:
    data = tmp_path / "wrong.ttl"
    data.write_text(PREFIXES + WRONG[path.stem], encoding="utf-8")
    report = validate(data, path)
    assert not report.conforms
    conforms, _, text = pyshacl.validate(Graph().parse(data), shacl_graph=read(path))
    assert not conforms, text


@each_file
def test_a_file_alone_finds_the_ontology_clean(path: Path) -> None:
    report = validate(files.root() / "ontology", path)
    assert report.conforms, [result.message for result in report]


@each_file
def test_a_file_names_only_shapes_of_its_own(path: Path) -> None:
    graph = read(path)
    ours = "https://w3id.org/adgo/shape/"
    named = {each for each in graph.objects() if isinstance(each, URIRef) and each.startswith(ours)}
    assert not {each for each in named if (each, None, None) not in graph}


@each_file
def test_only_one_file_needs_sparql(path: Path) -> None:
    used = {name for name in BEYOND_CORE if (None, SHACL[name], None) in read(path)}
    assert bool(used) == (path.stem == "sparql"), used


@each_file
def test_a_file_declares_no_prefix_in_vain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = re.sub(r"(?m)^(@prefix .*|#.*)$", "", text)
    idle = {name for name in re.findall(r"(?m)^@prefix (\w+):", text) if not re.search(rf"\b{name}:", body)}
    assert not idle
