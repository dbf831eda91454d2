"""Whatever a draft has in its fields: its Turtle has exactly its claim, and a plan is never asserted by a type."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from intake_project import Project
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from random_examples import examples

from adgo.evidence import store_lookup
from adgo.evidence.sources import Texts
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import PREFIXES
from adgo.intake import json_text
from adgo.intake.claims_file import ClaimsWriter, OtherPrefix, appended
from adgo.intake.draft import Draft, DraftFault, Refusal, checked
from adgo.intake.draft_checks import DraftChecks
from adgo.intake.new_claim import NewClaim, Proposal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.term_finder import UnknownTerm
from adgo.turtle.writing.term_writer import TermWriter

ADGO, P, ID = PREFIXES["adgo"], PREFIXES["p"], PREFIXES["id"]
CLAIM = PREFIXES["claim"] + "005-1a"
DESCRIPTION = NamedNode(PREFIXES["dcterms"] + "description")
LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")

PIECES = [
    '"',
    "'",
    '"""',
    "\\",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u2028",
    "\u202e",
    "@en",
    "^^",
    "#",
    "\\u0022",
    "\\",
    ">",
    "🚗",
]
TURTLE = '" . id:x a adgo:Trial . claim:005-1a adgo:modality adgo:Asserted . #'
texts = st.lists(st.sampled_from([*PIECES, TURTLE, " a "]) | st.characters(codec="utf-8"), min_size=1).map(
    "".join
)


@pytest.fixture(autouse=True, scope="module")
def _graph(packaged: Dataset) -> None:
    """Keep the graph for tests with random examples, which take no fixtures."""
    _GRAPHS[:] = [ProjectGraph(packaged.store)]


_GRAPHS: list[ProjectGraph] = []


@examples(60, 1000, texts, texts, texts, texts)
def test_no_text_of_a_draft_gets_out_of_its_literal(
    paraphrase: str, statement: str, object_: str, label: str
) -> None:
    claim = NewClaim(
        draft=Draft("here", {"source": "005", "paraphrase": paraphrase}),
        spans=((3, 9),),
        sha256="0" * 64,
        atom=(f"<{ID}acme>", f"<{ADGO}describedAs>", str(Literal(object_))),
        modality=ADGO + "Planned",
        attribution=ADGO + "ArticleVoice",
        status="",
        speaker="",
        statement="",
        statement_label=statement,
    )
    writer = ClaimsWriter(_GRAPHS[0])
    _, block, described = writer.turtle(claim)
    things = writer.things([Proposal(ID + "acme", label, "")])
    quads = list(parse(appended("", [block, things], "here").encode(), RdfFormat.TURTLE))
    (made,) = (iri for iri in described if iri.startswith(PREFIXES["st"]))
    values = {(quad.subject.value, quad.predicate): quad.object for quad in quads}  # type: ignore[union-attr]
    # Passage 5, selector 3, statement 2, claim 8, thing 1: nothing is added, lost or changed.
    assert len(quads) == 19
    assert values[P + "005-1", DESCRIPTION] == Literal(paraphrase, language="en")
    assert values[made, LABEL] == Literal(statement, language="en")
    assert values[ID + "acme", LABEL] == Literal(label, language="en")
    assert values[CLAIM, store_lookup.OBJECT] == Literal(object_)
    assert values[CLAIM, NamedNode(ADGO + "modality")] == NamedNode(ADGO + "Planned")


DATATYPES = [
    "integer", "int", "decimal", "double", "float", "boolean", "date", "dateTime", "gYear", "duration", "anyURI",
    "string", "hexBinary", "base64Binary", "QName", "anyType", "nothing",
]  # fmt: skip
names = st.sampled_from(
    [*(f"xsd:{each}" for each in DATATYPES), "rdf:langString", "rdf:dirLangString", "rdf:HTML"]
)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
written = st.sampled_from(["1", "-0", "1e400", "NaN", "2026-02-30", "P1Y", "true", "INF"]) | texts
values = st.fixed_dictionaries(
    {"value": written},
    optional={
        "datatype": names | texts,
        "language": st.sampled_from(["en", "EN-us", "e", "en--ltr"]) | texts,
    },
)
properties = st.sampled_from(
    ["adgo:describedAs", "adgo:vehicleCount", "adgo:maximumSpeed", "adgo:hasParty", "a"]
)


