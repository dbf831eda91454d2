"""RDF/XML that the engine's parser does not read as the standard says, and errors that it does not see."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.graph.dataset import UnreadableFile, load
from adgo.turtle import engine_quads
from adgo.turtle.formats import RDF_XML
from adgo.turtle.normalization.report import Changes
from adgo.turtle.reader import read_content

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: Line 1, and the beginning of line 2, with 25 characters.
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="urn:e:">\n<e:T rdf:about="urn:a">'
END = "</e:T></rdf:RDF>"
TYPE = f"<{RDF}type>"


def quads(content: str, size: int = 1 << 20) -> list[tuple[str, str, str]]:
    """The triples, without the names of blank nodes and the type of the first node; read in pieces of `size`."""

    class Pieces(BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            return super().read(size)

    found = engine_quads.read(Pieces(content.encode()), RDF_XML)
    triples = [(str(each.subject), str(each.predicate), str(each.object)) for each in found]
    named = [tuple("_:" if term[0] == "_" else term for term in each) for each in triples]
    return [each for each in named if each[1:] != (TYPE, "<urn:e:T>")]  # type: ignore[misc]


def value(text: str) -> tuple[str, str, str]:
    return "<urn:a>", "<urn:e:p>", text


XML_LITERAL = f"^^<{RDF}XMLLiteral>"
#: Property elements, and their triples by sections 7.2.16 to 7.2.21 of RDF 1.1 XML Syntax.
READ = {
    '<e:p rdf:parseType="foo">x</e:p>': [value(f'"x"{XML_LITERAL}')],
    '<e:p rdf:type="urn:U"/>': [("_:", TYPE, "<urn:U>"), value("_:")],
    '<e:p rdf:type="urn:U"></e:p>': [("_:", TYPE, "<urn:U>"), value("_:")],
    '<e:p rdf:resource="urn:b" rdf:type="urn:U"/>': [("<urn:b>", TYPE, "<urn:U>"), value("<urn:b>")],
    "<e:p>x<!--c-->y</e:p>": [value('"xy"')],
    "<e:p>x<?pi d?>y</e:p>": [value('"xy"')],
    "<e:p>z<![CDATA[a<b&c]]> x</e:p>": [value('"za<b&c x"')],
    "<e:p><![CDATA[a]]><![CDATA[]]><!--c-->b</e:p>": [value('"ab"')],
    "<e:p> <!--c--> <e:T rdf:about='urn:b'/></e:p>": [value("<urn:b>")],
    '<e:p xml:lang="">b</e:p>': [value('"b"')],
    # An empty language, inside one with a language.
    '<e:p xml:lang="en"><e:T rdf:about="urn:b" xml:lang=""><e:q>x</e:q></e:T></e:p>': [
        ("<urn:b>", "<urn:e:q>", '"x"'),
        value("<urn:b>"),
    ],
    '<e:p xml:lang="en"><e:T rdf:about="urn:b" xml:lang="" e:q="&lt;x&#10;"/></e:p>': [
        ("<urn:b>", "<urn:e:q>", '"<x\\n"'),
        value("<urn:b>"),
    ],
    '<e:p xml:lang="en"><e:T rdf:about="urn:b" xml:lang=""><e:q e:r="x"/></e:T></e:p>': [
        ("_:", "<urn:e:r>", '"x"'),
        ("<urn:b>", "<urn:e:q>", "_:"),
        value("<urn:b>"),
    ],
    '<e:p xml:lang="en"><e:T rdf:about="urn:b" xml:lang=""><e:q><e:T rdf:about="urn:c"/></e:q></e:T></e:p>': [
        ("<urn:b>", "<urn:e:q>", "<urn:c>"),
        value("<urn:b>"),
    ],
    '<e:p xml:lang="en"><e:T rdf:about="urn:b" xml:lang=""><e:q xml:lang="de">x</e:q></e:T></e:p>': [
        ("<urn:b>", "<urn:e:q>", '"x"@de'),
        value("<urn:b>"),
    ],
}


@pytest.mark.parametrize("inside", READ)
def test_every_triple_of_the_standard_is_read(inside: str) -> None:
    """Bug: triples were left out, types were lost, and valid text was refused, as by the engine's parser."""
    content = HEAD + inside + END
    assert quads(content) == READ[inside]
    document = read_content(content.encode(), RDF_XML)
    assert not document.note
    assert len(document.rows) == len(READ[inside]) + content.count("<e:T")


