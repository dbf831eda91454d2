"""The server without granian: every kind of request, changes, counters, and an orderly end."""

from __future__ import annotations

import signal
import subprocess

import pytest
from process import PATIENCE, eventually, running

TOKEN = "a token for the tests without granian"
PAGES = (
    "/",
    "/about",
    "/sparql",
    "/network",
    "/map",
    "/timeline",
    "/differences",
    "/queries",
    "/search?q=Uber",
)


@pytest.fixture(scope="module")
def server(start, python_without_granian, tmp_path_factory):
    """A writable server that is started without naming an HTTP server."""
    folder = tmp_path_factory.mktemp("store")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    return start(
        *("--store", folder / "store", "--writable", "--token-file", folder / "token"),
        python=python_without_granian,
    )


def test_waitress_takes_over_and_says_so(server):
    assert server.get("/health").headers["Server"] == "waitress"
    log = server.log.read_text(encoding="utf-8")
    assert log.count("granian") == 1
    assert "granian is not installed; serving with waitress instead\n" in log


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there(server, path):
    """Regression: /about was 500, as it asked for granian's version."""
    page = server.get(path, Accept="text/html")
    assert (page.status, page.type) == (200, "text/html"), page.text
    if path == "/about":
        assert "waitress" in page.text


def test_queries_updates_and_counters_work(server):
    headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    done = server.send("POST", "/sparql", "INSERT DATA { <urn:a> <urn:b> 1 }", **headers)
    assert done.status in (200, 204), done.text
    assert [row["o"]["value"] for row in server.rows("SELECT ?o { <urn:a> <urn:b> ?o }")] == ["1"]
    assert server.get("/store?default", Accept="application/n-triples").text.strip().startswith("<urn:a>")
    metrics = server.get("/metrics")
    assert metrics.status == 200
    assert "adgo_" in metrics.text


def test_granian_by_name_is_wrong_usage_that_says_what_to_do(python_without_granian, small):
    command = [
        str(python_without_granian),
        "-m",
        "adgo",
        "serve",
        "--data",
        str(small),
        "--server",
        "granian",
    ]
    refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert refused.returncode == 2
    assert "pip install granian" in refused.stderr
    assert "--server waitress" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_it_stops_in_order(server):
    below = server.descendants()
    assert server.stop(signal.SIGTERM) in (0, 130)
    assert eventually(lambda: not running(below))
