"""Solutions written in the four formats of SPARQL 1.1's results: JSON, XML, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from adgo.sparql.evaluation.solutions import Solution
from adgo.turtle.term_parts import text as plain_text
from adgo.turtle.terms import BOOLEAN, DECIMAL, DOUBLE, INTEGER, STRING_TYPE, split_literal
from adgo.turtle.terms import escape as escape_text


def written(columns: tuple[str, ...], solutions: Iterable[Solution], form: str) -> Iterator[str]:
    """Yield the text of a result, piece by piece.

    Args:
        columns: the variables, each with its question mark.
        solutions: the rows, terms in N-Triples form.
        form: json, xml, csv or tsv.
    """
    names = [each[1:] for each in columns]
    return {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}[form](names, columns, solutions)


def boolean(value: bool, form: str) -> str:
    """Return the text of the answer to an ASK."""
    text = "true" if value else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{text}}}'
    if form == "xml":
        return f'{_XML}<sparql xmlns="{_NAMESPACE}"><head></head><boolean>{text}</boolean></sparql>'
    return text


_XML = '<?xml version="1.0"?>'
_ENTITIES = {'"': "&quot;", "'": "&apos;"}
_ENDS = re.compile(r"\A[ \t\r\n]+|[ \t\r\n]+\Z")
_NAMESPACE = "http://www.w3.org/2005/sparql-results#"


def _json(names: list[str], columns: tuple[str, ...], solutions: Iterable[Solution]) -> Iterator[str]:
    yield f'{{"head":{{"vars":{_dumped(names)}}},"results":{{"bindings":['
    comma = ""
    for solution in solutions:
        row = {
            name: _object(solution[each])
            for name, each in zip(names, columns, strict=True)
            if each in solution
        }
        yield comma + _dumped(row)
        comma = ","
    yield "]}}"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _object(term: str) -> dict[str, str]:
    if term[0] == "<":
        return {"type": "uri", "value": term[1:-1]}
    if term[0] == "_":
        return {"type": "bnode", "value": term[2:]}
    text, suffix = split_literal(term)
    made = {"type": "literal", "value": text}
    if suffix.startswith("@"):
        made["xml:lang"] = suffix[1:]
    elif suffix:
        made["datatype"] = suffix[3:-1]
    return made


def _xml(names: list[str], columns: tuple[str, ...], solutions: Iterable[Solution]) -> Iterator[str]:
    yield f'{_XML}<sparql xmlns="{_NAMESPACE}"><head>'
    yield "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    yield "</head><results>"
    for solution in solutions:
        cells = (
            f"<binding name={quoteattr(name)}>{_element(solution[each])}</binding>"
            for name, each in zip(names, columns, strict=True)
            if each in solution
        )
        yield f"<result>{''.join(cells)}</result>"
    yield "</results></sparql>"


def _element(term: str) -> str:
    if term[0] == "<":
        return f"<uri>{escape(term[1:-1])}</uri>"
    if term[0] == "_":
        return f"<bnode>{escape(term[2:])}</bnode>"
    text, suffix = split_literal(term)
    attribute = ""
    if suffix.startswith("@"):
        attribute = f" xml:lang={quoteattr(suffix[1:])}"
    elif suffix and suffix[2:] != STRING_TYPE:
        attribute = f" datatype={quoteattr(suffix[3:-1])}"
    return f"<literal{attribute}>{_escaped(text)}</literal>"


def _escaped(text: str) -> str:
    """Return a text as XML; white space at its ends is written so that no reader trims it, as the engine does."""
    written = escape(text, _ENTITIES)
    if text[:1].isspace() or text[-1:].isspace():
        return _ENDS.sub(lambda found: "".join(f"&#{ord(char)};" for char in found[0]), written)
    return written


def _csv(names: list[str], columns: tuple[str, ...], solutions: Iterable[Solution]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def line(cells: list[str]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells)
        return buffer.getvalue()

    yield line(names)
    for solution in solutions:
        yield line([plain_text(solution[each]) if each in solution else "" for each in columns])


def _tsv(names: list[str], columns: tuple[str, ...], solutions: Iterable[Solution]) -> Iterator[str]:
    yield "\t".join(columns) + "\n"
    for solution in solutions:
        cells = (_abbreviated(solution[each]) if each in solution else "" for each in columns)
        yield "\t".join(cells) + "\n"


#: Lexical forms that Turtle reads as literals of these types, so that a cell needs neither quotes nor the type.
_BARE = {
    INTEGER: re.compile(r"[+-]?[0-9]+"),
    DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    DOUBLE: re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    BOOLEAN: re.compile(r"true|false"),
}


def _abbreviated(term: str) -> str:
    """Return a term as Turtle writes it in short."""
    if term[0] != '"':
        return term
    text, suffix = split_literal(term)
    bare = _BARE.get(suffix[2:])
    # A tab and the ends of lines must be escaped.
    return text if bare and bare.fullmatch(text) else f'"{escape_text(text)}"{suffix}'
