"""Where the backend is, and the credentials that it wants."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path

from adgo.turtle.iris import is_loose
from adgo.turtle.web.client import check_url
from adgo.turtle.web.errors import FetchError


class BackendRefused(ValueError):
    """An address, or a file of credentials, that cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class BackendAddress:
    """A backend.

    Attributes:
        url: its address.
        authorization: the value of the Authorization header; "" for none. It is never printed.
        default_graphs: IRIs of the graphs that make the default graph; () to find out.
    """

    url: str
    authorization: str = field(default="", repr=False)
    default_graphs: tuple[str, ...] = ()


def check_address(url: str) -> str:
    """Return the address of a backend; BackendRefused if no request can be sent to it."""
    try:
        check_url(url)
    except FetchError as error:
        raise BackendRefused(f"--backend {url}: {error}") from error
    if "?" in url or "#" in url:
        raise BackendRefused(f"--backend {url}: leave out what follows the path")
    return url


def check_graphs(iris: tuple[str, ...]) -> tuple[str, ...]:
    """Return the IRIs of graphs, each once; BackendRefused if one is not an absolute IRI."""
    for iri in iris:
        if not is_loose(iri):
            raise BackendRefused(
                f"--backend-default-graph {iri}: give the whole IRI, such as http://example.org/g"
            )
    return tuple(dict.fromkeys(iris))


def read_authorization(file: Path) -> str:
    """Return the value of the Authorization header for the credentials in a file.

    Args:
        file: a text file with one line: `user:password`, or a bearer token.

    Raises:
        OSError: if the file cannot be read.
        BackendRefused: if it does not have one line of ASCII characters.
    """
    # A byte order mark, which some editors write, is not part of the credentials.
    try:
        line = file.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BackendRefused(f"{file}: not UTF-8 at byte {error.start}. Save it as plain text.") from error
    if not line or not line.isprintable() or not line.isascii():
        raise BackendRefused(
            f"{file}: write one line of ASCII characters into the file: user:password, or a bearer token"
        )
    if ":" not in line:
        return f"Bearer {line.removeprefix('Bearer ')}"
    return f"Basic {base64.b64encode(line.encode()).decode()}"
