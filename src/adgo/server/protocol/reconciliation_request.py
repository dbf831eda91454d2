"""Requests of the Reconciliation Service API 0.2: batches of queries, and of rows to extend."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from adgo.corpus.reconciling.extension import WantedProperty
from adgo.corpus.reconciling.matching import MOST, USUAL, MatchQuery
from adgo.graph.namespaces import ADGO
from adgo.server.protocol.problem import Problem

#: The most queries, and the most rows, of one request.
BATCH, ROWS = 100, 1000
#: The most properties of one query, and of one request for values.
PROPERTIES = 50


def queries(text: str) -> dict[str, MatchQuery]:
    """Return the queries of a batch by their keys.

    Raises:
        Problem: 400 if the text is not a batch of queries, 413 if it has more than BATCH.
    """
    batch = _object(text, "queries")
    if len(batch) > BATCH:
        raise Problem(413, f"The batch has {len(batch)} queries. Send at most {BATCH} in one request.")
    return {key: _query(key, each) for key, each in batch.items()}


def extension(text: str) -> tuple[list[str], list[WantedProperty]]:
    """Return the identifiers and properties of a data extension query.

    Raises:
        Problem: 400 if the text is not one, 413 if it has more than ROWS identifiers or PROPERTIES properties.
    """
    asked = _object(text, "extend")
    identifiers, wanted = asked.get("ids", []), asked.get("properties", [])
    if (
        not {"ids", "properties"} <= asked.keys()
        or not _is_list(identifiers, str)
        or not _is_list(wanted, dict)
    ):
        raise Problem(
            400, 'The value of extend= has "ids", a list of strings, and "properties", a list of objects.'
        )
    if len(identifiers) > ROWS or len(wanted) > PROPERTIES:
        raise Problem(413, f"Send at most {ROWS} ids and {PROPERTIES} properties in one request.")
    return identifiers, [_wanted(each) for each in wanted]


def _query(key: str, asked: Any) -> MatchQuery:
    if not isinstance(asked, dict):
        raise Problem(400, f"Query {key[:60]!r} is not a JSON object.")
    text, properties = asked.get("query", ""), asked.get("properties", [])
    if not isinstance(text, str) or not _is_list(properties, dict):
        raise Problem(400, f'Query {key[:60]!r}: "query" is a string, and "properties" a list of objects.')
    if not text.strip() and not properties:
        raise Problem(400, f'Query {key[:60]!r} has neither "query" nor "properties". Give one of them.')
    if len(properties) > PROPERTIES:
        raise Problem(413, f"Query {key[:60]!r} has more than {PROPERTIES} properties.")
    expected: dict[str, list[str]] = {}
    for each in properties:
        expected.setdefault(_name(each.get("pid"), key), []).extend(_expected(each.get("v")))
    return MatchQuery(text, _types(asked.get("type"), key), _limit(asked.get("limit"), key), expected)


def _types(given: Any, key: str) -> tuple[str, ...]:
    """Return the local names of the types of a query: one or several, as identifiers or as objects."""
    listed = given if isinstance(given, list) else [given] if given else []
    return tuple(_name(each.get("id") if isinstance(each, dict) else each, key) for each in listed)


def _name(given: Any, key: str) -> str:
    if not isinstance(given, str) or not given:
        raise Problem(400, f"Query {key[:60]!r}: a type or property is not named by a string.")
    return given.removeprefix(ADGO).removeprefix("adgo:")


def _limit(given: Any, key: str) -> int:
    if given is None:
        return USUAL
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise Problem(400, f'Query {key[:60]!r}: "limit" is not a positive integer.')
    return min(given, MOST)


def _expected(given: Any) -> list[str]:
    """Return the expected values of a property: texts, or the names and identifiers of entities."""
    listed = given if isinstance(given, list) else [given]
    found = []
    for each in listed:
        if isinstance(each, dict):
            found += [each[name] for name in ("id", "name") if isinstance(each.get(name), str)]
        elif isinstance(each, bool):
            found.append(str(each).lower())
        elif each is not None:
            found.append(str(each))
    return found


def _wanted(given: Mapping[str, Any]) -> WantedProperty:
    settings = given.get("settings")
    limit = settings.get("limit") if isinstance(settings, dict) else None
    try:
        # Clients send the number of a form as a text.
        return WantedProperty(_name(given.get("id"), "extend"), max(0, int(limit or 0)))
    except (TypeError, ValueError, OverflowError):
        raise Problem(400, 'The setting "limit" of a property is not a number.') from None


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Problem(400, f"The value of {name}= is not a JSON object.")
    return found


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def skipped(text: str | None) -> int:
    """Return how many suggestions a client has: the argument `cursor`; 0 if it is absent.

    Raises:
        Problem: 400 if it is not a whole number from 0.
    """
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Problem(400, "The value of cursor= is not a whole number from 0.")
    return int(text)
