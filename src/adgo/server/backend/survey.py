"""What a backend serves: which graphs make its default graph, and how many rows it gives at most.

A plan is in a named graph, and not a fact. An engine whose default graph is the union of all graphs would present it as
one, so the graphs of such an engine are named in each request.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from adgo.graph.files import DEFAULT_PARTS, PARTS
from adgo.graph.namespaces import PREFIXES
from adgo.server.backend import small_answer
from adgo.server.backend.client import BackendClient, BackendQuestion, BackendResponse
from adgo.server.backend.engines import recognized
from adgo.server.backend.small_answer import Row
from adgo.server.engine.answer import IN_MEMORY
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import MIB

LOG = logging.getLogger("adgo")
Read = TypeVar("Read")
#: The largest limit of rows that is looked for at the start. A larger one is found by counting, answer by answer.
LARGEST_CAP = 20_000
#: More named graphs than this are not named in each request.
MOST_GRAPHS = 500
#: Most bytes of an answer.
_SIZE = 64 * MIB
#: How many triples of each part are looked for in the default graph.
_SAMPLE = 1000
_GRAPH = PREFIXES["graph"]
_HEADER = f"{PREFIXES['owl']}Ontology"
_APART = tuple(f"{_GRAPH}{name}" for name in PARTS if name not in DEFAULT_PARTS)
_MERGED = tuple(f"{_GRAPH}{name}" for name in DEFAULT_PARTS)


class NotServable(Exception):
    """A backend cannot stand behind this server; the message says why and what to do."""


@dataclass(frozen=True)
class BackendSurvey:
    """What a backend serves.

    Attributes:
        default: the graphs that each request names for its default graph; () if the backend's own is used.
        named: the named graphs that it names; only with `default`.
        cap: the largest number of rows that the backend gives; None if it gave LARGEST_CAP or all that it has.
        graphs: the named graphs with data, as far as they are known.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    cap: int | None = None
    graphs: tuple[str, ...] = ()


