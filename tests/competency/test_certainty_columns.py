"""A row of a stored question that rests on what is not a plain fact says so in one of its columns.

Bug: claims that are hedged, past, planned or disputed stood in rows without a column that said so. The claims of a row
are those that the tools for agents find for it. Disputes are judgements of ADGO's editors, in a graph of their own: a
question that reads the default graph alone, and so runs on any merged file, does not have them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from answering import FIXED, rows
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions

from adgo import queries
from adgo.agents import row_claims
from adgo.agents.row_claims import RowTerms
from adgo.corpus import editorial, standings
from adgo.corpus.corpus import Corpus, Term
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO

QUESTIONS = {
    name: each for name, each in queries.load().items() if re.search(r"^SELECT", each.text, re.MULTILINE)
}
#: Questions that list judgements, reviews, records of other pages, or numbers of atoms with their own mark.
ABOUT_CLAIMS = {"judgements", "review-findings", "outside-records", "conflicts-corroboration"}
#: What the columns that say how certain a row is end in.
MARKS = re.compile(r"(modality|status|standing|hedge|limited|mark|disputedby)$", re.IGNORECASE)
#: What such a column has for a plain fact.
PLAIN = {ADGO + name for name in ("Asserted", "Achieved", "Ongoing", "InForce", "Done", "Running")}


def answers(packaged: Dataset, name: str) -> Iterator[tuple[str, list[dict[str, Term]]]]:
    """Yield the thing that a question is asked about, "" for the default, and the rows of the answer."""
    question = QUESTIONS[name]
    asked = [("", question.ask(FIXED.get(name, {})))]
    for parameter in [each for each in question.parameters if each.is_thing][:1]:
        found = packaged.store.query(question.options_query(parameter.name))
        assert isinstance(found, QuerySolutions)
        things = [row[0].value for row in found if isinstance(row[0], NamedNode)]
        asked += [(it, question.ask({parameter.name: it})) for it in things]
    for it, text in asked:
        found = packaged.store.query(text)
        assert isinstance(found, QuerySolutions)
        document = json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"")
        rows_of_terms = document["results"]["bindings"]
        yield it, [{column: Term.of(cell) for column, cell in row.items()} for row in rows_of_terms]


def is_marked(row: dict[str, Term]) -> bool:
    """Return whether a column of a row says that it is not a plain fact."""
    return any(MARKS.search(column) and term.value not in PLAIN for column, term in row.items())


@pytest.mark.parametrize("name", sorted({*QUESTIONS} - ABOUT_CLAIMS))
def test_a_row_that_is_not_a_plain_fact_says_so(packaged: Dataset, corpus: Corpus, name: str) -> None:
    silent = []
    has_disputes = "GRAPH graph:judgements" in QUESTIONS[name].text
    for it, found in answers(packaged, name):
        # If the claims of a statement differ, each has a row of its own.
        told = {row["statement"] for row in found if "statement" in row and is_marked(row)}
        for row in found:
            claims = row_claims.of(corpus, RowTerms(frozenset(row.values())))
            if name == "who-said-what" and it:
                claims = [each for each in claims if each.speaker == it]
            doubted = [each for each in claims if has_disputes or not editorial.disputing(corpus, [each])]
            unsure = [each.iri for each in doubted if not standings.is_fact(corpus, each)]
            judged = name == "conflicts-dispute" and row["about"].value in corpus.apart["judgements"]
            if unsure and not judged and not is_marked(row) and row.get("statement") not in told:
                silent.append((unsure, {column: term.value for column, term in row.items()}))
    assert silent == []


def test_corroboration_counts_what_is_asserted(packaged: Dataset) -> None:
    """000 and 001 only have Momenta plan the supply of Mercedes-Benz; both have it supply Toyota."""
    header, *found = rows(packaged.store, QUESTIONS["conflicts-corroboration"].text)
    counts = {row[0]: (row[header.index("atoms")], row[header.index("asserted")]) for row in found}
    assert counts["st:momenta-mercedes-cla-china"][1] == "0"
    assert counts["st:momenta-supplies-toyota"] == ("4", "4")


def test_a_hedged_detail_is_listed_with_its_hedge(packaged: Dataset) -> None:
    """Bug: that Mercedes-Benz tests the technology was listed flat; 001 has it from informants, "reportedly"."""
    header, *found = rows(packaged.store, QUESTIONS["conflicts-addition"].text)
    [row] = [each for each in found if each[header.index("claim")] == "claim:001-41b"]
    assert (row[header.index("modality")], row[header.index("hedge")]) == ("adgo:Hedged", "reportedly")


def test_past_activities_are_listed_as_past(packaged: Dataset) -> None:
    """Bug: 004 has European carmakers bring their knowledge to China in the past; the row was only "asserted"."""
    header, *found = rows(packaged.store, QUESTIONS["general-activities"].text)
    past = {row[header.index("what")] for row in found if row[header.index("status")] == "adgo:Past"}
    assert past == {"id:strategic-announcement", "id:combustion-knowledge-to-china"}


@pytest.mark.parametrize(
    ("firm", "partners"),
    [
        # 000 and 001: supplies Toyota and General Motors, is to supply Mercedes-Benz. 000, 001, 002: partner of Uber.
        (
            "id:Momenta",
            {
                ("id:Uber", "adgo:Asserted"),
                ("id:Toyota", "adgo:Asserted"),
                ("id:GeneralMotors", "adgo:Asserted"),
                ("id:MercedesBenz", "adgo:Planned"),
            },
        ),
        ("id:XPeng", {("id:Volkswagen", "adgo:Asserted")}),  # 004
        ("id:Volkswagen", {("id:XPeng", "adgo:Asserted")}),  # 004
    ],
)
def test_a_profile_names_partners_with_their_certainty(
    packaged: Dataset, firm: str, partners: set[tuple[str, str]]
) -> None:
    header, *found = rows(packaged.store, QUESTIONS["firm-profile"].ask({"firm": firm}))
    of = {column: place for place, column in enumerate(header)}
    named = {(row[of["value"]], row[of["modality"]]) for row in found if row[of["project"]]}
    assert named == partners


def test_the_standings_are_those_of_the_reports(packaged: Dataset) -> None:
    """Bug: the column standing had words of its own, which are not standings."""
    _, *found = rows(packaged.store, QUESTIONS["reports"].text)
    reported: dict[str, set[str]] = {}
    for undertaking, _, standing, *_ in found:
        reported.setdefault(undertaking, set()).add(standing)
    _, *listed = rows(packaged.store, QUESTIONS["planned-and-achieved"].text)
    assert listed
    assert [row for row in listed if row[2] not in reported[row[0]]] == []
