"""What the pages need to know if they are written to a folder of files, instead of being sent by a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedFolder:
    """How pages refer to each other in a folder of files, and what the folder has.

    Attributes:
        locate: returns the URL of the file for an address of the site, such as "projects?place=Germany"; relative to
            the folder if the folder has no public URL.
        public_url: the URL of the folder, with a slash at its end; "" if it is not known.
        has_editor: whether the folder answers queries in the browser.
        day: the day that questions about today are answered for, such as 2026-11-27.
        most_options: the most values of a filter that have pages.
    """

    locate: Callable[[str], str]
    public_url: str = ""
    has_editor: bool = False
    most_options: int = 50
    day: str = ""
