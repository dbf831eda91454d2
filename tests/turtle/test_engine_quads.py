"""The quads of a document: all of them, or a syntax error."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from adgo.graph.dataset import UnreadableFile, load
from adgo.server.engine.change_documents import ChangeDocuments
from adgo.server.engine.change_refusal import ChangeRefused
from adgo.server.store.loading import read_file
from adgo.turtle import TurtleError, engine_quads
from adgo.turtle.formats import JSON_LD, RDF_XML
from adgo.turtle.normalization.report import Changes
from adgo.turtle.reader import read_content

ROOT = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">\n'
ELEMENT = '<rdf:Description rdf:about="urn:{}"><e:p>x</e:p></rdf:Description>\n'
WHOLE = ROOT + ELEMENT.format("a") + ELEMENT.format("b") + "</rdf:RDF>\n"
ALONE = ELEMENT.replace(
    "<rdf:Description", "<rdf:Description" + ROOT.removeprefix("<rdf:RDF").removesuffix(">\n")
)
#: What the engine's parser takes as complete.
CUT = [
    "",
    ROOT,
    ROOT + ELEMENT.format("a"),
    '<?xml version="1.1"?>' + ROOT + ELEMENT.format("a"),
    *(text.format("a").removesuffix("</rdf:Description>\n") for text in (ROOT + ELEMENT, ALONE)),
]
#: What may precede the root element.
BEFORE = ["", '<?xml version="1.1"?>', '<?xml version="1.0" encoding="UTF-8"?>\n<!-- <a> -->']


def put(content: bytes) -> None:
    one = {
        "format": "rdf",
        "size": len(content),
        "start": 0,
        "end": 1,
        "source": "http://a/b",
        "silent": False,
    }
    ChangeDocuments(content, strict_terms=False).replacements([one | {"graph": "<urn:g>"}])


Read = Callable[[Path], object]
READERS: list[Read] = [
    lambda path: load([path]),
    lambda path: list(read_file(path, Changes())),
    lambda path: put(path.read_bytes()),
    lambda path: list(engine_quads.read(path.read_text(), RDF_XML)),
    lambda path: list(engine_quads.read(BytesIO(path.read_bytes()), RDF_XML)),
    lambda path: read_content(path.read_bytes(), RDF_XML),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", CUT)
def test_rdf_xml_that_breaks_off_is_not_taken_as_complete(
    tmp_path: Path, text: str, read: Callable[[Path], object]
) -> None:
    """Bug: half a file between two elements was loaded, and half a graph was put, as if it were whole."""
    path = tmp_path / "half.rdf"
    path.write_text(text)
    with pytest.raises((SyntaxError, UnreadableFile, ChangeRefused, TurtleError)):
        read(path)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("before", BEFORE)
def test_whole_rdf_xml_is_read(tmp_path: Path, before: str, read: Read) -> None:
    path = tmp_path / "whole.rdf"
    path.write_text(before + WHOLE)
    read(path)


def test_the_message_names_the_line_and_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "half.rdf"
    path.write_text(CUT[2])
    with pytest.raises(
        UnreadableFile, match=r"half\.rdf:3:1: the document is cut off: </rdf:RDF> is missing"
    ):
        load([path])


def test_json_ld_with_a_context_at_another_address_says_what_helps() -> None:
    """Bug: `No LoadDocumentCallback has been set to load remote contexts`."""
    with pytest.raises(SyntaxError, match="write that context into the document"):
        list(engine_quads.read(b'{"@context": "https://schema.org/", "@id": "urn:a"}', JSON_LD))
    with pytest.raises(SyntaxError, match="line 1"):
        list(engine_quads.read(b'{"@id": ', JSON_LD))
