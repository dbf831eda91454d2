"""Pages for people: view models over one reading of the graph, each module named after what its page shows."""

from adgo.server.pages import (
    about,
    completion,
    differences,
    disagreements,
    home,
    indicators,
    no_rows,
    query,
    search,
)
from adgo.server.pages.content import dates, facts, standings
from adgo.server.pages.drawing import network, timeline, world_map
from adgo.server.protocol import negotiation

BLUEPRINTS = (
    no_rows.blueprint,
    home.blueprint,
    search.blueprint,
    network.blueprint,
    timeline.blueprint,
    indicators.blueprint,
    disagreements.blueprint,
    world_map.blueprint,
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
