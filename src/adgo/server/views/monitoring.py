"""For programs: `/health`, `/metrics`, `/openapi.json`, `/.well-known/void`, `/schema`."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Blueprint, Response, jsonify

from adgo.server import metrics
from adgo.server.protocol.problem import Problem
from adgo.server.site import site
from adgo.server.views import description

blueprint = Blueprint("machines", __name__)
#: Seconds that new workers may take to start if the last ready ones have just begun long queries.
READY = 1.0
OPENAPI = Path(__file__).parent / "descriptions" / "openapi.json"


@blueprint.get("/health")
def health() -> Response:
    """Return 200 if a worker is ready or becomes ready within a second; 503 otherwise."""
    here = site()
    ready = here.endpoint.pool.is_ready(READY)
    state = here.endpoint.pool.state()
    if not ready:
        raise Problem(503, "No worker is ready. Try again in a second.", {"Retry-After": "1"}, workers=state)
    response = jsonify(status="ready", dataset=here.endpoint.digest, workers=state)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/metrics")
def counts() -> Response:
    """Return the server's counts for Prometheus."""
    response = Response(site().endpoint.metrics.text(), content_type=metrics.CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the description of the HTTP interface (OpenAPI), with the address of this server."""
    document = json.loads(OPENAPI.read_text(encoding="utf-8"))
    document["servers"] = [{"url": site().url().rstrip("/")}]
    return Response(json.dumps(document, indent=1), content_type="application/json")


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Return the description of the dataset."""
    return description.respond(site())


@blueprint.get("/schema")
def schema() -> Response:
    """Return the schema card: what a program has to know of the data to write SPARQL."""
    return description.card(site())
