"""`adgo query`: one question to the packaged graph, to files, or to an endpoint elsewhere."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

import click

from adgo.cli import query_text
from adgo.cli.errors import CheckFailed, Unreachable, Unreadable
from adgo.cli.options import DATA, STRICT_TERMS
from adgo.cli.query_output import GRAPHS, ROWS, write
from adgo.cli.shell.completion import complete_questions
from adgo.sparql.answering.interrupts import TimeIsUp, interruptible

if TYPE_CHECKING:
    from pyoxigraph import Store

    from adgo.cli.query_output import Output, Results
    from adgo.corpus.corpus import Corpus
    from adgo.corpus.reading import Row


#: Time limit for an endpoint if --timeout does not give one.
ENDPOINT_SECONDS = 30.0


@click.command()
@click.argument("text", required=False, shell_complete=complete_questions)
@click.option("-f", "--file", "file", metavar="FILE", help="Read the query from a file.")
@DATA
@click.option("--backend", metavar="URL", help="Ask a SPARQL endpoint instead of the packaged graph.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Time limit for the complete answer, in seconds.  [default: 30 for --backend, none for files]",
)
@click.option(
    "--set",
    "arguments",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of a stored question, things by any of their names; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *dict.fromkeys([*ROWS, *GRAPHS])]),
    help="Format of the result.  [default: a table, or Turtle for a graph]",
)
@click.option("--json", "form", flag_value="json", type=click.STRING, help="The same as --format json.")
@click.option("--ids", is_flag=True, help="Show names such as id:Momenta in a table, instead of labels.")
@STRICT_TERMS
def query(
    text: str | None,
    file: str | None,
    data: tuple[str, ...],
    strict_terms: bool,
    backend: str | None,
    timeout: float | None,
    arguments: tuple[str, ...],
    form: str | None,
    ids: bool,
) -> None:
    """Ask one question.

    A table shows the label of each thing; --ids shows its name in the graph instead.

    TEXT is SPARQL, or the name of a stored question (`adgo query partnerships`), or - to read SPARQL from standard
    input. Prefixes of the graph need no declaration. A stored question may take parameters:
    `adgo query status-as-of --set day=2026-06-30`, `adgo query firm-profile --set firm=Momenta`. A thing is given by
    any of its names, or by its IRI.

    Exit codes: 0 answered (an empty result too), 1 --strict-terms refused the data, 2 wrong usage, 3 the query or the
    data could not be read, or an endpoint refused the query, 4 the answer was not complete within --timeout, or an
    endpoint could not be reached or failed.
    """
    if (text is None) == (file is None):
        raise click.UsageError(
            "give the query as TEXT, as - for standard input, or as --file FILE (one of them)"
        )
    if backend and data:
        raise click.UsageError("--data and --backend exclude each other: an endpoint has its own data")
    # The names of things in arguments are those of the data; for an endpoint, those of the packaged graph.
    read = cache(lambda: interruptible(lambda: _store(data, strict_terms)))
    given = query_text.settings(arguments)
    ask = None if backend else lambda select: _rows(read(), select)
    sparql = query_text.sparql(text, file, given, lambda: _corpus(read()), ask)
    begun = time.perf_counter()
    store = None if backend else read()
    output = (
        _output(store, sparql, form, timeout, ids=ids)
        if store is not None
        else interruptible(
            lambda: write(_ask_endpoint(str(backend), sparql, timeout or ENDPOINT_SECONDS), form)
        )
    )
    click.echo(output.content, nl=isinstance(output.content, str))
    click.echo(f"{output.count} in {(time.perf_counter() - begun) * 1000:.0f} ms", err=True)
    if output.is_empty and store is not None:
        _explain(store, sparql, text, form in (None, "table"))


def _output(store: Store, sparql: str, form: str | None, seconds: float | None, *, ids: bool) -> Output:
    """Return the answer of a store; Unreachable if it takes longer than that many seconds."""
    try:
        return interruptible(lambda: write(_ask(store, sparql), form, None if ids else store), seconds)
    except TimeIsUp as error:
        raise Unreachable(
            f"the answer was not complete after {seconds:g} seconds; ask for less, or with a longer --timeout"
        ) from error


def _store(data: tuple[str, ...], strict_terms: bool) -> Store:
    from adgo.graph.dataset import UnreadableFile, load
    from adgo.turtle.normalization.report import ChangesRefused

    try:
        loaded = load(data, strict_terms=strict_terms)
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error
    except ChangesRefused as error:
        raise CheckFailed(f"{error}, or leave out --strict-terms.") from error
    if loaded.changes:
        click.echo(f"data: {loaded.changes.sentence()}", err=True)
    return loaded.store


def _rows(store: Store, sparql: str) -> list[Row]:
    from adgo.corpus.reading import asking

    return interruptible(lambda: asking(store)(sparql))


def _corpus(store: Store) -> Corpus:
    from adgo.corpus.reading import read_store

    return interruptible(lambda: read_store(store))


def _explain(store: Store, sparql: str, text: str | None, is_for_people: bool) -> None:
    """Print why an answer may be empty, and what "no" means.

    Args:
        store: the data.
        sparql: the query.
        text: TEXT of the command.
        is_for_people: whether the answer is text: what "no" means then stands below it on standard output.
    """
    from adgo.corpus.absence.notes import OPEN_WORLD

    for note in interruptible(lambda: _absent(store, sparql)):
        if note == OPEN_WORLD:
            see = [f"`adgo query {name}`" for name in query_text.see(text)]
            words = f"{note}." + (f" See what the articles state: {', '.join(see)}." if see else "")
            click.echo(words, err=not is_for_people)
        else:
            click.echo(note, err=True)


def _absent(store: Store, sparql: str) -> list[str]:
    """Return sentences that say why a query may have no rows."""
    from adgo.corpus.absence.notes import notes
    from adgo.corpus.reading import asking
    from adgo.sparql.text import SparqlText

    return notes(SparqlText(sparql), asking(store))


def _ask(store: Store, sparql: str) -> Results:
    from adgo.graph.namespaces import PREFIXES
    from adgo.sparql.answering.failure import QueryFailed, explained
    from adgo.sparql.answering.query import query as answer

    try:
        with explained(sparql, PREFIXES):
            return answer(store, sparql, prefixes=PREFIXES).result
    except QueryFailed as error:
        raise Unreadable(str(error)) from error
    except OSError as error:
        raise Unreadable(f"the query failed: {error}") from error


def _ask_endpoint(url: str, sparql: str, seconds: float) -> Results:
    from adgo.graph import sparql_client
    from adgo.graph.sparql_client import EndpointError, QueryRefused
    from adgo.turtle.web.client import check_url
    from adgo.turtle.web.errors import FetchError

    try:
        check_url(url)
        answer = sparql_client.ask(url, sparql, seconds)
    except FetchError as error:
        raise click.UsageError(f"--backend {url}: {error}") from error
    except EndpointError as error:
        raise Unreachable(str(error)) from error
    except QueryRefused as error:
        raise Unreadable(str(error)) from error
    if answer.cut_off:
        raise Unreachable(
            f"{url} cut the answer off: {answer.cut_off}; ask for less, or with LIMIT and OFFSET"
        )
    return answer.results()
