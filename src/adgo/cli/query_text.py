"""The SPARQL text of `adgo query`: typed, from a file or standard input, or a stored question with its parameters."""

from __future__ import annotations

import difflib
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable

if TYPE_CHECKING:
    from adgo.corpus.absence.notes import Ask
    from adgo.corpus.corpus import Corpus


def sparql(
    text: str | None,
    file: str | None,
    arguments: Mapping[str, str],
    read_corpus: Callable[[], Corpus],
    ask: Ask | None = None,
) -> str:
    """Return the query that the user means.

    Args:
        text: TEXT of the command: SPARQL, "-" for standard input, or the name of a stored question.
        file: path of a file with the query, "-" for standard input.
        arguments: parameters of a stored question, by name.
        read_corpus: returns the graph, to find things by their names; called only if an argument is a name.
        ask: returns the rows of a SELECT query on the data, to check IRIs; None to leave them as they are.

    Raises:
        Unreadable: if there is no such file or stored question.
        UsageError: if an argument does not fit the question.
    """
    from adgo import queries
    from adgo.corpus import question_arguments

    if text is not None and text != "-" and queries.is_name(text):
        stored = queries.load()
        if text not in stored:
            raise Unreadable(_unknown(text, list(stored)))
        try:
            question = stored[text]
            return question.ask(question_arguments.resolved(read_corpus, question, arguments, ask))
        except queries.BadParameter as error:
            raise click.UsageError(str(error)) from error
    if arguments:
        raise click.UsageError("--set goes with the name of a stored question")
    if file is None and text is not None and text != "-":
        return typed(text, "the query")
    return _read(file if file is not None else "-")


def see(text: str | None) -> tuple[str, ...]:
    """Return the stored questions to ask if the one that TEXT names has the answer "no"."""
    from adgo import queries

    stored = queries.load() if text and queries.is_name(text) else {}
    return stored[text].see if text in stored else ()


def typed(argument: str, name: str) -> str:
    """Return an argument as the user typed it, in UTF-8, in any locale; Unreadable if it is not UTF-8.

    Python puts surrogates for bytes that are not of the locale's encoding, which is ASCII if LC_ALL is C.
    """
    if not any("\ud800" <= character <= "\udfff" for character in argument):
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeError as error:
        raise Unreadable(f"{name} holds bytes that are not UTF-8") from error


def settings(arguments: tuple[str, ...]) -> dict[str, str]:
    """Return the NAME=VALUE pairs of `--set` by name.

    Raises:
        UsageError: if an argument is not such a pair, or a name has two values.
    """
    from adgo.queries import second_value

    found: list[tuple[str, str]] = []
    for argument in arguments:
        name, equals, value = typed(argument, "--set").partition("=")
        if not equals:
            raise click.UsageError(f"--set takes NAME=VALUE, not {name!r}")
        found.append((name, value))
    if wrong := second_value(found):
        raise click.UsageError(f"--set {wrong}: ask for each by itself")
    return dict(found)


def _read(file: str) -> str:
    """The text of a file, or of standard input for "-", without a byte order mark."""
    from adgo.turtle.files import decode_text

    name = "standard input" if file == "-" else file
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return decode_text(content, name)
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from error


def _unknown(name: str, stored: list[str]) -> str:
    if Path(name).is_file():
        return f"no stored question is called {name!r}; to read the query from that file, write -f {shlex.quote(name)}"
    near = difflib.get_close_matches(name, stored, n=3, cutoff=0.4)
    hint = f"; similar: {', '.join(near)}" if near else ""
    return f"no stored question is called {name!r}{hint}; `adgo questions` lists them all"
