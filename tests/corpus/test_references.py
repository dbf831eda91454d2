"""How each thing of the graph is cited: with version and digest, and never a plan as a fact."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from adgo.corpus import references
from adgo.corpus.corpus import Corpus
from adgo.corpus.references import DataState, Reference
from adgo.export import bibliography
from adgo.graph.namespaces import ADGO, BASE

STATE = DataState("0.1.0", "13aec305" + "f" * 56, date(2026, 11, 27))


def of(corpus: Corpus, name: str) -> Reference:
    return references.of_thing(corpus, BASE + name, STATE)


def test_a_claim_is_cited_with_its_article_standing_version_address_and_digest(corpus: Corpus) -> None:
    assert of(corpus, "claim/002-34a").text == (
        "“Munich is to be the first city of the robotaxi service” [China Daily (Dec 2025), announced plan]. "
        "ADGO, Autonomous Driving Goes Global, version 0.1.0, claim 002-34a, "
        "https://w3id.org/adgo/claim/002-34a, data 13aec305ffff…, accessed 27 November 2026."
    )


def test_no_claim_is_cited_as_a_fact_if_its_source_does_not_assert_it(corpus: Corpus) -> None:
    for claim in corpus.claims:
        reference = references.of_thing(corpus, claim.iri, STATE)
        assert corpus.label(claim.source) in reference.text
        assert claim.iri in reference.text
        if not claim.is_asserted:
            assert reference.manner not in ("", "stated as fact", "done", "running", "ended"), claim.iri


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("id/Momenta", "Momenta. ADGO"),
        ("passage/002-34", "(paraphrase) [China Daily (Dec 2025)]. ADGO"),
        ("source/004", "CGTN article (undated). ADGO"),
        ("judgement/dong-li", "Li Dong and Dong Li are one person. ADGO"),
    ],
)
def test_anything_with_an_address_is_cited(corpus: Corpus, name: str, words: str) -> None:
    text = of(corpus, name).text
    assert words in text
    assert text.endswith(f"{BASE}{name}, data 13aec305ffff…, accessed 27 November 2026.")


def test_a_question_is_not_followed_by_a_full_stop() -> None:
    assert (
        "says so? ADGO, " in Reference("Who says so?", "stored question", "https://example.org/", STATE).text
    )


def test_bibtex_has_all_parts_and_balanced_braces(corpus: Corpus) -> None:
    for it in [claim.iri for claim in corpus.claims[::9]] + corpus.of_class("Firm"):
        entry = bibliography.bibtex(references.of_thing(corpus, it, STATE))
        plain = re.sub(r"\\[{}]", "", entry)
        assert plain.count("{") == plain.count("}")
        assert re.match(r"@misc\{adgo-[A-Za-z0-9-]+,\n", entry)
        for part in (STATE.digest, "version 0.1.0", f"url = {{{it}}}", "urldate = {2026-11-27}"):
            assert part in entry


def test_bibtex_escapes_what_latex_reads() -> None:
    reference = Reference(r"50 % of A&B {C}_\ #1 $2 ~^", "claim", "https://example.org/a_b?c=%7B", STATE)
    entry = bibliography.bibtex(reference)
    assert (
        r"title = {{50 \% of A\&B \{C\}\_\textbackslash{} \#1 \$2 \textasciitilde{}\textasciicircum{}}}"
        in entry
    )
    assert "url = {https://example.org/a_b?c=%7B}" in entry


def test_csl_json_is_a_list_of_one_dataset(corpus: Corpus) -> None:
    [item] = json.loads(bibliography.csl_json(of(corpus, "claim/002-34a")))
    assert item["type"] == "dataset"
    assert item["URL"] == BASE + "claim/002-34a"
    assert item["version"] == "0.1.0"
    assert item["accessed"] == {"date-parts": [[2026, 11, 27]]}
    assert STATE.digest in item["note"]
    assert "China Daily (Dec 2025), announced plan" in item["note"]


def test_the_manner_of_a_claim_is_the_standing_that_the_table_gives(corpus: Corpus) -> None:
    planned = [each for each in corpus.claims if each.modality == ADGO + "Planned" and not each.hedges]
    manners = {references.of_thing(corpus, each.iri, STATE).manner for each in planned}
    assert "announced plan" in manners
    assert manners <= {"announced plan", "planned", "conditional plan"}


def test_a_claim_that_says_nothing_of_progress_is_cited_as_stated_and_not_as_running(corpus: Corpus) -> None:
    """Bug: the price of a domain controller before its fall was cited as "running"."""
    assert of(corpus, "claim/002-14a").manner == "stated as fact"
    for claim in corpus.claims:
        if claim.is_asserted and not claim.status:
            manner = of(corpus, claim.iri.removeprefix(BASE)).manner
            assert manner.removesuffix(", disputed by the editors") == "stated as fact", claim.iri


def test_a_disputed_claim_is_never_cited_without_the_dispute(corpus: Corpus) -> None:
    """Bug: "no speed limits when driving in Germany" was cited as "running"."""
    disputed = {
        term.value
        for record in corpus.apart["judgements"].values()
        for term in record.get(ADGO + "disputes", [])
    }
    assert BASE + "claim/003-59c" in disputed
    for claim in corpus.claims:
        text = of(corpus, claim.iri.removeprefix(BASE)).text
        assert ("disputed by the editors]" in text) == (claim.iri in disputed), claim.iri


def test_an_article_is_not_cited_for_what_only_another_article_says(corpus: Corpus) -> None:
    """Bug: article 000, which has no robotaxi, was cited for "Level 4 tests, or a robotaxi service"."""
    text = of(corpus, "claim/000-36g").text
    assert text.startswith(
        "In the year to come Momenta and Uber are to begin trying technology of Level 4 in Germany"
    )
    assert "(paraphrase) [“Open Cooperation” article (13 Oct 2025), announced plan]. ADGO" in text
    assert "robotaxi" not in text
    assert "“Munich is to be the first city of the robotaxi service”" in of(corpus, "claim/002-34a").text
