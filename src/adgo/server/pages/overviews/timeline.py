"""`/timeline`: when things began, will begin or were announced, as picture and table."""

from __future__ import annotations

from flask import Blueprint, Response, request

from adgo.server import site_corpus
from adgo.server.pages.drawing.chart import draw_timeline
from adgo.server.pages.drawing.timeline import SHOWN, entries
from adgo.server.pages.rendering import render_page
from adgo.server.site import site

blueprint = Blueprint("timeline", __name__)


@blueprint.get("/timeline")
def page() -> Response:
    """Return the timeline as picture and table."""
    corpus = site_corpus.read_corpus(site())
    show = request.args.get("show", "")
    found = [each for each in entries(corpus) if show not in SHOWN or each.is_real == (show == "real")]
    return render_page("timeline.html", c=corpus, entries=found, chart=draw_timeline(found), show=show)
