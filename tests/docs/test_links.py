"""Every link between files of the documentation, and from the README into it, leads to a file and a heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import DOCS, README, ROOT, pages

LINK = re.compile(r"(?<!!)\]\((?!https?:|mailto:)([^)\s]+)\)")
CODE = re.compile(r"^ *```.*?^ *```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
DOCUMENTS = [*pages(), *(ROOT / name for name in ("ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"))]


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def faults(page: Path) -> list[str]:
    found = []
    for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        is_generated = "<!-- generated" in target.read_text(encoding="utf-8") if target.is_file() else False
        if not target.exists() or (anchor and not is_generated and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_headings(page: Path) -> None:
    assert faults(page) == []


def test_a_page_stands_in_a_folder_whose_index_lists_it() -> None:
    """Or lists all of its folder by a pattern."""
    missing = [
        page.relative_to(DOCS).as_posix()
        for page in DOCS.rglob("*.md")
        if page.stem != "index" and not listed(page)
    ]
    assert missing == []


def listed(page: Path) -> bool:
    index = page.parent / "index.md"
    start = (DOCS / "index.md").read_text(encoding="utf-8")
    lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
    return page.stem in lines or "*" in lines or page.relative_to(DOCS).with_suffix("").as_posix() in start


def test_a_link_to_nothing_is_found(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(
        "# One thing's name\n[a](#one-things-name) [b](#two) [c](d.md) `[e](f.md)`\n", encoding="utf-8"
    )
    assert faults(page) == ["#two", "d.md"]
    assert faults(README) == []
