"""Files compressed for the browser, which opens them: many servers of static files compress nothing."""

from __future__ import annotations

import gzip
import json
from typing import Any


def compressed(content: bytes) -> bytes:
    """Return content in the form of gzip; the same content always gives the same bytes."""
    return gzip.compress(content, 9, mtime=0)


def compressed_json(value: Any) -> bytes:
    """Return a value as compressed JSON."""
    return compressed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
