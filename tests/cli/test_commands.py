"""The command line as a whole: its table, its start, its exit codes."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from adgo import __version__
from adgo.cli import COMMANDS, adgo

HEAVY = (
    "rdflib",
    "pyshacl",
    "owlready2",
    "pyoxigraph",
    "flask",
    "granian",
    "jinja2",
    "hashlib",
    "urllib.request",
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "adgo", *arguments], capture_output=True, text=True, check=False
    )


def test_help_imports_nothing_heavy() -> None:
    """`adgo --help` answers at once because no engine is loaded for it."""
    code = (
        "import sys; sys.argv = ['adgo', '--help']\n"
        "from adgo.cli import main\n"
        "try: main()\n"
        "except SystemExit as e: assert not e.code, e.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    command = adgo.get_command(click.Context(adgo), name)
    assert command is not None
    assert command.name == name
    assert command.help
    done = CliRunner().invoke(adgo, [name, "--help"])
    assert done.exit_code == 0, done.output
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option)), name


def test_version() -> None:
    assert run("--version").stdout == f"adgo, version {__version__}\n"


def test_wrong_usage_is_2() -> None:
    done = run("no-such-command")
    assert done.returncode == 2
    assert "No such command" in done.stderr
    assert done.stdout == ""


def test_an_interrupt_is_130() -> None:
    code = (
        "import adgo.cli\ndef stop(**_): raise KeyboardInterrupt\nadgo.cli.adgo.main = stop\nadgo.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "interrupted\n"
