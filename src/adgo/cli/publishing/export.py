"""`adgo export`: the packaged graph in the formats of other programs."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.atomic_files import write_file
from adgo.cli.errors import Unreadable

if TYPE_CHECKING:
    from adgo.corpus.tables.export_table import ExportTable

GRAPHS = ("ttl", "nt", "rdf", "jsonld", "ttl12", "nq", "trig")
TABLES = ("csv", "xlsx", "parquet")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([*GRAPHS, *TABLES]),
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
@click.option("-o", "--output", metavar="FILE", help="File to write.  [default: standard output]")
def export(form: str, name: str, output: str | None) -> None:
    """Write the packaged graph for other programs. The same graph always gives the same bytes.

    \b
    ttl, nt, rdf, jsonld  what can be merged: names, facts, inferences, reports
    ttl12                 the same in Turtle 1.2, and each claim as a reifier of its triple
    nq, trig              the whole dataset, with claims and plans in their graphs
    csv, xlsx, parquet    tables with labels, publishers and passages

    The size and the SHA-256 of what is written go to standard error. Plans are only in the named graphs of nq and
    trig, in the reports, and in the tables with their standing; a store that merges all graphs would state them as
    facts.

    Exit codes: 0 written, 2 wrong usage, 3 the file could not be written.
    """
    content = _table(form, name) if form in TABLES else _graph(form)
    if output is None:
        if form in ("xlsx", "parquet") and sys.stdout.isatty():
            raise click.UsageError(f"{form} is not text: name a file with -o FILE")
        click.echo(content, nl=False)
    else:
        try:
            write_file(Path(output), content)
        except OSError as error:
            raise Unreadable(f"{output}: cannot be written: {error.strerror}") from error
    click.echo(f"{hashlib.sha256(content).hexdigest()}  {output or '-'} ({len(content):,} bytes)", err=True)


def _graph(form: str) -> bytes:
    from adgo.export.graph_files import FORMATS

    return FORMATS[form]()


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
