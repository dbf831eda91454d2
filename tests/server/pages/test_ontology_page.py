"""The ontology's page: every term of the ontology files is there, with all that the files say of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from visited import Page, Visit, read

from adgo.corpus.corpus import Corpus
from adgo.graph import files
from adgo.graph.namespaces import ADGO, BASE, GRAPH, PREFIXES, RDF
from adgo.server.app import close, create_app
from adgo.server.protocol.negotiation import CSV, XLSX
from adgo.server.settings import Settings

OWL, RDFS, SCHEMA, SH, SKOS = (PREFIXES[name] for name in ("owl", "rdfs", "schema", "sh", "skos"))
PROPERTIES = {OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def triples(folder: str) -> list[Quad]:
    return [
        quad
        for path in sorted((files.root() / folder).glob("*.ttl"))
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


@pytest.fixture(scope="module")
def ontology() -> list[Quad]:
    return triples("ontology")


Said = Callable[[str, str], set[str]]


@pytest.fixture(scope="module")
def said(ontology: list[Quad]) -> Said:
    """A function from a term's name and a property to the values that the files give."""
    found: dict[tuple[str, str], set[str]] = {}
    for quad in ontology:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            key = quad.subject.value.removeprefix(ADGO), quad.predicate.value
            found.setdefault(key, set()).add(quad.object.value)
    return lambda name, property: found.get((name, property), set())


@pytest.fixture(scope="module")
def terms(ontology: list[Quad]) -> list[str]:
    """What the files say anything of in ADGO's namespace, by the name behind it."""
    found = {quad.subject.value for quad in ontology if isinstance(quad.subject, NamedNode)}
    return sorted(it.removeprefix(ADGO) for it in found if it.startswith(ADGO))


@pytest.fixture(scope="module")
def page(visit: Visit) -> Page:
    return visit("/ontology")


@pytest.fixture(scope="module")
def articles(page: Page) -> dict[str, str]:
    """The HTML of each term's article, by its anchor."""
    found = re.findall(r'<article class="term" id="([^"]+)">(.*?)</article>', page.html, re.DOTALL)
    assert len({name for name, _ in found}) == len(found)
    return dict(found)


def plain(text: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split())


def row(article: str, words: str) -> str:
    """The HTML of one row of a term's list; "" if it is not there."""
    found = re.search(rf"<dt>{words}</dt><dd>(.*?)</dd>", article, re.DOTALL)
    return found[1] if found else ""


def links(piece: str) -> set[str]:
    """The IRIs that a piece of HTML links to, those of terms by their anchors."""
    found = map(html.unescape, re.findall(r'href="([^"]+)"', piece))
    return {ADGO + each[1:] if each.startswith("#") else each for each in found}


def test_every_term_of_the_files_is_on_the_page_with_what_they_say(
    said: Said, terms: list[str], articles: dict[str, str]
) -> None:
    assert sorted(articles) == terms
    for name in terms:
        article = articles[name]
        assert f'href="#{name}">{ADGO}{name}</a>' in article
        text = plain(article)
        for property in ("definition", "scopeNote", "example", "notation", "altLabel", "changeNote"):
            for value in said(name, SKOS + property):
                assert " ".join(value.split()) in text, (name, property)
        labels = said(name, RDFS + "label")
        assert len(labels) == 1, name
        assert {html.unescape(re.search(r"<h[34]>([^<]*) <code>", article)[1])} == labels


def test_every_term_names_the_file_that_defines_it(articles: dict[str, str]) -> None:
    for path in sorted((files.root() / "ontology").glob("*.ttl")):
        text = path.read_text()
        for name in re.findall(r"^adgo:(\w+) a [^;]*;\n    rdfs:isDefinedBy", text, re.MULTILINE):
            assert f"<code>ontology/{path.name}</code>" in articles[name], name


