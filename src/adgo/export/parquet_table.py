"""Tables as Parquet, for programs that analyse data."""

from __future__ import annotations

from io import BytesIO

from adgo.corpus.tables.export_table import ExportTable


def write(table: ExportTable) -> bytes:
    """Return a table as Parquet; a column whose values have several types is a column of texts.

    Raises:
        ImportError: if polars is not installed.
    """
    import polars

    columns = {}
    for place, name in enumerate(table.columns):
        values = [row[place] for row in table.rows]
        kinds = {type(each) for each in values if each is not None}
        columns[name] = values if len(kinds) < 2 else [None if each is None else str(each) for each in values]
    content = BytesIO()
    polars.DataFrame(columns, strict=False).write_parquet(content, statistics=False)
    return content.getvalue()
