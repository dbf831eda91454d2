"""Says in words what is wrong with the form of a draft: the field, its value, and what is expected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

#: Characters of a repeated value and of a sentence at most.
_LONGEST, _LONGEST_SENTENCE = 100, 400

#: The kinds of values of JSON, as people call them.
_KINDS = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list in [ ]",
    "object": "a JSON object in { }",
}
_OBJECTS = (
    'a name, a text, a number, true or false, {"value": "…"} with "datatype" or "language", or a time: '
    '{"wording": "…"} with "notBefore", "notAfter" or "basis"'
)


def sentences(faults: Iterable[Any]) -> list[str]:
    """Return a sentence for each fault that jsonschema found in a draft, each once."""
    found = dict.fromkeys(each for fault in faults for each in _sentences(fault))
    return [each if len(each) <= _LONGEST_SENTENCE else f"{each[:_LONGEST_SENTENCE]} …" for each in found]


def _sentences(fault: Any) -> Iterator[str]:
    if fault.validator == "anyOf" and fault.absolute_path:
        yield from _of_object(fault)
    else:
        say = _SENTENCES.get(fault.validator)
        yield say(fault) if say else f"{_field(fault)}: {fault.message}"


def _of_object(fault: Any) -> Iterator[str]:
    """Yield what is wrong with the object of a draft: as a value, as a time, or as any of them."""
    written = fault.instance
    if not isinstance(written, dict):
        yield f"{_field(fault)} is {_shown(written)}: give {_OBJECTS}"
        return
    is_value = bool({"value", "datatype", "language"} & written.keys())
    for each in fault.context:
        if each.relative_schema_path[0] == (1 if is_value else 2):
            yield from _sentences(each)


def _unknown(fault: Any) -> str:
    allowed = list(fault.schema["properties"])
    unknown = [name for name in fault.instance if name not in allowed]
    near = [each for name in unknown for each in get_close_matches(name, allowed, 1)]
    has = f"the nearest is {near[0]}" if near else f"it may have {', '.join(allowed)}"
    return f"{_field(fault)} has the unknown field {', '.join(unknown)}; {has}"


def _lacking(fault: Any) -> str:
    missing = [name for name in fault.validator_value if name not in fault.instance]
    return f"{_field(fault)} lacks {' and '.join(map(_named(fault), missing))}"


def _named(fault: Any) -> Callable[[str], str]:
    """Return a function that returns the name of a field with its description."""
    known = fault.schema.get("properties", {})

    def named(name: str) -> str:
        text = _description(known.get(name, {}))
        return f"{name} ({text})" if text else name

    return named


def _dependent(fault: Any) -> str:
    needs = ", ".join(
        f"{name} needs {' and '.join(each for each in others if each not in fault.instance)} too"
        for name, others in fault.validator_value.items()
        if name in fault.instance and not set(others) <= fault.instance.keys()
    )
    return f"{needs}: add what is missing"


def _type(fault: Any) -> str:
    kinds = fault.validator_value
    wanted = " or ".join(_KINDS[each] for each in ([kinds] if isinstance(kinds, str) else kinds))
    return f"{_field(fault)} is {_shown(fault.instance)}: it must be {wanted}"


def _too_long(fault: Any) -> str:
    return f"{_field(fault)} has {len(fault.instance)} characters: give at most {fault.validator_value}"


def _described(fault: Any) -> str:
    """Return what is wrong with a value, with the description of its field."""
    return f"{_field(fault)} is {_shown(fault.instance)}: give {_description(fault.schema)}"


def _description(schema: dict[str, Any]) -> str:
    """Return the description of a field as the end of a sentence."""
    text = str(schema.get("description", "")).removesuffix(".")
    return text[:1].lower() + text[1:]


#: What the faults of each rule of JSON Schema mean.
_SENTENCES: dict[str, Callable[[Any], str]] = {
    "additionalProperties": _unknown,
    "anyOf": lambda _: (
        "the draft has neither a quotation nor start and end: copy the article's words into quotation"
    ),
    "dependentRequired": _dependent,
    "enum": lambda fault: (
        f"{_field(fault)} is {_shown(fault.instance)}: give one of {', '.join(fault.validator_value)}"
    ),
    "maximum": lambda fault: f"{_field(fault)} is {fault.instance}: give at most {fault.validator_value}",
    "maxLength": _too_long,
    "minimum": lambda fault: f"{_field(fault)} is {fault.instance}: give at least {fault.validator_value}",
    "minLength": lambda fault: f"{_field(fault)} is empty: fill it or leave it out",
    "pattern": _described,
    "required": _lacking,
    "type": _type,
}


def _field(fault: Any) -> str:
    """Return the name of the field that a fault is about, such as propose[0].name."""
    parts = [f"[{each}]" if isinstance(each, int) else f".{each}" for each in fault.absolute_path]
    return "".join(parts).removeprefix(".") or "the draft"


def _shown(value: Any) -> str:
    """Return a value as it is written in JSON, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
