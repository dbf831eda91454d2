"""Reads JSON that people and programs hand in, and refuses what different readers would understand differently."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from math import isfinite
from typing import Any


def read(text: str) -> Any:
    """Return the value of a JSON text.

    Args:
        text: the text.

    Raises:
        ValueError: if it is not JSON, is nested too deeply, has one field twice, a number such as NaN or one with more
            digits than programs keep, or half of a character (an unpaired surrogate), which no file can hold.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_exact)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = (
            f"line {error.lineno}, character {error.colno}" if "\n" in text else f"character {error.colno}"
        )
        raise ValueError(f"{error.msg} at {where}: correct it there") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except UnicodeEncodeError as error:
        half = ord(error.object[error.start])
        raise ValueError(f"it has half of a character, \\u{half:04x}: write the character itself") from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the field {name!r} is there twice: keep one of them")
        found[name] = value
    return found


def _exact(written: str) -> float:
    """Return a number with a point or exponent; ValueError if a double, as most readers have, has another value."""
    value = float(written)
    if value == 0:  # Decimal refuses the largest exponents.
        is_exact = not re.search("[1-9]", written.lower().partition("e")[0])
    else:
        is_exact = isfinite(value) and Decimal(written) == Decimal(repr(value))
    if not is_exact:
        raise ValueError(
            f"most programs do not keep the number {written} exactly: write it as a text with its datatype, such as "
            '{"value": "12.50", "datatype": "xsd:decimal"}'
        )
    return value


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON: give a number, or leave the field out")
