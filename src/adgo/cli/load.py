"""`adgo load`: load RDF files into a store on disk, back the store up, and dump it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import CheckFailed, Unreadable
from adgo.cli.options import STRICT_TERMS
from adgo.turtle.files import RULE

if TYPE_CHECKING:
    from adgo.server.store.loading import Loaded

FOLDER = click.Path(path_type=Path, file_okay=False)
#: Seconds between two messages of progress: on a terminal, where each replaces the one before, and elsewhere.
_ON_TERMINAL, _ELSEWHERE = 0.5, 10.0


@click.command(epilog=RULE)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--store", required=True, type=FOLDER, help="Folder of the store; created if it does not exist."
)
@click.option(
    "--project",
    is_flag=True,
    help="Put the graph of the project into the store, each part in its named graph, in place of all that the store "
    "holds.",
)
@click.option(
    "--graph", help="IRI of the named graph to load the triples into, instead of the default graph."
)
@click.option(
    "--backup",
    type=FOLDER,
    help="New folder to back the store up to, before anything is loaded; `serve --store` can serve the backup.",
)
@click.option(
    "--dump",
    type=click.Path(path_type=Path, dir_okay=False),
    help="N-Quads file to write the whole store to at the end, for example to migrate it to another version of ADGO.",
)
@STRICT_TERMS
def load(
    paths: tuple[Path, ...],
    store: Path,
    project: bool,
    graph: str | None,
    backup: Path | None,
    dump: Path | None,
    strict_terms: bool,
) -> None:
    """Load RDF files and folders into a store on disk: all of them or, if one cannot be read, none.

    The files may be of any size. If the command fails or is interrupted, the store stays as it was.

    ADGO's files that state nothing, such as plans and judgements, go into their own named graphs.

    The store keeps some literals in another form than the file, such as "5"^^xsd:int as 5. The command says how many,
    and names the first. With --strict-terms it then loads nothing, and the exit code is 1.

    A backup can be made while a server writes to the store. Stop that server before you load or dump. A read-only
    server goes on with the data that it has, and changes to the new data when they are complete.
    """
    from adgo.graph.dataset import UnreadableFile
    from adgo.server.store import store_folder
    from adgo.server.store.backup import back_up
    from adgo.turtle.normalization.report import ChangesRefused

    if not (paths or project or backup or dump):
        raise click.UsageError("name files to load, or --project, --backup or --dump")
    if project and (paths or graph or strict_terms):
        raise click.UsageError(
            "--project loads the files of the project; leave out PATHS, --graph and --strict-terms"
        )
    try:
        if backup:
            back_up(store, backup)
            click.echo(f"backup: {backup}", err=True)
        if project:
            _load_project(store)
        if paths:
            load_paths(paths, store, graph, strict_terms=strict_terms)
        if dump:
            # Opening a store makes it, so a mistyped name would give the dump of an empty store.
            store_folder.complete(store)
            write_dump(store, dump)
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error
    except ChangesRefused as error:
        raise CheckFailed(f"nothing was loaded: {error}, or leave out --strict-terms.") from error


def load_paths(paths: Sequence[Path], store: Path, graph: str | None, *, strict_terms: bool = False) -> None:
    """Load files and folders into a store, with messages of progress on standard error.

    Args:
        paths: paths of RDF files, of folders with such files, or patterns of their names.
        store: folder of the store.
        graph: IRI of the graph that the triples go into; None for the default graph.
        strict_terms: refuse literals that the store would change.

    Raises:
        UnreadableFile: nothing was loaded; the message says why.
        ChangesRefused: nothing was loaded, because the store would change literals.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    from adgo.graph.dataset import expand
    from adgo.server.store.loading import load_files

    try:
        target = NamedNode(graph) if graph else DefaultGraph()
    except ValueError as error:
        raise click.UsageError(f"--graph is not an IRI: {error}") from error
    progress = Progress()
    try:
        loaded = load_files(store, expand(paths), target, progress.show, strict_terms=strict_terms)
    finally:
        progress.clear()
    _say(loaded)


def _load_project(store: Path) -> None:
    """Replace the content of a store by the graph of the project, with messages of progress on standard error."""
    from adgo.server.store.project_loading import load_project

    progress = Progress()
    try:
        loaded = load_project(store, progress.show)
    finally:
        progress.clear()
    _say(loaded)


def _say(loaded: Loaded) -> None:
    click.echo(f"loaded: {loaded.quads} quad{'s' * (loaded.quads != 1)}, {loaded.total} in all", err=True)
    if loaded.apart:
        graphs = ", ".join(f"graph:{part}" for part in sorted(loaded.apart))
        click.echo(f"load: files that state nothing went into their own graphs: {graphs}", err=True)
    if loaded.changes:
        click.echo(f"load: {loaded.changes.sentence()}", err=True)


def write_dump(folder: Path, dump: Path) -> None:
    """Write all quads of a store to an N-Quads file, which is replaced atomically."""
    from pyoxigraph import RdfFormat

    from adgo.server.store import standing_snapshot, store_folder
    from adgo.turtle.writing.atomic_files import replacing

    store = store_folder.open_writable(folder)
    try:
        with standing_snapshot.kept(store, folder), replacing(dump) as file:
            store.dump(str(file), RdfFormat.N_QUADS)
    except OSError as error:
        raise Unreadable(f"{dump}: {error}") from error
    click.echo(f"dumped: {dump}", err=True)


class Progress:
    """Messages on standard error about a load that takes long."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._pause = _ON_TERMINAL if self._is_terminal else _ELSEWHERE
        self._begun = time.monotonic()
        self._due = self._begun + self._pause
        self._shown = 0

    def show(self, path: Path, number: int, share: float) -> None:
        """Say how far the load is, if a message is due.

        Args:
            path: the file that is being read.
            number: how many quads have been read so far.
            share: how much of the files has been read, from 0 to 1.
        """
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + self._pause
        text = f"loading: {number:,} quads so far{_pace(number, share, now - self._begun)}, in {path}"
        if self._is_terminal:
            click.echo("\r" + text.ljust(self._shown), err=True, nl=False)
            self._shown = len(text)
        else:
            click.echo(text, err=True)

    def clear(self) -> None:
        """Remove the message from the terminal."""
        if self._shown:
            click.echo("\r" + " " * self._shown + "\r", err=True, nl=False)
            self._shown = 0


def _pace(number: int, share: float, seconds: float) -> str:
    """Return how many quads are loaded in a second, how much is done, and how long the rest takes at that pace."""
    if not (share and seconds):
        return ""
    left = seconds * (1 - share) / share
    remaining = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
    return f", {number / seconds:,.0f} a second, {share:.0%} read, about {remaining} left"
