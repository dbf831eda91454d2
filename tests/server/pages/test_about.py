"""`/about`: the error rate with what the readers are, or that no reading is recorded; whose data they are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pyoxigraph import Literal, NamedNode, Store
from visited import Page, Visit, read

from adgo.evidence.reviews import claim_draw, review_records
from adgo.evidence.reviews.review_records import ReviewReader
from adgo.evidence.reviews.review_statistics import measure
from adgo.evidence.reviews.verdict_file import FieldVerdict
from adgo.graph import dataset
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES
from adgo.server.app import close, create_app
from adgo.server.settings import Settings

DATA = Path(__file__).parents[3] / "data"
HEADING = "How many claims are wrong"
PREAMBLE = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
#: Four claims, each of one passage with one selector.
CLAIMS = "".join(
    f"claim:900-{n}a a adgo:Claim ; adgo:passage p:900-{n} ; adgo:modality adgo:Asserted ;"
    f" adgo:subject id:Alpha ; adgo:predicate adgo:startsAt ; adgo:object time:900-{n} .\n"
    f"p:900-{n} a adgo:Passage ; oa:hasSelector p:900-{n}-i . p:900-{n}-i oa:start {n} ; oa:end 9 .\n"
    f'time:900-{n} a adgo:TimeExpression ; adgo:wording "{n} May"@en .\n'
    for n in range(1, 5)
)
WRONG = FieldVerdict("900-1a", "object", "wrong", "It is another day.")
MODEL = ReviewReader(True, "first reader", "A language model.")


@contextmanager
def served(data: Path) -> Iterator[FlaskClient]:
    app = create_app([data], Settings(workers=1))
    try:
        yield app.test_client()
    finally:
        close(app)


def about(folder: Path, *readers: ReviewReader, claims: str = CLAIMS) -> Page:
    """Return the page over four claims that each reader has read, the first of them finding one wrong.

    The claims served may be others than those that were read.
    """
    plain, whole = folder / "claims.ttl", folder / "whole.trig"
    plain.write_text(PREAMBLE + CLAIMS)
    drawn = claim_draw.draw(dataset.load([plain]).store, "x", 4, "2026-11-27")
    recorded = review_records.turtle(drawn, readers, [[WRONG], *([] for _ in readers[1:])])
    triples = "\n".join(line for line in recorded.splitlines() if not line.startswith("@prefix"))
    whole.write_text(f"{PREAMBLE}<{GRAPH}claims> {{ {claims} }}\n<{GRAPH}reviews> {{\n{triples}\n}}\n")
    with served(whole) as client:
        return read(client, "/about")


def test_the_error_rate_stands_beside_what_the_readers_are(tmp_path: Path) -> None:
    page = about(tmp_path, MODEL, ReviewReader(True, "second reader", "Another language model."))
    text = page.sections[HEADING]
    # 1 of 4; Wilson: (1/4 + z²/8 ± z √(3/64 + z²/64)) / (1 + z²/4), z² = 3.8415
    assert "25.0 % of 4 claims were found wrong (1), with a 95 % Wilson interval from 4.6 % to 69.9 %" in text
    assert "Two models are not two independent people" in text
    assert "Another language model." in text
    # Alike on 3 of 4; the second never finds one wrong, so chance alone gives as much.
    assert "75.0 % of the claims; Cohen's kappa 0.00" in text
    assert "0 of these claims, 0 of which had been found wrong" in text
    assert "object 1 0" in text


def test_people_are_not_called_models(tmp_path: Path) -> None:
    page = about(tmp_path, MODEL, ReviewReader(False, "second reader", "A person who read nothing else."))
    assert "A person who read nothing else." in page.sections[HEADING]
    assert "Two models" not in page.sections[HEADING]


def test_what_has_changed_since_is_said(tmp_path: Path) -> None:
    changed = CLAIMS.replace('"1 May"', '"2 May"').replace("oa:start 3", "oa:start 4")
    page = about(tmp_path, MODEL, claims=changed)
    assert "2 of these claims, 1 of which had been found wrong" in page.sections[HEADING]


def test_without_readings_the_page_says_so(tmp_path: Path) -> None:
    data = tmp_path / "claims.ttl"
    data.write_text(PREAMBLE + CLAIMS)
    with served(data) as client:
        assert "No second reading of the claims is recorded" in read(client, "/about").sections[HEADING]


#: What a build writes about the data of a project.
CATALOGUE = """graph:catalog {
  <https://example.org/rules> a dcat:Dataset ; dcterms:title "Rules for robotaxis"@en ;
    dcterms:creator <https://example.org/us> ; dcterms:license <https://example.org/licence> .
  <https://example.org/us> foaf:name "Example Institute" .
}
"""
DCAT = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
#: What the pages said of the data of others too.
OF_ADGO = re.compile(
    "The ADGO maintainers|in English|Chinese|Data and ontology|ontology and shapes are|CC BY 4.0"
)


def said_of_data(folder: Path, catalogue: str) -> dict[str, str]:
    """Return what each page or file says about whose the data are, by its path."""
    data = folder / "data.trig"
    data.write_text(f"{PREAMBLE}{DCAT}<{GRAPH}claims> {{ {CLAIMS} }}\n{catalogue}", encoding="utf-8")
    with served(data) as client:
        page = read(client, "/about")
        said = {name: page.sections[name] for name in ("Who wrote and checked it", "How to cite", "Licences")}
        said["page"] = client.get("/timeline").text
        book = load_workbook(BytesIO(client.get("/timeline?format=xlsx").data))
        said["workbook"] = " ".join(
            str(cell) for row in book.worksheets[-1].iter_rows(values_only=True) for cell in row if cell
        )
        said["limits"] = page.sections["What is not covered"]
    return said


def test_the_data_of_others_are_not_adgos(tmp_path: Path) -> None:
    """Bug: pages, citations, pictures and workbooks gave ADGO's authors and its licence to any data."""
    said = said_of_data(tmp_path, "")
    ontology = re.compile(r"(Ontology|ontology and shapes:) *(<a [^>]*>)? *CC BY 4.0")
    for name, text in said.items():
        assert not OF_ADGO.findall(ontology.sub("", text)), name
    assert "The data do not say who wrote the claims." in said["Who wrote and checked it"]
    assert "do not state a licence: ask the operator" in said["Licences"]
    assert "Data served with ADGO, version" in said["page"]


