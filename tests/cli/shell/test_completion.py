"""Shells complete commands, stored questions, kinds of difference and names."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from adgo import queries
from adgo.cli import COMMANDS, adgo
from adgo.cli.shell.completion import SHELLS, labels
from adgo.corpus.corpus import Corpus


def completed(*words: str) -> list[str]:
    """What bash proposes for the last word."""
    environment = {
        **os.environ,
        "_ADGO_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("adgo", *words)),
        "COMP_CWORD": str(len(words)),
    }
    code = "import sys; sys.argv = ['adgo']; from adgo.cli import adgo; adgo(prog_name='adgo')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_asks_adgo(shell: str) -> None:
    done = CliRunner().invoke(adgo, ["completion", shell])
    assert done.exit_code == 0
    assert f"_ADGO_COMPLETE={shell}_complete" in done.output


def test_commands_are_completed() -> None:
    assert completed("v") == [name for name in sorted(COMMANDS) if name.startswith("v")]


def test_stored_questions_are_completed() -> None:
    """Bug: `adgo query part<TAB>` completed nothing."""
    assert completed("query", "part") == [name for name in queries.load() if name.startswith("part")]


def test_names_are_completed() -> None:
    assert completed("show", "mom")[0] == "Momenta"


def test_every_packaged_entity_has_a_label_to_complete(corpus: Corpus) -> None:
    assert {corpus.label(it) for it in corpus.of_class("Firm")} <= set(labels())
