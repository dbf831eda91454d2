"""Data that are too large for a page: the page says so, and never shows a part as the whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from flask.testing import FlaskClient

from adgo.corpus import reading
from adgo.graph.namespaces import ADGO, BASE, ID
from adgo.server import site_corpus
from adgo.server.app import close, create_app
from adgo.server.pages.things import statements
from adgo.server.settings import Settings

PROPERTIES = ("subject", "predicate", "object", "statement", "passage", "modality", "status", "hedge")
CLAIM, PASSAGE, SOURCE = (BASE + kind for kind in ("claim/", "passage/", "source/"))
ISDEFINEDBY = "http://www.w3.org/2000/01/rdf-schema#isDefinedBy"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
HTML = {"Accept": "text/html"}


def claims(number: int) -> str:
    """Return so many claims as N-Triples, of nine triples each."""
    return "".join(
        f"<urn:claim:{each}> a <{ADGO}Claim> .\n"
        + "".join(f"<urn:claim:{each}> <{ADGO}{name}> <urn:{name}:{each}> .\n" for name in PROPERTIES)
        for each in range(number)
    )


@contextmanager
def served(path: Path, text: str, settings: Settings) -> Iterator[FlaskClient]:
    path.write_text(text, encoding="utf-8")
    app = create_app([path], settings)
    try:
        yield app.test_client()
    finally:
        close(app)


def test_pages_of_claims_beyond_the_limit_of_results_are_refused_clearly(tmp_path: Path) -> None:
    """Bug: the queries that pages are made from had a LIMIT that nobody checked; a larger result read "Add a LIMIT"."""
    with served(tmp_path / "claims.ttl", claims(800), Settings(workers=1, result=1)) as client:
        for path in ("/differences", "/projects", "/search?q=a&kind=Firm"):
            reply = client.get(path, headers=HTML)
            assert (reply.status_code, "too large for this page" in reply.text) == (507, True), path
            assert "Add a LIMIT" not in reply.text
        query = f"SELECT (COUNT(*) AS ?n) {{ ?c a <{ADGO}Claim> }}"
        assert b"800" in client.get("/sparql", query_string={"query": query}).data


def test_questions_are_answered_with_labels_though_the_data_are_too_large_for_other_pages(
    tmp_path: Path,
) -> None:
    """Bug: the page of a question, its list and tables with labels were refused, though their answers are small."""
    firm = f"""<{ID}Firm> a <{ADGO}Firm> ; <{LABEL}> "The \u00e9lan firm"@en ; <{ADGO}basedIn> <{ID}China> .
        <{ID}China> <{LABEL}> "Middle Kingdom" .
        <urn:c> a <{ADGO}Claim> ; <{ADGO}subject> <{ID}Firm> ; <{ADGO}predicate> <{ADGO}basedInCountry> ;
            <{ADGO}object> <{ID}China> ; <{ADGO}modality> <{ADGO}Asserted> ; <{ADGO}passage> <urn:p> .
        <urn:p> <http://www.w3.org/ns/oa#hasSource> <urn:source> ."""
    asked = f"SELECT * {{ ?firm <{ADGO}basedIn> ?country }}"
    with served(tmp_path / "claims.ttl", claims(800) + firm, Settings(workers=1, result=1)) as client:
        assert client.get("/projects", headers=HTML).status_code == 507
        page = client.get("/query", query_string={"query": asked}, headers=HTML)
        assert page.status_code == 200
        assert "The élan firm" in page.text
        table = client.get("/query", query_string={"query": asked, "format": "csv"})
        assert table.get_data(as_text=True).splitlines()[1].split(",")[1::2] == [
            "The élan firm",
            "Middle Kingdom",
        ]
        listed = client.get("/queries", headers=HTML)
        assert (listed.status_code, "Firms" in listed.text) == (200, True)
        question = client.get("/queries/firms-by-country", headers=HTML)
        assert question.status_code == 200
        assert "The élan firm" in question.text
        labelled = client.get("/queries/firms-by-country?format=csv&labels=1")
        assert "The élan firm" in labelled.text


def test_pages_of_things_of_large_data_list_the_claims_with_their_standings(tmp_path: Path) -> None:
    """Bug: at a thousand articles every page but those of questions was refused, also home, about and each claim."""
    plan = f"""<{ADGO}Planned> <{ISDEFINEDBY}> <urn:o> ; <{LABEL}> "planned" .
        <{ADGO}Plan> a <{ADGO}Standing> ; <{ISDEFINEDBY}> <urn:o> ; <{LABEL}> "announced plan" .
        <urn:rule> a <{ADGO}StandingRule> ; <{ISDEFINEDBY}> <urn:o> ; <{ADGO}forModality> <{ADGO}Planned> ;
            <{ADGO}standing> <{ADGO}Plan> .
        <{ID}Site> <{LABEL}> "The site" ; <{LABEL}> "Le site"@fr .
        <{CLAIM}1> a <{ADGO}Claim> ; <{ADGO}subject> <{ID}Site> ; <{ADGO}predicate> <{ADGO}locatedIn> ;
            <{ADGO}object> <{ID}Paris> ; <{ADGO}modality> <{ADGO}Planned> ; <{ADGO}passage> <{PASSAGE}1> .
        <{PASSAGE}1> <http://www.w3.org/ns/oa#hasSource> <{SOURCE}1> .
        <{ID}Paris> <{LABEL}> "Paris"@en . <{SOURCE}1> a <{ADGO}Source> ; <{LABEL}> "The only article" ."""
    with served(tmp_path / "claims.ttl", claims(800) + plan, Settings(workers=1, result=1)) as client:
        for about in ("id/Site", "id/Paris", "claim/1", "passage/1", "source/1"):
            page = client.get(f"/about/{about}.html")
            assert page.status_code == 200, about
            assert "These data are too large for the full page" in page.text
            listed = page.text.partition("Claims that name it")[2]
            assert '<li class="fact planned">' in listed, about
            assert 'class="fact real"' not in listed
            for words in ("The site", "Paris", "announced plan", "The only article"):
                assert words in listed, (about, words)
        home = client.get("/", headers=HTML)
        assert (home.status_code, "801 claims of 1 article." in home.text) == (200, True)
        about_page = client.get("/about")
        assert (about_page.status_code, "record no changes" in about_page.text) == (200, False)
        assert "too large to count" in client.get("/certainty").text


