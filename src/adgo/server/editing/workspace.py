"""The project that is edited: its drafts, its texts, and whether its pages are up to date."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import cast

from flask import current_app
from pyoxigraph import Store

from adgo.corpus import names, reading
from adgo.evidence.sources import NoTexts
from adgo.graph.dataset import UnreadableFile
from adgo.intake.checking.proposals import FindThing
from adgo.intake.reading import UnreadableDrafts
from adgo.intake.review.decisions import DamagedDecisions
from adgo.intake.review.draft_review import DraftReview
from adgo.intake.review.drafts_file import decisions_of, draft_files, working_folder
from adgo.intake.review.open_project import OpenProject
from adgo.server.editing.access import EditAccess, Session
from adgo.server.editing.project_build import ProjectBuild
from adgo.server.protocol.problem import Problem
from adgo.turtle.file_names import printable

#: The name of the workspace among the extensions of the app.
EXTENSION = "adgo-editing"


class Workspace:
    """What the pages for editors share. Safe to use from many threads."""

    def __init__(self, texts: Path, access: EditAccess, build: ProjectBuild) -> None:
        """Take the parts; the project is read at the first need.

        Args:
            texts: the folder with the texts of the articles.
            access: who may edit.
            build: brings the served pages up to date.
        """
        self.access, self.build = access, build
        self._texts = texts
        self._lock = threading.Lock()
        self._project: OpenProject | None = None

    @property
    def folder(self) -> Path:
        """The working folder, in which drafts and decisions are."""
        return working_folder()

    def project(self) -> OpenProject:
        """Return the project in memory; Problem 422 if its files or the texts cannot be read."""
        with self._lock:
            if self._project is None:
                try:
                    self._project = OpenProject(self._texts, find_thing_in)
                except (NoTexts, UnreadableFile) as error:
                    raise Problem(422, f"The project cannot be read: {error}") from error
            return self._project

    def files(self) -> dict[str, Path]:
        """Return the files of drafts by their paths within the working folder, sorted; not those of `misnamed`."""
        return {name: path for name, path in self._files().items() if printable(name) == name}

    def misnamed(self) -> list[str]:
        """Return the paths that are not UTF-8, with those bytes percent-encoded: they fit into no address."""
        return [printable(name) for name in self._files() if printable(name) != name]

    def _files(self) -> dict[str, Path]:
        folder = self.folder
        found = {path.relative_to(folder).as_posix(): path for path in draft_files(folder)}
        # A file that is reached by a link may be anywhere.
        top = folder.resolve()
        return {name: path for name, path in found.items() if path.resolve() == top / name}

    def review(self, name: str, session: Session) -> DraftReview:
        """Return the review of a file of drafts; Problem 404 if the working folder has no such file.

        Args:
            name: its path within the working folder; only names that `files` lists are accepted.
            session: whose decisions they are.
        """
        path = self.files().get(name)
        if path is None:
            raise Problem(404, "The working folder drafts/ of the project has no such file of drafts.")
        if decisions_of(path).is_symlink():
            raise Problem(422, f"{decisions_of(path)} is a symbolic link. Replace it by the file.")
        try:
            return DraftReview(self.project(), path, session.editor)
        except (UnreadableDrafts, DamagedDecisions) as error:
            raise Problem(422, f"The drafts cannot be read: {error}") from error
        except UnreadableFile as error:
            raise Problem(422, f"The project cannot be read: {error}") from error


def find_thing_in(store: Store) -> FindThing:
    """Return the function that finds a thing of a graph by its name."""
    return partial(names.find, reading.read_store(store))


def workspace() -> Workspace:
    """Return the workspace of the app that serves the current request."""
    return cast(Workspace, current_app.extensions[EXTENSION])
