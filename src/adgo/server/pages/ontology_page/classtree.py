"""The tree of classes, as nested lists and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from adgo.server.pages.drawing.picture import Box, Edge, Picture, box
from adgo.server.pages.ontology_page.definition import Definition

#: Width of a column and of the gap between two, in units of the viewBox.
COLUMN, GAP = 240.0, 60.0
#: Space for the line around a box.
MARGIN = 2.0
#: The most levels of the tree; what is deeper is left out.
DEEPEST = 40
#: The most branches: a class below several others is shown below each of them.
MOST = 5000


@dataclass
class Branch:
    """One class of the tree, with the classes below it."""

    term: Definition
    below: list[Branch] = field(default_factory=list)


def grow(classes: list[Definition]) -> list[Branch]:
    """Return the roots of the tree: first those with classes below them, then by label.

    A class that is below itself, as a member of a cycle, is shown once on each way down to it.
    """
    known = {each.iri for each in classes}
    below: dict[str, list[Definition]] = {}
    for each in classes:
        for it in known.intersection(each.above):
            below.setdefault(it, []).append(each)
    roots: list[Definition] = []
    reached: set[str] = set()
    # First the classes without a class above them, then those of a cycle that none of these is above.
    for each in sorted(classes, key=lambda each: not known.isdisjoint(each.above)):
        if each.iri not in reached:
            roots.append(each)
            _reach(each, below, reached)
    budget = iter(range(MOST))
    branches = [_branch(each, below, (), budget) for each in roots]
    return sorted(branches, key=lambda each: (not each.below, each.term.label))


def _reach(term: Definition, below: dict[str, list[Definition]], reached: set[str]) -> None:
    """Add a class and all classes below it."""
    waiting = [term]
    while waiting:
        each = waiting.pop()
        if each.iri not in reached:
            reached.add(each.iri)
            waiting += below.get(each.iri, [])


def _branch(
    term: Definition, below: dict[str, list[Definition]], path: tuple[str, ...], budget: Iterator[int]
) -> Branch:
    """Return the branch of a class; `path` holds the classes above it, `budget` an item for each further branch."""
    path = (*path, term.iri)
    found = [each for each in below.get(term.iri, []) if each.iri not in path and len(path) < DEEPEST]
    return Branch(
        term, [_branch(each, below, path, budget) for each in found if next(budget, None) is not None]
    )


def draw_tree(roots: list[Branch]) -> Picture:
    """Return a picture of the roots that have classes below them, drawn from left to right."""
    boxes: list[Box] = []
    lines: list[Edge] = []
    y = 4.0
    for root in roots:
        if root.below:
            y = _place(root, 0, y, boxes, lines)[1] + 10
    width = max((each.right for each in boxes), default=COLUMN)
    return Picture(boxes, lines, width + MARGIN, y)


def _place(branch: Branch, depth: int, top: float, boxes: list[Box], lines: list[Edge]) -> tuple[Box, float]:
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
    lines += [Edge(mine, each, "real", f"{each.label} is a kind of {mine.label}") for each in children]
    return mine, bottom
