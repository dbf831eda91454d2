"""The pages for editors: the files of drafts, the drafts of one file, the run that builds the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import ceil

from flask import Blueprint, Response, jsonify, redirect, request

from adgo.intake.reading import UnreadableDrafts
from adgo.intake.review import suggestions
from adgo.intake.review.drafts_file import DraftState
from adgo.server.editing import access
from adgo.server.editing.access import PATH
from adgo.server.editing.draft_form import written
from adgo.server.editing.workspace import Workspace, workspace
from adgo.server.pages.rendering import render_html
from adgo.server.protocol.problem import Problem
from adgo.server.settings import KIB

blueprint = Blueprint(
    "editing", __name__, url_prefix=PATH, static_folder="static", template_folder="templates"
)
#: Bytes that a form may have.
LARGEST_FORM = 256 * KIB
#: Drafts that one page lists.
ON_A_PAGE = 200
#: Things that are suggested for some words.
MOST = 20


@blueprint.before_request
def check() -> None:
    """Raise Problem 403 if the request is from no editor; the address with the token makes one."""
    request.max_content_length = LARGEST_FORM
    if request.method == "POST":
        workspace().access.check_form()
    elif request.endpoint != "editing.home" or "token" not in request.args:
        workspace().access.session()


@blueprint.get("")
def home() -> Response:
    """Return the list of files; the address with the token opens a session and leads to the one without."""
    here = workspace()
    if "token" in request.args:
        key, _ = here.access.open(request.args["token"])
        response = Response(status=303, headers={"Location": PATH})
        access.set_cookie(response, key)
        return response
    counted = [(name, _counts(here, name)) for name in here.files()]
    return page("edit_home.html", files=counted, misnamed=here.misnamed(), folder=here.folder)


def _counts(here: Workspace, name: str) -> tuple[Mapping[DraftState, int], str]:
    """Return how many drafts of a file have each state, and why the file cannot be read ("" if it can)."""
    try:
        return here.review(name, here.access.session()).counts(), ""
    except (Problem, UnreadableDrafts) as error:
        return {}, str(error)


@blueprint.post("/name")
def rename() -> Response:
    """Change the name under which the decisions of this session are kept."""
    name = " ".join(request.form.get("editor", "").split())
    if not 0 < len(name) <= 80 or not name.isprintable():
        raise Problem(422, "Give a name of 1 to 80 characters.")
    workspace().access.session().editor = name
    return redirect(PATH, 303)  # type: ignore[return-value]


@blueprint.get("/file")
def file() -> Response:
    """Return the list of the drafts of a file, some hundred on a page."""
    here, name = workspace(), request.args.get("file", "")
    drafts = here.review(name, here.access.session()).drafts()
    pages = max(1, ceil(len(drafts) / ON_A_PAGE))
    asked = request.args.get("page", "1")
    number = min(pages, max(1, int(asked))) if asked.isdecimal() and len(asked) < 9 else 1
    first = (number - 1) * ON_A_PAGE
    return page(
        "edit_file.html",
        name=name,
        drafts=drafts[first : first + ON_A_PAGE],
        first=first,
        total=len(drafts),
        pages=pages,
        number=number,
        counts=Counter(draft.state for draft in drafts),
    )


@blueprint.get("/things")
def things() -> Response:
    """Return the things whose names have some words, as JSON, for the suggestions of a control."""
    found = suggestions.things(workspace().project().graph, request.args.get("q", "")[:200], MOST)
    return jsonify([{"name": each.name, "label": each.label} for each in found])


@blueprint.get("/build")
def build() -> Response:
    """Return how the served pages relate to the files, and what the last run printed."""
    return page("edit_build.html", runs=list(workspace().build.runs))


@blueprint.post("/build")
def start_build() -> Response:
    """Build, validate and serve the result, in the background."""
    workspace().build.start()
    return redirect(f"{PATH}/build", 303)  # type: ignore[return-value]


def page(template: str, status: int = 200, **context: object) -> Response:
    """Return a page for editors.

    Args:
        template: the file's name in `templates/`.
        status: the HTTP status.
        **context: what the template uses besides the session.
    """
    here = workspace()
    session = here.access.session()
    text = render_html(
        template,
        session=session,
        notice=session.take_notice(),
        written=written,
        **context,
    )
    return Response(text, status, content_type="text/html; charset=utf-8")
