"""The query page of a published folder: its scripts answer in the browser, and it runs no query itself."""

from __future__ import annotations

from flask import Response

from adgo.server import page_queries
from adgo.server.pages.rendering import render_page
from adgo.server.site import Site


def respond(site: Site) -> Response:
    """Return the page, with a first query in its form and the stored questions.

    Args:
        site: the site that is published.
    """
    first = "first-query-of-other-data" if site.has_own_data else "first-query"
    return render_page(
        "published_query.html",
        text=page_queries.read(first),
        questions=sorted(site.questions.values(), key=lambda each: (each.order, each.name)),
    )
