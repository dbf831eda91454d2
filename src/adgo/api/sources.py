"""What `adgo.load` was given: the packaged graph, paths, rdflib graphs, or the address of an endpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from adgo.turtle.formats import ENDINGS
from adgo.turtle.web.client import check_url
from adgo.turtle.web.errors import FetchError

if TYPE_CHECKING:
    from rdflib import Graph as RdflibGraph

_EXPECTED = (
    "a path, an rdflib graph, a graph of adgo.load, several of these, or the address of a SPARQL endpoint"
)


@dataclass(frozen=True)
class GivenSources:
    """The sources of a graph, each once.

    Attributes:
        has_packaged: whether the packaged graph is one of them.
        paths: files, folders and glob patterns.
        graphs: rdflib graphs and datasets.
        endpoint: the address of an endpoint, which is the only source then; "" if there is none.
    """

    has_packaged: bool = False
    paths: tuple[str | Path, ...] = ()
    graphs: tuple[RdflibGraph, ...] = ()
    endpoint: str = ""

    @property
    def is_packaged_alone(self) -> bool:
        """Whether nothing is added to the packaged graph."""
        return self.has_packaged and not self.own

    @property
    def own(self) -> list[str | Path | RdflibGraph]:
        """The sources that are not the packaged graph, for functions that read files and rdflib graphs."""
        return [*self.paths, *self.graphs]


def read(source: Any) -> GivenSources:
    """Return what was given.

    Args:
        source: None for the packaged graph, a source, or several.

    Raises:
        TypeError: if something is not a source.
        ValueError: if there are no sources, or an address cannot be asked, or not together with others.
    """
    if source is None:
        return GivenSources(has_packaged=True)
    several = list(source) if _is_several(source) else [source]
    if not several:
        raise ValueError("there are no sources: the list is empty; leave it out to load ADGO's own graph")
    found = [_one(each) for each in several]
    if len(found) > 1 and (remote := [each.endpoint for each in found if each.endpoint]):
        raise ValueError(
            f"{remote[0]} is an endpoint, which cannot be merged with other sources: load it alone"
        )
    return GivenSources(
        any(each.has_packaged for each in found),
        tuple(dict.fromkeys(path for each in found for path in each.paths)),
        tuple({id(graph): graph for each in found for graph in each.graphs}.values()),
        found[0].endpoint,
    )


def _is_several(source: Any) -> bool:
    return (
        isinstance(source, Iterable) and not isinstance(source, str | bytes | dict) and not _is_graph(source)
    )


def _is_graph(source: Any) -> bool:
    return hasattr(source, "triples") or isinstance(getattr(source, "sources", None), GivenSources)


def _one(source: Any) -> GivenSources:
    """Return one source; TypeError or ValueError if it is not one."""
    if isinstance(given := getattr(source, "sources", None), GivenSources):
        return given
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        return GivenSources(endpoint=_address(source))
    if isinstance(source, str | Path):
        return GivenSources(paths=(source,))
    if hasattr(source, "triples"):
        return GivenSources(graphs=(source,))
    raise TypeError(f"{type(source).__name__} is not a source; expected {_EXPECTED}")


def _address(url: str) -> str:
    """Return the address of an endpoint; ValueError if it is not valid, or that of a file."""
    try:
        address = check_url(url)
    except FetchError as error:
        raise ValueError(f"{url}: {error}") from error
    if urlsplit(url).path.lower().endswith(tuple(ENDINGS)):
        raise ValueError(
            f"{url} is the address of a file, and only endpoints are asked: download it, and load the path"
        )
    return address
