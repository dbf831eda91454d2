"""`adgo build`: regenerates every generated file from the claims."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from adgo.cli.errors import Unreadable
from adgo.turtle.writing.atomic_files import write_file


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a generated file is stale.")
def build(check: bool) -> None:
    """Regenerate every generated file: facts, plans, inferences, reports, context, catalogue and the merged file.

    The same claims always give the same bytes. If claims give different values of a property that can have only
    one, none of them becomes a fact, and a warning lists the claims, until a judgement prefers one.
    """
    made = built_files()
    try:
        stale = stale_files(made)
        for name, text in stale.items():
            _update(name, text, check=check)
    except OSError as error:
        raise Unreadable(f"{error.filename}: {error.strerror}") from error
    click.echo(f"{len(made) - len(stale)} of {len(made)} generated files were up to date", err=True)
    if check and stale:
        sys.exit(1)


def _update(name: str, text: str, *, check: bool) -> None:
    """Write a stale file, or only report it."""
    from adgo.graph import files

    if check:
        click.echo(f"{name}: stale; run `adgo build` and commit the result", err=True)
    else:
        write_file(files.root() / name, text.encode())
        click.echo(f"{name}: written", err=True)


def built_files() -> dict[str, str]:
    """Return the generated files as they should be, by their path below the root; print contested values."""
    from adgo.evidence.reviews.review_statistics import measurements
    from adgo.graph import claims_to_facts, contested_values
    from adgo.graph.dataset import UnreadableFile

    contests: list[contested_values.Contest] = []
    try:
        made = claims_to_facts.build(measurements, (), contests)
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error
    if contests:
        click.echo(contested_values.described(contests), err=True)
    return made


def stale_files(made: Mapping[str, str]) -> dict[str, str]:
    """Return those of the generated files that are not on disk as they should be."""
    from adgo.graph import files

    return {name: text for name, text in made.items() if _current(files.root() / name) != text.encode()}


def _current(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
