"""Sources have names on every page; the same words lead to the same place; what is presumed is marked."""

from __future__ import annotations

import re

import pytest
from asked import column, rows
from flask.testing import FlaskClient
from pyoxigraph import Literal, Store
from test_invariants import paths
from visited import Visit

from adgo.corpus import importance
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import PREFIXES

NUMBERED = re.compile(r"\barticles? 00\d", re.IGNORECASE)
LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>([^<]*)</a>')
OVERVIEWS = (
    "/",
    "/about",
    "/changes",
    "/corrections",
    "/differences",
    "/projects",
    "/timeline",
    "/indicators",
    "/queries",
)


#: Every nth page is read every day, and all of them by `make test-full`.
EVERY = [7, pytest.param(1, marks=pytest.mark.full)]


def every_path(corpus: Corpus, client: FlaskClient, step: int) -> list[str]:
    questions = [f"/queries/{each['name']}" for each in client.get("/queries?format=json").get_json()]
    return [*OVERVIEWS, *[*dict.fromkeys(paths(corpus)), *questions][::step]]


def test_no_text_of_the_data_names_an_article_by_its_number(store: Store) -> None:
    """Bug: sources were "article 000" to "article 004", 82 times on the page of one firm."""
    numbers = {
        (quad.subject.value, quad.object.value)
        for quad in store
        if isinstance(quad.object, Literal) and NUMBERED.search(quad.object.value)
    }
    assert numbers == {(f"{PREFIXES['src']}00{n}", f"article 00{n}") for n in range(5)}


@pytest.mark.parametrize("step", EVERY)
def test_no_page_names_an_article_by_its_number(
    visit: Visit, corpus: Corpus, client: FlaskClient, step: int
) -> None:
    wrong = [path for path in every_path(corpus, client, step) if NUMBERED.search(visit(path).text)]
    assert wrong == []


@pytest.mark.parametrize("step", EVERY)
def test_the_same_words_lead_to_the_same_place(
    visit: Visit, corpus: Corpus, client: FlaskClient, store: Store, step: int
) -> None:
    """Bug: "article 000" on the page of a firm led to the source in some lines, and to six claims in others."""
    sources = rows(store, "SELECT ?label ?it { ?it a adgo:Source ; skos:prefLabel ?label }")
    targets = {label: {f"/source/{it[-3:]}"} for label, it in sources}
    found: dict[str, set[str]] = {}
    for path in every_path(corpus, client, step):
        for target, words in LINK.findall(visit(path).html):
            found.setdefault(words, set()).add(target.partition("#")[0])
    assert {label: found[label] for label in targets} == targets
    # The ontology has terms of these names too.
    assert {each.split("/")[1] for each in found["evidence"]} - {"ontology"} == {"claim"}
    assert {each.split("/")[1] for each in found["passage"]} - {"ontology"} == {"passage"}


OPENINGS = {
    "000": (
        "Title Chinese Autonomous Driving Technology Expands in Europe",
        "Publisher not stated",
        "published 13 October 2025",
        "dateline 7 October 2025",
    ),
    "001": ("Title not stated", "Publisher not stated", "retells Indexbox.io", "dateline 6 October 2025"),
    "002": (
        "Title China's smart cars on cusp on global spread",
        "Publisher China Daily presumed by the editors",
        "Date not stated",
        "an inference from the address for readers",
    ),
    "003": ("Title not stated", "Publisher not stated", "Date not stated", "1 December 2025 or later"),
    "004": ("Title not stated", "Publisher CGTN presumed by the editors", "Date not stated", "an inference"),
}


@pytest.mark.parametrize("number", OPENINGS)
def test_the_page_of_an_article_opens_with_what_it_is(visit: Visit, number: str) -> None:
    """What each article states about itself, read in the articles; what it does not state is marked."""
    page = visit(f"/source/{number}")
    opening = page.text.partition("Length and SHA-256")[0]
    for each in (*OPENINGS[number], "Family", "Language English"):
        assert each in opening, each
    assert not re.search(r"[0-9a-f]{64}", opening)
    assert re.search(r"<details><summary>Length and SHA-256.*?[0-9a-f]{64}.*?</details>", page.html, re.S)


def test_the_editors_say_where_each_name_comes_from(store: Store) -> None:
    notes = column(store, "SELECT ?note { ?it a adgo:Source ; skos:editorialNote ?note }")
    assert len(notes) == 5
    presumed = rows(store, "SELECT ?it ?who { ?it adgo:presumedPublisher ?who }")
    claimed = rows(
        store, "SELECT ?it ?who { ?c adgo:subject ?it ; adgo:predicate dcterms:publisher ; adgo:object ?who }"
    )
    assert {it[-3:] for it, _ in presumed} == {"002", "004"}
    assert not {it for it, _ in presumed} & {it for it, _ in claimed}


def test_the_front_page_begins_with_what_the_articles_say_most_about(corpus: Corpus, store: Store) -> None:
    """Bug: "outside China", which is no place with a name, came first; people came in order of claims."""
    places = [corpus.label(it) for it in importance.places(corpus)]
    assert places[:2] == ["Europe", "Germany"]
    assert "outside China" not in places
    assert set(places) <= {corpus.label(it) for it in corpus.of_class("Place")}
    spoken = rows(
        store,
        """SELECT ?it (COUNT(DISTINCT ?statement) AS ?n)
        { ?it a adgo:Person . OPTIONAL { ?c adgo:speaker ?it ; adgo:tells ?statement } } GROUP BY ?it""",
    )
    counted = {it: int(n) for it, n in spoken}
    order = [counted[it] for it in importance.people(corpus)]
    assert order == sorted(counted.values(), reverse=True)
    assert importance.firms(corpus)[0].endswith("Momenta")
    assert len(importance.firms(corpus)) == 24
