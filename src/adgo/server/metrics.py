"""Counts for Prometheus: outcomes and durations of queries and changes, the queue, the workers and the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from adgo.server.engine.pool import Pool
from adgo.server.protocol.cache import BoundedCache

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: In seconds: from the time of a query for one resource to the longest time limits.
BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


class Metrics:
    """The counts of one server."""

    def __init__(self, pool: Callable[[], Pool], cache: BoundedCache[Any, Any]) -> None:
        self._registry = CollectorRegistry()
        self._outcomes = Counter(
            "adgo_queries", "Queries by their outcome.", ["outcome"], registry=self._registry
        )
        #: The counter of each outcome, kept because finding it by its label takes longer than counting.
        self._counted: dict[str, Counter] = {}
        self._seconds = Histogram(
            "adgo_query_seconds",
            "Time from the query to its answer, if it was computed.",
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._bytes = Counter("adgo_result_bytes", "Bytes of computed results.", registry=self._registry)
        self._changes = Counter(
            "adgo_changes",
            "Changes of the data by their outcome.",
            ["outcome"],
            registry=self._registry,
        )
        self._change_seconds = Histogram(
            "adgo_change_seconds",
            "Time that a change of the data took.",
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._registry.register(_State(pool, cache))

    def count(self, outcome: str, seconds: float, size: int, *, computed: bool = True) -> None:
        """Count one query.

        Args:
            outcome: one word for the result of the query.
            seconds: the time that it took.
            size: the bytes of its result.
            computed: whether it was computed; if not, its time and size are not counted.
        """
        counted = self._counted.get(outcome)
        if counted is None:
            counted = self._counted[outcome] = self._outcomes.labels(outcome)
        counted.inc()
        if computed:
            self._seconds.observe(seconds)
            self._bytes.inc(size)

    def count_change(self, outcome: str, seconds: float | None) -> None:
        """Count one change of the data, successful or not; `seconds` is None if it was not begun."""
        self._changes.labels(outcome).inc()
        if seconds is not None:
            self._change_seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all counts in the Prometheus text format."""
        return generate_latest(self._registry)


class _State(Collector):
    """The numbers that pool and cache hold at the moment of a request."""

    def __init__(self, pool: Callable[[], Pool], cache: BoundedCache[Any, Any]) -> None:
        self._pool = pool
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        workers = GaugeMetricFamily("adgo_workers", "Workers by their activity.", labels=["state"])
        pool = self._pool()
        state = pool.state()
        for name in ("idle", "short", "long"):
            workers.add_metric([name], state[name])
        yield workers
        yield GaugeMetricFamily("adgo_waiting", "Queries that are waiting for a worker.", state["waiting"])
        ended = CounterMetricFamily("adgo_workers_ended", "Workers ended and replaced.", labels=["reason"])
        for reason, count in pool.ended().items():
            ended.add_metric([reason], count)
        yield ended
        yield GaugeMetricFamily("adgo_cache_bytes", "Bytes of cached answers.", self._cache.size)
        yield CounterMetricFamily("adgo_cache_hits", "Queries answered from the cache.", self._cache.hits)
        yield CounterMetricFamily(
            "adgo_cache_misses", "Queries that were not in the cache.", self._cache.misses
        )
