"""The ontology's page: every term in words, how much it is used, which questions use it, and the tree of classes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from flask import render_template

from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.queries import Question
from adgo.server import inquiry
from adgo.server.pages import reading
from adgo.server.pages.corpus import SUBCLASS, SUBPROPERTY, TYPE, Corpus
from adgo.server.pages.picture import Box, Line, Picture, box
from adgo.server.site import Site

OWL = PREFIXES["owl"]
PROPERTIES = tuple(OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
RANGE = PREFIXES["rdfs"] + "range"
NOTES = {name: PREFIXES["skos"] + name for name in ("definition", "example", "scopeNote")}
COLUMN, GAP = 240.0, 60.0


@dataclass(frozen=True)
class Uses:
    """How often a term is used: the things of a class, the triples of a property, and the claims that name it."""

    things: int = 0
    triples: int = 0
    claims: int = 0

    @property
    def words(self) -> str:
        """The numbers in words, those that are 0 left out."""
        numbers = {"thing": self.things, "triple": self.triples, "claim": self.claims}
        return ", ".join(f"{n:,} {noun}{'' if n == 1 else 's'}" for noun, n in numbers.items() if n)


UNUSED = Uses()


@dataclass(frozen=True)
class Described:
    """One term: what it means, the terms above it, its range, its uses, and the questions that use it."""

    iri: str
    name: str
    label: str
    definition: str
    example: str
    scope: str
    above: list[str]
    range: str
    uses: Uses
    questions: list[Question]


@dataclass
class Branch:
    """One class of the tree, with those below it."""

    iri: str
    uses: Uses
    below: list[Branch] = field(default_factory=list)


def render(site: Site) -> str:
    """Return the page."""
    corpus = reading.read(site)
    terms = [it for it in corpus.records if it.startswith(ADGO) and corpus.first(it, NOTES["definition"])]
    kinds = {it: {t.value for t in corpus.records[it].get(TYPE, [])} for it in terms}
    classes = [it for it in terms if OWL + "Class" in kinds[it]]
    properties = [it for it in terms if kinds[it].intersection(PROPERTIES)]
    values = [it for it in terms if it not in classes and it not in properties]
    uses = counted(site)
    questions = list(site.questions.values())
    groups = {"Classes": classes, "Properties": properties, "Values": values}
    roots = tree(corpus, classes, uses)
    return render_template(
        "ontology.html",
        c=corpus,
        groups={
            words: sorted(
                (described(corpus, it, uses, questions) for it in found), key=lambda each: each.label
            )
            for words, found in groups.items()
        },
        roots=roots,
        picture=draw(corpus, roots) if roots else None,
    )


def counted(site: Site) -> dict[str, Uses]:
    """Return how often each term is used, as the query `uses.rq` counts it."""
    found: dict[str, dict[str, int]] = {}
    for row in inquiry.rows(site, "uses"):
        found.setdefault(row["term"]["value"], {})[row["role"]["value"]] = int(row["uses"]["value"])
    return {term: Uses(**numbers) for term, numbers in found.items()}


def described(corpus: Corpus, it: str, uses: dict[str, Uses], questions: list[Question]) -> Described:
    """Return what the page says of one term."""
    name = it.removeprefix(ADGO)
    above = [t.value for relation in (SUBCLASS, SUBPROPERTY) for t in corpus.records[it].get(relation, [])]
    return Described(
        it,
        name,
        corpus.label(it),
        definition=corpus.first(it, NOTES["definition"]),
        example=corpus.first(it, NOTES["example"]),
        scope=corpus.first(it, NOTES["scopeNote"]),
        above=[each for each in above if each.startswith(ADGO)],
        range=corpus.first(it, RANGE),
        uses=uses.get(it, UNUSED),
        questions=[each for each in questions if name in names(each.text)],
    )


@cache
def names(text: str) -> frozenset[str]:
    """Return the local names of the ontology's terms in a query."""
    return frozenset(re.findall(r"\badgo:(\w+)", text))


def tree(corpus: Corpus, classes: list[str], uses: dict[str, Uses]) -> list[Branch]:
    """Return the roots of the tree of classes, sorted by label, the classes below within them."""
    branches = {it: Branch(it, uses.get(it, UNUSED)) for it in sorted(classes, key=corpus.label)}
    roots = []
    for it, branch in branches.items():
        above = [t.value for t in corpus.records[it].get(SUBCLASS, []) if t.value in branches]
        for each in above:
            branches[each].below.append(branch)
        if not above:
            roots.append(branch)
    return sorted(roots, key=lambda each: (not each.below, corpus.label(each.iri)))


def draw(corpus: Corpus, roots: list[Branch]) -> Picture:
    """Return the tree of those classes that have others below them, drawn from left to right."""
    boxes: list[Box] = []
    lines: list[Line] = []
    y = 4.0
    for root in roots:
        if root.below:
            y = _grow(corpus, root, 0, y, boxes, lines)[1] + 10
    width = max((each.right for each in boxes), default=COLUMN)
    return Picture(boxes, lines, width + 2, y)


def _grow(
    corpus: Corpus, branch: Branch, depth: int, top: float, boxes: list[Box], lines: list[Line]
) -> tuple[Box, float]:
    """Place a branch below `top`; return its box and where it ends."""
    name = branch.iri.removeprefix(ADGO)
    mine = box(corpus.label(branch.iri), f"#{name}", COLUMN, "real", branch.uses.words)
    mine.x = depth * (COLUMN + GAP)
    y = top
    children = []
    for each in branch.below:
        child, y = _grow(corpus, each, depth + 1, y, boxes, lines)
        children.append(child)
    bottom = max(y, top + mine.height + 8)
    mine.y = (children[0].middle + children[-1].middle) / 2 - mine.height / 2 if children else top
    boxes.append(mine)
    lines += [
        Line((mine.right, mine.middle), (child.x, child.middle), "real", "is above") for child in children
    ]
    return mine, bottom
