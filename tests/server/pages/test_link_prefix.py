"""The pages of a site that is a path of its host, behind a proxy that takes that path away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from visited import read

from adgo.server.app import close, create_app
from adgo.server.settings import Settings

ROOT = "/graphs/adgo"
ATTRIBUTES = ("href", "src", "action")
PAGES = (
    "/", "/search?q=momenta", "/network", "/map", "/timeline", "/indicators", "/differences", "/queries",
    "/queries/firm-profile", "/query", "/sparql?", "/ontology", "/shapes", "/sparql/differences", "/about",
    "/id/Momenta", "/claim/002-8c", "/passage/004-5", "/source/002", "/judgement/dong-li",
    "/statement/momenta-uber-robotaxi-munich", "/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def behind_proxy() -> Iterator[FlaskClient]:
    app = create_app(settings=Settings(workers=2), public_url=f"http://localhost{ROOT}/")
    yield app.test_client()
    close(app)


@pytest.mark.full
def test_every_address_on_a_page_is_under_the_root_of_the_site(behind_proxy: FlaskClient) -> None:
    """All of them began at the root of the host: style, scripts, forms and links led past the site."""
    seen: set[str] = set()
    for path in PAGES:
        reply = behind_proxy.get(path, headers={"Accept": "text/html"})
        if reply.status_code == 303:
            assert reply.location.startswith(f"http://localhost{ROOT}/")
            path = reply.location.removeprefix(f"http://localhost{ROOT}")
        page = read(behind_proxy, path)
        found = {
            attributes[name]
            for _, attributes in page.tags
            for name in ATTRIBUTES
            if attributes.get(name, "").startswith("/")
        }
        assert len(found) > 10, path
        assert not [each for each in found if not each.startswith(f"{ROOT}/")], path
        seen |= found
    for each in (f"{ROOT}/", f"{ROOT}/static/style.css", f"{ROOT}/network", f"{ROOT}/search"):
        assert each in seen
        with behind_proxy.get(each.removeprefix(ROOT)) as reply:
            assert reply.status_code == 200


def test_the_hits_of_a_search_lead_there_too(behind_proxy: FlaskClient) -> None:
    (first, *_) = behind_proxy.get("/search.json?q=momenta").json["hits"]
    assert first["href"] == f"{ROOT}/id/Momenta"
