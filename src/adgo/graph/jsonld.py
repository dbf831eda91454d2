"""Writes triples as compact JSON-LD with a context that defines the short names and typed values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, groupby, islice
from operator import attrgetter
from types import MappingProxyType
from typing import IO, Any

from pyoxigraph import Literal, NamedNode, Triple

from adgo.graph import files
from adgo.graph.namespaces import RDF, XSD

#: Up to this number of triples, the context has only the entries that they use, and every node is one object. For more
#: triples, the context is complete and a node may be split into several objects, so that little memory is needed.
FEW = 20_000

_TYPE, _STRING = RDF + "type", XSD + "string"
#: Numbers and booleans that JSON can represent. Others are written as strings with a datatype.
_NATIVE = {
    XSD + "boolean": re.compile("true|false"),
    XSD + "integer": re.compile("0|-?[1-9][0-9]{0,14}"),
}
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class Unwritable(ValueError):
    """A triple that JSON-LD does not support."""


@cache
def context() -> Mapping[str, Any]:
    """Return ADGO's context: prefixes, and how the values of each property are written."""
    path = files.root() / "ontology" / "context.jsonld"
    return MappingProxyType(json.loads(path.read_bytes())["@context"])


def write(triples: Iterable[Triple], file: IO[bytes], known: Mapping[str, Any] | None = None) -> None:
    """Write the triples as one JSON-LD document.

    The context is inline, because most readers do not fetch one.

    Args:
        triples: the triples, grouped by subject if there are many.
        file: where to write, in UTF-8.
        known: the context, of which only the needed entries are written; by default that of ADGO.
    """
    rest = iter(triples)
    few = list(islice(rest, FEW + 1))
    names = _own() if known is None else Names(known)
    compactor = Compactor(names)
    nodes: Iterable[dict[str, Any]]
    if len(few) <= FEW:
        ordered = sorted(
            set(few), key=lambda each: (str(each.subject), str(each.predicate), str(each.object))
        )
        nodes = list(compactor.nodes(ordered))
        used = {
            name: value for name, value in names.known.items() if name[0] == "@" or name in compactor.used
        }
    else:
        nodes = compactor.nodes(chain(few, rest))
        used = dict(names.known)
    file.write(f'{{"@context":{_text(used)},\n"@graph":['.encode())
    before = "\n"
    for node in nodes:
        file.write((before + _text(node)).encode())
        before = ",\n"
    file.write(b"\n]}\n")


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Names:
    """The content of a context: its prefixes, its terms by IRI, and how the values of each term are written."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known
        self.prefixes = {n: v for n, v in known.items() if isinstance(v, str) and n[0] != "@"}
        self.namespaces = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        self.vocabulary = str(known.get("@vocab", ""))
        self.terms: dict[str, str] = {}
        self.kinds: dict[str, dict[str, str]] = {}
        for name, entry in known.items():
            if isinstance(entry, dict):
                self.terms[self._expanded(entry["@id"])] = name
                self.kinds[name] = {key: self._expanded(value) for key, value in entry.items()}

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else name

    def prefix(self, iri: str) -> str:
        """Return the prefix of the namespace of an IRI, or ""."""
        return self.namespaces.get(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1], "")


@cache
def _own() -> Names:
    return Names(context())


class Compactor:
    """Shortens terms by a context; `used` collects the entries of the context that are needed."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.used: set[str] = set()
        self._keys: dict[str, tuple[str, dict[str, str]]] = {}

    def nodes(self, triples: Iterable[Triple]) -> Iterator[dict[str, Any]]:
        """Yield a node object for consecutive triples with the same subject."""
        for subject, run in groupby(triples, key=attrgetter("subject")):
            node: dict[str, Any] = {}
            separate = []
            is_safe = not self._is_ambiguous(subject)
            for triple in run:
                predicate, value = triple.predicate, triple.object
                if not is_safe or self._is_ambiguous(predicate) or self._is_ambiguous(value):
                    separate.append(self._expanded_node(triple))
                    continue
                node = node or {"@id": self.identifier(subject)}
                key, written = self._entry(predicate.value, value)
                if key not in node:
                    node[key] = written
                elif isinstance(node[key], list):
                    node[key].append(written)
                else:
                    node[key] = [node[key], written]
            if node:
                yield node
            yield from separate

    def _entry(self, predicate: str, value: Any) -> tuple[str, Any]:
        if predicate == _TYPE and isinstance(value, NamedNode):
            return "@type", self.name(value.value)
        found = self._keys.get(predicate)
        if found is None:
            key = self.name(predicate)
            found = self._keys[predicate] = (key, self.names.kinds.get(key, {}))
        key, kind = found
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
        """Return the short form of an IRI or blank node as the @id of a node."""
        if isinstance(term, NamedNode):
            return self._compact(term.value)
        if isinstance(term, Triple):
            raise Unwritable("JSON-LD does not support triples as terms")
        return str(term)

    def name(self, iri: str) -> str:
        """Return the short form of a property, class or datatype."""
        term = self.names.terms.get(iri)
        if term is not None:
            # The entry of the term uses prefixes too.
            kind = self.names.kinds[term]
            self.used.update((term, *(self.names.prefix(each) for each in kind.values())))
            return term
        local = iri.removeprefix(self.names.vocabulary)
        if local != iri and _LOCAL.fullmatch(local) and local not in self.names.prefixes:
            return local
        return self._compact(iri)

    def _compact(self, iri: str) -> str:
        prefix = self.names.prefix(iri)
        local = iri[len(self.names.prefixes.get(prefix, "")) :]
        if not prefix or not local:
            return iri
        self.used.add(prefix)
        return f"{prefix}:{local}"

    def _is_ambiguous(self, term: Any) -> bool:
        """Return whether a term would be read as a short form, such as `time:x` if `time` is a prefix."""
        if isinstance(term, Literal):
            term = term.datatype
        if not isinstance(term, NamedNode):
            return False
        scheme, _, rest = term.value.partition(":")
        return scheme in self.names.prefixes and not rest.startswith("//")

    def _expanded_node(self, triple: Triple) -> dict[str, Any]:
        """Return a triple as a separate node object without short forms."""
        [node] = Compactor(Names({})).nodes([triple])
        return {"@context": None, **node}
