"""`adgo export`: the packaged graph in the formats of other programs."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.turtle.writing.atomic_files import write_file

if TYPE_CHECKING:
    from adgo.corpus.tables.export_table import ExportTable

GRAPHS = ("ttl", "nt", "rdf", "jsonld", "ttl12", "nq", "trig")
#: Those with named graphs.
DATASETS = ("nq", "trig")
TABLES = ("csv", "xlsx", "parquet")
#: What programs need that turn questions into SPARQL.
TEXT_TO_SPARQL = ("card", "questions", "benchmark")
#: Formats that are not text.
BINARY = ("xlsx", "parquet")
#: What the name of a file of checksums ends with.
CHECKSUM = ".sha256"


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([*GRAPHS, *TABLES, *TEXT_TO_SPARQL]),
    required=True,
    help="Format to write, see above.",
)
@click.option(
    "--table",
    "name",
    type=click.Choice(["claims", "reports"]),
    default="claims",
    show_default=True,
    help="Table of csv, xlsx and parquet: one row for each claim, or for each report.",
)
@click.option(
    "--without",
    metavar="PART",
    multiple=True,
    help="Graph to leave out of nq and trig, such as plans; may be repeated.",
)
@click.option(
    "--endpoint",
    metavar="URL",
    default="",
    help="SPARQL endpoint that answers the questions, for `questions`.",
)
@click.option("-o", "--output", metavar="FILE", help="File to write.  [default: standard output]")
@click.option("--checksum", is_flag=True, help="Also write FILE.sha256, which `sha256sum -c` checks.")
def export(
    form: str, name: str, without: tuple[str, ...], endpoint: str, output: str | None, checksum: bool
) -> None:
    """Write the packaged graph for other programs. The same graph always gives the same bytes.

    \b
    ttl, nt, rdf, jsonld  what can be merged: names, facts, inferences, reports
    ttl12                 the same in Turtle 1.2, and each claim as a reifier of its triple
    nq, trig              the whole dataset as it is served: plans only in their graph
    csv, xlsx, parquet    tables with labels, publishers and passages
    card                  the schema for language models, in at most 4,000 tokens (Markdown)
    questions             the stored questions with paraphrases, as sh:SPARQLExecutable (Turtle)
    benchmark             the stored questions with their queries and exact rows (JSON)

    The size and the SHA-256 of what is written go to standard error. Plans are only in the named graphs of nq and
    trig, in the reports, and in the tables with their standing. A store whose default graph is the union of all graphs
    would state them as facts: use `--without plans` for it.

    A file is replaced atomically: readers see the old one or the new one, whole.

    Exit codes: 0 written, 2 wrong usage, 3 the file could not be written.
    """
    _check(form, without, endpoint)
    _check_output(form, output, checksum)
    content = _table(form, name) if form in TABLES else _graph(form, without, endpoint)
    digest = hashlib.sha256(content).hexdigest()
    if output is None:
        click.echo(content, nl=False)
    else:
        _write(Path(output), content)
        if checksum:
            # The line of the tools of GNU and BSD: digest, two spaces, name in the same folder.
            _write(Path(output + CHECKSUM), f"{digest}  {Path(output).name}\n".encode())
    click.echo(f"{digest}  {output or '-'} ({len(content):,} bytes)", err=True)


def _check(form: str, without: tuple[str, ...], endpoint: str) -> None:
    """Raise UsageError if the options do not fit to the format."""
    from adgo.graph.files import PARTS

    unknown = [each for each in without if each not in PARTS]
    if unknown:
        raise click.UsageError(f"there is no part {unknown[0]!r}; the parts are {', '.join(PARTS)}")
    if without and form not in DATASETS:
        raise click.UsageError("--without is for --format nq and trig, which have each part in its graph")
    if endpoint and form != "questions":
        raise click.UsageError("--endpoint is for --format questions only")
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise click.UsageError(f"--endpoint is not a URL such as https://example.org/sparql: {endpoint!r}")


def _check_output(form: str, output: str | None, checksum: bool) -> None:
    """Raise UsageError if the content needs a file and none is named."""
    if output is None and form in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{form} is not text: name a file with -o FILE")
    if output is None and checksum:
        raise click.UsageError("--checksum writes a file beside FILE: name it with -o FILE")


def _write(path: Path, content: bytes) -> None:
    try:
        write_file(path, content)
    except OSError as error:
        raise Unreadable(f"{path}: cannot be written: {error.strerror}") from error


def _graph(form: str, without: tuple[str, ...], endpoint: str) -> bytes:
    if form in TEXT_TO_SPARQL:
        return _text_to_sparql(form, endpoint)
    from adgo.export import graph_files

    if form in DATASETS:
        return graph_files.n_quads(without) if form == "nq" else graph_files.trig(without)
    return graph_files.FORMATS[form]()


def _text_to_sparql(form: str, endpoint: str) -> bytes:
    from adgo.corpus.reading import asking, read_store
    from adgo.export.text_to_sparql import benchmark, executables, schema_card
    from adgo.graph.dataset import load

    dataset = load()
    if form == "benchmark":
        return benchmark.benchmark(dataset)
    if form == "questions":
        return executables.turtle(read_store(dataset.store), endpoint)
    return schema_card.schema_card(asking(dataset.store)).encode()


def _table(form: str, name: str) -> bytes:
    from adgo.corpus.reading import read_store
    from adgo.corpus.tables import claims, reports
    from adgo.graph.dataset import load

    corpus = read_store(load().store)
    made = claims.table(corpus, corpus.claims) if name == "claims" else reports.table(corpus)
    try:
        return _written(form, made)
    except ImportError as error:
        raise click.UsageError(f"{form} needs polars: run `pip install 'adgo[polars]'`") from error


def _written(form: str, table: ExportTable) -> bytes:
    from adgo.export import csv_table, parquet_table, xlsx_table

    if form == "csv":
        return csv_table.write(table)
    if form == "parquet":
        return parquet_table.write(table)
    return xlsx_table.write(xlsx_table.Workbook(table.title, [table]))
