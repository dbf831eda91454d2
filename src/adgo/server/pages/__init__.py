"""Pages for people: view models over one reading of the graph, each module named after what its page shows."""

from adgo.server.pages import dates, differences, home, search

BLUEPRINTS = (home.blueprint, search.blueprint)
FILTERS = {
    "range_of": lambda time, corpus: dates.read(corpus, time),
    "difference_kind": differences.KINDS.__getitem__,
}
