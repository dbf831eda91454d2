"""One scale of certainty: the same thing has the same badge on every page, and every badge is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asked import column, rows
from flask import Flask
from pyoxigraph import Store
from visited import Page, Visit

import adgo.server
from adgo.agents import claim_record
from adgo.corpus import facts, standings, undertakings
from adgo.corpus.corpus import TYPE, Claim, Corpus, Term
from adgo.corpus.tables import claims
from adgo.graph.namespaces import ADGO, BASE, ID
from adgo.server.pages import differences
from adgo.server.pages.filters import link

#: A badge as a page has it: its name in the address, and its words.
BADGE = re.compile(r'<a class="standing ([a-z]*)" href="/certainty#([A-Za-z]*)" title="([^"]+)">([^<]+)</a>')
#: The rows of tables of projects, and the items of lists of facts.
ROW = re.compile(
    r'<tr class="(real|ended|planned)">\s*<th scope="row"><a[^>]* href="([^"]+)"[^>]*>(.*?)</tr>', re.DOTALL
)
ITEM = re.compile(
    r'<li class="fact (real|ended|planned|doubted|outside)">(.*?)</li>\s*(?=<li class="fact|</ul>)', re.DOTALL
)
#: The items of the list of an article's passages, each with its number.
PASSAGE = re.compile(r'<li id="passage-(\w+)">(.*?)</li>', re.DOTALL)
#: Properties of saying something: that it is said is a fact.
SAYING = {"holdsView", "announcedAt", "announcedDuring"}
REPORTED = "SELECT ?it ?standing { ?report adgo:reportsOn ?it ; adgo:standing ?standing }"
REAL = {"Done", "Running", "Ended"}
PICTURES = (
    "/network",
    "/map",
    "/timeline",
    "/projects",
    "/search?kind=Undertaking",
    "/indicators",
    "/differences",
)


#: Classes whose pages other tests read too; `make test-full` has those of all that pages list.
EVERY_DAY = ("Firm", "Person", "Place", "Undertaking")
FULL = (
    "Organization",
    "Event",
    "UnnamedGroup",
    "RegulatoryRegime",
    "Requirement",
    "Barrier",
    "Technology",
    "Vehicle",
)


def table_of(store: Store) -> dict[tuple[str, str], str]:
    """Return the standing of each modality and status, read past the pages."""
    found = rows(
        store,
        """SELECT ?m ?s ?standing { ?rule adgo:forModality ?m ; adgo:standing ?standing
        OPTIONAL { ?rule adgo:forStatus ?s } }""",
    )
    return {(m.removeprefix(ADGO), s.removeprefix(ADGO)): name.removeprefix(ADGO) for m, s, name in found}


def expected_of(table: dict[tuple[str, str], str], claim: Claim) -> str:
    """Return the standing that a claim must have; "" for what is stated as fact, as that a view is held."""
    modality = claim.modality.removeprefix(ADGO) or "Asserted"
    said = "Hedged" if claim.hedges and modality != "Denied" else modality
    is_saying = claim.predicate.removeprefix(ADGO) in SAYING
    return (
        ""
        if said == "Asserted" and (is_saying or not claim.status)
        else table[said, claim.status.removeprefix(ADGO)]
    )


def things(corpus: Corpus, classes: tuple[str, ...] = EVERY_DAY) -> list[str]:
    return list(dict.fromkeys(it for name in classes for it in corpus.of_class(name)))


@pytest.fixture(
    scope="module",
    params=[EVERY_DAY, pytest.param((*EVERY_DAY, *FULL), marks=pytest.mark.full)],
    ids=["some", "all"],
)
def pages(request: pytest.FixtureRequest, visit: Visit, corpus: Corpus) -> dict[str, Page]:
    """The pages of things, and those with tables."""
    paths = [*PICTURES, *(link(it) or "" for it in things(corpus, request.param))]
    return {path: visit(path) for path in paths}


def test_the_scale_has_eight_standings_each_with_its_sentence(
    visit: Visit, corpus: Corpus, store: Store
) -> None:
    names = standings.every(corpus)
    assert names == [
        "Done", "Running", "Ended", "AnnouncedPlan", "ConditionalPlan", "ForecastOnly", "Unconfirmed", "ReportedDenied",
    ]  # fmt: skip
    page = visit("/certainty")
    ids = {attributes.get("id") for _, attributes in page.tags}
    for name in names:
        (sentence,) = column(store, f"SELECT ?d {{ adgo:{name} skos:definition ?d }}")
        (label,) = column(store, f"SELECT ?l {{ adgo:{name} rdfs:label ?l }}")
        assert (standings.definition(corpus, name), standings.label(corpus, name)) == (sentence, label)
        assert name in ids
        assert sentence in page.text
        assert sentence.count(".") == 1
        reported = column(
            store, f"SELECT DISTINCT ?it {{ ?r adgo:reportsOn ?it ; adgo:standing adgo:{name} }}"
        )
        assert f"{len(reported)} project{'' if len(reported) == 1 else 's'}" in page.text


def test_every_badge_has_the_words_of_the_ontology(pages: dict[str, Page], corpus: Corpus) -> None:
    seen = 0
    for path, page in pages.items():
        for css, name, title, words in BADGE.findall(page.html):
            assert (css, words) == (name.lower(), standings.label(corpus, name)), path
            assert title == standings.definition(corpus, name).replace("&", "&amp;"), path
            seen += 1
        # No page has a badge that is made in another way.
        assert len(re.findall(r'class="standing\b', page.html)) == len(BADGE.findall(page.html)), path
    assert seen > 500


def test_a_project_has_the_same_badges_wherever_it_is_listed(
    pages: dict[str, Page], corpus: Corpus, store: Store
) -> None:
    reported: dict[str, set[str]] = {}
    for it, standing in rows(store, REPORTED):
        reported.setdefault(link(it) or "", set()).add(standing.removeprefix(ADGO))
    listed: dict[str, int] = dict.fromkeys(reported, 0)
    for path, page in pages.items():
        for css, address, row in ROW.findall(page.html):
            if address in reported:
                badges = [name for _, name, _, _ in BADGE.findall(row)]
                assert set(badges) == reported[address], f"{address} on {path}"
                assert css == ("real" if reported[address] <= REAL else "planned"), f"{address} on {path}"
                listed[address] += 1
    assert all(number > 1 for number in listed.values())
    for address, given in reported.items():
        heading = re.search(r'<p class="meta">(.*?)</p>', pages[address].html, re.DOTALL)
        assert heading
        assert {name for _, name, _, _ in BADGE.findall(heading[1])} == given, address


def test_the_line_of_a_fact_is_that_of_its_badge(pages: dict[str, Page]) -> None:
    """A fact with a dashed line has a badge that says why; one with a solid line has none that is not real."""
    planned = 0
    for path, page in pages.items():
        for css, item in ITEM.findall(page.html):
            what = re.search(r'<p class="what">(.*?)</p>', item, re.DOTALL)
            assert what, path
            badges = {name for _, name, _, _ in BADGE.findall(what[1])}
            if css == "planned":
                assert badges - REAL, f"{path}: {what[1]}"
                planned += 1
            elif css == "real":
                assert badges <= REAL, f"{path}: {what[1]}"
    assert planned > 50


def test_every_page_of_a_thing_is_light(pages: dict[str, Page]) -> None:
    static = Path(adgo.server.__file__).parent
    for path, page in pages.items():
        if path.startswith("/id/"):
            addresses = [each["src"] for each in page.all("script")]
            addresses += [
                each["href"] for each in page.all("link") if each.get("rel") in ("stylesheet", "icon")
            ]
            files = sum((static / address.lstrip("/")).stat().st_size for address in addresses)
            assert len(page.html.encode()) + files < 150_000, path


def test_a_claim_has_the_badge_of_the_table_on_its_page_and_on_its_passages(
    visit: Visit, corpus: Corpus, store: Store
) -> None:
    table = table_of(store)
    kinds: dict[tuple[str, str, bool, bool], str] = {}
    for each in corpus.claims:
        is_saying = each.predicate.removeprefix(ADGO) in SAYING
        kinds.setdefault((each.modality, each.status, bool(each.hedges), is_saying), each.iri)
    assert len(kinds) > 12
    for it in kinds.values():
        expected = expected_of(table, corpus.by_iri[it])
        html = visit("/" + it.removeprefix(BASE)).html
        row = re.search(r"<dt>Standing</dt><dd>(.*?)</dd>", html, re.DOTALL)
        assert row
        assert [name for _, name, _, _ in BADGE.findall(row[1])] == ([expected] if expected else []), it
        assert expected or "stated as fact" in row[1]
        listed = visit("/" + corpus.by_iri[it].passage.removeprefix(BASE)).html
        item = next(text for _, text in ITEM.findall(listed) if f'href="{link(it)}"' in text)
        assert [name for _, name, _, _ in BADGE.findall(item)] == ([expected] if expected else []), it


def test_a_claim_has_one_standing_in_tables_in_commands_for_agents_and_in_the_count_of_the_scale(
    visit: Visit, corpus: Corpus, store: Store
) -> None:
    """Bug: that somebody holds a view was "stated as fact" on its page, and "unconfirmed" in CSV and for agents."""
    table = table_of(store)
    expected = {each.iri: expected_of(table, each) for each in corpus.claims}
    exported = claims.table(corpus, corpus.claims)
    place, name = exported.columns.index("standing"), exported.columns.index("claim")
    told = {row[name]: row[place] for row in exported.rows}
    for each in corpus.claims:
        words = standings.label(corpus, expected[each.iri])
        assert told[each.iri] == words, each.iri
        assert claim_record.record(corpus, each)["standing"] == words, each.iri
    scale = visit("/certainty")
    for standing in standings.every(corpus):
        number = list(expected.values()).count(standing)
        part = scale.html.partition(f'<div id="{standing}">')[2].partition("</div>")[0]
        assert f", {number} claim{'' if number == 1 else 's'}." in part, standing


def test_a_view_or_an_announcement_with_a_status_is_a_fact_with_this_status(
    visit: Visit, corpus: Corpus
) -> None:
    """Bug: "does not say how far it has progressed" stood above the status. An agent was told that it is no fact."""
    said = [each for each in corpus.claims if each.predicate.removeprefix(ADGO) in SAYING and each.status]
    assert {each.predicate.removeprefix(ADGO) for each in said} == SAYING
    for each in (it for it in said if it.is_asserted):
        page = visit(link(each.iri) or "")
        assert "stated as fact" in page.text
        assert "does not say how far it has progressed" not in page.text
        assert corpus.label(each.status) in page.html.partition("<dt>Status</dt>")[2].partition("</dd>")[0]
        made = claim_record.record(corpus, each)
        assert made["status"] == corpus.label(each.status)
        assert standings.is_fact(corpus, each) == ("disputed_by_editors" not in made)


def test_what_the_editors_dispute_is_nowhere_a_fact(visit: Visit, corpus: Corpus, store: Store) -> None:
    """Bug: a passage with a disputed claim alone counted as one with a fact, and the claim had the mark of a fact."""
    disputed = set(column(store, "SELECT ?claim { GRAPH ?g { ?judgement adgo:disputes ?claim } }"))
    assert disputed
    for it in sorted(disputed):
        claim = corpus.by_iri[it]
        siblings = {each.iri for each in corpus.by_passage[claim.passage]}
        words = "".join(standings.labels_in_list(corpus, claim.passage))
        assert words.endswith("disputed by the editors") == (siblings <= disputed), it
        listed = visit("/" + claim.passage.removeprefix(BASE)).html
        [(css, text)] = [found for found in ITEM.findall(listed) if f'href="{link(it)}"' in found[1]]
        assert css == "doubted"
        assert "disputed by the editors" in text
        assert "The editors dispute this" in visit(link(it) or "").html.partition("<h2>")[0]
        for fact in facts.gathered(corpus, [claim]):
            assert (fact.is_real, fact.line) == (False, "planned")
            assert "disputed by the editors" in fact.certainty(corpus)[-1]


def test_a_passage_with_a_fact_beside_a_disputed_claim_has_no_mark(corpus: Corpus) -> None:
    """A role of a person is disputed; that the person is named so in the same passage is a fact."""
    assert standings.labels_in_list(corpus, BASE + "passage/003-15") == []


@pytest.mark.full
def test_every_page_of_a_claim_has_its_standing(visit: Visit, corpus: Corpus, store: Store) -> None:
    """Bug: the page of a claim had another standing than tables and agents."""
    table = table_of(store)
    for each in corpus.claims:
        row = visit(link(each.iri) or "").html.partition("<dt>Standing</dt>")[2].partition("</dd>")[0]
        expected = expected_of(table, each)
        assert [name for _, name, _, _ in BADGE.findall(row)] == ([expected] if expected else []), each.iri
        assert expected or "stated as fact" in row, each.iri


def test_an_announcement_says_nothing_about_a_start_at_the_same_time(corpus: Corpus) -> None:
    """That a plan was announced on a day is a fact: it does not make a planned start on that day one."""
    it, day, year = ID + "project", BASE + "time/1", BASE + "time/2"

    def claim(name: str, predicate: str, value: str, status: str = "", modality: str = "Asserted") -> Claim:
        of = Term("uri", value)
        return Claim(name, it, predicate, of, modality=ADGO + modality, status=status and ADGO + status)

    made = [
        claim("c:1", TYPE, ADGO + "Trial", "Ongoing"),
        claim("c:2", ADGO + "announcedAt", day, "Announced"),
        claim("c:3", ADGO + "startsAt", day, modality="Planned"),
        claim("c:4", ADGO + "startsAt", year),
    ]
    found = undertakings.one(Corpus("", made, corpus.records), it)
    assert found.is_unsure(day)
    assert not found.is_unsure(year)


def test_a_passage_without_a_fact_has_the_standing_of_its_claims(
    visit: Visit, corpus: Corpus, store: Store
) -> None:
    """Bug: a passage whose claims are all planned or hedged stood on its page and its article's without a word."""
    table = table_of(store)
    shown = 0
    for source in corpus.of_class("Source"):
        items = dict(PASSAGE.findall(visit(link(source) or "").html))
        for number, item in items.items():
            passage = f"{BASE}passage/{source[-3:]}-{number}"
            given = {expected_of(table, each) for each in corpus.by_passage.get(passage, [])}
            has_fact = not given or bool(given & {"", "Done", "Running"})
            badges = [name for _, name, _, _ in BADGE.findall(item)]
            # One article is one family, so the most cautious counts.
            expected = [] if has_fact else [max(given, key=standings.every(corpus).index)]
            assert badges == expected, passage
            if expected:
                lead = visit(link(passage) or "").html.partition('<blockquote class="paraphrase">')[2]
                badges = [name for _, name, _, _ in BADGE.findall(lead.partition("</blockquote>")[0])]
                assert badges == expected, passage
                shown += 1
    assert shown > 10


