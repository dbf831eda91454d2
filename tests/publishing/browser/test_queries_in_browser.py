"""Queries in a published folder, in a real Chromium that reaches nothing but a plain server of files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from adgo import queries
from adgo.corpus.corpus import Corpus
from adgo.graph.dataset import Dataset, load
from adgo.graph.namespaces import PREFIXES
from adgo.publishing.browser.files import files
from adgo.publishing.layout import Layout
from adgo.publishing.links import ROOT, LinkRewriter
from adgo.publishing.local_pool import LocalPool, local_endpoint
from adgo.publishing.page_writer import PageWriter
from adgo.publishing.things import described
from adgo.server.app import app_of, close
from adgo.server.pages import assets
from adgo.server.published_folder import PublishedFolder
from adgo.server.settings import Settings
from adgo.server.site import Site
from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.answering.query import query
from adgo.sparql.answering.results import Rows
from adgo.sparql.differences.catalogue import differences
from adgo.sparql.differences.plan import plan
from adgo.sparql.differences.refusal import Unanswerable

CHROMIUM = Path(os.environ.get("ADGO_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
#: No name is resolved, so that nothing outside can be reached.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
DAY = "2026-11-27"
PAGES = ("/query", "/search", "/queries/firms-in-germany")
#: What the first answer may take, in bytes.
MOST_BYTES = 1_800_000
#: Differences in which the engine refuses the query.
REFUSED = {
    "alias-of-a-key",
    "alias-of-an-aggregate",
    "service",
    "unknown-function",
}
ANSWERED = (
    "#answer [role=status], #answer [role=alert], #stored-answer [role=status], #stored-answer [role=alert]"
)
pytestmark = [
    # Each worker would write a folder and start a browser.
    pytest.mark.full,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
    pytest.mark.skipif(not assets.has(*assets.ENGINE), reason="the build brought no engine for the browser"),
]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Path:
    """A folder with all files of the engine and some pages."""
    made = tmp_path_factory.mktemp("published")
    endpoint = local_endpoint([], Settings())
    assert isinstance(endpoint.pool, LocalPool)
    endpoint.pool.start()
    dataset = endpoint.pool.dataset
    layout = Layout(frozenset(described(dataset.store)), has_editor=True)
    site = Site(
        endpoint,
        Settings(),
        published=PublishedFolder(lambda path: f"{ROOT}/{path}", has_editor=True, day=DAY),
    )
    app = app_of(site)
    writer = PageWriter(app, LinkRewriter(layout), made)
    for path in PAGES:
        writer.write(path)
    for name in ("style.css", "picture.css", "query.css", "copy.js", "icon.svg"):
        writer.add(f"static/{name}", (assets.VENDOR.parent / name).read_bytes())
    for path, content in files(site, corpus, dataset, lambda iri: _page_of(layout, iri)):
        writer.add(path, content)
    close(app)
    return made


def _page_of(layout: Layout, iri: str) -> str | None:
    target = layout.target("/" + quote(iri.removeprefix("https://w3id.org/adgo/")))
    return target.reference if target and iri.startswith("https://w3id.org/adgo/") else None


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[str]:
    """The address of the folder under `python -m http.server`."""
    command = [
        sys.executable,
        "-u",
        "-m",
        "http.server",
        "0",
        "--bind",
        "127.0.0.1",
        "--directory",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout
            yield server.stdout.readline().split("(")[1].split(")")[0]
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield made
        made.close()


class Tab:
    """A page, what it has received, and what went wrong."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.home, self.bytes = home, 0
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        context.on("request", self._asked)
        context.on("response", self._received)

    def _asked(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.troubles.append(f"asked {request.url}")

    def _received(self, response: Any) -> None:
        if response.url.startswith("http"):
            self.bytes += int(response.headers.get("content-length", 0))

    def open(self, path: str) -> Page:
        self.page.goto(self.home + path)
        return self.page

    def answered(self, path: str) -> Page:
        self.open(path)
        self.page.wait_for_selector(ANSWERED)
        return self.page


@pytest.fixture
def tab(browser: Browser, home: str) -> Iterator[Tab]:
    with browser.new_context(accept_downloads=True) as context:
        opened = Tab(context, home)
        yield opened
        assert opened.troubles == []


@pytest.fixture(scope="module")
def engine(browser: Browser, home: str) -> Iterator[Page]:
    """A page in which tests call the scripts of the folder."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(home + "search.html")
        yield page


def asked(engine: Page, text: str) -> dict[str, Any]:
    """Return what the folder answers to a free query, or {"error"}."""
    script = """async (text) => {
      const { answer } = await import('./browser/queries.js');
      return answer(text).catch((error) => ({ error: error.message }));
    }"""
    return engine.evaluate(script, text)  # type: ignore[no-any-return]


def rows_of(answer: dict[str, Any]) -> Counter[tuple[tuple[str, str], ...]]:
    """Return the rows of an answer of the folder, each as its terms in N-Triples form."""
    return Counter(
        tuple(sorted((name, _written(term)) for name, term in row.items())) for row in answer["rows"]
    )


def _written(term: dict[str, str]) -> str:
    match term["type"]:
        case "uri":
            return f"<{term['value']}>"
        case "bnode":
            return "_:"
    quoted = json.dumps(term["value"], ensure_ascii=False)
    if "xml:lang" in term:
        return f"{quoted}@{term['xml:lang']}"
    return f"{quoted}^^<{term['datatype']}>" if "datatype" in term else quoted


def expected(dataset: Dataset, text: str) -> Counter[tuple[tuple[str, str], ...]]:
    """Return the rows of the server's answer."""
    rows: Rows = query(dataset.store, text, prefixes=PREFIXES).rows
    found: Counter[tuple[tuple[str, str], ...]] = Counter()
    for row in rows:
        pairs = zip((each.value for each in rows.variables), row, strict=True)
        found[tuple(sorted((name, _text(term)) for name, term in pairs if term is not None))] += 1
    return found


def _text(term: Any) -> str:
    if hasattr(term, "datatype"):
        kind = {} if term.datatype.value.endswith("#string") else {"datatype": term.datatype.value}
        tag = {"xml:lang": term.language} if term.language else {}
        return _written({"type": "literal", "value": term.value, **kind, **tag})
    return str(term) if str(term).startswith("<") else "_:"


EXACT = """async ([name, given]) => {
  const { readQuestion } = await import('./browser/engine.js');
  const { exactAnswer } = await import('./browser/queries.js');
  const question = await readQuestion(name);
  const terms = {};
  for (const each of question.parameters) {
    const term = given[each.name] || each.default;
    if (term) terms[each.name] = term;
  }
  const text = question.exact[Object.keys(terms).join(' ')];
  return exactAnswer(text.replace(/\\{\\{(\\w+)\\}\\}/g, (_, each) => terms[each]));
}"""


def test_every_stored_question_gives_the_rows_of_the_server(engine: Page, dataset: Dataset) -> None:
    for name, question in sorted(queries.load().items()):
        found = engine.evaluate(EXACT, [name, {}])
        if "boolean" in found:
            assert found["boolean"] == bool(query(dataset.store, question.text, prefixes=PREFIXES).result), (
                name
            )
        else:
            assert rows_of(found) == expected(dataset, question.text), name


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("firms-in-germany", "place", "https://w3id.org/adgo/id/Munich"),
        ("status-as-of", "day", "2025-11-01"),
        ("firm-profile", "firm", "https://w3id.org/adgo/id/Momenta"),
        ("who-said-what", "speaker", "https://w3id.org/adgo/id/BeatrixKeim"),
        ("lapsed-plans", "day", "2031-01-01"),
    ],
)
def test_a_question_with_another_value_gives_the_rows_of_the_server(
    engine: Page, dataset: Dataset, name: str, parameter: str, value: str
) -> None:
    question = queries.load()[name]
    term = question.parameter(parameter).term(value)
    found = rows_of(engine.evaluate(EXACT, [name, {parameter: term}]))
    assert found == expected(dataset, question.ask({parameter: value}))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:plans { ?s ?p ?o } }",
        # A plan is never among the facts: the triples of the plans are not in the default graph.
        "SELECT * { GRAPH graph:plans { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }",
        "SELECT * FROM graph:facts { ?s adgo:partnersWith ?o }",
        "SELECT DISTINCT ?node { GRAPH graph:ontology { ?s ?p ?node } ?node ?q ?x FILTER(isBlank(?node)) }",
        "SELECT ?c ?above { ?c rdfs:subClassOf+ ?above FILTER(isIRI(?above)) }",
    ],
)
def test_free_queries_see_the_same_graphs_as_on_the_server(engine: Page, dataset: Dataset, text: str) -> None:
    answer = asked(engine, text)
    assert answer["warnings"] == []
    assert rows_of(answer) == expected(dataset, text)


