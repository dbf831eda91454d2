"""`adgo serve --backend`: its options, and what they exclude."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import Unreadable

if TYPE_CHECKING:
    from adgo.server.backend.address import BackendAddress


def backend_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options for a backend: `backend`, `credentials`, `default_graphs`."""
    for option in (
        click.option(
            "--backend-default-graph",
            "default_graphs",
            multiple=True,
            metavar="IRI",
            help="Named graph of the backend that is part of the default graph. May be repeated.  [default: ADGO's "
            "parts that state facts, if the default graph of the backend has others]",
        ),
        click.option(
            "--backend-credentials",
            "credentials",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Text file with the credentials for the backend: user:password, or a bearer token.",
        ),
        click.option(
            "--backend",
            metavar="URL",
            help="SPARQL endpoint that answers the queries, instead of data in memory. It is only read.",
        ),
    ):
        command = option(command)
    return command


def address(options: dict[str, Any], **others: Any) -> BackendAddress | None:
    """Return the backend, None if there is none; the options of `backend_options` are removed from `options`.

    Args:
        options: the values of options.
        **others: the values of the options that exclude --backend, by their names.

    Raises:
        UsageError: if an option does not go with the others, or has a wrong value.
        Unreadable: if the file with the credentials cannot be read.
    """
    url, credentials, default_graphs = (
        options.pop(name) for name in ("backend", "credentials", "default_graphs")
    )
    if url is None:
        if credentials or default_graphs:
            raise click.UsageError("--backend-credentials and --backend-default-graph need --backend URL")
        return None
    if wrong := [f"--{name.replace('_', '-')}" for name, value in others.items() if value]:
        raise click.UsageError(f"use either --backend or {wrong[0]}, not both: a backend has its own data")
    return _address(url, credentials, default_graphs)


def _address(url: str, credentials: Path | None, default_graphs: tuple[str, ...]) -> BackendAddress:
    from adgo.server.backend.address import BackendAddress, BackendRefused, check_address, check_graphs

    try:
        authorization = _read(credentials) if credentials else ""
        return BackendAddress(check_address(url), authorization, check_graphs(default_graphs))
    except BackendRefused as error:
        raise click.UsageError(str(error)) from error


def _read(file: Path) -> str:
    from adgo.server.backend.address import read_authorization

    try:
        return read_authorization(file)
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from error
