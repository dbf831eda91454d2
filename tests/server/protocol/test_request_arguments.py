"""The arguments of a request besides its query."""

from __future__ import annotations

import pytest

from adgo.server.protocol import request_arguments
from adgo.server.protocol.problem import Problem


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, (None, "format")),
        ({"format": [""], "output": [" "]}, (None, "format")),
        ({"output": ["csv"]}, ("csv", "output")),
        ({"results": ["xml"], "output": [""]}, ("xml", "results")),
        # SPARQLWrapper sends its format by all three names.
        ({"format": ["json"], "output": ["json"], "results": ["json"]}, ("json", "format")),
        ({"format": ["turtle"], "output": ["TTL"]}, ("turtle", "format")),
        (
            {"format": ["application/sparql-results json"], "output": ["json"]},
            ("application/sparql-results json", "format"),
        ),
        ({"format": ["weird"], "output": ["Weird"]}, ("weird", "format")),
    ],
)
def test_the_format_of_a_request(arguments, expected):
    assert request_arguments.wish(arguments) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        {"format": ["json", "xml"]},
        {"format": ["json"], "output": ["csv"]},
        {"output": ["ttl"], "results": ["nt"]},
        {"format": ["weird"], "results": ["csv"]},
    ],
)
def test_two_formats_are_refused_by_the_names_of_their_arguments(arguments):
    with pytest.raises(Problem) as caught:
        request_arguments.wish(arguments)
    assert caught.value.status == 400
    assert all(f"{name}=" in caught.value.detail for name in arguments)


def test_an_empty_graph_is_none_and_a_broken_one_is_refused():
    name = "default-graph-uri"
    assert request_arguments.graphs({name: ["", "urn:a", ""]}, name) == ("urn:a",)
    assert request_arguments.graphs({}, name) == ()
    for wrong in ("a", "/a", "a b:c", "http://e/{", " "):
        with pytest.raises(Problem, match="default-graph-uri=") as caught:
            request_arguments.graphs({name: [wrong]}, name)
        assert caught.value.status == 400


@pytest.mark.parametrize(("is_update", "wrong", "right"), [(True, "", "using-"), (False, "using-", "")])
@pytest.mark.parametrize(("default", "named"), [("urn:a", ""), ("", "urn:a"), ("urn:a", "urn:b")])
def test_the_graphs_of_the_other_operation_are_refused_with_the_right_name(
    is_update, wrong, right, default, named
):
    """Bug: an update with default-graph-uri= ran on the default graph of the store: 204, and other data were lost."""
    arguments = {f"{wrong}named-graph-uri": [named]}
    arguments["using-graph-uri" if wrong else "default-graph-uri"] = [default]
    with pytest.raises(Problem) as caught:
        request_arguments.dataset(arguments, is_update=is_update)
    assert caught.value.status == 400
    assert f"write {right}" in caught.value.detail
    empty = {name: [""] for name in arguments}
    assert request_arguments.dataset(empty, is_update=is_update) == ((), ())


def test_each_operation_has_its_own_arguments_for_graphs():
    """SPARQL 1.1 Protocol, sections 2.1 and 2.2."""
    query = {"default-graph-uri": ["urn:a"], "named-graph-uri": ["urn:b", "urn:c"]}
    update = {"using-graph-uri": ["urn:a"], "using-named-graph-uri": ["urn:b", "urn:c"]}
    expected = (("urn:a",), ("urn:b", "urn:c"))
    assert request_arguments.dataset(query, is_update=False) == expected
    assert request_arguments.dataset(update, is_update=True) == expected


@pytest.mark.parametrize("iri", request_arguments.JENA_GRAPHS)
def test_the_graphs_of_jena_are_refused_with_the_reason(iri):
    """They do not exist here: a query of them had no rows, with 200."""
    with pytest.raises(Problem, match="which this server does not have"):
        request_arguments.graphs({"named-graph-uri": [iri]}, "named-graph-uri")


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        ([], None),
        ([""], None),
        (["0"], None),
        (["10"], 10),
        (["2.5"], 2.5),
        ([" 3 "], 3),
        (["9", "0", "4"], 4),
    ],
)
def test_a_time_limit_is_in_seconds(values, seconds):
    assert request_arguments.seconds({"timeout": values}) == seconds


@pytest.mark.parametrize("value", ["x", "-1", "1e3", "nan", "inf", "1s", "٣", "1" * 400])
def test_a_time_limit_that_is_not_a_number_is_refused(value):
    with pytest.raises(Problem, match="timeout="):
        request_arguments.seconds({"timeout": [value]})


def test_a_switch_is_on_or_off():
    assert request_arguments.switch({"bom": ["1"]}, "bom")
    assert request_arguments.switch({"bom": ["0", ""]}, "bom") is False
    assert request_arguments.switch({"bom": [""]}, "bom") is None
    with pytest.raises(Problem, match="bom="):
        request_arguments.switch({"bom": ["maybe"]}, "bom")
