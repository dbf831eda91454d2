"""The pages in a real Chromium: nothing from another host, no error, no accessibility finding, main paths clicked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as BrowserTimeout
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from adgo.server.pages import assets

CHROMIUM = Path(os.environ.get("ADGO_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
QUERY = "SELECT ?a ?b WHERE { ?a <https://w3id.org/adgo/ontology#partnersWith> ?b }"
LOCATED = "SELECT ?a ?b WHERE { ?a <https://w3id.org/adgo/ontology#locatedIn> ?b }"
#: One of each kind of page.
KINDS = (
    "/", "/search?q=momenta", "/network", "/map", "/timeline", "/indicators", "/differences", "/queries",
    "/queries/firm-profile", "/query", "/sparql?", "/sparql?view=network&query=" + quote(QUERY), "/ontology", "/shapes",
    "/sparql/differences", "/about", "/changes", "/corrections?about=claim:002-34a", "/id/Momnta",
    "/id/Momenta", "/id/Germany", "/id/ZhangYongwei", "/claim/002-8c", "/passage/004-5", "/source/002",
    "/judgement/dong-li", "/nowhere", "/search?kind=Undertaking", "/search?q=WeRide", "/network?place=MiddleEast",
    "/id/MiddleEast", "/id/deeproute-data-centre", "/sparql?view=map&query=" + quote(LOCATED),
    "/sparql?query=" + quote("ASK { ?s <https://w3id.org/adgo/ontology#partnerWith> ?o }"), "/certainty",
    "/id/momenta-uber-robotaxi",
    "/embed/map", "/embed/neighbourhood?about=Momenta",
)  # fmt: skip
PATIENCE = 20_000
#: Of many neighbours of one kind, the first few stand for all; `make test-full` has each of them checked. The text of
#: the editor stays, because the editor fails if its lines are removed.
SHORTEN = """for (const parent of document.querySelectorAll('main, main *')) {
  if (parent.closest('#editor')) continue;
  const seen = {};
  for (const child of [...parent.children]) {
    const kind = child.tagName + ' ' + child.getAttribute('class');
    seen[kind] = (seen[kind] || 0) + 1;
    if (seen[kind] > 6) child.remove();
  }
}"""
#: The rules of axe-core for which the scheme makes a difference.
COLOURS = ["color-contrast", "link-in-text-block"]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}")
needs_editor = pytest.mark.skipif(not assets.has(*assets.EDITOR), reason="the build brought no query editor")


@dataclass
class Tab:
    """A page of the browser, and what went wrong in it."""

    page: Page
    home: str
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.home + path)
        return self.page

    def heard(self, message: Any) -> None:
        # Chromium itself notes a 4xx answer as an error; that is the answer which was asked for.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.troubles.append(message.text)

    def asked(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.home).netloc:
            self.troubles.append(f"asked {request.url}")


@contextmanager
def serving(app: Callable[[Any, Any], Iterable[bytes]]) -> Iterator[str]:
    """Serve a WSGI app in a thread; give its address."""

    def whole(environ: Any, start_response: Any) -> Iterable[bytes]:
        # If a browser closes the connection early, werkzeug's server never closes the answer, nor the file behind it.
        with closing(ClosingIterator(app(environ, start_response))) as answer:
            return [b"".join(answer)]

    server = make_server("127.0.0.1", 0, whole, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


def tab_in(context: BrowserContext, address: str) -> Tab:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    tab = Tab(page, address)
    page.on("console", tab.heard)
    page.on("pageerror", lambda error: tab.troubles.append(str(error)))
    page.on("request", tab.asked)
    return tab


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    context = browser.new_context()
    made = tab_in(context, address)
    yield made
    context.close()
    assert not made.troubles


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[Tab]:
    """A tab that goes from page to page; what moves with a scheme's colours is there at once."""
    context = browser.new_context(reduced_motion="reduce")
    yield tab_in(context, address)
    context.close()


def findings(page: Page, **options: Any) -> list[str]:
    """What axe-core finds, with the first elements concerned."""
    result = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **options})
    return [
        f"{each['id']}: {node['html'][:160]}" for each in result["violations"] for node in each["nodes"][:3]
    ]


