"""What `adgo.load` takes: files, rdflib graphs and datasets, and graphs, also together; plans never become facts."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib import URIRef

import adgo
from adgo.graph import files
from adgo.graph.namespaces import ADGO, ID

PLANNED, STATED = (
    (f"<{ID}A>", f"<{ADGO}locatedIn>", f"<{ID}B>"),
    (f"<{ID}C>", f"<{ADGO}locatedIn>", f"<{ID}D>"),
)
#: A fact, and a plan in its named graph.
QUADS = f"{' '.join(STATED)} .\n{' '.join(PLANNED)} <https://w3id.org/adgo/graph/plans> .\n"
TRIG = f"{' '.join(STATED)} .\n<https://w3id.org/adgo/graph/plans> {{ {' '.join(PLANNED)} }}\n"
FACTS, PLANS = (
    "SELECT ?s { ?s adgo:locatedIn ?o }",
    "SELECT ?s { GRAPH graph:plans { ?s adgo:locatedIn ?o } }",
)


def dataset(tmp_path: Path, default_union: bool = False) -> rdflib.Dataset:
    made = rdflib.Dataset(default_union=default_union)
    made.add((URIRef(f"{ID}C"), URIRef(f"{ADGO}locatedIn"), URIRef(f"{ID}D")))
    plans = made.graph(URIRef("https://w3id.org/adgo/graph/plans"))
    plans.add((URIRef(f"{ID}A"), URIRef(f"{ADGO}locatedIn"), URIRef(f"{ID}B")))
    return made


def written(name: str, text: str):
    def write(folder: Path) -> Path:
        path = folder / name
        content = text.encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib uses it itself
@pytest.mark.parametrize(
    "source",
    [
        written("mine.trig", TRIG),
        written("mine.nq", QUADS),
        written("mine.nq.gz", QUADS),
        dataset,
        lambda folder: dataset(folder, default_union=True),
    ],
    ids=["trig", "nq", "gzip", "dataset", "union"],
)
def test_a_named_graph_is_asked_by_its_name_and_states_nothing(source, tmp_path: Path) -> None:
    """Bug: the triples of all named graphs, such as plans, were among the facts, also as rdflib and networkx graphs."""
    graph = adgo.load(source(tmp_path))
    assert list(graph) == [STATED]
    assert len(graph) == len(graph.to_rdflib()) == 1
    assert list(graph.to_networkx().nodes) == [f"{ID}C", f"{ID}D"]
    assert [row["s"] for row in graph.query(FACTS)] == [f"{ID}C"]
    assert [row["s"] for row in graph.query(PLANS)] == [f"{ID}A"]


def test_an_ontology_has_no_plan_of_a_named_graph(tmp_path: Path) -> None:
    ontology = adgo.load(written("mine.trig", TRIG)(tmp_path)).to_owlready()
    stated = [each.iri for each in ontology.world.search(iri=f"{ID}*")]
    assert f"{ID}A" not in stated


HEADQUARTERS = (f"{ID}qcraft-germany-headquarters", f"{ID}Germany")


@pytest.mark.parametrize(
    "source",
    [
        files.root() / "data",
        pytest.param(
            [files.root() / "data" / "entities.ttl", files.root() / "data" / "plans.ttl"],
            marks=pytest.mark.full,
        ),
        pytest.param([adgo.load(), files.root() / "data" / "plans.ttl"], marks=pytest.mark.full),
    ],
    ids=["folder", "files", "added"],
)
def test_files_of_plans_among_others_state_nothing(source) -> None:
    """Bug: `adgo.load("data")` had the headquarters that QCraft only announced among its facts."""
    graph = adgo.load(source)
    place = "id:qcraft-germany-headquarters adgo:locatedIn id:Germany"
    assert not graph.query(f"ASK {{ {place} }}")
    assert graph.query(f"ASK {{ GRAPH graph:plans {{ {place} }} }}")
    assert not graph.to_networkx().has_edge(*HEADQUARTERS)
    assert (
        URIRef(HEADQUARTERS[0]),
        URIRef(f"{ADGO}locatedIn"),
        URIRef(HEADQUARTERS[1]),
    ) not in graph.to_rdflib()


@pytest.mark.full
@pytest.mark.parametrize("form", ["trig", "nq", "ttl"])
def test_exported_forms_have_the_facts_of_the_packaged_graph(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph.{form}"
    subprocess.run(
        [sys.executable, "-m", "adgo", "export", "--format", form, "-o", path],
        check=True,
        capture_output=True,
    )
    graph = adgo.load(path)
    assert not graph.to_networkx().has_edge(*HEADQUARTERS)
    partners = "SELECT ?a ?b { ?a adgo:partnersWith ?b } ORDER BY ?a ?b"
    assert graph.query(partners).values == adgo.query(partners).values
    assert len(graph.query(partners)) > 3


@pytest.mark.full
def test_a_strangers_graph_is_added_to_the_packaged_one() -> None:
    mine = rdflib.Graph()
    mine.parse(data=f"<urn:me> <urn:invests> <{ID}Momenta> .", format="turtle")
    packaged = adgo.load()
    graph = adgo.load([packaged, mine])
    assert len(graph) == len(packaged) + 1
    assert graph.query("SELECT ?who ?firm { ?who <urn:invests> ?firm }").rows == [
        {"who": "urn:me", "who_label": "", "firm": f"{ID}Momenta", "firm_label": "Momenta"}
    ]
    assert graph.query("partnerships").values == adgo.query("partnerships").values
    assert (
        graph.entity("Momenta").undertakings().values == adgo.load().entity("Momenta").undertakings().values
    )
    assert graph.query("ASK {}").dataset not in ("", adgo.query("ASK {}").dataset)
    assert len(mine) == 1, "the stranger's graph stays as it is"


def test_an_answer_names_its_data() -> None:
    packaged = adgo.query("partnerships")
    assert (packaged.complete, packaged.version) == (True, adgo.__version__)
    assert len(packaged.dataset) == 64
    frame = packaged.to_pandas()
    assert frame.attrs == {"complete": True, "dataset": packaged.dataset, "version": packaged.version}


def test_ones_own_data_without_claims_say_so(tmp_path: Path) -> None:
    path = written("mine.ttl", f"<{ID}Momenta> a <{ADGO}Firm> .")(tmp_path)
    with pytest.raises(LookupError, match="no claims"):
        adgo.load(path).entity("Momenta")


@pytest.mark.parametrize("source", [5, b"mine.ttl", [None], {"a": 1}, ["mine.ttl", 5]])
def test_what_is_not_a_source_is_a_type_error(source) -> None:
    with pytest.raises(TypeError, match=r"is not a source; expected a path, an rdflib graph"):
        adgo.load(source)


def test_no_sources_are_an_error() -> None:
    with pytest.raises(ValueError, match="the list is empty"):
        adgo.load([])


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        (
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            ConnectionError,
            "a SERVICE of the query",
        ),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", ValueError, "Line 1, column 1: `INSERT` does not fit"),
    ],
)
def test_a_query_that_fails_says_why(text: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        adgo.query(text)
