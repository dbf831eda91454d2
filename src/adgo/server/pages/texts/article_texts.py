"""The texts of the articles that the server was given, and the words of their passages."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from flask import g

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements.card import Card
from adgo.corpus.texts.places import places
from adgo.corpus.texts.word_marks import MarkedText, marked, marked_terms
from adgo.evidence.sources import NoTexts, Source, Texts
from adgo.graph.changing.file_stamps import stamps
from adgo.graph.namespaces import PREFIXES
from adgo.server.site import Site
from adgo.server.site_corpus import read_corpus

HAS_SOURCE = PREFIXES["oa"] + "hasSource"
#: How many passages of a source a card shows.
MOST = 3


@dataclass(frozen=True)
class PassageWords:
    """The words of a passage in pieces; without the article's text, its paraphrase."""

    passage: str
    pieces: tuple[MarkedText, ...]
    is_paraphrase: bool


def text_of(site: Site, source: Source) -> str | None:
    """Return the text of an article if the server has it with the digest on record."""
    if site.texts is None:
        return None
    folder = site.texts
    if "article_texts" not in g:  # One state of the files for all of a page.
        g.article_texts = site.kept("article texts", dict, state(site))
    kept: dict[Source, str | None] = g.article_texts
    if source not in kept:
        kept[source] = _recorded(folder, source)
    return kept[source]


def text(site: Site, corpus: Corpus, source: str) -> str | None:
    """Return the text of an article of the corpus if the server has it with the digest on record.

    Args:
        site: the site that serves the request.
        corpus: the graph, which has the record of the article.
        source: the IRI of the article.
    """
    length, digest = corpus.count(source, "length"), corpus.first(source, "sha256")
    if length is None or not digest:
        return None
    return text_of(site, Source(source.removeprefix(PREFIXES["src"]), length, digest))


def words(site: Site, corpus: Corpus, passage: str) -> str:
    """Return the words of a passage at its first place; "" if the server does not have the text.

    Args:
        site: the site that serves the request.
        corpus: the graph, which has the records of the passage and of its article.
        passage: the IRI of the passage.
    """
    content = text(site, corpus, corpus.first(passage, HAS_SOURCE))
    found = places(corpus, passage)
    return content[found[0][0] : found[0][1]] if content is not None and found else ""


def passage_words(site: Site, corpus: Corpus, passage: str, other: str = "") -> PassageWords:
    """Return the words of a passage, or its paraphrase if the server does not have the text.

    Args:
        site: the site that serves the request.
        corpus: the graph.
        passage: the IRI of the passage.
        other: words of another passage; what they lack is marked, unless they are "".
    """
    found = words(site, corpus, passage)
    if not found:
        return _paraphrase(corpus, passage)
    pieces = marked(found, other) if other.strip() else [MarkedText(found)]
    return PassageWords(passage, tuple(pieces), is_paraphrase=False)


def beside(site: Site, card: Card) -> dict[str, list[PassageWords]]:
    """Return the words of the passages of a card by source; those that the source beside it lacks are marked.

    A source is compared with the first of another family, as sources of one family are often alike; if there is
    none, with the first other source.
    """
    corpus = read_corpus(site)
    shown = {source: card.passages.get(source, [])[:MOST] for source in card.sources}
    if card.badge.key == "wording":
        return {
            source: [_named(site, corpus, card, each) for each in listed] for source, listed in shown.items()
        }
    joined = {
        source: " ".join(words(site, corpus, each) for each in listed) for source, listed in shown.items()
    }
    return {
        source: [
            passage_words(site, corpus, each, joined.get(_other(corpus, card, source), "")) for each in listed
        ]
        for source, listed in shown.items()
    }


def _named(site: Site, corpus: Corpus, card: Card, passage: str) -> PassageWords:
    """Return the words of a passage with the names marked that the card compares."""
    sides = [side for aspect in card.aspects for sides in aspect.cells.values() for side in sides]
    terms = [
        term.value for side in sides if side.passage == passage for _, term in side.terms if not term.is_iri
    ]
    found = words(site, corpus, passage)
    pieces = marked_terms(found, terms) if found else []
    return (
        PassageWords(passage, tuple(pieces), is_paraphrase=False) if found else _paraphrase(corpus, passage)
    )


def _paraphrase(corpus: Corpus, passage: str) -> PassageWords:
    text = corpus.first(passage, PREFIXES["dcterms"] + "description")
    return PassageWords(passage, (MarkedText(text),), is_paraphrase=True)


def _other(corpus: Corpus, card: Card, source: str) -> str:
    family = corpus.first(source, "inFamily")
    others = [it for it in card.sources if it != source]
    apart = [it for it in others if corpus.first(it, "inFamily") != family]
    return next(iter(apart or others), "")


def state(site: Site) -> Hashable:
    """Return what changes if a file of the folder of texts does; None if there is no such folder."""
    if site.texts is None:
        return None
    folder = site.texts
    try:
        return stamps(sorted(folder.iterdir()))
    except OSError:
        return None


def _recorded(folder: Path, source: Source) -> str | None:
    try:
        found = Texts(folder).of(source)
    except (NoTexts, OSError):
        return None
    return found.content if found is not None and found.recorded else None
