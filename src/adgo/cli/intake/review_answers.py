"""What the reviewer answers: single keys in a terminal, lines of input elsewhere."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Protocol

import click


class NoMoreAnswers(Exception):
    """The input has ended: the review ends as if the reviewer had quit."""


class Answers(Protocol):
    """Where answers come from."""

    def key(self, prompt: str) -> str:
        """Return one key, in lower case."""

    def line(self, prompt: str) -> str:
        """Return one line, without spaces at its ends."""


class TerminalAnswers:
    """A person at a terminal: keys count at once, without Enter."""

    def key(self, prompt: str) -> str:
        """Return one key, in lower case."""
        click.echo(prompt, nl=False, err=True)
        key = click.getchar().lower()
        click.echo(key if key.isprintable() else "", err=True)
        if key == "\x04":
            raise NoMoreAnswers
        return key

    def line(self, prompt: str) -> str:
        """Return one line; the arrow keys edit it."""
        with suppress(ImportError):
            import readline  # noqa: F401 (makes `input` editable)
        click.echo(prompt, nl=False, err=True)
        try:
            return input().strip()
        except EOFError as error:
            raise NoMoreAnswers from error


class LineAnswers:
    """Lines of standard input, for scripts and for programs that read to a person."""

    def key(self, prompt: str) -> str:
        """Return the first character of a line, in lower case."""
        return self.line(prompt)[:1].lower()

    def line(self, prompt: str) -> str:
        """Return one line."""
        click.echo(prompt, nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            raise NoMoreAnswers
        click.echo(err=True)
        return line.strip()


def answers() -> Answers:
    """Return where answers come from: the terminal if standard input is one."""
    return TerminalAnswers() if sys.stdin.isatty() else LineAnswers()
