"""Language tags with capitals are counted in every format, and nothing else is."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import parse

from adgo.turtle.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, GraphFormat
from adgo.turtle.normalization import tags

XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/a">{}</rdf:Description></rdf:RDF>'
)
LETTERS = "abcXYZ"
SUBTAG = st.text(LETTERS + "09", min_size=2, max_size=8)
TAG = st.builds(
    lambda first, rest: "-".join([first, *rest]),
    st.text(LETTERS, min_size=2, max_size=3),
    st.lists(st.text(LETTERS, min_size=2, max_size=2), max_size=1),
)
#: What stands in strings, IRIs and comments only looks like tags.
TEXT = st.sampled_from(
    ["x", "mail bob@Example.org", 'a "quoted"@EN word', "@EN", "# no @DE comment", "", "Person", "EN"]
)


def written(rows: list[tuple[str, str]], kind: GraphFormat) -> bytes:
    """Return a document with one literal for each text and tag."""
    if kind is JSON_LD:
        values = [{"@value": text, "@language": tag} for text, tag in rows]
        return json.dumps({"@id": "http://e/EN", "@type": "http://e/Person", "http://e/p": values}).encode()
    if kind is RDF_XML:
        cells = (
            f"<e:p xml:lang='{tag}'>{text.replace('&', '&amp;')}</e:p><e:q rdf:resource='http://e/xml:lang=EN'/>"
            for text, tag in rows
        )
        return XML.format("".join(cells)).encode()
    lines = (f"<http://e/@EN> <http://e/p> {json.dumps(text)}@{tag} . # not a @TAG \n" for text, tag in rows)
    return "".join(lines).encode()


@pytest.mark.parametrize(
    "kind", [TURTLE, TRIG, N_TRIPLES, N_QUADS, JSON_LD, RDF_XML], ids=lambda kind: kind.name
)
def test_tags_are_counted_if_and_only_if_they_have_capitals(kind):
    @settings(max_examples=40)
    @given(st.lists(st.tuples(TEXT, TAG), min_size=1, max_size=6))
    def check(rows):
        content = written(rows, kind)
        assert len(list(parse(content, kind.engine_format()))) >= len(set(rows))
        expected = [(text, tag) for text, tag in rows if tag != tag.lower()]
        found = tags.count(BytesIO(content), kind)
        assert found.count == len(expected)
        assert [each.given for each in found.examples] == [
            f"{json.dumps(t)}@{tag}" for t, tag in expected[:3]
        ]
        assert [each.stored for each in found.examples] == [
            f"{json.dumps(t)}@{tag.lower()}" for t, tag in expected[:3]
        ]
        assert tags.may_hold(content, kind) or not expected

    check()


@pytest.mark.parametrize("size", [1, 7, 1000, 70_000])
@pytest.mark.parametrize("kind", [TURTLE, JSON_LD, RDF_XML], ids=lambda kind: kind.name)
def test_a_large_document_is_marked_piece_by_piece(kind, size, monkeypatch):
    monkeypatch.setattr(tags, "_PIECE", size)
    rows = [("x" * (number % 50), "en-GB" if number % 3 else "de") for number in range(300)]
    assert tags.count(BytesIO(written(rows, kind)), kind).count == 200


@pytest.mark.parametrize("part", ["x", '\\"', "\\\\"], ids=["letters", "quotes", "backslashes"])
def test_a_long_string_of_json_takes_linear_time(part: str) -> None:
    """Bug: it took time by the square of the number of escaped quotes, 19 s for 80 KB."""
    text = '{"urn:p": {"@value": "' + part * 1_000_000 + '", "@language": "EN"}}'
    assert tags.count(BytesIO(text.encode()), JSON_LD).count == 1


def test_a_watched_file_is_the_same_and_shows_tags_across_reads():
    content = b'<a:a> <a:p> "x"@en-GB .'
    for size in range(1, len(content)):
        watch = tags.TagWatch(BytesIO(content), TURTLE)
        pieces = b""
        while piece := watch.read(size):
            pieces += piece
        assert (pieces, watch.found) == (content, True)
    watch = tags.TagWatch(BytesIO(content.replace(b"GB", b"gb")), TURTLE)
    watch.read()
    assert not watch.found


def test_tags_of_contexts_and_language_maps_are_found():
    document = {
        "@context": {
            "EN": "http://e/en",
            "label": {"@id": "http://e/l", "@container": "@language"},
            "L": "@language",
            "German": {"@id": "http://e/g", "@language": "DE"},
        },
        "@id": "http://e/a",
        "EN": "EN",
        "label": {"EN": "x", "de": "y"},
        "German": "z",
        "http://e/b": [{"@value": "1", "L": "FR"}, {"@value": "2", "L": "fr"}],
    }
    content = json.dumps(document).replace('"FR"', '"F\\u0052"').encode()
    found = tags.count(BytesIO(content), JSON_LD)
    assert {each.given for each in found.examples} == {'"x"@EN', '"z"@DE', '"1"@FR'}
    assert found.count == 3


def test_a_tag_that_xml_elements_inherit_counts_for_each_literal():
    content = XML.format("<e:p>a</e:p><e:p>b</e:p><e:p xml:lang='en'>c</e:p>").replace(
        'about="', 'xml:lang="EN-us" rdf:about="', 1
    )
    assert "rdf:xml:lang" in content
    content = content.replace("rdf:xml:lang", "xml:lang")
    assert tags.count(BytesIO(content.encode()), RDF_XML).count == 2


def test_the_base_direction_stays():
    found = tags.count(BytesIO(b'<a:a> <a:p> "x"@EN--rtl .'), TURTLE)
    assert [(each.given, each.stored) for each in found.examples] == [('"x"@EN--rtl', '"x"@en--rtl')]
