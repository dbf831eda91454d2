"""Lays out a tree of statements as text: indentation, line breaks and blank lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.turtle.writing.sorting import entry_text, value_text
from adgo.turtle.writing.tree import (
    Bracket,
    Collection,
    Directive,
    Entry,
    PredicateObjects,
    Section,
    TurtleStatement,
    Value,
    commented,
    value_of,
)

#: Characters of a line at most.
WIDTH = 110
#: Spaces of one level of indentation.
STEP = 4


def lay_out(sections: Iterable[Section]) -> str:
    """Return the text of the sections: four spaces per level, a blank line between subjects, a newline at the end."""
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
    yield _with_comments(f"{name} {directive.iri} .", directive.after)


def _statements(statements: list[TurtleStatement]) -> Iterator[str]:
    """Yield blocks to be separated by blank lines: all of one subject, or lines that the author kept together."""
    block: list[str] = []
    subject, was_line = "", False
    for statement in statements:
        lines = _statement(statement)
        text = value_text(statement.subject)
        is_line = len(lines) == 1 and "\n" not in lines[0]
        goes_on = text == subject and text[0] != "[" and not statement.before
        if block and not goes_on and not (statement.follows and is_line and was_line):
            yield "\n".join(block)
            block = []
        block += lines
        subject, was_line = text, is_line
    if block:
        yield "\n".join(block)


def _statement(statement: TurtleStatement) -> list[str]:
    subject, pairs = _value(statement.subject, 0, 0), statement.pairs
    lines = [*statement.before, *subject]
    if not pairs:
        return [*lines[:-1], _with_comments(lines[-1] + " .", statement.after)]
    if not pairs[0].before and (pairs[0].verb == "a" or len(pairs) == 1):
        body = _pairs(pairs, STEP, " .", begun=True)
        begun = f"{lines[-1]} {body[0]}"
        # The type, or the only predicate, goes on the line of the subject if it fits.
        if (len(pairs) > 1 or len(body) == 1) and _fits(begun) and not body[0].endswith("["):
            return [*lines[:-1], begun, *body[1:]]
    return [*lines, *_pairs(pairs, STEP, " .")]


def _pairs(pairs: list[PredicateObjects], indent: int, end: str, *, begun: bool = False) -> list[str]:
    """Return the lines of predicates and objects; with `begun`, the first line continues that of the subject."""
    lines: list[str] = []
    pad = " " * indent
    for place, pair in enumerate(pairs):
        mark = end if place == len(pairs) - 1 else " ;"
        value = pair.entries[0]
        if (
            isinstance(value, str)
            and len(pair.entries) == 1
            and not pair.before
            and not (begun and place == 0)
        ):
            # Most pairs are one short line.
            lines.append(f"{pad}{pair.verb} {value}{mark}")
        else:
            lines += _pair(pair, indent, mark, begun=begun and place == 0)
    return lines


def _pair(pair: PredicateObjects, indent: int, end: str, *, begun: bool) -> list[str]:
    pad = "" if begun else " " * indent
    lines = [" " * indent + comment for comment in pair.before]
    if pair.verb == "a" and _is_plain(pair.entries):
        types = " , ".join(map(entry_text, pair.entries))
        line = f"{pad}a {types}{end}"
        # A comment after the '.' of several types would be read as one about the whole statement.
        after = commented(pair.entries[-1]).after
        is_about_one = end == " ." and len(pair.entries) > 1 and after
        if _fits(line) and not is_about_one:
            return [*lines, _with_comments(line, after)]
    if len(pair.entries) > 1:
        lines.append(pad + pair.verb)
        for place, entry in enumerate(pair.entries):
            lines += _entry(entry, indent + STEP, end if place == len(pair.entries) - 1 else " ,")
        return lines
    if isinstance(pair.entries[0], str):
        return [*lines, f"{pad}{pair.verb} {pair.entries[0]}{end}"]
    entry = commented(pair.entries[0])
    value = _value(entry.value, indent, indent + len(pair.verb) + 1 + len(end))
    value[0] = f"{pad}{pair.verb} {value[0]}"
    value[-1] = _with_comments(value[-1] + end, entry.after)
    return lines + value


def _entry(entry: Entry, indent: int, end: str) -> list[str]:
    if isinstance(entry, str):
        return [f"{' ' * indent}{entry}{end}"]
    entry = commented(entry)
    value = _value(entry.value, indent, indent + len(end))
    value[0] = " " * indent + value[0]
    value[-1] = _with_comments(value[-1] + end, entry.after)
    return [*(" " * indent + comment for comment in entry.before), *value]


def _value(value: Value, indent: int, column: int) -> list[str]:
    """Return the lines of a value, the first without indentation; one line if it fits after the column."""
    if isinstance(value, str):
        return [value]
    if _has_no_comments(value):
        flat = value_text(value)
        if "\n" not in flat and column + len(flat) <= WIDTH:
            return [flat]
    inner = indent + STEP
    closing = [" " * inner + comment for comment in value.closing]
    if isinstance(value, Bracket):
        return ["[", *_pairs(value.pairs, inner, ""), *closing, " " * indent + "]"]
    items = [line for item in value.items for line in _entry(item, inner, "")]
    return ["(", *items, *closing, " " * indent + ")"]


def _fits(line: str) -> bool:
    return len(line.partition("\n")[0]) <= WIDTH


def _is_plain(entries: list[Entry]) -> bool:
    """Return whether the entries can share a line: tokens without line ends, and no comment except after the last."""
    values = map(value_of, entries)
    return (
        all(isinstance(value, str) and "\n" not in value for value in values)
        and not any(commented(entry).before for entry in entries)
        and not any(commented(entry).after for entry in entries[:-1])
    )


def _has_no_comments(value: Value) -> bool:
    if isinstance(value, str):
        return True
    if value.closing:
        return False
    if isinstance(value, Collection):
        return all(_is_bare(item) for item in value.items)
    return all(not pair.before and all(map(_is_bare, pair.entries)) for pair in value.pairs)


def _is_bare(entry: Entry) -> bool:
    if isinstance(entry, str):
        return True
    entry = commented(entry)
    return not entry.before and not entry.after and _has_no_comments(entry.value)


def _with_comments(line: str, comments: list[str]) -> str:
    return f"{line} {' '.join(comments)}" if comments else line
