"""Checks new texts of the project's files against its shapes, before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from adgo.graph import files
from adgo.graph import validation as graph_validation
from adgo.shacl import validation
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.incremental.session import IncrementalValidation
from adgo.shacl.input_files import InputFiles
from adgo.shacl.stages import Stages


class _NewTexts(InputFiles):
    """The files as they are now, some with a new text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[Path, str] = {}

    def content(self, file: Path) -> bytes:
        """Return the bytes of a file."""
        text = self.texts.get(file.resolve())
        return super().content(file) if text is None else text.encode()

    def exists(self, file: Path) -> bool:
        """Return whether there is such a file."""
        return file.resolve() in self.texts or super().exists(file)


class ProjectShapes:
    """The project's shapes. The first check reads all files; further ones check what the texts may have affected."""

    def __init__(self) -> None:
        self._files = _NewTexts()
        self._session = IncrementalValidation(
            Stages(
                read=lambda: (graph_validation.read(input_files=self._files), []),
                validate=validation.validate,
                further=lambda inputs: [],
                data_files=files.checked,
                query_seconds=SECONDS,
            )
        )
        #: The files that may be others than those of the last check.
        self._changed: set[Path] = set()

    def forget(self, changed: Iterable[Path]) -> None:
        """Read files again at the next check, as they have changed.

        Args:
            changed: the files.
        """
        self._changed.update(changed)

    def violations(self, texts: Mapping[Path, str]) -> list[tuple[str, str]]:
        """Return the violations of the project with new texts: the IRI of the focus node, and the message.

        Generated files are checked as they are; `adgo build` and `adgo validate` check what follows from new claims.

        Args:
            texts: the new texts of files; the other files are as they are.
        """
        self._changed.update(texts)
        self._files.texts = {path.resolve(): text for path, text in texts.items()}
        report = self._session.edit(self._changed, files.checked()).report
        self._changed = set(texts)
        return [
            (result.focus.removeprefix("<").removesuffix(">"), result.message)
            for result in report
            if result.severity == "Violation"
        ]
