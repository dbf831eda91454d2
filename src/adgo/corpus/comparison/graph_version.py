"""One version of a graph to compare: a folder, a file, a commit, or the project as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, Quad

from adgo.graph import dataset, files
from adgo.graph.documents import split_headers
from adgo.graph.namespaces import GRAPH, PREFIXES
from adgo.shacl.git_repository import GitError, GitRepository

#: The parts that are compared; the ontology is read for its labels. Others say nothing about the articles' subjects.
COMPARED = ("ontology", "entities", "claims", "judgements", "facts", "plans", "inferred", "reports")
#: The part of the articles. In a project it belongs to the entities, but a copy may lack its folder.
SOURCES = "sources"
#: The files of each part that is compared, as glob patterns below the root of a project.
PLACES = {part: files.PARTS[part] for part in COMPARED} | {
    "entities": tuple(each for each in files.PARTS["entities"] if not each.startswith("seeds/")),
    SOURCES: tuple(each for each in files.PARTS["entities"] if each.startswith("seeds/")),
}
#: Parts that a whole project need not have: without a file, it has no claims or judgements.
_OPTIONAL = ("claims", "judgements")
_HAS_SOURCE = NamedNode(PREFIXES["oa"] + "hasSource")
#: What begins the name of a path, so that it cannot be taken for a revision.
_PATH_STARTS = ("./", "../", "/", "~")


class NotVersion(ValueError):
    """What was given is not a path, nor a commit, or it may be both; the message says what to do."""


@dataclass(frozen=True)
class GraphVersion:
    """The triples of each part of a graph, what to call it, and the day of a commit.

    `is_project` is false for files that need not be a whole project: what they lack is unknown and not absent.
    """

    name: str
    day: date | None
    parts: dict[str, list[Quad]]
    is_project: bool = True

    def tells(self, part: str) -> bool:
        """Return whether the version says what a part that people write holds, even if it holds nothing.

        A file that names no part may hold things of each.
        """
        return part in self.parts or "" in self.parts or (self.is_project and part in _OPTIONAL)

    def sources(self) -> set[str]:
        """Return the articles that have passages."""
        quads = (quad for part in ("claims", "") for quad in self.parts.get(part, ()))
        return {
            quad.object.value
            for quad in quads
            if quad.predicate == _HAS_SOURCE and isinstance(quad.object, NamedNode)
        }


def read(given: str | None) -> GraphVersion:
    """Return the version that a path or a revision of git means; None is the project as it is now.

    Raises:
        NotVersion: if it is not a path or a commit, or may be both.
        UnreadableFile: if a file has a syntax error.
    """
    if given is None:
        return GraphVersion("the project", None, _parts(files.root(), _of_project(files.root())))
    repository = None if given.startswith(_PATH_STARTS) else GitRepository.of(files.root())
    commit = _commit(repository, given) if repository else ""
    if commit and Path(given).exists():
        raise NotVersion(
            f"{given!r} is a path and a revision: write ./{given} for the path, or the hash {commit[:12]}"
        )
    if commit and repository:
        return _of_commit(repository, commit, given)
    return _of_path(Path(given))


def _commit(repository: GitRepository, given: str) -> str:
    """Return the hash of a commit; "" if the text does not name one."""
    try:
        return repository.commit(given)
    except GitError:
        return ""


class _ProjectFiles:
    """Chooses the Turtle files of a project among those of a commit."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has(self, file: Path) -> bool:
        return file.is_relative_to(self._root) and bool(_part_by_place(file.relative_to(self._root)))

    def enters(self, folder: Path) -> bool:
        return False


def _of_commit(repository: GitRepository, commit: str, given: str) -> GraphVersion:
    root, top = files.root().resolve(), repository.top.resolve()
    with TemporaryDirectory(prefix="adgo-diff-") as made:
        folder = Path(made) / "commit"
        folder.mkdir()
        GitRepository(top).check_out(commit, folder, _ProjectFiles(root))
        inside = folder / root.relative_to(top)
        found = _of_project(inside)
        if not found:
            raise NotVersion(f"{given}: this commit has no data of ADGO below {root}")
        parts = _parts(inside, found)
    day = repository.day(commit)
    name = commit[:8] if commit.startswith(given) else f"{given} ({commit[:8]})"
    return GraphVersion(name, day, parts)


def _of_path(path: Path) -> GraphVersion:
    if (path / "data").is_dir():
        return GraphVersion(str(path), None, _parts(path, _of_project(path)))
    if not path.exists():
        raise NotVersion(f"{path}: no such file or folder, and it is not a revision of git")
    # The vocabulary of the project has the labels.
    parts = _parts(files.root(), files.part("ontology")) | _parts(path, dataset.expand([path]))
    return GraphVersion(str(path), None, parts, is_project=False)


def _of_project(root: Path) -> list[Path]:
    """Return the existing files of the parts that are compared, below the root of a project."""
    patterns = [pattern for places in PLACES.values() for pattern in places]
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]


def _parts(root: Path, found: Iterable[Path]) -> dict[str, list[Quad]]:
    parts: dict[str, list[Quad]] = {}
    for path in found:
        headers, quads = split_headers(list(dataset.read_quads(path)))
        below = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
        part = _part_by_place(below) or next(_parts_by_header(headers), "")
        parts.setdefault(part, []).extend(quads)
    return parts


def _part_by_place(below: Path) -> str:
    """Return the part that a file of a project belongs to, by its path below the root; "" if none."""
    return next((part for part, places in PLACES.items() for each in places if _matches(below, each)), "")


def _matches(path: Path, pattern: str) -> bool:
    return path.match(pattern) and len(path.parts) == pattern.count("/") + 1


def _parts_by_header(headers: Iterable[Quad]) -> Iterator[str]:
    """Yield the part that the header of a file names."""
    for quad in headers:
        name = quad.subject.value if hasattr(quad.subject, "value") else ""
        if name.startswith(GRAPH):
            yield name.removeprefix(GRAPH).partition("/")[0]
