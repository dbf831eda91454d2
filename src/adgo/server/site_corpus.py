"""The corpus of the data that a request reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from functools import partial

from adgo.corpus import reading
from adgo.corpus.corpus import Corpus
from adgo.server import page_queries
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site

#: Statuses of a query that is refused because its answer is too large, or would take too long.
_TOO_LARGE = (504, 507)
#: Seconds for which data that were too large are not read again, so that not every page takes that long to say so.
PAUSE = 60


def read_corpus(site: Site) -> Corpus:
    """Return the corpus of the data that the current request reads, from memory if they have not changed.

    Raises:
        Problem: if the data are too large to be read as a whole, so that no page shows a part as the whole.
    """
    return site.kept("corpus", lambda: _read(site, site.kept("refused corpus", list)))


def read_shown(site: Site, things: Iterable[str]) -> Corpus:
    """Return the corpus, or, if the data are too large, one that has only the labels and times of some things.

    Args:
        site: the site.
        things: the IRIs of the things that the page shows.

    Raises:
        Problem: if the data cannot be read.
    """
    whole = read_whole(site)
    return reading.read_shown(_ask(site), things, site.edition.digest) if whole is None else whole


def read_whole(site: Site) -> Corpus | None:
    """Return the corpus; None if the data are too large to be read as a whole.

    Raises:
        Problem: if the data cannot be read for another reason.
    """
    try:
        return read_corpus(site)
    except Problem as problem:
        if problem.status not in _TOO_LARGE:
            raise
        return None


def read_terms(site: Site) -> Corpus:
    """Return a corpus that has only the terms of the ontology, from memory if the data have not changed."""
    return site.kept("terms", lambda: reading.read_terms(_ask(site), site.edition.digest))


def read_near(site: Site, things: Collection[str], most: int) -> Corpus:
    """Return a corpus that has only what is said of some things, and the first claims that name them.

    Args:
        site: the site.
        things: the IRIs of the things.
        most: how many claims are read at most.

    Raises:
        Problem: if the data cannot be read.
    """
    return reading.read_near(_ask(site), things, read_terms(site), most)


def things_called(site: Site, name: str, most: int) -> list[str]:
    """Return the IRIs of the first things that have a name exactly, or with other capital letters.

    Args:
        site: the site.
        name: the name.
        most: how many things are returned at most.

    Raises:
        Problem: if the data cannot be read.
    """
    return reading.things_called(_ask(site), name, most)


def _ask(site: Site) -> Callable[[str], list[reading.Row]]:
    return partial(page_queries.answered, site)


def _read(site: Site, refusals: list[tuple[float, int]]) -> Corpus:
    """Return the corpus, unless it was refused a moment ago.

    Args:
        site: the site.
        refusals: until when the corpus counts as too large, and the status; the last one counts, and is added here.
    """
    if refusals and time.monotonic() < refusals[-1][0]:
        raise _too_large(site, refusals[-1][1])
    try:
        return reading.read(_ask(site), site.edition.digest)
    except Problem as problem:
        if problem.status not in _TOO_LARGE:
            raise
        refusals.append((time.monotonic() + PAUSE, problem.status))
        raise _too_large(site, problem.status) from problem


def _too_large(site: Site, status: int) -> Problem:
    settings = site.settings
    return Problem(
        status,
        "These data are too large for this page, which is made from all claims and all things: to read them takes "
        f"more than {settings.result} MiB (--result), {settings.memory} MiB of memory (--memory) or "
        f"{settings.timeout:g} seconds (--timeout). Nothing is shown, as a part would look like the whole. The home "
        "page, pages of things, the search for an exact name and SPARQL work.",
        {"Retry-After": f"{PAUSE}"},
    )
