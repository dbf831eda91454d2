"""`adgo validate`: SHACL with file, line and column."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.failure import Unreadable
from adgo.shacl.evaluation.deadline import SECONDS

if TYPE_CHECKING:
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.model.result import Finding
    from adgo.shacl.reporting.report import Report

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "ttl")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--shapes", multiple=True, metavar="PATH", help="Shapes in place of the packaged ones.")
@click.option(
    "--ontology", multiple=True, metavar="PATH", help="Triples seen by the shapes that are not data."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How the report is written.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write the report here.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The mildest result, or finding on the data, that makes the exit code 1.",
)
@click.option(
    "--engine",
    type=click.Choice(["fast", "pyshacl", "both"]),
    default="fast",
    show_default=True,
    help="`both` compares the reports of the two, and fails (exit 1) where they differ.",
)
@click.option("--allow-empty", is_flag=True, help="Let a run that checked nothing pass.")
@click.option(
    "--baseline", metavar="FILE", help="An earlier report in JSON: only what is new is shown and fails."
)
@click.option("--changed-since", metavar="REV", help="Only what touches lines changed since a git revision.")
@click.option(
    "--imports",
    type=click.Choice(["none", "catalog", "network"]),
    default="catalog",
    show_default=True,
    help="Where owl:imports may lead: files that a catalog names, or the network too.",
)
@click.option(
    "--query-timeout",
    type=click.FloatRange(min=0),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long one SPARQL query of a shape may take, or with pySHACL one focus node of a shape (exit 3 beyond); "
    "0 sets no limit.",
)
@click.option("--hygiene", is_flag=True, help="Run all hygiene checks that are for anybody's data.")
@click.option(
    "--reason", is_flag=True, help="Reason on data and ontology too (OWL; needs Java, see `adgo reason`)."
)
@click.option("--catalog", multiple=True, metavar="FILE", help="An OASIS XML catalog: IRI to file.")
def validate(paths: tuple[str, ...], **options: Any) -> None:
    """Check data against SHACL shapes; every result names a file, a line and a column.

    PATH is a file, a folder or a glob pattern; without PATH the packaged graph is checked. Data is checked against the
    packaged shapes, with the packaged graph beside it: what it says of a thing counts, and the things that the data
    speak of are checked too. `--ontology` names what lies beside the data instead, and `--shapes` replaces shapes and
    graph. What lies beside counts in class hierarchies and as values, but is not itself checked. A result points into
    the data, and into a file beside them only if they say nothing of the matter.

    Findings are reported beside the results: names that a known namespace does not define, contradictions and rings
    (`--hygiene` for more checks on any data; without PATH all of the packaged graph's), shapes that check nothing,
    imports. Those on the data count for the exit code as results do, an error as a violation, a warning as a warning;
    those on shapes and imports do not. Those of `--reason` make it 1 if data and ontology contradict themselves in OWL,
    leave a class without possible members, or hold a triple that OWL does not allow.

    Exit codes: 0 conforms (see --fail-on), 1 it does not, 2 wrong usage, 3 a file could not be read, the shapes could
    not be processed, or nothing was checked.
    """
    # Millions of numbers and strings, and hardly a cycle: to look for garbage as often as usual finds none.
    gc.set_threshold(200_000, 20, 100)
    report = _report(paths, options)
    _write(report, options["format_"], options["output"])
    failed = report.fails(options["fail_on"].capitalize())
    if not report.checked and not options["allow_empty"] and not failed:
        raise Unreadable(
            "nothing was checked: no target of the shapes matches a node of the data; "
            "correct the targets or the paths, or pass --allow-empty"
        )
    # Engines that differ, and contradictions that the reasoner finds, fail whatever --fail-on says.
    failing = ("engines-differ", "owl-inconsistent", "owl-unsatisfiable", "owl-not-allowed")
    if failed or any(map(report.has, failing)):
        sys.exit(1)


def _report(paths: tuple[str, ...], options: dict[str, Any]) -> Report:
    from adgo.graph import hygiene
    from adgo.graph.validation import read
    from adgo.shacl.imports import resolve
    from adgo.shacl.inputs import InputError

    try:
        inputs = read(paths, options["shapes"], options["ontology"])
        findings = resolve(inputs, options["imports"], [Path(each) for each in options["catalog"]])
    except InputError as error:
        # Each fault starts a line with its file, so that editors and CI find the place.
        raise Unreadable(f"the input could not be read\n{error}") from error
    report = _validate(inputs, options["engine"], options["query_timeout"])
    report.findings[:0] = [*findings, *hygiene.check(inputs, options["hygiene"])]
    if options["reason"]:
        report.findings += _reason(inputs)
    if options["baseline"] or options["changed_since"]:
        _select(report, options)
    return report


def _reason(inputs: Inputs) -> list[Finding]:
    from adgo.reason.findings import findings
    from adgo.reason.java import CannotReason

    try:
        return findings(inputs)
    except CannotReason as error:
        raise Unreadable(str(error)) from error


def _select(report: Report, options: dict[str, Any]) -> None:
    from adgo.shacl.reporting import selection

    try:
        if options["baseline"]:
            selection.leave_out_known(report, Path(options["baseline"]))
        if options["changed_since"]:
            selection.leave_out_unchanged(report, options["changed_since"])
    except selection.SelectionError as error:
        raise Unreadable(str(error)) from error


def _validate(inputs: Inputs, engine: str, query_seconds: float) -> Report:
    from adgo.shacl.model.shapes import ShapesError
    from adgo.shacl.reporting.places import place_of_subject
    from adgo.shacl.validation import validate as run

    try:
        return run(inputs, engine, query_seconds)  # type: ignore[arg-type]
    except ShapesError as error:
        from adgo.shacl.reporting.formats.text import finding_lines

        place = place_of_subject(inputs.shapes, error.node) if error.node else None
        where = f"{place.file}:{place.line}:{place.column}: " if place else ""
        for finding in error.findings:
            click.echo("\n".join(finding_lines(inputs, finding)), err=True)
        raise Unreadable(f"{where}the shapes cannot be processed: {error}") from error


def _write(report: Report, format_: str, output: str | None) -> None:
    from adgo.shacl.reporting.formats import render

    if format_ == "text":
        from adgo.shacl.reporting.formats import text
        from adgo.shacl.reporting.style import style_for

        written = text.render(report, style_for(output is None and sys.stdout.isatty(), os.environ))
    else:
        written = render(report, format_)
    if format_ == "ttl":
        _tell_findings(report)
    if output is None:
        click.echo(written, nl=False)
    else:
        try:
            Path(output).write_text(written, encoding="utf-8")
        except OSError as error:
            raise Unreadable(f"{output}: cannot be written: {error.strerror}") from error
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if format_ == "github" and summary:
        from adgo.shacl.reporting.formats import github

        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(github.step_summary(report))
        except OSError as error:
            raise Unreadable(
                f"{summary} (GITHUB_STEP_SUMMARY): cannot be written: {error.strerror}"
            ) from error


def _tell_findings(report: Report) -> None:
    """Write the findings on the data to standard error: a report in Turtle is pure SHACL and has no room for them."""
    from adgo.shacl.reporting.formats.text import finding_lines

    for finding in report.findings_on_data:
        click.echo("\n".join(finding_lines(report.inputs, finding)), err=True)
