"""Pages for people: view models over one reading of the graph, each module named after what its page shows."""

from adgo.server.pages import (
    about,
    completion,
    dates,
    differences,
    disagreements,
    home,
    indicators,
    network,
    query,
    search,
    timeline,
    worldmap,
)

BLUEPRINTS = (
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
    "difference_kind": differences.KINDS.__getitem__,
}
