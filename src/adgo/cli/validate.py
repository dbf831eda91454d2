"""`adgo validate`: SHACL results with file, line and column."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import Unreadable
from adgo.cli.output_streams import print_document
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.turtle.files import RULE

if TYPE_CHECKING:
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.model.result import Finding
    from adgo.shacl.reporting.report import Report

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "ttl")


@click.command(epilog=RULE)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--shapes",
    multiple=True,
    metavar="PATH",
    help="Shapes to use instead of the packaged ones; may be repeated.",
)
@click.option(
    "--ontology",
    multiple=True,
    metavar="PATH",
    help="Files whose triples the shapes can use but that are not checked themselves; may be repeated.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Format of the report.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="File to write the report to.  [default: standard output]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="Lowest severity of a result, or of a finding on the data, that makes the exit code 1.",
)
@click.option(
    "--engine",
    type=click.Choice(["fast", "pyshacl", "both"]),
    default="fast",
    show_default=True,
    help="`both` compares the reports of the two engines, and exits with 1 if they differ.",
)
@click.option("--allow-empty", is_flag=True, help="Exit with 0 even if nothing was checked.")
@click.option(
    "--baseline", metavar="FILE", help="Earlier report in JSON; its results are neither shown nor counted."
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Show only results on lines that have changed since a git revision.",
)
@click.option(
    "--imports",
    type=click.Choice(["none", "catalog", "network"]),
    default="catalog",
    show_default=True,
    help="What owl:imports may load: nothing, only files listed in a catalog, or also documents from the network.",
)
@click.option(
    "--query-timeout",
    type=click.FloatRange(min=0),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Time limit for one SPARQL query of a shape (with pySHACL: for one focus node of a shape), in seconds; "
    "0 for no limit. The exit code is 3 if it is exceeded.",
)
@click.option("--hygiene", is_flag=True, help="Run all hygiene checks that apply to any data.")
@click.option(
    "--reason", is_flag=True, help="Check data and ontology in OWL too (needs Java, see `adgo reason`)."
)
@click.option(
    "--catalog",
    multiple=True,
    metavar="FILE",
    help="OASIS XML catalog, which maps IRIs to files; may be repeated.",
)
def validate(paths: tuple[str, ...], **options: Any) -> None:
    """Check data against SHACL shapes; every result has a file, a line and a column.

    PATH is a file, a folder or a glob pattern; without PATH the packaged graph is checked. By default, your data are
    checked against the packaged shapes together with the packaged graph: the graph's triples are taken into account,
    and the things that your data mention are checked too. `--ontology` replaces the packaged graph; `--shapes` replaces
    the shapes and the graph. Triples of the graph or ontology count in class hierarchies and as values, but are not
    checked themselves. A result points to a line in your data if your data contain anything about the violation, and
    otherwise to a line in the other files.

    Findings are reported in addition to the results: names that a known namespace does not define, contradictions and
    cycles (`--hygiene` for more checks on any data; without PATH all checks of the packaged graph), shapes that check
    nothing, imports. Findings on the data affect the exit code too: an error counts as a violation and a warning as a
    warning (see `--fail-on`). Findings on shapes and imports do not. With `--reason` the exit code is 1 if data and
    ontology are inconsistent in OWL, make a class unsatisfiable, or contain a triple that OWL does not allow.

    Exit codes: 0 conforms (see --fail-on), 1 does not conform, 2 wrong usage, 3 a file could not be read, the shapes
    could not be processed, or nothing was checked.
    """
    # Millions of numbers and strings with hardly a cycle: garbage collection at the usual rate would find nothing.
    gc.set_threshold(200_000, 20, 100)
    from adgo.shacl import command  # `adgo --help` needs none of it

    try:
        report = _report(paths, options)
        _write(report, options["format_"], options["output"])
        code = command.exit_code(report, options["fail_on"], options["allow_empty"])
    except command.CommandError as error:
        raise Unreadable(str(error)) from error
    if code:
        sys.exit(code)


def _report(paths: tuple[str, ...], options: dict[str, Any]) -> Report:
    from adgo.graph import hygiene
    from adgo.graph.validation import read
    from adgo.shacl import command
    from adgo.shacl.imports import resolve
    from adgo.shacl.inputs import InputError

    try:
        inputs = read(paths, options["shapes"], options["ontology"])
        findings = resolve(inputs, options["imports"], [Path(each) for each in options["catalog"]])
    except InputError as error:
        # Each error starts a line with its file, so that editors and CI can link to it.
        raise Unreadable(f"the input could not be read\n{error}") from error
    report = command.validated(
        inputs, options["engine"], options["query_timeout"], lambda line: click.echo(line, err=True)
    )
    report.findings[:0] = [*findings, *hygiene.check(inputs, options["hygiene"])]
    if options["reason"]:
        report.findings += _reason(inputs)
    command.select(report, options["baseline"], options["changed_since"])
    return report


def _reason(inputs: Inputs) -> list[Finding]:
    from adgo.reason.hermit.java import CannotReason
    from adgo.reason.reporting.validation_findings import findings

    try:
        return findings(inputs)
    except CannotReason as error:
        raise Unreadable(str(error)) from error


def _write(report: Report, format_: str, output: str | None) -> None:
    from adgo.shacl import command
    from adgo.shacl.reporting.style import style_for

    written = command.rendered(report, format_, style_for(output is None and sys.stdout.isatty(), os.environ))
    if format_ == "ttl":
        _print_findings(report)
    if output is None:
        _print(written, format_)
    else:
        try:
            Path(output).write_text(written, encoding="utf-8")
        except OSError as error:
            raise Unreadable(f"{output}: cannot be written: {error.strerror}") from error
    command.write_step_summary(report, format_, os.environ)


def _print(written: str, format_: str) -> None:
    """Print a report: for people in the encoding of the terminal, for machines in UTF-8."""
    if format_ == "text":
        click.echo(written, nl=False)
    elif written:
        print_document(written)


def _print_findings(report: Report) -> None:
    """Print the findings on the data to standard error: a report in Turtle is pure SHACL and cannot hold them."""
    from adgo.shacl.reporting.formats.text import finding_lines

    for finding in report.findings_on_data:
        click.echo("\n".join(finding_lines(report.inputs, finding)), err=True)
