"""A small graph published as a folder: every link works, every file is in the manifest, plans are not facts."""

from __future__ import annotations

import csv
import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from folder_links import FolderLinks
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from adgo import queries
from adgo.cli import run
from adgo.graph.namespaces import BASE, PREFIXES
from adgo.publishing import manifest, publication, things
from adgo.publishing.browser.files import WITHOUT_ENGINE
from adgo.publishing.publication import NoDay, Publication, Published, publish
from adgo.server.pages import assets
from adgo.server.pages.drawing import country_outlines

DATA = Path(__file__).parent / "small.ttl"
DAY = "2026-11-27"
#: Enough questions to have each kind of answer: rows, yes or no, and one about today.
QUESTIONS = ("lapsed-plans", "qcraft-sold-in-europe", "sites-in-germany")
DCAT = "http://www.w3.org/ns/dcat#"
needs_engine = pytest.mark.skipif(
    not assets.has(*assets.ENGINE), reason="the build brought no engine for the browser"
)


@pytest.fixture(scope="module")
def few_questions() -> Iterator[None]:
    every = queries.load()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "load", lambda: {name: every[name] for name in QUESTIONS})
        yield


@pytest.fixture(scope="module")
def folder(few_questions: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published") / "site"
    publish(Publication([DATA], "https://example.org/graph/", day=DAY), made)
    return made


def opened(path: Path) -> dict[str, Any]:
    return json.loads(gzip.decompress(path.read_bytes()))


def quads(path: Path) -> list[Quad]:
    form = RdfFormat.from_extension(path.suffix[1:])
    return list(parse(path.read_bytes(), form, base_iri="https://example.org/graph/"))


def test_every_link_works_and_nothing_needs_a_server_or_another_host(folder: Path) -> None:
    assert FolderLinks(folder).faults() == []


def test_the_manifest_lists_every_file_and_sha256sum_accepts_it(folder: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", manifest.NAME],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")
    listed = [line.split("  ")[1] for line in (folder / manifest.NAME).read_text().splitlines()]
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed == sorted(present - {manifest.NAME})


@pytest.mark.full
def test_the_same_graph_gives_the_same_bytes_and_replaces_the_folder(folder: Path) -> None:
    before = (folder / manifest.NAME).read_bytes()
    publish(Publication([DATA], "https://example.org/graph/", day=DAY), folder)
    assert (folder / manifest.NAME).read_bytes() == before


@pytest.mark.parametrize("thing", ["id/Firm", "claim/900-1b", "passage/900-1", "source/900", "id/%2E%2E"])
def test_a_thing_has_its_page_and_its_data(folder: Path, thing: str) -> None:
    place = folder / "about" / thing
    assert "<h1>" in place.with_name(place.name + ".html").read_text()
    turtle = quads(place.with_name(place.name + ".ttl"))
    it = NamedNode(BASE + thing.replace("%2E", "."))
    stated = {quad.triple for quad in quads(DATA) if it in (quad.subject, quad.object)}
    assert {quad.triple for quad in turtle} == stated
    assert {quad.triple for quad in quads(place.with_name(place.name + ".jsonld"))} == stated
    assert list(csv.reader(StringIO(place.with_name(place.name + ".csv").read_text("utf-8-sig"))))[1:]


@needs_engine
def test_what_the_search_and_the_editor_link_to_is_in_the_folder(folder: Path) -> None:
    """Bug: names with escapes led to files that do not exist, and so did pages that the site does not have."""
    searched, named = opened(folder / "browser/search.json.gz"), opened(folder / "browser/labels.json.gz")
    links = [each["link"] for each in (*searched["things"], *searched["questions"])]
    links += [
        it[1] if isinstance(it, list) else f"about/{local}.html" for local, it in named["labels"].items()
    ]
    assert "about/id/%252E%252E.html" in links
    assert [link for link in links if link and not (folder / unquote(link)).is_file()] == []


def test_a_plan_is_never_stated_as_fact_even_if_the_data_lack_the_ontology(folder: Path) -> None:
    rows = list(csv.DictReader(StringIO((folder / "export/claims.csv").read_text("utf-8-sig"))))
    standings = {row["claim"].rpartition("/")[2]: row["standing"] for row in rows}
    assert standings == {
        "900-1a": "stated as fact",
        "900-1b": "adgo:Unconfirmed",
        "900-1c": "adgo:Unconfirmed",
    }
    assert "stated as fact" not in (folder / "about/claim/900-1b.html").read_text()


def test_a_question_about_today_is_answered_for_the_day_and_says_so(folder: Path) -> None:
    assert DAY in (folder / "queries/lapsed-plans.html").read_text()
    assert json.loads((folder / "queries/lapsed-plans.json").read_text())["results"]["bindings"] == []


def test_data_that_record_no_change_need_a_day(few_questions: None, tmp_path: Path) -> None:
    with pytest.raises(NoDay):
        publish(Publication([DATA]), tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_things_of_other_namespaces_are_counted(tmp_path: Path, monkeypatch, capsys) -> None:
    """Bug: data outside ADGO's namespace were published with "0 things" and no word about those without a page."""
    store = Store()
    store.load(f"<urn:a> <urn:p> <urn:c> . <urn:b> <urn:p> 1 . <{BASE}id/d> <urn:p> [] .", RdfFormat.TURTLE)
    store.load("<urn:g> { <urn:a> <urn:p> 2 }", RdfFormat.TRIG)
    assert things.without_page(store) == 2
    monkeypatch.setattr(publication, "publish", lambda given, target: Published(9, 99, 0, 2, DAY, True))
    assert run(["publish", "--data", str(DATA), str(tmp_path / "site")]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"2 things have no page, as only IRIs below {BASE} have pages" in said


@pytest.mark.full
def test_without_the_engine_the_folder_has_stored_answers_and_a_warning(
    few_questions: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (assets, country_outlines):
        monkeypatch.setattr(module, "VENDOR", tmp_path / "no assets")
    for cached in (assets.record, country_outlines.read_outlines):
        cached.cache_clear()
    made = tmp_path / "site"
    try:
        assert run(["publish", str(made), "--data", str(DATA), "--day", DAY]) == 0
    finally:
        for cached in (assets.record, country_outlines.read_outlines):
            cached.cache_clear()
    said = " ".join(capsys.readouterr().err.split())
    assert "the query engine is missing from this installation, so the folder has no query editor" in said
    assert FolderLinks(made).faults() == []
    assert {path.name for path in (made / "browser").iterdir()} == {*WITHOUT_ENGINE, "search.json.gz"}
    imported = [
        re.findall(r'from "./([^"]+)"', (made / "browser" / name).read_text()) for name in WITHOUT_ENGINE
    ]
    assert {*WITHOUT_ENGINE} >= {name for names in imported for name in names} > set()
    assert not (made / "query.html").exists()
    question = (made / "queries/lapsed-plans.html").read_text()
    assert 'id="stored-answer"' in question
    assert "data-question" not in question
    assert "query editor is missing from this installation" in (made / "about.html").read_text()
    assert "the query page" not in (made / "sparql/differences.html").read_text()


@needs_engine
def test_the_list_of_differences_says_that_the_editor_warns(folder: Path) -> None:
    """Bug: it said of every query that it gets the rows of the standard, as a server does."""
    lead = (
        (folder / "sparql/differences.html").read_text().partition('<p class="lead">')[2].partition("</p>")[0]
    )
    assert "warns that the rows may differ from those of the standard" in lead
    assert "ADGO recognises" not in lead


def test_the_data_of_others_have_no_licence_but_their_own_and_one_publisher(folder: Path) -> None:
    """Bug: they were said to be under CC BY 4.0, and ADGO's own dataset had two publishers."""
    licence, publisher = (NamedNode(PREFIXES["dcterms"] + name) for name in ("license", "publisher"))
    described = [(quad.subject.value, quad.predicate) for quad in quads(folder / "dataset.ttl")]
    assert licence not in {predicate for _, predicate in described}
    assert "license" not in json.loads((folder / "schema.jsonld").read_text())
    found = [subject.partition("#")[2] for subject, predicate in described if predicate == publisher]
    assert sorted(found) == ["catalogue", "dataset"]


def test_the_description_has_the_size_and_digest_of_each_download(folder: Path) -> None:
    described = quads(folder / "dataset.ttl")
    assert {quad.triple for quad in described} == {quad.triple for quad in quads(folder / "dataset.jsonld")}
    values = {(quad.subject.value, quad.predicate.value): quad.object for quad in described}
    places = {
        quad.subject.value: quad.object.value
        for quad in described
        if quad.predicate.value == DCAT + "downloadURL"
    }
    assert len(places) == len(list((folder / "export").iterdir()))
    for distribution, url in places.items():
        path = url.removeprefix("https://example.org/graph/")
        size = values[distribution, DCAT + "byteSize"]
        checksum = values[distribution, "http://spdx.org/rdf/terms#checksum"]
        digest = values[checksum.value, "http://spdx.org/rdf/terms#checksumValue"]
        assert isinstance(size, Literal)
        assert int(size.value) == (folder / path).stat().st_size
        assert manifest.read(folder)[path] == digest.value.lower()
    dataset = "https://example.org/graph/dataset.ttl#dataset"
    for name in ("title", "description", "publisher"):
        assert (dataset, PREFIXES["dcterms"] + name) in values


def test_search_engines_find_the_dataset_in_the_first_page(folder: Path) -> None:
    page = (folder / "index.html").read_text()
    embedded = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    dataset = json.loads(embedded)
    assert dataset == json.loads((folder / "schema.jsonld").read_text())
    assert (dataset["@type"], dataset["url"]) == ("Dataset", "https://example.org/graph/")
    for each in dataset["distribution"]:
        assert manifest.read(folder)[each["contentUrl"].removeprefix(dataset["url"])] == each["sha256"]


def test_pages_name_their_address_and_the_sitemap_has_them(folder: Path) -> None:
    assert (
        '<link rel="canonical" href="https://example.org/graph/projects.html">'
        in (folder / "projects.html").read_text()
    )
    first = (folder / "index.html").read_text()
    assert '<meta property="og:url" content="https://example.org/graph/">' in first
    assert '<link rel="canonical" href="https://example.org/graph/">' in first
    assert not [path for path in folder.rglob("*") if path.is_file() and b"adgo.invalid" in path.read_bytes()]
    assert "<loc>https://example.org/graph/about/id/Firm.html</loc>" in (folder / "sitemap.xml").read_text()
