"""The search over the data that a request reads."""

from __future__ import annotations

from adgo.corpus.search.search import Search
from adgo.server.site import Site
from adgo.server.site_corpus import read_corpus


def read_search(site: Site) -> Search:
    """Return the search over the data that the current request reads, from memory if they have not changed."""
    return site.kept("search", lambda: Search(read_corpus(site), site.questions.values()))
