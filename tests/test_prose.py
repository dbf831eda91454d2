"""Help, messages, docstrings, comments, pages and documents are in plain English, by the tables in CONTRIBUTING."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from adgo.cli import COMMANDS, adgo

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "src" / "adgo"
DOCUMENTS = (
    *("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md"),
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))),
)
PAIRS_HEADING = "### Twenty pairs"
WORDS_HEADING = "### Words and constructions"


@dataclass(frozen=True)
class Rule:
    """A row of the table of words: what to avoid, and in which longer phrases it is fine."""

    avoid: tuple[str, ...]
    fine: tuple[str, ...]

    def found(self, text: str) -> list[str]:
        """Return each forbidden place in a text, with some words around it."""
        spared = [
            match.span() for phrase in self.fine for match in re.finditer(expression(phrase), text, re.I)
        ]
        return [
            text[max(match.start() - 40, 0) : match.end() + 40]
            for phrase in self.avoid
            for match in re.finditer(expression(phrase), text, re.I)
            if not any(start <= match.start() and match.end() <= end for start, end in spared)
        ]


def expression(phrase: str) -> str:
    """Return the regular expression of a phrase: `a/b` is either word, `*` any letters, `^` the start of the text."""
    anchor = "^" if phrase.startswith("^") else r"(?<![\w:`.-])" if phrase[0].isalnum() else ""
    words = [
        "(?:" + "|".join(re.escape(each).replace(r"\*", r"\w*") for each in word.split("/")) + ")"
        for word in phrase.removeprefix("^").split()
    ]
    return anchor + " ".join(words) + r"(?![\w-])"


def section(heading: str) -> str:
    """Return the text under a heading of CONTRIBUTING."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.split(r"^##", text.split(heading + "\n")[1], flags=re.MULTILINE)[0]


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading of CONTRIBUTING."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def spans(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


RULES = [Rule(spans(avoid), spans(fine)) for avoid, fine, _ in rows(WORDS_HEADING)]
ANY = re.compile("|".join(expression(phrase) for rule in RULES for phrase in rule.avoid), re.I)


def hits(text: str) -> list[str]:
    """Return everything in a text that the table forbids."""
    flat = " ".join(text.split())
    return [hit for rule in RULES for hit in rule.found(flat)] if ANY.search(flat) else []


def module_texts(path: Path) -> Iterator[str]:
    """Return the docstrings, messages and other strings of some words in a module, and its comments."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) > 1:
            yield node.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string.lstrip("#: ")


def template_text(template: str) -> str:
    """Return the words of a template: without tags, and of its code the strings alone."""
    words = re.sub(
        r"\{[{%#].*?[}%#]\}",
        lambda code: " ".join(re.findall(r'"([^"]*)"', code[0])),
        template,
        flags=re.DOTALL,
    )
    return re.sub(r"<[^>]*>", " ", words)


def document_text(name: str) -> str:
    """Return a document without its code, and without the tables that show what to avoid."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name == "CONTRIBUTING.md":
        text = text.replace(section(PAIRS_HEADING), "").replace(section(WORDS_HEADING), "")
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    "pattern", ["*.py", *(f"{path.parent.name}/**/*.py" for path in sorted(CODE.glob("*/__init__.py")))]
)
def test_the_code_speaks_plain_english(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in sorted(CODE.glob(pattern))
        for text in module_texts(path)
        for hit in hits(text)
    ]
    assert found == []


@pytest.mark.parametrize("command", ["", *sorted(COMMANDS)])
def test_help_is_plain_english(command: str) -> None:
    context = click.Context(adgo, info_name="adgo")
    found = adgo.get_command(context, command) if command else adgo
    assert found is not None
    texts = [found.get_help(click.Context(found, context))]
    if isinstance(found, click.Group) and command:
        texts += [each.get_help(click.Context(each, context)) for each in found.commands.values()]
    assert [hit for text in texts for hit in hits(text)] == []


def test_the_pages_are_plain_english() -> None:
    templates = sorted((CODE / "server" / "templates").rglob("*.html"))
    assert templates
    found = {path.name: hits(template_text(path.read_text(encoding="utf-8"))) for path in templates}
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_are_plain_english(name: str) -> None:
    assert hits(document_text(name)) == []


# ── Checks of the checker ────────────────────────────────────────────────────────────────────────────────────────


def test_there_are_twenty_pairs() -> None:
    assert len(rows(PAIRS_HEADING)) == 20


@pytest.mark.parametrize("pair", rows(PAIRS_HEADING), ids=lambda pair: pair[0][:30])
def test_the_checker_finds_what_a_pair_replaces_and_not_its_replacement(pair: list[str]) -> None:
    before, after = pair
    assert hits(before), "no row of the table of words catches this"
    assert hits(after) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("There is no such file.", True),
        ("What is no number as it is.", False),
        ("It is no longer used.", True),
        ("Return the name; None where it has none.", False),
        ("SELECT * WHERE { ?s ?p ?o }", True),
        ("adgo:tells st:one", True),
        ("The log\ntells the reason.", False),
        ("Have the writer make a change.", False),
        ("The pages have the same form.", True),
    ],
)
def test_what_the_checker_takes_for_plain(text: str, plain: bool) -> None:
    assert (hits(text) == []) == plain


def test_the_checker_reads_the_words_of_a_template() -> None:
    text = '<p title="x">One {{ tells(it) }} two {% if a %}{{ "three" }}{% endif %}</p>'
    assert template_text(text).split() == ["One", "two", "three"]


def test_the_checker_reads_strings_docstrings_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        '"""One docstring."""\n\n# One comment.\nraise ValueError(f"one message of {name} is", "word")\n',
        encoding="utf-8",
    )
    assert list(module_texts(path)) == ["One docstring.", "one message of ", "One comment."]
