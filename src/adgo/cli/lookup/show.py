"""`adgo show`: what the graph has about one thing, as a summary with the claims behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import Unreadable
from adgo.cli.evidence import load
from adgo.cli.options import DATA, JSON
from adgo.cli.output_streams import print_document
from adgo.cli.query_text import typed
from adgo.cli.shell.completion import complete_names

if TYPE_CHECKING:
    from adgo.corpus.corpus import Corpus
    from adgo.corpus.summary.clause import Summary


#: The words after the number of claims that a thing is part of, for several and for one, by which part it is.
_RELATIONS = {
    "statement": ("make it", "makes it"),
    "passage": ("are supported by it", "is supported by it"),
    "": ("are about it or name it", "is about it or names it"),
}


@click.command()
@click.argument("name", shell_complete=complete_names)
@DATA
@JSON
def show(name: str, data: tuple[str, ...], as_json: bool) -> None:
    """Print what the graph has about one thing: a firm, person, place, project or source.

    NAME is a label, an alias, a name such as id:Momenta, or an IRI. Each sentence begins with its standing: done,
    running, an announced plan and so on. `adgo conflicts --about NAME` lists where the articles differ.

    Exit codes: 0 shown, 2 wrong usage, 3 nothing has that name, or the data could not be read.
    """
    from adgo.corpus import names
    from adgo.corpus.reading import read_store

    corpus = read_store(load(data).store)
    if not corpus.claims:
        raise Unreadable("the data contain no claims, so there is nothing to summarize")
    try:
        it = names.find(corpus, typed(name, "NAME"))
    except LookupError as error:
        raise Unreadable(str(error.args[0])) from error
    if as_json:
        print_document(json.dumps(_record(corpus, it), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(corpus, it)))


def _summary(corpus: Corpus, it: str) -> Summary | None:
    from adgo.corpus.summary import summarizing

    return summarizing.of(corpus, it)


def _lines(corpus: Corpus, it: str) -> Iterator[str]:
    """Yield the lines for people."""
    from adgo.corpus.summary import text
    from adgo.graph.namespaces import short

    kinds = ", ".join(_kinds(corpus, it))
    yield f"{corpus.label(it)} ({short(it)})" + (f": {kinds}" if kinds else "")
    summary = _summary(corpus, it)
    if summary:
        yield text.as_text(corpus, summary)
    made = [each for each in corpus.by_part.get(it, []) if each.source == it]
    if made:
        yield f"It makes {len(made)} claims in {len({each.passage for each in made})} passages."
    if it not in corpus.by_iri:
        yield _counted(corpus, it, corpus.claim_count(it) - len(made))


def _counted(corpus: Corpus, it: str, number: int) -> str:
    """Return the line with the number of claims that a thing is part of.

    Args:
        corpus: the graph.
        it: the thing.
        number: how many these are.
    """
    part = "statement" if it in corpus.by_statement else "passage" if it in corpus.by_passage else ""
    several, one = _RELATIONS[part]
    return f"{number} claim {one}." if number == 1 else f"{number} claims {several}."


def _kinds(corpus: Corpus, it: str) -> Iterator[str]:
    """Yield the labels of the classes of a thing; those that no fact gives with their standing."""
    from adgo.corpus import standings
    from adgo.corpus.corpus import MATTER

    reported = standings.reported_kinds(corpus, it)
    for kind in standings.stated_kinds(corpus, it):
        if kind != MATTER or not reported:
            yield corpus.label(kind)
    for kind, given in reported.items():
        yield f"{corpus.label(kind)} ({' and '.join(standings.label(corpus, each) for each in given)})"


def _record(corpus: Corpus, it: str) -> dict[str, Any]:
    """Return the same for programs: `summary` has one entry for each clause, with the claims that support it.

    `classes` are those that the graph states, `reported_classes` those that are only claimed, with their standings.
    """
    from adgo.corpus import standings
    from adgo.graph.namespaces import ADGO

    return {
        "iri": it,
        "label": corpus.label(it),
        "classes": standings.stated_kinds(corpus, it),
        "names": list(dict.fromkeys(corpus.names(it))),
        "claims": corpus.claim_count(it),
        "summary": _clauses(_summary(corpus, it)),
        "reported_classes": [
            {"class": kind, "standings": [ADGO + each for each in given]}
            for kind, given in standings.reported_kinds(corpus, it).items()
        ],
    }


def _clauses(summary: Summary | None) -> list[dict[str, Any]]:
    from adgo.graph.namespaces import ADGO

    return [
        {
            "heading": line.heading,
            "text": clause.text,
            "standings": [ADGO + each for each in clause.standings],
            "disputed": clause.disputed or None,
            "claims": [each.iri for each in clause.claims],
        }
        for line in (summary.lines if summary else ())
        for clause in line.clauses
    ]
