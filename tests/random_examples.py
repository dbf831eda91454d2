"""Tests with random examples: a few every day, many under `make test-full`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

Test = Callable[..., None]


def examples(few: int, many: int, *strategies: Any) -> Callable[[Test], Test]:
    """Run a test with values of the strategies, once with `few` examples and, marked `full`, with `many`."""

    def decorate(test: Test) -> Test:
        @pytest.mark.parametrize("number", [few, pytest.param(many, marks=pytest.mark.full)])
        def run(number: int) -> None:
            chosen = settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))
            chosen(given(*strategies)(test))()

        return run

    return decorate
