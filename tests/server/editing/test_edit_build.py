"""The pages for editors say whether the served data are those of the project's files, and bring them up to date."""

from __future__ import annotations

import json
import re

import pytest
from editor import Editor
from flask import Flask
from intake_project import Project
from process import eventually

from adgo.graph.dataset import packaged_digest

CURRENT = "The pages show the project's files as they are now."
BEHIND = "the project has changed since"
RUNNING = "ADGO builds and checks the project"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
#: Seconds that a build and a validation may take on a loaded machine.
PATIENCE = 300.0


@pytest.fixture(scope="module")
def served() -> list[str]:
    """The graph of the project."""
    return []


def run(editor: Editor) -> str:
    """Build as an editor does, and return the page that follows."""
    token = re.search(r'name="form_token" value="([^"]+)"', editor.get("/edit/build").text)
    assert token
    assert editor.post("/edit/build", {"form_token": token[1]}).status_code == 303
    assert eventually(lambda: RUNNING not in editor.get("/edit/build").text, PATIENCE)
    return editor.get("/edit/build").text


@pytest.mark.full
def test_a_build_that_fails_says_why_and_leaves_the_pages(
    app: Flask, editor: Editor, edited: Project
) -> None:
    """That a build which succeeds is served, `test_edit_browser.py` tests."""
    before, claims = app.extensions["adgo"].endpoint.digest, edited.claims.read_bytes()
    edited.claims.write_bytes(claims + b"\nthis is not Turtle\n")
    assert BEHIND in editor.get("/edit").text
    failed = run(editor)
    edited.claims.write_bytes(claims)
    assert "The last build failed" in failed
    assert "005.ttl" in failed  # what the command says
    assert "adgo validate" not in re.findall(r"<h2>.*?</h2>", failed)
    reply = editor.get("/sparql", query=COUNT)
    assert (reply.status_code, app.extensions["adgo"].endpoint.digest) == (200, before)
    assert int(json.loads(reply.data)["results"]["bindings"][0]["n"]["value"]) > 0


@pytest.mark.full
def test_a_changed_file_is_noticed_at_once(app: Flask, editor: Editor, edited: Project) -> None:
    build = app.extensions["adgo-editing"].build
    build._failed, build._fresh = False, packaged_digest()
    app.extensions["adgo"].endpoint.reload()
    assert CURRENT in editor.get("/edit").text
    readers = ("/", "/about", "/projects", "/map", "/about/id/Momenta.html")
    for path in readers:
        assert BEHIND not in editor.get(path).text
    with edited.claims.open("a", encoding="utf-8") as file:
        file.write("# A comment.\n")
    assert BEHIND in editor.get("/edit").text
    for path in readers:
        assert BEHIND in editor.get(path).text, path
