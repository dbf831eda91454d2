"""What HermiT finds through owlready2: contradictions, classes that nothing can be of, what follows, and why."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adgo.graph import files
from adgo.graph.namespaces import ADGO, ID
from adgo.reason.axioms_and_facts import sort
from adgo.reason.explaining.explanation import by_trust
from adgo.reason.hermit import java
from adgo.reason.input_files import read
from adgo.reason.outcome import Explanation, ReasoningOutcome
from adgo.reason.reasoning import ordered, reason
from adgo.reason.triples import Triples

Write = Callable[..., Path]
pytestmark = pytest.mark.usefixtures("has_java")

WRONG = """\
ex:acme a adgo:Firm .
ex:acme a adgo:Person .
ex:uber adgo:cooperatesWith ex:uber .
ex:service adgo:cityCount "3" .
ex:Ghost a owl:Class ; rdfs:subClassOf adgo:Firm , adgo:Person .
[] a adgo:Role , adgo:Place .
"""
RIGHT = """\
ex:acme a adgo:Automaker , adgo:PlatformOperator ; adgo:headquarteredIn ex:here ; adgo:foundedSomehow ex:then .
ex:here a adgo:City , adgo:Country .
ex:parentOf a owl:ObjectProperty ; owl:inverseOf ex:childOf . ex:childOf a owl:ObjectProperty .
ex:size a owl:DatatypeProperty ; rdfs:subPropertyOf ex:magnitude . ex:magnitude a owl:DatatypeProperty .
ex:acme ex:parentOf ex:sub ; ex:size 5 . ex:acme ex:near ex:sub . ex:near a owl:SymmetricProperty .
ex:Parent a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty ex:parentOf ;
    owl:someValuesFrom owl:Thing ] .
"""


def run(*paths: Path | str, alone: bool = True, **options: object) -> ReasoningOutcome:
    inputs, _ = read(list(map(str, paths)), alone=alone)
    return reason(inputs, **options)  # type: ignore[arg-type]


def places(explanation: Explanation) -> list[tuple[str, int | None]]:
    return [(Path(step.place.file).name, step.place.line) for step in explanation.steps]


def sentences(explanation: Explanation) -> list[str]:
    return [step.sentence for step in explanation.steps]


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder for temporary files that only the runs of this module use."""
    folder, before = tmp_path_factory.mktemp("temporary"), tempfile.tempdir
    tempfile.tempdir = str(folder)
    yield folder
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def wrong(write: Write, temporary: Path) -> ReasoningOutcome:
    return run(write(WRONG), explained=True)


@pytest.fixture(scope="module")
def right(write: Write, temporary: Path) -> ReasoningOutcome:
    return run(write(RIGHT))


@pytest.mark.full
def test_each_contradiction_is_explained_at_its_fact(wrong: ReasoningOutcome) -> None:
    assert not wrong.consistent
    assert [places(each)[-1] for each in wrong.contradictions] == [("mine.ttl", n) for n in (3, 4, 5, 7)]
    assert wrong.stopped == ""


@pytest.mark.full
def test_an_explanation_names_the_axioms_and_the_facts(wrong: ReasoningOutcome) -> None:
    first = wrong.contradictions[0]
    assert sentences(first) == [
        "every adgo:Firm is an adgo:Organization",
        "nothing is both an adgo:Organization and an adgo:Person",
        "ex:acme is an adgo:Firm",
        "ex:acme is an adgo:Person",
    ]
    ontology = (files.root() / "ontology/adgo.ttl").read_text("utf-8").splitlines()
    (firm, number), (_, disjoint) = places(first)[:2]
    assert firm == "adgo.ttl"
    assert number is not None
    assert disjoint is not None
    assert any("adgo:Firm a owl:Class" in each for each in ontology[number - 2 : number])
    assert "owl:AllDisjointClasses" in ontology[disjoint - 1]


