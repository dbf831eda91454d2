"""The places of every construct of RDF/XML, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.turtle import Document, TurtleError
from adgo.turtle.document import Part
from adgo.turtle.formats import RDF_XML
from adgo.turtle.limits import LENIENT
from adgo.turtle.reader import read_content

PARTS: tuple[Part, ...] = ("subject", "predicate", "object")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: Line 1. What follows starts in line 2.
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">\n'
#: Line 2 of most examples: the value of rdf:about is at 2:28.
NODE = '<rdf:Description rdf:about="a">\n'
END = "\n</rdf:Description>"


def read(text: str) -> Document:
    return read_content(text.encode(), RDF_XML, base="http://base.example/")


def places(document: Document) -> list[str]:
    """The places of subject, predicate and object of each triple, as in `2:28 3:2 3:6`, in any order."""
    assert not document.note
    return sorted(
        " ".join(f"{span.line}:{span.column}" for span in (document.locate(row, part) for part in PARTS))
        for row in range(len(document.rows))
    )


#: The inside of a node, from line 3 on.
PROPERTIES = {
    "text": ("<e:p>x</e:p>", "2:28 3:2 3:6"),
    "text after white space": ("<e:p>\n  x y\n</e:p>", "2:28 3:2 4:3"),
    "no text": ("<e:p></e:p>", "2:28 3:2 3:2"),
    "an empty element": ("<e:p/>", "2:28 3:2 3:2"),
    "a language": ('<e:p xml:lang="EN">x</e:p>', "2:28 3:2 3:20"),
    "a datatype": ('<e:p rdf:datatype="d">x</e:p>', "2:28 3:2 3:23"),
    "a character reference": ("<e:p>&#233;&lt;</e:p>", "2:28 3:2 3:6"),
    "CDATA": ("<e:p><![CDATA[<b>]]></e:p>", "2:28 3:2 3:15"),
    "a comment before the text": ("<e:p><!-- c -->x</e:p>", "2:28 3:2 3:16"),
    "a resource": ("<e:p rdf:resource='b'/>", "2:28 3:2 3:19"),
    "a blank node with a label": ('<e:p rdf:nodeID="b"/>', "2:28 3:2 3:17"),
    "a tab and characters beyond the basic plane": (
        "\t<e:\u00e9>\U0001f600</e:\u00e9> <e:p>x</e:p>",
        "2:28 3:3 3:7",
        "2:28 3:16 3:20",
    ),
    "spaces around the equals sign": ('<e:p rdf:resource = "b" />', "2:28 3:2 3:21"),
    "a nested node": ('<e:p><e:T rdf:about="b"/></e:p>', "2:28 3:2 3:21", "3:21 3:7 3:7"),
    "a nested blank node": (
        "<e:p><rdf:Description><e:q>x</e:q></rdf:Description></e:p>",
        "2:28 3:2 3:7",
        "3:7 3:24 3:28",
    ),
    "properties of an object": ('<e:p rdf:resource="b" e:q="x"/>', "2:28 3:2 3:19", "3:19 3:23 3:27"),
    "properties of a blank object": ('<e:p e:q="x"/>', "2:28 3:2 3:2", "3:2 3:6 3:10"),
    "a type of an object": ('<e:p rdf:resource="b" rdf:type="T"/>', "2:28 3:2 3:19", "3:19 3:23 3:32"),
    "rdf:li": ("<rdf:li>x</rdf:li><rdf:li>y</rdf:li>", "2:28 3:2 3:9", "2:28 3:20 3:27"),
    "parseType Resource": (
        '<e:p rdf:parseType="Resource"><e:q>x</e:q></e:p>',
        *("2:28 3:2 3:2", "3:2 3:32 3:36"),
    ),
    "parseType Literal": ('<e:p rdf:parseType="Literal">a <e:b>c</e:b></e:p>', "2:28 3:2 3:30"),
    "parseType Literal that starts with a tag": (
        '<e:p rdf:parseType="Literal"> <b/>c</e:p>',
        "2:28 3:2 3:31",
    ),
    "an unknown parseType": (
        '<e:p rdf:parseType="other"><b>c</b></e:p><e:q>x</e:q>',
        *("2:28 3:2 3:28", "2:28 3:43 3:47"),
    ),
    "only a type of a blank object": ('<e:p rdf:type="T"/>', "2:28 3:2 3:2", "3:2 3:6 3:15"),
    "a comment inside a text": ("<e:p>x<!-- c -->y</e:p>", "2:28 3:2 3:6"),
    "CDATA inside a text": ("<e:p>\nx<![CDATA[<b>]]> y</e:p>", "2:28 3:2 4:1"),
    "no language inside one": (
        '<e:p xml:lang="en">x</e:p><e:p xml:lang="">y</e:p>',
        "2:28 3:2 3:20",
        "2:28 3:28 3:44",
    ),
    "a list": (
        '<e:p rdf:parseType="Collection">\n<rdf:Description rdf:about="b"/>\n<e:T/></e:p>',
        # The list, its first and its second item, and the type of that.
        *("2:28 3:2 3:2", "3:2 4:28 4:28", "3:2 5:2 5:2", "5:2 5:2 5:2", "5:2 5:2 5:2", "5:2 5:9 5:9"),
    ),
    "an empty list": ('<e:p rdf:parseType="Collection"/>', "2:28 3:2 3:2"),
    "reification": (
        '<e:p rdf:ID="s">x</e:p>',
        *("2:28 3:2 3:17", "3:13 3:6 2:28", "3:13 3:6 3:13", "3:13 3:6 3:17", "3:13 3:6 3:2"),
    ),
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_places_of_properties(name: str) -> None:
    inside, *expected = PROPERTIES[name]
    assert places(read(HEAD + NODE + inside + END + "</rdf:RDF>")) == sorted(expected)


#: Whole nodes, from line 2 on.
NODES = {
    "rdf:about": ('<e:T rdf:about="a"/>', "2:16 2:2 2:2"),
    "rdf:ID": ('<e:T rdf:ID="a"/>', "2:13 2:2 2:2"),
    "rdf:nodeID": ('<e:T rdf:nodeID="a"/>', "2:17 2:2 2:2"),
    "no name": ("<e:T/>", "2:2 2:2 2:2"),
    "rdf:type": ('<e:T rdf:about="a" rdf:type="S"/>', "2:16 2:2 2:2", "2:16 2:20 2:29"),
    "property attributes": (
        '<e:T rdf:about="a"\n  e:p="x" xml:lang="en"\n  e:q="y"/>',
        *("2:16 2:2 2:2", "2:16 3:3 3:7", "2:16 4:3 4:7"),
    ),
    "a namespace declared inside": ('<T xmlns="http://z/" rdf:about="a"/>', "2:32 2:2 2:2"),
    "a base": ('<e:T xml:base="http://q/" rdf:about="a"/>', "2:37 2:2 2:2"),
}


@pytest.mark.parametrize("name", NODES)
def test_places_of_nodes(name: str) -> None:
    text, *expected = NODES[name]
    assert places(read(f"{HEAD}{text}</rdf:RDF>")) == sorted(expected)


def test_entities_and_a_root_that_is_a_node() -> None:
    text = f'<!DOCTYPE x [\n<!ENTITY e "http://e/">\n]>\n<a:T xmlns:rdf="{RDF}" xmlns:a="&e;"\n rdf:about="&e;a"/>'
    document = read(text)
    assert list(document.triples()) == [("<http://e/a>", f"<{RDF}type>", "<http://e/T>")]
    assert places(document) == ["5:12 4:2 4:2"]


def test_line_ends_of_windows() -> None:
    """pyoxigraph keeps the carriage returns, and expat does not."""
    assert places(read(HEAD + '<e:T rdf:about="a">\r\n<e:p>x\r\ny</e:p>\r\n</e:T></rdf:RDF>')) == [
        "2:16 2:2 2:2",
        "2:16 3:2 3:6",
    ]


def test_the_end_of_a_token() -> None:
    document = read(HEAD + '<e:T rdf:about="a"><e:p>one two </e:p></e:T></rdf:RDF>')
    assert [document.locate(1, part)[3] for part in PARTS] == [19, 24, 32]


#: Faults: what follows line 1, the place, and what the message says.
FAULTS = {
    "a wrong end tag": (
        "<e:T>\n <e:p>x</e:q></e:T></rdf:RDF>",
        (3, 8),
        "</e:p> must close the <e:p> of line 3",
    ),
    "a missing end tag": ("<e:T>\n", (3, 1), "</e:T> is missing: the <e:T> of line 2"),
    "an unknown prefix": ("<e:T f:p='x'/></rdf:RDF>", (2, 6), "xmlns:f="),
    "an unknown entity": ("<e:T>\n <e:p>a&b;</e:p></e:T></rdf:RDF>", (3, 8), "&b;"),
    "an attribute without prefix": ('<e:T about="a"/></rdf:RDF>', (2, 6), "rdf:about"),
    "an element without prefix": ("<T/></rdf:RDF>", (2, 2), "no namespace"),
    "text between nodes": ("<e:T/> x</rdf:RDF>", (2, 8), "text is not allowed here"),
    "an ID that is used twice": ('<e:T rdf:ID="a"/>\n<e:T rdf:ID="a"/></rdf:RDF>', (3, 13), "used before"),
    "an invalid IRI": ('<e:T rdf:about="http://e/a b"/></rdf:RDF>', (2, 16), "not a valid IRI"),
    "an invalid language tag": ('<e:T><e:p xml:lang="e_n">x</e:p></e:T></rdf:RDF>', (2, 20), "language tag"),
    "an ampersand": ("<e:T><e:p>a & b</e:p></e:T></rdf:RDF>", (2, 13), "&amp;"),
    "half a tag": ('<e:T/>\n<e:T rdf:about="a', (3, 1), "the file ends inside this tag"),
    "a node with a datatype": (
        '<e:T><e:p rdf:datatype="d"><e:A/></e:p></e:T></rdf:RDF>',
        (2, 29),
        "stands for text",
    ),
    "a datatype of a resource": (
        '<e:T><e:p rdf:resource="a" rdf:datatype="d"/></e:T></rdf:RDF>',
        (2, 28),
        "stands for text",
    ),
    "a resource with a parseType": (
        '<e:T><e:p rdf:resource="a" rdf:parseType="Resource"/></e:T></rdf:RDF>',
        (2, 28),
        "rdf:parseType",
    ),
    "a property with a parseType": (
        '<e:T><e:p e:q="a" rdf:parseType="Literal">x</e:p></e:T></rdf:RDF>',
        (2, 19),
        "rdf:parseType",
    ),
    "rdf:bagID": ('<e:T rdf:bagID="a"/></rdf:RDF>', (2, 6), "was removed"),
    "rdf:about of a property": ('<e:T><e:p rdf:about="a"/></e:T></rdf:RDF>', (2, 11), "rdf:resource"),
    "rdf:resource of a node": ('<e:T rdf:resource="a"/></rdf:RDF>', (2, 6), "on a node element"),
    "rdf:Description as an attribute": ('<e:T rdf:Description="a"/></rdf:RDF>', (2, 6), "no such attribute"),
    "two values": ("<e:T><e:p><e:A/><e:B/></e:p></e:T></rdf:RDF>", (2, 18), "one property element for each"),
}


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_file_is_reported_at_its_beginning(text: str) -> None:
    """Bug: an empty file had the place 1:0, though columns count from 1."""
    with pytest.raises(TurtleError) as caught:
        read(text)
    assert caught.value.faults[0].column == 1


@pytest.mark.parametrize("text", ["", "\n", f"{HEAD}<e:T/>", f"{HEAD}<e:T/></rdf:RDF>\n<e:T/>"])
def test_half_a_file_is_refused(text: str) -> None:
    """pyoxigraph reads the triples before the end of the file, so data that were cut off conformed."""
    with pytest.raises(TurtleError) as caught:
        read(text)
    assert caught.value.faults[0].line


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_a_place_and_a_remedy(name: str) -> None:
    text, place, message = FAULTS[name]
    with pytest.raises(TurtleError) as caught:
        read(HEAD + text)
    fault = caught.value.faults[0]
    assert (fault.line, fault.column) == place
    assert message in fault.message


def test_validate_names_line_and_column(tmp_path: Path) -> None:
    """Results in RDF/XML had only the name of the file."""
    data, shapes = tmp_path / "x.rdf", tmp_path / "shapes.ttl"
    data.write_text(f'{HEAD}<e:T rdf:about="http://e/a">\n  <e:p>x</e:p>\n</e:T></rdf:RDF>', encoding="utf-8")
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .\n"
        "e:S sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:nodeKind sh:IRI ] .",
        encoding="utf-8",
    )
    result = CliRunner().invoke(adgo, ["validate", str(data), "--shapes", str(shapes)])
    assert result.exit_code == 1
    assert f"{data}:3:8: violation" in result.stdout


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        ('<e:p rdf:resource="http://e/a[b]"/>', "2:28 3:2 3:19"),
        ('<e:p xml:lang="abcdefghi">x</e:p>', "2:28 3:2 3:27"),
        ('<e:p rdf:datatype="http://e/a[b]">x</e:p>', "2:28 3:2 3:35"),
    ],
)
def test_what_only_a_lenient_reader_accepts_has_a_place(inside: str, place: str) -> None:
    text = f"{HEAD}{NODE}{inside}{END}\n</rdf:RDF>"
    with pytest.raises(TurtleError):
        read(text)
    document = read_content(text.encode(), RDF_XML, base="http://base.example/", limits=LENIENT)
    assert places(document) == [place]
    assert [warning.line for warning in document.warnings] == [3]
