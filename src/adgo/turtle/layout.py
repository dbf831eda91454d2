"""The look of the house: a tree of statements to text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.turtle.order import value_text
from adgo.turtle.tree import Atom, Bracket, Collection, Directive, Entry, Pair, Section, Statement, Value

WIDTH = 110
STEP = 4


def lay_out(sections: Iterable[Section]) -> str:
    """Return the text of the sections: four spaces a level, a blank line between subjects, a newline at the end."""
    blocks: list[str] = []
    for section in sections:
        if section.heading:
            blocks.append("\n".join(section.heading))
        if section.directives:
            blocks.append("\n".join(line for each in section.directives for line in _directive(each)))
        blocks += _statements(section.statements)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _directive(directive: Directive) -> Iterator[str]:
    yield from directive.before
    name = "@base" if directive.prefix is None else f"@prefix {directive.prefix}:"
    yield _with_remarks(f"{name} {directive.iri} .", directive.after)


def _statements(statements: list[Statement]) -> Iterator[str]:
    block: list[str] = []
    subject = ""
    for statement in statements:
        text = value_text(statement.subject)
        if block and (text != subject or statement.before or text.startswith("[")):
            yield "\n".join(block)
            block = []
        block += _statement(statement)
        subject = text
    if block:
        yield "\n".join(block)


def _statement(statement: Statement) -> list[str]:
    lines = [*statement.before, *statement.closing]
    subject = _value(statement.subject, 0, 0)
    pairs = statement.pairs
    if not pairs:
        return [*lines, *subject[:-1], _with_remarks(subject[-1] + " .", statement.after)]
    first = pairs[0]
    one_line = f"{subject[-1]} {_flat_pair(first)} ." if _is_plain(first) else None
    if not first.before and one_line and (first.verb == "a" or len(pairs) == 1) and len(one_line) <= WIDTH:
        head, body = subject[-1], _pairs(pairs, STEP, " .", statement.after, len(subject[-1]) + 1)
        return [*lines, *subject[:-1], f"{head} {body[0]}", *body[1:]]
    return [*lines, *subject, *_pairs(pairs, STEP, " .", statement.after)]


def _pairs(
    pairs: list[Pair], indent: int, end: str, after: list[str], column: int | None = None
) -> list[str]:
    """Lines of the pairs; with a column the first of them has its place on a line that is begun."""
    lines: list[str] = []
    for place, pair in enumerate(pairs):
        last = place == len(pairs) - 1
        begun = column is not None and place == 0
        lines += _pair(pair, indent, end if last else " ;", after if last else [], begun)
    return lines


def _pair(pair: Pair, indent: int, end: str, after: list[str], begun: bool) -> list[str]:
    pad = "" if begun else " " * indent
    entries = pair.entries
    lines = [" " * indent + remark for remark in pair.before]
    if pair.verb == "a" and _is_plain(pair) and indent + len(_flat_pair(pair)) + len(end) <= WIDTH:
        return [*lines, _with_remarks(pad + _flat_pair(pair) + end, [*entries[-1].after, *after])]
    if len(entries) == 1:
        lines += (" " * indent + remark for remark in entries[0].before)
        value = _value(entries[0].value, indent, indent + len(pair.verb) + 1 + len(end))
        value[0] = f"{pad}{pair.verb} {value[0]}"
        value[-1] = _with_remarks(value[-1] + end, [*entries[0].after, *after])
        return lines + value
    lines.append(pad + pair.verb)
    for place, entry in enumerate(entries):
        last = place == len(entries) - 1
        lines += _entry(entry, indent + STEP, end if last else " ,", after if last else [])
    return lines


def _entry(entry: Entry, indent: int, end: str, after: list[str]) -> list[str]:
    value = _value(entry.value, indent, indent + len(end))
    value[0] = " " * indent + value[0]
    value[-1] = _with_remarks(value[-1] + end, [*entry.after, *after])
    return [*(" " * indent + remark for remark in entry.before), *value]


def _value(value: Value, indent: int, column: int) -> list[str]:
    """Lines of a value whose line has this indent, the first without it; on one line where it fits behind the column."""
    if isinstance(value, Atom):
        return [value.text]
    if _has_no_remarks(value):
        flat = value_text(value)
        if "\n" not in flat and column + len(flat) <= WIDTH:
            return [flat]
    inner = indent + STEP
    closing = [" " * inner + remark for remark in value.closing]
    if isinstance(value, Bracket):
        return ["[", *_pairs(value.pairs, inner, "", []), *closing, " " * indent + "]"]
    items = [line for item in value.items for line in _entry(item, inner, "", [])]
    return ["(", *items, *closing, " " * indent + ")"]


def _is_plain(pair: Pair) -> bool:
    """Whether a pair can stand on one line: atoms only, and no remark but behind it."""
    *earlier, last = pair.entries
    return (
        all(isinstance(entry.value, Atom) and "\n" not in entry.value.text for entry in pair.entries)
        and not any(entry.before or entry.after for entry in earlier)
        and not last.before
        and (len(pair.entries) == 1 or pair.verb == "a")
    )


def _flat_pair(pair: Pair) -> str:
    return f"{pair.verb} {' , '.join(value_text(entry.value) for entry in pair.entries)}"


def _has_no_remarks(value: Value) -> bool:
    if isinstance(value, Atom):
        return True
    if value.closing:
        return False
    if isinstance(value, Collection):
        return all(_is_bare(item) for item in value.items)
    return all(not pair.before and all(map(_is_bare, pair.entries)) for pair in value.pairs)


def _is_bare(entry: Entry) -> bool:
    return not entry.before and not entry.after and _has_no_remarks(entry.value)


def _with_remarks(line: str, remarks: list[str]) -> str:
    return f"{line} {' '.join(remarks)}" if remarks else line
