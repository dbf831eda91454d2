"""What the server counts, for Prometheus: outcomes, durations, queue, workers, cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from adgo.server.engine.pool import Pool
from adgo.server.protocol.cache import BoundedCache

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Seconds: from what a point query takes to what the time limit allows.
BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


class Metrics:
    """The counts of one server."""

    def __init__(self, pool: Pool, cache: BoundedCache[Any, Any]) -> None:
        self._registry = CollectorRegistry()
        self._outcomes = Counter(
            "adgo_queries", "Queries by what became of them.", ["outcome"], registry=self._registry
        )
        #: The counter of each outcome: to look it up by its label takes longer than to count.
        self._counted: dict[str, Counter] = {}
        self._seconds = Histogram(
            "adgo_query_seconds",
            "Time from question to answer, where it was computed.",
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._bytes = Counter("adgo_result_bytes", "Bytes of fresh results.", registry=self._registry)
        self._changes = Counter(
            "adgo_changes",
            "Changes of the data by what became of them.",
            ["outcome"],
            registry=self._registry,
        )
        self._change_seconds = Histogram(
            "adgo_change_seconds", "Time of a change of the data.", buckets=BUCKETS, registry=self._registry
        )
        self._registry.register(_State(pool, cache))

    def count(self, outcome: str, seconds: float, size: int, *, computed: bool = True) -> None:
        """Count one query; time and size only where it was computed."""
        counted = self._counted.get(outcome)
        if counted is None:
            counted = self._counted[outcome] = self._outcomes.labels(outcome)
        counted.inc()
        if computed:
            self._seconds.observe(seconds)
            self._bytes.inc(size)

    def count_change(self, outcome: str, seconds: float | None) -> None:
        """Count one change of the data, or a try; None for the time of one that was not even tried."""
        self._changes.labels(outcome).inc()
        if seconds is not None:
            self._change_seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all counts in the Prometheus text format."""
        return generate_latest(self._registry)


class _State(Collector):
    """What is read off pool and cache at the moment somebody asks."""

    def __init__(self, pool: Pool, cache: BoundedCache[Any, Any]) -> None:
        self._pool = pool
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        workers = GaugeMetricFamily("adgo_workers", "Workers by what they do.", labels=["state"])
        state = self._pool.state()
        for name in ("idle", "short", "long"):
            workers.add_metric([name], state[name])
        yield workers
        yield GaugeMetricFamily("adgo_waiting", "Queries that wait for a worker.", state["waiting"])
        ended = CounterMetricFamily("adgo_workers_ended", "Workers ended and replaced.", labels=["reason"])
        ended.add_metric(["killed"], self._pool.killed)
        ended.add_metric(["retired"], self._pool.ended - self._pool.killed)
        yield ended
        yield GaugeMetricFamily("adgo_cache_bytes", "Bytes of answers kept ready.", self._cache.size)
        yield CounterMetricFamily("adgo_cache_hits", "Answers that were ready.", self._cache.hits)
        yield CounterMetricFamily("adgo_cache_misses", "Answers that were not.", self._cache.misses)
