"""What holds of every page: no plan under "done", no rule lost from a larger place, no colour without a ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from asked import PROLOGUE, column, rows
from flask import Flask
from jinja2 import nodes
from jinja2.compiler import has_safe_repr
from pyoxigraph import Store
from visited import Visit

from adgo.corpus import regulation, undertakings
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import ADGO, BASE, ID
from adgo.server.pages.drawing import chart, neighbourhood, network, timeline, world_map
from adgo.server.pages.filters import link

REAL = "In operation or done"
#: Reports whose standing says that nothing has happened yet, or that it is not sure.
NOT_REAL = """SELECT DISTINCT ?it WHERE { ?report adgo:reportsOn ?it ; adgo:standing ?standing
  FILTER (?standing IN (adgo:AnnouncedPlan, adgo:ConditionalPlan, adgo:ForecastOnly, adgo:Unconfirmed,
    adgo:ReportedDenied)) }"""
#: What applies, is located or is sought in a place, with every place that contains it.
ROLLED_UP = """SELECT DISTINCT ?it ?whole WHERE {
  ?claim adgo:subject ?it ; adgo:predicate ?predicate ; adgo:object ?place .
  ?place (adgo:within|adgo:hasMembersIn)* ?whole .
  ?whole a/rdfs:subClassOf* adgo:Place .
  FILTER (?predicate IN (%s)) %s }"""
UNDERTAKING = "?report adgo:reportsOn ?it ."
TABLE = "The same as a table"


def paths(corpus: Corpus) -> Iterator[str]:
    """The pages of all things, and those with pictures."""
    yield from ("/", "/network", "/map", "/timeline", "/search?kind=Undertaking")
    for name in ("Firm", "Person", "Place", "Event", "UnnamedGroup", "Undertaking", "Technology", "Vehicle"):
        yield from (link(it) or "" for it in corpus.of_class(name))


def test_nothing_planned_or_unconfirmed_is_listed_as_done(visit: Visit, corpus: Corpus, store: Store) -> None:
    """Bug: a planned headquarters stood green under "Under way or done", as its announcement is a fact."""
    planned = [corpus.label(it) for it in column(store, NOT_REAL)]
    assert len(planned) > 5
    for path in ("/timeline?show=real", "/map?show=real"):
        section = visit(path).sections[TABLE]
        assert not [label for label in planned if label in section], path
    for path in paths(corpus):
        section = visit(path).sections.get(REAL, "")
        assert not [label for label in planned if f"{label} " in section], path
    # The filters of the network: a thing that any family reports as a plan is under no standing of what is done.
    for standing in ("Done", "Running", "Ended"):
        table = visit(f"/network?standing={standing}").html
        here = [
            it
            for it in column(store, NOT_REAL)
            if f'<tr class="real">\n<th scope="row"><a href="{link(it)}"' in table
        ]
        assert not here, standing


def test_what_is_reported_as_done_is_not_hidden_among_plans(corpus: Corpus, store: Store) -> None:
    planned = set(column(store, NOT_REAL))
    for it in column(store, "SELECT DISTINCT ?it WHERE { ?report adgo:reportsOn ?it }"):
        found = next(each for each in undertakings.every(corpus) if each.iri == it)
        assert found.is_real == (it not in planned), it


def test_an_announcement_is_a_mark_on_the_one_row_of_what_it_announces(corpus: Corpus, store: Store) -> None:
    entries = timeline.entries(corpus)
    assert len({each.iri for each in entries}) == len(entries)
    announced = column(
        store, "SELECT DISTINCT ?it WHERE { ?claim adgo:subject ?it ; adgo:predicate adgo:announcedAt }"
    )
    assert announced
    for it in announced:
        (entry,) = (each for each in entries if each.iri == it)
        assert [each for each in entry.moments if each.is_announcement], it
        drawn = chart.draw_timeline([entry])
        if drawn:
            (row,) = drawn.rows
            top = min(bar.y for bar in row.bars)
            assert {bar.y for bar in row.bars if bar.moment.is_announcement} == {top}


@pytest.mark.parametrize(
    ("predicates", "condition"),
    [("adgo:appliesIn", ""), ("adgo:locatedIn, adgo:hasMarket", UNDERTAKING)],
    ids=["rules", "undertakings"],
)
def test_what_is_in_a_part_is_on_the_page_map_and_filter_of_the_whole(
    visit: Visit, corpus: Corpus, store: Store, predicates: str, condition: str
) -> None:
    """Bug: a rule of certain countries of the Middle East was on no page, map or filter of the Middle East."""
    pairs = rows(store, ROLLED_UP % (predicates, condition))
    assert len(pairs) > 5
    on_map = {
        row[0]: row[1]
        for row in re.findall(
            r'<tr><th scope="row"><a href="([^"]+)"(.*?)</tr>', visit("/map").html, re.DOTALL
        )
    }
    for it, whole in pairs:
        address, place = link(it), link(whole) or ""
        assert address in visit(place).links, f"{it} is not on the page of {whole}"
        assert f'href="{address}"' in on_map[place], f"{it} is not on the map at {whole}"
        name = whole.rpartition("/")[2]
        filtered = visit(f"/network?place={name}")
        assert address in filtered.links, f"{it} is not in the filter {name}"
        if "locatedIn" in predicates:
            assert f"/network?place={name}" in visit("/network").links


def test_a_rule_that_is_only_planned_is_marked_so(visit: Visit, corpus: Corpus, store: Store) -> None:
    # Sources of one family retell one report, so the most cautious of them counts.
    planned = column(
        store,
        """SELECT DISTINCT ?it { ?c adgo:subject ?it ; adgo:predicate adgo:appliesIn ; adgo:modality ?m
        OPTIONAL { ?c adgo:hedge ?hedge } FILTER (?m != adgo:Asserted || BOUND(?hedge)) } ORDER BY ?it""",
    )
    assert planned == [
        ID + each for each in ("china-national-rules", "localisation-barrier", "unfamiliarity-barrier")
    ]
    for place in corpus.of_class("Place"):
        for rule in regulation.of(corpus, place):
            assert rule.is_real == (rule.iri not in planned), rule.iri
    page = visit("/id/China").html
    assert re.search(r'<li class="fact planned">\s*<p class="what">.*china-national-rules', page)


def test_a_rule_of_a_part_names_the_part(visit: Visit, corpus: Corpus, store: Store) -> None:
    for it, whole in rows(store, ROLLED_UP % ("adgo:appliesIn", "")):
        rule = next(each for each in regulation.of(corpus, whole) if each.iri == it)
        direct = column(
            store,
            f"SELECT ?p WHERE {{ ?c adgo:subject <{it}> ; adgo:predicate adgo:appliesIn ; adgo:object ?p }}",
        )
        assert bool(rule.parts) == (whole not in direct)
        page = visit(link(whole) or "")
        assert all(corpus.label(part) in page.text for part in rule.parts)


def test_no_mark_is_planned_without_a_claim_that_is_no_fact(corpus: Corpus, store: Store) -> None:
    """Bug: a place with rules alone had the dashed dot of what is only planned."""
    unsure = set(column(store, NOT_REAL)) | set(
        column(
            store,
            """SELECT DISTINCT ?it WHERE { { ?c adgo:subject ?it } UNION { ?c adgo:object ?it }
            ?c a adgo:Claim ; adgo:modality ?m . OPTIONAL { ?c adgo:hedge ?hedge }
            OPTIONAL { GRAPH ?g { ?judgement adgo:disputes ?c } }
            FILTER (?m != adgo:Asserted || BOUND(?hedge) || BOUND(?judgement)) }""",
        )
    )
    for spot in world_map.spots(corpus):
        if spot.css == "planned":
            assert any(each.iri in unsure for each in (*spot.undertakings, *spot.rules)), spot.label
        assert (spot.css == "ruled") == (spot.size == 0 and spot.is_ruled), spot.label
    for name in ("Firm", "Person", "Place", "Undertaking", "Event"):
        for it in corpus.of_class(name):
            picture = neighbourhood.draw_neighbourhood(corpus, it)
            planned = [each for each in picture.boxes if each.css == "planned"] if picture else []
            hrefs = {link(each) for each in unsure}
            assert all(each.href in hrefs for each in planned), it
    drawn = network.draw_network(corpus, undertakings.every(corpus))
    assert {each.css for each in drawn.lines} == {"real", "planned"}


QUERIES = {
    "map": "SELECT ?u ?place { ?u adgo:locatedIn ?place }",
    "network": "SELECT ?u ?who { ?u adgo:isUndertakenBy ?who }",
    "timeline": "SELECT ?u ?when { ?u adgo:announcedAt ?when }",
}


@pytest.mark.parametrize("view", QUERIES)
def test_a_picture_of_an_answer_colours_nothing(visit: Visit, view: str) -> None:
    """Bug: facts in the answer to a query were drawn with the mark of what is only planned."""
    page = visit(f"/sparql?view={view}&query={quote(PROLOGUE + QUERIES[view])}")
    picture = page.html[page.html.index("<svg", page.html.index("Views")) :]
    marks = re.findall(r'class="(?:dot|box|line|span|announcement) ?([a-z]*)"', picture)
    assert marks
    assert set(marks) == {"unknown"}


def test_several_sites_are_several_and_one_is_one(visit: Visit, corpus: Corpus) -> None:
    """Bug: one article's plural was lost, so that the other's single site stood against silence."""
    assert [
        (c.source[-3:], c.predicate[len(ADGO) :], c.object.value)
        for c in corpus.by_subject[ID + "deeproute-data-centre"]
        if "iteCount" in c.predicate
    ] == [
        ("000", "minimumSiteCount", "2"),
        ("001", "siteCount", "1"),
    ]
    text = visit("/id/deeproute-data-centre").text
    assert re.search(r"site count one\b", text)
    assert "several" in text


def test_what_limits_or_weakens_a_claim_is_on_its_page(visit: Visit, corpus: Corpus, store: Store) -> None:
    found = rows(
        store,
        """SELECT ?c ?p ?value { ?c a adgo:Claim ; ?p ?value
        FILTER (?p IN (adgo:hedge, adgo:scope, adgo:emphasis, adgo:exemplary)) }""",
    )
    assert {p for _, p, _ in found} == {ADGO + name for name in ("hedge", "scope", "emphasis", "exemplary")}
    for claim, predicate, value in found:
        text = visit("/" + claim.removeprefix(BASE)).text
        name = predicate.removeprefix(ADGO)
        words = "one example of several" if name == "exemplary" else value
        assert (corpus.label(value) if name == "scope" else words) in text, claim
    hedged = {claim for claim, predicate, _ in found if predicate == ADGO + "hedge"}
    assert not [it for it in hedged if corpus.by_iri[it].is_asserted]


def test_no_page_puts_at_before_a_month_or_a_year(visit: Visit) -> None:
    """Bug: "announced at May 2025" in the titles of the timeline and among the claims about a project."""
    for path in ("/timeline", "/id/momenta-uber", "/id/momenta-uber-robotaxi", "/id/MunichMotorShow2025"):
        page = visit(path)
        assert not re.search(r"(announced|starts|occurs) at(</span>)? +[A-Z0-9]", page.html), path
    assert "announced in May 2025" in visit("/timeline").html


def test_no_template_has_a_page_of_one_request_as_a_constant(app: Flask) -> None:
    """Bug: Jinja evaluates a filter of a constant once, with the template: the links of the first page stood on all."""
    env = app.jinja_env
    pure = {"iri_of", "format", "default"}
    for name in env.list_templates(extensions=["html"]):
        assert env.loader
        tree = env.parse(env.loader.get_source(env, name)[0])
        with app.test_request_context("/projects?place=Germany"):
            for node in tree.find_all(nodes.Filter):
                if node.name in pure or not isinstance(node.node, nodes.Const):
                    continue
                try:
                    value = node.as_const(nodes.EvalContext(env, name))
                except nodes.Impossible:  # It has an argument that is not a constant.
                    continue
                assert not has_safe_repr(value), (name, node.name)
