"""The links of a page in a published folder: relative to the page, so that the folder works anywhere."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

from adgo.graph.namespaces import ADGO
from adgo.publishing.layout import Layout

#: Stands for the address of the folder while its files are written. It is never in a file.
ROOT = "https://adgo.invalid"
_ATTRIBUTE = re.compile(r'(\s)(href|src|action)="([^"]*)"')
#: A link to a term of the ontology, or to a standing.
_TERM = re.compile(r"/(ontology|certainty)#(.+)")
#: A reference in the head of a page that has lost its target.
_EMPTY = re.compile(r'<link rel="alternate"(?![^>]*\shref=)[^>]*>\n?')


def without_empty(markup: str) -> str:
    """Return a page without references in its head that have lost their target."""
    return _EMPTY.sub("", markup)


@dataclass
class LinkRewriter:
    """Rewrites the links of pages, and collects the addresses to which they lead.

    Attributes:
        layout: says which file stands for an address.
        public_url: the URL of the folder, for pictures, which are taken out of it; "" for relative links.
        found: the addresses that have files.
        unpublished: the addresses to which pages link, but which have no file.
    """

    layout: Layout
    public_url: str = ""
    found: set[str] = field(default_factory=set)
    unpublished: set[str] = field(default_factory=set)

    def rewritten(self, markup: str, address: str, file: str) -> str:
        """Return HTML or SVG with links that work in the folder. A link without a target becomes plain text.

        Args:
            markup: the document.
            address: its address on the site.
            file: its path in the folder.
        """
        to_top = "../" * file.count("/")
        base = self.public_url if file.endswith(".svg") and self.public_url else to_top

        def replaced(found: re.Match[str]) -> str:
            space, attribute, value = found.groups()
            if (term := _TERM.fullmatch(value)) and not self.layout.has_ontology:
                return f'{space}{attribute}="{ADGO}{term[2]}"'
            if value.startswith("#") or not (wanted := self._address(html.unescape(value), address)):
                return found[0]
            wanted, fragment = urldefrag(wanted)
            target = self.layout.target(wanted)
            if target is None:
                self.unpublished.add(wanted)
                return ""
            self.found.add(wanted)
            reference = base + target.reference + (f"#{fragment}" if fragment else "")
            return f'{space}{attribute}="{html.escape(reference)}"'

        return without_empty(_ATTRIBUTE.sub(replaced, markup))

    def _address(self, value: str, address: str) -> str:
        """Return the address of the site that a link has, from the root; "" if it leads elsewhere."""
        if value.startswith(f"{ROOT}/") or value == ROOT:
            return value.removeprefix(ROOT) or "/"
        if value.startswith("//") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
            return ""
        return value if value.startswith("/") else urljoin(address, value)