@pytest.mark.parametrize(
    ("words", "properties"),
    [
        ("Subjects", {SCHEMA + "domainIncludes"}),
        ("Objects", {SCHEMA + "rangeIncludes"}),
        ("Domain", {RDFS + "domain"}),
        ("Range", {RDFS + "range"}),
        ("(?:Kind|Narrower form) of", {RDFS + "subClassOf", RDFS + "subPropertyOf"}),
    ],
)
def test_a_row_links_to_all_that_the_files_name_and_nothing_else(
    ontology: list[Quad], articles: dict[str, str], words: str, properties: set[str]
) -> None:
    expected: dict[str, set[str]] = {}
    for quad in ontology:
        is_own = isinstance(quad.object, NamedNode) and quad.object.value.startswith(ADGO)
        if quad.predicate.value in properties and (is_own or "sub" not in quad.predicate.value):
            assert isinstance(quad.object, NamedNode), "a class without a name is not shown in this row"
            expected.setdefault(quad.subject.value.removeprefix(ADGO), set()).add(quad.object.value)
    assert len(expected) > 5
    for name, article in articles.items():
        assert links(row(article, words)) == expected.get(name, set()), name


def test_every_property_says_its_subjects_and_objects(ontology: list[Quad], articles: dict[str, str]) -> None:
    deprecated = {quad.subject.value for quad in ontology if quad.predicate.value == OWL + "deprecated"}
    properties = {
        quad.subject.value
        for quad in ontology
        if quad.predicate.value == RDF + "type" and quad.object.value in PROPERTIES
    }
    for it in properties - deprecated:
        if it.startswith(ADGO):
            article = articles[it.removeprefix(ADGO)]
            assert row(article, "Subjects"), it
            assert row(article, "Objects"), it


def test_the_characteristics_are_those_of_the_axioms(said: Said, articles: dict[str, str]) -> None:
    words = {
        "FunctionalProperty": "functional",
        "SymmetricProperty": "symmetric",
        "AsymmetricProperty": "asymmetric",
        "TransitiveProperty": "transitive",
        "IrreflexiveProperty": "irreflexive",
    }
    seen = set()
    for name, article in articles.items():
        types = said(name, RDF + "type")
        expected = {word for kind, word in words.items() if OWL + kind in types}
        shown = row(article, "Characteristics")
        assert {each.strip().partition(":")[0] for each in shown.split("<br>") if each.strip()} == expected, (
            name
        )
        seen |= expected
    assert {"functional", "symmetric", "transitive", "irreflexive"} <= seen


def test_disjoint_terms_name_each_other(store: Store, articles: dict[str, str]) -> None:
    # Asked of one graph: in the store, each blank node is in two.
    graph = NamedNode(GRAPH + "ontology")

    def of(subject: object, property: str) -> list[Quad]:
        return list(store.quads_for_pattern(subject, NamedNode(property), None, graph))

    def members(node: object) -> Iterator[str]:
        for quad in of(node, RDF + "first"):
            yield quad.object.value
        for quad in of(node, RDF + "rest"):
            yield from members(quad.object)

    expected: dict[str, set[str]] = {}
    for quad in of(None, OWL + "members"):
        kinds = of(quad.subject, RDF + "type")
        if {kind.object.value for kind in kinds} & {
            OWL + "AllDisjointClasses",
            OWL + "AllDisjointProperties",
        }:
            together = set(members(quad.object))
            for each in together:
                expected.setdefault(each, set()).update(together - {each})
    for relation in ("disjointWith", "propertyDisjointWith"):
        for quad in of(None, OWL + relation):
            expected.setdefault(quad.subject.value, set()).add(quad.object.value)
            expected.setdefault(quad.object.value, set()).add(quad.subject.value)
    assert len(expected) > 20
    for name, article in articles.items():
        assert links(row(article, "Disjoint with")) == expected.get(ADGO + name, set()), name


