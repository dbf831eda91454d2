"""`adgo query`: one question, put to the packaged graph, to files, or to an endpoint elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from adgo.cli import question
from adgo.cli.failure import Unreachable, Unreadable
from adgo.cli.interrupt import interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

    Results = QuerySolutions | QueryBoolean | QueryTriples

#: Format name to media type: first those of rows, then those of graphs.
ROWS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}
GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "xml": "application/rdf+xml",
}


@click.command()
@click.argument("text", required=False)
@click.option("-f", "--file", "file", metavar="FILE", help="Read the query from a file.")
@click.option(
    "--data",
    multiple=True,
    metavar="PATH",
    help="Ask these files and folders in place of the packaged graph.",
)
@click.option("--backend", metavar="URL", help="Ask a SPARQL endpoint in place of the packaged graph.")
@click.option(
    "--set", "arguments", multiple=True, metavar="NAME=VALUE", help="A parameter of a stored question."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *dict.fromkeys([*ROWS, *GRAPHS])]),
    help="Default: a table, or Turtle for a graph.",
)
def query(
    text: str | None,
    file: str | None,
    data: tuple[str, ...],
    backend: str | None,
    arguments: tuple[str, ...],
    form: str | None,
) -> None:
    """Ask one question.

    TEXT is SPARQL, or the name of a stored question (`adgo query partnerships`), or - to read SPARQL from standard
    input. Prefixes of the graph need no declaration. A stored question may take parameters:
    `adgo query status-as-of --set day=2026-06-30`.
    """
    if (text is None) == (file is None):
        raise click.UsageError(
            "give the query as TEXT, as - for standard input, or as --file FILE (one of them)"
        )
    if backend and data:
        raise click.UsageError("--data and --backend exclude each other: an endpoint has its own data")
    sparql = question.sparql(text, file, question.settings(arguments))
    begun = time.perf_counter()
    store = None if backend else interruptible(lambda: _store(data))
    content, count, is_empty = interruptible(
        lambda: _written(_ask(store, sparql) if store else _ask_endpoint(str(backend), sparql), form)
    )
    click.echo(content, nl=isinstance(content, str))
    click.echo(f"{count} in {(time.perf_counter() - begun) * 1000:.0f} ms", err=True)
    if is_empty and store:
        for note in interruptible(lambda: _absent(store, sparql)):
            click.echo(note, err=True)


def _store(data: tuple[str, ...]) -> Store:
    from adgo.graph.dataset import UnreadableFile, load

    try:
        return load(data).store
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error


def _absent(store: Store, sparql: str) -> list[str]:
    """A sentence for each IRI of a query that the data do not hold."""
    from pyoxigraph import NamedNode

    from adgo.graph import unknown_terms
    from adgo.sparql.text import SparqlText

    def occurs(iri: str) -> bool:
        try:
            node = NamedNode(iri)
        except ValueError:  # relative, so that what it names is not known here
            return True
        patterns = ((node, None, None, None), (None, node, None, None), (None, None, node, None))
        held = any(next(store.quads_for_pattern(*pattern), None) for pattern in patterns)
        return held or store.contains_named_graph(node)

    def terms() -> Iterator[str]:
        for quad in store:
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, NamedNode):
                    yield term.value

    return unknown_terms.words(unknown_terms.find(SparqlText(sparql), occurs, terms))


def _ask(store: Store, sparql: str) -> Results:
    from adgo.graph.namespaces import PREFIXES
    from adgo.sparql.errors import explain
    from adgo.sparql.text import SparqlText

    try:
        return store.query(sparql, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        problem = explain(SparqlText(sparql), str(error), PREFIXES)
        raise Unreadable(f"{problem.detail}\n{problem.excerpt}") from error
    except (RuntimeError, OSError, ValueError) as error:
        raise Unreadable(f"the query failed: {error}") from error


def _ask_endpoint(url: str, sparql: str) -> Results:
    """Return an endpoint's answer, asked for by a POST of the query itself (SPARQL 1.1 Protocol, 2.1.3)."""
    import urllib.error
    import urllib.request
    from http.client import HTTPException, InvalidURL

    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, parse, parse_query_results

    from adgo.sparql.text import SparqlText

    if not url.startswith(("http://", "https://")):
        raise click.UsageError("--backend takes an http or https URL")
    sparql = _declared(sparql)
    graph = SparqlText(sparql).analysis.gives_graph
    accept = "application/n-triples" if graph else ROWS["json"]
    headers = {"Content-Type": "application/sparql-query", "Accept": accept, "User-Agent": "adgo"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, sparql.encode(), headers)) as answer:
            body: bytes = answer.read()
    except (ValueError, InvalidURL) as error:
        raise click.UsageError(f"--backend takes an http or https URL: {error}") from error
    except urllib.error.HTTPError as error:
        with error:
            reason = error.read(2000).decode(errors="replace")
        raise Unreadable(f"{url} refused the query with {error.code}: {reason}") from error
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{url} cannot be reached: {getattr(error, 'reason', error)}") from error
    try:
        if not graph:
            return parse_query_results(body, format=QueryResultsFormat.JSON)
        store = Store()
        store.extend(parse(body, RdfFormat.N_TRIPLES))
        triples = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(triples, QueryTriples)
        return triples
    except (SyntaxError, ValueError) as error:
        raise Unreadable(f"{url} answered with something that is no SPARQL result: {error}") from error


