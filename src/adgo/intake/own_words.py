"""Checks that a paraphrase does not copy an article."""

from __future__ import annotations

import re

#: A run of this many words of an article is a quotation, which ADGO's data never have.
COPIED = 8


def copied_words(article: str, paraphrase: str) -> str:
    """Return the first eight words in a row that a paraphrase has in common with an article; "" if there are none.

    Args:
        article: the text of the article.
        paraphrase: the words to check; case and punctuation do not matter.
    """
    there, here = _words(article), _words(paraphrase)
    runs = {tuple(there[place : place + COPIED]) for place in range(len(there) - COPIED + 1)}
    for place in range(len(here) - COPIED + 1):
        run = tuple(here[place : place + COPIED])
        if run in runs:
            return " ".join(run)
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
