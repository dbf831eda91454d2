"""`/certainty`: the eight standings, what each means, and how modality and status of a claim give it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from adgo.corpus import standings, undertakings
from adgo.corpus.corpus import Corpus
from adgo.server.pages.rendering import render_page
from adgo.server.site import site
from adgo.server.site_corpus import read_terms, read_whole

blueprint = Blueprint("certainty", __name__)


@dataclass(frozen=True)
class StandingUse:
    """A standing, the undertakings and the number of claims that have it, and the pairs that give it.

    The number is None if the data are too large to be counted.
    """

    name: str
    undertakings: list[str]
    claims: int | None
    pairs: list[tuple[str, list[str]]]


@blueprint.get("/certainty")
def page() -> Response:
    """Return the page that explains the standings."""
    here = site()
    whole = read_whole(here)
    corpus = read_terms(here) if whole is None else whole
    uses = _uses(corpus, is_whole=whole is not None)
    return render_page("certainty.html", c=corpus, uses=uses, real=standings.REAL)


def _uses(corpus: Corpus, *, is_whole: bool) -> list[StandingUse]:
    listed = undertakings.every(corpus)
    given = [standings.of_row(corpus, each) for each in corpus.claims]
    return [
        StandingUse(
            name,
            [each.iri for each in listed if name in each.standings],
            given.count(name) if is_whole else None,
            _pairs(corpus, name),
        )
        for name in standings.every(corpus)
    ]


def _pairs(corpus: Corpus, name: str) -> list[tuple[str, list[str]]]:
    """Return each modality that can give a standing, with the statuses that it takes; "" is a claim without one."""
    found: dict[str, list[str]] = {}
    for (modality, status), standing in standings.table(corpus).items():
        if standing == name:
            found.setdefault(modality, []).append(status)
    statuses = {status for _, status in standings.table(corpus)}
    return [
        (modality, [] if set(taken) == statuses else sorted(taken, key=lambda it: (not it, corpus.label(it))))
        for modality, taken in sorted(found.items(), key=lambda pair: corpus.label(pair[0]))
    ]
