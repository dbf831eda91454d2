"""How `adgo serve --edit` stops while a command is running for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from intake_project import Project
from process import Server, eventually, running


@pytest.mark.full
def test_no_command_is_left_behind(edited: Project, start: Any) -> None:
    """The build that looks for stale files went on after the end of the server."""
    server: Server = start("--edit", "--texts", edited.texts, env={"ADGO_PROJECT": str(edited.root)})
    assert eventually(lambda: any(map(is_build, server.descendants())))
    below = server.descendants()
    assert server.stop() == 0
    assert eventually(lambda: not running(below), 5)


def is_build(pid: int) -> bool:
    try:
        return b"\0build\0--check\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