def test_rows_are_cut_after_they_are_sorted(engine: Page, dataset: Dataset) -> None:
    text = "SELECT ?firm ?label { ?firm a adgo:Firm ; rdfs:label ?label } ORDER BY ?label ?firm"
    whole = [row["label"]["value"] for row in asked(engine, text)["rows"]]
    part = asked(engine, f"{text} LIMIT 5 OFFSET 3 # the end")
    assert part["warnings"] == []
    assert [row["label"]["value"] for row in part["rows"]] == whole[3:8]
    assert whole == sorted(whole)


# Differences between the engine and SPARQL 1.1


def planned(text: str) -> set[str] | None:
    """Return the differences that ADGO's plan finds; None if the text is not a query of SPARQL 1.1."""
    try:
        return set(plan(text, prefixes=PREFIXES).differences)
    except Unanswerable as refused:
        return {refused.difference}
    except (QueryError, SyntaxError):
        return None


def warned(engine: Page, texts: list[str]) -> list[set[str] | None]:
    """Return for each query the differences that the page warns of; None if it warns that it could not read it."""
    script = """async (texts) => {
      const { inspect } = await import('./browser/differences.js');
      const { readIndex } = await import('./browser/engine.js');
      const { rules, prefixes } = await readIndex();
      return texts.map((text) => inspect(text, { ...rules, graphs: [] }, prefixes));
    }"""
    found: list[set[str] | None] = []
    for each in engine.evaluate(script, texts):
        names = set(each["names"])
        names |= {"order-of-mixed-literals"} if each.get("orderKeys") else set()
        names |= {"path-of-length-zero"} if each.get("zeroEnds") else set()
        found.append(names if each["isRead"] else None)
    return found


