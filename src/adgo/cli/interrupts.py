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
            # Results of the store must not leave the thread that made them, not even in the frames of a traceback.
            for each in (error, error.__cause__, error.__context__):
                clear_frames(each.__traceback__ if each else None)
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    return outcome.result()
