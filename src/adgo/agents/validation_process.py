"""SHACL validation of an agent's data, by `adgo validate` in a separate process with limits."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from typing import Any

from adgo.agents.agent_error import AgentError

#: Exit codes of `adgo validate` with a report: the data passed, or they failed.
PASSED, FAILED = 0, 1
MIB = 1024 * 1024
#: What the command needs besides the memory that grows with the data, in MiB.
BASE_MEMORY = 2048


def report(data: str, form: str, seconds: float, memory: int) -> dict[str, Any]:
    """Return the report of `adgo validate --format json`, whose `conforms` is false if the command failed.

    SHACL's own `conforms` says nothing of findings such as a misspelt term.

    Args:
        data: the document.
        form: the name of its format, such as "turtle".
        seconds: time limit.
        memory: memory limit, in MiB, in addition to what the program itself takes.

    Raises:
        AgentError: if the document cannot be read, or a limit is reached.
    """
    command = [sys.executable, "-m", "adgo", "validate", "-", "--format", "json", "--data-format", form]
    with subprocess.Popen(
        [*command, "--isolated"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        _limit(process.pid, (BASE_MEMORY + memory) * MIB)
        try:
            printed, said = process.communicate(data.encode("utf-8", "surrogatepass"), seconds)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise AgentError(
                f"The validation took longer than {seconds:g} seconds and was stopped. Send less data at once."
            ) from error
    return _read(process.returncode, printed, said.decode(errors="replace").strip())


def _limit(process: int, size: int) -> None:
    """Limit the data memory of a process (Linux; elsewhere the time limit alone protects)."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            resource.prlimit(process, resource.RLIMIT_DATA, (size, size))


def _read(code: int, printed: bytes, said: str) -> dict[str, Any]:
    """Return the report.

    Args:
        code: the exit code of the command.
        printed: its output.
        said: its messages.
    """
    if code in (PASSED, FAILED):
        made: dict[str, Any] = json.loads(printed)
        made["conforms"] = made["conforms"] and code == PASSED
        return made
    if "nothing was checked" in said:
        raise AgentError(
            "Nothing was checked: no shape applies to a node of these data. Give each node its class, such as "
            "`a adgo:Claim`, and check the prefixes."
        )
    if code < 0 or "MemoryError" in said:
        raise AgentError("The validation needed too much memory and was stopped. Send less data at once.")
    raise AgentError(f"The data could not be validated. {said[:2000] or 'No reason was given.'}")
