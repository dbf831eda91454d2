"""Entities of RDF/XML: those of every OWL editor are read, those that fill the memory are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.turtle import TurtleError, read_file
from adgo.turtle.parsing.xml_entities import growth

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://e/">'


def xml(entities: str, content: str) -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE r [{entities}]>\n{RDF}<ex:C rdf:about="http://e/a">{content}</ex:C></rdf:RDF>'


def laughs(levels: int) -> str:
    """A billion of them, at nine levels."""
    more = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(levels))
    return xml(f'<!ENTITY a0 "ha">{more}', f"<ex:p>&a{levels};</ex:p>")


def test_entities_of_namespaces_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.owl"
    path.write_text(
        xml('<!ENTITY e "http://e/">', '<ex:p rdf:resource="&e;b"/><ex:q>a &amp; b</ex:q>'), encoding="utf-8"
    )
    terms = {term for triple in read_file(path).triples() for term in triple}
    assert {"<http://e/b>", '"a & b"'} <= terms


@pytest.mark.parametrize(
    "text",
    [
        laughs(30),
        laughs(10),
        xml(f'<!ENTITY a "{"&b;" * 9}"><!ENTITY b "{"&a;" * 9}">', "<ex:p>&a;</ex:p>"),
        xml(f'<!ENTITY a "{"h" * 100_000}">', f"<ex:p>{'&a;' * 100_000}</ex:p>"),
    ],
    ids=["levels without end", "levels", "a circle", "one level"],
)
def test_entities_that_fill_the_memory_are_refused(tmp_path: Path, text: str) -> None:
    """They took all the memory that there was, and the process with it."""
    path = tmp_path / "x.rdf"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TurtleError, match="its entities expand to more than"):
        read_file(path)


def test_what_entities_add_is_counted() -> None:
    assert growth("no entity &amp; none", 100) == 0
    assert growth(xml('<!ENTITY a "four">', "<ex:p>&a;&a;&unknown;</ex:p>"), 100) == 8
    assert growth(laughs(3), 10**9) > 2000


def test_a_context_at_an_address_is_not_fetched_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text('{"@context": "http://example.org/c", "@id": "http://e/a"}', encoding="utf-8")
    with pytest.raises(TurtleError, match="its @context is an address, which is not fetched"):
        read_file(path)
