"""Starts the process of the reasoner with a job, reads its answers, and kills it if the time is up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer, current_thread, main_thread
from time import monotonic
from typing import Any

from adgo.reason.hermit.java import CannotReason

#: Memory that Java may use, in megabytes.
MEMORY = 2000

#: Options for a quick start: most jobs end before an optimising compiler would save time.
_QUICK = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"

#: From this many characters of N-Triples on, the optimising compiler saves time.
_LARGE = 20_000_000


class ReasonerTimeout(CannotReason):
    """The reasoner took longer than allowed."""


class Clock:
    """The time limit of a command, in seconds; 0 for none."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds if seconds else None

    @property
    def left(self) -> float | None:
        """The seconds that are left, at least 0; None without a limit."""
        return None if self._end is None else max(0.0, self._end - monotonic())


def answers(job: dict[str, Any], clock: Clock) -> Iterator[dict[str, Any]]:
    """Yield the answers of the reasoner's process to a job.

    In any case, the process and its child processes have ended afterwards, and its temporary files are deleted.

    Raises:
        CannotReason: if the process fails, with its message.
        ReasonerTimeout: if the time is up.
    """
    text = json.dumps({"memory": MEMORY, **job})
    with (
        _ending_on_sigterm(),
        TemporaryDirectory(prefix="adgo-reason-") as folder,
        _started(folder, text) as process,
    ):
        overdue = False

        def stop() -> None:
            nonlocal overdue
            overdue = True
            _end(process)

        timer = Timer(clock.left, stop) if clock.left is not None else None
        if timer:
            timer.daemon = True
            timer.start()
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if not line.endswith("\n"):
                    break  # The process was killed while it wrote.
                answer = json.loads(line)
                if "failure" in answer:
                    raise CannotReason(fault(answer["failure"]))
                yield answer
            code = process.wait()
        finally:
            if timer:
                timer.cancel()
            _end(process)
        if overdue:
            raise ReasonerTimeout(
                f"the reasoner takes longer than {clock.seconds:g} s; allow more with --timeout (0: no limit)"
            )
        if code:
            raise CannotReason(fault(Path(folder, "errors").read_text(encoding="utf-8", errors="replace")))


@contextmanager
def _started(folder: str, text: str) -> Iterator[subprocess.Popen[str]]:
    job, errors = Path(folder, "job"), Path(folder, "errors")
    job.write_text(text, encoding="utf-8")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    options = [os.environ.get("JAVA_TOOL_OPTIONS", ""), f"-Djava.io.tmpdir={folder}"]
    if len(text) < _LARGE:
        options.append(_QUICK)
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONIOENCODING": "utf-8",
        "TMPDIR": folder,
        "TEMP": folder,
        "TMP": folder,
        "JAVA_TOOL_OPTIONS": " ".join(filter(None, options)),
    }
    with job.open(encoding="utf-8") as given, errors.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "adgo.reason.hermit.worker"],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=output,
            encoding="utf-8",
            env=environment,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process)
            if process.stdout:
                process.stdout.close()
            process.wait()


@contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """Exit by an exception on SIGTERM, so that the reasoner's process is killed and its files are deleted."""
    own = current_thread() is main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if own:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        if own:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(process: subprocess.Popen[str]) -> None:
    """Kill the process and its child processes, if they still run."""
    if process.poll() is not None and os.name == "nt":
        return
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def fault(output: str) -> str:
    """Return the error message of a failed reasoner without its stack trace."""
    lines = [line.strip() for line in output.splitlines()]
    if "OutOfMemoryError" in output or "Java heap space" in output:
        return f"Java needs more than the {MEMORY} MB of memory that it may use"
    kept = [
        line
        for line in lines
        if line
        and not line.startswith(("at ", "Picked up", "... ", "Java error message is", "File ", "Traceback"))
    ]
    faults = [line for line in kept if "Exception" in line or "Error" in line] or kept[-1:]
    return f"the reasoner failed: {faults[0] if faults else 'it printed nothing'}"
