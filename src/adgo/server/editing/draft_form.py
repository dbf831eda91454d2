"""The form of a draft: a control for each field, and the changes that a sent form makes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adgo.graph.namespaces import PREFIXES
from adgo.intake.review import proposals
from adgo.intake.review.draft_view import PROSE, DraftView, FieldView, PassagePlace
from adgo.intake.review.suggestions import Meaning

#: The fields whose values are chosen from a closed list.
CHOSEN = ("modality", "status", "attribution")
#: The fields whose values are things, found by words.
THINGS = ("subject", "object", "speaker")
#: The fields that say where the words are.
PLACE = ("quotation", "before", "after")
_OFFSETS = ("start", "end", "unit")
_THING = re.compile(r"[a-z]+:\S+")


@dataclass(frozen=True)
class Control:
    """One control of the form: what it shows, and what may be chosen.

    `kind` is "chosen", "predicate", "thing" or "long".
    """

    field: FieldView
    value: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()


def controls(view: DraftView, choices: Mapping[str, Sequence[Meaning]]) -> list[Control]:
    """Return the controls for the fields of a draft; `choices` has the closed lists by the names of fields."""
    return [_control(view, field, choices.get(field.name, ())) for field in view.fields]


def _control(view: DraftView, field: FieldView, choices: Sequence[Meaning]) -> Control:
    value = written(view.record.get(field.name))
    if field.name in CHOSEN:
        return Control(field, value, "chosen", tuple(_options(field, value, choices)))
    if field.name == "predicate":
        return Control(field, value, "predicate", tuple((each.name, each.label) for each in choices))
    if field.name in THINGS:
        return Control(field, value, "thing", tuple((each.name, each.label) for each in field.candidates))
    return Control(field, value, "long")


def _options(field: FieldView, value: str, choices: Iterable[Meaning]) -> Iterable[tuple[str, str]]:
    """Yield value and label of each option; the value of the draft stays as its maker wrote it."""
    meant = field.meaning.name if field.meaning else ""
    yield "", "not stated"
    if value and not meant:
        yield value, f"{value} (unknown)"
    for each in choices:
        yield (value if value and each.name == meant else each.name), each.label


def written(value: Any) -> str:
    """Return the value of a field as a person reads and edits it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Mapping) and "value" in value:
        return str(value["value"])
    return json.dumps(value, ensure_ascii=False)


def changes(
    record: Mapping[str, Any], form: Mapping[str, str], places: Sequence[PassagePlace]
) -> dict[str, Any]:
    """Return the fields that a sent form changes; None for a field that it empties.

    Args:
        record: the draft, as it is.
        form: the values of the controls.
        places: the places that the words of the draft may have, for a form that chooses one by its number.
    """
    found = {
        name: _typed(form[name], record.get(name), is_object=name == "object")
        for name in (*PROSE, *THINGS, *CHOSEN, "predicate")
        if name in form and _plain(form[name]) != _plain(written(record.get(name)))
    }
    return found | _place(record, form, places) | _proposal(record, form)


def _plain(text: str) -> str:
    """Return a text as forms send it: white space at its ends and the kind of line ends do not count."""
    return "\n".join(text.splitlines()).strip()


def _typed(text: str, old: Any, *, is_object: bool) -> Any:
    """Return the value that a text means, of the kind of the old value; an object may become one of another kind."""
    text = _plain(text)
    if not text:
        return None
    if is_object and text.startswith("{"):
        return _json(text, dict)
    is_thing = is_object and _THING.fullmatch(text) and text.partition(":")[0] in PREFIXES
    if isinstance(old, Mapping) and "value" in old and not is_thing:
        return {**old, "value": text}
    if isinstance(old, int | float):
        return _json(text, (int, float))
    return text


def _json(text: str, kind: Any) -> Any:
    """Return a JSON value of a kind; the text itself if it is none, so that the checks of drafts say what is wrong."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, kind) else text


def _place(
    record: Mapping[str, Any], form: Mapping[str, str], places: Sequence[PassagePlace]
) -> dict[str, Any]:
    """Return the changed fields of the place: other words, or one of several places with the same words."""
    found: dict[str, Any] = {
        name: _plain(form[name]) or None
        for name in PLACE
        if name in form and _plain(form[name]) != _plain(str(record.get(name) or ""))
    }
    if found:
        # Former offsets belong to the former words.
        return found | {name: None for name in _OFFSETS if name in record}
    number = form.get("place", "")
    if number.isdecimal() and int(number) < len(places):
        start, end = places[int(number)].span
        return dict(zip(_OFFSETS, (start, end, "code-points"), strict=True))
    return {}


def _proposal(record: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    """Return the proposals with the new thing of the form; nothing if it has none."""
    label = _plain(form.get("new-label", ""))
    if not label:
        return {}
    name, kind = (_plain(form.get(field, "")) for field in ("new-name", "new-type"))
    return {"propose": proposals.added(record.get("propose"), label, kind, name)}