@examples(150, 3000, numbers | written | values, properties)
def test_any_object_is_a_term_or_refused(object_: Any, name: str) -> None:
    """Bug: the datatype rdf:langString without a language ended `adgo ingest` as if ADGO had a fault."""
    found = checked({"source": "005", "quotation": "x", "object": object_}, "here")
    if isinstance(found, Refusal):
        return
    checks = DraftChecks(_GRAPHS[0], Texts(Path(__file__).parent), _nothing, [])
    try:
        term = checks.value(found.record["object"], _GRAPHS[0].terms.property(name))
    except (DraftFault, UnknownTerm):
        return
    (quad,) = parse(f"<urn:s> <urn:p> {term} .".encode(), RdfFormat.N_TRIPLES)
    turtle = f"id:x adgo:object {TermWriter(PREFIXES).text(term)} .\n"
    (again,) = parse(appended("", [turtle], "here").encode(), RdfFormat.TURTLE)
    assert again.object == quad.object


def _nothing(name: str) -> str:
    raise LookupError(f"Nothing is called {name!r}.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"modality": "Planned", "modality": "Asserted"}', "'modality' is there twice"),
        ('{"object": NaN}', "NaN is not a number"),
        ('{"object": 12345678901234567.89}', "do not keep the number 12345678901234567.89 exactly"),
        ('{"object": 1e999}', "do not keep the number 1e999 exactly"),
        ('{"object": 1e-999999999999999999999}', "do not keep the number 1e-999999999999999999999 exactly"),
        ("[" * 100_000, "nested too deeply"),
        ('{"paraphrase": "\\ud800"}', r"half of a character, \\ud800"),
        ("{", "Expecting"),
    ],
)
def test_json_that_readers_understand_differently_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        json_text.read(text)


def test_numbers_arrive_as_they_are_written() -> None:
    """Bug: a number with more than 17 digits arrived as another one."""
    text = "[0.1, 2.50, 1e3, 123456789012345678901234567890, 0.0, 0e-999999999999999999999]"
    assert json_text.read(text) == [0.1, 2.5, 1000.0, 123456789012345678901234567890, 0.0, 0.0]


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert json_text.read('{"a": "\\ud83d\\ude97"}') == {"a": "🚗"}


def test_no_type_that_claims_give_can_be_proposed(packaged: Dataset) -> None:
    """A planned event was proposed with the type adgo:Event or adgo:Undertaking, and so asserted to be one."""
    rows = packaged.store.query(
        f"""SELECT DISTINCT ?class {{
          ?claim <{ADGO}predicate> <{PREFIXES["rdf"]}type> ; <{ADGO}subject> ?thing ; <{ADGO}object> ?class
          FILTER NOT EXISTS {{ GRAPH <{PREFIXES["graph"]}entities> {{ ?thing a ?kind }} }} }}""",
        use_default_graph_as_union=True,
    )
    claimed = {row["class"].value for row in rows}  # type: ignore[union-attr]
    lists = {ADGO + name for name in ("Modality", "Status", "Attribution", "Verdict", "Event", "Matter")}
    assert len(claimed) > 10
    terms = _GRAPHS[0].terms
    assert [iri for iri in claimed | lists | {ADGO + "Undertaking"} if terms.is_lasting(iri)] == []
    entities = packaged.store.query(
        f"SELECT DISTINCT ?class {{ GRAPH <{PREFIXES['graph']}entities> {{ ?thing a ?class }} "
        f"FILTER(STRSTARTS(STR(?thing), '{ID}')) }}"
    )
    lasting = {row["class"].value for row in entities}  # type: ignore[union-attr]
    # Units, and things whose names are fixed by shapes: nobody proposes them in a draft.
    assert {iri for iri in lasting if not terms.is_lasting(iri)} <= {
        ADGO + "Indicator",
        ADGO + "ExpansionMode",
        PREFIXES["skos"] + "Concept",
    }


@pytest.mark.parametrize(
    "form", ["PREFIX skos: <urn:other>", " @prefix skos: <urn:other> .", "@prefix\nskos:\n<urn:other> ."]
)
def test_a_file_with_another_prefix_in_any_form_is_refused(form: str) -> None:
    """Only @prefix at the start of a line was seen; Turtle was added to the others with wrong names."""
    with pytest.raises(OtherPrefix):
        appended(f"{form}\nskos:a skos:b skos:c .\n", ['id:x skos:prefLabel "x"@en .\n'], "here")


