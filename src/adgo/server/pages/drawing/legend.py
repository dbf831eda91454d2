"""The legends of pictures: each mark that a picture has, with what it means."""

from __future__ import annotations

from dataclasses import dataclass

REAL, PLANNED = "in operation or done", "planned, forecast or unconfirmed"


@dataclass(frozen=True)
class Entry:
    """One mark of a legend: its shape (box, span, diamond, dot, land, stripes, target, aim), CSS class and words."""

    kind: str
    css: str
    words: str


#: The marks of networks.
NETWORK = [Entry("box", "real", REAL), Entry("box", "planned", PLANNED)]
#: The marks of neighbourhoods.
NEIGHBOURHOOD = [Entry("box", "real", "stated as fact"), Entry("box", "planned", PLANNED)]
