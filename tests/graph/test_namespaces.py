"""Names with their prefixes."""

from __future__ import annotations

import pytest

from adgo.graph.namespaces import ID, PREFIXES, short


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (PREFIXES["p"] + "002-4", "p:002-4"),
        (PREFIXES["adgo"] + "Firm", "adgo:Firm"),
        (ID + "a/b", f"<{ID}a/b>"),
        ("urn:x", "<urn:x>"),
    ],
)
def test_an_iri_is_shortened_where_a_prefix_fits(iri: str, name: str) -> None:
    assert short(iri) == name


def test_no_namespace_begins_another() -> None:
    """So there is one prefix at most for any name, whatever order they come in."""
    spaces = list(PREFIXES.values())
    assert [(one, two) for one in spaces for two in spaces if one != two and two.startswith(one)] == []