#: Every sixteenth kind of page is looked at every day, shortened; all of them in the full run.
EVERY_DAY = KINDS[::16]


@pytest.mark.parametrize(
    ("path", "part"),
    [
        *((path, "short") for path in EVERY_DAY),
        *(pytest.param(path, "whole", marks=pytest.mark.full) for path in KINDS),
    ],
)
def test_a_page_has_no_accessibility_finding_in_the_light_or_in_the_dark(
    reader: Tab, path: str, part: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not in web/node_modules; npm ci in web/ brings it")
    page = reader.open(path)
    if path == "/query" and assets.has(*assets.EDITOR):
        page.wait_for_selector(".CodeMirror")
        page.wait_for_selector("#answer tbody tr")
    if part == "short":
        page.evaluate(SHORTEN)
    page.evaluate(AXE.read_text())
    light = findings(page, runOnly=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"])
    page.emulate_media(color_scheme="dark")
    dark = findings(page, runOnly={"type": "rule", "values": COLOURS})
    page.emulate_media(color_scheme="light")
    assert not light + dark, "\n".join(light + dark)
    assert not reader.troubles


@pytest.mark.full
def test_a_finding_among_many_alike_or_in_one_scheme_alone_is_not_lost(reader: Tab) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not in web/node_modules; npm ci in web/ brings it")
    page = reader.open("/about")
    page.evaluate("""() => {
      const list = document.querySelector('main').appendChild(document.createElement('ul'));
      list.innerHTML = "<li><img src='/static/icon.svg'></li>".repeat(50);
      list.innerHTML += "<li class='grey'><p id='grey'>grey</p></li>";
      const style = document.getElementById('grey').style;
      [style.color, style.background] = ['#333', 'light-dark(#fff, #222)'];
    }""")
    page.evaluate(SHORTEN)
    assert 0 < page.locator("main li img").count() < 50
    page.evaluate(AXE.read_text())
    assert {each.partition(":")[0] for each in findings(page, runOnly=["wcag2a"])} == {"image-alt"}
    assert not findings(page, runOnly={"type": "rule", "values": COLOURS})
    page.emulate_media(color_scheme="dark")
    assert "grey" in "".join(findings(page, runOnly={"type": "rule", "values": COLOURS}))
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize(
    "path", [path if path in EVERY_DAY else pytest.param(path, marks=pytest.mark.full) for path in KINDS]
)
def test_no_page_is_wider_than_the_window(tab: Tab, path: str) -> None:
    wide = []
    for width in (360, 1280):
        tab.page.set_viewport_size({"width": width, "height": 800})
        page = tab.open(path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
    assert not wide


@pytest.mark.full
def test_the_numbers_of_the_home_page_are_on_one_line(tab: Tab) -> None:
    """Bug: that of the projects stood higher, as only its box says how many are planned."""
    page = tab.open("/")
    numbers = page.locator(".figures dd:not(.soft)")
    tops = numbers.evaluate_all("all => all.map(each => each.getBoundingClientRect().top)")
    assert len(tops) > 1
    assert len(set(tops)) == 1


@pytest.mark.full
@pytest.mark.parametrize("width", [360, 1280])
def test_a_summary_is_within_the_first_600_pixels(tab: Tab, width: int) -> None:
    """Those with the most text of each kind; what does not fit is folded where the window is narrow."""
    tab.page.set_viewport_size({"width": width, "height": 800})
    for name in ("Momenta", "QCraft", "Germany", "China", "ZhangYongwei", "deeproute-data-centre"):
        page = tab.open(f"/id/{name}")
        box = page.locator(".summary").bounding_box()
        assert box
        assert box["y"] + box["height"] <= 600, name
        assert page.locator(".summary sup a").count() > 0


@pytest.mark.full
def test_a_site_that_is_a_path_of_its_host_finds_its_style_scripts_and_things(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a proxy at a path every page came without style, and the search asked the root of the host."""

    def proxy(environ: Any, start_response: Any) -> Any:
        inside = environ["PATH_INFO"].startswith("/adgo/")
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/adgo") if inside else "/nowhere"
        return app.wsgi_app(environ, start_response)

    context = browser.new_context()
    with serving(proxy) as root:
        address = f"{root}/adgo"
        behind = replace(app.extensions["adgo"], public_url=address)
        monkeypatch.setitem(app.extensions, "adgo", behind)
        tab = tab_in(context, address)
        page = tab.open("/")
        page.locator("#find").press_sequentially("momen")
        page.click("[role=option] >> nth=0")
        page.wait_for_url(f"{address}/about/id/Momenta.html")
        expect(page.locator("h1")).to_have_text("Momenta")
        expect(page.locator("body")).to_have_css("margin", "0px")
        page.click("nav a >> text=Map")
        page.wait_for_url(f"{address}/map")
        if assets.has(*assets.EDITOR):
            page = tab.open("/query")
            page.wait_for_selector(".CodeMirror")
            page.click("#answer [data-view=network]")
            page.wait_for_selector("#answer svg")
        context.close()
    assert not tab.troubles


def test_everything_reads_with_scripts_off(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = tab_in(context, address)
    page = tab.open("/")
    page.fill("#find", "momnta")
    page.click("main button[type=submit]")
    page.click("ol.hits a >> nth=0")
    expect(page.locator("h1")).to_have_text("Momenta")
    page = tab.open("/query")
    page.fill("textarea[name=query]", QUERY)
    page.click("#ask button")
    expect(page.locator("table")).to_contain_text("Uber")
    context.close()
    assert not tab.troubles


def test_search_is_used_by_keyboard(tab: Tab) -> None:
    page = tab.open("/")
    page.focus("#find")
    page.keyboard.type("Zang Yong")
    expect(page.locator("[role=option]").first).to_contain_text("Zhang Yongwei")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#find")).to_have_attribute("aria-activedescendant", "find-hits-0")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Zhang Yongwei")


def test_suggestions_have_the_standing_of_plans(tab: Tab) -> None:
    """Bug: a plan was suggested without its standing."""
    page = tab.open("/")
    asked = "turns those needs"
    hits = page.request.get(f"{tab.home}/search.json?limit=8&q={quote(asked)}").json()["hits"]
    told = {each["label"]: each["standings"] for each in hits if each["standings"]}
    assert ["announced plan"] in told.values()
    page.focus("#find")
    page.keyboard.type(asked)
    for label, words in told.items():
        option = page.locator("[role=option]", has_text=label).first
        for each in words:
            expect(option).to_contain_text(each)


def test_a_newcomer_finds_partners_demands_and_posts(tab: Tab) -> None:
    page = tab.open("/")
    page.get_by_role("link", name="Momenta", exact=True).first.click()
    expect(
        page.locator("section", has=page.get_by_role("heading", name="In operation or done"))
    ).to_contain_text("Uber")
    expect(page.locator("section.planned").first).to_contain_text("Mercedes-Benz")
    tab.open("/")
    page.get_by_role("link", name="Germany", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("It requires: adaptation to high speed in Germany")
    tab.open("/")
    page.get_by_role("link", name="Zhang Yongwei", exact=True).first.click()
    expect(page.locator("main")).to_contain_text(
        "president at China EV100 according to China Daily (Dec 2025)"
    )


def test_a_fact_is_one_click_from_its_passage(tab: Tab) -> None:
    page = tab.open("/id/Momenta")
    page.locator("a", has_text="passage").first.click()
    expect(page.locator("h1")).to_contain_text("Passage")
    expect(page.locator("svg.strip .now").first).to_be_visible()


@pytest.mark.full
def test_the_network_is_filtered_and_its_link_keeps_the_choice(tab: Tab) -> None:
    page = tab.open("/network")
    for menu, option in (("Standing", "announced plan"), ("Place or market", "Germany")):
        page.locator("details", has=page.locator("summary", has_text=menu)).locator("summary").click()
        page.get_by_role("group", name="Filters").get_by_role("link", name=re.compile(f"^{option}")).click()
    assert "standing=" in page.url
    expect(page.locator("p.chosen")).to_contain_text("3 of")
    page.reload()
    expect(page.get_by_role("link", name="Remove the filter Standing: announced plan")).to_be_visible()


@pytest.mark.full
def test_the_form_of_a_question_asks_it(tab: Tab) -> None:
    page = tab.open("/queries/firm-profile")
    page.fill("input[name=firm]", "id:Momenta")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("tbody")).to_contain_text("Momenta")


EDITOR = "document.querySelector('.CodeMirror').CodeMirror"


@needs_editor
def test_the_editor_completes_runs_and_shares(tab: Tab) -> None:
    page = tab.open("/query?query=" + quote("SELECT * WHERE { ?claim a adgo:Claim ;  }"))
    expect(page.locator("#query")).to_be_hidden()
    expect(page.locator(".parseErrorIcon")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body"), (
        "the editor takes the focus when it opens"
    )
    page.evaluate(f"{EDITOR}.focus(); {EDITOR}.setCursor({{line: 0, ch: 39}})")
    page.keyboard.type("mod")
    hint = page.locator(".CodeMirror-hint").first
    for _ in range(10):  # A key that arrives late on a busy machine closes the list.
        page.keyboard.press("Control+Space")
        with suppress(BrowserTimeout):
            hint.wait_for(timeout=3000)
            break
    expect(hint).to_contain_text("adgo:modality")
    page.keyboard.press("Enter")
    page.keyboard.type(" ?how")
    assert "adgo:modality ?how" in page.evaluate(f"{EDITOR}.getValue()")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer table").first).to_contain_text("planned")
    assert "adgo%3Amodality" in page.url
    page.reload()
    expect(page.locator("#answer table").first).to_contain_text("planned")


@pytest.mark.full
@needs_editor
def test_the_keyboard_leaves_the_editor(tab: Tab) -> None:
    page = tab.open("/query")
    page.wait_for_selector(".CodeMirror")
    expect(page.locator("#keys")).to_contain_text("press Esc and then Tab")
    page.evaluate(f"{EDITOR}.focus()")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('#editor')")


@pytest.mark.full
@needs_editor
def test_the_editor_shows_identifiers_only_if_asked_and_finds_stored_questions(tab: Tab) -> None:
    page = tab.open("/query")
    page.wait_for_selector(".CodeMirror")
    identifier = page.locator("#answer small.type", has_text="id:Momenta").first
    expect(identifier).to_be_hidden()
    page.check("#terms")
    expect(identifier).to_be_visible()
    page.fill("#words", "robotaxi munich")
    shown = page.locator("#questions li:visible")
    assert 0 < shown.count() < 10
    before = page.evaluate(f"{EDITOR}.getValue()")
    shown.locator("a").first.click()
    page.wait_for_url("**/query?question=*")
    expect(page.locator("#announced")).to_contain_text("row")
    assert page.evaluate(f"{EDITOR}.getValue()") != before
    page.evaluate(f"{EDITOR}.focus()")
    page.keyboard.press("Control+z")
    assert page.evaluate(f"{EDITOR}.getValue()") == before


@pytest.mark.full
@needs_editor
def test_the_editor_marks_where_a_query_is_wrong(tab: Tab) -> None:
    page = tab.open("/query")
    page.wait_for_selector(".CodeMirror")
    page.evaluate(f"{EDITOR}.setValue('SELECT * WHERE {{\\n ?a foo:b ?c\\n}}')")
    page.click("#ask button")
    expect(page.locator("#trouble")).to_contain_text("Line 2, column 5: Prefix foo: is used but not declared")
    expect(page.locator(".wrong")).to_have_count(1)
    page.hover(".parseErrorIcon")


@pytest.mark.full
@needs_editor
def test_the_editor_fits_narrow_windows_and_has_no_finding_there(tab: Tab) -> None:
    """Bugs: with results the page overflowed, buttons covered the first lines, and a header of the table was empty."""
    page = tab.page
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    tab.open("/query")
    page.wait_for_selector(".CodeMirror")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    toolbar, line = (
        page.locator(".toolbar").bounding_box(),
        page.locator(".CodeMirror-line").first.bounding_box(),
    )
    assert toolbar
    assert line
    assert toolbar["y"] + toolbar["height"] <= line["y"]
    after = "getComputedStyle(document.querySelector('footer a[href^=http]'), '::after').content"
    assert "↗" in page.evaluate(after), "a link to another site must have a mark"
    if AXE.exists():
        page.evaluate(AXE.read_text())
        assert not findings(page, runOnly=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"])


@pytest.mark.full
def test_print_leaves_out_what_is_for_clicking(tab: Tab) -> None:
    page = tab.open("/id/Momenta")
    page.emulate_media(media="print")
    expect(page.locator("header nav")).to_be_hidden()
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.full
@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_box_of_the_network_shows_its_lines_and_lets_all_others_fade(tab: Tab, by: str) -> None:
    page = tab.page
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 900})
    tab.open("/network?place=Germany")
    box = page.locator("svg.network a", has_text="QCraft").first
    if by == "pointer":
        box.hover()
    else:
        page.keyboard.press("Tab")
        box.focus()
    opacities = "list => list.map(each => getComputedStyle(each).opacity)"
    lines = page.locator("svg.network > .line").evaluate_all(opacities)
    assert set(lines) == {"0.18"}
    assert page.locator("svg.network .node > a").evaluate_all(opacities).count("1") == 1
    shown = page.locator("svg.network .reach").evaluate_all(
        "list => list.filter(each => getComputedStyle(each).display != 'none').map(each => each.children.length)"
    )
    assert len(shown) == 1
    assert shown[0] >= 2
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    assert set(page.locator("svg.network > .line").evaluate_all(opacities)) == {"1"}


PICTURES = ("/network", "/map", "/timeline", "/id/Momenta", "/id/Germany", "/embed/map")
WIDTHS = (360, 700, 991, 992, 1280)
#: Pictures in windows that everyday tests look at; `make test-full` looks at each in each.
EVERYDAY = {("/network", 360), ("/map", 360), ("/timeline", 360), ("/id/Momenta", 992), ("/map", 1280)}


@pytest.mark.parametrize(
    ("path", "width"),
    [
        pytest.param(path, width, marks=[] if (path, width) in EVERYDAY else pytest.mark.full)
        for path in PICTURES
        for width in WIDTHS
    ],
)
def test_pictures_fit_every_window_and_their_text_can_be_read(reader: Tab, path: str, width: int) -> None:
    """Bugs: at 360 pixels the reader saw labels and no bars, two thirds of a network, and half a map."""
    reader.page.set_viewport_size({"width": width, "height": 800})
    page = reader.open(path)
    seen = page.evaluate("""() => [...document.querySelectorAll('.drawing:not(.mark)')].map(svg => {
      const box = svg.getBoundingClientRect(), around = svg.parentElement.getBoundingClientRect();
      const scale = box.width / svg.viewBox.baseVal.width;
      const sizes = [...svg.querySelectorAll('text')].map(each => parseFloat(getComputedStyle(each).fontSize) * scale);
      return {width: box.width, left: box.left, right: box.right, around: around.width, least: Math.min(...sizes)};
    }).filter(each => each.width > 0)""")
    for each in seen:
        assert each["left"] >= 0
        assert each["right"] <= width
        assert each["least"] >= 12, each
        if width == 1280:
            assert each["width"] > 0.95 * each["around"]
    drawn = page.locator("div.for-wide:visible, div.for-narrow:visible")
    assert drawn.count() == 1
    assert ("for-wide" in (drawn.get_attribute("class") or "")) == (width >= 992)
    reader.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("is_refused", [False, pytest.param(True, marks=pytest.mark.full)])
def test_a_citation_is_copied_or_selected(browser: Browser, address: str, is_refused: bool) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    if is_refused:
        context.add_init_script("delete Navigator.prototype.clipboard")
    page = tab_in(context, address).open("/claim/002-34a")
    page.locator(".cite > summary").click()
    text = page.locator(".cite > p.citation").text_content()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".cite > .copy [role=status]")).not_to_be_empty()
    got = page.evaluate("getSelection().toString()" if is_refused else "navigator.clipboard.readText()")
    assert got == text
    assert "claim 002-34a" in got
    context.close()
