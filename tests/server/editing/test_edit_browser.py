"""Drafts reviewed in a real Chromium, of a server as a person starts it: by keys, by selection, without a script."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from intake_project import Project
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from process import Server

from test_review_pages import RIGHT, TWICE  # isort: skip

CHROMIUM = Path(os.environ.get("ADGO_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
#: Milliseconds that a loaded machine may take over anything.
PATIENCE = 120_000
DRAFTS = (RIGHT, TWICE, RIGHT | {"id": "plain", "quotation": "Acme Robotics employs 45 people"})
expect.set_options(timeout=PATIENCE)
pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
]
#: Selects words of the article; the first one only in part.
SELECT = """() => {
  document.getElementById('article').open = true;
  const box = document.querySelector('.article-text');
  const words = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node; (node = words.nextNode());) {
    const start = node.data.indexOf('cme Robotics employs 45 people');
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + 30);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}"""


@pytest.fixture(scope="module")
def opening(edited: Project, start: Any) -> str:
    """The address with the token, as the server prints it."""
    (edited.root / "drafts").mkdir(exist_ok=True)
    lines = [json.dumps(each) + "\n" for each in DRAFTS]
    (edited.root / "drafts/new.jsonl").write_text("".join(lines), encoding="utf-8")
    project = {"ADGO_PROJECT": str(edited.root)}
    server: Server = start("--edit", "--texts", edited.texts, env=project)
    assert server.process.stdout
    found = re.fullmatch(
        r"Edit at (http://127\.0\.0\.1:\d+/edit\?token=\S+)\n", server.process.stdout.readline()
    )
    assert found
    return found[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


def opened(context: BrowserContext, opening: str, troubles: list[str]) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(opening)
    assert "token" not in page.url
    return page


def press(page: Page, key: str) -> None:
    """Press a key after the script of the page has run."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_a_newcomer_reviews_by_keys_builds_and_reads_the_claim(
    browser: Browser, opening: str, edited: Project
) -> None:
    troubles: list[str] = []
    context = browser.new_context(reduced_motion="reduce")
    page = opened(context, opening, troubles)
    home = opening.partition("/edit")[0]
    page.get_by_role("link", name="new.jsonl").click()
    page.wait_for_url("**/edit/file**")
    press(page, "Enter")
    page.wait_for_url("**/edit/draft**")
    # A key in a field is text; Escape leaves the field.
    press(page, "c")
    expect(page.get_by_label("Paraphrase")).to_be_focused()
    press(page, "ControlOrMeta+a")
    page.keyboard.type("A raw surmise.")
    press(page, "Escape")
    press(page, "a")
    page.wait_for_url("**id=twice")
    assert "A raw surmise." in edited.claims.read_text(encoding="utf-8")
    # Words that are selected are taken as whole words, and looked for by the server.
    page.evaluate(SELECT)
    expect(page.locator("#take")).to_be_visible()
    press(page, "w")
    assert page.input_value("#quotation") == "Acme Robotics employs 45 people"
    press(page, "v")
    expect(page.get_by_text("Nothing is written yet")).to_be_visible()
    expect(page.locator("#passage mark")).to_have_text("Acme Robotics employs 45 people")
    # A rejection asks for its reason first.
    press(page, "r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("not said")
    # Enter in a field checks the draft and decides nothing; keys pressed before the new page is there would be lost.
    with page.expect_navigation():
        press(page, "Enter")
    assert "Rejected" not in page.inner_text("main")
    press(page, "r")
    page.wait_for_url("**id=plain")
    expect(page.get_by_text("Rejected.", exact=True)).to_be_visible()
    page.goto(home + "/edit/build")
    page.get_by_role("button", name="Build and show").click()
    expect(page.get_by_text("The pages show the project's files as they are now.")).to_be_visible()
    page.goto(home + "/claim/005-1a")
    expect(page.get_by_text("A raw surmise.").first).to_be_visible()
    context.close()
    assert not [each for each in troubles if "status of 4" not in each]


def test_the_pages_work_without_a_script(browser: Browser, opening: str, edited: Project) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, opening, [])
    page.goto(opening.partition("/edit")[0] + "/edit/draft?file=new.jsonl&id=plain")
    page.get_by_label("Reason").fill("twice")
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Rejected.", exact=True)).to_be_visible()
    page.goto(opening.partition("/edit")[0] + "/edit/draft?file=new.jsonl&id=plain")
    page.get_by_role("button", name="Undo this decision").click()
    expect(page.get_by_text("The decision is undone.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_have_no_accessibility_finding_and_fit_their_window(
    browser: Browser, opening: str, width: int
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not in web/node_modules; npm ci in web/ brings it")
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = opened(context, opening, [])
    for path in (
        "",
        "/file?file=new.jsonl",
        "/draft?file=new.jsonl&id=twice",
        "/build",
        "/file?file=nowhere",
    ):
        page.goto(opening.partition("?")[0] + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.evaluate(AXE.read_text())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
            assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    context.close()
