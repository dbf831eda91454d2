"""Inputs from public bug reports and faults that users hit: each exit code, result and place, as the standard has them.

`cases/expected.txt` says what is expected of each case. It was written from SHACL 1.0 and from the text of the cases.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from adgo.shacl.__main__ import main

CASES = Path(__file__).parent / "cases"
LINES = (CASES / "expected.txt").read_text(encoding="utf-8").splitlines()
EXPECTED = [line for line in LINES if line and not line.startswith("#")]
PATTERNS = json.loads((CASES / "patterns.json").read_text(encoding="utf-8"))
#: Those that neither XML Schema nor XPath has, so that a shape with one is ill-formed.
NO_PATTERNS = {"(?=a)a", r"^a\_b$", "[[:alpha:]]", r"^\x41$", "}"}
LINE = re.compile(r"(?:Error: )?(?:(\S+):(\d+):(\d+)|\(no place in the data\)): (.*)")
VIOLATION = re.compile(r"(?!error|warning|note).* \[\S+ (\w+)\]$")

Place = tuple[str, int, int]
#: The place of a result at a node that the data do not have.
NOWHERE = ("", 0, 0)


def place(text: str, data: str, shapes: str) -> Place:
    """Return file, line and column of the text of a place, such as `8 ex:x`, or `S8 ex:S` for the shapes."""
    if text == "-":
        return NOWHERE
    line, _, token = text.partition(" ")
    path = shapes if line.startswith("S") else data
    content = (CASES / path).read_text(encoding="utf-8").splitlines()[int(line.lstrip("S")) - 1]
    return path, int(line.lstrip("S")), content.index(token) + 1


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[tuple[Place, str]]]:
    """Return the exit code and all messages with a place."""
    code = main(arguments)
    output = capsys.readouterr()
    found = (LINE.fullmatch(line) for line in (output.out + output.err).splitlines())
    return code, [
        ((each[1], int(each[2]), int(each[3])) if each[1] else NOWHERE, each[4]) for each in found if each
    ]


def test_every_case_is_in_the_table() -> None:
    files = {str(path.relative_to(CASES)) for path in CASES.glob("*/**/*") if path.is_file()}
    assert files - {word for line in EXPECTED for word in line.split()} == set()


@pytest.mark.parametrize("case", EXPECTED)
def test_the_standard(case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(CASES)
    command, code, *places = case.split(" | ")
    data, shapes, *options = command.split()
    pairs = [each.split(" → ") for each in places]
    expected = [(place(where, data, shapes), what) for where, what in pairs]
    found_code, messages = run(capsys, data, "--shapes", shapes, *options)
    assert found_code == int(code)
    violations = [(where, match[1]) for where, text in messages if (match := VIOLATION.fullmatch(text))]
    if code == "3":
        assert not violations
        assert all(any(at == where and what in text for at, text in messages) for where, what in expected)
    else:
        assert sorted(violations) == sorted(expected)


@pytest.mark.parametrize("case", PATTERNS, ids=lambda case: case["pattern"])
def test_patterns(
    case: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    prefixes = "@prefix ex: <http://ex.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    value, pattern, flags = (
        json.dumps(case[key], ensure_ascii=False) for key in ("value", "pattern", "flags")
    )
    data, shapes = Path("data.ttl"), Path("shapes.ttl")
    data.write_text(f"{prefixes}ex:x ex:p\n{value} .", encoding="utf-8")
    flagged = f"; sh:flags {flags} " if case["flags"] else ""
    shape = f"ex:S sh:targetObjectsOf ex:p ; sh:pattern\n{pattern} {flagged}."
    shapes.write_text(f"{prefixes}{shape}", encoding="utf-8")
    code, messages = run(capsys, str(data), "--shapes", str(shapes))
    if case["pattern"] in NO_PATTERNS:
        assert (code, messages[0][0]) == (3, (str(shapes), 3, 1))
    else:
        assert (code, [where for where, _ in messages]) == (
            (0, []) if case["conforms"] else (1, [(str(data), 3, 1)])
        )
