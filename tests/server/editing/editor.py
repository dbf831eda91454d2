"""A browser of an editor, as far as the tests need one: it keeps cookies, and sends the forms of pages."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

HOST = "http://127.0.0.1:8000"


class Editor:
    """One browser with a session."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self._client = app.test_client()
        self.folder = folder
        token = app.extensions["adgo-editing"].access.token
        assert self.get("/edit", token=token).status_code == 303

    def get(self, path: str, **arguments: str) -> TestResponse:
        query = {"query_string": arguments} if arguments else {}
        return self._client.get(path, base_url=HOST, buffered=True, **query)

    def post(self, path: str, form: dict[str, str], **headers: str) -> TestResponse:
        named = {"Origin": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.post(path, data=form, base_url=HOST, headers=named)

    def form(self, page: TestResponse) -> dict[str, str]:
        """The values of the controls of a review form, as a browser sends them without a button."""
        assert page.status_code < 500, page.text
        text = page.text.partition('id="review"')[2].partition("</form>")[0]
        found = {name: value for name, value in _inputs(text) if name != "place"}
        found |= {unescape(name): unescape(value) for name, value in _TEXTAREA.findall(text)}
        for name, options in _SELECT.findall(text):
            chosen = _SELECTED.search(options)
            found[name] = unescape(chosen[1]) if chosen else ""
        return found

    def drafts(self, name: str, *records: dict[str, Any]) -> None:
        """Write a file of drafts."""
        lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in records]
        (self.folder / name).write_text("".join(lines), encoding="utf-8")

    def draft(self, name: str, wanted: str) -> TestResponse:
        return self.get("/edit/draft", file=name, id=wanted)

    def decide(self, name: str, wanted: str, action: str, **fields: str) -> TestResponse:
        """Send the form of a draft as it is shown now, with some fields changed."""
        form = self.form(self.draft(name, wanted))
        return self.post("/edit/draft", form | {"action": action} | fields)


_TEXTAREA = re.compile(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', re.DOTALL)
_SELECT = re.compile(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
_SELECTED = re.compile(r'<option value="([^"]*)" selected')


def _inputs(text: str) -> list[tuple[str, str]]:
    found = []
    for tag in re.findall(r"<input [^>]*>", text):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name:
            found.append((unescape(name[1]), unescape(value[1]) if value else ""))
    return found