def _declared(sparql: str) -> str:
    """Return the query with declarations of the graph's prefixes that it uses without any, before its first line."""
    from adgo.graph.namespaces import PREFIXES
    from adgo.sparql.text import SparqlText

    names = [token.text.partition(":")[0] for token in SparqlText(sparql).undeclared]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in names if name in PREFIXES) + sparql


def _written(results: Results, form: str | None) -> tuple[str | bytes, str, bool]:
    """The results as text for people or bytes in a format, how many they are in words, and whether there is none."""
    from pyoxigraph import QueryTriples

    try:
        return _graph(results, form) if isinstance(results, QueryTriples) else _rows(results, form)
    except (RuntimeError, OSError, ValueError) as error:
        # The engine works while its results are read, so it may fail as late as here. JSON-LD holds no triple terms.
        raise Unreadable(f"the query failed: {error}") from error


def _graph(triples: QueryTriples, form: str | None) -> tuple[bytes, str, bool]:
    from io import BytesIO

    from pyoxigraph import RdfFormat, serialize

    from adgo.graph import jsonld
    from adgo.graph.namespaces import PREFIXES
    from adgo.turtle import write

    if form is not None and form not in GRAPHS:
        raise click.UsageError(f"a graph comes as {', '.join(GRAPHS)}, not as {form}")
    found = list(triples)
    if form in (None, "ttl"):
        content = write([(str(t.subject), str(t.predicate), str(t.object)) for t in found], PREFIXES).encode()
    elif form == "jsonld":
        jsonld.write(found, file := BytesIO())
        content = file.getvalue()
    else:
        content = _mended(serialize(found, format=RdfFormat.from_media_type(GRAPHS[form])) or b"", form)
    return content, _counted(len(found), "triple"), not found


def _mended(content: bytes, form: str | None) -> bytes:
    """What the engine wrote; in XML with its carriage returns escaped, which readers would take for line feeds."""
    return content.replace(b"\r", b"&#13;") if form == "xml" else content


def _rows(results: QuerySolutions | QueryBoolean, form: str | None) -> tuple[str | bytes, str, bool]:
    from pyoxigraph import QueryBoolean, QueryResultsFormat

    from adgo.cli import table

    if form not in (None, "table"):
        if form not in ROWS:
            raise click.UsageError(f"rows come as table, {', '.join(ROWS)}, not as {form}")
        content = _mended(
            results.serialize(format=QueryResultsFormat.from_media_type(ROWS[form])) or b"", form
        )
        return content, f"{len(content)} bytes", _is_empty(content, form)
    if isinstance(results, QueryBoolean):
        return "yes" if results else "no", "an answer", not results
    rows = [list(row) for row in results]
    text = table.render([variable.value for variable in results.variables], rows)
    return text, _counted(len(rows), "row"), not rows


def _is_empty(content: bytes, form: str) -> bool:
    """Whether rows in a format are none, or an answer is no."""
    if form in ("csv", "tsv"):
        return content.strip() == b"false" or content.count(b"\n") == 1
    return not any(mark in content for mark in (b'"bindings":[{', b"<result>", b'"boolean":true', b">true<"))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
