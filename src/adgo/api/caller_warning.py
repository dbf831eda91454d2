"""Warnings about data, at the line of the program that asked ADGO for them."""

from __future__ import annotations

import sys
import warnings

#: The packages whose lines a warning does not point at; `functools` calls the functions of cached properties.
_SKIPPED = ("adgo", "functools")


def warn(message: str) -> None:
    """Warn with a message, at the innermost line outside of ADGO that led here."""
    frame, level = sys._getframe(), 1
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _SKIPPED:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, stacklevel=level)
