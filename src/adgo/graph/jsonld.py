"""Triples to compact JSON-LD: short names, typed values, and the context that explains them in front."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from typing import IO, Any

from pyoxigraph import Literal, NamedNode, Triple

from adgo.graph import files
from adgo.graph.namespaces import RDF, XSD

#: Up to so many triples the context holds only what they use, and every node is one object; beyond it is the whole
#: context, and what is said of a node may be in several objects, so that a graph of any size takes little memory.
FEW = 20_000

_TYPE, _STRING = RDF + "type", XSD + "string"
#: Numbers and truth values that JSON has as well. Any others keep their digits as they are.
_NATIVE = {
    XSD + "boolean": re.compile("true|false"),
    XSD + "integer": re.compile("0|-?[1-9][0-9]{0,14}"),
}
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class Unwritable(ValueError):
    """A triple that JSON-LD does not support."""


def context() -> dict[str, Any]:
    """Return ADGO's own context: prefixes, and how the values of each property are written."""
    return dict(json.loads((files.root() / "ontology" / "context.jsonld").read_bytes())["@context"])


def write(triples: Iterable[Triple], file: IO[bytes], known: Mapping[str, Any]) -> None:
    """Write the triples as one JSON-LD document with an inline context, a part of the known one.

    The context is inline, as most readers fetch none: not the store, not `rdflib` without the network.
    """
    rest = iter(triples)
    few = list(islice(rest, FEW + 1))
    compactor = Compactor(known)
    if len(few) <= FEW:
        few.sort(key=lambda each: (str(each.subject), str(each.predicate), str(each.object)))
        nodes = list(compactor.nodes(few))
        used = {name: value for name, value in known.items() if name[0] == "@" or name in compactor.used}
        file.write(f'{{"@context":{json.dumps(used, ensure_ascii=False)},\n"@graph":['.encode())
    else:
        nodes = compactor.nodes(chain(few, rest))  # type: ignore[assignment]
        file.write(f'{{"@context":{json.dumps(known, ensure_ascii=False)},\n"@graph":['.encode())
    before = "\n"
    for node in nodes:
        file.write((before + json.dumps(node, ensure_ascii=False)).encode())
        before = ",\n"
    file.write(b"\n]}\n")


class Compactor:
    """Terms in the short form that a context gives them; `used` gathers the entries of the context that are needed."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        prefixes = {n: v for n, v in known.items() if isinstance(v, str) and n[0] != "@"}
        self.used: set[str] = set()
        self._vocabulary = str(known.get("@vocab", ""))
        self._prefixes = prefixes
        self._namespaces = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._terms: dict[str, str] = {}
        self._kinds: dict[str, dict[str, str]] = {}
        for name, entry in known.items():
            if isinstance(entry, dict):
                iri = self._expanded(entry["@id"])
                self._terms[iri] = name
                self._kinds[name] = {key: self._expanded(value) for key, value in entry.items()}
        self._short: dict[str, str] = {}

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else name

    def nodes(self, triples: Iterable[Triple]) -> Iterator[dict[str, Any]]:
        """Yield a node object for each run of triples with one subject."""
        for subject, run in groupby(triples, key=lambda each: each.subject):
            node: dict[str, Any] = {}
            apart = []
            for triple in run:
                if self._is_ambiguous(subject, triple.predicate, triple.object):
                    apart.append(self._expanded_node(triple))
                    continue
                node = node or {"@id": self.identifier(subject)}
                key, value = self._entry(triple.predicate.value, triple.object)
                if key not in node:
                    node[key] = value
                elif isinstance(node[key], list):
                    node[key].append(value)
                else:
                    node[key] = [node[key], value]
            if node:
                yield node
            yield from apart

    def _entry(self, predicate: str, value: Any) -> tuple[str, Any]:
        if predicate == _TYPE and not isinstance(value, Literal):
            return "@type", self.name(value.value) if isinstance(value, NamedNode) else str(value)
        key = self.name(predicate)
        kind = self._kinds.get(key, {})
        if isinstance(value, Literal):
            return key, self._literal(value, kind)
        identifier = self.identifier(value)
        return key, identifier if kind.get("@type") == "@id" else {"@id": identifier}

    def _literal(self, value: Literal, kind: Mapping[str, str]) -> Any:
        text, datatype = value.value, value.datatype.value
        if value.language:
            if value.direction is None and value.language == kind.get("@language"):
                return text
            made = {"@value": text, "@language": value.language}
            return made if value.direction is None else {**made, "@direction": value.direction.value}
        if kind.get("@type") == datatype:
            return text
        plain = "@type" not in kind and "@language" not in kind
        if datatype == _STRING:
            return text if plain else {"@value": text}
        if plain and datatype in _NATIVE and _NATIVE[datatype].fullmatch(text):
            return json.loads(text)
        return {"@value": text, "@type": self.name(datatype)}

    def identifier(self, term: Any) -> str:
        """Return the short form of an IRI or blank node as a node's name."""
        if isinstance(term, NamedNode):
            return self._compact(term.value)
        if isinstance(term, Triple):
            raise Unwritable("JSON-LD does not support triples as terms")
        return str(term)

    def name(self, iri: str) -> str:
        """Return the short form of a property, class or datatype."""
        term = self._terms.get(iri)
        if term is not None:
            self.used.update(
                (term, term.partition(":")[0], self._kinds[term]["@id"] and self._prefix_of(iri))
            )
            return term
        local = iri.removeprefix(self._vocabulary)
        if local != iri and _LOCAL.fullmatch(local) and local not in self._prefixes:
            return local
        return self._compact(iri)

    def _prefix_of(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        return self._namespaces.get(iri[:cut], "")

    def _compact(self, iri: str) -> str:
        short = self._short.get(iri)
        if short is None:
            prefix = self._prefix_of(iri)
            cut = len(self._prefixes.get(prefix, ""))
            short = f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri
            if len(self._short) < FEW:
                self._short[iri] = short
            self.used.add(prefix)
        return short

    def _is_ambiguous(self, *terms: Any) -> bool:
        """Return whether a term would be taken for a short form, as `time:x` is where `time` is a prefix."""
        datatypes = [term.datatype for term in terms if isinstance(term, Literal)]
        iris = [term.value for term in (*terms, *datatypes) if isinstance(term, NamedNode)]
        return any(
            iri.partition(":")[0] in self._prefixes and not iri.partition(":")[2].startswith("//")
            for iri in iris
        )

    def _expanded_node(self, triple: Triple) -> dict[str, Any]:
        """Return a triple as a node object of its own in which no short form counts."""
        bare = Compactor({})
        [node] = bare.nodes([triple])
        return {"@context": None, **node}
