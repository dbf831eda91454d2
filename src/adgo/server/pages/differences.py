"""`/differences`: one card for each statement or thing on which sources disagree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, g, request

from adgo.corpus import names, selection
from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import cards, choice, mentions, rows, tally, wording
from adgo.corpus.disagreements.card import Card
from adgo.corpus.disagreements.choice import Choice
from adgo.corpus.disagreements.table import table
from adgo.corpus.disagreements.vocabulary import Badge
from adgo.corpus.reading import Row
from adgo.evidence.conflict_kinds import BADGES, HEADINGS, in_order
from adgo.evidence.conflicts import PREFIX
from adgo.server import site_corpus
from adgo.server.pages.overviews.overview import Overview
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.pages.texts import article_texts
from adgo.server.protocol.negotiation import RESULTS
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.site import Site, site
from adgo.server.store.editions import Edition
from adgo.sparql.text import SparqlText

blueprint = Blueprint("differences", __name__)
#: How many cards are open at first.
OPEN = 6
#: Arguments that are not facets.
ABOUT, KIND = "about", "kind"
#: What templates ask about cards.
FILTERS = {
    "families": lambda card, corpus: wording.families(corpus, card),
    "is_disputed": lambda card, corpus, aspect, side: wording.is_disputed(corpus, card, aspect, side),
    "beside": lambda card: article_texts.beside(site(), card),
    "card_body": lambda card: body(site(), card),
    "option_name": lambda option, facet, corpus: corpus.kept(
        f"argument {facet} {option.iri}", lambda: selection.short_name(corpus, facet, option.iri)
    ),
}


@blueprint.get("/differences")
def page() -> Response:
    """Return the chosen cards by section, as a page or as a table."""
    here = site()
    corpus = site_corpus.read_corpus(here)
    chosen = _choice(corpus)
    shown = chosen.of(corpus, read_cards(here))
    return table_response.respond(lambda: [table(corpus, shown)], lambda: _page(here, corpus, chosen, shown))


def _page(here: Site, corpus: Corpus, chosen: Choice, shown: list[Card]) -> Response:
    every = read_cards(here)
    values = [choice.values(corpus, card) for card in chosen.but_facets(corpus, every)]
    # A published folder has no combinations of filters.
    offered = [] if here.published and chosen else selection.menus(chosen.selection, values)
    menus = [each for each in offered if each.facet.name != KIND]
    return render_page(
        "differences.html",
        c=corpus,
        sections=sections(shown),
        shown=shown,
        total=len(every),
        words=tally.in_words(shown),
        opened=shown[: OPEN if len(shown) > OPEN + 2 else len(shown)],
        chosen=chosen,
        about=corpus.label(chosen.about) if chosen.about else "",
        filter_words=chosen.words(corpus),
        offered=here.kept("names in differences", lambda: _offered(corpus, _by_thing(here, corpus))),
        kinds=here.kept("kinds of differences", lambda: _kind_counts(every)),
        o=Overview(chosen.selection, menus, len(shown), len(every), "topics"),
        judgements=_unplaced(corpus, every) if not chosen else [],
        has_texts=here.texts is not None,
    )


def sections(shown: Iterable[Card]) -> list[tuple[Badge, list[Card]]]:
    """Return the cards by section, each with the badge that it is about."""
    grouped = [list(alike) for _, alike in groupby(shown, key=lambda card: card.badge.key)]
    return [(alike[0].badge, alike) for alike in grouped]


def read_cards(here: Site) -> list[Card]:
    """Return all cards in their order, from memory if the data have not changed."""
    return here.kept("differences", lambda: cards.cards(site_corpus.read_corpus(here), _find(here)))


def touching(here: Site, corpus: Corpus, it: str) -> list[Card]:
    """Return the cards that are about a thing or name it on one of their sides.

    Args:
        here: the site that serves the request.
        corpus: the graph.
        it: the thing.
    """
    return _by_thing(here, corpus).get(it, [])


def _by_thing(here: Site, corpus: Corpus) -> dict[str, list[Card]]:
    return here.kept("differences by thing", lambda: mentions.by_thing(corpus, read_cards(here)))


def body(here: Site, card: Card) -> str:
    """Return the HTML of what is in a card, from memory if neither the data nor the articles' texts have changed."""
    if "bodies" not in g:  # The same for all cards of a page.
        g.bodies = here.kept("bodies of cards", dict, article_texts.state(here))
    kept: dict[tuple[str, str], str] = g.bodies
    key = (card.iri, card.heading)
    if key not in kept:
        macros: Any = current_app.jinja_env.get_template("cards.html").module
        kept[key] = macros.body(site_corpus.read_corpus(here), card)
    return kept[key]


def examples(here: Site, limit: int = 4) -> list[Card]:
    """Return the first cards of the first sections, one of each."""
    return [alike[0] for _, alike in sections(read_cards(here))][:limit]


def _choice(corpus: Corpus) -> Choice:
    """Return what the arguments choose; a kind that is not a kind of conflict is one of undertakings."""
    given = [(name, value.strip()) for name, value in request.args.items(multi=True)]
    kinds = tuple(value for name, value in given if name == KIND and value in BADGES)
    about = next((value for name, value in given if name == ABOUT and value), "")
    try:
        it = names.find(corpus, about) if about else ""
        others = [(name, value) for name, value in given if name != KIND or value not in BADGES]
        return Choice(it, kinds, selection.read(corpus, others))
    except (names.UnknownName, names.AmbiguousName) as error:
        raise Problem(400, str(error), named=error.named) from error
    except selection.UnknownValue as error:
        raise Problem(
            400, f"{error.args[0]} Kinds of difference are {', '.join(BADGES)}.", named=error.named
        ) from error


def _offered(corpus: Corpus, by_thing: dict[str, list[Card]]) -> list[str]:
    """Return the labels of the firms, people and places about which there are cards, sorted."""
    kinds = ("Organization", "Person", "Place")
    found = {corpus.label(it) for it in by_thing if any(corpus.is_a(it, name) for name in kinds)}
    return sorted(found, key=str.casefold)


def _kind_counts(every: list[Card]) -> list[tuple[str, str, int]]:
    """Return the kinds in their order, each with its heading and the number of cards that have it."""
    found = Counter(kind for card in every for kind in card.kinds)
    return [(kind, HEADINGS[kind], found[kind]) for kind in in_order(found)]


def _unplaced(corpus: Corpus, every: list[Card]) -> list[str]:
    """Return the editors' judgements that are on no card, sorted by label."""
    placed = {judgement for card in every for judgement in card.judgements}
    return sorted(set(corpus.apart.get("judgements", {})) - placed, key=corpus.label)


def _find(here: Site) -> list[rows.Difference]:
    edition = here.edition  # The threads have no request of their own from which to take it.
    asked = [(kind, here.questions[PREFIX + kind].text) for kind in BADGES if PREFIX + kind in here.questions]
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda pair: (pair[0], _ask(here, edition, pair[1])), asked)
        return rows.read(answers)


def _ask(here: Site, edition: Edition, text: str) -> list[Row]:
    reply = here.endpoint.reply(QueryRequest(SparqlText(text), RESULTS[0]), edition)
    return list(json.loads(reply.content())["results"]["bindings"])
