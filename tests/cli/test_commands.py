"""The command line as a whole: its table, its start, its exit codes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from adgo import __version__
from adgo.cli import COMMANDS, adgo
from adgo.cli import run as run_here
from adgo.turtle.files import RULE

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


def commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command below a group that does something, with its words on the command line."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


EVERY = dict(commands(adgo))


def example(command: click.Command) -> list[str]:
    """Return arguments that the command accepts."""
    arguments: list[str] = []
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.required:
            arguments += [parameter.opts[-1], next(iter(getattr(parameter.type, "choices", ["1"])))]
        if isinstance(parameter, click.Argument) and parameter.required:
            arguments.append(next(iter(getattr(parameter.type, "choices", ["word"]))))
    return arguments


def fail(monkeypatch: pytest.MonkeyPatch, command: click.Command, error: BaseException) -> None:
    def callback(**_: object) -> None:
        raise error

    monkeypatch.setattr(command, "callback", callback)


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_an_unforeseen_exception_is_70(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bug: it was 1, which says that the data failed a check."""
    monkeypatch.delenv("ADGO_DEBUG", raising=False)
    fail(monkeypatch, EVERY[path], KeyError("x"))
    assert run_here([*path, *example(EVERY[path])]) == 70
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "Error: adgo stopped because of an internal error: KeyError: 'x'\nPlease open an issue"
    )
    assert "Traceback" not in said.err


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (click.Abort(), 130), (SystemExit(1), 1), (OSError(28, "disk full"), 3)],
    ids=["interrupt", "abort", "failed-check", "disk"],
)
def test_other_ends_keep_their_exit_codes(
    path: tuple[str, ...], error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.dup2", lambda *_: None)
    fail(monkeypatch, EVERY[path], error)
    assert run_here([*path, *example(EVERY[path])]) == code


def test_the_traceback_of_a_fault_is_shown_if_the_environment_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADGO_DEBUG", "1")
    fail(monkeypatch, EVERY[("stats",)], AssertionError())
    assert run_here(["stats"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("Traceback (most recent call last):")
    assert "\nError: adgo stopped because of an internal error: AssertionError\n" in said


@pytest.mark.parametrize(("error", "code"), [("KeyboardInterrupt", 130), ("ValueError", 70)])
def test_the_module_exits_as_the_command_does(error: str, code: int) -> None:
    code_text = (
        "import runpy, sys\nimport adgo.cli\n"
        f"def stop(*_, **__): raise {error}\n"
        "adgo.cli.adgo.main = stop\nsys.argv = ['adgo', 'stats']\n"
        "runpy.run_module('adgo', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code_text], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(
        "interrupted\n" if code == 130 else "Error: adgo stopped because of an internal error"
    )


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_that_reads_paths_documents_how_folders_are_searched(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(adgo, [*path, "--help"])
    reads = {"conflicts", "load", "mcp", "publish", "query", "reason", "search", "serve", "show", "stats"}
    reads |= {"validate", "verify"}
    words = " ".join(done.output.split())
    assert (RULE in words) == (path[0] in reads)
    if path[0] == "format":
        assert "except hidden ones and those listed in a .adgoignore file in the same folder." in words


def test_help_says_what_every_exit_code_means() -> None:
    words = " ".join(CliRunner().invoke(adgo, ["--help"]).output.split())
    for code in (
        "0 success",
        "1 the data",
        "2 wrong",
        "3 a file",
        "4 an endpoint",
        "70 an internal error",
        "130 interr",
    ):
        assert code in words


def test_a_misspelt_command_names_the_nearest() -> None:
    done = run("qurey")
    assert (done.returncode, "Did you mean 'query'?" in done.stderr) == (2, True)
