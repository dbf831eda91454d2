"""Pages for people: view models over one reading of the graph, each module named after what its page shows."""

from adgo.server import negotiation
from adgo.server.pages import (
    about,
    absence,
    completion,
    dates,
    differences,
    disagreements,
    facts,
    home,
    indicators,
    network,
    query,
    search,
    standings,
    timeline,
    worldmap,
)

BLUEPRINTS = (
    absence.blueprint,
    home.blueprint,
    search.blueprint,
    network.blueprint,
    timeline.blueprint,
    indicators.blueprint,
    disagreements.blueprint,
    worldmap.blueprint,
    query.blueprint,
    about.blueprint,
    completion.blueprint,
)
FILTERS = {
    "range_of": lambda time, corpus: dates.read(corpus, time),
    "label_of": lambda it, corpus: corpus.label(it),
    "standings_of": lambda it, corpus: standings.of(corpus, it),
    "counted_of": facts.counted,
    "media_type": negotiation.media_type,
    "difference_kind": differences.KINDS.__getitem__,
}