@pytest.mark.full
def test_a_class_that_nothing_can_be_of_is_named_and_explained(wrong: ReasoningOutcome) -> None:
    """Even though the whole contradicts itself, and from a contradiction anything follows."""
    ghost = "<https://example.org/Ghost>"
    assert wrong.unsatisfiable == [ghost]
    assert (Path(wrong.places[ghost].file).name, wrong.places[ghost].line) == ("mine.ttl", 6)
    assert sorted(sentences(wrong.impossible[ghost])) == [
        "every adgo:Firm is an adgo:Organization",
        "every ex:Ghost is an adgo:Firm",
        "every ex:Ghost is an adgo:Person",
        "nothing is both an adgo:Organization and an adgo:Person",
    ]


def test_what_is_allowed_is_consistent(right: ReasoningOutcome) -> None:
    assert right.consistent
    assert right.unsatisfiable == []
    assert right.errors == []
    assert right.is_sound
    assert right.reasoned + right.annotations == right.triples


def test_what_follows_is_listed(right: ReasoningOutcome) -> None:
    example, firm = "<https://example.org/{}>".format, f"<{ADGO}Firm>"
    found = {(each.subject, each.predicate.rpartition("#")[2], each.object) for each in right.own}
    assert (example("acme"), "type>", firm) in found
    assert (example("acme"), "type>", example("Parent")) in found
    assert {tuple(each) for each in right.own} >= {
        (example("sub"), example("childOf"), example("acme")),
        (example("sub"), example("near"), example("acme")),
        (example("acme"), example("magnitude"), '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    }


def test_what_is_stated_or_wrong_does_not_follow(right: ReasoningOutcome) -> None:
    example = "<https://example.org/{}>".format
    about = [each for each in right.followed if each.subject == example("acme")]
    assert not [each for each in about if each.object in (f"<{ADGO}Automaker>", f"<{ADGO}SolutionProvider>")]
    assert not [each for each in right.followed if each.object == "<http://www.w3.org/2002/07/owl#Thing>"]


def test_names_that_nothing_declares_are_reported(right: ReasoningOutcome) -> None:
    (each,) = right.undeclared
    assert (each.term, each.taken_for, each.uses) == (
        f"<{ADGO}foundedSomehow>",
        "an object property",
        1,
    )
    assert (each.place.line, each.place.column) == (2, 83)


@pytest.mark.full
def test_no_file_is_left(wrong: ReasoningOutcome, right: ReasoningOutcome, temporary: Path) -> None:
    assert list(temporary.iterdir()) == []


CHECK = """
import json, sys
from pathlib import Path
from adgo.reason.triples import Statement
from adgo.reason.hermit.consistency import Hermit
job = json.load(sys.stdin)
triples = lambda told: [Statement(*each) for each in told]
hermit = Hermit(Path(job["library"]), triples(job["declarations"]), 500)
def consistent(steps):
    return hermit.is_consistent([axiom for step in steps for axiom in hermit.axioms(triples(step))])
for steps in job["explanations"]:
    parts = [steps[:n] + steps[n + 1:] for n in range(len(steps))]
    print(json.dumps([consistent(steps), [consistent(part) for part in parts]]))
"""


@pytest.mark.full
def test_no_step_of_an_explanation_can_be_left_out(wrong: ReasoningOutcome, write: Write) -> None:
    assert_minimal(wrong, write(WRONG))


def assert_minimal(outcome: ReasoningOutcome, *paths: Path, alone: bool = True) -> None:
    """Ask the reasoner about each explanation, and about each without one of its steps."""
    inputs, _ = read(list(map(str, paths)), alone=alone)
    sorted_ = sort(Triples(ordered([*inputs.ontology, *inputs.data])))
    assert by_trust(sorted_)
    job = {
        "library": str(java.library(java.find())),
        "declarations": sorted_.declarations,
        "explanations": [
            [sorted_.as_given(step.statements) for step in each.steps] for each in outcome.contradictions
        ],
    }
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(each) for each in done.stdout.splitlines()]
    assert len(found) == len(outcome.contradictions) > 0
    for whole, parts in found:
        assert not whole
        assert all(parts), parts


@pytest.mark.full
def test_the_packaged_graph_is_consistent_in_good_time() -> None:
    start = time.process_time(), time.monotonic()
    outcome = run(alone=False)
    assert outcome.is_sound
    assert outcome.unused == []
    assert outcome.undeclared == []
    assert outcome.reasoned + outcome.annotations == outcome.triples
    assert f"<{ID}Munich>" in {each.subject for each in outcome.followed}
    # Its own work, the reasoner's aside: sorting the triples and what follows. Both limits are ten times the usual.
    assert time.process_time() - start[0] < 10
    assert time.monotonic() - start[1] < 100


#: Wrong triples, each of a kind of its own, that axioms catch beside the packaged graph.
SEEDED = """\
id:QCraft a adgo:Person .
id:lidar a adgo:Firm .
id:role-000-dong-li adgo:atOrganization id:Munich .
id:brand-barrier a adgo:RegulatoryRegime .
id:singapore-buses adgo:cityCount "1" .
id:DongLi adgo:holdsRole id:QCraft .
id:german-speed-rules adgo:isIssuedBy id:Uber .
id:momenta-uber adgo:isPartOf id:momenta-uber .
id:QCraft adgo:cooperatesWith id:QCraft .
id:QCraft adgo:usesTechnology id:Uber .
"""


@pytest.mark.full
def test_wrong_triples_beside_the_packaged_graph_are_all_explained(write: Write) -> None:
    path = write(SEEDED)
    outcome = run(path, alone=False, explained=True)
    assert [places(each)[-1] for each in outcome.contradictions] == [
        ("mine.ttl", number) for number in range(2, 2 + SEEDED.count("\n"))
    ]
    assert_minimal(outcome, path, alone=False)
    # A fact of the articles comes with its claims and the articles that make them.
    barrier = next(
        step
        for step in outcome.contradictions[3].steps
        if "id:brand-barrier is an adgo:Barrier" in step.sentence
    )
    claims = {(claim.name.rpartition("/")[2].strip(">"), claim.articles) for claim in barrier.claims}
    assert ("003-14a", ("Taizhou photo article (Dec 2025 or later)",)) in claims
    assert all(claim.modality == f"<{ADGO}Asserted>" for claim in barrier.claims)


@pytest.mark.full
def test_runs_at_one_time_do_not_meet(write: Write) -> None:
    texts = ["ex:a a adgo:Firm , adgo:Person .", "ex:a a adgo:Firm .", "ex:b a adgo:Role , adgo:Place ."]
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(run, map(write, texts)))
    assert [each.consistent for each in outcomes] == [False, True, False]


