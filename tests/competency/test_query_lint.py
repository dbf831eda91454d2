"""No query of the project forgets what is of a class itself: a step to a superclass takes none, one or several steps.

Bug: three stored questions asked `?kind rdfs:subClassOf adgo:Undertaking` and lost what is typed Undertaking itself.
A bare step is allowed below a remark `# One step: …` that gives the reason.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adgo.graph import files

QUERIES = [
    *files.queries(),
    *files.rules(),
    *files.hygiene(),
    *sorted((files.root() / "ontology" / "projection").glob("*.rq")),
]
#: A step from a variable, or from the types or objects of something, to a class that the query names.
_BARE_STEP = re.compile(r"(\?\w+\s+|\ba\s*/|\w+:\w+\s*/)rdfs:subClassOf(?![*+\w])\s+\w*:\w+")


def bare_steps(text: str) -> list[str]:
    """Return the lines that go to a superclass only once, except those whose comment gives a reason."""
    lines = text.splitlines()
    return [
        line.strip()
        for before, line in zip(["", *lines], lines, strict=False)
        if not line.lstrip().startswith("#")
        and _BARE_STEP.search(line)
        and not before.strip().startswith("# One step: ")
    ]


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_query_forgets_the_class_itself(query: Path) -> None:
    assert bare_steps(query.read_text(encoding="utf-8")) == []


def test_there_are_queries_of_each_kind() -> None:
    assert {path.parent.name for path in QUERIES} == {"queries", "rules", "hygiene", "projection"}


@pytest.mark.parametrize(
    "line",
    [
        "?kind rdfs:subClassOf adgo:Undertaking .",
        "?thing a/rdfs:subClassOf adgo:Firm .",
        "?claim adgo:object/rdfs:subClassOf adgo:Undertaking .",
        "?kind   rdfs:subClassOf\tadgo:Firm ;",
    ],
)
def test_a_bare_step_is_found(line: str) -> None:
    assert bare_steps(f"SELECT * {{\n    {line}\n}}") == [line]


@pytest.mark.parametrize(
    "text",
    [
        "?kind rdfs:subClassOf* adgo:Undertaking .",
        "?kind rdfs:subClassOf+ ?wider .",
        "?narrower rdfs:subClassOf|rdfs:subPropertyOf ?term .",
        "# One step: the children alone are listed.\n?kind rdfs:subClassOf adgo:Undertaking .",
        "# ?kind rdfs:subClassOf adgo:Undertaking .",
    ],
)
def test_other_steps_pass(text: str) -> None:
    assert bare_steps(text) == []
