"""Work of an engine outside Python that Ctrl-C or a time limit can stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread, current_thread, main_thread
from traceback import clear_frames
from typing import TypeVar

Result = TypeVar("Result")


class TimeIsUp(Exception):
    """The work was not done within its time limit."""


def interruptible(work: Callable[[], Result], seconds: float | None = None) -> Result:
    """Return what the work returns, or raise what it raises; KeyboardInterrupt at once if Ctrl-C is typed.

    Python handles an interrupt in its main thread, between two steps of its own, so the work runs in another thread. An
    interrupt ends that thread at its next step in Python. A step of the engine goes on until it is done, or the process
    ends. So the work must write nothing.

    Args:
        work: what to do.
        seconds: the time limit, if there is one.

    Raises:
        TimeIsUp: the work is not done after that many seconds; it is ended as at Ctrl-C.
    """
    if seconds is None and current_thread() is not main_thread():
        return work()
    outcome: Future[Result] = Future()
    thread = Thread(target=_run, args=(work, outcome), daemon=True)
    thread.start()
    try:
        wait([outcome], seconds)
        if not outcome.done():
            raise TimeIsUp
        return outcome.result()
    finally:
        if not outcome.done():
            _end(thread)


def _run(work: Callable[[], Result], outcome: Future[Result]) -> None:
    try:
        result = work()
    except BaseException as error:
        _forget_frames(error)
        outcome.set_exception(error)
    else:
        outcome.set_result(result)


def _end(thread: Thread) -> None:
    """Raise SystemExit in a thread, at its next step in Python."""
    import ctypes  # only needed after an interrupt

    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit)
    )


def _forget_frames(error: BaseException | None) -> None:
    """Clear the frames of a traceback: results of the store must not leave the thread that made them."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