#: The end of a line of `alignments.ttl`: the other vocabulary's term, and the reason.
ALIGNED = re.compile(r"([\w-]+):([\w.-]+) *[.,;](?: *# *(.*))?$", re.MULTILINE)


def test_every_alignment_is_shown_with_its_reason(page: Page, articles: dict[str, str]) -> None:
    text = (files.root() / "ontology" / "alignments.ttl").read_text()
    prefixes = dict(re.findall(r"@prefix ([\w-]+): <([^>]+)>", text))
    ends = ((prefixes[prefix] + name, reason) for prefix, name, reason in ALIGNED.findall(text))
    things = page.html.partition('id="other-alignments"')[2]
    aligned = [
        quad
        for quad in parse(text.encode(), RdfFormat.TURTLE)
        if quad.predicate.value != RDF + "type" and quad.subject.value.startswith((ADGO, BASE + "id/"))
    ]
    assert len(aligned) > 50
    for quad in aligned:
        subject, other = quad.subject.value, quad.object.value
        # Triples come in the order of the lines.
        reason = next(reason for name, reason in ends if name == other)
        where = articles[subject.removeprefix(ADGO)] if subject.startswith(ADGO) else things
        piece = re.search(rf'<a href="{re.escape(other)}">[^<]*</a>(.*?)</p>', where)
        assert piece, (subject, other)
        assert reason, f"{subject} is aligned to {other} without a reason"
        assert plain(piece[1]) == f"({reason})", (subject, other)


def test_every_target_of_a_shape_is_linked_from_its_term(visit: Visit, articles: dict[str, str]) -> None:
    aims = {"targetClass", "targetSubjectsOf", "targetObjectsOf", "path"}
    expected: dict[str, set[str]] = {}
    for quad in triples("shapes"):
        term = quad.object.value
        is_aim = quad.predicate.value.removeprefix(SH) in aims and isinstance(quad.subject, NamedNode)
        if is_aim and term.startswith(ADGO):
            expected.setdefault(term.removeprefix(ADGO), set()).add(quad.subject.value.rpartition("/")[2])
    assert len(expected) > 50
    anchors = {attributes["id"] for _, attributes in visit("/shapes").tags if "id" in attributes}
    for name, article in articles.items():
        linked = set(re.findall(r'href="/shapes#([^"]+)"', article))
        assert expected.get(name, set()) <= linked, name
        assert linked <= anchors, name


def test_the_shapes_of_a_class_guard_the_classes_below_it(said: Said, articles: dict[str, str]) -> None:
    shapes: dict[str, set[str]] = {}
    for quad in triples("shapes"):
        if quad.predicate.value == SH + "targetClass" and isinstance(quad.subject, NamedNode):
            shapes.setdefault(quad.object.value, set()).add(quad.subject.value.rpartition("/")[2])

    def above(name: str) -> set[str]:
        direct = {it for it in said(name, RDFS + "subClassOf") if it.startswith(ADGO)}
        return direct.union(*(above(it.removeprefix(ADGO)) for it in direct))

    seen = 0
    for name, article in articles.items():
        text = re.sub("</?span[^>]*>", "", article)
        for it in above(name):
            [label] = said(it.removeprefix(ADGO), RDFS + "label")
            for shape in shapes.get(it, ()):
                assert f"shape:{shape}</a> checks members of {label}" in text, name
                seen += 1
    assert seen > 20


