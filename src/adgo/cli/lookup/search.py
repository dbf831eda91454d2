"""`adgo search`: the stored questions and things that words find."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.cli.evidence import load
from adgo.cli.options import DATA, JSON
from adgo.cli.output_streams import print_document
from adgo.cli.query_text import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adgo.corpus.corpus import Corpus
    from adgo.corpus.search.index import Hit
    from adgo.corpus.search.question_search import QuestionHit
    from adgo.corpus.search.search import Search, SearchResult


@click.command()
@click.argument("words", nargs=-1, required=True)
@DATA
@JSON
@click.option(
    "--most", type=click.IntRange(1), default=10, show_default=True, help="Print at most this many."
)
def search(words: tuple[str, ...], data: tuple[str, ...], as_json: bool, most: int) -> None:
    """Look for WORDS: first the stored questions that answer them, then firms, people, places, projects and passages.

    Exit codes: 0 something was found, 1 nothing was found, 2 wrong usage, 3 the data could not be read.
    """
    index = open_search(data)
    asked = " ".join(typed(word, "WORDS") for word in words)
    found = index.find(asked)
    if as_json:
        print_document(json.dumps(_record(found), indent=2, ensure_ascii=False))
    else:
        for line in _lines(index.things.corpus, found, most):
            click.echo(line)
    if not found.questions and not found.hits:
        near = " or ".join(map(repr, index.nearest(asked)))
        click.echo(
            f"Nothing was found for {asked!r}." + (f" The nearest is {near}." if near else ""), err=True
        )
        raise SystemExit(1)


def open_search(data: tuple[str, ...]) -> Search:
    """Return the search over files, or over the packaged graph; Unreadable if they hold no claims."""
    from adgo import queries
    from adgo.corpus.reading import read_store
    from adgo.corpus.search.search import Search

    corpus = read_store(load(data).store)
    if not corpus.claims:
        raise Unreadable("the data contain no claims, so there is nothing to search")
    return Search(corpus, queries.load().values())


def _record(found: SearchResult) -> dict[str, object]:
    return {
        "questions": [asdict(each) for each in found.questions],
        "things": [asdict(each) for each in found.hits],
    }


def _lines(corpus: Corpus, found: SearchResult, most: int) -> Iterator[str]:
    """Yield the text of each hit, the best answers first, and a line that says how many are not shown.

    Args:
        corpus: the graph that was searched.
        found: what was found.
        most: how many are shown.
    """
    questions, things = map(_question, found.questions), (_thing(corpus, each) for each in found.hits)
    shown = [*questions, *things] if found.is_led_by_question else [*things, *questions]
    yield from shown[:most]
    if len(shown) > most:
        yield f"and {len(shown) - most} more; --most {len(shown)} shows all"


def _question(hit: QuestionHit) -> str:
    settings = "".join(f" --set {name}={value}" for name, value in hit.arguments.items())
    return f"question  {hit.title}\n            adgo query {hit.name}{settings}"


def _thing(corpus: Corpus, hit: Hit) -> str:
    from adgo.corpus import standings
    from adgo.corpus.naming import thing_groups
    from adgo.graph.namespaces import short

    given = "".join(f" [{name}]" for name in standings.labels_in_list(corpus, hit.iri))
    where = f"\n            {hit.field}: {hit.text}" if hit.text and hit.text != hit.label else ""
    return f"{thing_groups.named(hit.group).singular:9} {hit.label}{given} ({short(hit.iri)}){where}"
