"""`adgo serve`: pages and a SPARQL endpoint over the packaged graph, any RDF files, or a store on disk."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Any

import click

from adgo.cli import backend_mode, edit_mode
from adgo.cli.errors import Unreadable
from adgo.cli.options import CONTACT, DATA, FiniteNumber
from adgo.cli.token_file import TOKEN_LENGTH, read_token
from adgo.server.settings import Settings, bounds_of, described

if TYPE_CHECKING:
    from adgo.server.engine.launcher import Launcher

FOLDER = click.Path(path_type=Path, file_okay=False)


def _kind(name: str, default: Any) -> click.ParamType[Any]:
    bounds = bounds_of(name)
    if bounds is None:
        return click.BOOL
    if isinstance(default, float):
        return FiniteNumber(bounds.least, bounds.most, min_open=bounds.is_open)
    return click.IntRange(int(bounds.least), int(bounds.most))


def limits(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with an option for every setting that has a line of help."""
    for name, default, line in reversed(described()):
        option = click.option(
            f"--{name.replace('_', '-')}",
            name,
            type=_kind(name, default),
            is_flag=bounds_of(name) is None,
            default=default,
            show_default="off" if bounds_of(name) is None else True,
            envvar=f"ADGO_{name.upper()}",
            help=line,
        )
        command = option(command)
    return command


@click.command(context_settings={"max_content_width": 110})
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address or host name to listen on. If a host name has several addresses, the server listens on all of them.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 for a free one.",
)
@DATA
@click.option("--store", type=FOLDER, help="Folder of a store on disk to serve, instead of data in memory.")
@backend_mode.backend_options
@click.option(
    "--writable", is_flag=True, help="Accept changes to the store from clients that send the token."
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"Text file with the token for changes: at least {TOKEN_LENGTH} ASCII characters.",
)
@click.option(
    "--texts", type=FOLDER, help="Folder with the texts of the articles, to show passages in their context."
)
@click.option(
    "--edit",
    is_flag=True,
    help="Add pages on which drafts are reviewed and the project is built. Needs --texts. The server answers this "
    "machine only, and prints an address with a token.",
)
@click.option(
    "--public-url",
    help="URL that clients use, if the server is behind a proxy. If the URL has a path, the proxy must remove that "
    "path from requests.",
)
@CONTACT
@click.option(
    "--server",
    type=click.Choice(["granian", "waitress"]),
    help="HTTP server to use.  [default: granian if it is installed, else waitress]",
)
@click.option(
    "--allow-service", multiple=True, metavar="URL", help="Endpoint that SERVICE may call. May be repeated."
)
@click.option(
    "--allow-load",
    multiple=True,
    metavar="PREFIX",
    help="Prefix of the URLs that LOAD may fetch, such as https://example.org/data/. May be repeated.",
)
@click.option(
    "--log/--no-log",
    default=None,
    help="Write one line of JSON for each query to standard error.  [default: yes, unless it is a terminal]",
)
@limits
def serve(
    host: str,
    port: int,
    data: tuple[str, ...],
    store: Path | None,
    writable: bool,
    token_file: Path | None,
    texts: Path | None,
    edit: bool,
    public_url: str | None,
    contact: str,
    server: str | None,
    allow_service: tuple[str, ...],
    allow_load: tuple[str, ...],
    log: bool | None,
    **settings: Any,
) -> None:
    """Serve the graph: pages at /, SPARQL at /sparql. Ctrl-C lets running queries finish, then stops."""
    _check_folders(data, store, texts)
    token = read_token(store, writable, token_file)
    check_prefixes(allow_load, writable)
    check_public_url(public_url)
    check_contact(contact)
    if edit:
        others = {"--data": data, "--store": store, "--writable": writable, "--public-url": public_url}
        edit_mode.check(host, texts, others)
    address = backend_mode.address(settings, data=data, store=store, edit=edit, allow_service=allow_service)
    chosen = Settings(**settings, services=allow_service, loads=allow_load)
    server, listeners = _listen(server, host, port)
    _log_queries(log)
    paths = _expanded(data)
    launcher = None if store or address else _begun(paths, chosen)
    # Only now, as it takes as long as loading the data.
    from adgo.server import wsgi_server
    from adgo.server.app import create_app

    make = partial(
        create_app,
        paths,
        chosen,
        public_url=public_url,
        texts=texts,
        store=store.resolve() if store else None,
        token=token,
        contact=contact,
        backend=address,
        launcher=launcher,
    )
    start, opening = edit_mode.opened(make, texts) if edit else (make, "")
    wsgi_server.serve(start, listeners, host, chosen, server, opening)


