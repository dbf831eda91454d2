"""Files are loaded again while queries run: each is answered completely, from one state of the data."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from process import eventually

from adgo.server import page_queries
from adgo.server.app import close, create_app
from adgo.server.endpoint import Endpoint
from adgo.server.engine.child_process import CannotStart
from adgo.server.settings import Settings
from adgo.server.site import Site

PREFIX = "@prefix ex: <http://example.org/> .\n"
QUERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


FORMER = PREFIX + "ex:a ex:p 1 .\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("served") / "data.ttl"
    data.write_text(FORMER, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def app(served: Path) -> Iterator[Flask]:
    made = create_app([served], Settings(workers=2))
    yield made
    close(made)


@pytest.fixture
def data(app: Flask, served: Path) -> Iterator[Path]:
    """The file that the app serves, which each test may change."""
    yield served
    served.write_text(FORMER, encoding="utf-8")
    endpoint(app).reload()


def endpoint(app: Flask) -> Endpoint:
    found: Endpoint = app.extensions["adgo"].endpoint
    return found


def count(app: Flask) -> int:
    reply = app.test_client().get("/sparql", query_string={"query": QUERY})
    assert reply.status_code == 200, reply.text
    return int(json.loads(reply.data)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.full
def test_changed_files_are_served_without_a_failed_query(app: Flask, data: Path) -> None:
    """Two threads ask all the time; each answer is that of the state before or after, and the last is the newest."""
    seen: set[int] = set()
    troubles: list[str] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                seen.add(count(app))
            except AssertionError as error:
                troubles.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    data.write_text(PREFIX + "ex:a ex:p 1 , 2 , 3 .\n", encoding="utf-8")
    assert eventually(lambda: 1 in seen)
    assert endpoint(app).reload()
    assert eventually(lambda: 3 in seen)
    over.set()
    for thread in threads:
        thread.join()
    assert (seen, troubles) == ({1, 3}, [])
    assert count(app) == 3


@pytest.mark.full
def test_a_request_reads_one_state_of_the_data_although_others_are_loaded_meanwhile(
    app: Flask, data: Path
) -> None:
    site = app.extensions["adgo"]
    former = endpoint(app).pool
    with app.test_request_context("/"):
        assert _counted(site) == "1"
        data.write_text(PREFIX + "ex:a ex:p 1 , 2 .\n", encoding="utf-8")
        assert endpoint(app).reload()
        assert (_counted(site), count(app)) == ("1", 2)
        assert former.state()["idle"]
    assert eventually(lambda: former.launcher._process is None), (
        "the processes of the former data did not end"
    )


def _counted(site: Site) -> str:
    (row,) = page_queries.answered(site, QUERY)
    value: str = row["n"]["value"]
    return value


def test_files_that_have_not_changed_are_not_loaded_twice(app: Flask) -> None:
    before = endpoint(app).pool
    assert not endpoint(app).reload()
    assert endpoint(app).pool is before


@pytest.mark.full
def test_files_that_cannot_be_read_leave_the_former_data(app: Flask, data: Path) -> None:
    data.write_text("this is not Turtle", encoding="utf-8")
    with pytest.raises(CannotStart, match=r"data\.ttl"):
        endpoint(app).reload()
    assert count(app) == 1