def test_an_exact_name_is_found_in_large_data(tmp_path: Path) -> None:
    """Bug: the search was refused at a thousand articles, so there was no way from a name to its page."""
    named = f"""<{ID}Firm> a <{ADGO}Firm> ; <{LABEL}> "Élan Motors"@en .
        <{ID}Site> <{LABEL}> "The site" .
        <urn:named> a <{ADGO}Claim> ; <{ADGO}subject> <{ID}Firm> ; <{ADGO}predicate> <{ADGO}isNamed> ;
            <{ADGO}object> "Elan" ."""
    with served(tmp_path / "claims.ttl", claims(800) + named, Settings(workers=1, result=1)) as client:
        for asked in ("Élan Motors", "élan motors", "ÉLAN MOTORS", "elan", " Elan "):
            reply = client.get("/search", query_string={"q": asked}, headers=HTML)
            assert (reply.status_code, "1 thing with the name" in reply.text) == (200, True), asked
            assert 'href="/id/Firm"' in reply.text
        for asked in ("Motors", '" } #', "\\", "?", "Élan\nMotors"):
            reply = client.get("/search", query_string={"q": asked}, headers=HTML)
            assert (reply.status_code, "0 things with the name" in reply.text) == (200, True), asked
        assert client.get("/search", headers=HTML).status_code == 200


def test_the_list_of_claims_that_name_a_thing_says_if_it_is_a_part(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(statements, "CLAIMS", 3)
    named = "".join(
        f"<{CLAIM}{each}> a <{ADGO}Claim> ; <{ADGO}subject> <{ID}Hub{each % 4}> ; <{ADGO}predicate> <urn:p> ;"
        f" <{ADGO}object> <{ID}Hub> .\n"
        for each in range(4)
    )
    with served(tmp_path / "claims.ttl", claims(800) + named, Settings(workers=1, result=1)) as client:
        page = client.get("/about/id/Hub.html").text
        assert "These are the first 3 claims, and the data have more." in page
        assert page.count('<li class="fact') == 3
        assert "the data have more" not in client.get("/about/id/Hub1.html").text


def test_data_that_are_too_large_are_not_read_again_for_every_page(tmp_path: Path, monkeypatch) -> None:
    """Bug: each page took up to the time limit to say that the data are too large."""
    calls: list[str] = []
    clock = [0.0]
    monkeypatch.setattr(site_corpus, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda ask, digest: calls.append(digest) or read(ask, digest))
    with served(tmp_path / "claims.ttl", claims(800), Settings(workers=1, result=1)) as client:
        for path in ("/map", "/projects", "/timeline", "/map"):
            reply = client.get(path, headers=HTML)
            assert (reply.status_code, reply.headers.get("Retry-After")) == (507, "60"), path
        assert len(calls) == 1
        clock[0] += site_corpus.PAUSE
        assert client.get("/map", headers=HTML).status_code == 507
        assert len(calls) == 2


def test_the_queries_that_read_the_data_leave_nothing_out() -> None:
    """Bug: claims with more than 200,000 statements together, and 300,000 others, were cut off without a word."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in reading.FOLDER.glob("*.rq")}
    assert len(texts) > 2
    limited = {"claims-of-things", "things-called"}  # Their readers ask for one more than is shown.
    assert not [text for name, text in texts.items() if name not in limited and "LIMIT" in text]
    assert not [text for text in texts.values() if "OFFSET" in text]


def test_the_page_of_a_thing_with_many_statements_says_that_it_has_a_part(
    tmp_path: Path, monkeypatch
) -> None:
    """Bug: the page ended after 2,000 statements without a word, and the first to be left out were its own."""
    monkeypatch.setattr(statements, "MOST", 20)
    label = f'<{ID}Hub> <http://www.w3.org/2000/01/rdf-schema#label> "The hub" .\n'
    data = label + "".join(f"<{ID}t{each}> <urn:p{each:02}> <{ID}Hub> .\n" for each in range(20))
    with served(tmp_path / "hub.ttl", data, Settings(workers=1)) as client:
        page = client.get("/about/id/Hub.html").text
        assert "<h1>The hub</h1>" in page
        assert "This page shows 20 statements, and the data have more." in page
        assert client.get("/about/id/Hub.csv").text.count("\n") == 1 + 21
        assert "and the data have more" not in client.get("/about/id/t1.html").text
