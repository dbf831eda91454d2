"""From what was typed to SPARQL: text, a file, standard input, or a stored question with its parameters."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from adgo.cli.failure import Unreadable


def sparql(text: str | None, file: str | None, arguments: Mapping[str, str]) -> str:
    """Return the query that TEXT or FILE stands for, the arguments set in a stored question.

    Raises Unreadable for a file or a name that is not there, UsageError for an argument that does not fit.
    """
    from adgo import queries

    if text is not None and text != "-" and not any(character in text for character in " {<\n"):
        stored = queries.load()
        if text not in stored:
            raise Unreadable(_unknown(text, list(stored)))
        try:
            return stored[text].ask(arguments)
        except queries.BadParameter as error:
            raise click.UsageError(str(error)) from error
    if arguments:
        raise click.UsageError("--set goes with the name of a stored question")
    if file is None and text is not None and text != "-":
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Unreadable("the query holds bytes that are not UTF-8")
        return text
    return _read(file if file is not None else "-")


def _read(file: str) -> str:
    """The text of a file, or of standard input for "-", without a byte order mark."""
    name = "standard input" if file == "-" else file
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name}: byte {error.start + 1} is not UTF-8; save the query in that encoding"
        ) from error


def settings(arguments: tuple[str, ...]) -> dict[str, str]:
    """Return the NAME=VALUE pairs of `--set` by name."""
    pairs = [argument.partition("=") for argument in arguments]
    for name, equals, _ in pairs:
        if not equals:
            raise click.UsageError(f"--set takes NAME=VALUE, not {name!r}")
    return {name: value for name, _, value in pairs}


def _unknown(name: str, stored: list[str]) -> str:
    near = difflib.get_close_matches(name, stored, n=3, cutoff=0.4)
    hint = f"; near it: {', '.join(near)}" if near else ""
    return f"no stored question is called {name!r}{hint}; `adgo serve` lists them all at /queries"
