"""`/sparql/differences`: made from the list of differences, and linked from where a user of the endpoint looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visited import Page

from adgo.sparql.differences.catalogue import differences


def test_the_page_has_every_difference_under_its_name(visit: Callable[[str], Page]) -> None:
    page = visit("/sparql/differences")
    assert page.status == 200
    assert {each["id"] for each in page.all("article")} == set(differences())
    text = " ".join(page.text.split())
    for each in differences().values():
        assert " ".join(each.standard[1:].split()) in text
        assert " ".join(each.query.split()) in text
        assert page.sections[each.title]


@pytest.mark.parametrize("path", ["/about", "/query", "/sparql?"])
def test_the_page_is_linked_from(visit: Callable[[str], Page], path: str) -> None:
    assert "/sparql/differences" in visit(path).links
