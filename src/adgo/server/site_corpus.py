"""The corpus of the data that a request reads."""

from __future__ import annotations

from functools import partial

from adgo.corpus import reading
from adgo.corpus.corpus import Corpus
from adgo.server import page_queries
from adgo.server.site import Site


def read_corpus(site: Site) -> Corpus:
    """Return the corpus of the data that the current request reads, from memory if they have not changed."""
    return site.kept(
        "corpus", lambda: reading.read(partial(page_queries.answered, site), site.edition.digest)
    )
