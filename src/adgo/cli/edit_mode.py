"""`adgo serve --edit`: what it needs, what it excludes, and the address with the token."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask

    from adgo.server.editing.access import EditAccess


def opened(make: Callable[[], Flask], texts: Path | None) -> tuple[Callable[[], Flask], str]:
    """Return a function that makes the app with the pages for editors, and their path with the token.

    Args:
        make: makes the app without them.
        texts: the folder with the texts of the articles, which `check` has found to be given.
    """
    from adgo.server.editing.access import PATH, EditAccess

    assert texts is not None
    access = EditAccess(_user())
    return partial(_made, make, texts.resolve(), access), f"{PATH.lstrip('/')}?token={access.token}"


def check(host: str, texts: Path | None, others: Mapping[str, Any]) -> None:
    """Raise UsageError if an option does not go with --edit, or there is no project to edit.

    Args:
        host: the host that the server listens on.
        texts: the folder with the texts of the articles.
        others: the values of the options that exclude --edit, by their names.
    """
    from adgo.graph import files
    from adgo.server.editing.loopback_guard import is_loopback

    if not is_loopback(host):
        raise click.UsageError(
            f"--edit with --host {host}: an editor's server listens on this machine only. Use 127.0.0.1, ::1 or "
            "localhost."
        )
    for name, value in others.items():
        if value:
            raise click.UsageError(f"--edit edits the files of the project, so it excludes {name}")
    if texts is None:
        raise click.UsageError("--edit needs --texts DIR, the folder with the articles' texts")
    if files.root() == files.PACKAGE / "files":
        raise click.UsageError(
            f"--edit needs a project: set {files.PROJECT} to its folder. The files of the installed package are not "
            "edited."
        )


def _made(make: Callable[[], Flask], texts: Path, access: EditAccess) -> Flask:
    from adgo.server.editing import assembly

    return assembly.add(make(), texts, access)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "editor"
