"""The schema card: what a program has to know of the graph to write SPARQL for it, in at most 4,000 tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from adgo.corpus.reading import Row
from adgo.export.text_to_sparql.class_table import ClassTable, closed_lists, prefix_lines
from adgo.export.text_to_sparql.token_bound import tokens
from adgo.graph.namespaces import ADGO, PREFIXES, short

FOLDER = Path(__file__).parent
#: The most tokens of a card.
MOST_TOKENS = 4_000
#: Tokens that are kept free for the line that says what is left out.
_SPARE = 40


def schema_card(ask: Callable[[str], list[Row]]) -> str:
    """Return the schema card of a graph, as Markdown: graphs, classes and properties with their kinds of values.

    For data with claims it says too which triples are facts, where plans are, and how to ask for both. If not all
    classes fit, the smallest are left out, and the last line says so.

    Args:
        ask: returns the rows of a SELECT query on the data, as `adgo.corpus.reading.asking(store)` does.
    """
    table = ClassTable(*(ask(read_query(name)) for name in ("classes", "subclasses", "properties")))
    has_claims = ADGO + "Claim" in table.entries
    parts = {
        "triples": f"{int(ask(read_query('size'))[0]['triples']['value']):,}",
        "graphs": _graphs(ask(read_query("graphs"))),
        "lists": closed_lists(ask(read_query("members"))) if has_claims else "",
        "classes": "",
        "prefixes": "",
    }
    form = _text("schema_card.md" if has_claims else "other_data.md")
    lines = list(table.lines())
    parts["prefixes"] = prefix_lines(form.format(**parts) + "\n".join(lines), PREFIXES)
    parts["classes"] = _fitting(lines, MOST_TOKENS - tokens(form.format(**parts)))
    return form.format(**parts)


def _fitting(lines: list[str], room: int) -> str:
    """Return the first lines that have room, and a last one if some are left out."""
    costs = [tokens(line + "\n") for line in lines]
    if sum(costs) <= room:
        return "\n".join(lines)
    kept, left = 0, room - _SPARE
    while kept < len(lines) and costs[kept] <= left:
        left -= costs[kept]
        kept += 1
    rest = (
        f"* {len(lines) - kept} smaller classes are left out: SELECT DISTINCT ?class WHERE {{ [] a ?class }}"
    )
    return "\n".join([*lines[:kept], rest])


def _graphs(rows: Iterable[Row]) -> str:
    found = [f"{short(row['graph']['value'])} {row['triples']['value']}" for row in rows]
    return ", ".join(found) or "There are none."


def read_query(name: str) -> str:
    """Return a query of this package by its name."""
    return _text(f"queries/{name}.rq")


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
