"""`adgo load`: RDF files into a store on disk, a backup of it, and all of it out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.turtle.files import RULE

if TYPE_CHECKING:
    from pyoxigraph import Quad

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(epilog=RULE)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--store", required=True, type=FOLDER, help="Folder of the store; made where there is none.")
@click.option(
    "--graph", help="IRI of the named graph that the triples go into, instead of the default graph."
)
@click.option(
    "--backup", type=FOLDER, help="New folder for a backup, taken first; a store itself, for `serve --store`."
)
@click.option(
    "--dump",
    type=click.Path(path_type=Path, dir_okay=False),
    help="N-Quads file to write everything to, at the end: the way to a new version of the format.",
)
def load(
    paths: tuple[Path, ...], store: Path, graph: str | None, backup: Path | None, dump: Path | None
) -> None:
    """Put RDF files and folders into a store on disk, all of them or, where one cannot be read, none.

    A backup can be taken while a server writes the store; loading and dumping need that server stopped. One that only
    reads the store goes on, with the state that it started with.
    """
    from adgo.graph.dataset import UnreadableFile
    from adgo.server.store import store_folder
    from adgo.server.store.backup import back_up

    if not (paths or backup or dump):
        raise click.UsageError("name files to load, or --backup or --dump")
    try:
        if backup:
            back_up(store, backup)
            click.echo(f"backup: {backup}", err=True)
        if dump and not paths:
            # One that is made for it, as where the name is mistyped, would be written out as an empty one.
            store_folder.live(store)
        if paths or dump:
            fill(store, read(paths, graph), dump)
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error


def read(paths: tuple[Path, ...], graph: str | None) -> list[Quad]:
    """Return the quads of all files, those of the default graph in `graph` where one is named."""
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    from adgo.graph.dataset import expand, read_quads

    try:
        target = NamedNode(graph) if graph else DefaultGraph()
    except ValueError as error:
        raise click.UsageError(f"--graph is no IRI: {error}") from error
    return [
        Quad(q.subject, q.predicate, q.object, target if q.graph_name == DefaultGraph() else q.graph_name)
        for path in expand(paths)
        for q in read_quads(path)
    ]


def fill(folder: Path, quads: list[Quad], dump: Path | None) -> None:
    """Add the quads in one transaction, have them on disk, and write everything out where asked."""
    from pyoxigraph import RdfFormat

    from adgo.cli.atomic_files import replacing
    from adgo.server.store import store_folder

    store = store_folder.open_writable(folder)
    if quads:
        # A snapshot that a server left behind would pass for the newest while another process loads.
        store_folder.clear_snapshots(folder)
        store_folder.forget_edition(folder)
        store.extend(quads)
        store.optimize()
        store.flush()
        store_folder.set_edition(folder, store_folder.new_edition())
        click.echo(f"loaded: {len(quads)} quads, {len(store)} in all", err=True)
    if dump:
        try:
            with replacing(dump) as file:
                store.dump(str(file), RdfFormat.N_QUADS)
        except OSError as error:
            raise Unreadable(f"{dump}: {error}") from error
        click.echo(f"dumped: {dump}", err=True)
