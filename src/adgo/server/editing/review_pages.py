"""One draft beside the words of its article, and what an editor decides on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from adgo.evidence.citation import Uncitable
from adgo.evidence.sources import NoTexts
from adgo.graph.project_changes import ChangedMeanwhile
from adgo.intake.ingest import IngestError
from adgo.intake.review import proposals, suggestions
from adgo.intake.review.draft_review import DraftReview
from adgo.intake.review.draft_view import DraftView
from adgo.intake.review.errors import ReviewConflict, Undecidable, UnknownDraft
from adgo.server.editing import draft_form
from adgo.server.editing.access import PATH, Session
from adgo.server.editing.article_words import pieces
from adgo.server.editing.pages import check, page
from adgo.server.editing.workspace import workspace
from adgo.server.protocol.problem import Problem

blueprint = Blueprint("reviewing", __name__, url_prefix=PATH)
blueprint.before_request(check)
#: The closed lists of the form.
LISTS = ("predicate", "modality", "status", "attribution", "type")
UNKNOWN = "The file has no such draft: it was changed meanwhile. Go back to the list."


@blueprint.get("/draft")
def draft() -> Response:
    """Return a draft beside the words of its article; without its name, the first that is open."""
    name = request.args.get("file", "")
    review = _review(name)
    wanted = request.args.get("id") or review.next_open(None)
    if wanted is None:
        return redirect(address("file", name), 303)  # type: ignore[return-value]
    return show(review, name, wanted)


def _review(name: str) -> DraftReview:
    return workspace().review(name, workspace().access.session())


def address(view: str, file: str, draft: str = "") -> str:
    """Return the path of a page about a file or one of its drafts.

    Args:
        view: the last part of the path, "file" or "draft".
        file: the name of the file.
        draft: the name of the draft; "" for none.
    """
    return f"{PATH}/{view}?{urlencode({'file': file} | ({'id': draft} if draft else {}))}"


def show(
    review: DraftReview,
    name: str,
    wanted: str,
    tried: Mapping[str, Any] | None = None,
    trouble: str = "",
    status: int = 200,
) -> Response:
    """Return the page of a draft.

    Args:
        review: the review of its file.
        name: the name of the file.
        wanted: the name of the draft.
        tried: changes of its fields that are shown and not written.
        trouble: why the last decision was refused; "" if it was not.
        status: the HTTP status.
    """
    project = workspace().project()
    try:
        view = review.view(wanted, tried or {})
    except UnknownDraft as error:
        raise Problem(404, UNKNOWN) from error
    choices = {field: suggestions.choices(project.graph, field) for field in LISTS}
    return page(
        "edit_draft.html",
        status,
        file=name,
        view=view,
        controls=draft_form.controls(view, choices),
        types=choices["type"],
        proposed=proposals.stated(view.record.get("propose")),
        article=_article(view),
        tried=bool(tried),
        form=request.form,
        trouble=trouble,
        **_neighbours(review, wanted),
    )


def _article(view: DraftView) -> list[tuple[str, bool]]:
    """Return the text of the article in pieces, with whether each is marked; [] if there is no text."""
    try:
        text = workspace().project().text_of(view.source)
    except (NoTexts, Uncitable):
        return []
    return pieces(text, [place.span for place in view.places])


def _neighbours(review: DraftReview, wanted: str) -> dict[str, Any]:
    """Return the place of a draft in its file, and the names of those beside it."""
    names = [each.id for each in review.drafts()]
    number = names.index(wanted)
    return {
        "number": number + 1,
        "total": len(names),
        "previous": names[number - 1] if number else "",
        "following": names[number + 1] if number + 1 < len(names) else "",
    }


@blueprint.post("/draft")
def decide() -> Response:
    """Decide on a draft, or show it with the changes of the form."""
    session = workspace().access.session()
    name, wanted = request.form.get("file", ""), request.form.get("id", "")
    review = _review(name)
    try:
        return _decided(review, session, name, wanted)
    except UnknownDraft as error:
        raise Problem(404, UNKNOWN) from error
    except ReviewConflict as conflict:
        return page(
            "edit_conflict.html",
            409,
            file=name,
            current=conflict.current,
            conflict=str(conflict),
            yours=_tried(review, wanted),
        )
    except (Undecidable, ChangedMeanwhile, IngestError) as error:
        if not wanted:
            # The list of drafts can only undo.
            session.say(f"Nothing is undone: {error}.")
            return redirect(address("file", name), 303)  # type: ignore[return-value]
        status = 409 if isinstance(error, ChangedMeanwhile) else 422
        return show(review, name, wanted, _tried(review, wanted), str(error), status)


def _tried(review: DraftReview, wanted: str) -> dict[str, Any]:
    """Return the changes that the sent form makes in a draft."""
    record = review.draft(wanted).record
    return draft_form.changes(record, request.form, review.view(wanted).places)


def _decided(review: DraftReview, session: Session, name: str, wanted: str) -> Response:
    version, action = request.form.get("version", ""), request.form.get("action", "")
    if action == "undo-last":
        outcome = review.undo()
        session.say("The last decision is undone.")
        return redirect(address("draft", name, outcome.draft.id), 303)  # type: ignore[return-value]
    if action == "check":
        return show(review, name, wanted, _tried(review, wanted))
    if action == "another":
        return _another(review, session, name, wanted)
    if action == "undo":
        review.undo(wanted, version)
        session.say("The decision is undone.")
        return redirect(address("draft", name, wanted), 303)  # type: ignore[return-value]
    if action == "reject":
        review.reject(wanted, version, request.form.get("reason", "").strip())
        session.say("Rejected.")
    elif action == "skip":
        review.skip(wanted, version)
        session.say("Skipped.")
    elif action == "accept":
        return _accept(review, session, name, wanted)
    else:
        raise Problem(400, "Choose one of accept, check, reject, skip and undo.")
    return _onward(review, name, wanted)


def _accept(review: DraftReview, session: Session, name: str, wanted: str) -> Response:
    """Accept a draft with the changes of the form."""
    version, tried = request.form.get("version", ""), _tried(review, wanted)
    outcome = review.correct(wanted, version, tried) if tried else review.accept(wanted, version)
    if not outcome.done:
        assert outcome.refusal is not None
        return show(review, name, wanted, tried, outcome.refusal.message, 422)
    made = f"claim:{outcome.claim} is written" if outcome.claim else "the graph had this claim already"
    warned = "".join(f" Warning: {each}." for each in outcome.warnings)
    session.say(f"Accepted{' as corrected' if tried else ''}: {made}.{warned}")
    return _onward(review, name, wanted)


def _another(review: DraftReview, session: Session, name: str, wanted: str) -> Response:
    """Add a draft on the same words, for one more claim that they make."""
    added = review.another(wanted)
    session.say("A new draft on the same words: say what else they claim.")
    return redirect(address("draft", name, added.id), 303)  # type: ignore[return-value]


def _onward(review: DraftReview, name: str, wanted: str) -> Response:
    """Lead to the next open draft; to the list if there is none."""
    following = review.next_open(wanted)
    where = address("draft", name, following) if following else address("file", name)
    return redirect(where, 303)  # type: ignore[return-value]
