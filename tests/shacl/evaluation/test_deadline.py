from __future__ import annotations

import threading

import pytest

from adgo.shacl.evaluation.deadline import Deadline, DeadlineExceeded


def test_work_in_time_gives_its_result_or_its_error() -> None:
    assert Deadline().run(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        Deadline().run(lambda: 1 // 0)


def test_without_a_limit_the_work_runs_in_the_same_thread() -> None:
    assert Deadline(0).run(threading.current_thread) is threading.current_thread()
    assert Deadline().run(threading.current_thread) is not threading.current_thread()


def test_the_limit_applies_to_a_step_and_ends_the_work_at_the_next_one() -> None:
    deadline, ended, free = Deadline(0.05), threading.Event(), threading.Event()

    def work() -> None:
        deadline.step()
        free.wait()
        try:
            deadline.step()
        except DeadlineExceeded:
            ended.set()
            raise

    with pytest.raises(DeadlineExceeded):
        deadline.run(work)
    free.set()
    assert ended.wait(60)


@pytest.mark.full
def test_each_step_starts_the_limit_again() -> None:
    deadline = Deadline(2)

    def work() -> str:
        for _ in range(12):
            deadline.step()
            threading.Event().wait(0.2)
        return "done"

    assert deadline.run(work) == "done"
