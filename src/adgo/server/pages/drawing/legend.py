"""The legends of pictures: each mark that a picture has, with what it means."""

from __future__ import annotations

from dataclasses import dataclass

REAL, PLANNED = "in operation or done", "planned, forecast or unconfirmed"
#: The words for what has ended, of projects and of what is stated as fact.
ENDED, PAST = "ended", "stated as fact, but ended"


@dataclass(frozen=True)
class Entry:
    """One mark of a legend: its shape, its CSS class and its words.

    Shapes are box, span, diamond, dot, sum, land, stripes, target and aim.
    """

    kind: str
    css: str
    words: str


#: The marks of networks.
NETWORK = [Entry("box", "real", REAL), Entry("box", "ended", ENDED), Entry("box", "planned", PLANNED)]
#: The marks of neighbourhoods.
NEIGHBOURHOOD = [
    Entry("box", "real", "stated as fact"),
    Entry("box", "ended", PAST),
    Entry("box", "planned", f"{PLANNED}, or disputed by the editors"),
]