def test_the_data_of_others_are_those_of_whom_their_catalogue_names(tmp_path: Path) -> None:
    said = said_of_data(tmp_path, CATALOGUE)
    assert "Example Institute wrote the claims." in said["Who wrote and checked it"]
    assert "Example Institute: Rules for robotaxis, version" in said["How to cite"]
    assert "The data state their licence: https://example.org/licence." in said["Licences"]
    assert "Rules for robotaxis, version" in said["page"]
    assert "author = {{Example Institute}}" in said["page"]
    assert "https://example.org/licence" in said["workbook"]


def test_an_author_may_be_given_as_text(tmp_path: Path) -> None:
    """Bug: only an author with an IRI and a name was read; one that is a text, as DCMI Terms allows, was not."""
    plain = CATALOGUE.replace("<https://example.org/us> ; dcterms", '"Jane Doe" ; dcterms')
    assert plain != CATALOGUE
    said = said_of_data(tmp_path, plain)
    assert "Jane Doe wrote the claims." in said["Who wrote and checked it"]
    assert "Jane Doe: Rules for robotaxis, version" in said["How to cite"]
    assert "author = {{Jane Doe}}" in said["page"]


def test_only_adgos_own_data_are_said_to_have_a_passage_for_every_fact(tmp_path: Path, visit: Visit) -> None:
    """Bug: the footer, the home page and previews promised it of any data."""
    promise = re.compile("[Ee]very fact (links|names)")
    assert promise.search(read_footer(visit("/").html))
    data = tmp_path / "data.ttl"
    data.write_text("<urn:a> <urn:b> <urn:c> .")
    with served(data) as client:
        for path in ("/", "/about", "/projects"):
            assert not promise.search(client.get(path, headers={"Accept": "text/html"}).text), path


def read_footer(page: str) -> str:
    return page.rpartition("<footer>")[2]


def test_a_catalogue_of_several_datasets_says_nothing_about_the_data(tmp_path: Path) -> None:
    more = CATALOGUE.replace(
        "  <https://example.org/us>",
        "  <https://example.org/b> a dcat:Dataset .\n  <https://example.org/us>",
        1,
    )
    assert "Data served with ADGO" in said_of_data(tmp_path, more)["How to cite"]


@pytest.mark.full
def test_pictures_have_the_licence_of_their_data(tmp_path: Path) -> None:
    data = shutil.copytree(DATA, tmp_path / "data")
    catalogue = (data / "catalog.ttl").read_text(encoding="utf-8")
    stated = "dcterms:license <https://creativecommons.org/licenses/by/4.0/>"
    assert stated in catalogue
    (data / "catalog.ttl").write_text(
        catalogue.replace(stated, "dcterms:license <urn:mine>"), encoding="utf-8"
    )
    with served(data) as client:
        for path in ("/embed/timeline", "/timeline.svg"):
            text = client.get(path).text
            assert "urn:mine" in text, path
            assert "CC BY" not in text, path


def test_the_page_counts_the_changed_claims_as_the_command_and_the_catalogue_do(
    visit: Visit, store: Store
) -> None:
    """Bug: it counted five more, whose views are recommendations, which only an inference says."""
    dqv = "http://www.w3.org/ns/dqv#"
    [quad] = store.quads_for_pattern(
        None, NamedNode(dqv + "isMeasurementOf"), NamedNode(ADGO + "ClaimsChangedSinceRead"), None
    )
    [value] = store.quads_for_pattern(quad.subject, NamedNode(dqv + "value"), None, quad.graph_name)
    figures = measure(store)
    assert figures
    assert Literal(figures.stale) == value.object
    assert f"{figures.stale} of these claims" in visit("/about").sections[HEADING]


def test_adgos_own_data_name_their_authors_and_licence(visit: Visit) -> None:
    page = visit("/about")
    assert "The ADGO maintainers wrote the claims." in page.sections["Who wrote and checked it"]
    assert (
        "The ADGO maintainers: ADGO, Autonomous Driving Goes Global, version" in page.sections["How to cite"]
    )
    assert "Data, ontology and shapes: CC BY 4.0" in page.sections["Licences"]
