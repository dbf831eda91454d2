"""Names as they are compared."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """Return a name for comparison: case, white space and Unicode's compatibility forms make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
