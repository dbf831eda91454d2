"""`adgo validate`: SHACL results with file, line and column."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import Unreadable
from adgo.cli.options import ISOLATED, FiniteNumber, GroupedCommand, format_named
from adgo.cli.output_streams import print_document
from adgo.cli.validate_help import EXAMPLES, GROUPS
from adgo.shacl.options import OPTIONS, Kind
from adgo.turtle.files import RULE

if TYPE_CHECKING:
    from adgo.graph.rechecking.kept_answers import KeptAnswers
    from adgo.shacl.input_files import InputFiles
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.model.result import Finding
    from adgo.shacl.reporting.report import Report
    from adgo.shacl.stages import Stages

#: Kind of an option to the type that reads its value.
_TYPES: dict[Kind, click.ParamType[Any]] = {
    "text": click.STRING,
    "file": click.Path(dir_okay=False),
    "format": click.STRING,
    "count": click.IntRange(min=0),
    "seconds": FiniteNumber(min=0),
}


def _with_shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options that `python -m adgo.shacl` has too."""
    for each in OPTIONS:
        settings: dict[str, Any] = {"multiple": each.is_repeatable}
        if each.kind == "flag":
            settings = {"is_flag": True}
        elif each.choices:
            settings |= {"type": click.Choice(each.choices)}
        else:
            settings |= {"type": _TYPES[each.kind], "metavar": each.metavar}
        if each.default is not None:
            settings |= {"default": each.default, "show_default": True}
        if each.kind == "format":
            settings |= {"callback": format_named}
        command = click.option(*each.names, help=each.help, **settings)(command)
    return command


@click.command(cls=GroupedCommand, groups=GROUPS, epilog=EXAMPLES + RULE)
@click.argument("paths", nargs=-1, metavar="[PATH | -]...")
@click.option(
    "--shapes",
    multiple=True,
    metavar="PATH",
    help="Shapes to use instead of the packaged ones; may be repeated.",
)
@click.option("--hygiene", is_flag=True, help="Run all hygiene checks that apply to any data.")
@click.option(
    "--reason", is_flag=True, help="Check data and ontology in OWL too (needs Java, see `adgo reason`)."
)
@click.option(ISOLATED, is_flag=True, help="Ignore the settings in pyproject.toml.")
@_with_shared_options
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

    given = [*paths, *options["shapes"], *options["ontology"], *options["catalog"]]
    if wrong := command.usage_error(given, options["baseline"], options["changed_since"]):
        raise click.UsageError(wrong)
    if options["watch"]:
        _watch(paths, options, given)
    try:
        report = command.report_about(options, given, partial(_run, paths, options), _log)
        command.write(report, options, partial(_print, format_=options["format"]), _log)
        code = command.exit_code(report, options["fail_on"], options["allow_empty"], options["strict"])
    except command.CommandError as error:
        raise Unreadable(str(error)) from error
    if code:
        sys.exit(code)


def _watch(paths: tuple[str, ...], options: dict[str, Any], given: list[str]) -> None:
    """Print the report after each change of a file, until the process is interrupted."""
    from adgo.shacl.watch_command import WatchCommand, usage_error

    if wrong := usage_error(options, given):
        raise click.UsageError(wrong)
    out = partial(_print, format_=options["format"])
    WatchCommand(options, given, partial(_stages, paths, options), out, _log).run()


def _run(
    paths: tuple[str, ...], options: dict[str, Any], files: InputFiles, log: Callable[[str], None]
) -> Report:
    """Return the report about the files as `files` reads them."""
    return _stages(paths, options, files, log).report()


def _stages(
    paths: tuple[str, ...], options: dict[str, Any], files: InputFiles, log: Callable[[str], None]
) -> Stages:
    """Return the stages of a run on the files as `files` reads them."""
    from adgo.graph import hygiene
    from adgo.graph.validation import data_files, read
    from adgo.shacl import command
    from adgo.shacl.imports import resolve
    from adgo.shacl.stages import Stages

    kept = _kept_answers() if options["watch"] else None

    def read_all() -> tuple[Inputs, list[Finding]]:
        inputs = read(paths, options["shapes"], options["ontology"], files)
        findings = resolve(inputs, options["imports"], [Path(each) for each in options["catalog"]])
        return inputs, findings + command.inferred(inputs, options["inference"])

    def validate(inputs: Inputs) -> Report:
        return command.validated(
            inputs, options["engine"], options["query_timeout"], log, options["keep_going"]
        )

    def further(inputs: Inputs) -> list[Finding]:
        found = hygiene.check(inputs.stated, options["hygiene"], kept)
        return [*found, *_reason(inputs)] if options["reason"] else found

    is_fast = options["engine"] == "fast"
    return Stages(
        read_all,
        validate,
        further,
        lambda: data_files(paths, files),
        options["query_timeout"],
        is_fast,
        hygiene.files_read,
    )


def _kept_answers() -> KeptAnswers:
    from adgo.graph.rechecking.kept_answers import KeptAnswers

    return KeptAnswers()


def _reason(inputs: Inputs) -> list[Finding]:
    from adgo.reason.hermit.java import CannotReason
    from adgo.reason.reporting.validation_findings import findings

    try:
        return findings(inputs)
    except CannotReason as error:
        raise Unreadable(str(error)) from error


def _print(written: str, format_: str) -> None:
    """Print a report: for people in the encoding of the terminal, for machines in UTF-8."""
    if format_ == "text":
        click.echo(written, nl=False)
    elif written:
        print_document(written)


def _log(line: str) -> None:
    click.echo(line, err=True)
