"""Tests with random examples: a few every day, more under `make test-full`, and others with `HYPOTHESIS=wild`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

Test = Callable[..., None]
#: How many times as many examples a run tries that has others each time; those of `make test-full` stay the same.
MORE = 1 if settings.default is None or settings.default.derandomize else 2


def examples(few: int, many: int, *strategies: Any) -> Callable[[Test], Test]:
    """Run a test with values of the strategies: once with `few` examples and, marked `full`, with half of `many`.

    With `HYPOTHESIS=wild` they are twice as many.
    """

    def decorate(test: Test) -> Test:
        @pytest.mark.parametrize("number", [few, pytest.param(max(many // 2, few), marks=pytest.mark.full)])
        def run(number: int) -> None:
            chosen = settings(max_examples=number * MORE)
            chosen(given(*strategies)(test))()

        return run

    return decorate
