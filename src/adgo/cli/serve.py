"""`adgo serve`: pages and a SPARQL endpoint over the packaged graph, any RDF files, or a store on disk."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from adgo.cli.failure import Unreadable
from adgo.server.settings import Settings, described, range_of

FOLDER = click.Path(path_type=Path, file_okay=False)


class Seconds(click.FloatRange):
    """A number within a range, which "nan" is not, though no comparison says so."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or fail."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


def _kind(name: str, default: Any) -> click.IntRange | click.FloatRange:
    allowed = range_of(name)
    if isinstance(default, float):
        return Seconds(allowed.least, allowed.most, min_open=allowed.open)
    return click.IntRange(int(allowed.least), int(allowed.most))


def limits(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with an option for every setting."""
    for name, default, line in reversed(described()):
        option = click.option(
            f"--{name.replace('_', '-')}",
            name,
            type=_kind(name, default),
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
@click.option("--store", type=FOLDER, help="Folder of a store on disk, instead of data in memory.")
@click.option(
    "--writable", is_flag=True, help="Take updates and graphs for the store, from who bears the token."
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with the token that changes need, 16 characters or more.",
)
@click.option(
    "--texts", type=FOLDER, help="Folder of the articles, to show each passage's words in their place."
)
@click.option(
    "--public-url",
    help="The address that clients see, where a proxy stands in front; one with a path takes it away.",
)
@click.option(
    "--server",
    type=click.Choice(["granian", "waitress"]),
    default="granian",
    show_default=True,
    help="The HTTP server underneath.",
)
@click.option(
    "--allow-service", multiple=True, help="Address of an endpoint that SERVICE may name; may be repeated."
)
@click.option(
    "--allow-load",
    multiple=True,
    metavar="PREFIX",
    help="What addresses that LOAD may fetch begin with, such as https://example.org/data/; may be repeated.",
)
@click.option(
    "--log/--no-log", default=True, show_default=True, help="One JSON line a query on standard error."
)
@limits
def serve(
    host: str,
    port: int,
    data: tuple[Path, ...],
    store: Path | None,
    writable: bool,
    token_file: Path | None,
    texts: Path | None,
    public_url: str | None,
    server: str,
    allow_service: tuple[str, ...],
    allow_load: tuple[str, ...],
    log: bool,
    **settings: Any,
) -> None:
    """Serve the graph: pages at /, SPARQL at /sparql. Ctrl-C lets running queries finish, then stops."""
    from adgo.server import wsgi_server
    from adgo.server.app import create_app
    from adgo.server.listen import port as ports

    for path in (*data, *([texts] if texts else [])):
        if not path.exists():
            raise Unreadable(f"{path}: no such file or folder")
    if data and store:
        raise click.UsageError("give --data or --store, not both; `adgo load` puts files into a store")
    token = read_token(store, writable, token_file)
    check_prefixes(allow_load, writable)
    check_public_url(public_url)
    chosen = Settings(**settings, services=allow_service, loads=allow_load)
    try:
        listener = ports.listen(host, port)
    except ports.PortTaken as error:
        raise click.UsageError(str(error)) from error
    if log:
        logging.getLogger("adgo.query").addHandler(logging.StreamHandler())
        logging.getLogger("adgo.query").setLevel(logging.INFO)
    make = partial(
        create_app,
        [path.resolve() for path in data],
        chosen,
        public_url=public_url,
        texts=texts,
        store=store.resolve() if store else None,
        token=token,
    )
    wsgi_server.serve(make, listener, host, chosen, server)


def check_public_url(url: str | None) -> None:
    """Raise UsageError where the address that clients see is none of the web."""
    from adgo.server.site import HOST

    if url is not None and not re.fullmatch(rf"https?://({HOST.pattern})(/[^\s<>\"{{}}|\\^`?#]*)?", url):
        raise click.UsageError(
            f"--public-url {url}: give http:// or https://, the host, and a path if there is one, such as "
            "https://example.org/adgo/"
        )


def check_prefixes(prefixes: tuple[str, ...], writable: bool) -> None:
    """Raise UsageError where LOAD is allowed but can change nothing, or a prefix does not close its host."""
    from adgo.server.views.fetch_loads import PREFIX

    if prefixes and not writable:
        raise click.UsageError("--allow-load needs --writable: LOAD is an update")
    for prefix in prefixes:
        if not PREFIX.fullmatch(prefix):
            raise click.UsageError(
                f"--allow-load {prefix}: give http:// or https://, the host, and a path, at least the / behind the host"
            )


def read_token(store: Path | None, writable: bool, file: Path | None) -> str:
    """Return the token that changes need, "" for a server that takes none; wrong combinations are wrong usage."""
    if not writable:
        return ""
    if store is None or file is None:
        raise click.UsageError("--writable needs --store DIR and --token-file FILE")
    try:
        token = file.read_text().strip()
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from error
    if len(token) < 16:
        raise Unreadable(f"{file}: the token must have 16 characters or more")
    return token
