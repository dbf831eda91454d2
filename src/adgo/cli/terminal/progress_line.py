"""A line on the terminal that says that a command is still working."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: Seconds after which the line appears, and between two changes of it.
DELAY, INTERVAL = 2.0, 1.0
#: Clears the line and goes to its beginning.
CLEAR = "\r\x1b[K"


class ProgressLine:
    """The line of a running command. It is written past `sys.stderr`, whose first output ends it."""

    def __init__(self, descriptor: int) -> None:
        """Create the line of a terminal; `run` shows it."""
        self._descriptor = descriptor
        self._begun = time.monotonic()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._is_shown = False

    def run(self) -> None:
        """Show the line from the second that `DELAY` names until `end`."""
        pause = DELAY
        while not self._ended.wait(pause):
            pause = INTERVAL
            with self._lock:
                if not self._ended.is_set():
                    self._is_shown = True
                    self._write(f"{CLEAR}working for {time.monotonic() - self._begun:.0f} s …")

    def end(self) -> None:
        """Remove the line. It does not come back."""
        with self._lock:
            self._ended.set()
            if self._is_shown:
                self._is_shown = False
                self._write(CLEAR)

    def _write(self, text: str) -> None:
        with suppress(OSError):  # The terminal is gone: the command goes on.
            os.write(self._descriptor, text.encode())


#: The line of the running command.
_current: ProgressLine | None = None


@contextmanager
def shown() -> Iterator[None]:
    """Show a line while the block runs, if standard error is a terminal and the block takes long.

    The line ends with the first output of the command, since the two would mix.
    """
    global _current
    if not sys.stderr.isatty():
        yield
        return
    _current = ProgressLine(sys.stderr.fileno())
    threading.Thread(target=_current.run, daemon=True).start()
    try:
        yield
    finally:
        clear()


def clear() -> None:
    """End the line of the running command, if it has one."""
    if _current is not None:
        _current.end()
