"""A store that follows its documents has what a new store of the documents has."""

from __future__ import annotations

from random import Random

from hypothesis import assume
from hypothesis import strategies as st
from pyoxigraph import Store
from random_examples import examples

from adgo.graph.rechecking.changing_store import ChangingStore
from adgo.graph.rechecking.occurrences import DEFAULT, ChangedQuad
from adgo.turtle.document import Document
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable

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


class Documents:
    """Documents of texts; a document whose text stays the same stays the same document."""

    def __init__(self) -> None:
        self.table = TermTable()
        self._known: dict[tuple[str, int, str], Document] = {}

    def parts(self, written: dict[str, list[list[str]]]) -> dict[str, list[Document]]:
        return {
            name: [self._document(name, number, "\n".join(lines)) for number, lines in enumerate(documents)]
            for name, documents in written.items()
        }

    def _document(self, name: str, number: int, text: str) -> Document:
        key = (name, number, text)
        if key not in self._known:
            filling = FILLING if number == 0 else ""
            self._known[key] = parse(PREFIXES + filling + text, table=self.table)
        return self._known[key]


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
    random, documents = Random(seed), Documents()
    written = texts(random)
    followed = ChangingStore(documents.parts(written))
    before = quads(followed.store)
    edit(random, written)
    parts = documents.parts(written)
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
