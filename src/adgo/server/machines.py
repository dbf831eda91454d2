"""For machines: `/health`, …"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from adgo.server.problem import Problem
from adgo.server.site import site

blueprint = Blueprint("machines", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Return 200 where a worker is ready to answer, 503 otherwise."""
    here = site()
    state = here.endpoint.pool.state()
    if state["idle"] + state["short"] == 0:
        raise Problem(503, "No worker is ready. Try again in a second.", {"Retry-After": "1"}, workers=state)
    response = jsonify(status="ready", dataset=here.endpoint.digest, workers=state)
    response.headers["Cache-Control"] = "no-store"
    return response
