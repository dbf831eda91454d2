"""Each rule and projection of the claims makes what its example expects, and nothing else.

`name.trig` is the example of `name.rq`. Each part of the data is in its graph; what is only in the default graph is
added by the build; the graph `<urn:expected>` is what the query makes.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_examples import EXAMPLES, MADE_OF_CLAIMS, constructed, example, query


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_makes_what_the_example_expects(path: Path) -> None:
    store, expected = example(path)
    assert expected
    assert constructed(store, query(path.stem)) == expected


def test_every_rule_and_projection_of_claims_has_an_example() -> None:
    assert {path.stem for path in EXAMPLES} == MADE_OF_CLAIMS
