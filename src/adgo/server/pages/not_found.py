"""What the page of an address that does not exist offers: the name to search for, and things with similar names."""

from __future__ import annotations

from urllib.parse import unquote

from rapidfuzz import fuzz, process

from adgo.corpus import names
from adgo.corpus.corpus import Corpus
from adgo.corpus.folding import folded
from adgo.server import site_corpus
from adgo.server.protocol.problem import Problem
from adgo.server.site import site

#: How many things with similar names the page offers.
MOST = 3
#: The longest name that is compared, in characters.
LONGEST = 80
SUFFIXES = (".html", ".ttl", ".nt", ".jsonld", ".rdf", ".csv", ".xlsx", ".json")


def sought(path: str) -> str:
    """Return the name in the path of a URL: its last segment in words, without the suffix of a format."""
    name = unquote(path).rstrip("/").rpartition("/")[2]
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return " ".join(name.replace("-", " ").replace("_", " ").split())[:LONGEST]


def nearest(name: str) -> list[str]:
    """Return the IRIs of the things whose names are most similar; none if the data cannot be read."""
    if not name:
        return []
    try:
        corpus = site_corpus.read_corpus(site())
    except Problem:
        return []
    return _similar(corpus, name)


def _similar(corpus: Corpus, name: str) -> list[str]:
    named = names.proposed(corpus)
    least = 100 * names.LIKENESS
    close = process.extract(folded(name), list(named), scorer=fuzz.ratio, limit=3 * MOST, score_cutoff=least)
    found = [*(folded(each) for each in names.nearest(corpus, name)), *(each for each, _, _ in close)]
    return list(dict.fromkeys(it for each in found for it in named.get(each, ())))[:MOST]
