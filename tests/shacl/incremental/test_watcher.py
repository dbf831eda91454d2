"""Watching files: how long it waits between two looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.shacl.incremental import watcher
from adgo.shacl.incremental.watcher import LONGEST, PAUSE, Watcher


@pytest.mark.parametrize(("processor", "pause"), [(0.0, PAUSE), (0.02, 0.5), (60.0, LONGEST)])
def test_a_busy_machine_does_not_delay_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processor: float, pause: float
) -> None:
    """Bug: a look that took a second by the clock, as others used the processors, was followed by a pause of 25."""
    file = tmp_path / "data.ttl"
    file.write_text("", encoding="utf-8")
    watched = Watcher(lambda: [file], list)
    watched.look()
    pauses: list[float] = []
    used = [0.0]

    def process_time() -> float:
        used[0] += processor
        return used[0]

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        file.write_text("# changed", encoding="utf-8")

    monkeypatch.setattr(watcher, "process_time", process_time)
    monkeypatch.setattr(watcher, "sleep", sleep)
    assert watched.wait().data == {file: True}
    assert pauses[0] == pytest.approx(pause)
