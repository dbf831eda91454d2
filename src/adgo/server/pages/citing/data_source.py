"""Whose data a site has: ADGO's own, or data of its operator, which may state their title, authors and licences."""

from __future__ import annotations

from adgo.corpus.reading import Row
from adgo.corpus.references import ADGO, CC_BY, CC_BY_ADDRESS, UNKNOWN, DataSource
from adgo.graph.namespaces import BASE
from adgo.server import page_queries
from adgo.server.site import Site

_NAMES = {CC_BY_ADDRESS: CC_BY}


def of_site(here: Site) -> DataSource:
    """Return whose data the current request reads, as their catalogue says."""
    if not here.has_own_data:
        return ADGO
    return here.kept("data-source", lambda: of_rows(page_queries.rows(here, "data-source")))


def of_rows(rows: list[Row]) -> DataSource:
    """Return whose data those are that a catalogue describes; `UNKNOWN` if that is not exactly one dataset.

    Args:
        rows: the columns dataset, title, author and licence, with terms as in the JSON results format.
    """
    if len({row["dataset"]["value"] for row in rows}) != 1:
        return UNKNOWN
    authors, licences = (_values(rows, name) for name in ("author", "licence"))
    is_adgo = rows[0]["dataset"]["value"] == f"{BASE}dataset"
    titles = [ADGO.title] if is_adgo else _values(rows, "title")
    return DataSource(
        (titles or [UNKNOWN.title])[0],
        " and ".join(authors),
        tuple(_NAMES.get(each, each) for each in licences),
    )


def _values(rows: list[Row], name: str) -> list[str]:
    """Return the values of a column once each, in their order."""
    return list(dict.fromkeys(row[name]["value"] for row in rows if name in row))