COPIED = {
    "quotation": "Momenta is already a supplier of Toyota – “a close partner”, its manager said. 🚗 Acme Robotics"
}

COPIED_NAME = "id:already-a-supplier-of-toyota-a-close-partner"
MIXED: list[tuple[dict[str, Any], str, str]] = [
    ({"subject": "foo: bar"}, "unknown thing", "'foo: bar'"),
    ({"speaker": "id:> . <x"}, "unknown thing", "> . <x"),
    ({"predicate": "adgo:isNamed", "object": {"value": "x", "datatype": "xsd:da te"}}, "form", "not a datatype"),
    ({"predicate": "adgo:isNamed", "object": {"value": "x", "language": "en us"}}, "form", "not a language tag"),
    (
        {"predicate": "adgo:describedAs", "object": "already a supplier of Toyota: a close partner, its manager"},
        "copied",
        "the object",
    ),
    (
        {"subject": "id:A", "propose": [{"name": "id:A", "label": "a trial", "type": "adgo:Undertaking"}]},
        "faulty proposal",
        "say in a claim",
    ),
    (
        {"subject": "id:B", "propose": [{"name": "id:B", "label": "Toyota, a close partner, its manager said. Acme"}]},
        "faulty proposal",
        "your own words",
    ),
    ({"subject": "id:C", "propose": [{"name": "id:C", "label": "same"}]}, "faulty proposal", "same label as id:D"),
    ({"subject": "id:D", "propose": [{"name": "id:D", "label": "Same"}]}, "faulty proposal", "same label as id:C"),
    ({"colour": "x" * 10_000}, "form", "colour"),
    # Bug: it ended `adgo ingest` as if ADGO had a fault, and all other drafts were lost.
    (
        {"predicate": "adgo:describedAs", "object": {"value": "x", "datatype": "rdf:langString"}},
        "form",
        "rdf:langString needs a language",
    ),
    # Bug: runs of the article's words in hedges, times and long names were written.
    (COPIED | {"hedge": "already a supplier of Toyota – “a close partner”"}, "copied", "the hedge"),
    (
        COPIED | {"subject": "id:momenta-uber-robotaxi", "predicate": "starts at", "modality": "Planned",
                  "status": "Announced", "quotation": "Toyota is a partner. Toyota is a partner.",
                  "object": {"wording": "Toyota is a partner. Toyota is a partner"}},
        "copied",
        "the wording",
    ),
    (COPIED | {"predicate": "adgo:isNamed", "object": COPIED["quotation"]}, "copied", "the object"),
    (
        {"subject": COPIED_NAME, "propose": [{"name": COPIED_NAME, "label": "E"}]},
        "faulty proposal",
        "has a label or name with 8 words in a row",
    ),
]  # fmt: skip


def test_hostile_drafts_are_refused_with_a_reason(
    project: Project, draft: Callable[..., dict[str, Any]]
) -> None:
    before = project.state()
    twice = json.dumps(draft(modality="Planned"))[:-1] + ', "modality": "Asserted"}'
    found, code = project.ingest(*[draft(**fields) for fields, _, _ in MIXED], twice)
    assert (code, found["accepted"]) == (1, [])
    expected = [*MIXED, ({}, "not JSON", "'modality' is there twice")]
    assert [each["reason"] for each in found["refused"]] == [reason for _, reason, _ in expected]
    for each, (_, _, message) in zip(found["refused"], expected, strict=True):
        assert message in each["message"]
        assert len(each["message"]) < 1000
    assert project.state() == before


@pytest.mark.full
def test_a_claim_is_not_known_if_its_modality_differs(
    project: Project, draft: Callable[..., dict[str, Any]]
) -> None:
    """A planned draft was reported as already a claim, although the claim states a fact."""
    found, code = project.ingest(draft(), draft(modality="Planned", status="Announced"), draft())
    assert code == 1
    assert [each["is_new"] for each in found["accepted"]] == [True, False]
    assert [each["reason"] for each in found["refused"]] == ["other modality"]
    found, _ = project.ingest(draft(modality="Hedged"))
    assert (
        "with the modality adgo:Asserted, and the draft has the modality adgo:Hedged"
        in found["refused"][0]["message"]
    )
