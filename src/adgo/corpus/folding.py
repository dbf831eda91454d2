"""Names as they are compared."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """Return a name without its differences of case, accents' encoding and white space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
