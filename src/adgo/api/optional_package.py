"""Packages that only some functions use."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def optional(package: str, extra: str) -> Any:
    """Return a package that is imported only now.

    Args:
        package: its name.
        extra: the extra of ADGO that installs it.

    Raises:
        ImportError: with the command that installs it.
    """
    try:
        return import_module(package)
    except ImportError as error:
        raise ImportError(
            f"{package} is not installed: run `pip install 'adgo[{extra}]'` or `pip install {package}`"
        ) from error
