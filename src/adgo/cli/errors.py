"""Errors that end a command with a message and an exit code, and the report of internal errors."""

from __future__ import annotations

import os
import traceback

import click

#: Exit code of an internal error, as in the BSD's `sysexits.h` (EX_SOFTWARE).
FAULT = 70


class Unreadable(click.ClickException):
    """A file or query could not be read, or nothing was checked: exit 3."""

    exit_code = 3


class CheckFailed(click.ClickException):
    """The data failed a check that the user asked for: exit 1."""

    exit_code = 1


class Unreachable(click.ClickException):
    """An endpoint could not be reached, or an answer was not complete: exit 4."""

    exit_code = 4


def report_fault(error: BaseException) -> int:
    """Report an exception that no command expects, and return the exit code.

    The traceback is printed if the environment sets ADGO_DEBUG.
    """
    if os.environ.get("ADGO_DEBUG"):
        traceback.print_exception(error)
    cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    click.echo(f"Error: adgo stopped because of an internal error: {cause}", err=True)
    click.echo(
        "Please open an issue in ADGO's repository with this command, its input and the output of `adgo --version`. "
        "Set ADGO_DEBUG=1 to see the traceback.",
        err=True,
    )
    return FAULT
