"""A thread that ends its process in the middle of a change if the server has gone."""

from __future__ import annotations

import os
import select
import socket
import threading
import time

#: Seconds between two checks whether a change is being made for a server that has gone.
_LOOK = 0.1


class Watch:
    """Ends this process if the server goes during a change, as nobody would be informed that the change is made.

    The engine commits a change completely or not at all, so ending it in the middle does no harm.
    """

    def __init__(self, control: socket.socket) -> None:
        self._poll = select.poll()
        self._poll.register(control, 0)
        self.changing = False
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        # A poll for no event waits only until the other side has closed its end.
        while not self._poll.poll():
            pass
        # Between two changes the main thread notices it by itself, and still has to note the edition.
        while not self.changing:
            time.sleep(_LOOK)
        os._exit(1)
