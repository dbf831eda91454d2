"""The README is true: its examples run and print what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from adgo.cli import COMMANDS, adgo
from adgo.graph.dataset import Dataset

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", blocks("console"))
def test_a_console_example_prints_what_it_shows(block: str) -> None:
    command, _, shown = block.partition("\n")
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "adgo"
    done = CliRunner().invoke(adgo, words[1:])
    assert done.exit_code == 0, done.output
    assert done.stdout == shown


@pytest.mark.parametrize("block", blocks("python"))
def test_a_python_example_runs(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(block, names)
    if "table" in names:
        assert list(names["table"].columns[:2]) == ["firm", "firm_label"]  # type: ignore[attr-defined]
        assert "planned robotaxi service of Momenta and Uber" in names["plans"]  # type: ignore[operator]
    else:
        assert len(names["graph"]) > 4000  # type: ignore[arg-type]


@pytest.mark.parametrize("block", blocks("turtle"))
def test_a_turtle_example_stands_in_the_data(block: str, packaged: Dataset) -> None:
    from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

    from adgo.graph.namespaces import PREFIXES

    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    triples = list(parse(prefixes + block, RdfFormat.TURTLE))
    assert triples
    for each in triples:
        assert Quad(each.subject, each.predicate, each.object, DefaultGraph()) in packaged.store, str(each)


@pytest.mark.parametrize(
    "line", [line for block in blocks("sh") for line in block.splitlines() if "adgo" in line]
)
def test_every_option_shown_exists(line: str) -> None:
    words = shlex.split(line, comments=True)
    words = words[words.index("adgo") :]  # it may read what another program writes
    command = adgo.get_command(click.Context(adgo), words[1])
    assert command is not None
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("-")} - {"-"} <= options


def test_every_command_is_named() -> None:
    assert [name for name in COMMANDS if f"`adgo {name}" not in README] == []


def test_every_folder_named_exists() -> None:
    table = README.split("## What is in the graph")[1].split("\n\n")[1]
    for line in table.splitlines()[2:]:
        first, *others = re.findall(r"`([\w./-]+)`", line.split("|")[1])
        folder = Path(first).parts[0]
        for name in (first, *(f"{folder}/{other.removeprefix(folder + '/')}" for other in others)):
            assert (ROOT / name).exists(), name
