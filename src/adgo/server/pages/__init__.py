"""The HTML pages: each module is named after what its page shows, `drawing` draws."""

from collections.abc import Sequence

from adgo.corpus import dates, editorial, english, facts, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.summary import folding
from adgo.server.pages import (
    completion,
    differences,
    empty_result,
    home,
    standard_differences,
)
from adgo.server.pages.citing import canonical, cite_box
from adgo.server.pages.finding import search
from adgo.server.pages.overviews import indicators, network, projects, timeline, world_map
from adgo.server.pages.pictures import downloads
from adgo.server.pages.project import about, changes, corrections
from adgo.server.pages.texts import article_texts, reading
from adgo.server.pages.things import certainty
from adgo.server.protocol import negotiation
from adgo.server.site import site
from adgo.server.site_corpus import read_terms

BLUEPRINTS = (
    empty_result.blueprint,
    home.blueprint,
    search.blueprint,
    network.blueprint,
    projects.blueprint,
    timeline.blueprint,
    indicators.blueprint,
    differences.blueprint,
    world_map.blueprint,
    about.blueprint,
    changes.blueprint,
    corrections.blueprint,
    completion.blueprint,
    standard_differences.blueprint,
    certainty.blueprint,
    downloads.blueprint,
)


def _css(claims: Sequence[Claim], corpus: Corpus) -> str:
    """Return the CSS class of what claims state: doubted, real, ended or planned."""
    if editorial.all_disputed(corpus, claims):
        return "doubted"
    return standings.line(standings.of_fact(corpus, claims))


FILTERS = {
    "range_of": lambda time, corpus: dates.read_time(corpus, time),
    "time_of": lambda term, corpus: dates.read_term(corpus, term),
    "date_words": dates.day_words,
    "label_of": lambda it, corpus: corpus.label(it),
    "standing_words": lambda name: standings.label(read_terms(site()), name),
    "standing_definition": lambda name: standings.definition(read_terms(site()), name),
    "claim_standings": lambda claim, corpus: standings.of_fact(corpus, [claim]),
    "fact_standings": lambda claims, corpus: standings.of_fact(corpus, claims),
    "added_of": lambda given, corpus, claims: standings.added(corpus, given, claims),
    "added_in_list": lambda it, corpus: standings.added_in_list(corpus, it),
    "disputing": lambda claims, corpus: editorial.disputing(corpus, claims),
    "certainty_of": lambda fact, corpus: ", ".join(fact.certainty(corpus)),
    "css_of": _css,
    "line_of": standings.line,
    "indefinite": english.indefinite,
    "dated": english.dated,
    "literal_time": lambda text, datatype: time.words if (time := dates.read_literal(text, datatype)) else "",
    "passage_words": lambda it, corpus: (
        article_texts.words(site(), corpus, it) if it and site().texts else ""
    ),
    "folded": folding.folded,
    "standings_of": lambda it, corpus: standings.in_list(corpus, it),
    "stated_kinds_of": lambda it, corpus: standings.stated_kinds(corpus, it),
    "counted_of": facts.counted,
    "capitalised": lambda text: text[:1].upper() + text[1:],
    "media_type": negotiation.media_type,
    "canonical": canonical.of_page,
    "short_summary": canonical.short_summary,
    "cite_thing": cite_box.cite_thing,
    "cite_page": cite_box.cite_page,
    **differences.FILTERS,
    **downloads.FILTERS,
    **reading.FILTERS,
}
