"""What is reported about changed literals: a sentence, and a header field by RFC 8941."""

from __future__ import annotations

import json

from adgo.turtle.formats import JSON_LD, TURTLE
from adgo.turtle.normalization import lines
from adgo.turtle.normalization.report import Changes

INT, DECIMAL = (f"^^<http://www.w3.org/2001/XMLSchema#{name}>" for name in ("int", "decimal"))
INTEGER = INT.replace("int>", "integer>")


def changes() -> Changes:
    found = Changes()
    found.note(f'"5"{INT}', f'"5"{INTEGER}', 2)
    found.note(f'"1.10"{DECIMAL}', f'"1.1"{DECIMAL}')
    found.note(f'"1.0"{DECIMAL}', f'"1"{DECIMAL}')
    found.note('"a"@EN', '"a"@en')
    return found


def test_the_first_three_are_named_and_the_others_counted():
    assert changes().sentence() == (
        '5 literals were changed when stored: "5"^^xsd:int to 5, "1.10"^^xsd:decimal to 1.1, '
        # As 1 is an xsd:integer in Turtle, the decimal keeps its quotes.
        '"1.0"^^xsd:decimal to "1"^^xsd:decimal, and 2 more'
    )


def test_one_literal_is_named_with_its_place():
    found = Changes()
    found.note('"a"@EN', '"a"@en')
    placed = found.at("a.ttl", {'"a"@EN': 7})
    assert placed.sentence() == '1 literal was changed when stored: "a"@EN to "a"@en (a.ttl, line 7)'
    assert found.at("a.ttl", {}).sentence().endswith("(a.ttl)")


def test_a_header_field_is_an_integer_with_a_string_of_visible_ascii():
    found = Changes()
    found.note('"q\\"\\r\\nSet-Cookie: a=b 汽车"@EN', '"q\\"\\r\\nSet-Cookie: a=b 汽车"@en')
    value = found.header()
    assert value.isascii()
    assert value.isprintable()
    number, _, example = value.partition(";example=")
    assert number == "1"
    # An sf-string escapes backslashes and quotes only, as JSON does.
    assert json.loads(example) == (
        '"q\\"\\r\\nSet-Cookie: a=b \\u6C7D\\u8F66"@EN to "q\\"\\r\\nSet-Cookie: a=b \\u6C7D\\u8F66"@en'
    )


def test_long_literals_are_cut():
    found = Changes()
    found.note(f'"{"x" * 5000}"@EN', f'"{"x" * 5000}"@en')
    assert len(found.header()) < 200


def test_changes_are_the_same_after_conversion_to_json_and_back():
    assert Changes.from_members(json.loads(json.dumps(changes().members()))) == changes()


def test_lines_are_those_of_the_literal_as_it_was_written():
    content = (
        b'\xef\xbb\xbf@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n<a:a> <a:p> "a"@en ,\n "a"@EN , 01 ,\n'
        b'"01"^^xsd:int , """\n"""@EN .'
    )
    wanted = ['"a"@EN', f'"01"{INTEGER}', f'"01"{INT}', '"\\n"@EN', '"absent"@EN']
    assert lines.find(content, TURTLE, wanted) == dict(zip(wanted, (3, 3, 4, 4), strict=False))
    assert lines.find(b"<a:a> <a:p> <<( <a:a> <a:p> 01 )>> .", TURTLE, wanted) == {}
    assert lines.find(b"{}", JSON_LD, wanted) == {}


def test_literals_that_comparisons_leave_out_are_named():
    found = Changes()
    found.note_unread(f'"12345678901234567890"{INTEGER}', 2)
    kept = "kept, but comparisons and sums leave out values that the store cannot read"
    named = '"12345678901234567890"^^xsd:integer'
    assert found.at("a.ttl", {}).sentence() == f"2 literals were {kept}: {named} (a.ttl), and 1 more"
    assert found.refusal() == f"2 literals would be {kept}: {named}, and 1 more. Store them as plain strings"
    assert found.header() == '0;unread=2;unread-example="\\"12345678901234567890\\"^^xsd:integer"'
    found.add(changes())
    assert found.header().startswith('5;example="')
    assert "5 literals were changed when stored: " in found.sentence()
    assert Changes.from_members(json.loads(json.dumps(found.members()))) == found
