"""A snapshot of a store for servers that start while another process has the store open, to load into it or dump it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Store

from adgo.server.store import store_folder


@contextlib.contextmanager
def kept(store: Store, folder: Path) -> Iterator[None]:
    """Keep a snapshot of the live database until the block ends, if a load was ever completed.

    Args:
        store: the live database, which the block does not change.
        folder: the store's folder.
    """
    # A server may have left older ones.
    store_folder.clear_snapshots(folder)
    try:
        if store_folder.is_complete(folder):
            store.flush()
            store.backup(str(store_folder.next_snapshot(folder, _edition(folder))))
        yield
    finally:
        store_folder.clear_snapshots(folder)


def _edition(folder: Path) -> str:
    name = store_folder.edition(folder)
    if name is None:
        name = store_folder.new_edition()
        store_folder.set_edition(folder, name)
    return name
