"""The documentation site: it builds without a warning, every link inside it works, and its pages ask no other host."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from documents import DOCS, ROOT

#: Everyday, `test_links.py` checks the links of the sources.
pytestmark = pytest.mark.full

#: Attributes by which a page loads something; the `href` of an `a` only leads there.
LOADS = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    ("form", "action"),
}


@dataclass
class SitePage(HTMLParser):
    """What a page loads, where its links lead, and its anchors."""

    text: str
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif (tag, name) in LOADS and value:
                self.loads.append(value)
            elif (tag, name) == ("a", "href") and value:
                self.links.append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "--keep-going",
            "-d",
            folder / "trees",
            DOCS,
            folder / "html",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder / "html"


@pytest.fixture(scope="module")
def read(site: Path) -> dict[Path, SitePage]:
    """Return the pages of the site by their files."""
    found = {path: SitePage(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    assert len(found) > 15
    return found


def test_every_link_inside_the_site_works(site: Path, read: dict[Path, SitePage]) -> None:
    assert [*broken(site, read)] == []


def broken(site: Path, read: dict[Path, SitePage]) -> Iterator[str]:
    for path, page in read.items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and target in read and anchor not in read[target].anchors):
                yield f"{path.relative_to(site)}: {link}"


def test_every_page_can_be_reached_from_the_start(site: Path, read: dict[Path, SitePage]) -> None:
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached or path not in read:
            continue
        reached.add(path)
        waiting += [
            (path.parent / urlsplit(link).path).resolve() for link in read[path].links if urlsplit(link).path
        ]
    assert set(read) - reached <= {site / "search.html"}  # the search is a form


def test_no_page_loads_anything_from_another_host(site: Path, read: dict[Path, SitePage]) -> None:
    foreign = [
        f"{path.relative_to(site)}: {each}"
        for path, page in read.items()
        for each in page.loads
        if urlsplit(each).netloc
    ]
    styles = [
        f"{path.relative_to(site)}: {each}"
        for path in site.rglob("*.css")
        for each in re.findall(
            r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]+)", path.read_text(encoding="utf-8")
        )
    ]
    assert foreign + styles == []


def test_every_part_of_the_reference_is_on_its_page(read: dict[Path, SitePage]) -> None:
    """Each public name, command, setting, address and question of the code."""
    from importlib import import_module

    import adgo
    from adgo import queries
    from adgo.cli import COMMANDS
    from adgo.server.settings import described

    pages = {path.stem: page for path, page in read.items() if path.parent.name == "reference"}
    text = {name: re.sub(r"<[^>]*>", "", page.text) for name, page in pages.items()}
    assert {f"adgo.{name}" for name in adgo.__all__ if not name.startswith("_")} <= pages["python"].anchors
    assert {f"adgo-{name}" for name in COMMANDS} <= pages["commands"].anchors
    assert [name for name, _, _ in described() if f"--{name.replace('_', '-')}" not in text["settings"]] == []
    assert [name for name in queries.load() if name not in text["questions"]] == []
    openapi = import_module("adgo.server.views.monitoring").OPENAPI.read_text(encoding="utf-8")
    assert [
        path for path in re.findall(r'^    "(/[^"]*)": \{', openapi, re.MULTILINE) if path not in text["http"]
    ] == []
    assert 'literals that the store would change, such as "5"^^xsd:int' in unescape(text["settings"])
    for term in ("adgo:Claim", "adgo:standing", "adgo:notBefore"):
        assert term in text["terms"]
    assert "adgo:qualifier" not in text["terms"], "a deprecated term"


def test_the_built_site_is_not_in_git() -> None:
    target = re.search(
        r"^docs:.*\n(?:\t.*\n)*", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert target
    assert "build/docs" in target.group()
    assert "build/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#x"></a><a href="c.html"></a>', encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="y"><a href="a.html"></a></p>', encoding="utf-8")
    read = {path: SitePage(path.read_text(encoding="utf-8")) for path in sorted(tmp_path.glob("*.html"))}
    assert [*broken(tmp_path, read)] == ["a.html: b.html#x", "a.html: c.html"]


def test_a_browser_requests_only_files_of_the_site(site: Path, read: dict[Path, SitePage]) -> None:
    from playwright.sync_api import sync_playwright

    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("Chromium is not installed")
    asked: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for path in read:
            page.goto(path.as_uri())
        page.goto((site / "search.html").as_uri() + "?q=standing")
        page.wait_for_selector("ul.search li a")
        browser.close()
    assert len(asked) > len(read)
    assert [url for url in asked if not url.startswith(site.as_uri())] == []
