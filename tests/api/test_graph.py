"""The graph that `adgo.load` returns: as owlready2 and rdflib hold it, and validated."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph
from rdflib import Graph as RdflibGraph
from rdflib import URIRef

import adgo
from adgo.graph import files, owlready
from adgo.graph.dataset import Dataset
from adgo.graph.documents import documents
from adgo.graph.namespaces import ADGO, ID, RDF
from adgo.shacl.inputs import InputError

MINE = f"<{ID}acme> <{RDF}type> <{ADGO}Firm> ; <http://www.w3.org/2004/02/skos/core#prefLabel> 'Acme'@en .\n"


@pytest.fixture(scope="module")
def graph() -> adgo.Graph:
    return adgo.load()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(MINE, "utf-8")
    return path


def test_the_packaged_graph_is_the_default_graph(graph: adgo.Graph, packaged: Dataset) -> None:
    """Except for what files say of themselves, which a served graph states otherwise, and for the form of numerals."""
    quads = packaged.store.quads_for_pattern(None, None, None, DefaultGraph())
    served = {(str(quad.subject), str(quad.predicate)) for quad in quads}
    loaded = {(s, p) for s, p, _ in graph}
    apart = {f"<{name}>" for name in documents()}
    assert {pair for pair in served if pair[0][0] == "<" and pair[0] not in apart} == {
        pair for pair in loaded if pair[0][0] == "<" and pair[0] not in apart
    }


@pytest.mark.full
def test_owlready_lists_every_individual_and_finds_them_by_label(graph: adgo.Graph) -> None:
    ontology = graph.to_owlready()
    typed = {
        s
        for s, p, o in graph
        if p == f"<{RDF}type>"
        and s.startswith("<")
        and o.startswith((f"<{ADGO}", "<http://www.w3.org/2004/"))
    }
    names = {f"<{each.iri}>" for each in ontology.individuals()}
    assert typed <= names
    firms = {each.iri for each in ontology.search(type=ontology.Firm)}
    assert ID + "Momenta" in firms
    assert ID + "Munich" not in firms
    assert ontology.search_one(label="Momenta").iri == ID + "Momenta"
    assert [each.iri for each in ontology.search_one(iri=ID + "Momenta").partnersWith] == [ID + "Uber"]


def test_classes_and_properties_are_not_individuals(graph: adgo.Graph) -> None:
    names = {each.iri for each in graph.to_owlready().individuals()}
    assert not names & {ADGO + "Firm", ADGO + "partnersWith"}


def test_ones_own_data_have_the_classes_of_the_ontology(mine: Path) -> None:
    ontology = adgo.load(mine).to_owlready()
    acme = ontology.search_one(label="Acme")
    assert acme.iri == ID + "acme"
    assert isinstance(acme, ontology.Organization)


def test_a_file_that_imports_others_needs_no_network() -> None:
    """Bug: owlready2 took the name in the file's header for its own, and fetched what the header imports."""
    ontology = adgo.load(files.root() / "data" / "entities.ttl").to_owlready()
    assert ontology.base_iri == ADGO
    assert ontology.Firm is not None
    assert ontology.search_one(iri=ID + "Momenta") in ontology.individuals()


def test_rdflib_has_the_same_triples(mine: Path) -> None:
    found = adgo.load(mine).to_rdflib()
    assert len(found) == 2
    assert (URIRef(ID + "acme"), URIRef(RDF + "type"), URIRef(ADGO + "Firm")) in found
    assert set(adgo.load(found)) == set(adgo.load(mine))


def test_several_sources_are_merged(mine: Path) -> None:
    other = RdflibGraph()
    other.add((URIRef(ID + "beta"), URIRef(RDF + "type"), URIRef(ADGO + "Firm")))
    assert len(adgo.load([mine, other])) == 3


def test_it_validates_what_it_holds(mine: Path) -> None:
    shape = mine.with_name("shape.ttl")
    shape.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"[] a sh:NodeShape ; sh:targetClass <{ADGO}Firm> ;\n"
        f"    sh:property [ sh:path <{ADGO}headquarteredIn> ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    (result,) = adgo.load(mine).validate(shape)
    assert (result.file, result.line) == (str(mine), 1)


def test_shapes_for_added_data_can_use_the_facts_of_the_packaged_graph(tmp_path: Path) -> None:
    """Bug: Momenta was reported to be of no class, though the graph that was validated says that it is a firm."""
    path, shape = tmp_path / "mine.ttl", tmp_path / "shape.ttl"
    path.write_text(f"<urn:fund> <urn:invests> <{ID}Momenta> , <{ID}Munich> .", encoding="utf-8")
    shape.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "[] a sh:NodeShape ; sh:targetSubjectsOf <urn:invests> ;\n"
        f"    sh:property [ sh:path <urn:invests> ; sh:class <{ADGO}Firm> ] .",
        encoding="utf-8",
    )
    (result,) = adgo.load([adgo.load(), path]).validate(shape)
    assert result.value == f"<{ID}Munich>"


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        adgo.load(tmp_path / "nothing.ttl")


def test_no_statements_make_an_empty_ontology() -> None:
    assert list(owlready.ontology([]).individuals()) == []


def test_importing_adgo_loads_none_of_it() -> None:
    """What is imported decides how long it takes (2 ms beside Python's own `re` and `typing`); 50 ms is the limit."""
    code = (
        "import __future__, sys, re, typing, collections.abc, importlib; before = set(sys.modules)\n"
        "import adgo; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["adgo", "adgo.turtle", "adgo.turtle.lazy_imports"]


def test_each_public_name_can_be_imported() -> None:
    assert [name for name in adgo.__all__ if not hasattr(adgo, name)] == []


@pytest.mark.parametrize(
    ("package", "use"),
    [
        ("networkx", lambda graph: graph.to_networkx()),
        ("pandas", lambda graph: graph.query("ASK {}").to_pandas()),
        ("polars", lambda graph: graph.query("ASK {}").to_polars()),
    ],
)
def test_a_missing_library_is_named_with_its_extra(
    package: str, use: Callable[[adgo.Graph], object], mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(
        ImportError, match=rf"{package} is not installed: run `pip install 'adgo\[{package}\]'`"
    ):
        use(adgo.load(mine))


def test_a_misspelt_term_is_named_if_there_are_no_rows() -> None:
    """The command named the misspelt term; Python returned an empty table without a word."""
    empty = adgo.query("SELECT ?firm { ?firm a adgo:Frim }")
    assert empty.notes == ("adgo:Frim does not occur in the data; near it: adgo:Firm",)
    assert empty.notes[0] in repr(empty)
    assert empty.notes[0] in empty._repr_html_()
    assert adgo.query("ASK { ?firm a adgo:Frim }").notes == ()


def test_many_notes_are_counted_in_the_representation(mine: Path) -> None:
    empty = adgo.load(mine).query("partnerships")
    assert f"{empty.notes[1]}. {len(empty.notes) - 2} more in `notes`)" in repr(empty)
    assert empty.notes[2] not in repr(empty)


def test_reports_are_shown_in_one_line(mine: Path) -> None:
    """The representation of a report was every passage or finding, hundreds of lines in a notebook."""
    assert repr(adgo.load().verify()).endswith(" passages, 0 compared with a text, 0 errors, 0 warnings)")
    assert len(repr(adgo.load(mine).validate())) < 100
