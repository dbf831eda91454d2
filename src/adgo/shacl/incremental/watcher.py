"""Waiting until files change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time, sleep

from adgo.shacl.incremental.file_states import FileStates

#: The shortest pause between two looks at the files, in seconds.
PAUSE = 0.1
#: The pause is this many times as long as the processor time of a look, so that waiting takes little of a processor.
_SHARE = 25
#: The longest pause, in seconds.
LONGEST = 1.0
#: Editors write a file in several steps: the files must stay the same for this long, in seconds.
SETTLE = 0.02
#: How often files may go on changing before they are read nevertheless.
_MOST_STEPS = 50


@dataclass
class FileChanges:
    """The files that have changed.

    Attributes:
        data: the changed files of the data, each with whether it exists.
        others: the changed files of shapes, ontology and catalogs.
        files: all files of the data now, in their order.
    """

    data: dict[Path, bool] = field(default_factory=dict)
    others: list[Path] = field(default_factory=list)
    files: Sequence[Path] = ()

    def __bool__(self) -> bool:
        return bool(self.data or self.others)


class Watcher:
    """Looks at files again and again."""

    def __init__(self, data: Callable[[], Sequence[Path]], others: Callable[[], Sequence[Path]]) -> None:
        """Hold what to look at.

        Args:
            data: returns the files of the data.
            others: returns the files of shapes, ontology and catalogs.
        """
        self._data, self._others = data, others
        self._of_data, self._of_others = FileStates(), FileStates()

    def look(self) -> FileChanges:
        """Return what has changed since the last look; at the first look, everything."""
        files = self._data()
        return FileChanges(self._of_data.changed(files), list(self._of_others.changed(self._others())), files)

    def watch_others(self) -> None:
        """Look at the files of shapes, ontology and catalogs that there are now; changes of known ones are kept."""
        self._of_others.watch(self._others())

    def wait(self) -> FileChanges:
        """Return what has changed, as soon as something has and the files stay as they are."""
        while True:
            start = process_time()
            found = self.look()
            if found:
                return self._settled(found)
            sleep(min(max(PAUSE, _SHARE * (process_time() - start)), LONGEST))

    def _settled(self, found: FileChanges) -> FileChanges:
        for _ in range(_MOST_STEPS):
            sleep(SETTLE)
            more = self.look()
            if not more:
                break
            found = FileChanges(found.data | more.data, [*found.others, *more.others], more.files)
        return found
