"""How long the answers to the stored questions are, counted a few at a time."""

from __future__ import annotations

import json
import math
import time

from adgo.queries import Question
from adgo.server.protocol.negotiation import RESULTS
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.site import Site
from adgo.sparql.text import SparqlText

#: For how long the first request counts, and each later one, in seconds.
FIRST, LATER = 0.2, 0.02
#: The time limit of each question, in seconds.
LIMIT = 5.0


def count(site: Site) -> dict[str, str]:
    """Return the length of each answer that is known, in words, such as "12 rows" or "yes", by the question's name.

    Each request counts some that are missing, in the order in which the page shows them, so that no request is slow and
    nothing is counted for a state of the data that nobody reads. The answers are those for the parameters' defaults.
    """
    known: dict[str, str] = site.kept("answer counts", dict)
    end = time.monotonic() + (LATER if known else FIRST)
    # A page of a published folder is written once, so it waits for all of them.
    end = math.inf if site.published else end
    for question in sorted(site.questions.values(), key=lambda each: each.order):
        if time.monotonic() >= end:
            break
        if question.name not in known:
            known[question.name] = _length(site, question)
    return {name: words for name, words in known.items() if words}


def _length(site: Site, question: Question) -> str:
    """Return the length of an answer in words; "" if the question cannot be answered within the limit."""
    text = question.ask(site.default_arguments(question))
    request = QueryRequest(SparqlText(text), RESULTS[0], seconds=LIMIT)
    try:
        answer = json.loads(site.endpoint.reply(request, site.edition).content())
    except Problem:
        return ""
    if "boolean" in answer:
        return "yes" if answer["boolean"] else "no"
    rows = len(answer["results"]["bindings"])
    return f"{rows} row{'' if rows == 1 else 's'}"
