"""The results that `--changed-since` leaves out, kept as long as the files of the revision cannot differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from adgo.shacl.changed_since import Earlier, apply, earlier
from adgo.shacl.git_repository import GitError, GitRepository
from adgo.shacl.input_files import InputFiles
from adgo.shacl.past_files import repositories_of
from adgo.shacl.reporting.report import Report


class EarlierResults:
    """The results at a git revision."""

    def __init__(
        self,
        revision: str,
        paths: Sequence[str],
        run: Callable[[InputFiles], Report],
        failures: tuple[type[Exception], ...],
    ) -> None:
        """Hold the revision; the arguments are those of `adgo.shacl.changed_since.earlier`."""
        self._revision, self._paths, self._run, self._failures = revision, paths, run, failures
        self._known: Earlier | None = None
        self._key: object = None

    def leave_out(self, report: Report, changed: Collection[Path]) -> None:
        """Remove the results that there were already.

        Args:
            report: the report about the files as they are now.
            changed: the files that have changed since the last call.

        Raises:
            GitError: the revision is not known any more, or no file is in a git repository.
        """
        repositories = repositories_of([Path(path) for path in self._paths])
        key, tracked = self._state(repositories)
        is_as_now = any(file.absolute().parent.resolve() / file.name not in tracked for file in changed)
        if self._known is None or self._known.known is None or key != self._key or is_as_now:
            self._known = earlier(report, self._revision, self._paths, self._run, self._failures)
            self._key = key
        apply(report, self._known)

    def _state(self, repositories: Sequence[GitRepository]) -> tuple[object, set[Path]]:
        """Return what the files of the revision depend on, and all tracked files."""
        found, tracked = list[object](), set[Path]()
        for number, repository in enumerate(repositories):
            try:
                commit = repository.commit(self._revision)
            except GitError:
                if not number:
                    raise
                continue
            files = repository.tracked()
            found.append((commit, repository.renames(commit), files))
            tracked |= files
        return found, tracked
