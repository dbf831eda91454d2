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

    kinds = ", ".join(corpus.label(each) for each in corpus.classes(it))
    yield f"{corpus.label(it)} ({short(it)})" + (f": {kinds}" if kinds else "")
    summary = _summary(corpus, it)
    if summary:
        yield text.as_text(corpus, summary)
    made = [each for each in corpus.claims if each.source == it]
    if made:
        yield f"It makes {len(made)} claims in {len({each.passage for each in made})} passages."
    yield f"{corpus.claim_count(it)} claims are about it or name it."


def _record(corpus: Corpus, it: str) -> dict[str, Any]:
    """Return the same for programs: `summary` has one entry for each clause, with the claims that support it."""
    return {
        "iri": it,
        "label": corpus.label(it),
        "classes": corpus.classes(it),
        "names": list(dict.fromkeys(corpus.names(it))),
        "claims": corpus.claim_count(it),
        "summary": _clauses(_summary(corpus, it)),
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
