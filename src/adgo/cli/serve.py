"""`adgo serve`: pages and a SPARQL endpoint over the packaged graph or over any RDF files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from adgo.cli.failure import Unreadable
from adgo.server.settings import Settings, described


def limits(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with an option for every setting."""
    for name, default, line in reversed(described()):
        option = click.option(
            f"--{name.replace('_', '-')}",
            name,
            type=type(default),
            default=default,
            show_default=True,
            envvar=f"ADGO_{name.upper()}",
            help=line,
        )
        command = option(command)
    return command


@click.command(context_settings={"max_content_width": 110})
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="RDF file or folder, instead of the packaged graph; may be repeated.",
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the articles, to show each passage's words in their place.",
)
@click.option("--public-url", help="The address that clients see, where a proxy stands in front.")
@click.option(
    "--server",
    type=click.Choice(["granian", "waitress"]),
    default="granian",
    show_default=True,
    help="The HTTP server underneath.",
)
@limits
def serve(
    host: str,
    port: int,
    data: tuple[Path, ...],
    texts: Path | None,
    public_url: str | None,
    server: str,
    **settings: Any,
) -> None:
    """Serve the graph: pages at /, SPARQL at /sparql. Ctrl-C lets running queries finish, then stops."""
    from adgo.server import http
    from adgo.server.app import create_app

    for path in data:
        if not path.exists():
            raise Unreadable(f"{path}: no such file or folder")
    chosen = Settings(**settings)
    try:
        port = http.free_port(host, port)
    except http.PortTaken as error:
        raise click.UsageError(str(error)) from error
    make = partial(create_app, [path.resolve() for path in data], chosen, public_url=public_url, texts=texts)
    http.serve(make, host, port, chosen.grace, server)
