"""The answer to any query as a picture, where it holds what one needs: pairs of things, places, or times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adgo.graph.namespaces import PREFIXES
from adgo.server.pages.content import dates
from adgo.server.pages.content.corpus import Corpus
from adgo.server.pages.content.dates import Range
from adgo.server.pages.drawing import country_outlines, timeline, world_map
from adgo.server.pages.drawing.picture import Line, Picture, box, stack
from adgo.server.pages.drawing.timeline import Chart, Entry, Moment
from adgo.server.pages.drawing.world_map import Spot
from adgo.server.pages.filters import link
from adgo.server.views.editor import Table

NAMES = ("table", "network", "map", "timeline")
#: Rows that a picture shows; a table has them all.
MOST = 80
WIDTH, COLUMN = 860.0, 320.0
DATES = tuple(PREFIXES["xsd"] + name for name in ("date", "dateTime", "gYear"))
#: The look of what an answer names: it does not say how certain its rows are.
UNKNOWN = "unknown"
Cell = dict[str, Any] | None


@dataclass(frozen=True)
class Drawn:
    """A picture of an answer: one of the three, or words on what the answer lacks for it."""

    name: str
    network: Picture | None = None
    chart: Chart | None = None
    spots: list[Spot] | None = None
    lack: str = ""


def draw(corpus: Corpus, table: Table | None, name: str) -> Drawn | None:
    """Return the picture that is asked for by name; None for a table, or where there is no answer to draw."""
    if table is None or name not in NAMES[1:]:
        return None
    if name == "network":
        found = network(corpus, table)
        return Drawn(name, network=found, lack="" if found else "A network needs two columns of things.")
    if name == "timeline":
        chart = timeline.draw(entries(corpus, table))
        return Drawn(name, chart=chart, lack="" if chart else "A timeline needs a column of dates or times.")
    spots = places(corpus, table)
    return Drawn(
        name, spots=spots, lack="" if spots else "A map needs a column of places whose position is known."
    )


def network(corpus: Corpus, table: Table) -> Picture | None:
    """Return a picture of the pairs in the first two columns that hold things; None where there are not two."""
    columns = [i for i in range(len(table.variables)) if any(_iri(row[i]) for row in table.rows)]
    if len(columns) < 2:
        return None
    one, other = columns[:2]
    pairs = [(a, b) for row in table.rows[:MOST] if (a := _iri(row[one])) and (b := _iri(row[other]))]
    left = {it: box(corpus.label(it), link(it) or "", COLUMN, UNKNOWN) for it, _ in pairs}
    right = {it: box(corpus.label(it), link(it) or "", COLUMN, UNKNOWN) for _, it in pairs}
    height = max(stack(list(left.values()), 0, 4), stack(list(right.values()), WIDTH - COLUMN, 4))
    lines = [
        Line((left[a].right, left[a].middle), (right[b].x, right[b].middle), UNKNOWN)
        for a, b in dict.fromkeys(pairs)
    ]
    return Picture([*left.values(), *right.values()], lines, WIDTH, height)


def entries(corpus: Corpus, table: Table) -> list[Entry]:
    """Return the times in an answer, each named after the first thing in its row."""
    found = []
    for row in table.rows[:MOST]:
        named = next((it for cell in row if (it := _iri(cell)) and not dates.read(corpus, it)), "")
        for variable, cell in zip(table.variables, row, strict=True):
            when = _range(corpus, cell)
            if when:
                label = corpus.label(named) if named else when.wording
                found.append(Entry(named, label, (), (Moment(variable, when, (), UNKNOWN),)))
    return found


def places(corpus: Corpus, table: Table) -> list[Spot]:
    """Return the places in an answer whose position is known, each once."""
    named = [it for row in table.rows for cell in row if (it := _iri(cell)) in world_map.positions()]
    found = [Spot(it, corpus.label(it), is_known=False) for it in dict.fromkeys(named) if it]
    world_map.settle(found)
    return found


def frame() -> dict[str, Any]:
    """Return what the template of the map needs beside the spots."""
    return {
        "outlines": country_outlines.read(),
        "width": country_outlines.WIDTH,
        "height": country_outlines.HEIGHT,
        "fine": 1 / country_outlines.FINE,
    }


def _iri(cell: Cell) -> str:
    return str(cell["value"]) if cell and cell["type"] == "uri" else ""


def _range(corpus: Corpus, cell: Cell) -> Range | None:
    if cell is None:
        return None
    if cell["type"] == "uri":
        return dates.read(corpus, cell["value"])
    if cell.get("datatype") not in DATES:
        return None
    day = dates.parsed(str(cell["value"])[:10]) or dates.parsed(f"{cell['value']}-01-01")
    return Range(str(cell["value"]), day, day) if day else None
