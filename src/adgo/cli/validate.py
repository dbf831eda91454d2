"""`adgo validate`: SHACL results with file, line and column."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import Unreadable
from adgo.cli.options import ISOLATED, GroupedCommand, format_named
from adgo.cli.output_streams import print_document
from adgo.cli.validate_help import EXAMPLES, GROUPS
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.turtle.files import RULE
from adgo.turtle.formats import LONG_NAMES
from adgo.turtle.limits import LENIENT, LIMITS

if TYPE_CHECKING:
    from adgo.shacl.input_files import InputFiles
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.model.result import Finding
    from adgo.shacl.reporting.report import Report

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "ttl")


@click.command(cls=GroupedCommand, groups=GROUPS, epilog=EXAMPLES + RULE)
@click.argument("paths", nargs=-1, metavar="[PATH | -]...")
@click.option(
    "--shapes",
    multiple=True,
    metavar="PATH",
    help="Shapes to use instead of the packaged ones; may be repeated.",
)
@click.option(
    "--data-format",
    callback=format_named,
    metavar="FORMAT",
    help="Format of standard input, and of data whose file ending says nothing: "
    f"{', '.join(LONG_NAMES)}.  [default: turtle for standard input]",
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
@click.option(
    "--inference",
    type=click.Choice(["none", "rdfs", "owlrl"]),
    default="none",
    show_default=True,
    help="First add what follows from data and ontology: by RDFS, or by OWL 2 RL and RDFS.",
)
@click.option(
    "--lenient",
    is_flag=True,
    help="Read IRIs that only RFC 3987 forbids, and language tags that only BCP 47 forbids; each gives a warning.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Skip shapes and constraints that cannot be evaluated, and check the rest. Each is reported as an error; "
    "the exit code is 3.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 3 if the shapes have errors or something in them is not evaluated, such as sh:js.",
)
@click.option("--allow-empty", is_flag=True, help="Exit with 0 even if nothing was checked.")
@click.option(
    "--baseline", metavar="FILE", help="Earlier report in JSON; its results are neither shown nor counted."
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Show and count only results that are new since a git revision: data, shapes and ontology are validated as "
    "they were then, too, and the results compared. Renamed files are recognised; untracked files are new.",
)
@click.option(
    "--max-results",
    type=click.IntRange(min=0),
    metavar="N",
    help="Print at most N results, the most severe, and count the others by shape and message. For text and json; "
    "the other formats are always complete (except for the limits of GitHub). The exit code stays the same.  "
    "[default: all]",
)
@click.option(ISOLATED, is_flag=True, help="Ignore the settings in pyproject.toml.")
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

    PATH is a file, a folder, a glob pattern, or - for standard input; files may be packed with gzip (data.ttl.gz).
    Without PATH the packaged graph is checked. By default, your data are checked against the packaged shapes together
    with the packaged graph: the graph's triples are taken into account, and the things that your data mention are
    checked too. `--ontology` replaces the packaged graph; `--shapes` replaces the shapes and the graph. Triples of the
    graph or ontology count in class hierarchies and as values, but are not checked themselves. A result points to a
    line in your data if your data contain anything about the violation, and otherwise to a line in the other files.

    Findings are reported in addition to the results: names that a known namespace does not define, contradictions and
    cycles (`--hygiene` for more checks on any data; without PATH all checks of the packaged graph), shapes that check
    nothing, imports. Findings on the data affect the exit code too: an error counts as a violation and a warning as a
    warning (see `--fail-on`). Findings on shapes and imports do not. With `--reason` the exit code is 1 if data and
    ontology are inconsistent in OWL, make a class unsatisfiable, or contain a triple that OWL does not allow.

    Exit codes: 0 conforms (see --fail-on), 1 does not conform, 2 wrong usage, 3 a file could not be read, the shapes
    could not be processed, or nothing was checked, 70 an internal error in ADGO.
    """
    # Millions of numbers and strings with hardly a cycle: garbage collection at the usual rate would find nothing.
    gc.set_threshold(200_000, 20, 100)
    from adgo.shacl import command  # `adgo --help` needs none of it

    try:
        report = _report(paths, options)
        _write(report, options["format_"], options["output"])
        code = command.exit_code(report, options["fail_on"], options["allow_empty"], options["strict"])
    except command.CommandError as error:
        raise Unreadable(str(error)) from error
    if code:
        sys.exit(code)


def _report(paths: tuple[str, ...], options: dict[str, Any]) -> Report:
    from adgo.shacl import command
    from adgo.shacl.input_files import InputFiles
    from adgo.shacl.inputs import InputError

    given = [*paths, *options["shapes"], *options["ontology"], *options["catalog"]]
    if wrong := command.usage_error(given, options["baseline"], options["changed_since"]):
        raise click.UsageError(wrong)
    try:
        files = InputFiles(options["data_format"], LENIENT if options["lenient"] else LIMITS)
        report = _run(paths, options, files, lambda line: click.echo(line, err=True))
        again = partial(_run, paths, options, log=lambda line: None)
        command.select(report, options["baseline"], options["changed_since"], given, again)
    except InputError as error:
        # Each error starts a line with its file, so that editors and CI can link to it.
        raise Unreadable(f"the input could not be read\n{error}") from error
    report.most, report.fail_on = options["max_results"], options["fail_on"].capitalize()
    return report


def _run(
    paths: tuple[str, ...], options: dict[str, Any], files: InputFiles, log: Callable[[str], None]
) -> Report:
    """Return the report about the files as `files` reads them."""
    from adgo.graph import hygiene
    from adgo.graph.validation import read
    from adgo.shacl import command
    from adgo.shacl.imports import resolve

    inputs = read(paths, options["shapes"], options["ontology"], files)
    findings = resolve(inputs, options["imports"], [Path(each) for each in options["catalog"]])
    findings += command.inferred(inputs, options["inference"])
    report = command.validated(
        inputs, options["engine"], options["query_timeout"], log, options["keep_going"]
    )
    report.findings[:0] = [*findings, *hygiene.check(inputs.stated, options["hygiene"])]
    if options["reason"]:
        report.findings += _reason(inputs)
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
            Path(output).write_text(written, encoding="utf-8", errors="backslashreplace")
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
    """Print findings to standard error: a report in Turtle is pure SHACL and cannot hold them."""
    from adgo.shacl.reporting.formats.text import finding_lines

    for finding in (*report.findings_on_data, *report.unevaluated):
        click.echo("\n".join(finding_lines(report.inputs, finding)), err=True)
