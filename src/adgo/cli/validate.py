"""`adgo validate`: SHACL with file, line and column."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.failure import Unreadable

if TYPE_CHECKING:
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.report import Report


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--shapes", multiple=True, metavar="PATH", help="Shapes in place of the packaged ones.")
@click.option(
    "--ontology", multiple=True, metavar="PATH", help="Triples seen by the shapes that are not data."
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write the report here.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The mildest result that makes the exit code 1.",
)
@click.option(
    "--engine",
    type=click.Choice(["fast", "pyshacl", "both"]),
    default="fast",
    show_default=True,
    help="`both` compares the reports of the two, and fails (exit 1) where they differ.",
)
@click.option("--allow-empty", is_flag=True, help="Let a run that checked nothing pass.")
def validate(
    paths: tuple[str, ...],
    shapes: tuple[str, ...],
    ontology: tuple[str, ...],
    format_: str,
    output: str | None,
    fail_on: str,
    engine: str,
    allow_empty: bool,
) -> None:
    """Check data against SHACL shapes; every result names a file, a line and a column.

    PATH is a file, a folder or a glob pattern; without PATH the packaged graph is checked. Data is checked against the
    packaged shapes, with the packaged ontology beside it; `--shapes` replaces both, and `--ontology` names the
    ontology then. The ontology counts in class hierarchies and as values, but is not itself checked.

    Exit codes: 0 conforms (see --fail-on), 1 it does not, 2 wrong usage, 3 a file could not be read, the shapes could
    not be processed, or nothing was checked.
    """
    inputs = _read(paths, shapes, ontology)
    report = _validate(inputs, engine)
    _write(report, format_, output)
    if not report.checked and not allow_empty:
        raise Unreadable(
            "nothing was checked: no target of the shapes matches a node of the data; "
            "mend the targets or the paths, or say --allow-empty"
        )
    if report.fails(fail_on.capitalize()) or report.has("engines-differ"):
        sys.exit(1)


def _read(paths: tuple[str, ...], shapes: tuple[str, ...], ontology: tuple[str, ...]) -> Inputs:
    """Return the documents of the three roles, ADGO's own where none are named."""
    from adgo.graph import files
    from adgo.shacl.inputs import InputError, read

    # Judgements stay outside the default graph, yet the shapes rule them too, and a passage may serve them alone.
    data: list[str | Path] = list(paths) or [
        path for part in (*files.DEFAULT_PARTS, "judgements") for path in files.part(part)
    ]
    with_ontology = paths and not shapes and not ontology
    try:
        return read(
            data,
            shapes or files.part("shapes"),
            files.part("ontology") if with_ontology else ontology,
        )
    except InputError as error:
        raise Unreadable(str(error)) from error


def _validate(inputs: Inputs, engine: str) -> Report:
    from adgo.shacl.model import ShapesError
    from adgo.shacl.places import place_of_subject
    from adgo.shacl.validation import validate as run

    try:
        return run(inputs, engine)  # type: ignore[arg-type]
    except ShapesError as error:
        place = place_of_subject(inputs.shapes, error.node) if error.node else None
        where = f"{place.file}:{place.line}:{place.column}: " if place else ""
        raise Unreadable(f"{where}the shapes cannot be processed: {error}") from error


def _write(report: Report, format_: str, output: str | None) -> None:
    from adgo.shacl.formats import records, text
    from adgo.shacl.style import style_for

    if format_ == "json":
        written = records.render(report)
    else:
        style = style_for(output is None and sys.stdout.isatty(), os.environ)
        written = text.render(report, style)
    if output is None:
        click.echo(written, nl=False)
    else:
        Path(output).write_text(written, encoding="utf-8")
