"""Who reaches the pages for editors: nobody without the token, no page of another origin, no name of another host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from editor import HOST, Editor
from flask import Flask
from intake_project import Project

from adgo.cli import adgo
from adgo.graph import files
from adgo.server.app import close, create_app
from adgo.server.delivery import SECURITY
from adgo.server.settings import Settings

#: Every address of the pages, with a method that it takes.
ADDRESSES = (
    ("GET", "/edit"), ("POST", "/edit/name"), ("GET", "/edit/file?file=new.jsonl"), ("GET", "/edit/things?q=mom"),
    ("GET", "/edit/build"), ("POST", "/edit/build"), ("GET", "/edit/draft?file=new.jsonl"), ("POST", "/edit/draft"),
    ("GET", "/edit/static/edit.js"),
)  # fmt: skip


@pytest.fixture(scope="module")
def plain(served: list[Path]) -> Iterator[Flask]:
    """A server without --edit."""
    made = create_app(served, Settings(workers=1))
    yield made
    close(made)


def test_every_address_is_tested(app: Flask) -> None:
    rules = {
        (method, rule.rule.replace("<path:filename>", "edit.js"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/edit")
        for method in rule.methods or ()
        if method in ("GET", "POST")
    }
    assert rules == {(method, path.partition("?")[0]) for method, path in ADDRESSES}


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_without_edit_there_is_no_such_page(plain: Flask, method: str, path: str) -> None:
    reply = plain.test_client().open(path, method=method, base_url=HOST, headers={"Origin": HOST})
    # The paths of nothing are known to answer GET, so another method is refused for that reason.
    assert reply.status_code == 404 or (method == "POST" and reply.status_code == 405)


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
@pytest.mark.parametrize("cookie", ["", "guessed"])
def test_without_a_session_nothing_is_shown_or_done(
    app: Flask, editor: Editor, method: str, path: str, cookie: str
) -> None:
    editor.drafts("new.jsonl", {"source": "005", "quotation": "Toyota is a partner"})
    client = app.test_client()
    if cookie:
        client.set_cookie("adgo-edit-8000", cookie, domain="127.0.0.1")
    reply = client.open(path, method=method, base_url=HOST, headers={"Origin": HOST})
    assert reply.status_code == 403
    assert b"partner" not in reply.data


@pytest.mark.parametrize("token", ["", "wrong", "ü", "\ud800"])
def test_a_wrong_token_opens_no_session(app: Flask, token: str) -> None:
    query = "token=" + token.encode(errors="surrogatepass").decode("latin-1")
    reply = app.test_client().get("/edit", query_string=query, base_url=HOST)
    assert (reply.status_code, "Set-Cookie" in reply.headers) == (403, False)


def test_the_token_is_exchanged_for_a_cookie_that_no_script_and_no_other_site_can_use(app: Flask) -> None:
    client = app.test_client()
    token = app.extensions["adgo-editing"].access.token
    reply = client.get("/edit", query_string={"token": token}, base_url=HOST)
    assert (reply.status_code, reply.headers["Location"]) == (303, "/edit")
    assert token not in reply.headers["Set-Cookie"]
    attributes = set(reply.headers["Set-Cookie"].split("; ")[1:])
    assert attributes == {"HttpOnly", "SameSite=Strict", "Path=/edit"}
    shown = client.get("/edit", base_url=HOST)
    assert shown.status_code == 200
    assert token not in shown.text


def test_pages_are_kept_by_no_cache_read_by_no_origin_and_have_the_policy_of_all_pages(
    editor: Editor,
) -> None:
    for path in ("/edit", "/edit/nowhere", "/edit/build", "/edit/static/edit.js"):
        headers = editor.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"] == SECURITY["Content-Security-Policy"]
        # With `no-referrer`, a browser sends "null" as the Origin of a form.
        assert headers.getlist("Referrer-Policy") == ["same-origin"]
        assert not [name for name, _ in headers if name.lower().startswith("access-control")]


HOSTS = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8000",
    "10.0.0.1",
    "adgo",
    "[::2]:8000",
    "a b",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/edit", "/", "/sparql?query=ASK{}", "/source/005", "/health"])
def test_a_request_for_another_host_is_refused_on_every_page(app: Flask, host: str, path: str) -> None:
    """A page of an attacker's site whose name is made to mean 127.0.0.1 must read nothing (DNS rebinding)."""
    reply = app.test_client().get(path, headers={"Host": host})
    assert reply.status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "127.1.2.3"])
def test_every_name_of_this_machine_is_accepted(app: Flask, host: str) -> None:
    assert app.test_client().get("/health", headers={"Host": host}).status_code == 200


ORIGINS = [
    "https://evil.example",
    "null",
    "http://127.0.0.1:9000",
    "http://localhost:8000",
    "https://127.0.0.1:8000",
    "",
]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", ["/edit", "/sparql?query=ASK{}", "/source/005"])
def test_a_page_of_another_origin_reads_nothing(app: Flask, origin: str, path: str) -> None:
    reply = app.test_client().get(path, base_url=HOST, headers={"Origin": origin})
    assert reply.status_code == 403


