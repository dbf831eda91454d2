"""`/network.svg`, `/map.png` and the like, and `/embed/network`: pictures outside their pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from adgo.corpus import dates
from adgo.server import delivery, site_corpus
from adgo.server.pages import page_arguments
from adgo.server.pages.citing import cite_box
from adgo.server.pages.pictures import png, standalone
from adgo.server.pages.pictures.shared_picture import ABOUT, VIEWS, SharedPicture, requested
from adgo.server.pages.rendering import render_page
from adgo.server.protocol.cache import CachedAnswer
from adgo.server.protocol.problem import Problem
from adgo.server.published_folder import PublishedFolder
from adgo.server.reply import Reply
from adgo.server.site import Site, site

blueprint = Blueprint("pictures", __name__)
#: Media types by the end of the address.
TYPES = {"svg": "image/svg+xml", "png": "image/png"}
#: A picture holds its style; nothing else may be loaded, and no script may run. Other sites may show it.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"
#: As for all pages, but other sites may show the view.
EMBED_POLICY = "default-src 'self'; frame-ancestors *; base-uri 'none'; form-action 'none'"
#: What is said in a PNG that lacks letters.
CAUTION = "Some letters are shown as boxes, because the server has no font for them; the SVG has them all."
_VIEW = f"<any({','.join(VIEWS)}):view>"


@dataclass(frozen=True)
class PictureLinks:
    """The addresses of a picture as SVG, as PNG and as a view to embed, and the HTML that embeds it."""

    svg: str
    png: str
    frame: str
    image: str


@blueprint.get(f"/{_VIEW}.<any({','.join(TYPES)}):form>")
def file(view: str, form: str) -> Response:
    """Return a picture as a file that stands alone, with the selection of the page of the same name."""
    page_arguments.require_known()
    here, today = site(), cite_box.edition()
    key = f"picture-{today.digest}-{today.day}-{form}-{here.url(request.full_path)}"
    entry = here.endpoint.cache.get(key)
    if entry is None:
        content = _content(here, requested(site_corpus.read_corpus(here), view), form)
        tag = f"picture-{hashlib.sha256(content).hexdigest()[:32]}"
        entry = CachedAnswer(content, TYPES[form], tag)
        here.endpoint.cache.put(key, entry)
    response = delivery.deliver(Reply(entry.tag, entry.content_type, entry=entry))
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response


@blueprint.get(f"/embed/{_VIEW}")
def embed(view: str) -> Response:
    """Return a picture with its title and legend, without the navigation, for frames in pages of other sites."""
    page_arguments.require_known()
    corpus = site_corpus.read_corpus(site())
    picture = requested(corpus, view)
    today = cite_box.edition()
    response = render_page(
        "embed.html", picture=picture, edition=today, day=dates.day(today.day) if today.day else ""
    )
    response.headers["Content-Security-Policy"] = EMBED_POLICY
    return response


def links(view: str, about: str = "") -> PictureLinks:
    """Return the links of the picture on the current page; "" for what a published folder does not have.

    Args:
        view: the name of the view.
        about: the thing of a neighbourhood; for any other view the arguments of the request are kept.
    """
    pairs = [(ABOUT, about)] if about else page_arguments.kept(view)
    query = f"?{urlencode(pairs)}" if pairs else ""
    if folder := site().published:
        return _published(folder, view, query)
    try:
        root = site().url().rstrip("/")
    except Problem:  # The Host header names no host; the page itself does not need it.
        root = ""
    svg, frame = f"/{view}.svg{query}", f"{root}/embed/{view}{query}"
    return PictureLinks(
        svg,
        f"/{view}.png{query}",
        _frame(frame, view),
        _image(root + svg, view),
    )


def _published(folder: PublishedFolder, view: str, query: str) -> PictureLinks:
    """Return the links of a picture in a published folder, which has views to embed and PNG only of whole pages."""
    svg, png, frame, image = f"/{view}.svg{query}", "" if query else f"/{view}.png", "", ""
    if folder.public_url:
        image = _image(folder.locate(svg), view)
        frame = "" if query else _frame(folder.locate(f"/embed/{view}"), view)
    return PictureLinks(svg, png, frame, image)


def _frame(address: str, view: str) -> str:
    return f'<iframe src="{address}" title="ADGO: {view}" width="100%" height="700" loading="lazy"></iframe>'


def _image(address: str, view: str) -> str:
    return f'<img src="{address}" alt="ADGO: {view}">'


def _content(here: Site, picture: SharedPicture, form: str) -> bytes:
    """Return the bytes of a file."""
    root, edition = here.url().rstrip("/"), cite_box.edition()
    if folder := here.published:
        picture = replace(picture, page=folder.locate(picture.page) if folder.public_url else "")
    svg = standalone.compose(picture, root, edition)
    if form == "svg":
        return svg.encode()
    return png.draw(svg, standalone.compose(picture, root, edition, CAUTION))


def preview(view: str, about: str = "") -> str:
    """Return the absolute address of a picture as PNG, for previews of its page; "" if nobody could fetch it.

    Args:
        view: the name of the view.
        about: the thing of a neighbourhood.
    """
    if not png.is_available() or not (path := links(view, about).png):
        return ""
    if folder := site().published:
        return folder.locate(path) if folder.public_url else ""
    try:
        return site().url(path)
    except Problem:  # The Host header names no host; the page itself does not need it.
        return ""


FILTERS = {"picture_links": links}
