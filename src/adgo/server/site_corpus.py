"""The corpus of the data that a request reads."""

from __future__ import annotations

from functools import partial

from adgo.corpus import reading
from adgo.corpus.corpus import Corpus
from adgo.server import page_queries
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site

#: Statuses of a query that is refused because its answer is too large, or would take too long.
_TOO_LARGE = (504, 507)


def read_corpus(site: Site) -> Corpus:
    """Return the corpus of the data that the current request reads, from memory if they have not changed.

    Raises:
        Problem: if the data are too large to be read as a whole, so that no page shows a part as the whole.
    """
    return site.kept("corpus", lambda: _read(site))


def _read(site: Site) -> Corpus:
    try:
        return reading.read(partial(page_queries.answered, site), site.edition.digest)
    except Problem as problem:
        if problem.status not in _TOO_LARGE:
            raise
        settings = site.settings
        raise Problem(
            problem.status,
            "These data are too large for this page, which is made from all claims and all things: to read them takes "
            f"more than {settings.result} MiB (--result), {settings.memory} MiB of memory (--memory) or "
            f"{settings.timeout:g} seconds (--timeout). Nothing is shown, as a part would look like the whole. Ask a "
            "SPARQL query instead.",
            problem.headers,
        ) from problem
