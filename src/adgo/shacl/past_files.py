"""The files of an input as they were at a git revision, under their names of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from glob import has_magic
from pathlib import Path
from tempfile import TemporaryDirectory

from adgo.shacl.git_repository import GitError, GitRepository
from adgo.shacl.input_files import InputFiles, without_gzip
from adgo.shacl.inputs import Inputs
from adgo.turtle.files import IGNORE_FILE, STANDARD_INPUT
from adgo.turtle.formats import ENDINGS

#: Endings of the files that are written for the earlier run, beside those that the user names.
_READ = frozenset((*ENDINGS, ".json", ".shaclc"))


@dataclass
class _Checkout:
    """A repository, the folder with its files of the revision, and what is tracked and was renamed since."""

    repository: GitRepository
    folder: Path
    tracked: frozenset[Path]
    renamed: dict[Path, Path]
    names_now: dict[Path, Path] = field(init=False)

    def __post_init__(self) -> None:
        self.names_now = {then: now for now, then in self.renamed.items()}

    def then(self, file: Path) -> Path:
        """Return where the earlier content of a file is, or would be."""
        return self.folder / self.renamed.get(file, file).relative_to(self.repository.top)

    def now(self, copy: Path) -> Path:
        """Return the name of today for a file in the folder."""
        file = self.repository.top / copy.relative_to(self.folder)
        return self.names_now.get(file, file)


class PastFiles(InputFiles):
    """The files as they were at a revision.

    A renamed file has its new name, so that relative IRIs stay the same. A file that the user names, or that git
    tracks now, did not exist if the revision does not have it. Other files, such as those of an installed package,
    and files outside of the repositories are as they are now.
    """

    def __init__(self, now: InputFiles, given: Iterable[Path], checkouts: Sequence[_Checkout]) -> None:
        super().__init__(now.data_format, now.limits)
        self._now = now
        self._given = [_before_magic(_placed(path)) for path in given]
        # The innermost repository first.
        self._checkouts = sorted(checkouts, key=lambda each: len(each.repository.top.parts), reverse=True)

    def expand(self, path: str | Path) -> tuple[list[Path], str | None]:
        """Return the files that a path meant; none is not an error, as files may be new."""
        place = _placed(Path(path))
        checkout = self._checkout(place)
        if checkout is None:
            return self._now.expand(path)
        copies, _ = super().expand(checkout.then(place))
        then = [checkout.now(copy) for copy in copies]
        now = [_placed(file) for file in self._now.expand(path)[0]]
        added = [file for file in now if file in checkout.renamed or self._is_as_now(file, checkout)]
        return list(dict.fromkeys([*then, *added])), None

    def content(self, file: Path) -> bytes:
        """Return the earlier bytes of a file, unpacked; OSError if there was none."""
        return super().content(self._located(file)) if file != STANDARD_INPUT else self._now.content(file)

    def exists(self, file: Path) -> bool:
        """Return whether there was such a file."""
        return super().exists(self._located(file))

    def is_unchanged(self, inputs: Inputs, sources: Iterable[Path], catalogs: Iterable[Path]) -> bool:
        """Return whether the earlier run would read exactly what was read now.

        Args:
            inputs: the documents that were read now.
            sources: the paths that the user gave.
            catalogs: all catalogs that may have been read.
        """
        read = [Path(document.path) for document in inputs.documents]
        if any(_set(self._now.expand(path)[0]) != _set(self.expand(path)[0]) for path in sources):
            return False
        return all(self._is_same(file) for file in {*read, *catalogs})

    def _is_same(self, file: Path) -> bool:
        then = self._located(file)
        if then == file or not file.is_file():
            return then == file or file.exists() == then.exists()
        return then.is_file() and then.read_bytes() == file.read_bytes()

    def _located(self, file: Path) -> Path:
        place = _placed(file)
        checkout = self._checkout(place)
        return file if checkout is None or self._is_as_now(place, checkout) else checkout.then(place)

    def _is_as_now(self, place: Path, checkout: _Checkout) -> bool:
        """Return whether git does not track a file, at the revision or now, and the user does not name it."""
        if checkout.then(place).exists() or place in checkout.tracked:
            return False
        return not any(place.is_relative_to(each) for each in self._given)

    def _checkout(self, place: Path) -> _Checkout | None:
        return next((each for each in self._checkouts if place.is_relative_to(each.repository.top)), None)


@contextmanager
def past_files(
    revision: str, now: InputFiles, sources: Sequence[Path], read: Iterable[Path]
) -> Iterator[tuple[PastFiles, list[Path]]]:
    """Yield the files as they were at a revision, and the repositories that do not have this revision.

    Args:
        revision: the git revision; the repository of the working folder must know it, or else that of the first file.
        now: the files as they are now.
        sources: the paths that the user gave.
        read: the files that were read now.

    Raises:
        GitError: no file is in a repository, or the revision is not known.
    """
    repositories = repositories_of([*sources, *read])
    if not repositories:
        raise GitError("no file of this run is in a git repository, which --changed-since needs")
    checkouts, unknown = [], []
    with TemporaryDirectory(prefix="adgo-") as temporary:
        for number, repository in enumerate(repositories):
            try:
                commit = repository.commit(revision)
            except GitError:
                if not number:
                    raise
                unknown.append(repository.top)
                continue
            folder = Path(temporary).resolve() / str(number)
            folder.mkdir()
            renamed = repository.check_out(commit, folder, _Wanted(sources))
            checkouts.append(_Checkout(repository, folder, repository.tracked(), renamed))
        yield PastFiles(now, sources, checkouts), unknown


class _Wanted:
    """What the earlier run may read: RDF, what decides which files are read, and what the user names."""

    def __init__(self, given: Iterable[Path]) -> None:
        self._given = {_placed(path) for path in given}
        self._patterns = [path.name for path in self._given if has_magic(str(path))]
        self._folders = [_before_magic(path) for path in self._given]

    def has(self, file: Path) -> bool:
        """Return whether a file may be read."""
        if without_gzip(file).suffix.lower() in _READ or file.name == IGNORE_FILE or file in self._given:
            return True
        return any(fnmatch(file.name, pattern) for pattern in self._patterns)

    def enters(self, folder: Path) -> bool:
        """Return whether the user names something in a folder, or a folder around it."""
        return any(folder.is_relative_to(each) or each.is_relative_to(folder) for each in self._folders)


def repositories_of(paths: Iterable[Path]) -> list[GitRepository]:
    """Return the repositories that paths are in, that of the working folder first; a submodule is part of its."""
    here = GitRepository.of(Path.cwd())
    found: dict[Path, GitRepository] = {}
    for folder in dict.fromkeys(
        _before_magic(_placed(path)).parent for path in paths if path != STANDARD_INPUT
    ):
        repository = GitRepository.of(folder)
        if repository is None:
            continue
        is_inside = here and here.top in repository.top.parents and repository.is_submodule
        repository = here if here and is_inside else repository
        found.setdefault(repository.top, repository)
    return sorted(found.values(), key=lambda each: here is None or each.top != here.top)


def _before_magic(path: Path) -> Path:
    """Return the part of a glob pattern before the first part with a wildcard."""
    while has_magic(str(path)):
        path = path.parent
    return path


def _placed(path: Path) -> Path:
    """Return the absolute path of a file in its real folder; a link that the file itself is stays."""
    absolute = path.absolute()
    return absolute.parent.resolve() / absolute.name


def _set(files: Iterable[Path]) -> set[Path]:
    return set(map(_placed, files))