class Surveyor:
    """Asks a backend what it serves."""

    def __init__(self, client: BackendClient, seconds: float) -> None:
        """Prepare the survey.

        Args:
            client: asks the backend.
            seconds: time limit for each query.
        """
        self._client = client
        self._seconds = seconds
        #: The last limit of rows that was logged.
        self._reported: int | None = None

    def survey(self) -> BackendSurvey:
        """Return what the backend serves.

        Raises:
            FetchError: if it does not answer.
            NotServable: if it would present what the parts beside the default graph hold, such as plans, as facts.
        """
        self._recognize()
        return replace(self._dataset(), cap=self._cap())

    def _recognize(self) -> None:
        """Find out which engine it is."""
        response = self._client.post(BackendQuestion("ASK {}"), self._seconds, IN_MEMORY)
        self._client.engine = recognized(response.document.headers, small_answer.columns(response))

    def _dataset(self) -> BackendSurvey:
        """Return which graphs each request must name. Errors as for `survey`."""
        given = self._client.address.default_graphs
        if wrong := sorted(set(given) & set(_APART)):
            raise NotServable(
                f"--backend-default-graph {wrong[0]}: this part asserts nothing, so it cannot be in the default graph"
            )
        present = [
            iri for iri in (*_MERGED, *_APART) if self._asks(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
        ]
        merged = tuple(iri for iri in present if iri in _MERGED)
        fault = "" if given else self._fault(present)
        if not given and not fault:
            self._refuse_flattened()
            return BackendSurvey(graphs=tuple(present) if self._client.engine.is_exact else self._graphs())
        if not given and not merged:
            raise NotServable(
                f"{fault}. This server would present plans as facts. Name the graph that holds ADGO's default graph "
                "with --backend-default-graph"
            )
        named = self._graphs()
        found = BackendSurvey(given or merged, named, graphs=named)
        if fault := self._fault([each for each in present if each not in given], found):
            raise NotServable(
                f"{fault}, although the request names the graphs of its default graph. This server would present plans "
                "as facts, or lack facts. Load the default graph of ADGO's dataset into the backend"
            )
        self._refuse_flattened(found)
        if len(found.default) > 1 and self._repeats(found):
            raise NotServable(
                "its engine repeats a triple that is in several graphs of the default graph, so that it would count "
                "wrongly. Load ADGO's default graph into one graph of its own, and name that graph with "
                "--backend-default-graph"
            )
        return found

    def _refuse_flattened(self, dataset: BackendSurvey = BackendSurvey()) -> None:
        """Raise NotServable if a default graph has the header of a part that is not in it: it then holds that part."""
        parts = " ".join(f"<{each}>" for each in _APART)
        rows = self._rows(
            f"SELECT ?part {{ VALUES ?part {{ {parts} }} ?part a <{_HEADER}> }} LIMIT 1", dataset
        )
        if rows:
            raise NotServable(
                f"the default graph has the header of <{rows[0]['part']['value']}>, a part that states no facts. This "
                "server would present plans as facts. Load ADGO's dataset with its named graphs into the backend"
            )

    def _repeats(self, dataset: BackendSurvey) -> bool:
        """Return whether a triple of two graphs of the default graph is found more than once: a graph is a set."""
        rows = self._rows(_twice(dataset.default))
        if not rows:
            return False
        values = [rows[0][name] for name in ("s", "p", "o")]
        if any(each["type"] != "uri" for each in values):
            return True
        triple = " ".join(f"<{each['value']}>" for each in values)
        return len(self._rows(f"SELECT (1 AS ?n) {{ {triple} }}", dataset)) > 1

    def _fault(self, present: list[str], dataset: BackendSurvey = BackendSurvey()) -> str:
        """Return what is wrong with the default graph, as a clause; "" if samples of all parts are right."""
        has_parts = any(iri in _MERGED for iri in present)
        for iri in present:
            is_merged = iri in _MERGED and (not dataset.default or iri in dataset.default)
            if is_merged and self._asks(_missing(iri), dataset):
                return f"the default graph lacks triples of <{iri}>"
            if iri in _APART and self._has_leaked(iri, has_parts, dataset):
                return f"the default graph has triples of <{iri}>"
        return ""

    def _has_leaked(self, iri: str, has_parts: bool, dataset: BackendSurvey) -> bool:
        """Return whether triples of a part that is apart are in the default graph.

        A few triples of plans are also facts. Without the parts of the default graph, nothing says which, so only a
        part of which all triples are in the default graph counts.
        """
        if has_parts:
            return self._asks(_leaked(iri), dataset)
        return not self._asks(_missing(iri), dataset)

    def _graphs(self) -> tuple[str, ...]:
        """Return the named graphs that hold data; NotServable if they are too many."""
        rows = self._rows(
            f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?g LIMIT {MOST_GRAPHS + 1}"
        )
        own = self._client.engine.own_graphs
        found = [row["g"]["value"] for row in rows if row["g"]["type"] == "uri"]
        if len(found) > MOST_GRAPHS:
            raise NotServable(
                f"it has more than {MOST_GRAPHS} named graphs, which cannot all be named in each request, or copied. "
                "Load ADGO's dataset alone into the backend, with its default graph"
            )
        merged = set(self._client.address.default_graphs) - {*_MERGED}
        return tuple(iri for iri in found if iri not in merged and not iri.startswith(own or ("\n",)))

    def _cap(self) -> int | None:
        """Return the largest number of rows; 1 if it cannot be found out, so that every answer is counted."""
        try:
            return self._found_cap()
        except FetchError as error:
            LOG.warning(
                "the limit of rows of the backend is not known (%s): all answers are counted", error.reason
            )
            return 1

    def _found_cap(self) -> int | None:
        pattern = "{ { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        limit = f"LIMIT {LARGEST_CAP}"
        counted = self._read(
            f"SELECT (COUNT(*) AS ?n) {{ SELECT ?s {pattern} {limit} }}", small_answer.number
        )
        rows = len(self._rows(f"SELECT (1 AS ?n) {pattern} {limit}"))
        cap = None if rows >= counted else rows
        if cap is not None and cap != self._reported:
            LOG.warning(
                "the backend gives %s rows at most: queries with more are refused (502). Raise its limit, "
                "ResultSetMaxRows on Virtuoso.",
                f"{rows:,}",
            )
        self._reported = cap
        return cap

    def _asks(self, text: str, dataset: BackendSurvey = BackendSurvey()) -> bool:
        """Return whether there is a solution of an ASK query, asked as SELECT: Virtuoso's ASK has a form of its own."""
        return bool(self._rows(f"SELECT (1 AS ?n) {text.removeprefix('ASK')} LIMIT 1", dataset))

    def _rows(self, text: str, dataset: BackendSurvey = BackendSurvey()) -> list[Row]:
        return self._read(text, small_answer.rows, dataset)

    def _read(
        self,
        text: str,
        reader: Callable[[BackendResponse, str], Read],
        dataset: BackendSurvey = BackendSurvey(),
    ) -> Read:
        """Return what a function reads from the response to a query; FetchError if that is not its answer."""
        question = BackendQuestion(text, False, dataset.default, dataset.named)
        response = self._client.post(question, self._seconds, _SIZE)
        try:
            return reader(response, text)
        except ValueError as error:
            raise FetchError(f"its answer to a query is not the results of this query: {error}") from error


def _leaked(iri: str) -> str:
    """Return the query whether a graph's triples are in the default graph though they are in no part of it."""
    parts = " ".join(f"<{each}>" for each in _MERGED)
    return (
        f"ASK {{ {_sample(iri)} ?s ?p ?o . "
        f"FILTER NOT EXISTS {{ VALUES ?part {{ {parts} }} GRAPH ?part {{ ?s ?p ?o }} }} }}"
    )


def _missing(iri: str) -> str:
    """Return the query whether triples of a graph are not in the default graph."""
    return f"ASK {{ {_sample(iri)} FILTER NOT EXISTS {{ ?s ?p ?o }} }}"


def _twice(graphs: tuple[str, ...]) -> str:
    """Return the query for one triple of IRIs that is in two of the graphs."""
    names = ", ".join(f"<{each}>" for each in graphs)
    return (
        f"SELECT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} GRAPH ?h {{ ?s ?p ?o }} FILTER (?g != ?h && ?g IN ({names}) "
        f"&& ?h IN ({names}) && isIRI(?s) && isIRI(?o)) }} LIMIT 1"
    )


def _sample(iri: str) -> str:
    return f"{{ SELECT ?s ?p ?o {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} LIMIT {_SAMPLE} }}"
