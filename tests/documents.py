"""The README and the pages of the documentation: their blocks of code, and how each kind of block is run."""

from __future__ import annotations

import doctest
import re
import shlex
import textwrap
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import click
from click.testing import CliRunner

from adgo.cli import adgo

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^( *)```(\S*) ?([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
#: Durations in the output of commands differ from run to run.
_SECONDS = re.compile(r"\d+(\.\d+)? (ms|s)\b")
#: At the end of a command that is expected to fail; its exit code is then the last line of the output.
_EXIT_CODE = "; echo $?"


@dataclass(frozen=True)
class Block:
    """A block of code: its page, the line where it starts, its language, and the file that it is, or ""."""

    page: Path
    line: int
    language: str
    file: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def pages() -> list[Path]:
    """Return the README and all pages of the documentation."""
    return [README, *sorted(DOCS.rglob("*.md"))]


def blocks(page: Path, *languages: str) -> list[Block]:
    """Return the blocks of a page that have one of these languages, or all of them."""
    text = page.read_text(encoding="utf-8")
    found = [
        Block(
            page,
            text.count("\n", 0, match.start()) + 1,
            match.group(2),
            match.group(3).strip(),
            textwrap.dedent(match.group(4)),
        )
        for match in _FENCE.finditer(text)
    ]
    return [each for each in found if not languages or each.language in languages]


def all_blocks(*languages: str) -> list[Block]:
    """Return the blocks of all pages that have one of these languages, or all of them."""
    return [block for page in pages() for block in blocks(page, *languages)]


def run_console(block: Block) -> None:
    """Run each command of a block, and compare what it prints with what the block shows."""
    for command, shown in commands_shown(block.text):
        words = shlex.split(command.removesuffix(_EXIT_CODE))
        assert words[0] == "adgo", f"{block}: {command}: only adgo is run here; use another language for it"
        words, given, target = _redirected(words)
        done = CliRunner().invoke(adgo, words[1:], input=given)
        printed = done.stdout
        if command.endswith(_EXIT_CODE):
            printed += f"{done.exit_code}\n"
        else:
            assert done.exit_code == 0, f"{block}: {command}: {done.output}"
        if target is not None:
            target.write_text(printed, encoding="utf-8")
            printed = ""
        assert _SECONDS.sub("N s", printed) == _SECONDS.sub("N s", shown), f"{block}: {command}"


def _redirected(words: list[str]) -> tuple[list[str], str | None, Path | None]:
    """Return the words of a command without `< FILE` and `> FILE`, its input, and the file for its output."""
    given, target = None, None
    while len(words) > 2 and words[-2] in ("<", ">"):
        if words[-2] == "<":
            given = Path(words[-1]).read_text(encoding="utf-8")
        else:
            target = Path(words[-1])
        words = words[:-2]
    return words, given, target


def commands_shown(text: str) -> list[tuple[str, str]]:
    """Return each command of a block with the output that is shown below it."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
    assert parts[0] == "", "a console block starts with `$ `"
    found = []
    for part in parts[1:]:
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command = command[:-1] + more.strip()
        found.append((command, shown))
    return found


def run_python(block: Block, names: dict[str, object]) -> str:
    """Run a block and return what it prints; what follows `>>>` must give the output that is shown.

    Names that the block defines are added to `names`.
    """
    if ">>>" not in block.text:
        with redirect_stdout(StringIO()) as printed:
            exec(compile(block.text, str(block), "exec"), names)
        return printed.getvalue()
    test = doctest.DocTestParser().get_doctest(
        block.text, names, block.page.name, str(block.page), block.line
    )
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    said: list[str] = []
    done = runner.run(test, out=said.append, clear_globs=False)
    assert done.failed == 0, "".join(said)
    names.update(test.globs)
    return ""


def run_page(page: Path, folder: Path) -> dict[str, object]:
    """Write the files of a page into a folder, run its commands and its Python there in order; return the names.

    A block of `output` must be what the block of Python before it prints.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    printed = ""
    for block in blocks(page):
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            run_console(block)
        elif block.language == "python":
            printed = run_python(block, names)
        elif block.language == "output":
            assert printed == block.text, str(block)
    return names


def shell_lines(text: str) -> Iterator[str]:
    """Yield the commands of a shell script, one for each line; a line that ends in a backslash goes on."""
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if line.strip() and not line.strip().startswith("#"):
            yield line


def check_command(line: str) -> None:
    """Check that a command of adgo in a line of a shell script exists, and has the options that are used."""
    words = shlex.split(line, comments=True)
    if "adgo" not in words or words[:2] == ["docker", "build"]:
        return
    words = words[
        words.index("adgo") + 1 :
    ]  # it may read what another program writes, or be a container's image
    ends = [number for number, word in enumerate(words) if word in ("|", "||", "&&", ">", ";", "&")]
    words = words[: ends[0]] if ends else words
    command: click.Command = adgo
    options = {"-h", "--help", "--version"}
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, f"{line}: there is no command {words[0]}"
        command, words = found, words[1:]
        options |= {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    used = {word.partition("=")[0] for word in words if word.startswith("-")} - {"-", "--"}
    assert used <= options, f"{line}: unknown {used - options}"
