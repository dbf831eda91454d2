"""N-Quads into a database: the engine reads text itself, in two thirds of the time that quads of Python take."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

from pyoxigraph import RdfFormat, Store, parse

from adgo.server import process_memory
from adgo.server.store import swap


def fill(store: Store, pieces: Iterable[bytes]) -> None:
    """Add quads to a database in pieces, which are not one transaction.

    If memory is not limited, the engine chooses its own pieces, and merges fewer tables.

    Args:
        store: the database.
        pieces: valid N-Quads; each piece consists of whole lines.
    """
    if process_memory.room() != math.inf:
        quads = (parse(piece, RdfFormat.N_QUADS, lenient=True) for piece in pieces)
        swap.fill(store, chain.from_iterable(quads))
        return
    file = _PieceFile(pieces)
    try:
        # The parser calls nothing but `read`.
        store.bulk_load(file, RdfFormat.N_QUADS, lenient=True)  # type: ignore[arg-type]
    except BaseException:
        if file.error:
            raise file.error from None
        raise


class _PieceFile:
    """A file that consists of pieces; `error` is what was raised when a piece was made, as the engine changes it."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")
        self.error: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, b"" at the end; possibly fewer than `size`."""
        if not self._rest:
            try:
                self._rest = memoryview(next(self._pieces, b""))
            except BaseException as error:
                self.error = error
                raise
        end = len(self._rest) if size < 0 else size
        content, self._rest = bytes(self._rest[:end]), self._rest[end:]
        return content
