"""Arguments of stored questions: any name of a thing is accepted, and none is guessed."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from adgo.corpus import question_arguments
from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import asking, read_store
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO, ID
from adgo.queries import BadParameter, load

QUESTIONS = load()


def resolved(packaged_corpus: Corpus, name: str, **arguments: str) -> dict[str, str]:
    return question_arguments.resolved(lambda: packaged_corpus, QUESTIONS[name], arguments, None)


def refusal(packaged_corpus: Corpus, name: str, **arguments: str) -> str:
    with pytest.raises(BadParameter) as refused:
        resolved(packaged_corpus, name, **arguments)
    return str(refused.value)


def test_each_name_of_a_firm_is_accepted_in_any_case(packaged_corpus: Corpus) -> None:
    """Bug: only an IRI was accepted, not the name that every page shows."""
    named = [(it, packaged_corpus.label(it)) for it in packaged_corpus.of_class("Firm")]
    named += [
        (claim.subject, claim.object.value)
        for claim in packaged_corpus.claims
        if claim.predicate == ADGO + "isNamed" and packaged_corpus.is_a(claim.subject, "Firm")
    ]
    assert len(named) > 24
    for it, name in named:
        for written in (name, name.upper(), f"  {name.lower()} "):
            assert resolved(packaged_corpus, "firm-profile", firm=written) == {"firm": it}


@pytest.mark.parametrize(
    "value", ["id:Momenta", "<https://w3id.org/adgo/id/Momenta>", ID + "Momenta", "urn:x"]
)
def test_an_iri_is_left_as_it_is_and_the_graph_is_not_read(value: str) -> None:
    def unread() -> Corpus:
        raise AssertionError

    firm, day = QUESTIONS["firm-profile"], QUESTIONS["status-as-of"]
    assert question_arguments.resolved(unread, firm, {"firm": value}, None) == {"firm": value}
    assert question_arguments.resolved(unread, day, {"day": "2026-01-01"}, None)


def test_an_unknown_name_is_refused_with_the_nearest(packaged_corpus: Corpus) -> None:
    assert refusal(packaged_corpus, "firm-profile", firm="Momento") == (
        "firm: no firm is called 'Momento' in these data; the nearest is 'Momenta'"
    )
    assert "no firm is called 'Germany'" in refusal(packaged_corpus, "firm-profile", firm="Germany")
    assert "no person or organization or unnamed group" in refusal(
        packaged_corpus, "who-said-what", speaker="Nobody X"
    )


def test_a_family_name_of_several_people_is_refused_with_a_list(packaged_corpus: Corpus) -> None:
    """China Daily calls one of three people of this name Zhang; a reader may mean any of them."""
    found = refusal(packaged_corpus, "who-said-what", speaker="zhang")
    assert all(
        name in found for name in ("id:ZhangYongwei", "id:ZhangNing", "id:ZhangFan", "may be 3 things")
    )
    assert resolved(packaged_corpus, "who-said-what", speaker="Keim") == {"speaker": ID + "BeatrixKeim"}


def test_an_unknown_parameter_is_refused(packaged_corpus: Corpus) -> None:
    assert "has no parameter 'firma'; it takes firm" in refusal(
        packaged_corpus, "firm-profile", firma="Momenta"
    )


def test_labels_stand_for_values_and_defaults(packaged_corpus: Corpus) -> None:
    question = QUESTIONS["firm-profile"]
    assert question.titled(question_arguments.labels(packaged_corpus, question, {})) == "Profile of QCraft"
    labels = question_arguments.labels(packaged_corpus, question, {"firm": ID + "Momenta"})
    assert question.titled(labels) == "Profile of Momenta"
    assert question_arguments.labels(packaged_corpus, QUESTIONS["status-as-of"], {}) == {}


def required(store: Store, corpus: Corpus, name: str, **arguments: str) -> None:
    question_arguments.resolved(lambda: corpus, QUESTIONS[name], arguments, asking(store))


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("firm-profile", {"firm": "id:Momentaa"}, "'id:Momentaa' in these data; the nearest is 'Momenta'"),
        ("firm-profile", {"firm": f"<{ID}Momentaa>"}, "the nearest is 'Momenta'"),
        ("firm-profile", {"firm": ID + "Germany"}, f"firm: no firm is called '{ID}Germany' in these data"),
        ("who-said-what", {"speaker": "id:Germany"}, "no person or organization or unnamed group"),
        ("outside-records", {"thing": "id:Nobody"}, "thing: no thing is called 'id:Nobody'"),
    ],
)  # fmt: skip
def test_an_iri_of_nothing_or_of_a_thing_of_another_class_is_refused(
    packaged: Dataset, packaged_corpus: Corpus, name: str, arguments: dict[str, str], message: str
) -> None:
    """Bug: the answer had no rows, as if nothing were known of the firm."""
    with pytest.raises(BadParameter) as refused:
        required(packaged.store, packaged_corpus, name, **arguments)
    assert message in str(refused.value)


def test_everything_that_a_name_may_mean_is_accepted_as_an_iri(
    packaged: Dataset, packaged_corpus: Corpus
) -> None:
    for question in QUESTIONS.values():
        for parameter in question.parameters:
            taken = (
                question_arguments.members(packaged_corpus, parameter) or set() if parameter.is_thing else ()
            )
            for it in (*taken, *([parameter.default] if parameter.is_thing else [])):
                required(packaged.store, packaged_corpus, question.name, **{parameter.name: it})


def test_what_the_data_do_not_describe_may_fit() -> None:
    """An IRI of others, a thing without a type, and one of a class of others: nobody knows what they are."""
    store = Store()
    lines = f"<{ID}a> <urn:p> 1 . <{ID}b> a <urn:Company> . <{ID}c> a <{ADGO}Firm> ."
    store.load(lines.encode(), RdfFormat.TURTLE)
    corpus = read_store(store)
    for it in (ID + "a", ID + "b", ID + "c", "urn:x", "<http://example.org/x>"):
        required(store, corpus, "firm-profile", firm=it)
    with pytest.raises(BadParameter):
        required(store, corpus, "firm-profile", firm=ID + "d")