def _expanded(data: tuple[str, ...]) -> list[Path]:
    """The files that the paths of --data mean."""
    from adgo.graph.dataset import UnreadableFile, expand

    try:
        return [path.resolve() for path in expand(data)]
    except UnreadableFile as error:
        raise Unreadable(str(error)) from error


def _begun(paths: list[Path], settings: Settings) -> Launcher:
    """Return the launcher whose process begins to load the files; Unreadable if the system has no process for it."""
    from adgo.server.engine.child_process import CannotStart
    from adgo.server.engine.launcher import Launcher

    launcher = Launcher.of_settings([str(path) for path in paths], settings)
    try:
        launcher.begin()
    except CannotStart as error:
        raise Unreadable(str(error)) from error
    return launcher


def _listen(server: str | None, host: str, port: int) -> tuple[str, list[socket]]:
    """Return the name of the HTTP server to use, and the sockets that listen; UsageError if there is none."""
    from adgo.server.listen import http_server, listener

    try:
        return http_server.choose(server), listener.listen(host, port)
    except (http_server.NotInstalled, listener.PortTaken) as error:
        raise click.UsageError(str(error)) from error


def _log_queries(log: bool | None) -> None:
    if log is False or (log is None and sys.stderr.isatty()):
        return
    logger = logging.getLogger("adgo.query")
    logger.addHandler(logging.StreamHandler())
    logger.setLevel(logging.INFO)


def _check_folders(data: tuple[str, ...], store: Path | None, texts: Path | None) -> None:
    """Raise UsageError if both data and a store are given, Unreadable if there is no folder for the texts."""
    if data and store:
        raise click.UsageError("use either --data or --store, not both; `adgo load` loads files into a store")
    if texts and not texts.exists():
        raise Unreadable(f"{texts}: no such file or folder")


def check_public_url(url: str | None) -> None:
    """Raise UsageError if the public URL is not an http or https URL that ends with a host or a path."""
    if url is None:
        return
    from adgo.server.site import HOST

    if not re.fullmatch(rf"https?://({HOST.pattern})(/[^\s<>\"{{}}|\\^`?#]*)?", url):
        raise click.UsageError(
            f"--public-url {url}: give http:// or https://, the host, and a path if there is one, such as "
            "https://example.org/adgo/"
        )


def check_contact(contact: str) -> None:
    """Raise UsageError if the contact is neither a mail address nor an http or https URL."""
    if contact and not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+|https?://[^\s<>\"]+", contact):
        raise click.UsageError(
            f"--contact {contact}: give a mail address, such as adgo@example.org, or the URL of a form, such as "
            "https://example.org/issues/new"
        )


def check_prefixes(prefixes: tuple[str, ...], writable: bool) -> None:
    """Raise UsageError if LOAD is allowed on a server that takes no changes, or a prefix does not end the host."""
    if not prefixes:
        return
    from adgo.server.views.fetch_loads import PREFIX

    if not writable:
        raise click.UsageError("--allow-load needs --writable: LOAD is an update")
    for prefix in prefixes:
        if not PREFIX.fullmatch(prefix):
            raise click.UsageError(
                f"--allow-load {prefix}: give http:// or https://, the host, and a path, at least the / after the host"
            )
