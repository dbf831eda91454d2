"""Public names of a package that are imported on first use, so that importing the package stays quick."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def importer(package: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the function `__getattr__` of a package, which imports one of its public names when it is asked for.

    Args:
        package: dotted name of the package.
        names: public name to the dotted name of the module that defines it.
    """

    def import_name(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(names[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return import_name
