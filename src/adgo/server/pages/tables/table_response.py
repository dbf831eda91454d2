"""A page, or its tables as CSV or XLSX: what the client prefers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from flask import Response, request

from adgo import __version__
from adgo.corpus.tables.export_table import ExportTable
from adgo.export import csv_table, xlsx_table
from adgo.server import delivery
from adgo.server.pages import page_arguments
from adgo.server.pages.citing import data_source
from adgo.server.protocol import data_version, query_problems, request_arguments
from adgo.server.protocol.cache import CachedAnswer
from adgo.server.protocol.negotiation import CSV, HTML, XLSX, Format
from adgo.server.protocol.problem import Problem
from adgo.server.reply import Reply
from adgo.server.site import Site, site

#: What a page with a table can be sent as; the first is for clients without a preference.
FORMATS = (HTML, CSV, XLSX)
#: The formats of tables with their labels.
DOWNLOADS = ((CSV.name, "CSV"), (XLSX.name, "Excel"))
#: The argument that names the format.
FORMAT = "format"
#: The arguments that are not in the name of a file.
UNNAMED = (FORMAT, page_arguments.LABELS, page_arguments.MARK, data_version.ARGUMENT)
#: What a file name keeps of a name.
_PLAIN = re.compile(r"[^A-Za-z0-9.]+")


def respond(tables: Callable[[], Sequence[ExportTable]], page: Callable[[], Response]) -> Response:
    """Return the page, or its tables in the format that the client prefers.

    Args:
        tables: makes the tables; a CSV file has the first of them, a workbook has all.
        page: makes the page.

    Raises:
        Problem: 406 if the client accepts none of the formats; as `send` does.
    """
    wanted = query_problems.pick(request.headers.get("Accept"), FORMATS, site().wish())
    response = page() if wanted is HTML else send(tables, wanted)
    response.vary.add("Accept")
    return response


def send(
    tables: Callable[[], Sequence[ExportTable]],
    wanted: Format,
    *,
    is_kept: bool = True,
    to_csv: Callable[[ExportTable], bytes] | None = None,
) -> Response:
    """Return tables as a file, from the cache if they are in it; 304 if the client has them.

    Args:
        tables: makes the tables; a CSV file has the first of them, a workbook has all.
        wanted: CSV or XLSX.
        is_kept: whether the tables depend only on the data and the address, so that the file can be kept.
        to_csv: writes a table that is not kept as CSV; None for the form for spreadsheets.

    Raises:
        Problem: 400 if the address has an argument that would be ignored or cannot be used; 406 if the workbook cannot
            hold the tables.
    """
    page_arguments.require_known(is_table=True)
    if wanted is not CSV and request_arguments.of_request(page_arguments.MARK) is not None:
        raise Problem(400, "Only CSV begins with a byte order mark. Leave out bom=, or ask for CSV.")
    here = site()
    entry = _kept(here, tables, wanted) if is_kept else _written(here, tables, wanted, to_csv)
    response = delivery.deliver(
        Reply(entry.tag, entry.content_type, entry=entry, file_name=file_name(wanted))
    )
    if response.status_code == 200:
        response.headers["Adgo-Version"] = __version__
    return response


def _kept(here: Site, tables: Callable[[], Sequence[ExportTable]], wanted: Format) -> CachedAnswer:
    # Two addresses that differ in their arguments may differ in their tables.
    key = f"table-{here.edition.digest}-{wanted.name}-{here.url(request.full_path)}"
    entry = here.endpoint.cache.get(key)
    if entry is None:
        entry = _written(here, tables, wanted)
        here.endpoint.cache.put(key, entry)
    return entry


def _written(
    here: Site,
    tables: Callable[[], Sequence[ExportTable]],
    wanted: Format,
    to_csv: Callable[[ExportTable], bytes] | None = None,
) -> CachedAnswer:
    made = tables()
    content = to_csv(made[0]) if to_csv and wanted is CSV else write(here, made, wanted)
    rows = sum(len(table.rows) for table in (made[:1] if wanted is CSV else made))
    tag = f"table-{hashlib.sha256(content).hexdigest()[:32]}"
    return CachedAnswer(content, wanted.content_type, tag, rows=rows)


def write(here: Site, tables: Sequence[ExportTable], wanted: Format) -> bytes:
    """Return tables as the bytes of a file.

    Args:
        here: the site that serves the request.
        tables: the tables; a CSV file has the first of them.
        wanted: CSV or XLSX.
    """
    if wanted is CSV:
        has_mark = request_arguments.of_request(page_arguments.MARK) is not False
        return csv_table.write(tables[0], has_mark=has_mark)
    url = here.url(address())
    book = xlsx_table.Workbook(tables[0].title, tables, url, notes(here, tables[0], url))
    try:
        return xlsx_table.write(book)
    except xlsx_table.TableTooLarge as error:
        raise Problem(406, str(error)) from error


def notes(here: Site, table: ExportTable, url: str) -> dict[str, str]:
    """Return what a workbook says about itself.

    Args:
        here: the site that serves the request.
        table: its first table.
        url: the address of the page that has the table.
    """
    licence = data_source.of_site(here).licence
    return {
        "Content": table.title,
        "Address": url,
        "Made by": f"ADGO {__version__}",
        "State of the data": here.edition.digest,
        **({"Licence": licence} if licence else {}),
        "Standing": f"What each standing means: {here.url('certainty')}",
    }


def file_name(wanted: Format) -> str:
    """Return the name under which a browser saves the table of the current request."""
    values = [value for name, value in request.args.items(multi=True) if name not in UNNAMED and value]
    path = request.path.removeprefix("/about").removesuffix(f".{wanted.name}")
    words = "-".join(_PLAIN.sub("-", each).strip("-.") for each in (path, *values))
    return f"adgo-{words[:80].strip('-.') or 'table'}.{wanted.name}"


def address(wanted: str = "", **more: str) -> str:
    """Return the path and arguments of the current request, with other arguments in the place of some.

    Args:
        wanted: the name of the format; "" for a page.
        **more: arguments to set.
    """
    given = {FORMAT: wanted, **more}
    kept = [(name, value) for name, value in page_arguments.kept() if name not in given]
    pairs = [*kept, *((name, value) for name, value in given.items() if value)]
    return request.path + (f"?{urlencode(pairs)}" if pairs else "")


def links(table: str = "") -> list[tuple[str, str]]:
    """Return the label and the address of a table of the current page in each format; "" for its first table.

    A page with a filter in a published folder has its table as CSV only.
    """
    offered = DOWNLOADS[:1] if site().published and request.args else DOWNLOADS
    return [(label, address(name, **({"table": table} if table else {}))) for name, label in offered]
