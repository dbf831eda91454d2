"""`/search` and `/search.json`: stored questions and things that answer words."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from flask import Blueprint, Response, jsonify, request

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.naming import thing_groups
from adgo.corpus.search.index import LONGEST, Hit
from adgo.corpus.search.question_search import QuestionHit
from adgo.corpus.search.search import QUESTION, SearchResult
from adgo.corpus.tables import things
from adgo.corpus.tables.export_table import Cell, ExportTable
from adgo.evidence.verification.number_words import SMALL
from adgo.graph.namespaces import ADGO
from adgo.server import site_corpus, site_search
from adgo.server.pages import page_arguments
from adgo.server.pages.filters import link
from adgo.server.pages.finding import question_list
from adgo.server.pages.finding.question_list import QuestionEntry
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.site import Site, site

blueprint = Blueprint("search", __name__)
#: The most hits, in JSON and in a list of one kind.
MOST = 40
#: How many questions, and how many things of each kind, are shown together.
QUESTIONS, SHOWN = 3, 6


@dataclass(frozen=True)
class HitSection:
    """The hits of one kind: those that are shown, and how many there are."""

    name: str
    label: str
    hits: list[Hit]
    count: int
    questions: list[QuestionEntry]


@blueprint.get("/search")
def page() -> Response:
    """Return what was found; `kind` restricts it to one group or class of things, or to questions."""
    here = site()
    asked = request.args.get("q", "").strip()[:LONGEST]
    kind = request.args.get("kind", "")
    corpus = site_corpus.read_whole(here)
    if corpus is None and request.args.keys() <= {"q"}:
        return _exact_page(here, asked)
    corpus = corpus or site_corpus.read_corpus(here)
    found = site_search.read_search(here).find(asked, kind)
    return table_response.respond(
        lambda: [table(here, corpus, asked, kind, found)], lambda: _page(here, corpus, asked, kind, found)
    )


def table(here: Site, corpus: Corpus, asked: str, kind: str, found: SearchResult) -> ExportTable:
    """Return what was found as a table: the questions, then the things; without words, the members of a class.

    Args:
        here: the site that serves the request.
        corpus: the graph.
        asked: the words.
        kind: a group or class of things, or questions; "" for all.
        found: what was found.
    """
    title = f"Search for {asked}" if asked else f"All of the kind {_noun(corpus, kind)}"
    members = corpus.of_class(kind) if kind and not asked and corpus.knows(ADGO + kind) else []
    listed = [*((hit.iri, hit.text) for hit in found.hits), *((it, "") for it in members)]
    made = things.table(corpus, title, listed)
    return replace(made, rows=[*(_row(here, each) for each in found.questions), *made.rows])


def _row(here: Site, hit: QuestionHit) -> tuple[Cell, ...]:
    """Return a question as a row of the table of what was found."""
    address = here.url(question_list.address(hit.name, hit.arguments))
    return hit.title, "question", None, hit.question, None, address


def _page(here: Site, corpus: Corpus, asked: str, kind: str, found: SearchResult) -> Response:
    everything = site_search.read_search(here).find(asked) if kind and asked else found
    is_known = bool(kind) and corpus.knows(ADGO + kind)
    is_named = any(hit.field != "paraphrase" for hit in found.hits) or bool(found.questions)
    return render_page(
        "search.html",
        c=corpus,
        q=asked,
        sections=_sections(here, found, MOST if kind else SHOWN),
        chips=[(each.name, each.label, each.count) for each in _sections(here, everything, 0)],
        count=len(found.hits) + len(found.questions),
        kind=kind,
        listed=ADGO + kind if is_known else "",
        members=corpus.of_class(kind) if is_known else [],
        is_named=is_named,
        nearest=[] if is_named or not asked else site_search.read_search(here).nearest(asked),
        noun=_noun(corpus, kind),
        articles=_articles(len(corpus.of_class("Source"))),
        firms=[] if is_named else corpus.of_class("Firm"),
    )


def _exact_page(here: Site, asked: str) -> Response:
    """Return the things that have a name exactly, for data that are too large for a search."""
    found = site_corpus.things_called(here, asked, MOST + 1) if asked else []
    shown = found[:MOST]
    corpus = site_corpus.read_near(here, shown, 0)
    return render_page(
        "exact_search.html", c=corpus, q=asked, found=shown, has_more=len(found) > MOST, most=MOST
    )


@blueprint.get("/search.json")
def search_json() -> Response:
    """Return what was found as JSON.

    {"query": …, "first": "question" or "thing", "questions": [{"name", "title", "question", "arguments", "href",
    "score", "answers"}], "hits": [{"iri", "label", "kinds", "group", "standings", "href", "field", "text", "score"}]}.
    """
    page_arguments.require_known()
    here = site()
    corpus = site_corpus.read_corpus(here)
    asked = request.args.get("q", "").strip()[:LONGEST]
    limit = min(request.args.get("limit", MOST, type=int), MOST)
    found = site_search.read_search(here).find(asked, request.args.get("kind", ""))
    return jsonify(
        query=asked,
        first="question" if found.is_led_by_question else "thing",
        questions=[
            {**asdict(each), "href": here.root + question_list.address(each.name, each.arguments)}
            for each in found.questions[: min(limit, QUESTIONS)]
        ],
        hits=[
            {
                **asdict(each),
                "standings": standings.labels_in_list(corpus, each.iri),
                "href": here.root + (link(each.iri) or ""),
            }
            for each in found.hits[:limit]
        ],
    )


def _sections(here: Site, found: SearchResult, most: int) -> list[HitSection]:
    """Return what was found by kind, the kind of the best hit first.

    Args:
        here: the site that serves the request.
        found: what was found.
        most: how many things of each kind are shown.
    """
    labels = {each.name: each.label for each in thing_groups.every()}
    by_group: dict[str, list[Hit]] = {}
    for hit in found.hits:
        by_group.setdefault(hit.group, []).append(hit)
    sections = [HitSection(name, labels[name], hits[:most], len(hits), []) for name, hits in by_group.items()]
    if found.questions:
        entries = [question_list.entry(here, each) for each in found.questions]
        shown = entries[: QUESTIONS if most <= SHOWN else MOST]
        place = 0 if found.is_led_by_question or not sections else 1
        sections.insert(place, HitSection(QUESTION, "Questions", [], len(entries), shown))
    return sections


def _noun(corpus: Corpus, kind: str) -> str:
    """Return the word for one thing of a kind that was searched for."""
    group = next((each for each in thing_groups.every() if each.name == kind), None)
    if group:
        return group.singular
    return corpus.label(ADGO + kind) if kind and corpus.knows(ADGO + kind) else "firm, place or person"


def _articles(number: int) -> str:
    """Return the words for all articles of the graph."""
    if number < 2:
        return "this article" if number else "these data"
    return f"these {SMALL[number] if number < len(SMALL) else number} articles"
