"""The command line: one module for each group of commands, imported only if one of them is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from adgo import __version__
from adgo.cli.errors import report_fault
from adgo.cli.output_streams import replace_streams
from adgo.cli.terminal import progress_line

#: Command name to the module that holds its function of the same name, and its line in `adgo --help`.
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "Regenerate every generated file."),
    "cite": ("evidence", "Print the Turtle of a passage: span, digest, every occurrence."),
    "completion": ("shell.completion", "Print the script that completes adgo in bash, zsh or fish."),
    "conflicts": (
        "lookup.conflicts",
        "List where the sources differ: a row for each aspect, a column for each source.",
    ),
    "diff": ("lookup.diff", "Print what differs between two versions of the graph."),
    "doctor": ("shell.doctor", "Check the installation."),
    "draft": ("intake.draft", "Draft claims of an article from rules; print a prompt for a model."),
    "export": ("publishing.export", "Write the graph in the formats of other programs."),
    "format": ("format", "Format Turtle files in ADGO's style."),
    "ingest": ("intake.ingest", "Check drafts of claims, and write those that are right."),
    "load": ("load", "Load RDF files into a store on disk; back it up; dump it."),
    "mcp": ("programs.mcp", "Answer AI agents over the Model Context Protocol."),
    "mentions": ("intake.mentions", "Find known things, levels, dates and numbers in an article."),
    "publish": ("publishing.publish", "Write the graph as a folder of static files."),
    "query": ("query", "Ask one question: SPARQL text, a file, or the name of a stored question."),
    "questions": ("lookup.questions", "List the stored questions, or those with some words."),
    "reason": ("reason", "Check data and ontology for contradictions in OWL; list inferences."),
    "review": ("intake.review", "Decide about drafts of claims, beside the words of the article."),
    "reviews": ("reviews", "Draw a random sample of claims for review; record what the reviewers found."),
    "score": ("intake.score", "Compare drafts with the hand-made claims on an article."),
    "search": ("lookup.search", "Look for words in questions, names and passages."),
    "serve": ("serve", "Serve the graph: pages and a SPARQL endpoint."),
    "show": ("lookup.show", "Print what the graph has about one thing."),
    "source": ("intake.source", "Register or withdraw an article."),
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; UsageError, with the nearest name, if there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a terminal shows that it is working if it takes long."""
        with progress_line.shown():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in sorted(COMMANDS.items())])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="adgo")
def adgo() -> None:
    """Autonomous Driving Goes Global: a knowledge graph with evidence for every fact.

    Exit codes: 0 success, 1 the data failed a check, 2 wrong usage, 3 a file or query could not be read or nothing
    was checked, 4 an endpoint could not be reached, or an answer was not complete in time, 70 an internal error in
    ADGO, 130 interrupted.

    Set ADGO_DEBUG=1 to see the traceback of an internal error.
    """


def main() -> None:
    """Run the command line and exit with its code.

    A reader that closes the pipe early (`adgo query … | head`) does not change the exit code.
    """
    replace_streams()
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; by default with the arguments of the process."""
    try:
        code = _call(arguments)
        sys.stdout.flush()
        return code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except OSError as error:
        return _report_os_error(error)
    except BaseException as error:
        # Not only Exceptions: pyoxigraph's panics are not, and Python would exit with 1, as if the data had failed.
        return report_fault(error)


def _report_os_error(error: OSError) -> int:
    """Report an error that no command expects, such as a full disk or a folder that may not be entered."""
    click.echo(f"Error: {error}", err=True)
    # Python flushes standard output when it ends, and would fail once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 3


def _call(arguments: Sequence[str] | None) -> int:
    """Run the command and return the code that it returns or exits with."""
    try:
        return adgo.main(arguments, standalone_mode=False) or 0
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
