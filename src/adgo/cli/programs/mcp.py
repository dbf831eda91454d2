"""`adgo mcp`: the graph for AI agents, over the Model Context Protocol."""

from __future__ import annotations

import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from adgo.agents.graph_source import GraphSource
from adgo.agents.toolbox import Toolbox
from adgo.cli.errors import Unreadable
from adgo.cli.options import DATA

#: The only address that the server listens on.
LOOPBACK = "127.0.0.1"
NOT_INSTALLED = "adgo mcp needs the package mcp 2.x: run `pip install 'adgo[mcp]'`"


@click.command()
@DATA
@click.option("--http", is_flag=True, help="Serve streamable HTTP on 127.0.0.1 instead of standard input.")
@click.option(
    "--port",
    default=8001,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port for --http; 0 for a free one.",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Text file with the token that each request must send with --http: at least 16 ASCII characters.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Time limit for a query or a validation, in seconds.",
)
@click.option(
    "--memory",
    type=click.IntRange(1, 1024 * 1024),
    default=512,
    show_default=True,
    metavar="MIB",
    help="Memory limit for a query or a validation, in MiB.",
)
def mcp(
    data: tuple[str, ...], http: bool, port: int, token_file: Path | None, timeout: float, memory: int
) -> None:
    """Answer AI agents over the Model Context Protocol (MCP).

    The program that has the agent starts this command and talks to it over standard input and output. With --http it
    listens on this machine only, at http://127.0.0.1:PORT/mcp, and each request needs the token. Every answer says
    whether it is complete, how many rows there are in all, and from which version of the data it is. It needs the
    extra mcp: `pip install 'adgo[mcp]'`.

    Exit codes: 0 the client has left, 2 wrong usage, or the extra is not installed, 3 the data or the token could not
    be read.
    """
    # The package mcp 1.x has no mcp_types.
    if find_spec("mcp") is None or find_spec("mcp_types") is None:
        raise click.UsageError(NOT_INSTALLED)
    if http != (token_file is not None):
        raise click.UsageError("--http and --token-file FILE go together: give both, or neither")
    source = GraphSource(_expanded(data), timeout, memory)
    if token_file is not None:
        _serve_http(source, port, token_file)
    else:
        _serve_stdio(source)
    if source.failure:
        raise Unreadable(source.failure)


def _serve_stdio(source: GraphSource) -> None:
    # Imported before the data are opened in another thread, so that the client can connect as early as possible.
    from adgo.agents import stdio

    # Python would wait for the next line of standard input, in another thread, before it raised KeyboardInterrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    source.start()
    if sys.stdin.isatty():
        click.echo("Waiting for an MCP client on standard input. Ctrl-C stops.", err=True)
    try:
        stdio.run(Toolbox(source))
    finally:
        source.close()


def _serve_http(source: GraphSource, port: int, token_file: Path) -> None:
    from adgo.cli.token_file import token_in
    from adgo.server.listen import listener

    token = token_in(token_file)
    try:
        [socket] = listener.listen(LOOPBACK, port)
    except listener.PortTaken as error:
        raise click.UsageError(str(error)) from error
    from adgo.agents import http

    source.start()
    click.echo(f"Serving MCP at http://{LOOPBACK}:{socket.getsockname()[1]}{http.PATH}", err=True)
    try:
        http.run(Toolbox(source), socket, token)
    finally:
        source.close()


def _expanded(data: tuple[str, ...]) -> list[str]:
    from adgo.graph.dataset import UnreadableFile, expand

    try:
        return [str(path.resolve()) for path in expand(data)] if data else []
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error
