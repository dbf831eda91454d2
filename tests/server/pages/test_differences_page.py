"""`/differences`: cards, filters, tables; and the words of the articles for those who have the texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from visited import Page, Visit, read

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import tally
from adgo.corpus.texts.places import occurrences, passages
from adgo.evidence.sources import Source, Texts
from adgo.graph.namespaces import PREFIXES
from adgo.server.app import close, create_app
from adgo.server.pages import differences
from adgo.server.settings import Settings


@pytest.fixture(scope="module")
def with_texts(texts: Path) -> Iterator[FlaskClient]:
    made = create_app(settings=Settings(workers=2), texts=texts)
    yield made.test_client()
    close(made)


def headings(page: Page) -> list[str]:
    return re.findall(r"<summary><h3>(.*?)</h3>", page.html)


def test_every_card_is_on_the_page_once_and_the_totals_are_true(
    visit: Visit, app: Flask, corpus: Corpus
) -> None:
    page = visit("/differences")
    with app.test_request_context():
        every = differences.read_cards(app.extensions["adgo"])
    placed = headings(page)
    assert len(placed) == len(set(placed))
    assert len(placed) == len(every) + len(
        [it for it in corpus.apart["judgements"] if not any(it in card.judgements for card in every)]
    )
    assert tally.in_words(every)[0] in page.text
    assert len(page.html) < 150_000


def test_most_cards_are_folded(visit: Visit) -> None:
    """Bug: the page was 31,000 pixels long, with twelve equal headings in a row for one firm."""
    page = visit("/differences")
    cards = [each for each in page.all("details") if each.get("class") == "card"]
    assert 4 <= sum("open" in each for each in cards) <= 8 < len(cards)


@pytest.mark.parametrize(
    ("arguments", "some", "other"),
    [
        ("about=Momenta", "Momenta and Uber plan self-driving", "Zhang Yongwei heads"),
        ("about=deeproute.ai", "Deeproute.ai plans a data centre", "Momenta and Uber plan"),
        ("kind=post", "Dong Li heads technology", "Deeproute.ai plans a data centre"),
        ("source=002", "Momenta and Uber plan self-driving", "Deeproute.ai plans a data centre"),
        ("place=Europe", "Momenta and Uber plan self-driving", "Dong Li heads"),
        ("kind=Trial", "Momenta and Uber plan self-driving", "Dong Li heads"),
        ("about=Momenta&kind=description", "Descriptions of Momenta", "Momenta and Uber plan"),
    ],
)
def test_filters_choose_cards(visit: Visit, arguments: str, some: str, other: str) -> None:
    page = visit(f"/differences?{arguments}")
    found = headings(page)
    assert [each for each in found if each.startswith(some)]
    assert not [each for each in found if each.startswith(other)]
    assert "Show all" in page.text
    assert "Filters: " in page.text


def test_a_filter_that_means_nothing_says_what_is_near(client: FlaskClient) -> None:
    unknown = client.get("/differences?about=Momneta", headers={"Accept": "text/html"})
    assert (unknown.status_code, "Momenta" in unknown.text) == (400, True)
    kind = client.get("/differences?kind=quarrel", headers={"Accept": "text/html"})
    assert (kind.status_code, "contradiction" in kind.text) == (400, True)


def test_the_table_has_what_the_page_shows(visit: Visit, client: FlaskClient) -> None:
    rows = list(
        csv.DictReader(io.StringIO(client.get("/differences?about=Momenta&format=csv").text.lstrip("\ufeff")))
    )
    assert {each["topic"] for each in rows} == set(headings(visit("/differences?about=Momenta")))
    kinds = {each["source"]: each["says"] for each in rows if each["aspect"] == "kind"}
    assert kinds == {
        "“Open Cooperation” article (13 Oct 2025)": "trial",
        "Indexbox retelling (6 Oct 2025)": "trial",
        "China Daily (Dec 2025)": "deployment",
    }


def test_without_texts_the_paraphrases_stand_side_by_side(visit: Visit, corpus: Corpus) -> None:
    page = visit("/id/deeproute-data-centre")
    for passage in ("000-41", "001-32"):
        paraphrase = corpus.first(PREFIXES["p"] + passage, PREFIXES["dcterms"] + "description")
        assert paraphrase in page.text
    assert "<mark" not in page.html
    source = visit("/source/002")
    assert "adgo serve --texts" in source.text
    assert "article-text" not in source.html


def test_words_of_both_sides_have_their_differences_marked(with_texts: FlaskClient) -> None:
    """One source has the plural, the other one centre: both are marked."""
    page = read(with_texts, "/differences?about=Deeproute.ai&kind=contradiction")
    cells = re.findall(r'<td data-of="[^"]*"><p>(“.*?)</td>', page.html, re.DOTALL)
    marks = [" ".join(re.findall("<mark>(.*?)</mark>", each, re.DOTALL)) for each in cells]
    assert len(marks) == 2
    assert "centers" in marks[0].split()
    assert {"a", "center"} <= set(marks[1].split())
    assert "passage" in page.text


def test_claims_and_projects_have_the_words(with_texts: FlaskClient) -> None:
    assert read(with_texts, "/claim/001-32d").html.count("<mark>") > 1
    assert "Words of the articles" in read(with_texts, "/id/Momenta").text
    assert "/source/002#p-34" in read(with_texts, "/passage/002-34").links


class _Text(HTMLParser):
    """The text within the element of the class `article-text`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth, self.text = 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or dict(attrs).get("class") == "article-text":
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        self.text += data if self.depth else ""


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_an_article_is_shown_unchanged_with_every_passage_marked(
    with_texts: FlaskClient, texts: Path, corpus: Corpus, number: str
) -> None:
    source = PREFIXES["src"] + number
    record = Source(number, corpus.count(source, "length") or 0, corpus.first(source, "sha256"))
    content = Texts(texts).of(record)
    assert content is not None
    page = read(with_texts, f"/source/{number}")
    reader = _Text()
    reader.feed(page.html)
    assert reader.text.replace("\r\n", "\n") == content.content.replace("\r\n", "\n")
    anchors = [each["id"] for _, each in page.tags if "id" in each]
    assert len(anchors) == len(set(anchors))
    for passage in passages(corpus, source):
        assert f"p-{passage.rpartition('-')[2]}" in anchors
        assert f"/passage/{passage.removeprefix(PREFIXES['p'])}" in page.links
        for claim in corpus.by_passage.get(passage, []):
            assert "/claim/" + claim.iri.rpartition("/")[2] in page.links
    ends = [each for each in page.all("a") if each.get("class") == "passage-end"]
    assert len(ends) == len(occurrences(corpus, source))
    assert all(each.get("aria-label") for each in ends)


def test_a_changed_text_is_not_shown(
    with_texts: FlaskClient, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(path.name for path in sorted(texts.iterdir()) if path.name.startswith("001"))
    (tmp_path / name).write_text((texts / name).read_text(encoding="utf-8") + "!", encoding="utf-8")
    monkeypatch.setattr(with_texts.application.extensions["adgo"], "texts", tmp_path)
    page = read(with_texts, "/source/001")
    assert "does not contain this article with the recorded digest" in page.text
    (tmp_path / name).write_bytes((texts / name).read_bytes())
    assert "article-text" in read(with_texts, "/source/001").html
