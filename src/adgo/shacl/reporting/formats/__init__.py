"""The formats of a report: one module for each, with a function `render` from a report to text."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from adgo.shacl.reporting.validation_report import ValidationReport

#: Name of a format to its module.
FORMATS = {
    "text": "text",
    "json": "records",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "ttl": "turtle",
}


def render(report: ValidationReport, name: str) -> str:
    """Return the report in a format of `FORMATS`, without colour; KeyError if the format is unknown."""
    module = import_module(f"{__name__}.{FORMATS[name]}")
    return cast(str, module.render(report))
