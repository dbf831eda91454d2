"""What the search of a published folder finds: things by their names and descriptions, and the stored questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.search import texts
from adgo.queries import Question


def entries(
    corpus: Corpus, questions: Iterable[Question], page_of: Callable[[str], str | None]
) -> dict[str, list[dict[str, Any]]]:
    """Return everything that can be found, each with the link to its page.

    Args:
        corpus: the graph.
        questions: the stored questions.
        page_of: returns the link from the top of the folder to the page about a thing, None if it has none.
    """
    by_thing: dict[str, list[list[Any]]] = {}
    for text in texts.every(corpus):
        if text.field != "context":
            by_thing.setdefault(text.it, []).append([texts.WEIGHTS[text.field], text.text])
    return {
        "things": [
            _thing(corpus, it, link, found)
            for it, found in sorted(by_thing.items())
            if (link := page_of(it)) is not None
        ],
        "questions": [
            {
                "title": each.title,
                "question": each.general,
                "words": each.words,
                "link": f"queries/{each.name}.html",
            }
            for each in questions
        ],
    }


def _thing(corpus: Corpus, it: str, link: str, found: list[list[Any]]) -> dict[str, Any]:
    # What is only disputed has words, but no standing.
    certain = zip_longest(standings.in_list(corpus, it), standings.labels_in_list(corpus, it), fillvalue="")
    return {
        "label": corpus.label(it),
        "link": link,
        "kinds": [corpus.label(kind) for kind in corpus.classes(it) if corpus.knows(kind)],
        "standings": [[name.lower(), words] for name, words in certain],
        "texts": sorted(found, key=lambda each: (-each[0], each[1])),
    }
