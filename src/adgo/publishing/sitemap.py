"""The addresses of all pages, for search engines (sitemaps.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

#: The most addresses in one file, as the protocol has it.
MOST = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def files(paths: Iterable[str], public_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of the files: one with all pages, or several and a list of them.

    Args:
        paths: the files of the folder.
        public_url: the URL of the folder, with a slash at its end.
    """
    # Pages to embed are not pages for readers.
    pages = sorted(path for path in paths if path.endswith(".html") and not path.startswith("embed/"))
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)]
    if len(parts) <= 1:
        yield "sitemap.xml", _written("urlset", "url", pages, public_url)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _written("urlset", "url", part, public_url)
    yield "sitemap.xml", _written("sitemapindex", "sitemap", names, public_url)


def _written(root: str, entry: str, paths: Iterable[str], public_url: str) -> bytes:
    lines = (f"<{entry}><loc>{escape(public_url + quote(path))}</loc></{entry}>\n" for path in paths)
    return f"{_HEAD}<{root} {_SPACE}>\n{''.join(lines)}</{root}>\n".encode()
