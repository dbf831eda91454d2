"""Every number that a page gives is the one that SPARQL counts."""

from __future__ import annotations

import re

from asked import count
from pyoxigraph import Store
from visited import Visit

COUNTED = {
    "firms": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a adgo:Firm }",
    "projects": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?report adgo:reportsOn ?x }",
    "claims": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a adgo:Claim }",
    "articles": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a adgo:Source }",
}


def figures(visit: Visit) -> dict[str, tuple[str, int]]:
    """What the front page counts: for each label the address that it links to, and the number."""
    found = re.findall(r'<dt><a href="([^"]*)">([^<]+)</a></dt><dd>([\d,]+)</dd>', visit("/").html)
    return {label: (address, int(number.replace(",", ""))) for address, label, number in found}


def test_the_figures_of_the_front_page_are_what_sparql_counts(visit: Visit, store: Store) -> None:
    shown = figures(visit)
    assert {name: shown[name][1] for name in COUNTED} == {
        name: count(store, text) for name, text in COUNTED.items()
    }


def test_each_figure_of_the_front_page_links_to_a_list_of_as_many(visit: Visit) -> None:
    """It said 24 firms, and the search that it linked to listed 40 things."""
    shown = figures(visit)
    pages = {label: visit(address.partition("#")[0]).html for label, (address, _) in shown.items()}
    about = re.search(r"<tfoot>.*</tfoot>", pages["claims"])
    articles = re.search(r'<table class="wide">(.*?)</table>', pages["articles"], re.S)
    assert about
    assert articles
    listed = {
        "firms": len(re.findall("<li>", pages["firms"].partition("hits")[2])),
        "projects": len(re.findall('<tr class="(?:real|planned)">', pages["projects"])),
        "claims": int(re.findall(r">(\d+)</td>", about[0])[-1]),
        "articles": len(re.findall('<th scope="row"><a href="/source/', articles[1])),
        "topics of difference": len(
            re.findall(
                r'<details class="card"', pages["topics of difference"].partition('id="judgements"')[0]
            )
        ),
    }
    assert listed == {label: number for label, (_, number) in shown.items()}


def test_the_lists_say_how_many_they_show(visit: Visit, store: Store) -> None:
    total = count(store, "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?report adgo:reportsOn ?x }")
    page = visit("/network")
    assert f"{total} of {total} projects" in page.text
    for kind in ("Trial", "Partnership", "Establishment"):
        shown = re.search(r"(\d+) of \d+ projects", visit(f"/network?kind={kind}").text)
        assert shown
        assert int(shown[1]) == count(
            store,
            f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?report adgo:reportsOn ?x ; adgo:reportedKind adgo:{kind} }}",
        )
