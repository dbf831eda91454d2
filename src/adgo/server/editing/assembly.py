"""Adds the pages for editors to an app, which then answers this machine only."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from flask import Flask

from adgo.server.app import ENDS
from adgo.server.editing import pages, review_pages
from adgo.server.editing.access import EditAccess
from adgo.server.editing.loopback_guard import LoopbackGuard
from adgo.server.editing.project_build import ProjectBuild
from adgo.server.editing.workspace import EXTENSION, Workspace
from adgo.server.listen.fault_guard import FaultGuard
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site

BLUEPRINTS = (pages.blueprint, review_pages.blueprint)


def add(app: Flask, texts: Path, access: EditAccess) -> Flask:
    """Return the app with the pages for editors.

    Args:
        app: an app over the project's files, as `create_app` makes it.
        texts: the folder with the texts of the articles.
        access: who may edit.
    """
    served: Site = app.extensions["adgo"]
    build = ProjectBuild(served.endpoint)
    space = app.extensions[EXTENSION] = Workspace(texts, access, build)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(lambda: {"stand": build.stand()})
    guard = app.wsgi_app
    assert isinstance(guard, FaultGuard)
    guard.app = LoopbackGuard(guard.app)
    app.extensions[ENDS] = [build.close]
    build.begin()
    threading.Thread(target=_read, args=(space,), name="adgo-project", daemon=True).start()
    return app


def _read(space: Workspace) -> None:
    """Read the project before the first page needs it; a page that needs it reports why it cannot be read."""
    with contextlib.suppress(Problem):
        space.project()
