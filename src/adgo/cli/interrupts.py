"""Work of an engine outside Python that Ctrl-C can stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from traceback import clear_frames
from typing import TypeVar

Result = TypeVar("Result")


def interruptible(work: Callable[[], Result]) -> Result:
    """Return what the work returns, or raise what it raises; KeyboardInterrupt at once if Ctrl-C is typed.

    Python handles an interrupt in its main thread, between two steps of its own, so the work runs in another thread.
    After an interrupt that thread goes on until the process ends, and must write nothing.
    """
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            _forget_frames(error)
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    return outcome.result()


def _forget_frames(error: BaseException) -> None:
    """Clear the frames of a traceback: results of the store must not leave the thread that made them."""
    for each in (error, error.__cause__, error.__context__):
        clear_frames(each.__traceback__ if each else None)
