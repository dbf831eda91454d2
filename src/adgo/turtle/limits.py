"""What a reader accepts before it says no, so that hostile input ends in a message and not in exhausted memory."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one document, each settable; beyond one the document is refused with a message that names it."""

    nesting: int = 200_000
    """Brackets open at once."""

    literal: int = 16 * 2**20
    """Characters of one literal as written."""

    text: int = 2**31 - 1
    """Characters of the document; offsets are 32-bit numbers, so more is not possible."""

    entities: int = 256 * 2**20
    """Characters that the entities of an XML document add to it."""

    faults: int = 100
    """Syntax errors that are listed before reading stops."""


LIMITS = Limits()
