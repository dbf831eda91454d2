"""The command line: one module per group of commands, each imported only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from adgo import __version__
from adgo.cli.outlet import open_outlets

#: Command name to the module that holds its function of the same name, and its line in `adgo --help`.
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "Regenerate every generated file."),
    "cite": ("evidence", "Print the Turtle of a passage: span, digest, every occurrence."),
    "conflicts": ("evidence", "List where the sources differ, each with both passages and sources."),
    "format": ("format", "Format Turtle files in ADGO's style."),
    "load": ("load", "Put RDF files into a store on disk; back it up; write it out."),
    "query": ("query", "Ask one question: SPARQL text, a file, or a stored question's name."),
    "reason": ("reason", "Say whether data and ontology contradict themselves, and what follows."),
    "reviews": ("reviews", "Have claims read a second time: draw them, record what the readers found."),
    "serve": ("serve", "Serve the graph: pages and a SPARQL endpoint."),
    "stats": ("stats", "Print the sizes of the graph and its published error rate."),
    "validate": ("validate", "Check data against SHACL shapes."),
    "verify": ("evidence", "Check every passage against its article's text and digest."),
}


class Commands(click.Group):
    """A group that imports a command's module only to run it, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, its module imported now, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"adgo.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in sorted(COMMANDS.items())])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="adgo")
def adgo() -> None:
    """Autonomous Driving Goes Global: a knowledge graph whose every fact leads to its evidence.

    Exit codes: 0 fine, 1 the data failed a check, 2 wrong usage, 3 a file or query could not be read or nothing was
    checked, 4 an endpoint could not be reached, 130 interrupted.
    """


def main() -> None:
    """Run the command line; an interrupt leaves with 130, as a shell expects.

    A reader that leaves early (`adgo query … | head`) changes nothing of the exit code.
    """
    open_outlets()
    try:
        code = adgo.main(standalone_mode=False) or 0
        sys.stdout.flush()
        sys.exit(code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except OSError as error:
        # What no command has words of its own for: a full disk, a folder that may not be entered.
        click.echo(f"Error: {error}", err=True)
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), 1
        )  # Python writes out at its end what it holds, in vain again.
        sys.exit(3)
