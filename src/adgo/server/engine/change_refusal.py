"""Why the writer makes no change."""

from __future__ import annotations


class ChangeRefused(Exception):
    """A change cannot be made; `reason` is a word for the server.

    `start` is the position in the text of an update that the message is about, in code points; None if there is none.
    """

    def __init__(self, reason: str, message: str = "", start: int | None = None) -> None:
        """Hold what the server is to be sent.

        Args:
            reason: the word for the server.
            message: what is wrong.
            start: the position in the text, in code points.
        """
        super().__init__(message)
        self.reason = reason
        self.start = start
