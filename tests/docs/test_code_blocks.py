"""Every block of code in the README and the documentation is true: it runs, or what it names exists."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
import yaml
from documents import (
    DOCS,
    README,
    ROOT,
    Block,
    all_blocks,
    blocks,
    check_command,
    commands_shown,
    pages,
    run_console,
    run_page,
    run_python,
    shell_lines,
)

from adgo.cli import adgo
from adgo.cli.project_settings import settings
from adgo.graph import files
from adgo.graph.dataset import Dataset

#: Languages whose blocks are run or checked by the tests below.
CHECKED = {"console", "python", "output", "turtle", "sh", "yaml", "json", "toml", "sparql"}
#: Languages of blocks that nothing can run here, or that are not code.
UNCHECKED = {"text", "javascript", "r", "html", "dockerfile"}

#: The page whose commands change a project, and build and check it: it has a project of its own.
CHANGES = DOCS / "how-to/add-an-article.md"
#: Pages whose examples take seconds, and show what other tests try every day.
LONG = {CHANGES.stem, "open-in-protege", "ask-the-graph", "export", "text-to-sparql", "import-the-turtle"}
RUN = [
    pytest.param(page, marks=[pytest.mark.full] if page.stem in LONG else [])
    for page in pages()
    if any(blocks(page, "console", "python"))
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Make a project of its own, as the page that changes one says."""

    def make() -> None:
        for name in ("ontology", "data", "shapes", "seeds"):
            shutil.copytree(ROOT / name, tmp_path / "my-project" / name)
        monkeypatch.setenv("ADGO_PROJECT", "my-project")
        monkeypatch.setenv("ADGO_TEXTS", "texts")
        files.root.cache_clear()

    yield make
    monkeypatch.undo()
    files.root.cache_clear()


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_examples_of_a_page_run_and_print_what_they_show(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Callable[[], None]
) -> None:
    """They run in order in one folder, which has the files that the page shows."""
    if page == CHANGES:
        project()
    if page == README:  # its paths are those of a checkout
        (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path)


@pytest.mark.parametrize("block", [each for each in all_blocks("turtle") if not each.file], ids=str)
def test_a_turtle_example_stands_in_the_data(block: Block, packaged: Dataset) -> None:
    from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

    from adgo.graph.namespaces import PREFIXES

    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    triples = list(parse(prefixes + block.text, RdfFormat.TURTLE))
    assert triples
    for each in triples:
        assert Quad(each.subject, each.predicate, each.object, DefaultGraph()) in packaged.store, str(each)


@pytest.mark.parametrize("page", [README, DOCS / "reference" / "reasoning.md"], ids=lambda page: page.stem)
def test_each_line_of_an_explanation_names_the_statement_at_its_place(page: Path) -> None:
    """Bug: the ontology had grown, and the explanation led to another line of it."""
    rows = re.findall(
        r"^ +(.*?) +((?:data|ontology)/\S+\.ttl):(\d+):1$", page.read_text(encoding="utf-8"), re.M
    )
    assert len(rows) == 4
    for words, name, line in rows:
        below = (ROOT / name).read_text(encoding="utf-8").splitlines(keepends=True)[int(line) - 1 :]
        statement = "".join(below).partition(" .\n")[0]
        assert set(re.findall(r"(?:adgo|claim|id):[\w-]+", words)) <= set(statement.split()), words


@pytest.mark.parametrize("block", all_blocks("sh"), ids=str)
def test_every_command_and_option_shown_exists(block: Block) -> None:
    for line in shell_lines(block.text):
        check_command(line)


