"""The answer to any query as a picture, if it holds pairs of things, places or times."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.corpus import dates
from adgo.corpus.corpus import Corpus
from adgo.corpus.dates import DateRange
from adgo.server.pages.drawing import gazetteer
from adgo.server.pages.drawing.chart import Chart, draw_timeline
from adgo.server.pages.drawing.map_picture import MapPicture, draw_map
from adgo.server.pages.drawing.picture import Line, Picture, box, stack
from adgo.server.pages.drawing.timeline import Moment, TimelineEntry
from adgo.server.pages.drawing.world_map import Spot
from adgo.server.pages.filters import link
from adgo.server.pages.table import Cell, Table

#: The views of an answer.
NAMES = ("table", "network", "map", "timeline")
#: Rows that a picture shows; the table has all.
MOST = 80
#: Widths of the network and of each of its columns, in units of the viewBox.
WIDTH, COLUMN = 860.0, 320.0
#: The CSS class of everything drawn, because an answer does not say how certain its rows are.
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Drawn:
    """A picture of an answer: a network, a timeline or a map, or else what the answer lacks for one."""

    name: str
    network: Picture | None = None
    chart: Chart | None = None
    map: MapPicture | None = None
    lack: str = ""


def draw_answer(corpus: Corpus, table: Table | None, name: str) -> Drawn | None:
    """Return a picture of an answer.

    Args:
        corpus: the graph, for labels.
        table: the answer; None if there is none.
        name: the view: network, map or timeline. Any other name gives None.
    """
    if table is None or name not in NAMES[1:]:
        return None
    if name == "network":
        found = network(corpus, table)
        return Drawn(name, network=found, lack="" if found else "A network needs two columns of things.")
    if name == "timeline":
        chart = draw_timeline(dated_rows(corpus, table))
        return Drawn(name, chart=chart, lack="" if chart else "A timeline needs a column of dates or times.")
    found_places = places(corpus, table)
    lack = "" if found_places else "A map needs a column of places whose position is known."
    return Drawn(name, map=draw_map(corpus, found_places), lack=lack)


def network(corpus: Corpus, table: Table) -> Picture | None:
    """Return a picture of the pairs in the first two columns that hold IRIs; None if there are not two."""
    columns = [i for i in range(len(table.variables)) if any(_iri(row[i]) for row in table.rows)]
    if len(columns) < 2:
        return None
    one, other = columns[:2]
    pairs = [(a, b) for row in table.rows[:MOST] if (a := _iri(row[one])) and (b := _iri(row[other]))]
    left = {it: box(corpus.label(it), link(it) or "", COLUMN, UNKNOWN) for it, _ in pairs}
    right = {it: box(corpus.label(it), link(it) or "", COLUMN, UNKNOWN) for _, it in pairs}
    height = max(stack(list(left.values()), 0, 4), stack(list(right.values()), WIDTH - COLUMN, 4))
    lines = [
        Line(left[a], right[b], UNKNOWN, f"{corpus.label(a)}: {corpus.label(b)}")
        for a, b in dict.fromkeys(pairs)
    ]
    return Picture([*left.values(), *right.values()], lines, WIDTH, height)


def dated_rows(corpus: Corpus, table: Table) -> list[TimelineEntry]:
    """Return the times in an answer, each with the label of the first thing in its row."""
    found = []
    for row in table.rows[:MOST]:
        named = next((it for cell in row if (it := _iri(cell)) and not dates.read_time(corpus, it)), "")
        for variable, cell in zip(table.variables, row, strict=True):
            when = _range(corpus, cell)
            if when:
                label = corpus.label(named) if named else when.wording
                found.append(TimelineEntry(named, label, (), (Moment(variable, when, (), UNKNOWN),)))
    return found


def places(corpus: Corpus, table: Table) -> list[Spot]:
    """Return the places in an answer that have a known position, each once."""
    named = [it for row in table.rows for cell in row if (it := _iri(cell)) in gazetteer.positions()]
    found = [Spot(it, corpus.label(it), is_known=False) for it in dict.fromkeys(named) if it]
    return found


def _iri(cell: Cell) -> str:
    return str(cell["value"]) if cell and cell["type"] == "uri" else ""


def _range(corpus: Corpus, cell: Cell) -> DateRange | None:
    if cell is None:
        return None
    if cell["type"] == "uri":
        return dates.read_time(corpus, cell["value"])
    return dates.read_literal(str(cell["value"]), cell.get("datatype", ""))
