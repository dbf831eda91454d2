"""Work of an engine outside Python that Ctrl-C can stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread, current_thread, main_thread
from traceback import clear_frames
from typing import TypeVar

Result = TypeVar("Result")


def interruptible(work: Callable[[], Result]) -> Result:
    """Return what the work returns, or raise what it raises; KeyboardInterrupt at once if Ctrl-C is typed.

    Python handles an interrupt in its main thread, between two steps of its own, so the work runs in another thread. An
    interrupt ends that thread at its next step in Python. A step of the engine goes on until it is done, or the process
    ends. So the work must write nothing.
    """
    if current_thread() is not main_thread():
        return work()
    outcome: Future[Result] = Future()
    thread = Thread(target=_run, args=(work, outcome), daemon=True)
    thread.start()
    try:
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
