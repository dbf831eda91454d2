"""Checks new texts of the project's files against its shapes, before they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from adgo.graph import validation as graph_validation
from adgo.shacl import validation
from adgo.shacl.input_files import InputFiles


class _NewTexts(InputFiles):
    """The files as they are now, some with a new text."""

    def __init__(self, texts: Mapping[Path, str]) -> None:
        super().__init__()
        self._texts = {path.resolve(): text for path, text in texts.items()}

    def content(self, file: Path) -> bytes:
        """Return the bytes of a file."""
        text = self._texts.get(file.resolve())
        return super().content(file) if text is None else text.encode()

    def exists(self, file: Path) -> bool:
        """Return whether there is such a file."""
        return file.resolve() in self._texts or super().exists(file)


def violations(texts: Mapping[Path, str]) -> list[tuple[str, str]]:
    """Return the violations of the project with new texts: the IRI of the focus node, and the message.

    Generated files are checked as they are; `adgo build` and `adgo validate` check what follows from new claims.
    """
    documents = graph_validation.read(input_files=_NewTexts(texts))
    report = validation.validate(documents)
    return [
        (result.focus.removeprefix("<").removesuffix(">"), result.message)
        for result in report
        if result.severity == "Violation"
    ]
