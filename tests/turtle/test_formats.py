"""The one table of RDF formats: complete, without double entries, and known to the libraries that it names."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib.parser import Parser
from rdflib.plugin import get

from adgo.turtle import formats
from adgo.turtle.formats import FORMATS, GraphFormat


def test_each_name_ending_and_media_type_means_one_format() -> None:
    for names in (
        [each.name for each in FORMATS],
        [ending for each in FORMATS for ending in each.endings],
        [kind for each in FORMATS for kind in each.media_types],
        [word for each in FORMATS for word in {each.name, *each.words}],
    ):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_the_libraries_know_each_format(each: GraphFormat) -> None:
    """Media types and usual endings are compared with pyoxigraph's own, which follow the W3C registrations."""
    engine = each.engine_format()
    assert engine.media_type == each.media_type
    assert engine.file_extension == each.endings[0][1:]
    assert engine.supports_datasets is each.holds_graphs
    assert engine == ox.RdfFormat.from_media_type(each.media_type)
    get(each.rdflib, Parser)  # raises PluginException if rdflib does not know the name


def test_formats_are_found_by_ending_media_type_and_word() -> None:
    assert formats.by_ending("a/B.TTL") is formats.TURTLE
    assert formats.by_ending("a.ttl/b") is None
    assert formats.by_media_type("Text/Turtle; charset=utf-8") is formats.TURTLE
    assert formats.by_media_type("text/html") is None
    assert formats.by_name("rdf") is formats.RDF_XML
    assert formats.by_word("JSON-LD") is formats.JSON_LD
    assert formats.by_word("csv") is None


@pytest.mark.parametrize(
    ("media_type", "address", "name"),
    [
        ("text/turtle", "http://a/b.rdf", "ttl"),
        ("text/plain", "http://a/b.ttl", "ttl"),
        ("text/plain; charset=utf-8", "http://a/b.txt", "nt"),
        ("application/xml", "http://a/b", "rdf"),
        ("application/octet-stream", "http://a/b.OWL?x=1.ttl", "rdf"),
        ("", "http://a/b.trig#x", "trig"),
    ],
)
def test_the_ending_decides_if_the_media_type_is_vague(media_type: str, address: str, name: str) -> None:
    found = formats.of_document(media_type, address)
    assert found is not None
    assert found.name == name


def test_a_document_of_another_type_has_no_format() -> None:
    assert formats.of_document("text/html", "http://a/b.ttl") is None
    assert formats.of_document("application/octet-stream", "http://a/b") is None


def test_the_accept_header_names_every_format() -> None:
    header = formats.accept_header()
    assert header.startswith("text/turtle, application/n-triples, application/ld+json;q=0.8")
    assert header.endswith("*/*;q=0.1")
