"""Work that an interrupt can end while an engine outside Python is at it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from traceback import clear_frames
from typing import TypeVar

Result = TypeVar("Result")


def interruptible(work: Callable[[], Result]) -> Result:
    """Return what the work returns, or raise what it raises; KeyboardInterrupt at once where Ctrl-C is typed.

    Python heeds an interrupt in its main thread and between two steps of its own, so the work has another thread. That
    one is left to itself after an interrupt, and must write nothing.
    """
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            # Results of the store may not leave the thread they were made in, not even in the frames of a traceback.
            for each in (error, error.__cause__, error.__context__):
                clear_frames(each.__traceback__ if each else None)
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    return outcome.result()
