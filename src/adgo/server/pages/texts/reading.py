"""The text of an article with its passages marked, for people who have the text."""

from __future__ import annotations

from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.texts.places import occurrences
from adgo.corpus.texts.segments import Occurrence, Segment, cut
from adgo.graph.namespaces import PREFIXES
from adgo.server.pages.texts import article_texts
from adgo.server.pages.texts.article_texts import PassageWords
from adgo.server.site import Site, site
from adgo.server.site_corpus import read_corpus


def segments(here: Site, corpus: Corpus, source: str) -> list[Segment]:
    """Return the text of an article, cut at the ends of its passages; empty if the server does not have the text.

    Args:
        here: the site that serves the request.
        corpus: the graph, which knows the passages.
        source: the IRI of the article.
    """
    text = article_texts.text(here, corpus, source)
    return cut(text, occurrences(corpus, source)) if text is not None else []


def number(passage: str) -> str:
    """Return the number of a passage within its article, such as 34 for passage 002-34."""
    name = passage.removeprefix(PREFIXES["p"])
    return name.partition("-")[2] or name


def anchor(occurrence: Occurrence) -> str:
    """Return the anchor of a place of a passage: p-34, and p-34-2 for its second place."""
    more = f"-{occurrence.number}" if occurrence.number > 1 else ""
    return f"p-{number(occurrence.passage)}{more}"


def passages_with_words(claims: list[Claim]) -> list[PassageWords]:
    """Return the words of the passages of claims, each once; those without words are left out."""
    passages = dict.fromkeys(each.passage for each in claims if each.passage)
    found = (article_texts.passage_words(site(), read_corpus(site()), each) for each in passages)
    return [each for each in found if not each.is_paraphrase]


def words_beside(passage: str, other: str) -> PassageWords:
    """Return the words of a passage; those are marked that another passage lacks, if its IRI is not ""."""
    here = site()
    corpus = read_corpus(here)
    return article_texts.passage_words(
        here, corpus, passage, article_texts.words(here, corpus, other) if other else ""
    )


#: What templates ask about the words of articles.
FILTERS = {
    "anchor": anchor,
    "passage_number": number,
    "passages_with_words": passages_with_words,
    "words_beside": words_beside,
}
