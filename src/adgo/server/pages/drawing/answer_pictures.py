"""The answer to any query as a picture, if it holds pairs of things, places or times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from adgo.corpus import dates
from adgo.corpus.corpus import Corpus
from adgo.corpus.dates import DateRange
from adgo.server.pages.drawing import gazetteer
from adgo.server.pages.drawing.chart import Chart, draw_timeline
from adgo.server.pages.drawing.map_picture import MapPicture, draw_map
from adgo.server.pages.drawing.picture import Edge, Picture, box, stack
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
#: Names of columns, without regard to capitals, that hold the start and the end of a range.
ENDS = {
    ("start", "end"), ("s", "e"), ("from", "to"), ("from", "until"), ("begin", "end"), ("since", "until"),
    ("first", "last"), ("earliest", "latest"), ("notbefore", "notafter"), ("startsnotbefore", "startsnotafter"),
}  # fmt: skip
#: The CSS class of everything drawn, because an answer does not say how certain its rows are.
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Drawn:
    """A picture of an answer: a network, a timeline or a map, or else what the answer lacks for one.

    `left_out` is the number of rows that it does not show.
    """

    name: str
    network: Picture | None = None
    chart: Chart | None = None
    map: MapPicture | None = None
    lack: str = ""
    left_out: int = 0


def offered(corpus: Corpus, table: Table) -> list[str]:
    """Return the views in which an answer can be shown."""
    few = replace(table, rows=table.rows[:MOST])
    can_show = {
        "table": True,
        "network": bool(_pairs(corpus, few)),
        "map": bool(places(corpus, table)),
        "timeline": any(_range(corpus, cell) for row in few.rows for cell in row),
    }
    return [name for name in NAMES if can_show[name]]


def draw_answer(corpus: Corpus, table: Table | None, name: str) -> Drawn | None:
    """Return a picture of an answer.

    Args:
        corpus: the graph, for labels.
        table: the answer; None if there is none.
        name: the view: network, map or timeline. Any other name gives None.
    """
    if table is None or name not in NAMES[1:]:
        return None
    left_out = max(0, len(table.rows) - MOST)
    few = replace(table, rows=table.rows[:MOST])
    if name == "network":
        found = network(corpus, few)
        lack = "" if found else "A network needs two columns of things."
        return Drawn(name, network=found, lack=lack, left_out=left_out)
    if name == "timeline":
        chart = draw_timeline(dated_rows(corpus, few))
        lack = "" if chart else "A timeline needs a column of dates or times."
        return Drawn(name, chart=chart, lack=lack, left_out=left_out)
    found_places = places(corpus, table)
    lack = "" if found_places else "A map needs a column of places whose position is known."
    return Drawn(name, map=draw_map(corpus, found_places), lack=lack)


def network(corpus: Corpus, table: Table) -> Picture | None:
    """Return a picture of the pairs in the first two columns of things; None if there are not two such columns.

    A thing has one box, and a pair one line, even if its things are in both columns.
    """
    pairs = _pairs(corpus, table)
    if not pairs:
        return None
    sides: dict[str, bool] = {}
    for one, other in pairs:
        is_right = sides.setdefault(one, not sides.get(other, True))
        sides.setdefault(other, not is_right)
    boxes = {it: box(corpus.label(it), link(it) or "", COLUMN, UNKNOWN) for it in sides}
    left = [boxes[it] for it, is_right in sides.items() if not is_right]
    right = [boxes[it] for it, is_right in sides.items() if is_right]
    height = max(stack(left, 0, 4), stack(right, WIDTH - COLUMN, 4))
    lines = [
        Edge(boxes[one], boxes[other], UNKNOWN, f"{corpus.label(one)} – {corpus.label(other)}")
        for one, other in pairs
    ]
    return Picture([*left, *right], lines, WIDTH, height)


def _pairs(corpus: Corpus, table: Table) -> list[tuple[str, str]]:
    """Return the pairs of different things in the first two columns of things, each once in whichever order."""
    columns = _things(corpus, table)[:2]
    found: dict[frozenset[str], tuple[str, str]] = {}
    for row in table.rows if len(columns) == 2 else ():
        one, other = (_iri(row[column]) for column in columns)
        if one and other and one != other:
            found.setdefault(frozenset((one, other)), (one, other))
    return list(found.values())


def dated_rows(corpus: Corpus, table: Table) -> list[TimelineEntry]:
    """Return the times in an answer, each with the labels of the first two things in its row.

    The dates in two columns are the ends of one range if the columns have the names of a start and an end, or if there
    are no other columns of times.
    """
    ends = _ends(corpus, table)
    found: dict[tuple[str, tuple[Moment, ...]], TimelineEntry] = {}
    for row in table.rows:
        named = [it for cell in row if (it := _iri(cell)) and not dates.read_time(corpus, it)][:2]
        moments = tuple(_moments(corpus, table.variables, row, ends))
        if moments:
            label = ": ".join(map(corpus.label, named)) or moments[0].range.wording
            note = ", ".join(each.range.words or each.range.wording for each in moments)
            entry = TimelineEntry(named[-1] if named else "", label, (), moments, note)
            found.setdefault((label, moments), entry)
    return list(found.values())


def _ends(corpus: Corpus, table: Table) -> tuple[str, str] | None:
    """Return the columns that hold the start and the end of a range; None if there are no two such columns."""
    columns = {
        name: [cell for row in table.rows if _range(corpus, cell := row[i])]
        for i, name in enumerate(table.variables)
    }
    dated = [name for name, cells in columns.items() if cells]
    days = [name for name in dated if all(_iri(cell) == "" for cell in columns[name])]
    for start in days:
        for end in days:
            if (start.casefold(), end.casefold()) in ENDS:
                return start, end
    return (days[0], days[1]) if len(days) == len(dated) == 2 else None


def _moments(
    corpus: Corpus, variables: list[str], row: list[Cell], ends: tuple[str, str] | None
) -> Iterator[Moment]:
    """Yield the times of a row; those in the columns of a start and an end as one."""
    times = {name: when for name, cell in zip(variables, row, strict=True) if (when := _range(corpus, cell))}
    if ends:
        start, end = times.get(ends[0]), times.get(ends[1])
        first, last = start.first if start else None, end.last if end else None
        if (start or end) and not (first and last and first > last):
            wording = " to ".join(each.wording for each in (start, end) if each)
            yield Moment(f"{ends[0]} to {ends[1]}", DateRange(wording, first, last), (), UNKNOWN)
            times = {name: when for name, when in times.items() if name not in ends}
    for name, when in times.items():
        yield Moment(name, when, (), UNKNOWN)


def _things(corpus: Corpus, table: Table) -> list[int]:
    """Return the columns that hold IRIs other than times."""
    return [
        i
        for i in range(len(table.variables))
        if any((it := _iri(row[i])) and not dates.read_time(corpus, it) for row in table.rows)
    ]


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
