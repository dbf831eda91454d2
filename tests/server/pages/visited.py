"""A page as a test reads it: its tags, its text, and the text of each of its sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient

VOID = {"base", "meta", "link", "input", "br", "hr", "img"}


@dataclass
class Page:
    status: int
    html: str
    headers: dict[str, str]
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    #: Text under each heading, in order: (level, heading, what follows it up to the next of its level or above).
    sections: dict[str, str] = field(default_factory=dict)
    text: str = ""

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [each["href"] for each in self.all("a") if "href" in each]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[str] = []
        self.heading: str | None = None
        self.section = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "h2":
            self.heading = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()
        if tag == "h2" and self.heading is not None:
            self.section = " ".join(self.heading.split())
            self.page.sections[self.section] = ""
            self.heading = None

    def handle_data(self, data: str) -> None:
        self.page.text += f"{data} "
        if self.heading is not None:
            self.heading += data
        elif self.section:
            self.page.sections[self.section] += f"{data} "


Visit = Callable[[str], Page]


def read(client: FlaskClient, path: str) -> Page:
    response = client.get(path, headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=True)
    # A file such as XLSX is not text.
    text = response.data.decode("utf-8", "replace")
    page = Page(response.status_code, text, dict(response.headers))
    if response.mimetype != "text/html":
        return page
    reader = _Reader(page)
    reader.feed(response.text)
    reader.close()
    assert not reader.open, f"{path}: left open: {reader.open}"
    page.text = " ".join(page.text.split()).replace(" ,", ",")
    page.sections = {name: " ".join(text.split()).replace(" ,", ",") for name, text in page.sections.items()}
    return page