def test_the_uses_of_every_term_are_those_in_all_graphs_but_plans(
    store: Store, ontology: list[Quad], articles: dict[str, str]
) -> None:
    """Bug: judgements, reviews and standings were said not to be used, as only the default graph was counted."""
    claim = NamedNode(ADGO + "Claim")
    quads = {
        (quad.subject, quad.predicate.value, quad.object)
        for quad in store
        if quad.graph_name not in (NamedNode(GRAPH + "plans"), NamedNode(GRAPH + "shapes"))
    }
    claims = {subject for subject, predicate, value in quads if predicate == RDF + "type" and value == claim}
    values = {q.subject.value for q in ontology if q.object == NamedNode(OWL + "NamedIndividual")}
    counts: dict[tuple[str, str], set[object]] = {}
    for subject, predicate, value in quads:
        counts.setdefault((predicate, "triple"), set()).add((subject, value))
        if not isinstance(value, NamedNode):
            continue
        if predicate == RDF + "type":
            counts.setdefault((value.value, "thing"), set()).add(subject)
        elif subject in claims:
            counts.setdefault((value.value, "claim"), set()).add(subject)
        is_record = isinstance(subject, NamedNode) and not subject.value.startswith(ADGO)
        if value.value in values and is_record and subject not in claims:
            counts.setdefault((value.value, "record"), set()).add(subject)
    for name, article in articles.items():
        shown = re.search(r"</code> <small>([^<]*)</small>", article)
        assert shown, name
        numbers = {
            noun: int(n.replace(",", "")) for n, noun in re.findall(r"([\d,]+) ([a-z]+?)s?\b", shown[1])
        }
        nouns = ("thing", "triple", "record", "claim")
        expected = {noun: len(counts.get((ADGO + name, noun), ())) for noun in nouns}
        assert numbers == {noun: n for noun, n in expected.items() if n}, name


def test_the_header_says_what_the_ontology_says_of_itself(ontology: list[Quad], page: Page) -> None:
    about = NamedNode(BASE + "ontology")
    header = {quad.predicate.value: quad.object.value for quad in ontology if quad.subject == about}
    text = page.sections["About this ontology"]
    wanted = ("version", "license", "title", "issued", "modified", "bibliographicCitation", "Uri", "Prefix")
    found = [value for property, value in header.items() if any(word in property for word in wanted)]
    assert len(found) > 8
    for value in found:
        assert value in f"{text} {page.text}", value
    assert ("-" in header[OWL + "versionInfo"]) == ("Development version." in page.text)
    for path in (files.root() / "ontology" / "versions").glob("*.ttl"):
        assert f"/ontology/{path.stem}" in page.links
    assert {"/ontology/adgo.owl", "/ontology/context.jsonld"} <= set(page.links)
    for path in (files.root() / "ontology").glob("*.ttl"):
        if "a owl:Ontology" in path.read_text():
            assert f"ontology/{path.name}" in text


@pytest.mark.parametrize("path", ["/ontology", "/id/Momenta", "/id/Taizhou", "/claim/002-8c", "/passage/004-5",
                                  "/source/002", "/judgement/dong-li", "/time/002-5"])  # fmt: skip
def test_a_page_offers_itself_in_every_format_with_its_type(
    client: FlaskClient, visit: Visit, path: str
) -> None:
    """Bug: `/ontology` named no other format, and the pages of things named them without their types."""
    offered = [each for each in visit(path).all("link") if each.get("rel") == "alternate"]
    assert {each["type"] for each in offered} == {*TYPES, CSV.media_type, XLSX.media_type}
    for each in offered:
        response = client.get(each["href"], headers={"Accept": "*/*"})
        assert response.mimetype == each["type"]
        if each["type"] in TYPES:
            assert list(parse(response.data, TYPES[each["type"]], base_iri=BASE))


def test_every_link_of_the_page_leads_somewhere(app: Flask, client: FlaskClient, page: Page) -> None:
    anchors = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    questions = {f"/queries/{name}" for name in app.extensions["adgo"].questions}
    asked = set()
    for target in set(page.links):
        path, _, anchor = target.partition("#")
        if path in ("", "/ontology"):
            assert not anchor or anchor in anchors, target
        elif path.startswith("/queries/"):
            assert path in questions
        elif path.startswith("/") and path not in asked:
            asked.add(path)
            assert client.get(path, follow_redirects=True).status_code == 200, target
    assert len(asked) > 10


