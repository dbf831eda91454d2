"""`adgo build`: regenerates every generated file from the claims."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from adgo.cli.errors import Unreadable
from adgo.turtle.writing.atomic_files import write_file

#: What can run a build; `adgo.graph.building.runners` has the same names.
RUNNERS = ("loop", "processes", "spark")


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a generated file is stale.")
@click.option(
    "--runner",
    type=click.Choice(RUNNERS),
    default="loop",
    show_default=True,
    help="What builds 50 articles or more: this process, several, or Spark (needs the extra `spark` and Java 17).",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Processes of --runner.  [default: one for each processor]",
)
@click.option("--from-scratch", is_flag=True, help="Use no results that the last build has kept.")
def build(check: bool, runner: str, workers: int | None, from_scratch: bool) -> None:
    """Regenerate every generated file: facts, plans, inferences, reports, context, catalogue and the merged file.

    The same claims always give the same bytes. If claims give different values of a property that can have only
    one, none of them becomes a fact, and a warning lists the claims, until a judgement prefers one. The result is
    the same with each runner and any number of workers.

    With 50 articles or more, the results of all steps are kept in `drafts/build-cache.sqlite`, so that the next build
    repeats only what an edit affects. Each result is compared with its digest before it is used. With --check,
    everything is built from scratch.

    The project is that of ADGO_PROJECT, or else the checkout that this command is installed from. If the working
    folder is not in it, a note names it. It does not write into an installed
    package; --check works there too.
    """
    if workers and runner == "loop":
        raise click.UsageError("--workers needs --runner processes or --runner spark")
    _name_project(check=check)
    made = built_files(runner, workers, keep=not (check or from_scratch))
    try:
        stale = stale_files(made)
        for name, text in stale.items():
            _update(name, text, check=check)
    except OSError as error:
        raise Unreadable(f"{error.filename}: {error.strerror}") from error
    click.echo(f"{len(made) - len(stale)} of {len(made)} generated files were up to date", err=True)
    if check and stale:
        sys.exit(1)


def _name_project(*, check: bool) -> None:
    """Name the project if ADGO_PROJECT does not and the working folder is not in it; Unreadable if there is none."""
    from adgo.graph import files

    try:
        root = files.root() if check else files.changeable_root()
    except files.NotProject as error:
        raise Unreadable(str(error)) from error
    if not os.environ.get(files.PROJECT) and not Path.cwd().is_relative_to(root):
        about = (
            f"note: the project is {root}, which the working folder is not in; {files.PROJECT} names another"
        )
        click.echo(about, err=True)


def _update(name: str, text: str, *, check: bool) -> None:
    """Write a stale file, or only report it."""
    from adgo.graph import files

    if check:
        click.echo(f"{name}: stale; run `adgo build` and commit the result", err=True)
    else:
        write_file(files.root() / name, text.encode())
        click.echo(f"{name}: written", err=True)


def built_files(runner: str = "loop", workers: int | None = None, *, keep: bool = False) -> dict[str, str]:
    """Return the generated files as they should be, by their path below the root; print contested values.

    Args:
        runner: what runs the build, one of RUNNERS.
        workers: the number of processes; None for one for each processor.
        keep: whether to use the results that the last build has kept, and to keep those of this one.
    """
    from adgo.evidence.reviews.review_statistics import measurements
    from adgo.graph import contested_values
    from adgo.graph.building import partitioned
    from adgo.graph.building.runners.runner_choice import open_runner
    from adgo.graph.building.runners.runner_error import RunnerError
    from adgo.graph.dataset import UnreadableFile

    contests: list[contested_values.Contest] = []
    reasons: list[str] = []
    try:
        with open_runner(runner, workers) as chosen:
            made = partitioned.build_kept(measurements, contests, chosen, keep=keep, reasons=reasons)
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error
    except RunnerError as error:
        raise click.ClickException(str(error)) from error
    for reason in reasons:
        click.echo(f"Warning: built in one store, which takes more time and memory: {reason}", err=True)
    if contests:
        click.echo(contested_values.described(contests), err=True)
    return made


def stale_files(made: Mapping[str, str]) -> dict[str, str]:
    """Return those of the generated files that are not on disk as they should be."""
    from adgo.graph import files

    return {name: text for name, text in made.items() if _current(files.root() / name) != text.encode()}


def _current(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
