"""The page of questions by aim, and the page of each question: form, names of things, plain values."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from asked import PROLOGUE
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, QueryBoolean, Store
from visited import Visit, read

from adgo.corpus.corpus import Corpus
from adgo.queries import Question, load
from adgo.queries.aim import every
from adgo.server.pages.finding import question_list

QUESTIONS = load()
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
#: What describes a question as a test, and is not for readers.
CODES = re.compile(r"\bO-\d\d\b|[Mm]ulti-hop|[Nn]egative|[Aa]ggregate|[Dd]uplicates|\b00\d\b")


def test_each_question_is_under_its_aim_with_title_and_words(visit: Visit) -> None:
    page = visit("/queries")
    assert [name for name in page.sections if name in {each.name for each in every()}] == [
        each.name for each in every()
    ]
    for question in QUESTIONS.values():
        section = page.sections[question.aim]
        assert question.title in section
        assert question.general in section
        assert f"/queries/{question.name}" in page.links


def test_twelve_questions_are_shown_and_the_others_are_folded(visit: Visit) -> None:
    shown = re.sub(r"<details>.*?</details>", "", visit("/queries").html, flags=re.DOTALL)
    assert len(re.findall(r'<a href="/queries/[^"?]+"', shown)) == question_list.FIRST * len(every()) == 12
    # How the articles differ on Momenta and Uber in Germany is one click away.
    assert "/queries/momenta-uber-germany" in shown


def test_no_internal_code_is_on_the_page_of_questions_or_of_a_question(visit: Visit) -> None:
    """Bug: "O-21 · regulation" and "Multi-hop" stood above the answers."""
    assert not CODES.search(visit("/queries").text)
    for name in list(QUESTIONS)[::9]:
        page = visit(f"/queries/{name}")
        head = page.html.split("<main", 1)[1].split("<table", 1)[0]
        assert not CODES.search(re.sub("<[^>]*>", " ", head)), name


def test_the_numbers_of_rows_are_those_of_the_answers(client: FlaskClient, store: Store) -> None:
    """The page counts a few answers each time that it is read."""
    shown: dict[str, str] = {}
    for _ in range(40):
        text = read(client, "/queries").html
        shown = dict(
            re.findall(
                r'<a href="/queries/([\w-]+)">[^<]*</a> <span class="kind">([^<]* rows?[^<]*|yes|no)<', text
            )
        )
        if len(shown) >= 12:
            break
    assert len(shown) >= 12
    for name, words in shown.items():
        found = store.query(PROLOGUE + QUESTIONS[name].text)
        expected = ("yes" if found else "no") if isinstance(found, QueryBoolean) else str(len(list(found)))
        assert words.partition(" ")[0] == expected, name


def test_questions_are_searched_without_a_script(visit: Visit) -> None:
    page = visit("/queries?q=" + quote("who plans germany"))
    assert "/queries/firms-in-germany?place=id:Germany" in page.links
    assert "/queries/lidar-price" not in page.links
    nothing = visit("/queries?q=qqqqq")
    assert "No question asks “qqqqq”" in nothing.text
    assert "/queries/lidar-price" in nothing.links


@pytest.mark.parametrize("value", ["Momenta", "momenta", "id:Momenta", "https://w3id.org/adgo/id/Momenta"])
def test_a_thing_is_given_by_any_name(visit: Visit, client: FlaskClient, value: str) -> None:
    """Bug: "firm takes an IRI or a name such as id:QCraft, not 'Momenta'"."""
    page = visit(f"/queries/firm-profile?firm={quote(value)}")
    assert page.status == 200
    assert page.text.count("Profile of Momenta") >= 1
    assert next(each for each in page.all("input") if each.get("name") == "firm")["value"] == "Momenta"
    csv = client.get("/queries/firm-profile", query_string={"firm": value, "format": "csv"})
    wanted = client.get("/queries/firm-profile?firm=id:Momenta&format=csv")
    assert csv.text == wanted.text
    assert len(csv.text.splitlines()) > 5


def test_a_wrong_name_is_400_with_the_nearest_and_keeps_what_was_typed(
    visit: Visit, client: FlaskClient
) -> None:
    page = visit("/queries/firm-profile?firm=Momento")
    assert page.status == 400
    assert "the nearest is 'Momenta'" in html.unescape(page.text)
    assert next(each for each in page.all("input") if each.get("name") == "firm")["value"] == "Momento"
    reply = client.get("/queries/firm-profile?firm=Momento&format=json")
    assert reply.status_code == 400
    assert "Momenta" in reply.text
    several = visit("/queries/who-said-what?speaker=Zhang")
    assert several.status == 400
    assert "Zhang Ning" in several.text


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(q.name, p.name) for q in QUESTIONS.values() for p in q.parameters if p.is_thing],
)
def test_each_offered_value_is_accepted(visit: Visit, client: FlaskClient, name: str, parameter: str) -> None:
    page = visit(f"/queries/{name}")
    offered = [each["value"] for each in page.all("option")]
    assert offered == sorted(offered, key=str.casefold)
    assert len(offered) == len(set(offered)) > 0
    shown = next(each for each in page.all("input") if each.get("name") == parameter)
    assert shown["value"] in offered
    assert shown["list"]
    for value in offered[::9]:
        reply = client.get(f"/queries/{name}", query_string={parameter: value, "format": "json"})
        assert reply.status_code == 200, value
        assert reply.get_json()["results"]["bindings"], value


def test_a_day_is_today_unless_another_is_given(visit: Visit, client: FlaskClient) -> None:
    """Bug: the default day was in the future, so that plans were listed as late that are not."""
    today = datetime.now(UTC).date().isoformat()
    for question in QUESTIONS.values():
        for parameter in question.parameters:
            if not parameter.is_day:
                continue
            page = visit(f"/queries/{question.name}")
            box = next(each for each in page.all("input") if each.get("name") == parameter.name)
            assert (box["type"], box["value"]) == ("date", today)
            address = f"/queries/{question.name}?format=csv"
            assert client.get(address).text == client.get(f"{address}&{parameter.name}={today}").text
    assert "2026-02-01" in visit("/queries/status-as-of?day=2026-02-01").html


@pytest.mark.parametrize("question", list(QUESTIONS.values())[::5], ids=lambda question: question.name)
def test_values_are_plain_and_things_are_local_links(
    visit: Visit, corpus: Corpus, store: Store, question: Question
) -> None:
    """Bug: "2645 integer", "false boolean", "next year @en", "2025-09-01 date"."""
    page = visit(f"/queries/{question.name}")
    assert page.status == 200
    cells = re.findall(r"<td>(.*?)</td>", page.html, re.DOTALL)
    for cell in cells:
        words = html.unescape(re.sub("<[^>]*>", "", cell)).strip()
        assert not re.search(r"@en\b|\b(integer|boolean|decimal|string|date|langString)$", words), words
        for link in re.findall(r'href="([^"]*)"', cell):
            assert link.startswith("/") or NamedNode(html.unescape(link)) in {
                term for quad in store for term in (quad.subject, quad.object)
            }


def test_the_list_as_json_keeps_its_members(client: FlaskClient) -> None:
    listed = client.get("/queries?format=json").get_json()
    assert [each["name"] for each in listed] == sorted(QUESTIONS)
    first = listed[0]
    assert {"name", "id", "question", "kind", "parameters", "url", "title", "aim"} <= set(first)
    found = client.get("/queries?format=json&q=lidar price").get_json()
    assert found[0]["name"] == "lidar-price"
    assert len(found) < len(listed)


def test_no_says_that_no_article_says_so_and_leads_to_what_they_do_say(visit: Visit) -> None:
    """Bug: the page said a bare "No"."""
    page = visit("/queries/qcraft-headquarters-city")
    assert "No article in the graph says that it is so, which does not mean that it is false." in page.html
    assert "/queries/qcraft-europe-site" in page.links


@pytest.mark.parametrize("firm", ["id:Momentaa", "https://w3id.org/adgo/id/Momentaa", "id:Germany"])
def test_an_iri_that_is_no_firm_is_400_as_a_name_is(visit: Visit, client: FlaskClient, firm: str) -> None:
    """Bug: 200 without rows, as if nothing were known of the firm."""
    for form in ("csv", "json", "xlsx"):
        refused = client.get("/queries/firm-profile", query_string={"firm": firm, "format": form})
        assert refused.status_code == 400
        assert f"no firm is called '{firm}'" in refused.json["detail"]
        assert ("the nearest is 'Momenta'" in refused.json["detail"]) == ("Momenta" in firm)
    assert visit(f"/queries/firm-profile?firm={quote(firm)}").status == 400


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_two_values_of_a_parameter_are_400(visit: Visit, client: FlaskClient, form: str) -> None:
    """Bug: 200 with the answer to the first value; the other was dropped without a word."""
    path = "/queries/firm-profile?firm=QCraft&firm=Momenta"
    refused = client.get(f"{path}&format={form}")
    assert refused.status_code == 400
    assert "firm has two values, 'QCraft' and 'Momenta'" in refused.json["detail"]
    assert visit(path).status == 400
    same = client.get("/queries/firm-profile?firm=QCraft&firm=QCraft&firm=&format=csv")
    assert same.text == client.get("/queries/firm-profile?firm=QCraft&format=csv").text


@pytest.mark.parametrize(
    "path",
    [
        "/queries/partnerships", "/queries", "/projects", "/search", "/ontology", "/id/Momenta", "/about/id/Momenta",
        "/.well-known/void", "/graph/claims", "/query", "/shapes",
    ],
)  # fmt: skip
def test_two_formats_are_400_wherever_a_format_is_named(client: FlaskClient, path: str) -> None:
    """Bug: the first was taken; /sparql refuses them."""
    refused = client.get(f"{path}?format=ttl&format=json")
    assert refused.status_code == 400
    assert "two formats" in refused.json["detail"]
