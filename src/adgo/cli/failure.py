"""What a command says, and exits with, when it cannot do its work."""

import click


class Unreadable(click.ClickException):
    """A file or query that could not be read, or a run that checked nothing: exit 3."""

    exit_code = 3


class Unreachable(click.ClickException):
    """An endpoint that could not be reached: exit 4."""

    exit_code = 4
