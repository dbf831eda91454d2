"""The places of every construct of JSON-LD, counted by hand."""

from __future__ import annotations

import json

import pytest

from adgo.turtle import Document
from adgo.turtle.document import Part
from adgo.turtle.formats import JSON_LD
from adgo.turtle.limits import LENIENT
from adgo.turtle.reader import read_content

PARTS: tuple[Part, ...] = ("subject", "predicate", "object")


def read(text: str) -> Document:
    return read_content(text.encode(), JSON_LD, base="http://base.example/")


def places(document: Document) -> list[str]:
    """The places of subject, predicate and object of each triple, as in `1:9 2:2 2:11`."""
    assert not document.note
    return [
        " ".join(f"{span.line}:{span.column}" for span in (document.locate(row, part) for part in PARTS))
        for row in range(len(document.rows))
    ]


#: Without a context. The value of `@id` is at 1:9.
PLAIN = {
    "types and a string": (' "@type": "http://e/T",\n "http://e/p": "x"}', "1:9 2:2 2:11", "1:9 3:2 3:16"),
    "several types": (' "@type": ["http://e/T", "http://e/S"]}', "1:9 2:2 2:26", "1:9 2:2 2:12"),
    "a blank node": (' "http://e/p": {"http://e/q": true}}', "1:9 2:2 2:16", "2:16 2:17 2:31"),
    "a blank node with a label": (' "http://e/p": {"@id": "_:b"}}', "1:9 2:2 2:24"),
    "a reference": (' "http://e/p": {"@id": "http://e/b"}}', "1:9 2:2 2:24"),
    "several values": (
        ' "http://e/p": ["x", 1.5,\n  null, false]}',
        "1:9 2:2 2:17",
        "1:9 2:2 2:22",
        "1:9 2:2 3:9",
    ),
    "a repeated key": (' "http://e/p": 1,\n "http://e/p": 2}', "1:9 2:2 2:16", "1:9 3:2 3:16"),
    "a language": (' "http://e/p": {"@value": "x", "@language": "en"}}', "1:9 2:2 2:27"),
    "a direction": (
        ' "http://e/p": {"@direction": "rtl", "@language": "ar", "@value": "x"}}',
        "1:9 2:2 2:67",
    ),
    "a typed value": (' "http://e/p": {"@type": "http://e/D", "@value": "x"}}', "1:9 2:2 2:50"),
    "a JSON literal": (' "http://e/p": {"@type": "@json", "@value": {"a": [1.0]}}}', "1:9 2:2 2:45"),
    "a set": (' "http://e/p": {"@set": ["x"]}}', "1:9 2:2 2:26"),
    "a list": (
        ' "http://e/p": {"@list": [1, 2]}}',
        *("1:9 2:2 2:26", "2:26 2:27 2:27", "2:26 2:30 2:30", "2:30 2:30 2:30", "2:30 2:31 2:31"),
    ),
    "an empty list": (' "http://e/p": {"@list": []}}', "1:9 2:2 2:26"),
    "a node in a list": (
        ' "http://e/p": {"@list": [{"http://e/q": 1}]}}',
        *("1:9 2:2 2:26", "2:26 2:27 2:27", "2:27 2:28 2:42", "2:26 2:44 2:44"),
    ),
    "@reverse": (' "@reverse": {"http://e/p": {"@id": "http://e/b"}}}', "2:37 2:15 1:9"),
    "@nest": (' "@nest": {"http://e/q": 1}}', "1:9 2:12 2:26"),
    "@included": (' "@included": [{"@id": "http://e/b", "http://e/q": 1}]}', "2:24 2:38 2:52"),
    "@graph": (' "@graph": [{"@id": "http://e/b", "http://e/q": 1}]}', "2:21 2:35 2:49"),
    "a context inside": (
        ' "http://e/p": {"@context": {"q": "http://e/q"}, "q": 1}}',
        *("1:9 2:2 2:16", "2:16 2:50 2:55"),
    ),
    "a tab and characters beyond the basic plane": (
        '\t"http://e/\U0001f600": "\U0001f600", "http://e/p": 1}',
        *("1:9 2:2 2:16", "1:9 2:21 2:35"),
    ),
    "an escaped key and value": (
        ' "http:\\/\\/e/p": "\\u00e9\\n", "http://e/q": 2}',
        "1:9 2:2 2:18",
        "1:9 2:30 2:44",
    ),
}