def test_a_judgement_is_in_full_only_on_the_pages_of_its_subject(
    visit: Visit, corpus: Corpus, store: Store
) -> None:
    """Bug: that Neoway Technology is nobody else was told at length on the pages of four other firms."""
    kept = rows(
        store,
        """SELECT DISTINCT ?j ?it { GRAPH ?g { ?j adgo:keepsApart ?it }
        FILTER EXISTS { GRAPH ?h { ?j adgo:keepsApart ?subject ; adgo:concerns ?subject } } }""",
    )
    assert kept
    for judgement, it in kept:
        names = {
            name
            for name, terms in corpus.apart["judgements"][judgement].items()
            if it in {t.value for t in terms}
        }
        page = visit(link(it) or "")
        note = corpus.first(judgement, "http://www.w3.org/2004/02/skos/core#editorialNote")
        text = page.sections["Editors’ judgements"]
        assert (note in text) == (names != {ADGO + "keepsApart"}), (judgement, it)
        assert "Not to be confused with" in text or note in text


def test_every_section_has_its_heading_in_the_contents_and_regions_have_names(pages: dict[str, Page]) -> None:
    """Bug: two regions of one page were both called "Undertakings"."""
    for path, page in pages.items():
        regions = [
            each.get("aria-label") or each.get("aria-labelledby")
            for _, each in page.tags
            if each.get("role") == "region"
        ]
        sections = [each["aria-labelledby"] for each in page.all("section") if "aria-labelledby" in each]
        assert len(regions) == len(set(regions)), path
        assert all(regions), path
        if len(sections) > 1:
            contents = [href[1:] for href in page.links if href.startswith("#") and href[1:] in sections]
            assert set(contents) == set(sections), path


def test_the_number_of_differences_is_that_of_the_cards(app: Flask, visit: Visit, corpus: Corpus) -> None:
    here = app.extensions["adgo"]
    found = 0
    for it in things(corpus):
        with app.test_request_context():
            cards = [each for each in differences.touching(here, corpus, it) if not each.badge.is_folded]
        told = re.search(r"The articles differ on (\d+) points?<", visit(link(it) or "").html)
        if 'class="summary"' in visit(link(it) or "").html:
            assert int(told[1] if told else 0) == len(cards), it
            found += bool(told)
    assert found > 10
