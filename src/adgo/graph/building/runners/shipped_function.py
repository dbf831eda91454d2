"""A function that is sent to other processes with each item, and is read there only once."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from hashlib import sha256
from typing import Any

#: Digest to function: the last one that this process has read, as it holds the vocabulary and what was made of it.
_READ: dict[str, Callable[[Any], Any]] = {}


class ShippedFunction:
    """A function as bytes, which can be called with an item in any process."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._content = pickle.dumps(function)
        self._digest = sha256(self._content).hexdigest()

    def __call__(self, item: Any) -> Any:
        """Return the result for an item."""
        if self._digest not in _READ:
            _READ.clear()
            _READ[self._digest] = pickle.loads(self._content)
        return _READ[self._digest](item)
