"""The lock of the project for commands: its errors are those of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adgo.cli.errors import CheckFailed

if TYPE_CHECKING:
    from adgo.graph.project_changes import Write


@contextmanager
def changing() -> Iterator[Write]:
    """Yield a function that writes new texts, as `project_changes.changing` does; CheckFailed if it refuses."""
    from adgo.graph import project_changes

    try:
        with project_changes.changing() as write:
            yield write
    except project_changes.ChangedMeanwhile as error:
        raise CheckFailed(str(error)) from error