#: The definition of `p`, and line 3. The value of `@id` is at 2:9, the key `p` at 3:2 and its value at 3:7.
DEFINED = {
    "@id": ({"@type": "@id"}, '"http://e/b"}', "2:9 3:2 3:7"),
    "@vocab": ({"@type": "@vocab"}, '"word"}', "2:9 3:2 3:7"),
    "a datatype": ({"@type": "http://e/D"}, '["x", 5]}', "2:9 3:2 3:8", "2:9 3:2 3:13"),
    "@json": ({"@type": "@json"}, '{"a": [1]}}', "2:9 3:2 3:7"),
    "@language": ({"@language": "en"}, '"x"}', "2:9 3:2 3:7"),
    "@direction": ({"@direction": "ltr", "@language": "en"}, '"x"}', "2:9 3:2 3:7"),
    "@reverse": ({"@reverse": "http://e/p", "@type": "@id"}, '"http://e/b"}', "3:7 3:2 2:9"),
    "a list": (
        {"@container": "@list"},
        '["x", "y"]}',
        *("2:9 3:2 3:7", "3:7 3:8 3:8", "3:7 3:13 3:13", "3:13 3:13 3:13", "3:13 3:16 3:16"),
    ),
    "a list of one": ({"@container": "@list"}, '"x"}', "2:9 3:2 3:7", "3:7 3:7 3:7", "3:7 3:7 3:7"),
    "lists in a list": (
        {"@container": "@list"},
        "[[1]]}",
        *("2:9 3:2 3:7", "3:7 3:8 3:8", "3:8 3:9 3:9", "3:8 3:10 3:10", "3:7 3:11 3:11"),
    ),
    "a set": ({"@container": "@set"}, '["x"]}', "2:9 3:2 3:8"),
    "a language map": (
        {"@container": "@language"},
        '{"en": "x", "de": ["y", "z"]}}',
        *("2:9 3:2 3:14", "2:9 3:2 3:26", "2:9 3:2 3:31"),
    ),
    "an index map": (
        {"@container": "@index"},
        '{"one": {"@id": "http://e/b"}, "two": 3}}',
        *("2:9 3:2 3:23", "2:9 3:2 3:45"),
    ),
    "an index map of a property": (
        {"@container": "@index", "@index": "http://e/k"},
        '{"one": {"@id": "http://e/b"}}}',
        *("2:9 3:2 3:23", "3:23 3:8 3:8"),
    ),
    "an id map": (
        {"@container": "@id"},
        '{"http://e/b": {"http://e/q": 1}}}',
        *("2:9 3:2 3:8", "3:8 3:23 3:37"),
    ),
    "a type map": (
        {"@container": "@type"},
        '{"http://e/T": {"http://e/q": 1}}}',
        *("2:9 3:2 3:22", "3:22 3:8 3:8", "3:22 3:23 3:37"),
    ),
    "a type map of strings": (
        {"@container": "@type"},
        '{"http://e/T": "http://e/b"}}',
        "2:9 3:2 3:22",
        "3:22 3:8 3:8",
    ),
    "a graph": (
        {"@container": "@graph"},
        '{"@id": "http://e/b", "http://e/q": 1}}',
        *("2:9 3:2 3:7", "3:15 3:29 3:43"),
    ),
    "a map of graphs": (
        {"@container": ["@graph", "@id"]},
        '{"http://e/g": {"@id": "http://e/b", "http://e/q": 1}}}',
        *("2:9 3:2 3:8", "3:30 3:44 3:58"),
    ),
    "a context of the property": (
        {"@context": {"q": "http://e/q"}},
        '{"q": 1}}',
        "2:9 3:2 3:7",
        "3:7 3:8 3:13",
    ),
}


