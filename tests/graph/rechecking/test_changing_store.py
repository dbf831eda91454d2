"""A store that follows its documents has what a new store of the documents has."""

from __future__ import annotations

from random import Random

from hypothesis import assume
from hypothesis import strategies as st
from kept_documents import KeptDocuments
from pyoxigraph import Store
from random_examples import examples

from adgo.graph.rechecking.changing_store import ChangingStore
from adgo.graph.rechecking.occurrences import DEFAULT, ChangedQuad
from adgo.turtle.document import Document

PREFIXES = "@prefix : <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
SUBJECTS = [":a", ":b", ":c", ":file"]
#: Equal numbers in several forms, texts whose language tags differ in case, a header of a file.
OBJECTS = [
    ":a",
    "1",
    "01",
    "1.0",
    "1.00",
    "true",
    '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"a"@en',
    '"a"@EN',
]
PARTS = ["ontology", "entities", "claims", "facts", "plans", "judgements", "catalog"]
#: So many other triples that a change is followed.
FILLING = "".join(f":filling{n} :q :a .\n" for n in range(60))


def triple(random: Random) -> str:
    if random.random() < 0.05:
        return random.choice([":file a owl:Ontology .", ":a :p [] ."])
    return f"{random.choice(SUBJECTS)} {random.choice([':p', ':q'])} {random.choice(OBJECTS)} ."


def texts(random: Random) -> dict[str, list[list[str]]]:
    """Return the triples of one to three documents of each part."""
    return {
        name: [[triple(random) for _ in range(random.randrange(4))] for _ in range(random.randrange(1, 4))]
        for name in PARTS
    }


def edit(random: Random, parts: dict[str, list[list[str]]]) -> None:
    for _ in range(random.randrange(1, 4)):
        document = random.choice(parts[random.choice(PARTS)])
        if document and random.random() < 0.5:
            document.remove(random.choice(document))
        else:
            document.append(triple(random))


def parts_of(documents: KeptDocuments, written: dict[str, list[list[str]]]) -> dict[str, list[Document]]:
    """Return the documents of parts; the first of each part has the other triples too."""
    return documents.parts(
        {
            name: [
                PREFIXES + (FILLING if number == 0 else "") + "\n".join(lines)
                for number, lines in enumerate(found)
            ]
            for name, found in written.items()
        }
    )


def quads(store: Store) -> set[tuple[str, ...]]:
    return {(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in store}


class States:
    """What is shown of a store between two states."""

    changed: list[ChangedQuad]
    both: set[tuple[str, ...]]
    common: set[tuple[str, ...]]

    def see_both(self, store: Store, changed: list[ChangedQuad]) -> None:
        self.both, self.changed = quads(store), changed

    def see_common(self, store: Store) -> None:
        self.common = quads(store)


@examples(60, 1000, st.integers(0, 10**9))
def test_a_followed_store_has_the_quads_of_a_new_one_and_names_what_has_changed(seed: int) -> None:
    random, documents = Random(seed), KeptDocuments()
    written = texts(random)
    followed = ChangingStore(parts_of(documents, written))
    before = quads(followed.store)
    edit(random, written)
    parts = parts_of(documents, written)
    seen = States()
    assume(followed.follow(parts, seen))
    after = quads(followed.store)
    assert after == quads(ChangingStore(parts).store)
    graphs = {(each.subject, each.predicate, each.graph or "DEFAULT") for each in seen.changed}
    assert DEFAULT == ""
    assert {(s, p, graph) for s, p, _, graph in before ^ after} <= graphs
    assert seen.both == before | after
    assert seen.common <= before & after
    assert {(s, p, graph) for s, p, _, graph in (before & after) - seen.common} <= graphs
