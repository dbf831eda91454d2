"""Why a query has no answer, in words for the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from adgo.sparql.differences.refusal import Unanswerable
from adgo.sparql.errors import SyntaxReport, at, explain
from adgo.sparql.text import SparqlText


class QueryFailed(ValueError):
    """A query has no answer; the message says where in its text the fault is, or what failed."""


@contextmanager
def explained(text: str, prefixes: Mapping[str, str]) -> Iterator[None]:
    """Answer a query inside; QueryFailed if that is not possible. Errors of the network (OSError) are passed on.

    Args:
        text: the query.
        prefixes: the prefixes that it need not declare.
    """
    try:
        yield
    except SyntaxError as error:
        report = explain(SparqlText(text), str(error), prefixes, declared=prefixes)
        raise QueryFailed(_in_words(report)) from error
    except Unanswerable as error:
        raise QueryFailed(_in_words(at(SparqlText(text), error.token.start, str(error)))) from error
    except (RuntimeError, ValueError) as error:
        raise QueryFailed(f"the query failed: {error}") from error


def _in_words(report: SyntaxReport) -> str:
    return f"{report.detail}\n{report.excerpt}"
