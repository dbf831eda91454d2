"""The question on modality looks at statements that somebody does not assert, by a list of modalities."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode, RdfFormat, parse

from adgo.graph import files
from adgo.graph.namespaces import ADGO, RDF


def test_the_question_on_modality_names_every_modality_but_asserted() -> None:
    """Otherwise a statement with a new modality would be left out silently."""
    stated = (
        quad.subject.value.removeprefix(ADGO)
        for path in files.part("ontology")
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
        if (quad.predicate, quad.object) == (NamedNode(f"{RDF}type"), NamedNode(f"{ADGO}Modality"))
    )
    unsure = set(stated) - {"Asserted"}
    (question,) = [each for each in files.queries() if each.stem == "conflicts-modality"]
    lists = re.findall(r"VALUES \?doubt \{([^}]*)\}", question.read_text(encoding="utf-8"))
    assert len(lists) == 4
    for each in lists:
        assert {name.removeprefix("adgo:") for name in each.split()} == unsure
