"""Output of commands: closed pipes, full disks, terminals whose encoding has few characters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ADGO = (sys.executable, "-m", "adgo")


def unread(*arguments: str) -> tuple[int, str]:
    """Run a command whose output pipe is closed at once; return its exit code and its messages."""
    with subprocess.Popen([*ADGO, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.close()
        said = command.stderr.read().decode()
        return command.wait(), said


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.ttl"
    path.write_text('<urn:a> <urn:p> 1 , "\u6c7d\u8f66" .', encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_closed_pipe_is_not_a_failure(data: str, form: str) -> None:
    """Bug: `adgo query … | head` exited with 1, which means that the data failed a check."""
    code, said = unread("query", "SELECT ?o { ?s ?p ?o }", "--data", data, "--format", form)
    assert code == 0
    assert "Traceback" not in said


def test_a_failed_check_keeps_its_exit_code_if_the_pipe_is_closed(tmp_path: Path) -> None:
    (tmp_path / "plain.ttl").write_text("<urn:a>   <urn:b> 1 .")
    assert unread("format", "--check", "--diff", str(tmp_path))[0] == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "arguments", [("query", "ASK {}", "--data", "DATA"), ("format", "-")], ids=lambda arguments: arguments[0]
)
def test_a_full_disk_is_reported(data: str, arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*ADGO, *(data if word == "DATA" else word for word in arguments)],
            input="<urn:a> <urn:b> 1 .",
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_standard_output_is_not_a_failure(data: str) -> None:
    shell = f'"{sys.executable}" -m adgo query "ASK {{}}" --data "{data}" --format csv >&-'
    done = subprocess.run(["/bin/sh", "-c", shell], stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr


def printed(encoding: str, *arguments: str) -> bytes:
    done = subprocess.run(
        [*ADGO, *arguments],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        stdout=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 0
    return done.stdout


def test_a_table_is_printed_in_any_encoding(data: str) -> None:
    """Bug: the line of a table ended in a traceback if the output was not UTF-8."""
    table = printed("latin-1", "query", "SELECT ?o { ?s ?p ?o } ORDER BY ?o", "--data", data)
    assert sorted(table.decode("ascii").split()) == ["--", "1", "\\u6c7d\\u8f66", "o"]


def test_turtle_is_utf8_in_any_encoding_of_the_terminal(data: str) -> None:
    turtle = printed("latin-1", "query", "CONSTRUCT WHERE { ?s ?p ?o }", "--data", data)
    assert "\u6c7d\u8f66" in turtle.decode("utf-8")
