"""Lenient reading: IRIs and language tags that fit the syntax, but not RFC 3987 or BCP 47."""

from __future__ import annotations

import json
from itertools import product

import pytest

from adgo.turtle.errors import TurtleError
from adgo.turtle.formats import JSON_LD, RDF_XML, TURTLE
from adgo.turtle.limits import LENIENT
from adgo.turtle.reader import parse, read_content
from adgo.turtle.writing.formatter import format_text

LOOSE = [
    *("<http://ex.org/q#a#b>", "<http://ex.org/q?foo[]=1#a>", "<http://ex.org/34.7%>"),
    *('"a"@zh-classical', '"1"^^<http://ex.org/t#a#b>'),
]


@pytest.mark.parametrize(("term", "syntax"), [*product(LOOSE, ["turtle", "trig", "ntriples", "nquads"])])
def test_each_use_of_a_loose_term_is_a_warning_with_its_place(term: str, syntax: str) -> None:
    """Bug: one such term made the whole run impossible."""
    text = f"<urn:a> <urn:p> {term} .\n<urn:b> <urn:p> {term} .\n"
    document = parse(text, syntax=syntax, limits=LENIENT)  # type: ignore[arg-type]
    assert {object_ for _, _, object_ in document.triples()} == {term}
    assert [(each.line, each.column) for each in document.warnings] == [(1, 17), (2, 17)]
    with pytest.raises(TurtleError) as caught:
        parse(text, syntax=syntax)  # type: ignore[arg-type]
    assert [(each.line, each.is_loose) for each in caught.value.faults] == [(1, True), (2, True)]


def test_names_with_a_loose_prefix_are_reported_once_at_the_prefix() -> None:
    text = "@prefix e: <http://ex.org/34%zz/> .\n@base <http://ex.org/q#a#b> .\ne:a e:b <#c> .\n"
    document = parse(text, limits=LENIENT)
    assert [(each.line, each.column) for each in document.warnings] == [(1, 12), (2, 7)]
    [(subject, _, _)] = document.triples()
    assert subject == "<http://ex.org/34%zz/a>"


@pytest.mark.parametrize("term", ["<http://ex.org/a b>", r"<http://ex.org/\u0020>", "<x>", '"a"@', "e:a"])
def test_what_does_not_fit_the_syntax_stays_an_error(term: str) -> None:
    with pytest.raises(TurtleError):
        parse(f"<urn:a> <urn:p> {term} .", limits=LENIENT)


def test_there_are_at_most_as_many_warnings_as_faults() -> None:
    text = "".join(f"<urn:a> <urn:p> <http://ex.org/{n}%> .\n" for n in range(LENIENT.faults + 20))
    document = parse(text, limits=LENIENT)
    assert (len(document.rows), len(document.warnings)) == (LENIENT.faults + 20, LENIENT.faults)


XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://ex.org/">'
    '<rdf:Description rdf:about="http://ex.org/q#a#b"><e:p xml:lang="zh-classical">a</e:p></rdf:Description></rdf:RDF>'
)
JSON = '{"@id": "http://ex.org/q#a#b", "http://ex.org/p": {"@value": "a", "@language": "zh-classical"}}'


@pytest.mark.parametrize(("text", "kind"), [(XML, RDF_XML), (JSON, JSON_LD)])
def test_other_formats_are_read_leniently_too(text: str, kind: object) -> None:
    document = read_content(text.encode(), kind, limits=LENIENT)  # type: ignore[arg-type]
    assert list(document.triples()) == [("<http://ex.org/q#a#b>", "<http://ex.org/p>", '"a"@zh-classical')]
    messages = [each.message for each in document.warnings]
    assert messages == [
        "<http://ex.org/q#a#b> is not a valid IRI (RFC 3987)",
        "'@zh-classical' is not a well-formed language tag (BCP 47)",
    ]


def test_strict_json_ld_warns_about_what_its_standard_drops() -> None:
    document = read_content(JSON.encode(), JSON_LD)
    assert list(document.rows) == []
    [warning] = document.warnings
    assert warning.message.startswith("1 of 1 triples are left out")


DROPPED = {
    "subject": {"@id": "http://ex.org/q#a#b", "urn:p": 1},
    "predicate": {"http://ex.org/q#a#b": 1},
    "object": {"urn:p": {"@id": "http://ex.org/q#a#b"}},
    "type": {"@type": "http://ex.org/q#a#b"},
    "language": {"urn:p": {"@value": "a", "@language": "zh-classical"}},
    "graph": {"@id": "http://ex.org/q#a#b", "@graph": [{"urn:p": 1}]},
}


@pytest.mark.parametrize("content", DROPPED.values(), ids=DROPPED)
def test_each_kind_of_term_that_json_ld_drops_is_counted(content: object) -> None:
    document = read_content(json.dumps([content, {"urn:kept": 1}]).encode(), JSON_LD)
    assert [predicate for _, predicate, _ in document.triples()] == ["<urn:kept>"]
    assert [each.message.partition(",")[0] for each in document.warnings] == ["1 of 2 triples are left out"]


def test_strict_rdf_xml_is_refused_as_loose() -> None:
    with pytest.raises(TurtleError) as caught:
        read_content(XML.encode(), RDF_XML)
    # The IRI and the language tag.
    assert [each.is_loose for each in caught.value.faults] == [True, True]


@pytest.mark.parametrize("term", LOOSE)
def test_the_formatter_keeps_loose_terms(term: str) -> None:
    """`adgo format` refused such files."""
    text = format_text(f"<urn:b> <urn:p> 1 . <urn:a> <urn:p> {term} .")
    assert read_content(text.encode(), TURTLE, limits=LENIENT).rows
    assert text.count(term) == 1
