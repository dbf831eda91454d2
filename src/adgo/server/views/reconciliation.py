"""`/reconcile`: the Reconciliation Service API 0.2, by which OpenRefine and others match names with the graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.http import dump_csp_header, parse_csp_header

from adgo import __version__
from adgo.corpus.reconciling import entities, extension, matching, suggestions
from adgo.graph.namespaces import ADGO, ID, PREFIXES
from adgo.server import delivery, site_corpus, site_search
from adgo.server.pages.rendering import render_page
from adgo.server.protocol import reconciliation_request
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site, site

blueprint = Blueprint("reconciliation", __name__)
#: The manifest, without what depends on the server; ADDRESS stands in it for the server's URL.
MANIFEST = Path(__file__).parent / "descriptions" / "reconciliation.json"
ADDRESS = "https://server.invalid"
#: The most properties that are proposed for a type.
PROPOSED = 100


@blueprint.route("/reconcile", methods=["GET", "POST"])
def service() -> Response:
    """Return the manifest, or the answer to a batch: `queries` are matched, and `extend` gets values of properties."""
    here = site()
    if "callback" in request.values:
        raise Problem(
            400, "JSONP is not supported. Every address of the service can be read from any origin (CORS)."
        )
    if asked := request.values.get("queries"):
        batch = reconciliation_request.queries(asked)
        search = site_search.read_search(here)
        return _json({key: {"result": matching.match(search, query)} for key, query in batch.items()})
    if asked := request.values.get("extend"):
        identifiers, wanted = reconciliation_request.extension(asked)
        return _json(extension.extend(site_corpus.read_corpus(here), identifiers, wanted))
    if request.method == "POST":
        raise Problem(400, "Send a form with queries=, or with extend=, as JSON.")
    return _json(manifest(here))


def manifest(here: Site) -> dict[str, Any]:
    """Return the service manifest, with the addresses of this server."""
    corpus = site_corpus.read_corpus(here)
    text = MANIFEST.read_text(encoding="utf-8").replace(ADDRESS, here.url().rstrip("/"))
    written: dict[str, Any] = json.loads(text)
    names = [name for name in written["defaultTypes"] if corpus.knows(ADGO + name)]
    return written | {
        "identifierSpace": ID,
        "schemaSpace": ADGO,
        "serviceVersion": __version__,
        "defaultTypes": [entities.described(corpus, name) for name in names],
        "batchSize": reconciliation_request.BATCH,
    }


@blueprint.get("/reconcile/suggest/<any(entity,type,property):kind>")
def suggest(kind: str) -> Response:
    """Return what a reader may mean who has typed `prefix`."""
    here = site()
    typed = request.args.get("prefix", "")
    skipped = reconciliation_request.skipped(request.args.get("cursor"))
    if kind == "entity":
        return _json({"result": suggestions.suggest_entities(site_search.read_search(here), typed, skipped)})
    choose = suggestions.suggest_types if kind == "type" else suggestions.suggest_properties
    return _json({"result": choose(site_corpus.read_corpus(here), typed, skipped)})


@blueprint.get("/reconcile/flyout/<any(entity,type,property):kind>")
def flyout(kind: str) -> Response:
    """Return a few words about an entity, type or property as HTML in JSON; 404 if it is not known."""
    corpus = site_corpus.read_corpus(site())
    identifier = request.args.get("id", "")
    it = entities.known(corpus, identifier) if kind == "entity" else ADGO + identifier
    if not it or not identifier or not corpus.knows(it):
        raise Problem(404, f"There is no {kind} {identifier[:60]!r}.")
    html = render_template("flyout.html", c=corpus, it=it, words=_words(it, kind))
    return _json({"id": identifier, "html": html.strip()})


@blueprint.get("/reconcile/preview")
def preview() -> Response:
    """Return a small page about an entity, which pages of any origin may show in a frame; 404 if it is not known."""
    corpus = site_corpus.read_corpus(site())
    identifier = request.args.get("id", "")
    it = entities.known(corpus, identifier) if identifier else ""
    if not it:
        raise Problem(404, f"There is no entity {identifier[:60]!r}.")
    response = render_page("preview.html", c=corpus, it=it, words=_words(it, "entity"))
    # The page has no form and no script, so nobody can be made to click on anything that has an effect.
    policy = parse_csp_header(delivery.SECURITY["Content-Security-Policy"])
    policy.frame_ancestors = "*"
    response.headers["Content-Security-Policy"] = dump_csp_header(policy)
    return response


@blueprint.get("/reconcile/properties")
def properties() -> Response:
    """Return the properties that the entities of a type have, the most frequent first."""
    corpus = site_corpus.read_corpus(site())
    name = request.args.get("type", "").removeprefix(ADGO)
    limit = reconciliation_request.skipped(request.args.get("limit")) or PROPOSED
    found = entities.properties(corpus, name)[: min(limit, PROPOSED)]
    return _json(
        {"type": name, "limit": limit, "properties": [entities.described(corpus, each) for each in found]}
    )


def _words(it: str, kind: str) -> str:
    """Return what is said about a thing in a preview."""
    corpus = site_corpus.read_corpus(site())
    if kind == "entity":
        return entities.description(corpus, it)
    return corpus.first(it, PREFIXES["skos"] + "definition")


def _json(content: dict[str, Any]) -> Response:
    response = jsonify(content)
    response.headers["Cache-Control"] = "no-cache"
    return response
