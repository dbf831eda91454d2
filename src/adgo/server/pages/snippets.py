"""A query as text that runs elsewhere: a link, a command, and programs in Python and R."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from urllib.parse import urlencode

from adgo.sparql.text import SparqlText


@dataclass(frozen=True)
class Snippet:
    """A name for people, and the text to copy."""

    name: str
    text: str


def snippets(text: SparqlText, page: str, endpoint: str, graphs: list[tuple[str, str]]) -> list[Snippet]:
    """Return a query as a link and as programs; each program needs nothing but its language.

    Args:
        text: the query.
        page: the URL of the editor.
        endpoint: the URL of the endpoint.
        graphs: the arguments of the request that name graphs.
    """
    query, form = text.written.replace("\r\n", "\n"), text.analysis.form
    name, media_type = (
        ("json", "application/sparql-results+json")
        if form == "ASK"
        else ("ttl", "text/turtle")
        if text.analysis.gives_graph
        else ("csv", "text/csv")
    )
    address = endpoint + ("?" + urlencode(graphs) if graphs else "")
    return [
        Snippet("Link", f"{page}?{urlencode([('query', query), *graphs])}"),
        Snippet(
            "curl",
            f"curl -sS {shlex.quote(address)} -H 'Accept: {media_type}' \\\n"
            f"  --data-urlencode {shlex.quote('query=' + query)}",
        ),
        Snippet("Python", _python(query, address, name)),
        Snippet("R", _r(query, f"{endpoint}?{urlencode([('format', name), *graphs])}", name)),
    ]


def _python(query: str, address: str, name: str) -> str:
    """Return a program for Python, without packages from elsewhere."""
    is_plain = "\\" not in query and '"""' not in query and not query.endswith('"') and "\r" not in query
    literal = f'"""{query}"""' if is_plain else repr(query)
    imports, read = {
        "csv": ("import csv\nimport io\n", 'rows = list(csv.DictReader(io.StringIO(text, newline="")))'),
        "json": ("import json\n", 'rows = json.loads(text)["boolean"]'),
        "ttl": ("", "rows = text"),
    }[name]
    return (
        f"{imports}from urllib.parse import urlencode\nfrom urllib.request import urlopen\n\n"
        f"query = {literal}\n"
        f'asked = urlencode({{"query": query, "format": "{name}"}}).encode()\n'
        f"with urlopen({address!r}, asked) as answer:\n    text = answer.read().decode()\n{read}\nprint(rows)"
        + ("  # pandas.DataFrame(rows) makes a table of them." if name == "csv" else "")
    )


def _r(query: str, address: str, name: str) -> str:
    """Return a program for R 4.0 or later, without packages from elsewhere."""
    dashes = "---"
    while f'){dashes}"' in query:
        dashes += "-"
    read = "read.csv" if name == "csv" else "readLines"
    return (
        f'query <- r"{dashes}({query}){dashes}"\n'
        f'asked <- paste0("{address}&query=", URLencode(query, reserved = TRUE))\n'
        f'rows <- {read}(asked, encoding = "UTF-8")\nprint(rows)'
    )