def test_each_kind_of_term_has_its_section(page: Page, ontology: list[Quad], said: Said) -> None:
    deprecated = {
        quad.subject.value.removeprefix(ADGO)
        for quad in ontology
        if quad.predicate.value == OWL + "deprecated" and quad.object.value == "true"
    }
    pieces = dict(re.findall(r'<h2 id="([^"]+)">(.*?)(?=<h2|</main>)', page.html, re.DOTALL))
    placed = {
        section: set(re.findall(r'<article class="term" id="([^"]+)">', piece))
        for section, piece in pieces.items()
    }
    kinds = {
        "classes": "Class",
        "object-properties": "ObjectProperty",
        "datatype-properties": "DatatypeProperty",
        "annotation-properties": "AnnotationProperty",
    }
    for section, kind in kinds.items():
        expected = {
            quad.subject.value.removeprefix(ADGO)
            for quad in ontology
            if (quad.predicate.value, quad.object.value) == (RDF + "type", OWL + kind)
            and quad.subject.value.startswith(ADGO)
        }
        assert placed[section] == expected - deprecated
    assert placed["deprecated-terms"] == deprecated
    for name in deprecated:
        assert said(name, PREFIXES["dcterms"] + "isReplacedBy") <= links(
            page.html.partition('id="deprecated-terms"')[2].partition("</article>")[0]
        )


@pytest.mark.full
def test_terms_without_claims_beside_them_are_described(tmp_path: Path) -> None:
    """Bug: a server that was given the vocabulary alone said that its data hold none."""
    own = tmp_path / "own.ttl"
    own.write_text(
        f"@prefix adgo: <{ADGO}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .\n"
        "adgo:tows a owl:ObjectProperty ; rdfs:label 'tows'@en ;\n"
        "  rdfs:domain [ a owl:Class ; owl:unionOf ( adgo:Vehicle adgo:Vessel ) ] .\n"
    )
    app = create_app([files.root() / "ontology" / "adgo.ttl", own], Settings(workers=1))
    try:
        page = read(app.test_client(), "/ontology")
    finally:
        close(app)
    found = re.search(r'<article class="term" id="tows">(.*?)</article>', page.html, re.DOTALL)
    assert found
    assert links(row(found[1], "Domain")) == {ADGO + "Vehicle", ADGO + "Vessel"}
    assert "Change log" not in page.text, "what was issued is not compared with data of another kind"
    assert "ontology/adgo.ttl" not in page.text


def test_an_issued_version_has_a_page_of_its_own(client: FlaskClient, terms: list[str]) -> None:
    """Bug: `/ontology/0.1.0` showed the vocabulary as it is now."""
    for path in (files.root() / "ontology" / "versions").glob("*.ttl"):
        quads = list(parse(path.read_bytes(), RdfFormat.TURTLE))
        old = {quad.subject.value.removeprefix(ADGO) for quad in quads if ADGO in str(quad.subject)}
        page = read(client, f"/ontology/{path.stem}")
        assert f"Version {path.stem}, as it was issued." in page.text
        shown = dict(re.findall(r'<article class="term" id="([^"]+)">(.*?)</article>', page.html, re.DOTALL))
        assert set(shown) == old
        assert set(terms) - old, "nothing has changed, so the test cannot tell one version from the other"
        for quad in quads:
            if quad.predicate.value == SKOS + "definition" and ADGO in str(quad.subject):
                assert quad.object.value in plain(shown[quad.subject.value.removeprefix(ADGO)])
        anchors = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
        assert {each[1:] for each in page.links if each.startswith("#")} <= anchors
        assert not [each for each in page.links if each.startswith("/ontology#")]
        assert "not used yet" not in page.text, "uses are counted in the data as they are now"


def test_the_corpus_is_not_needed_to_name_what_is_aligned(page: Page, corpus: Corpus) -> None:
    piece = page.sections["Alignments of things"]
    assert corpus.label(BASE + "id/joint-venture") in piece
