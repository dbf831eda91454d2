"""The project in memory while drafts are reviewed: read once, and kept as the files are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from threading import RLock

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from adgo.evidence.citation import open_text
from adgo.evidence.sources import Texts
from adgo.graph import dataset, files
from adgo.graph.namespaces import GRAPH
from adgo.intake.checking.proposals import FindThing
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.shape_checks import ProjectShapes
from adgo.shacl.incremental.file_states import FileStates


class OpenProject:
    """The graph, the texts and the shapes of the project. Several reviews may share one; each holds `lock` at work."""

    def __init__(self, texts: Texts | str | Path, find_thing_in: Callable[[Store], FindThing]) -> None:
        """Read the project.

        Args:
            texts: the folder with the texts of the articles.
            find_thing_in: returns a function that finds a thing of a store by its name.

        Raises:
            NoTexts: if there is no such folder.
            UnreadableFile: if a file of the project cannot be read.
        """
        self.lock = RLock()
        self.texts = texts if isinstance(texts, Texts) else Texts(texts)
        self.shapes = ProjectShapes()
        self._find_thing_in = find_thing_in
        self._states = FileStates()
        self._states.changed(_files())
        self._load()

    def _load(self) -> None:
        # Until all files are read: if one cannot be read now, the next refresh must not go on with the former graph.
        self._is_old = True
        self.store = dataset.load().store
        self.graph = ProjectGraph(self.store)
        self.__dict__.pop("find_thing", None)
        self._is_old = False

    @cached_property
    def find_thing(self) -> FindThing:
        """Finds a thing of the graph by its name."""
        return self._find_thing_in(self.store)

    def prepare(self) -> None:
        """Check the shapes once, which takes as long as `adgo validate`; decisions take no time for it then."""
        with self.lock:
            self.shapes.violations({})

    def refresh(self) -> bool:
        """Read the project again if a file has changed, for instance in an editor; return whether one has.

        Raises:
            UnreadableFile: if a file cannot be read; each refresh raises it until the file is right.
        """
        changed = self._states.changed(_files())
        self.shapes.forget(changed)
        if not changed and not self._is_old:
            return False
        self._load()
        return True

    def take(self, old: Mapping[Path, str], new: Mapping[Path, str]) -> None:
        """Take over what this process has written.

        Args:
            old: the texts of the files before.
            new: their texts now.
        """
        changed = self._states.changed(_files())
        self.shapes.forget({*changed, *new})
        added = [_added(old[path], text) for path, text in new.items()]
        # Somebody may have changed another file at the same moment.
        if changed.keys() - new.keys() or any(quads is None for quads in added):
            self._load()
            return
        for path, quads in zip(new, added, strict=True):
            self.store.extend(dataset.placed(quads or (), _graphs(path)))
        self.graph = ProjectGraph(self.store)
        self.__dict__.pop("find_thing", None)

    def text_of(self, source: str) -> str:
        """Return the text of an article.

        Args:
            source: its number.

        Raises:
            Uncitable: if there is no such article.
            NoTexts: if its text is missing or cannot be read.
        """
        return open_text(source, self.texts, self.graph.sources).content


def _files() -> list[Path]:
    return [path for name in files.PARTS for path in files.part(name)]


def _added(old: str, new: str) -> list[Quad] | None:
    """Return the triples that a new text adds; None if it also removes some, or has blank nodes."""
    before, after = (set(parse(text.encode(), RdfFormat.TURTLE)) for text in (old, new))
    has_blank = any(isinstance(each, BlankNode) for quad in after for each in (quad.subject, quad.object))
    return None if has_blank or before - after else list(after - before)


def _graphs(path: Path) -> list[NamedNode | DefaultGraph]:
    """Return the graphs that hold the triples of a file."""
    name = next(each for each in files.PARTS if path in files.part(each))
    graphs: list[NamedNode | DefaultGraph] = [NamedNode(GRAPH + name)]
    return [*graphs, DefaultGraph()] if name in files.DEFAULT_PARTS else graphs