def check_warnings(engine: Page, texts: list[str]) -> int:
    """Check that the page misses no difference, and return how many of the queries it could not read."""
    unread = 0
    for text, found in zip(texts, warned(engine, texts), strict=True):
        wanted = planned(text)
        unread += found is None and wanted is not None
        assert found is None or wanted is None or wanted - REFUSED <= found, text
    return unread


def test_no_difference_is_missed_in_the_listed_examples_and_the_stored_questions(engine: Page) -> None:
    texts = [each.query for each in differences().values()]
    texts += [each.text for each in queries.load().values()]
    assert check_warnings(engine, texts) == 0


def test_no_difference_is_missed_in_the_queries_of_the_w3c(engine: Page, w3c: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(w3c.rglob("*.rq"))]
    assert len(texts) > 300
    check_warnings(engine, texts)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_engine_refuses_what_the_page_does_not_warn_of(engine: Page, name: str) -> None:
    assert "error" in asked(engine, differences()[name].query)


def test_a_query_with_escapes_is_refused(engine: Page) -> None:
    found = asked(engine, "SELECT * { ?s ?p ?o FILTER(\\u0052EGEX(?o, 'a\\\\b')) }")
    assert "Write the character itself" in found["error"]


def test_a_path_from_a_term_that_is_not_in_the_data_has_a_warning(engine: Page) -> None:
    known = asked(engine, "SELECT ?x { ?x rdfs:subClassOf* adgo:Organization }")
    assert known["warnings"] == []
    unknown = asked(engine, "SELECT ?x { ?x rdfs:subClassOf* <http://example.org/Nothing> }")
    assert unknown["warnings"] == ["path-of-length-zero"]


# The pages


@pytest.mark.parametrize(
    "path",
    [
        "query.html?question=partnerships",
        "query.html?question=conflicts-difference",
        "queries/firms-in-germany.html?place=Munich",
        pytest.param("query.html?" + urlencode({"query": "SELECT ?g ?s { GRAPH ?g { ?s a adgo:Trial } }"})),
    ],
)
def test_the_first_answer_takes_few_bytes(tab: Tab, path: str) -> None:
    page = tab.answered(path)
    expect(page.locator("#answer table, #stored-answer table")).to_be_visible()
    assert 1_000_000 < tab.bytes <= MOST_BYTES
    print(path, tab.bytes, "bytes,", round(page.evaluate("performance.now()")), "ms")


