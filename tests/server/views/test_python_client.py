"""`adgo.load` of the address of a running server: the same values as from the files, complete, and never stale."""

from __future__ import annotations

import urllib.request

import pytest
from process import TOKEN, Server

import adgo
from adgo import queries
from adgo.graph.namespaces import ID
from adgo.graph.sparql_client import EndpointError, QueryRefused

NAMES = [
    name if place % 23 == 0 else pytest.param(name, marks=pytest.mark.full)
    for place, name in enumerate(queries.load())
]


@pytest.fixture(scope="module")
def remote(everyday: Server) -> adgo.Graph:
    return adgo.load(everyday.url + "sparql")


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_question_has_the_values_of_the_files(remote: adgo.Graph, name: str) -> None:
    far, near = remote.query(name), adgo.query(name)
    assert (far.columns, far.values) == (near.columns, near.values)
    assert (far.complete, far.dataset) == (True, near.dataset)


def test_a_thing_is_that_of_the_files(remote: adgo.Graph) -> None:
    far, near = (graph.entity("Momenta").undertakings() for graph in (remote, adgo.load()))
    assert (far.values, far.dataset, far.complete) == (near.values, near.dataset, True)


@pytest.mark.full
def test_things_and_disagreements_are_those_of_the_files(remote: adgo.Graph) -> None:
    near = adgo.load()
    for far_table, near_table in (
        (remote.entity("Momenta").undertakings(), near.entity("Momenta").undertakings()),
        (remote.entity("QCraft").claims(), near.entity("QCraft").claims()),
        (remote.conflicts("Momenta"), near.conflicts("Momenta")),
    ):
        assert (far_table.values, far_table.dataset) == (near_table.values, near_table.dataset)
        assert far_table.complete is True


def test_what_needs_the_triples_is_refused_with_the_reason(remote: adgo.Graph) -> None:
    assert bool(remote)
    for use in (
        len,
        list,
        adgo.Graph.validate,
        adgo.Graph.verify,
        adgo.Graph.to_rdflib,
        adgo.Graph.to_networkx,
        adgo.Graph.to_owlready,
    ):
        with pytest.raises(TypeError, match=r"needs the triples in memory, and http.* is an endpoint"):
            use(remote)


def test_a_query_that_the_server_refuses_is_a_value_error_in_words(remote: adgo.Graph) -> None:
    with pytest.raises(QueryRefused, match=r"400 Bad Request: Line 1, column 11: the query ends"):
        remote.query("SELECT * {")
    assert issubclass(QueryRefused, ValueError)


def test_a_time_limit_is_a_connection_error(everyday: Server) -> None:
    with pytest.raises(EndpointError, match=r"no complete response within 0\.0001 s"):
        adgo.load(everyday.url + "sparql", timeout=0.0001).query("ASK {}")
    assert issubclass(EndpointError, ConnectionError)


CLAIM = (
    "INSERT DATA {{ id:{0} a adgo:Firm ; skos:prefLabel '{0}' . claim:{0} a adgo:Claim ; adgo:subject id:{0} ; "
    "adgo:predicate adgo:isNamed ; adgo:object '{0}' ; adgo:modality adgo:Asserted }}"
)


def test_things_are_those_of_now(writable: Server) -> None:
    """The data are read again after they have changed."""
    graph = adgo.load(writable.url + "sparql")

    def insert(name: str) -> None:
        request = urllib.request.Request(
            writable.url + "sparql",
            (PREFIXES + CLAIM.format(name)).encode(),
            {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"},
        )
        urllib.request.urlopen(request).close()

    insert("Once")
    assert graph.entity("Once").iri == f"{ID}Once"
    with pytest.raises(LookupError):
        graph.entity("Twice")
    insert("Twice")
    assert graph.entity("Twice").iri == f"{ID}Twice"


PREFIXES = (
    "PREFIX id: <https://w3id.org/adgo/id/> PREFIX claim: <https://w3id.org/adgo/claim/> "
    "PREFIX adgo: <https://w3id.org/adgo/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
