"""What is wrong with the links of a published folder, found by reading every file, as a reader's browser would."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Elements and attributes by which a page loads or opens something.
LINK = re.compile(r"<([a-zA-Z]+)\b([^>]*?)\s(href|src|action|data|poster|srcset)=\"([^\"]*)\"")
TAG = re.compile(r"<(form|a)\b([^>]*)>")
ID = re.compile(r"\sid=\"([^\"]*)\"")
#: Elements that load what they name, so that no other host may be named.
LOADING = {"script", "img", "iframe", "link", "use", "source", "video", "audio", "object", "embed"}
#: Relations of <link> that load nothing.
QUIET = re.compile(r'rel="(canonical|alternate|describes|license)"')


class FolderLinks:
    """Reads each page of a folder once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        self._ids: dict[str, set[str]] = {}

    def faults(self) -> list[str]:
        """Return each dead link, each reference to another host that is loaded, and each form that needs a server."""
        pages = sorted(name for name in self.files if name.endswith((".html", ".svg")))
        return [fault for page in pages for fault in self._of(page)]

    def _of(self, page: str) -> list[str]:
        text = (self.folder / page).read_text(encoding="utf-8")
        found = []
        for element, attributes, name, value in LINK.findall(text):
            target = html.unescape(value)
            split = urlsplit(target)
            if split.scheme or split.netloc:
                is_loaded = element.lower() in LOADING and not QUIET.search(attributes + f' rel="{name}"')
                if split.netloc and is_loaded and not QUIET.search(text[: text.find(value)][-200:]):
                    found.append(f"{page}: <{element}> loads {target}")
                continue
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(split.path)))
                if split.path
                else page
            )
            if path not in self.files:
                found.append(f"{page}: {target} has no file")
            elif split.fragment and path.endswith(".html") and unquote(split.fragment) not in self.ids(path):
                found.append(f"{page}: {target} has no such place")
        for element, attributes in TAG.findall(text):
            if element == "form" and "hidden" not in attributes:
                found.append(f"{page}: a form without a script: {attributes}")
        return found

    def ids(self, page: str) -> set[str]:
        """Return the anchors of a page."""
        if page not in self._ids:
            self._ids[page] = {
                html.unescape(each) for each in ID.findall((self.folder / page).read_text("utf-8"))
            }
        return self._ids[page]
