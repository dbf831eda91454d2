"""The application factory: one Flask app over one endpoint."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import BadHost, ClientDisconnected, HTTPException

from adgo.corpus import references
from adgo.server import delivery, pages, site_corpus
from adgo.server.endpoint import Endpoint
from adgo.server.engine.launcher import Launcher
from adgo.server.listen.fast_path import FastPath
from adgo.server.listen.fault_guard import LOG, Environ, FaultGuard
from adgo.server.listen.request_bodies import CUT_OFF
from adgo.server.pages import filters, not_found, page_arguments
from adgo.server.pages.pictures import downloads
from adgo.server.pages.rendering import render_html
from adgo.server.pages.tables import table_response
from adgo.server.protocol.negotiation import prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.settings import MIB, Settings
from adgo.server.site import Site, release, site
from adgo.server.views import (
    editor,
    graphstore,
    link_prefix,
    linkeddata,
    monitoring,
    ontology,
    published_files,
    reconciliation,
    sparql,
    stored_questions,
)

if TYPE_CHECKING:
    from adgo.server.backend.address import BackendAddress

#: The name, among the extensions of an app, of functions that `close` calls.
ENDS = "adgo-ends"
BLUEPRINTS = (
    sparql.blueprint,
    graphstore.blueprint,
    *pages.BLUEPRINTS,
    editor.blueprint,
    stored_questions.blueprint,
    reconciliation.blueprint,
    monitoring.blueprint,
    linkeddata.blueprint,
    published_files.blueprint,
    ontology.blueprint,
)


def create_app(
    data: Sequence[str | Path] = (),
    settings: Settings | None = None,
    *,
    public_url: str | None = None,
    texts: Path | None = None,
    store: Path | None = None,
    token: str = "",
    contact: str = "",
    backend: BackendAddress | None = None,
    launcher: Launcher | None = None,
) -> Flask:
    """Return the app, with the data loaded and the workers running. End them with `close`.

    Args:
        data: RDF files and folders; the packaged graph if there are none.
        settings: the limits; the defaults if None.
        public_url: the URL of the server as clients see it, if it stands behind a proxy.
        texts: the folder of the articles' texts, to show passages in their context.
        store: the folder of a store on disk, instead of `data`.
        token: what a client must send to change the store; "" to refuse all changes.
        contact: the mail address, or the URL of the form, to which readers report errors.
        backend: the SPARQL endpoint that answers the queries, instead of `data`.
        launcher: one that has begun to load `data`; None to load them now.

    Raises:
        CannotStart: if the data cannot be read.
    """
    settings = settings or Settings()
    if backend is None:
        paths = [str(path) for path in data]
        endpoint = Endpoint(paths, settings, store, writable=bool(token), launcher=launcher)
    else:
        from adgo.server.backend.backend_endpoint import BackendEndpoint

        endpoint = BackendEndpoint(backend, settings, public_url)
    return app_of(Site(endpoint, settings, public_url, texts, bool(data or store or backend), token, contact))


def app_of(served: Site) -> Flask:
    """Return the app of a site, with its endpoint started. End it with `close`.

    Raises:
        CannotStart: if the data cannot be read.
    """
    served.endpoint.start()
    atexit.register(served.endpoint.close)
    app = Flask("adgo.server", static_folder="static", template_folder="templates")
    app.url_map.merge_slashes = False
    app.extensions["adgo"] = served
    app.jinja_env.globals.update(
        published=served.published,
        has_own_data=served.has_own_data,
        ignored_arguments=page_arguments.ignored,
        # As filters of constants, these would be evaluated when the template is compiled: once, for the first page.
        downloads_of=table_response.links,
        preview_of=downloads.preview,
        cc_by=references.CC_BY,
        cc_by_address=references.CC_BY_ADDRESS,
    )
    _add_pages(app, served)
    # A quarter of the cache is for whole responses; both caches share the bytes of those that are not compressed.
    fast = FastPath(app.wsgi_app, served, served.settings.cache * MIB // 4)
    app.wsgi_app = FaultGuard(fast, partial(respond_to_fault, app))  # type: ignore[method-assign]
    return app


def _add_pages(app: Flask, served: Site) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True
    app.jinja_env.filters.update(filters.FILTERS | pages.FILTERS)
    app.register_error_handler(Problem, refuse)
    app.register_error_handler(HTTPException, refuse_http)
    app.before_request(served.check_data)
    # Flask calls the last one first: the digest is that of what all others have made.
    app.after_request(partial(delivery.add_completeness, served))
    app.after_request(delivery.add_common_headers)
    app.after_request(link_prefix.lead)
    app.after_request(delivery.answer_preflight)
    app.teardown_appcontext(release)
    # Flask hands exceptions that have no handler to the guard, as the fast path does.
    app.config["PROPAGATE_EXCEPTIONS"] = True


def close(app: Flask, grace: float = 0) -> None:
    """Let running queries finish for `grace` seconds, then end the workers."""
    for end in app.extensions.get(ENDS, ()):
        end()
    site: Site = app.extensions["adgo"]
    site.endpoint.close(grace)
    atexit.unregister(site.endpoint.close)


def refuse(problem: Problem) -> Response:
    """Return a problem as a page for a browser, as problem+json for any other client."""
    # Flask cannot make the links of a page if the Host header is not a host.
    if isinstance(request.routing_exception, BadHost) or not prefers_page(request.headers.get("Accept")):
        return problem.response()
    page = render_html("problem.html", problem=problem, **_offers(problem))
    headers = problem.headers | {"Cache-Control": "no-store"}
    return Response(page, problem.status, headers, content_type="text/html; charset=utf-8")


def _offers(problem: Problem) -> dict[str, Any]:
    """Return what the page of a problem offers, if nothing was found: a search and things with similar names."""
    if problem.status != 404:
        return {}
    sought = not_found.sought(request.path)
    nearest = not_found.nearest(sought)
    return {"sought": sought, "nearest": nearest, "c": site_corpus.read_corpus(site()) if nearest else None}


def refuse_http(error: HTTPException) -> Response:
    """Return what Flask itself refuses (404, 405, …) in the same form."""
    if isinstance(error, ClientDisconnected):
        return refuse(CUT_OFF)
    if isinstance(error, BadHost):
        return refuse(Problem(400, "The Host header is not a host name. Send the name of this server in it."))
    remedy = {
        404: "There is nothing at this address. See / for what there is.",
        405: "Use one of the methods in Allow.",
    }
    code = error.code or 500
    response = error.get_response()
    kept = {
        name: value
        for name, value in response.headers.items()
        if name in ("Allow", "Location", "Retry-After")
    }
    if code < 400:
        return Response(status=code, headers=kept)
    return refuse(Problem(code, remedy.get(code, error.description or "The request cannot be served."), kept))


def respond_to_fault(app: Flask, environ: Environ) -> Response:
    """Return the response to a request on which the server failed: a page for a browser, else problem+json."""
    problem = Problem(
        500, "The server failed on this request. This is a bug in the server; please report it."
    )
    if prefers_page(environ.get("HTTP_ACCEPT")):
        try:
            with app.request_context(environ):
                return app.process_response(refuse(problem))
        except Exception:
            LOG.exception("internal error while rendering the page of another internal error")
    return delivery.add_common_headers(problem.response())
