"""Whether the pages show the project's files as they are now, and the run that brings them up to date."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from enum import StrEnum

from adgo.graph import files
from adgo.graph.changing.file_stamps import Stamp, stamps
from adgo.graph.dataset import UnreadableFile, packaged_digest
from adgo.server.endpoint import Endpoint
from adgo.server.engine.child_process import CannotStart


class Stand(StrEnum):
    """How the served pages relate to the files of the project."""

    CHECKING = "checking"
    CURRENT = "current"
    BEHIND = "behind"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True)
class CommandRun:
    """A command that has ended: its name, exit code and what it printed."""

    command: str
    code: int
    output: str


class ProjectBuild:
    """Builds and validates the project as the commands do, then serves the result. Safe to use from many threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._running = False
        self._failed = False
        # The digest of the files for which the generated ones were found to be up to date.
        self._fresh = ""
        self._checking = threading.Thread(target=self._check, name="adgo-check", daemon=True)
        self._digest: tuple[object, str] = (None, "")
        self._processes: set[subprocess.Popen[str]] = set()
        self._is_closed = False
        #: The commands of the last run, as far as they have ended.
        self.runs: list[CommandRun] = []

    def begin(self) -> None:
        """Look in the background whether the generated files are up to date."""
        self._checking.start()

    def stand(self) -> Stand:
        """Return how the pages relate to the files as they are on disk now."""
        with self._lock:
            if self._running:
                return Stand.RUNNING
            if self._failed:
                return Stand.FAILED
            digest = self._now()
            if digest and digest == self._endpoint.digest == self._fresh:
                return Stand.CURRENT
            return Stand.CHECKING if self._checking.is_alive() else Stand.BEHIND

    def start(self) -> bool:
        """Build, validate and serve the result in the background; return False if a run has not ended yet."""
        with self._lock:
            if self._running:
                return False
            self._running, self._failed, self.runs = True, False, []
        threading.Thread(target=self._run, name="adgo-build", daemon=True).start()
        return True

    def close(self) -> None:
        """End the commands that are running, and start no others; a build that is ended has changed nothing."""
        with self._lock:
            self._is_closed = True
            for process in self._processes:
                process.terminate()

    def _check(self) -> None:
        """Note that the generated files are up to date, unless a file changes while that is found out."""
        before = _digest()
        if self._called("build", "--check").code == 0 and _digest() == before:
            self._fresh = before

    def _run(self) -> None:
        done = False
        try:
            done = self._do("build") and self._do("validate") and self._serve()
            self._check()
        finally:
            with self._lock:
                self._running, self._failed = False, not done

    def _serve(self) -> bool:
        try:
            self._endpoint.reload()
        except CannotStart as error:
            self.runs.append(CommandRun("adgo serve", 3, str(error)))
            return False
        return True

    def _do(self, command: str) -> bool:
        run = self._called(command)
        self.runs.append(run)
        return run.code == 0

    def _called(self, *arguments: str) -> CommandRun:
        """Return a command when it has ended."""
        with self._lock:
            if self._is_closed:
                return CommandRun(" ".join(("adgo", *arguments)), 130, "The server has ended.")
            process = subprocess.Popen(
                [sys.executable, "-m", "adgo", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
            self._processes.add(process)
        output, messages = process.communicate()
        with self._lock:
            self._processes.discard(process)
        return CommandRun(" ".join(("adgo", *arguments)), process.returncode, output + messages)

    def _now(self) -> str:
        """Return the digest of the files; they are read again only if one of them has changed."""
        try:
            key = _state()
        except OSError:
            return ""
        if self._digest[0] != key:
            self._digest = (key, _digest())
        return self._digest[1]


def _state() -> tuple[Stamp, ...]:
    return stamps(path for name in files.PARTS for path in files.part(name))


def _digest() -> str:
    """Return the digest of the files, "" if one cannot be read."""
    try:
        return packaged_digest()
    except UnreadableFile:
        return ""
