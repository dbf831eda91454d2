"""An update, made by the writer in the live database of a store: all of it or nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from adgo.server.engine.change_refusal import ChangeRefused
from adgo.server.store import room, swap
from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.differences.refusal import Unanswerable
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import IRI
from adgo.sparql.updates import engine_refusals, execution
from adgo.sparql.updates.execution import Replacement, Update
from adgo.sparql.updates.operations import NotParsed, operations

#: An update without any of these words only inserts and deletes data, creates graphs or loads documents.
_WORDS = re.compile(r"\b(?:WHERE|ADD|COPY|MOVE|CLEAR|DROP)\b", re.IGNORECASE)
#: What hides a word, and the words. Searching with this takes a fifth of the time of reading the tokens.
_PARTS = re.compile(
    rf"""{IRI}|\"{{3}}(?:[^"\\]|\\.|"(?!""))*+\"{{3}}|'{{3}}(?:[^'\\]|\\.|'(?!''))*+'{{3}}"""
    r"""|"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+'|#[^\r\n]*+|\\."""
    rf"""|(?P<word>{_WORDS.pattern})""",
    re.IGNORECASE | re.DOTALL,
)


def make(
    store: Store, folder: Path, request: dict[str, Any], given: list[Replacement]
) -> tuple[Store, tuple[str, ...]]:
    """Make an update; return the database that is live then, and the names of the differences that the update meets.

    Args:
        store: the live database.
        folder: the folder of the store.
        request: the text of the update, and its base IRI.
        given: what stands instead of some parts of the text.

    Raises:
        ChangeRefused: a graph that the update needs does not exist, or one that it creates does, or the update would
            change something else than SPARQL 1.1 says; nothing is changed.
        SyntaxError, ValueError, RuntimeError, OSError: the update cannot be made; nothing is changed.
    """
    text = SparqlText(request["text"], is_update=True)
    try:
        update = _planned(text, request["base"], given)
        if update is None:
            store.update(text.replaced(given), base_iri=request["base"])
            return store, ()
        return _run(store, folder, update), update.differences
    except SyntaxError:
        _check_syntax(text, request["base"])
        raise
    except QueryError as error:
        raise SyntaxError(str(error)) from error
    except execution.MissingGraph as error:
        raise ChangeRefused("evaluation", str(error), error.token.start) from error
    except Unanswerable as error:
        raise ChangeRefused("unanswerable", str(error), error.token.start) from error
    except RuntimeError as error:
        if (refusal := engine_refusals.placed(text, request["base"], str(error))) is None:
            raise
        raise ChangeRefused("evaluation", refusal.message, refusal.start) from error


def has_words(source: str) -> bool:
    """Return whether an update has one of the words that the engine alone may follow wrongly, outside strings."""
    return _WORDS.search(source) is not None and any(part["word"] for part in _PARTS.finditer(source))


def _planned(text: SparqlText, base: str, given: list[Replacement]) -> Update | None:
    """Return the planned update; None if the engine is to run it as it is."""
    if not has_words(text.source):
        return None
    try:
        return execution.planned(text, base, given)
    except NotParsed:
        return None


def _check_syntax(text: SparqlText, base: str) -> None:
    """Raise the SyntaxError of an update, with a position in its own text, not in what the engine was given."""
    with suppress(ValueError, RuntimeError, OSError):
        Store().update(text.source, base_iri=base)


def _run(store: Store, folder: Path, update: Update) -> Store:
    if _drops_all(update) and (swap.is_large(store) or not room.keep_reserve(folder)):
        return room.with_room(folder, lambda: swap.emptied(folder))
    try:
        execution.run(store, update)
        return store
    except execution.NeedsSteps:
        with swap.successor(store, folder) as new:
            execution.run_in_steps(new, update)
    swap.clear(folder)
    return new


def removes_only(text: str, base: str) -> bool:
    """Return whether an update consists of operations that only remove quads or graphs.

    Args:
        text: the update.
        base: its base IRI.
    """
    try:
        found = operations(SparqlText(text, is_update=True), base)
    except (NotParsed, QueryError):
        return False
    return all(each.kind in ("CLEAR", "DROP", "DELETE DATA", "DELETE WHERE") for each in found)


def _drops_all(update: Update) -> bool:
    """Return whether an update is nothing but DROP ALL."""
    tree = update.steps[0].operation.tree if len(update.steps) == 1 else None
    return tree is not None and tree.words[0] == "DROP" and tree.words[-1] == "ALL"
