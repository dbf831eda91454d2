"""The version of the data that a request is for, such as a later page of a list: `Adgo-Data` or `adgo-data=`."""

from __future__ import annotations

import datetime

from adgo.server.protocol.problem import Problem
from adgo.server.protocol.request_arguments import Arguments

#: The header of responses that names the version, and of requests that ask for one.
HEADER = "Adgo-Data"
#: The argument that means the same as the header; no parameter of a stored question can have this name.
ARGUMENT = "adgo-data"

#: What a time begins with that stands in place of the version of data that have none: those of a backend.
READ = "read-"


def wanted(header: str | None, arguments: Arguments) -> str | None:
    """Return the version that a request asks for, None if it asks for none.

    Args:
        header: the value of its header Adgo-Data; None if it has none.
        arguments: the values of each argument, by name.

    Raises:
        Problem: 400 if it names none or two.
    """
    named = [*([] if header is None else [header]), *arguments.get(ARGUMENT, ())]
    found = {value.strip() for value in named}
    if len(found) > 1 or "" in found:
        raise Problem(
            400,
            f"{ARGUMENT}= or the header {HEADER} must name one version of the data: the value of {HEADER} in an "
            "earlier response.",
        )
    return found.pop() if found else None


def is_stated(version: str) -> bool:
    """Return whether a version identifies the data; False for the time at which data of a backend were read."""
    return not version.startswith(READ)


def read_now() -> str:
    """Return what stands in place of the version of data that are read from now on."""
    now = datetime.datetime.now(datetime.UTC)
    return f"{READ}{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}Z"


def age(read: str) -> int:
    """Return how many seconds ago the time was that stands in place of a version.

    Args:
        read: what `read_now` returned.
    """
    then = datetime.datetime.fromisoformat(read.removeprefix(READ))
    return max(0, int((datetime.datetime.now(datetime.UTC) - then).total_seconds()))


def check(version: str | None, current: str) -> None:
    """Raise Problem 412 if a request is for a version of the data that is not the current one.

    Args:
        version: the version that the request asks for; None if any will do.
        current: the version of the data that are read.
    """
    if version is not None and not is_stated(current):
        raise Problem(
            412,
            "The data of this server come from another server, which states no version of them. Nothing was read. "
            f"Repeat the request without {HEADER}; pages that are read one after the other may then not fit together.",
            {"Cache-Control": "no-store"},
        )
    if version is not None and version != current:
        raise Problem(
            412,
            f"The data are not, or no longer, at the version that {HEADER} names, and nothing was read: pages of two "
            "versions do not fit together. Begin again at the first page, with the current version, which is in "
            f"{HEADER} of this response.",
            {HEADER: current, "Cache-Control": "no-store"},
            data=current,
        )
