"""What `adgo serve` does before it is ready; `benchmarks/endpoint` measures how long that takes."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Sequence

import pytest
from process import PATIENCE

#: Prints the modules that are imported when the process that loads the data is started, and when the server is.
MODULES = """
import json, os, sys
from adgo.cli import run
from adgo.server.engine.launcher import Launcher

begin = Launcher.begin

def begin_and_print(self):
    begin(self)
    print(json.dumps(sorted(sys.modules)), flush=True)

def print_and_end(*_):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

Launcher.begin = begin_and_print
Launcher.start = print_and_end
run(["serve", "--port", "0", *sys.argv[1:]])
"""
#: What only a page or an option needs that a plain start does not have.
UNUSED = ("adgo.intake", "adgo.server.backend", "adgo.server.editing", "adgo.shacl", "snowballstemmer")


@pytest.fixture(scope="module")
def imported() -> list[list[str]]:
    """The modules that `adgo serve` has imported when loading begins, and when it begins to wait for its end."""
    command = [sys.executable, "-c", MODULES]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (ended.returncode, ended.stderr) == (0, "")
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.mark.full
def test_the_data_are_loaded_while_the_pages_are_imported(imported):
    """Regression: `adgo serve` imported all pages first, and only then began to load the data."""
    before, after = imported
    assert "adgo.server.app" in after
    assert below(before, ["adgo.server.app", "adgo.server.pages", "flask", "jinja2", "werkzeug"]) == []


def test_a_plain_start_imports_nothing_of_options_that_are_not_given(imported):
    """Regression: `adgo serve` imported the client of `--backend`, and the stemmers of thirty languages."""
    assert below(imported[1], UNUSED) == []


def below(modules: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return those of the modules that have one of the names, or are inside a package of that name."""
    return [each for each in modules if any(f"{each}.".startswith(f"{name}.") for name in names)]


def test_a_server_that_ends_while_the_data_are_loaded_causes_no_traceback():
    """Regression: the process that loads the data printed the traceback of a BrokenPipeError."""
    ours, theirs = socket.socketpair()
    config = {"paths": [], "memory": 1 << 29, "folder": None, "strict_terms": False}
    command = [sys.executable, "-m", "adgo.server.engine.zygote", str(theirs.fileno()), json.dumps(config)]
    with theirs:
        loading = subprocess.Popen(command, pass_fds=[theirs.fileno()], stderr=subprocess.PIPE, text=True)
    ours.close()
    _, said = loading.communicate(timeout=PATIENCE)
    assert (loading.returncode, said) == (0, "")
