"""The graph as a folder of static files: what is in it, and in which order it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from string import Template
from urllib.parse import quote

from flask import Flask
from pyoxigraph import NamedNode, Quad, Store

from adgo.corpus import changes
from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import read_store
from adgo.graph import documents
from adgo.graph.dataset import Dataset
from adgo.graph.documents import OWL
from adgo.graph.namespaces import ADGO, BASE, RDF
from adgo.publishing import description, exports, folder, manifest, sitemap, things
from adgo.publishing.browser.files import files as browser_files
from adgo.publishing.exports import Export
from adgo.publishing.layout import Layout
from adgo.publishing.links import ROOT, LinkRewriter
from adgo.publishing.local_pool import LocalPool, local_endpoint
from adgo.publishing.manifest import PublishedFile
from adgo.publishing.page_writer import PageWriter
from adgo.server.app import app_of, close
from adgo.server.pages import assets
from adgo.server.pages.rendering import render_html
from adgo.server.published_folder import PublishedFolder
from adgo.server.settings import Settings
from adgo.server.site import Site
from adgo.server.views.linkeddata import KINDS

#: A folder is written by one user, so results are not limited, and pages show whole answers.
SETTINGS = Settings(result=4096, page=64)
#: Where the search for pages begins. All other pages are linked from these.
START = (
    "/", "/projects", "/network", "/map", "/timeline", "/indicators", "/differences", "/queries", "/ontology",
    "/shapes", "/about", "/changes", "/corrections", "/certainty", "/search", "/query", "/sparql/differences",
)  # fmt: skip
#: The views that other sites can show in a frame.
EMBEDDED = ("network", "map", "timeline")
#: How the paths of files begin that are written one by one.
SEPARATE = ("graph/", "browser/", "export/", "data.html", "dataset.ttl", manifest.NAME)
RULES = "w3id/.htaccess"


@dataclass(frozen=True)
class Publication:
    """What to publish.

    Attributes:
        data: the files and folders with the data; none for the packaged graph.
        public_url: the URL that the folder will have, with a slash at its end; "" if it is not known.
        contact: the mail address or URL to which readers report errors; "" for none.
        day: the day that questions about today are answered for, such as 2026-11-27; "" for that of the last change.
    """

    data: Sequence[str | Path] = ()
    public_url: str = ""
    contact: str = ""
    day: str = ""


@dataclass(frozen=True)
class Published:
    """What was published.

    Attributes:
        files: how many files.
        size: their bytes.
        things: how many things have a page.
        others: how many things of the user's data have none, as their IRIs are in other namespaces.
        day: the day of the answers.
        has_editor: whether there is an editor.
    """

    files: int
    size: int
    things: int
    others: int
    day: str
    has_editor: bool


class NoDay(Exception):
    """The data record no change, so it is not known for which day to answer questions about today."""


def publish(publication: Publication, target: Path) -> Published:
    """Write the graph as a folder of files, in the place of what was published there before.

    Args:
        publication: what to publish.
        target: the folder.

    Raises:
        NotPublished: if the folder holds files that ADGO has not written.
        CannotStart: if the data cannot be read.
        NotWritten: if a page cannot be written.
        NoDay: if the day is needed and not given.
        OSError: if the folder cannot be written. The old folder is unchanged after any error.
    """
    folder.check(target)
    endpoint = local_endpoint(publication.data, SETTINGS)
    assert isinstance(endpoint.pool, LocalPool)
    endpoint.pool.start()
    made = _FolderWriter(publication, endpoint.pool.dataset)
    site = Site(
        endpoint,
        SETTINGS,
        has_own_data=bool(publication.data),
        contact=publication.contact,
        published=PublishedFolder(made.locate, publication.public_url, made.layout.has_editor, day=made.day),
    )
    app = app_of(site)
    try:
        with folder.replacing(target) as new:
            return made.write(app, site, new)
    finally:
        close(app)


class _FolderWriter:
    """Writes all files of one folder."""

    def __init__(self, publication: Publication, dataset: Dataset) -> None:
        self.publication = publication
        self.dataset = dataset
        self.store: Store = dataset.store
        self.graphs = dict(exports.graphs(self.store, is_packaged=not publication.data))
        described = things.described(self.store)
        has_feed = bool(changes.every(self.corpus))
        claim = Quad(NamedNode(ADGO + "Claim"), NamedNode(RDF + "type"), NamedNode(OWL + "Class"))
        self.layout = Layout(
            frozenset(described),
            self.graphs.keys(),
            has_editor=assets.has(*assets.ENGINE),
            has_feed=has_feed,
            has_ontology=claim in self.store,
        )
        self.described = described

    @cached_property
    def corpus(self) -> Corpus:
        """The graph as people read it."""
        return read_store(self.store)

    @cached_property
    def day(self) -> str:
        """The day that questions about today are answered for."""
        if self.publication.day:
            return self.publication.day
        recorded = changes.every(self.corpus)
        if not recorded:
            raise NoDay("the data record no change")
        return recorded[0].day.isoformat()

    def locate(self, address: str) -> str:
        """Return the URL of the file for an address of the site, as `PublishedFolder` has it."""
        if not address:
            return f"{ROOT}/"
        if address == "/":
            return self.publication.public_url or "index.html"
        target = self.layout.target(f"/{address.lstrip('/')}")
        return self.publication.public_url + target.reference if target else f"{ROOT}/{address}"

    def write(self, app: Flask, site: Site, new: Path) -> Published:
        """Write all files to a new folder, and return what was published.

        Args:
            app: the app of the site.
            site: the site.
            new: the folder, which is empty.
        """
        writer = PageWriter(app, LinkRewriter(self.layout, self.publication.public_url), new)
        for name, content in self.graphs.items():
            target = self.layout.target(f"/{quote(name)}")
            assert target is not None
            writer.add(target.file, content)
        files = [(export, _added(writer, export, content)) for export, content in self._exports()]
        self._write_pages(writer, START if self.publication.data else [*START, *_documents()])
        # A view is empty if its page has no picture.
        self._write_pages(writer, [f"/embed/{view}" for view in EMBEDDED if f"{view}.svg" in writer.written])
        things.write(writer, self.store, self.described)
        self._write_pages(writer, ())
        writer.unlink()
        with app.test_request_context("/data"):
            self._describe(writer, site, files)
        for path, content in browser_files(site, self.corpus, self.dataset, partial(self._page_of, writer)):
            writer.add(path, content)
        self._finish(writer)
        written = writer.written.values()
        size = sum(each.size for each in written)
        others = things.without_page(self.store) if self.publication.data else 0
        return Published(len(written), size, len(self.described), others, self.day, self.layout.has_editor)

    def _page_of(self, writer: PageWriter, iri: str) -> str | None:
        """Return the page about a thing, as a link from the top of the folder; None if none was written."""
        target = self.layout.target(f"/{quote(iri.removeprefix(BASE))}") if iri.startswith(BASE) else None
        return target.reference if target and target.file in writer.written else None

    def _exports(self) -> list[tuple[Export, bytes]]:
        whole = exports.others(self.store) if self.publication.data else exports.packaged()
        return [*whole, *exports.tables(self.corpus)]

    def _write_pages(self, writer: PageWriter, start: Sequence[str]) -> None:
        """Write pages and all that they link to, except for things and graphs."""
        found, done = set(start) | writer.links.found, set[str]()
        while todo := sorted(each for each in found - done if not self._is_separate(each)):
            for address in todo:
                writer.write(address)
            done |= found
            found = set(writer.links.found)

    def _is_separate(self, address: str) -> bool:
        """Return whether the file of an address is written by another step."""
        target = self.layout.target(address)
        if target is None or target.file.startswith(SEPARATE):
            return True
        return target.file.startswith("about/") and not target.file.endswith(".svg")

    def _describe(self, writer: PageWriter, site: Site, files: list[tuple[Export, PublishedFile]]) -> None:
        """Write what describes the dataset, and the page that lists its files."""
        url = self.publication.public_url
        found = description.triples(site, files)
        writer.add(description.TURTLE, description.write(found, "ttl", url))
        writer.add(description.JSON_LD, description.write(found, "jsonld", url))
        schema = description.schema(found, files, url)
        writer.add(description.SCHEMA, schema.encode())
        index = (writer.folder / "index.html").read_text(encoding="utf-8")
        writer.add("index.html", description.embedded(index, schema).encode())
        page = render_html(
            "published_files.html",
            files=files,
            digest=self.dataset.digest,
            manifest=manifest.NAME,
            is_packaged=not self.publication.data,
        )
        writer.add("data.html", writer.links.rewritten(page, "/data", "data.html").encode())

    def _finish(self, writer: PageWriter) -> None:
        """Write the files that depend on all others, and the manifest."""
        url = self.publication.public_url
        # GitHub Pages leaves out files with some names unless this file exists.
        writer.add(".nojekyll", b"")
        if url:
            for path, content in sitemap.files(writer.written, url):
                writer.add(path, content)
            rules = Template((description.FOLDER / "w3id.htaccess").read_text(encoding="utf-8"))
            writer.add(RULES, rules.substitute(root=url.rstrip("/"), kinds="|".join(KINDS)).encode())
        (writer.folder / manifest.NAME).write_text(manifest.text(writer.written.values()), encoding="utf-8")


def _documents() -> list[str]:
    """Return the addresses of documents of ADGO's own graph that other data name, but no page links to."""
    ontology = documents.ONTOLOGY.removeprefix(BASE)
    parts = [
        iri.removeprefix(BASE) for iri in documents.documents() if iri.startswith(f"{documents.ONTOLOGY}/")
    ]
    versions = [f"{ontology}/{version}" for version in documents.versions()]
    turtle = [f"/{quote(each)}?format=ttl" for each in (*parts, *versions)]
    return ["/context.jsonld", "/adgo.owl", "/data/adgo-all.ttl", *turtle]


def _added(writer: PageWriter, export: Export, content: bytes) -> PublishedFile:
    writer.add(export.path, content)
    return writer.written[export.path]