#: Each kind of axiom that OWL 2 has, with facts that contradict it: were it lost on the way, nothing would.
KINDS = {
    "subclass": "ex:A1 rdfs:subClassOf [ owl:complementOf ex:B1 ] . ex:i1 a ex:A1 , ex:B1 .",
    "equivalent": "ex:A2 owl:equivalentClass ex:B2 . ex:B2 owl:disjointWith ex:C2 . ex:i2 a ex:A2 , ex:C2 .",
    "union": "ex:A3 owl:unionOf ( ex:B3 ex:C3 ) . ex:A3 owl:disjointWith ex:B3 . ex:i3 a ex:B3 .",
    "disjoint union": "ex:A4 owl:disjointUnionOf ( ex:B4 ex:C4 ) . ex:i4 a ex:B4 , ex:C4 .",
    "one of": "ex:A5 owl:oneOf ( ex:i5 ) . ex:j5 a ex:A5 ; owl:differentFrom ex:i5 .",
    "all": "ex:A6 rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p6 ; owl:allValuesFrom ex:B6 ] . "
    "ex:B6 owl:disjointWith ex:C6 . ex:p6 a owl:ObjectProperty . ex:j6 a ex:C6 . ex:i6 ex:p6 ex:j6 . ex:i6 a ex:A6 .",
    "count": "ex:A7 rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p7 ; owl:maxCardinality 1 ] . "
    "ex:p7 a owl:DatatypeProperty . ex:i7 a ex:A7 ; ex:p7 1 , 2 .",
    "bounds": "ex:p8 a owl:DatatypeProperty ; rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; "
    "owl:withRestrictions ( [ xsd:minInclusive 0 ] ) ] . ex:i8 ex:p8 -1 .",
    "key": "ex:A9 owl:hasKey ( ex:p9 ) . ex:p9 a owl:DatatypeProperty . "
    "ex:j9 owl:differentFrom ex:i9 . ex:i9 a ex:A9 ; ex:p9 1 . ex:j9 a ex:A9 ; ex:p9 1 .",
    "chain": "ex:p10 owl:propertyChainAxiom ( ex:q10 ex:r10 ) . ex:p10 rdfs:range ex:A10 . "
    "ex:A10 owl:disjointWith ex:B10 . ex:i10 ex:q10 ex:j10 . ex:j10 ex:r10 ex:k10 . ex:k10 a ex:B10 .",
    "transitive": "ex:p11 a owl:TransitiveProperty ; rdfs:domain ex:A11 . ex:q11 a owl:ObjectProperty . "
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:i11 ; owl:assertionProperty ex:p11 ; "
    "owl:targetIndividual ex:k11 . ex:i11 ex:p11 ex:j11 . ex:j11 ex:p11 ex:k11 .",
    "all different": "ex:p12 a owl:ObjectProperty , owl:FunctionalProperty . "
    "[] a owl:AllDifferent ; owl:distinctMembers ( ex:j12 ex:k12 ) . ex:i12 ex:p12 ex:j12 , ex:k12 .",
    "properties": "[] a owl:AllDisjointProperties ; owl:members ( ex:p13 ex:q13 ) . ex:i13 ex:p13 ex:j13 . "
    "ex:i13 ex:q13 ex:j13 .",
    "same": "ex:A14 owl:disjointWith ex:B14 . ex:i14 a ex:A14 . ex:j14 a ex:B14 . ex:i14 owl:sameAs ex:j14 .",
    "asymmetric": "ex:p15 a owl:AsymmetricProperty . ex:i15 ex:p15 ex:j15 . ex:j15 ex:p15 ex:i15 .",
    "reflexive": "ex:p16 a owl:ReflexiveProperty ; rdfs:domain ex:A16 . ex:A16 owl:disjointWith ex:B16 . "
    "ex:i16 a ex:B16 .",
    "inverse": "ex:p17 owl:inverseOf ex:q17 . ex:q17 rdfs:domain ex:A17 . ex:A17 owl:disjointWith ex:B17 . "
    "ex:j17 a ex:B17 . ex:i17 ex:p17 ex:j17 .",
    "self": "ex:A18 rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p18 ; owl:hasSelf true ] . "
    "ex:p18 a owl:IrreflexiveProperty . ex:i18 a ex:A18 .",
    "the other way round": "ex:A19 owl:equivalentClass [ a owl:Restriction ; owl:onProperty [ owl:inverseOf ex:p19 ] ; "
    "owl:someValuesFrom ex:B19 ] ; owl:disjointWith ex:C19 . ex:i19 a ex:C19 . ex:j19 a ex:B19 ; ex:p19 ex:i19 .",
}


@pytest.mark.full
def test_every_kind_of_axiom_reaches_the_reasoner(write: Write) -> None:
    """Each is on a separate line, and all are explained in one run; the numbers distinguish them."""
    path = write("\n".join(KINDS.values()))
    outcome = run(path, explained=True, limit=0)
    assert outcome.unused == []
    lines = {step.place.line for each in outcome.contradictions for step in each.steps}
    assert [name for number, name in enumerate(KINDS, 2) if number not in lines] == []
    assert len(outcome.contradictions) == len(KINDS)
    assert_minimal(outcome, path)