def test_a_query_is_answered_with_names_and_the_version_of_the_data(tab: Tab, dataset: Dataset) -> None:
    page = tab.open("query.html")
    page.get_by_label("SPARQL query").fill("SELECT ?firm { id:Uber adgo:partnersWith ?firm }")
    page.get_by_label("SPARQL query").press("Control+Enter")
    status = page.locator("#answer [role=status]")
    expect(status).to_contain_text("row")
    expect(status).to_contain_text(dataset.digest[:12])
    link = page.locator("#answer table a")
    expect(link).to_have_text("Momenta")
    # A whole address was marked as a link to another site.
    assert str(link.get_attribute("href")).startswith("/")
    assert str(link.get_attribute("href")).endswith("/about/id/Momenta.html")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "firm,firm_label"
    assert "https://w3id.org/adgo/id/Momenta,Momenta" in lines
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    document = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert document["head"]["vars"] == ["firm"]
    assert document["adgo"]["rows"] == len(document["results"]["bindings"]) == len(lines) - 1
    assert document["adgo"]["data"] == dataset.digest


def test_an_error_names_its_line_and_points_to_its_column(tab: Tab) -> None:
    page = tab.open("query.html")
    page.get_by_label("SPARQL query").fill("SELECT * {\n  ?s ?p }")
    page.get_by_role("button", name="Run").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Line 2, column 9: “}” does not fit here")
    assert problem.locator("pre").text_content() == "  ?s ?p }\n        ^"


def test_a_query_that_the_engine_may_answer_differently_has_a_warning(tab: Tab) -> None:
    page = tab.open("query.html")
    page.get_by_label("SPARQL query").fill("SELECT ?x ?l { ?x rdfs:label|skos:altLabel ?l } LIMIT 3")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("note", name="Warning")).to_contain_text("Paths with | lose rows")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "answer-may-differ-from-the-standard.csv"


def test_a_query_can_be_stopped_and_the_next_one_is_answered(tab: Tab) -> None:
    page = tab.open("query.html")
    page.get_by_label("SPARQL query").fill("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("alert")).to_contain_text("The query was stopped")
    page.get_by_label("SPARQL query").fill("ASK {}")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer .verdict")).to_have_text("Yes")


def test_a_query_that_takes_too_long_is_stopped(engine: Page) -> None:
    script = """async () => {
      const { answer } = await import('./browser/queries.js');
      const text = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }';
      return answer(text, { limit: 0.3 }).catch((error) => [error.name, error.message]);
    }"""
    name, message = engine.evaluate(script)
    assert name == "TimeoutError"
    assert "longer than 0.3 seconds" in message


def test_a_question_is_asked_again_for_another_place(tab: Tab) -> None:
    page = tab.open("queries/firms-in-germany.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Germany")
    page.locator("form[data-question] input[name=place]").fill("munich")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Munich")
    expect(page.locator("#stored-answer [role=status]")).to_contain_text("Data ")
    expect(page.get_by_role("link", name="XML")).to_be_hidden()
    page.locator("form[data-question] input[name=place]").fill("Atlantis")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is called “Atlantis”")


def test_search_finds_things_and_questions_and_says_what_is_planned(tab: Tab) -> None:
    page = tab.open("search.html?q=Momenta")
    expect(page.locator("#found [role=status]")).to_contain_text("found for “Momenta”")
    first = page.locator("#found li").first
    expect(first.get_by_role("link")).to_have_text("Momenta")
    assert page.locator("#found .standing", has_text="announced plan").count()
    expect(page.locator("#found .kind", has_text="question").first).to_be_visible()


def test_without_javascript_the_stored_answer_is_there_and_no_form_that_does_nothing(
    browser: Browser, home: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(home + "queries/firms-in-germany.html")
        assert page.locator("#stored-answer tbody tr").count() > 3
        page.goto(home + "query.html")
        expect(page.locator("main .note").first).to_contain_text("Without JavaScript")
        for path in ("query.html", "search.html", "queries/firms-in-germany.html"):
            page.goto(home + path)
            assert [each for each in page.locator("form").all() if each.is_visible()] == []


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            "query.html?" + urlencode({"query": "SELECT ?x ?l { ?x rdfs:label|skos:altLabel ?l } LIMIT 3"})
        ),
        pytest.param("query.html?" + urlencode({"query": "SELECT * { ?s ?p }"})),
        "queries/firms-in-germany.html?place=Munich",
        "search.html?q=Momenta",
    ],
)
def test_pages_with_answers_have_no_accessibility_finding_and_fit_a_telephone(tab: Tab, path: str) -> None:
    page = tab.open(path)
    page.wait_for_selector(f"{ANSWERED}, #found [role=status]")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)"
    )
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
