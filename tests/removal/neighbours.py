"""Modules of the tests in another folder."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


def beside(folder: str, name: str) -> Any:
    """Return a module of the tests in another folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[1] / folder))
        return import_module(name)