@examples(30, 600, st.lists(st.sampled_from(list(READ)), min_size=1, max_size=4), st.integers(1, 40))
def test_the_pieces_of_a_file_make_no_difference(inside: list[str], size: int) -> None:
    content = HEAD + "\n<!-- é -->".join(inside) + END
    assert quads(content, size) == quads(content) == [triple for each in inside for triple in READ[each]]


#: Property elements that the grammar does not allow, and what the message says.
REFUSED = {
    '<e:p rdf:resource="urn:b" rdf:parseType="Resource"/>': "rdf:parseType",
    '<e:p rdf:resource="urn:b" rdf:parseType="Literal">x</e:p>': "rdf:parseType",
    '<e:p rdf:resource="urn:b" rdf:parseType="Collection"/>': "rdf:parseType",
    '<e:p e:q="1" rdf:parseType="Resource"/>': "rdf:parseType",
    '<e:p e:q="1" rdf:parseType="Literal">x</e:p>': "rdf:parseType",
    '<e:p rdf:resource="urn:b" rdf:datatype="urn:d"/>': "rdf:datatype stands for text",
    '<e:p rdf:datatype="urn:d"><e:T/></e:p>': "rdf:datatype stands for text",
    '<e:p rdf:datatype="urn:d" e:q="1"/>': "rdf:datatype stands for text",
    '<e:p rdf:bagID="b" rdf:resource="urn:b"/>': "rdf:bagID was removed",
    '<e:p rdf:about="urn:b"/>': "rdf:about must not be on a property element",
    '<e:p rdf:Description="b"/>': "rdf:Description must not be an attribute",
}


@pytest.mark.parametrize("inside", REFUSED)
def test_what_the_engine_ignores_is_refused(inside: str, tmp_path: Path) -> None:
    """Bug: attributes that RDF/XML does not allow there were ignored, so triples were lost or wrong."""
    path = tmp_path / "x.rdf"
    path.write_text(HEAD + inside + END)
    with pytest.raises(UnreadableFile, match=rf"x\.rdf:2:[1-9][0-9]*: .*{REFUSED[inside]}"):
        load([path])


@pytest.mark.parametrize(
    ("declared", "text", "message"),
    [
        ('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;", "outside of the document"),
        ('<!ENTITY a "<e:T/>">', "&a;", "an entity must not have tags"),
        ('<!ENTITY a "x<!--c-->y">', "&a;", "an entity must not have tags"),
    ],
)
def test_an_entity_that_cannot_be_read_has_a_line(declared: str, text: str, message: str) -> None:
    """Bug: an entity of another file was refused without a line, and one with tags was read as text."""
    content = f"<!DOCTYPE x [{declared}]>\n{HEAD}<e:p>{text}</e:p>{END}"
    with pytest.raises(SyntaxError, match=message) as caught:
        quads(content)
    assert caught.value.lineno == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_named(encoding: str) -> None:
    """Bug: RDF/XML in UTF-16 was called XML that is not well-formed."""
    with pytest.raises(SyntaxError, match="iconv"):
        list(engine_quads.read((HEAD + END).encode(encoding), RDF_XML))


def test_tags_with_capitals_are_counted_in_rewritten_text(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(f'{HEAD}<e:p xml:lang="EN">x<!--c-->y</e:p>{END}')
    changes: Changes = load([path]).changes
    assert changes.count == 1
