"""Limits of what the readers accept, so that hostile input ends in a message and not in exhausted memory."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one document; a document that exceeds one is refused with a message that names the limit."""

    #: Brackets open at the same time.
    nesting: int = 200_000
    #: JSON objects and arrays open at the same time. pyoxigraph ends the process if about 4,000 objects are nested.
    json_nesting: int = 2_000
    #: Characters of one literal as written.
    literal: int = 16 * 2**20
    #: Characters of the document; offsets are 32-bit numbers, so more is not possible.
    text: int = 2**31 - 1
    #: Characters that the entities of an XML document add to it.
    entities: int = 256 * 2**20
    #: Bytes of the content of a small gzip file; a large one may have 100 times its own size.
    unpacked: int = 256 * 2**20
    #: Syntax errors that are listed before reading stops.
    faults: int = 100
    #: Whether IRIs that RFC 3987 does not allow, and language tags that BCP 47 does not allow, are only warnings.
    lenient: bool = False


LIMITS = Limits()
#: As `LIMITS`, but terms that only RFC 3987 or BCP 47 does not allow are accepted with a warning.
LENIENT = Limits(lenient=True)
