"""The tree of classes: as nested lists, and drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from adgo.server.pages.drawing.picture import Box, Line, Picture, box
from adgo.server.pages.ontology_page.definition import Definition

COLUMN, GAP = 240.0, 60.0
#: Room for the line around a box.
MARGIN = 2.0


@dataclass
class Branch:
    """One class of the tree, with those below it."""

    term: Definition
    below: list[Branch] = field(default_factory=list)


def grow(classes: list[Definition]) -> list[Branch]:
    """Return the roots of the tree: those with classes below them first, then by label."""
    branches = {each.iri: Branch(each) for each in classes}
    roots = []
    for branch in branches.values():
        above = [it for it in branch.term.above if it in branches]
        for it in above:
            branches[it].below.append(branch)
        if not above:
            roots.append(branch)
    return sorted(roots, key=lambda each: (not each.below, each.term.label))


def draw(roots: list[Branch]) -> Picture:
    """Return the tree of those classes that have others below them, drawn from left to right."""
    boxes: list[Box] = []
    lines: list[Line] = []
    y = 4.0
    for root in roots:
        if root.below:
            y = _place(root, 0, y, boxes, lines)[1] + 10
    width = max((each.right for each in boxes), default=COLUMN)
    return Picture(boxes, lines, width + MARGIN, y)


def _place(branch: Branch, depth: int, top: float, boxes: list[Box], lines: list[Line]) -> tuple[Box, float]:
    """Place a branch below `top`; return its box and where it ends."""
    mine = box(branch.term.label, f"#{branch.term.name}", COLUMN, "real", branch.term.uses.words)
    mine.x = MARGIN + depth * (COLUMN + GAP)
    y = top
    children = []
    for each in branch.below:
        child, y = _place(each, depth + 1, y, boxes, lines)
        children.append(child)
    bottom = max(y, top + mine.height + 8)
    mine.y = (children[0].middle + children[-1].middle) / 2 - mine.height / 2 if children else top
    boxes.append(mine)
    lines += [
        Line((mine.right, mine.middle), (child.x, child.middle), "real", "is above") for child in children
    ]
    return mine, bottom
