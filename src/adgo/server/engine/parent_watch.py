"""The end of a process in the middle of its work, when nobody is left to hear of it."""

from __future__ import annotations

import os
import select
import socket
import threading
import time

#: Seconds between looks whether a change is under way for a server that has gone.
_LOOK = 0.1


class Watch:
    """Ends this process when the server goes during a change, as nobody is left to hear that it is made.

    The engine commits a change whole or not at all, so that its end in the middle harms it as little as a crash.
    """

    def __init__(self, control: socket.socket) -> None:
        self._poll = select.poll()
        self._poll.register(control, 0)
        self.changing = False
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        # A poll for no event waits for the hang-up alone.
        while not self._poll.poll():
            pass
        # Between two changes the main thread finds out by itself, and has something to write down.
        while not self.changing:
            time.sleep(_LOOK)
        os._exit(1)
