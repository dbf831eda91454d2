"""Answers queries in this process: the program that writes a folder needs no protection from its own queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
)

from adgo.graph import dataset
from adgo.graph.dataset import UnreadableFile, load
from adgo.graph.namespaces import BASE
from adgo.server.endpoint import Endpoint
from adgo.server.engine import worker, zygote
from adgo.server.engine.answer import Answer
from adgo.server.engine.child_process import CannotStart
from adgo.server.engine.failure import Failure
from adgo.server.engine.launcher import Launcher
from adgo.server.engine.pool import Pool
from adgo.server.engine.result_output import ResultOutput
from adgo.server.settings import Settings
from adgo.server.views.linkeddata import KINDS
from adgo.sparql.differences.plan import PLAIN, plan

#: The IRI of a thing in a query.
_THING = re.compile(rf"<{re.escape(BASE)}({'|'.join(KINDS)})/[^<>\s]*>")


class LocalPool(Pool):
    """Runs each query at once, in this process, without limits of time and memory."""

    def __init__(self, paths: Sequence[str], launcher: Launcher, settings: Settings) -> None:
        super().__init__(launcher, settings)
        self._paths = paths
        #: Whether the engine answers a query as it is, by its text without the names of things.
        self._plain: dict[str, bool] = {}
        self.dataset: dataset.Dataset

    def start(self) -> None:
        """Load the data, once; CannotStart if they cannot be read."""
        if self.launcher.summary:
            return
        try:
            self.dataset = load(self._paths)
        except UnreadableFile as error:
            raise CannotStart(str(error)) from error
        label_blank_nodes(self.dataset.store)
        self.launcher.summary = zygote.summary(self.dataset)

    def ask(self, request: dict[str, Any], limit: int) -> Answer:
        """Return the complete answer to a request of at most `limit` bytes, or raise Failure."""
        if request["results"] == "json" and self._is_plain(request["text"]):
            return self._asked(request["text"])
        output = ResultOutput(limit, xml=request["results"] == "xml" or request["graph"] == "rdf")
        closing = worker.answer(self.dataset.store, request, output)
        if "error" in closing:
            raise Failure(closing["error"], closing["message"], closing.get("start"))
        answer = Answer(form=closing["form"], differences=tuple(closing["differences"]), rows=closing["rows"])
        answer.add(output.kept())
        return answer

    def _is_plain(self, text: str) -> bool:
        """Return whether the engine answers a query about a thing as it is.

        The pages ask the same queries about each thing, so this is decided once for each query.
        """
        form = _THING.sub("<>", text)
        if form == text:
            return False
        if form not in self._plain:
            self._plain[form] = plan(text) is PLAIN
        return self._plain[form]

    def _asked(self, text: str) -> Answer:
        result = self.dataset.store.query(text)
        assert isinstance(result, QuerySolutions | QueryBoolean)
        answer = Answer(form="boolean" if isinstance(result, QueryBoolean) else "bindings")
        answer.add(result.serialize(format=QueryResultsFormat.JSON) or b"")
        return answer

    def close(self, grace: float = 0) -> None:
        """Do nothing: there are no workers."""


def label_blank_nodes(store: Store) -> None:
    """Give blank nodes the labels of RDFC-1.0, as the engine's own labels differ each time the data are loaded."""
    labelled = [
        quad for quad in store if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    ]
    canonical = Dataset(labelled)
    canonical.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for quad in labelled:
        store.remove(quad)
    # Sorted, as pages show values in the order in which the store has them.
    store.extend(sorted(canonical, key=str))


def local_endpoint(paths: Sequence[str | Path], settings: Settings) -> Endpoint:
    """Return an endpoint that answers in this process.

    Args:
        paths: the files and folders with the data; none for the packaged graph.
        settings: the limits of sizes; those of time and memory do not apply.
    """
    given = [str(path) for path in paths]
    endpoint = Endpoint(given, settings)
    endpoint.pool = LocalPool(given, endpoint.launcher, settings)
    return endpoint
