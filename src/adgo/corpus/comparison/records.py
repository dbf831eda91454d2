"""The records of a version: each claim, thing, passage and report with the values of its properties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad

from adgo.corpus.comparison.graph_version import SOURCES, GraphVersion
from adgo.graph.namespaces import ADGO, PREFIXES, RDF

#: Property to its values, each in N-Triples form; a blank node is written as what it holds.
Fields = Mapping[str, frozenset[str]]
#: IRI to fields.
Records = dict[str, Fields]

#: Kind of record to the class that its records have. A record without one of these classes is a thing.
KINDS = {
    "claims": ADGO + "Claim",
    "articles": ADGO + "Source",
    "passages": ADGO + "Passage",
    "statements": ADGO + "Statement",
}
#: Kind of record to the only part that has such records.
_ONLY_IN = {"claims": "claims", "passages": "claims", "statements": "claims", "articles": SOURCES}
#: How deep blank nodes are read.
_DEEPEST = 20
_TYPE = NamedNode(RDF + "type")
_SELECTOR = PREFIXES["oa"] + "TextPositionSelector"
_START, _END = (NamedNode(PREFIXES["oa"] + name) for name in ("start", "end"))


def of(version: GraphVersion, without: Collection[str] = ()) -> dict[str, Records]:
    """Return the records of each kind: claims, articles, passages, statements, things, judgements, reports.

    Args:
        version: the version.
        without: the parts that are not read; a kind of record that only these have is left out.
    """
    parts = [part for part in (SOURCES, "entities", "claims", "") if part not in without]
    found: dict[str, Records] = {kind: {} for kind in (*KINDS, "things") if _ONLY_IN.get(kind) not in without}
    for name, fields in _described(quad for part in parts for quad in version.parts.get(part, ())).items():
        kind = _kind(fields)
        if kind in found:
            found[kind][name] = fields
    for part in ("judgements", "reports"):
        if part not in without:
            found[part] = _described(version.parts.get(part, ()))
    return found


def spans(quads: Iterable[Quad]) -> dict[Any, str]:
    """Return for each selector the characters that it selects, in words."""
    return {subject: _span(own) for subject, own in _by_subject(quads).items() if _is_selector(own)}


def _kind(fields: Fields) -> str:
    """Return the kind of a record; "" for a selector, which is a part of its passage."""
    types = fields.get(_TYPE.value, frozenset())
    if f"<{_SELECTOR}>" in types:
        return ""
    return next((kind for kind, name in KINDS.items() if f"<{name}>" in types), "things")


def _by_subject(quads: Iterable[Quad]) -> dict[Any, list[Quad]]:
    found: dict[Any, list[Quad]] = {}
    for quad in quads:
        found.setdefault(quad.subject, []).append(quad)
    return found


def _described(quads: Iterable[Quad]) -> Records:
    about = _by_subject(quads)
    found: Records = {}
    for subject, own in about.items():
        if isinstance(subject, NamedNode):
            values: dict[str, set[str]] = {}
            for quad in own:
                values.setdefault(quad.predicate.value, set()).add(_text(quad.object, about))
            found[subject.value] = {name: frozenset(each) for name, each in values.items()}
    return found


def _text(term: Any, about: Mapping[Any, list[Quad]], depth: int = 0) -> str:
    """Return a term; for a blank node or a selector, what it holds, as its name means nothing."""
    own = about.get(term, ()) if isinstance(term, BlankNode | NamedNode) else ()
    if _is_selector(own):
        return _span(own)
    if not isinstance(term, BlankNode):
        return str(term)
    if depth > _DEEPEST:
        return "[ … ]"
    held = sorted(f"{quad.predicate} {_text(quad.object, about, depth + 1)}" for quad in own)
    return f"[ {' ; '.join(held)} ]"


def _is_selector(own: Iterable[Quad]) -> bool:
    return any(quad.object == NamedNode(_SELECTOR) for quad in own)


def _span(selector: Iterable[Quad]) -> str:
    ends = {quad.predicate: quad.object for quad in selector}
    start, end = (str(getattr(ends.get(each), "value", "?")) for each in (_START, _END))
    return f'"characters {start} to {end}"'
