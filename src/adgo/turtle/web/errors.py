"""Why a document from the web cannot be fetched."""

from __future__ import annotations


class FetchError(Exception):
    """A document cannot be fetched.

    Attributes:
        reason: why, as a clause to follow the name of the document; from this program alone.
        status: the HTTP status that the server answered with, if it was an error.
        detail: the beginning of the server's own explanation, "" if there is none.
        retry_after: the seconds after which the server says to try again; None if it does not say.
    """

    def __init__(
        self, reason: str, status: int | None = None, detail: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.status = status
        self.detail = detail
        self.retry_after = retry_after


class FetchTimeout(FetchError):
    """A document does not arrive in time."""


class DocumentTooLarge(FetchError):
    """A document is larger than the rules allow."""


class ConnectionFailed(FetchError):
    """The server cannot be reached, or closes the connection before the document is complete."""


def printable(text: str) -> str:
    """Return a text on one line, without characters that would steer a terminal."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
