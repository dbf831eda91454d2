"""How a module of ADGO is run in a separate process."""

from __future__ import annotations

import os
import sys


def command(module: str) -> list[str]:
    """Return the command that runs a module in a separate process, without modules from the working folder."""
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """Return the environment in which the process finds the same modules as this one."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
