"""What a report is written as: one module per format, each with a function from a report to text."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from adgo.shacl.reporting.report import Report

#: The name of a format to its module.
FORMATS = {
    "text": "text",
    "json": "records",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "ttl": "turtle",
}


def render(report: Report, name: str) -> str:
    """Return the report in a format of `FORMATS`, without colour; an unknown name is a KeyError."""
    module = import_module(f"{__name__}.{FORMATS[name]}")
    return cast(str, module.render(report))