@pytest.mark.parametrize("origin", [*ORIGINS, None])
def test_a_form_of_another_origin_or_of_none_changes_nothing(editor: Editor, origin: str | None) -> None:
    form = {"form_token": _form_token(editor), "editor": "mallory"}
    headers = {} if origin is None else {"Origin": origin}
    reply = editor._client.post("/edit/name", data=form, base_url=HOST, headers=headers)
    assert reply.status_code == 403
    assert "mallory" not in editor.get("/edit").text


def test_a_form_that_the_browser_says_comes_from_another_site_changes_nothing(editor: Editor) -> None:
    form = {"form_token": _form_token(editor), "editor": "mallory"}
    for site in ("cross-site", "same-site", "none"):
        assert editor.post("/edit/name", form, Sec_Fetch_Site=site).status_code == 403
    assert (
        editor.post("/edit/name", form | {"editor": "ann"}, Sec_Fetch_Site="same-origin").status_code == 303
    )


def test_a_form_without_the_token_of_its_session_changes_nothing(editor: Editor, other: Editor) -> None:
    for token in ("", "guessed", _form_token(other), "\ud800"):
        sent = {"form_token": token.encode(errors="replace").decode(), "editor": "mallory"}
        assert editor.post("/edit/name", sent).status_code == 403
    assert "mallory" not in editor.get("/edit").text


def test_a_large_form_is_refused(editor: Editor) -> None:
    form = {"form_token": _form_token(editor), "editor": "x" * 300_000}
    assert editor.post("/edit/name", form).status_code == 413


@pytest.mark.parametrize(
    "name",
    [
        "../seeds/sources.ttl", "../outside.jsonl", "/etc/passwd", "linked.jsonl", "folder/inside.jsonl", "x\0.jsonl",
        "new.jsonl/", "./new.jsonl", "folder/../new.jsonl", "", ".", "others.decisions.jsonl", "notes.txt", "NEW.JSONL",
    ],
)  # fmt: skip
def test_only_files_of_drafts_in_the_working_folder_are_read(
    editor: Editor, edited: Project, name: str
) -> None:
    secret = {"source": "005", "quotation": "a secret of somebody else"}
    outside = edited.root / "outside.jsonl"
    outside.write_text(json.dumps(secret), encoding="utf-8")
    elsewhere = edited.root / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / "inside.jsonl").write_text(json.dumps(secret), encoding="utf-8")
    editor.drafts("new.jsonl", {"source": "005", "quotation": "Toyota is a partner"})
    for path in ("others.decisions.jsonl", "notes.txt"):
        (editor.folder / path).write_text(json.dumps(secret), encoding="utf-8")
    _link(editor.folder / "linked.jsonl", outside)
    _link(editor.folder / "folder", elsewhere)
    try:
        for view in ("file", "draft"):
            reply = editor.get(f"/edit/{view}", file=name)
            assert reply.status_code == 404
            assert "secret" not in reply.text
        assert "linked" not in editor.get("/edit").text
        assert editor.get("/edit/file", file="new.jsonl").status_code == 200
    finally:
        for path in ("linked.jsonl", "folder", "others.decisions.jsonl", "notes.txt"):
            (editor.folder / path).unlink()
        outside.unlink()


def _link(path: Path, target: Path) -> None:
    if not path.is_symlink():
        path.symlink_to(target)


def _form_token(editor: Editor) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', editor.get("/edit").text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--host", "0.0.0.0"), "--host 0.0.0.0"),
        (("--host", "::"), "--host ::"),
        (("--host", "192.0.2.1"), "--host 192.0.2.1"),
        (("--host", "adgo.example"), "--host adgo.example"),
        (("--public-url", "https://example.org/"), "--public-url"),
        (("--store", "store"), "--store"),
        (("--data", "data"), "--data"),
    ],
)
def test_edit_excludes_what_others_could_reach(
    arguments: tuple[str, ...], named: str, tmp_path: Path
) -> None:
    result = CliRunner().invoke(adgo, ["serve", "--edit", "--texts", str(tmp_path), *arguments])
    assert result.exit_code == 2
    assert named in " ".join(result.stderr.split())


def test_edit_needs_the_texts() -> None:
    result = CliRunner().invoke(adgo, ["serve", "--edit"])
    assert result.exit_code == 2
    assert "--texts" in result.stderr


def test_edit_needs_a_project_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of an installed package are not edited: an update of the package would lose the claims."""
    monkeypatch.delenv("ADGO_PROJECT", raising=False)
    monkeypatch.setattr(files, "root", lambda: files.PACKAGE / "files")
    result = CliRunner().invoke(adgo, ["serve", "--edit", "--texts", str(tmp_path)])
    assert result.exit_code == 2
    assert "ADGO_PROJECT" in result.stderr