@pytest.mark.parametrize("block", all_blocks("toml"), ids=str)
def test_toml_is_valid_and_its_settings_exist(block: Block, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(block.text, encoding="utf-8")
    for name in tomllib.loads(block.text).get("tool", {}).get("adgo", {}):
        command = adgo.get_command(click.Context(adgo), name)
        assert command is not None
        assert settings(click.Context(command, info_name=name), tmp_path)


@pytest.mark.parametrize("block", all_blocks("json"), ids=str)
def test_json_is_valid(block: Block) -> None:
    json.loads(block.text)


def test_sparql_is_valid(packaged: Dataset) -> None:
    from adgo.graph.namespaces import PREFIXES
    from adgo.sparql.answering.query import query

    for block in all_blocks("sparql"):
        query(packaged.store, block.text, prefixes=PREFIXES)


@pytest.mark.parametrize("block", all_blocks("yaml"), ids=str)
def test_yaml_is_valid_and_names_commands_hooks_and_inputs_that_exist(block: Block) -> None:
    for mapping in mappings(yaml.safe_load(block.text)):
        for script in scripts(mapping):
            for line in shell_lines(script):
                check_command(line)
        if "hooks" in mapping and "adgo" in str(mapping.get("repo", "")):
            known = {each["id"] for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
            assert {each["id"] for each in mapping["hooks"]} <= known
        if "adgo" in str(mapping.get("uses", "")):
            inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
            assert set(mapping.get("with", {})) <= set(inputs)


def mappings(value: object) -> list[dict[str, object]]:
    """Return all mappings in a YAML document."""
    if isinstance(value, dict):
        return [value, *(each for inner in value.values() for each in mappings(inner))]
    return [each for inner in value for each in mappings(inner)] if isinstance(value, list) else []


def scripts(mapping: dict[str, object]) -> list[str]:
    """Return the shell scripts of a step or job: `run` of GitHub, `script` of GitLab."""
    found = [mapping.get("run"), *(lines if isinstance(lines := mapping.get("script"), list) else [lines])]
    return [each for each in found if isinstance(each, str)]


def test_a_reader_sees_the_name_of_each_file_to_write() -> None:
    """The site does not show it with the block, so the line above does."""
    for each in all_blocks():
        if each.file and not each.language.startswith("{"):
            above = each.page.read_text(encoding="utf-8").splitlines()[: each.line - 1]
            assert f"`{each.file}`" in " ".join(above[-3:]), str(each)


def test_every_block_has_a_language_that_is_checked() -> None:
    """A block of output without a command, or in another language, is `text`."""
    strange = [
        f"{block}: {block.language!r}"
        for block in all_blocks()
        if block.language not in CHECKED | UNCHECKED and not block.language.startswith("{")
    ]
    assert strange == []


# ── Checks of the checks ─────────────────────────────────────────────────────────────────────────────────────────


def block(language: str, text: str) -> Block:
    return Block(README, 1, language, "", text)


def test_a_command_goes_on_after_a_backslash() -> None:
    assert commands_shown("$ adgo \\\n  query\nrow\n$ adgo stats\n") == [
        ("adgo query", "row\n"),
        ("adgo stats", ""),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("console", "$ adgo questions partners\nNothing\n"),
        ("console", "$ adgo query none-such\n"),
        ("python", ">>> 1 + 1\n3\n"),
        ("python", "raise AssertionError\n"),
    ],
)
def test_an_example_that_is_wrong_is_found(language: str, text: str) -> None:
    with pytest.raises(AssertionError):
        run_console(block(language, text)) if language == "console" else run_python(block(language, text), {})


@pytest.mark.parametrize(
    "line",
    ["adgo quary x", "adgo query --no-such x", "curl x | adgo validate - --shape y", "adgo reviews drow"],
)
def test_a_command_or_option_that_does_not_exist_is_found(line: str) -> None:
    with pytest.raises(AssertionError):
        check_command(line)


def test_output_that_python_does_not_print_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ROOT / "README.md"
    monkeypatch.setattr("documents.blocks", lambda _: [block("python", "print(1)"), block("output", "2\n")])
    with pytest.raises(AssertionError):
        run_page(page, tmp_path)


def test_an_exit_code_can_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_console(block("console", "$ adgo format missing.ttl; echo $?\n3\n"))
