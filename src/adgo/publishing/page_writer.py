"""Writes pages and data of the site as files."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from werkzeug.test import Client

from adgo.publishing import manifest
from adgo.publishing.links import LinkRewriter, without_empty
from adgo.publishing.manifest import PublishedFile

#: As a browser asks.
ACCEPT = "text/html,*/*;q=0.1"
#: What the site answers if the data have nothing to show at an address, or nothing of that format.
_NOTHING = (404, 406)
#: The media types of documents with links.
_LINKED = ("text/html", "image/svg+xml")


class NotWritten(Exception):
    """A page cannot be written, as the site refuses it; the message says why."""


@dataclass
class PageWriter:
    """Fetches addresses from the app and writes them as files of a folder.

    Attributes:
        app: the app of the site.
        links: rewrites the links of the pages.
        folder: the folder that is published.
        written: the files so far, by their path.
        refused: the files that the site has nothing for.
    """

    app: Flask
    links: LinkRewriter
    folder: Path
    written: dict[str, PublishedFile] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def write(self, address: str) -> None:
        """Write the file of an address, unless it is written already or not a page of this site.

        Raises:
            NotWritten: if the site does not answer with the page.
        """
        target = self.links.layout.target(address)
        if target is None or target.file in self.written or target.file.startswith("browser/"):
            return
        if target.arguments:
            address = address.partition("?")[0]
        if target.file in self.refused:
            return
        answer = self.fetched(address)
        if answer is None:
            self.refused.add(target.file)
            return
        media_type, content = answer
        if media_type in _LINKED:
            content = self.links.rewritten(content.decode(), address, target.file).encode()
        self.add(target.file, content)

    def fetched(self, address: str) -> tuple[str, bytes] | None:
        """Return the media type and the content at an address; None if the site has nothing there for these data.

        Raises:
            NotWritten: if the site fails.
        """
        with Client(self.app).get(address, headers={"Accept": ACCEPT}) as response:
            content = response.get_data()
        if response.status_code in _NOTHING:
            return None
        if response.status_code != 200:
            raise NotWritten(f"{address}: the site answers {response.status}")
        return response.mimetype or "", content

    def unlink(self) -> None:
        """Turn links to files that the site has nothing for into plain text, in all pages."""
        if not self.refused:
            return
        names = "|".join(re.escape(html.escape(quote(each))) for each in sorted(self.refused))
        link = re.compile(rf'\s(?:href|src)="(?:\.\./)*(?:{names})(?:[?#][^"]*)?"')
        for path in [each for each in self.written if each.endswith((".html", ".svg"))]:
            before = (self.folder / path).read_text(encoding="utf-8")
            after = without_empty(link.sub("", before))
            if after != before:
                self.add(path, after.encode())

    def add(self, path: str, content: bytes) -> None:
        """Write a file of the folder."""
        self.written[path] = manifest.write_file(self.folder, path, content)
