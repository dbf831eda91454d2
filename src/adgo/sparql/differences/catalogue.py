"""The list of differences between the embedded engine and SPARQL 1.1: one file for each in the folder `list`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "list"
#: The prefixes of the data and rows of every file, in Turtle.
PREFIXES = "@prefix : <http://example.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
_FIELD = re.compile(r"# ([a-z]+):(?: (.*))?")
_FIELDS = frozenset({"title", "section", "standard", "engine", "treatment", "remedy", "data", "rows"})
_NEEDED = frozenset({"title", "section", "standard", "engine", "treatment"})


@dataclass(frozen=True, slots=True)
class ListedDifference:
    """One kind of query that the engine answers differently from SPARQL 1.1.

    Attributes:
        name: the name of its file, by which queries are reported.
        title: what the engine gets wrong, in a few words.
        section: the sections of the standard.
        standard: what the standard says.
        engine: what the engine does.
        treatment: whether ADGO rewrites the query, evaluates it itself, or refuses it.
        remedy: how to write it instead, if it is refused; else "".
        data: TriG for the example; "" if it needs none.
        query: the example.
        columns: the variables of its answer; () if it is refused.
        rows: its answer by the standard, as terms in Turtle or UNDEF.
    """

    name: str
    title: str
    section: str
    standard: str
    engine: str
    treatment: str
    remedy: str
    data: str
    query: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_refused(self) -> bool:
        """Whether ADGO refuses such queries."""
        return self.treatment.startswith("refused")


@cache
def differences() -> dict[str, ListedDifference]:
    """Return all differences by name, in the order of the alphabet."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.rq"))}


def _read(path: Path) -> ListedDifference:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    end = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    fields = dict(_fields(lines[:end]))
    if not _NEEDED <= set(fields) <= _FIELDS:
        raise ValueError(f"{path}: the header must have {sorted(_NEEDED)}, and nothing but {sorted(_FIELDS)}")
    table = [tuple(line.split()) for line in fields.get("rows", "").splitlines()]
    plain = {name: " ".join(fields.get(name, "").split()) for name in (*sorted(_NEEDED), "remedy")}
    return ListedDifference(
        name=path.stem,
        **plain,
        data=fields.get("data", ""),
        query="\n".join(lines[end:]).strip(),
        columns=table[0] if table else (),
        rows=tuple(table[1:]),
    )


def _fields(header: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each field; its text goes on in lines that are indented."""
    name, texts = "", [""]
    for line in header:
        match = _FIELD.fullmatch(line)
        if match is None:
            texts.append(line.removeprefix("#").strip())
            continue
        if name:
            yield name, "\n".join(filter(None, texts))
        name, texts = match[1], [match[2] or ""]
    yield name, "\n".join(filter(None, texts))
