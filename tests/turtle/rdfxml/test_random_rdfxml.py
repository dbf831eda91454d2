"""Random RDF/XML: all triples have places, and what is written there is the term."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from random_examples import examples

from adgo.turtle.document import Part
from adgo.turtle.formats import RDF_XML
from adgo.turtle.reader import read_content
from adgo.turtle.terms import split_literal

BASE = "http://base.example/folder/file"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PARTS: tuple[Part, ...] = ("subject", "predicate", "object")

texts = st.sampled_from(["x", "a b", "\u00e9\U0001f600", "a < b & c", 'quote "', "two\nlines", "&", "1"])
iris = st.sampled_from(["", "a", "#f", "http://e/b", "../c?q=1", "urn:x:y", "http://e/\u00e9"])
gaps = st.sampled_from(["", " ", "\n  ", "\t", "<!-- a comment -->", "\n<?a pi?>\n"])
names = st.sampled_from(["e:p", "e:q", "f:r", "e:\u00e9", "rdf:value", "rdf:_3"])
classes = st.sampled_from(["rdf:Description", "e:T", "f:S", "rdf:Bag"])
labels = st.sampled_from(["n", "m", "b1"])


def attribute(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An attribute with one of the values, or nothing."""
    return st.one_of(st.just(""), values.map(lambda value: f" {name}={quoteattr(value)}"))


languages = attribute("xml:lang", st.sampled_from(["en", "DE-at"]))
bases = attribute("xml:base", st.sampled_from(["http://other.example/x/y"]))
properties_in_attributes = st.lists(
    st.tuples(st.sampled_from(["e:s", "f:t", "e:u"]), texts), max_size=2, unique_by=lambda pair: pair[0]
).map(lambda pairs: "".join(f" {name}={quoteattr(value)}" for name, value in pairs))
subjects = st.one_of(attribute("rdf:about", iris), attribute("rdf:nodeID", labels))


@st.composite
def properties(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """A property element of any kind."""
    name = draw(st.one_of(names, st.just("rdf:li")))
    head = name + draw(languages) + draw(bases)
    kind = draw(st.integers(0, 7))
    if kind == 0:
        return f"<{head}{draw(attribute('rdf:datatype', iris.filter(bool)))}>{escape(draw(texts))}</{name}>"
    if kind == 1:
        return f"<{head} rdf:resource={quoteattr(draw(iris))}{draw(properties_in_attributes)}/>"
    if kind == 2:
        return f"<{head} rdf:nodeID={quoteattr(draw(labels))} />"
    if kind == 3:
        return f"<{head}{draw(properties_in_attributes)}/>"
    if kind == 4:
        return f'<{head} rdf:parseType="Literal">{escape(draw(texts))}<e:x e:y="z">{escape(draw(texts))}</e:x></{name}>'
    content = draw(gaps) + draw(inner) + draw(gaps)
    if kind == 5:
        return f"<{head}>{content}</{name}>"
    if kind == 6:
        others = "".join(draw(st.lists(inner, max_size=2)))
        return f'<{head} rdf:parseType="Collection">{content}{others}</{name}>'
    more = draw(st.lists(properties(inner), max_size=2)) if draw(st.booleans()) else []
    return f'<{head} rdf:parseType="Resource">{draw(gaps)}{"".join(more)}</{name}>'


@st.composite
def nodes(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """A node element with some properties."""
    name = draw(classes)
    head = name + draw(subjects) + draw(languages) + draw(bases) + draw(properties_in_attributes)
    head += draw(attribute("rdf:type", iris))
    inside = draw(st.lists(properties(inner), max_size=3))
    gap = draw(gaps)
    return f"<{head}>{gap}{gap.join(inside)}{gap}</{name}>" if inside else f"<{head}/>"


leaves = st.tuples(classes, subjects).map(lambda parts: f"<{parts[0]}{parts[1]}/>")
trees = st.recursive(leaves, nodes, max_leaves=8)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document, some properties of which have an rdf:ID."""
    inside = draw(gaps).join(draw(st.lists(trees, min_size=1, max_size=3)))
    for number in range(draw(st.integers(0, 2))):
        inside = (
            inside.replace("<e:p ", f'<e:p rdf:ID="s{number}" ', 1) if "<e:p rdf:ID" not in inside else inside
        )
    return f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/" xmlns:f="http://f.example/#">{inside}</rdf:RDF>'


@examples(40, 1000, documents())
def test_all_triples_have_places_that_fit(text: str) -> None:
    """The terms are written there."""
    document = read_content(text.encode(), RDF_XML, base=BASE)
    triples = list(parse(text, RdfFormat.RDF_XML, base_iri=BASE))
    assert not document.note
    assert len(document.rows) == len(triples)
    for row, triple in enumerate(document.triples()):
        for part, term in zip(PARTS, triple, strict=True):
            written = text[document.rows.offsets[part][row] :]
            if term[0] == '"' and not term.endswith("XMLLiteral>"):
                content = split_literal(term)[0].strip()
                assert (
                    written.startswith((escape(content), quoteattr(content), quoteattr(content)[:-1]))
                    or not content
                )
            elif part == "predicate" and not term.startswith(f"<{RDF}"):
                local = term[1:-1].removeprefix("http://e/").removeprefix("http://f.example/#")
                assert written[1:].startswith(f":{local}")
