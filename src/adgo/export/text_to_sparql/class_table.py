"""The classes of a graph with their properties, as short lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from adgo.corpus.reading import Row
from adgo.graph.namespaces import PREFIXES, RDF, short

#: A property with more kinds of values than this has "any" value.
MOST_KINDS = 4
#: Namespaces of vocabularies that describe vocabularies.
META = tuple(PREFIXES[each] for each in ("owl", "rdfs", "rdf", "skos", "dqv", "sh"))
#: The classes of what a vocabulary defines; a value that is a class or a concept is an IRI like any other.
CLASSES_OF_TERMS = tuple(PREFIXES[each] for each in ("owl", "rdfs", "skos"))
#: A value of no class.
OTHER = "IRI"
#: Properties that things of nearly every class have; the text of the card names those of them that matter.
COMMON = frozenset(
    [RDF + "type", PREFIXES["rdfs"] + "label", PREFIXES["rdfs"] + "isDefinedBy", PREFIXES["vs"] + "term_status"]
    + [PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "editorialNote", "definition", "scopeNote")]
)  # fmt: skip


@dataclass
class ClassEntry:
    """One class: its members, its subclasses, and the kinds of values of each property ("" if a value has no class)."""

    iri: str
    members: int
    below: list[str] = field(default_factory=list)
    properties: dict[str, list[str]] = field(default_factory=dict)


class ClassTable:
    """The classes with members; a class below another is only named in the line of the latter, with its properties."""

    def __init__(self, classes: Iterable[Row], above: Iterable[Row], properties: Iterable[Row]) -> None:
        found = ((row["class"]["value"], int(row["members"]["value"])) for row in classes)
        self.entries = {iri: ClassEntry(iri, members) for iri, members in found if not iri.startswith(META)}
        self.above: dict[str, set[str]] = {}
        for row in above:
            self.above.setdefault(row["class"]["value"], set()).add(row["above"]["value"])
        for row in properties:
            entry, name = self.entries.get(row["class"]["value"]), row["property"]["value"]
            if entry and name not in COMMON:
                entry.properties.setdefault(name, []).append(row.get("kind", {}).get("value", ""))

    def lines(self) -> Iterator[str]:
        """Yield a line for each class that is below no other one, largest first."""
        for entry in self.entries.values():
            entry.below = [each for each in self.entries if entry.iri in self.above.get(each, ())]
            self._add_properties(entry)
        for entry in self.entries.values():
            if not self.above.get(entry.iri, set()) & self.entries.keys():
                yield self._line(entry)

    def _add_properties(self, entry: ClassEntry) -> None:
        """Add the properties of subclasses, whose members need not be typed with the class itself."""
        for below in entry.below:
            for name, kinds in self.entries[below].properties.items():
                known = entry.properties.setdefault(name, [])
                known += [each for each in kinds if each not in known]

    def _line(self, entry: ClassEntry) -> str:
        below = ", ".join(f"{short(each)} {self.entries[each].members}" for each in entry.below)
        properties = "; ".join(
            f"{short(name)}{self._kinds(entry.properties[name])}" for name in entry.properties
        )
        size = f"{entry.members}; of these {below}" if below else f"{entry.members}"
        return f"* {short(entry.iri)} ({size})" + (f": {properties}" if properties else "")

    def _kinds(self, kinds: list[str]) -> str:
        top = [each for each in kinds if not self.above.get(each, set()) & set(kinds)]
        classed = [each for each in top if each and not each.startswith(CLASSES_OF_TERMS)]
        others = [OTHER] if len(classed) < len(top) else []
        return " → any" if len(classed) > MOST_KINDS else " → " + "|".join([*map(short, classed), *others])


def closed_lists(rows: Iterable[Row]) -> str:
    """Return a line for each class in rows of classes and their members."""
    lists: dict[str, list[str]] = {}
    for row in rows:
        lists.setdefault(row["class"]["value"], []).append(short(row["member"]["value"]))
    return "\n".join(f"* {short(name)}: {', '.join(members)}" for name, members in lists.items())


def prefix_lines(text: str, prefixes: Mapping[str, str]) -> str:
    """Return declarations of the prefixes that a text uses."""
    used = [
        each
        for each in prefixes
        if re.search(rf"(?<![\w:/-]){re.escape(each)}:\w|[|/]{re.escape(each)}:\w", text)
    ]
    return "\n".join(f"PREFIX {each}: <{prefixes[each]}>" for each in used)