@pytest.mark.parametrize(("rest", "expected"), [(case[0], case[1:]) for case in PLAIN.values()], ids=PLAIN)
def test_each_triple_has_its_place(rest: str, expected: tuple[str, ...]) -> None:
    assert places(read('{"@id": "http://e/a",\n' + rest)) == list(expected)


@pytest.mark.parametrize(
    ("definition", "rest", "expected"),
    [(case[0], case[1], case[2:]) for case in DEFINED.values()],
    ids=DEFINED,
)
def test_each_kind_of_term_leads_to_its_place(
    definition: dict[str, object], rest: str, expected: tuple[str, ...]
) -> None:
    context = {"p": {"@id": "http://e/p", **definition}, "word": "http://e/word"}
    if "@reverse" in definition:
        del context["p"]["@id"]  # type: ignore[attr-defined]
    text = '{"@context": ' + json.dumps(context) + ',\n "@id": "http://e/a",\n "p": ' + rest
    assert places(read(text)) == list(expected)


def test_a_node_without_id_is_at_its_bracket() -> None:
    assert places(read('[\n  {"http://e/p": 5},\n  {"http://e/p": 6}]')) == ["2:3 2:4 2:18", "3:3 3:4 3:18"]


def test_aliases_compact_iris_and_the_vocabulary_lead_to_the_words_as_written() -> None:
    text = '{"@context": {"@vocab": "http://v/", "ex": "http://e/", "id": "@id", "a": "@type"},\n'
    text += ' "name": "x", "ex:p": {"id": "ex:b"}, "a": "T", "id": "ex:a"}'
    document = read(text)
    # The types come first, although they are not the first members.
    assert places(document) == ["2:55 2:39 2:44", "2:55 2:2 2:10", "2:55 2:15 2:30"]
    assert [p for _, p, _ in document.triples()][1:] == ["<http://v/name>", "<http://e/p>"]


def test_a_type_s_own_context_applies_to_members_before_it() -> None:
    text = '{"@context": {"T": {"@id": "http://e/T", "@context": {"q": "http://e/q"}}},\n'
    text += ' "@id": "http://e/a",\n "q": 1, "@type": "T"}'
    assert places(read(text)) == ["2:9 3:10 3:19", "2:9 3:2 3:7"]


def test_an_id_inside_nest_names_the_node() -> None:
    assert places(read('{"http://e/p": 1,\n "@nest": {"@id": "http://e/a"}}')) == ["2:19 1:2 1:16"]


def test_properties_without_iri_are_dropped_but_types_inside_them_are_not() -> None:
    # pyoxigraph keeps the triples of such types, so they need places too.
    text = '{"@id": "http://e/a", "unknown": {"http://e/q": 1,\n "@type": "http://e/T"}}'
    assert places(read(text)) == ["1:34 2:2 2:11"]


def test_the_end_of_a_token_is_after_its_last_character() -> None:
    text = '{"@id": "http://e/a", "http://e/p": [-1.5e3, "a \\" b", {"@list": []}, true]}'
    document = read(text)
    spans = [document.locate(row, "object") for row in range(4)]
    assert [text[(span.column or 0) - 1 : (span.end_column or 0) - 1] for span in spans] == [
        *("-1.5e3", '"a \\" b"', "[", "true"),
    ]


def test_a_line_end_of_windows_counts_once_and_a_byte_order_mark_not_at_all() -> None:
    text = b'\xef\xbb\xbf{"@id": "http://e/a",\r\n"http://e/p": 1}'
    assert places(read_content(text, JSON_LD)) == ["1:9 2:1 2:15"]


def test_a_lenient_reading_keeps_the_places_whether_or_not_more_triples_are_kept() -> None:
    kept = '{"@id": "http://e/a",\n "http://e/p": {"@value": "x", "@language": "not a tag"}, "http://e/q": 2}'
    assert places(read_content(kept.encode(), JSON_LD, limits=LENIENT)) == ["1:9 2:2 2:27", "1:9 2:59 2:73"]
    # pyoxigraph keeps properties that are not IRIs only together with all else, so both are left out here.
    dropped = kept.replace("http://e/p", "unknownkey")
    assert places(read_content(dropped.encode(), JSON_LD, limits=LENIENT)) == ["1:9 2:59 2:73"]
