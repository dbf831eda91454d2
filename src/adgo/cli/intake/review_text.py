"""A draft beside the words, as text for a terminal of any width."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from adgo.intake.review.draft_view import DraftView, FieldView
    from adgo.intake.review.drafts_file import DraftState, ReviewedDraft
    from adgo.intake.review.known_claims import KnownClaim

#: Columns of the names of fields, and of the narrowest text beside them.
_NAMES, _LEAST = 13, 24
#: The keys, with what they do.
KEYS = {
    "a": "accept",
    "c": "correct",
    "r": "reject",
    "s": "skip",
    "u": "undo",
    "n": "another claim on this passage",
    "g": "go to a draft",
    "l": "list",
    "q": "quit",
    "?": "help",
}


def screen(view: DraftView, place: int, count: int, width: int) -> str:
    """Return a draft beside the words.

    Args:
        view: the draft.
        place: its number in the file.
        count: how many drafts the file has.
        width: columns of the terminal.
    """
    draft = view.draft
    lines = [
        click.style(f"Draft {place} of {count} ({draft.id}): {draft.state}", bold=True),
        *_notes(view, width),
        "",
    ]
    lines += passage(view, width)
    lines += [line for each in view.fields for line in field(each, width)]
    lines += _proposed(view, width)
    lines += known(view, width)
    if view.doubt and view.draft.decision is None:
        lines += wrapped(f"Careful: {view.doubt}", width)
    if view.is_claim:
        lines.append("The graph has this claim already.")
    elif view.refusal is not None:
        lines += wrapped(f"Not ready ({view.refusal.reason}): {view.refusal.message}", width)
    return "\n".join(lines) + "\n"


def _notes(view: DraftView, width: int) -> list[str]:
    draft = view.draft
    notes = [draft.note, draft.fault and f"This line is not a draft: {draft.fault}"]
    if draft.decision is not None:
        notes.append(f"{draft.decision.editor} decided at {draft.decision.at}: {draft.decision.text}")
    return [line for note in notes if note for line in wrapped(note, width)]


def passage(view: DraftView, width: int) -> list[str]:
    """Return the lines with the passage in its context, or with the places that come into question."""
    lines = wrapped(view.unanchored, width) if view.unanchored and not view.draft.fault else []
    for place in view.places:
        start, end = place.span
        lines.append(f"Source {view.source}, {view.article}, {start}:{end}")
        marked = f"… {place.before}>>>{place.words}<<<{place.after} …"
        text = "\n".join(wrapped(" ".join(marked.split()), width, "  "))
        lines += [
            text.replace(">>>", click.style(">>>", bold=True)).replace("<<<", click.style("<<<", bold=True)),
            "",
        ]
    return lines


def field(each: FieldView, width: int) -> list[str]:
    """Return the lines of one field: its value, what it means, and what it may mean."""
    if not each.text and not each.is_needed:
        return []
    name = f"{each.label}{'*' if each.is_needed else ''}".ljust(_NAMES)
    value = each.text or "(missing)"
    if each.meaning is not None and each.meaning.label not in ("", each.text):
        value += f"  = {each.meaning.label} ({each.meaning.name})"
    lines = wrapped(value, max(width - _NAMES, _LEAST))
    found = [name + lines[0], *(" " * _NAMES + line for line in lines[1:])]
    if each.problem:
        found += wrapped(each.problem, width, " " * 4)
    if each.candidates:
        found += wrapped(f"may be {', '.join(one.name for one in each.candidates)}", width, " " * 4)
    return found


def _proposed(view: DraftView, width: int) -> list[str]:
    """Return the lines about the new things of a draft."""
    return [
        line
        for each in view.record.get("propose", [])
        for line in wrapped(
            f"New: {each['name']}, called {each['label']!r}, {each.get('type') or 'without a type'}", width
        )
    ]


def known(view: DraftView, width: int) -> list[str]:
    """Return the lines with what the graph says already."""
    lines = [line for each in view.known for line in wrapped(_sentence(each), width, "    ")]
    if view.more:
        lines.append(f"    and {view.more} more")
    return ["", "The graph says:", *lines] if lines else []


def _sentence(each: KnownClaim) -> str:
    return f"{each.subject} – {each.predicate} – {each.object}: {each.modality}, {each.source} ({each.name})"


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a text; no word is lost, and only a word that is wider than the terminal is broken.

    Args:
        text: the text.
        width: columns of the terminal.
        indent: what each line starts with.
    """
    return textwrap.wrap(text, max(width, _LEAST), initial_indent=indent, subsequent_indent=indent) or [""]


def listing(drafts: list[ReviewedDraft]) -> str:
    """Return one line for each draft: its number, id, state, and the last decision."""
    lines = []
    for number, each in enumerate(drafts, 1):
        after = each.decision.text if each.decision else each.note or each.fault
        lines.append(f"{number:>4}  {each.state:<9} {each.id}" + (f"  {after}" if after else ""))
    return "".join(line + "\n" for line in lines)


def summary(counts: Mapping[DraftState, int]) -> str:
    """Return how many drafts there are in each state."""
    return ", ".join(f"{number} {state}" for state, number in counts.items())


def help_text() -> str:
    """Return the keys, with what they do."""
    return "".join(f"  {key}  {what}\n" for key, what in KEYS.items())
