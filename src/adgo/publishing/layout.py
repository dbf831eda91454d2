"""Which file of a published folder stands for an address of the site."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from adgo.corpus.facets import FACETS
from adgo.publishing import manifest
from adgo.server.pages.tables.table_response import FORMAT
from adgo.server.views.linkeddata import KINDS, PUBLISHED

#: Characters of a name that stay as they are; others are percent-encoded in the name of the file, as not every file
#: system has them.
_PLAIN = "~=()!'@$+;&"
#: The most characters in the name of a file or folder.
LONGEST = 180
#: The pages that read their arguments in the browser, so that one file stands for all arguments.
_IN_BROWSER = re.compile(r"search|query|queries/[^/]+")
#: The pages and files that a folder has, by their path. Everything else needs a server.
_PUBLISHED = re.compile(
    r"(projects|network|map|timeline|indicators|differences|queries|about|changes|corrections|certainty|ontology|shapes"
    r"|search|query|data|sparql/differences|queries/[^/]+|ontology/.+|data/.+|graph/.+|embed/(network|map|timeline)"
    r"|(network|map|timeline)\.(svg|png)|neighbourhood\.svg|changes\.atom|context\.jsonld|adgo\.owl"
    r"|\.well-known/void|dataset)?"
)
#: Arguments that choose what is on a page, beside the filters.
_OTHER = {"groups", "table", "labels"}
_THING = re.compile(rf"(about/)?({'|'.join(KINDS)})/(.+)", re.DOTALL)
_FILES = re.compile(r"(data/.+|.*\.(svg|png|atom|jsonld|owl))", re.DOTALL)
_SUFFIX = re.compile(r"\.([a-z0-9]+)")
#: The formats of things that have a file.
THING_FORMATS = ("html", *(each.name for each in PUBLISHED))


@dataclass(frozen=True)
class FolderLink:
    """Where a link leads: a file of the folder, and the arguments that its page reads in the browser."""

    file: str
    arguments: str = ""

    @property
    def reference(self) -> str:
        """The file as a URL reference from the top of the folder."""
        return quote(self.file) + (f"?{self.arguments}" if self.arguments else "")


@dataclass
class Layout:
    """The files of a published folder.

    Attributes:
        things: the paths of the things that have pages, such as "id/Momenta".
        graphs: the paths of the named graphs and their parts, such as "graph/claims".
        has_editor: whether the folder answers queries in the browser.
        has_feed: whether there are changes, and so a feed of them.
        has_ontology: whether the data have ADGO's ontology, so that its page has all terms.
    """

    things: Collection[str]
    graphs: Collection[str] = ()
    has_editor: bool = False
    has_feed: bool = True
    has_ontology: bool = True
    _known: dict[str, FolderLink | None] = field(default_factory=dict, repr=False)

    def target(self, address: str) -> FolderLink | None:
        """Return where a link to an address of the site leads, or None if the folder has nothing for it.

        Args:
            address: path and arguments, percent-encoded, with a slash at the beginning and without a fragment.
        """
        if address not in self._known:
            self._known[address] = self._target(address)
        return self._known[address]

    def _target(self, address: str) -> FolderLink | None:
        split = urlsplit(address)
        path = unquote(split.path).removeprefix("/")
        if path.startswith(("static/", "browser/", "export/")) or path == manifest.NAME:
            return FolderLink(path)
        if found := _THING.fullmatch(path):
            return self._thing(f"{found[2]}/{found[3]}", is_document=bool(found[1]))
        if not _PUBLISHED.fullmatch(path) or self._is_missing(path):
            return None
        pairs = parse_qsl(split.query, keep_blank_values=True)
        return _page(path, [pair for pair in pairs if pair[1]], split.query, self)

    def _is_missing(self, path: str) -> bool:
        """Return whether a page that folders can have is not in this one."""
        is_unknown_graph = path.startswith("graph/") and path not in self.graphs
        without = {"query": self.has_editor, "changes.atom": self.has_feed}
        return is_unknown_graph or not without.get(path, True)

    def _thing(self, name: str, *, is_document: bool) -> FolderLink | None:
        stem, _, suffix = name.rpartition(".")
        if not is_document or suffix not in THING_FORMATS or stem not in self.things:
            stem, suffix = name, "html"
        return FolderLink(thing_file(stem, suffix)) if stem in self.things else None


def thing_file(name: str, suffix: str) -> str:
    """Return the file about a thing.

    Args:
        name: the path of its IRI, such as "id/Momenta".
        suffix: the name of a format, such as "ttl".
    """
    *folders, last = name.split("/")
    # A folder must not have the name of a file.
    above = [_SUFFIX.sub(r"%2E\1", segment(each)) for each in folders]
    return "/".join(["about", *above, f"{segment(last)}.{suffix}"])


def segment(name: str) -> str:
    """Return the name of a file or folder for a part of a path: in characters that every file system has."""
    plain = quote(name, safe=_PLAIN)
    if plain.strip(".") == "":
        plain = plain.replace(".", "%2E") or "%"
    if len(plain) > LONGEST:
        return f"{plain[:100].rstrip('%')}%~{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    return plain


def _page(path: str, pairs: list[tuple[str, str]], query: str, layout: Layout) -> FolderLink | None:
    """Return the file of a page or of its data; None for combinations of arguments that have none."""
    suffix = next((value for name, value in pairs if name == FORMAT), "")
    rest = [pair for pair in pairs if pair[0] != FORMAT]
    if path == "corrections":
        rest = []
    if path == "neighbourhood.svg":
        about = dict(rest).get("about", "").replace(":", "/", 1)
        return FolderLink(thing_file(about, "svg")) if about in layout.things else None
    if _IN_BROWSER.fullmatch(path) and not suffix:
        return FolderLink(f"{_stem(path)}.html", query)
    if path == "queries" and rest:
        return None
    folders = _folders(rest)
    if folders is None or (path.endswith(".png") and folders) or (path.startswith("embed/") and folders):
        return None
    if _FILES.fullmatch(path):
        stem, _, suffix = path.rpartition(".")
        return FolderLink("/".join([_stem(stem), *folders]) + f".{suffix}")
    if path in (".well-known/void", "dataset"):
        return FolderLink("dataset.ttl")
    default = "ttl" if path.startswith("graph/") else "html"
    return FolderLink("/".join([_stem(path), *folders]) + f".{suffix or default}")


def _stem(path: str) -> str:
    return "/".join(map(segment, path.split("/"))) if path else "index"


def _folders(pairs: list[tuple[str, str]]) -> list[str] | None:
    """Return a name for each argument: at most one filter, and what else chooses; None for any other arguments."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    filters = values.keys() & {facet.name for facet in FACETS}
    if len(filters) > 1 or values.keys() - filters - _OTHER or ("groups" in values and len(values) > 1):
        return None
    return [
        f"{name}={','.join(map(segment, sorted(values[name])))}"
        for name in sorted(values, key=lambda n: n in _OTHER)
    ]
